"""What of a text could be better, said below its field."""

from html import escape
from onewindow_policy import _
from onewindow_policy.publishing.linting import find_findings
from onewindow_policy.publishing.linting import Finding
from onewindow_policy.publishing.linting import place_in_words
from zope.i18n import translate

#: As many sentences are named below one field where there are more.
NAMED = 10

_HEADING = _("label_findings", default="Better so:")


def set_findings_beside(form) -> None:
    """Say below each field of `form` what there is to mend in what is stored there."""
    by_field: dict[str, list[Finding]] = {}
    for finding in find_findings(form.context):
        by_field.setdefault(finding.name, []).append(finding)
    for part in (form, *form.groups):
        for widget in part.widgets.values():
            if found := by_field.get(widget.field.__name__):
                widget.description = _described(widget, found, form.request)


def _described(widget, found: list[Finding], request) -> str:
    """Return what stands below a field, as HTML."""
    said = getattr(widget, "description", None) or widget.field.description or ""
    lines = "".join(f"<li>{_line(finding, request)}</li>" for finding in found[:NAMED])
    heading = escape(translate(_HEADING, context=request))
    return (
        f"{translate(said, context=request)}"
        f' <div class="text-findings"><b>{heading}</b><ul>{lines}</ul></div>'
    )


def _line(finding: Finding, request) -> str:
    parts = []
    if finding.row or finding.column:
        parts.append(f"{escape(place_in_words(finding, request))}：")
    if finding.sentence:
        parts.append(f"<q>{escape(finding.sentence)}</q> ")
    parts.append(escape(translate(finding.suggestion, context=request)))
    return "".join(parts)
