"""What the city's guide says, beside each field of the form of a district's guide."""

from html import escape
from onewindow_policy import _
from onewindow_policy.guides.browser.returning import OwnRulesView
from onewindow_policy.guides.interfaces import IGuideContent
from zope.i18n import translate

_SAME = _("text_as_the_citys", default="As in the city's guide.")
_CITY = _("label_citys_value", default="The city's guide:")
_NOTHING = _("text_says_nothing", default="(nothing)")


def set_city_beside(form) -> None:
    """Say below each field of `form` what the city's guide says there."""
    view = OwnRulesView(form.context, form.request)
    if view.resolved[0] is None:
        return
    departing: dict[str, list] = {}
    for row in view.rows():
        departing.setdefault(row["field"], []).append(row["line"])
    for part in (form, *form.groups):
        for widget in part.widgets.values():
            if widget.field.interface is IGuideContent:
                lines = departing.get(widget.field.__name__, [])
                widget.description = _described(widget, lines, form.request)


def _described(widget, lines: list, request) -> str:
    """Return what stands below a field, as HTML."""

    def words(message) -> str:
        return escape(translate(message, context=request))

    help_text = translate(widget.field.description or "", context=request)
    values = [_text(line) or words(_NOTHING) for line in lines]
    if not lines:
        city = words(_SAME)
    elif any(line.place for line in lines):
        # Rows of a table.
        rows = zip(lines, values, strict=True)
        city = "".join(
            f"<li>{escape(line.place)}：{value}</li>" for line, value in rows
        )
        city = f"<b>{words(_CITY)}</b><ul>{city}</ul>"
    else:
        city = f"<b>{words(_CITY)}</b>{'；'.join(values)}"
    return f'{help_text} <div class="city-value">{city}</div>'


def _text(line) -> str:
    return escape("".join(part.text for part in line.old)).replace("\n", "<br>")
