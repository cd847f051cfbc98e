"""The page of a form, rendered by Chameleon itself (see `guides.browser.body`)."""

from chameleon import PageTemplateFile
from collective.easyform.interfaces import ILabel
from collective.easyform.interfaces import IRichLabel
from dataclasses import replace
from onewindow_policy import _
from onewindow_policy.forms import consents
from onewindow_policy.forms.browser.remarks import message_of
from onewindow_policy.forms.browser.rows import ConsentRow
from onewindow_policy.forms.browser.rows import FieldRow
from onewindow_policy.forms.browser.rows import GroupRow
from onewindow_policy.forms.browser.rows import KeptFile
from onewindow_policy.forms.browser.rows import Option
from onewindow_policy.forms.browser.rows import OptionGroup
from onewindow_policy.forms.conditions import Comparison
from onewindow_policy.forms.conditions import Condition
from onewindow_policy.forms.interfaces import IBirthDateWidget
from onewindow_policy.forms.interfaces import ICommunityWidget
from onewindow_policy.forms.interfaces import IMaterialFilesWidget
from onewindow_policy.forms.submitted import MAX_ANSWER_LENGTH
from onewindow_policy.forms.uploads import EXTENSIONS
from onewindow_policy.forms.uploads import safe_filename
from onewindow_policy.guides.wording import Wording
from onewindow_policy.vocabularies.api import language_of
from onewindow_policy.vocabularies.api import translation_target
from pathlib import Path
from z3c.form.interfaces import HIDDEN_MODE
from z3c.form.interfaces import ICheckBoxWidget
from z3c.form.interfaces import IFileWidget
from z3c.form.interfaces import IPasswordWidget
from z3c.form.interfaces import IRadioWidget
from z3c.form.interfaces import ISelectWidget
from z3c.form.interfaces import ISingleCheckBoxWidget
from z3c.form.interfaces import ITextAreaWidget
from z3c.form.interfaces import ITextWidget
from zope.component import getMultiAdapter
from zope.i18n import translate

import json

_TEMPLATE = PageTemplateFile(
    Path(__file__).parent / "templates" / "form.pt", translate=translate
)

ACCEPTED = ",".join(EXTENSIONS)

REQUIRED = _("need_required", default="required")
#: What a file is called whose name cannot be read just now.
NAMELESS = _("label_file_sent_before", default="A file that you sent before")

OPTIONAL = _("need_optional", default="optional")


class FormPage:
    """What the template shows of a `ResidentForm` after its update."""

    def __init__(self, form):
        self.form = form
        self.words = Wording(language_of(form.request))
        self.problems = form.problems
        self.doubts = form.doubts if self.problems else ()
        self.notice = form.notice
        self.fields = {each.__name__: each for each in form.all_widgets()}

    @property
    def registering(self):
        """The submission that a registering form is for, else None."""
        return self.form.submission if self.form.is_registering else None

    @property
    def held(self) -> str:
        """Why the form was not taken in as a whole."""
        held = self.form.held
        return translate(held, context=self.form.request) if held else ""

    @property
    def content_language(self) -> str | None:
        """The language of what editors wrote where it is not the page's, else None."""
        return None if self.words.language.startswith("zh") else "zh-CN"

    @property
    def action(self) -> str:
        return self.form.action()

    @property
    def form_id(self) -> str:
        return self.form.id

    @property
    def form_name(self) -> str | None:
        return self.form.form_name()

    @property
    def method(self) -> str:
        return self.form.method

    @property
    def hidden(self) -> str:
        """Inputs that nobody sees, as HTML: the token against forged requests."""
        if not self.form.enableCSRFProtection:
            return ""
        request = self.form.request
        view = getMultiAdapter((self.form.context, request), name="authenticator")
        return view.authenticator()

    @property
    def prologue(self) -> str:
        return _output(self.form.context.formPrologue)

    @property
    def epilogue(self) -> str:
        return _output(self.form.context.formEpilogue)

    @property
    def buttons(self) -> list[tuple[str, str, str]]:
        """Triples of name, title and class."""
        return [
            (
                action.name,
                translate(action.title, context=self.form.request),
                "btn btn-primary" if action.__name__ == "submit" else "btn",
            )
            for action in self.form.actions.values()
        ]

    @property
    def groups(self) -> list[GroupRow]:
        groups = [GroupRow("group-default", "", "", self._rows(self.form.widgets))] + [
            GroupRow(
                f"group-{group.__name__}",
                self._say(group.label),
                self._say(group.description or ""),
                self._rows(group.widgets),
            )
            for group in self.form.groups
        ]
        return [_share_condition(group) for group in groups if group.rows]

    @property
    def consents(self) -> list[ConsentRow]:
        """The consents to tick: what was found to be missing is asked for too."""
        form = self.form
        return [
            ConsentRow(
                id=(consents.PREFIX + name).replace(".", "-"),
                name=consents.PREFIX + name,
                words=self.words(consents.WORDS[name]),
                given=name in form.consents,
                error=self.words(consents.missing_consent(name))
                if name in form.missing_consents
                else "",
            )
            for name in form.offered_consents
        ]

    # -- rows

    def _say(self, message) -> str:
        return translate(message, context=self.form.request)

    def _rows(self, widgets) -> tuple[FieldRow, ...]:
        return tuple(self._row(widget) for widget in widgets.values())

    def _row(self, widget) -> FieldRow:
        name = widget.__name__
        condition = self.form.conditions[name]
        is_asked = name not in self.form.unasked
        error = widget.error if is_asked else None
        row = FieldRow(
            kind="stock",
            id=widget.id,
            name=widget.name,
            label=self._say(widget.label or ""),
            hint=self._say(widget.field.description or ""),
            need=self.words(REQUIRED if widget.required else OPTIONAL),
            error=self._say(message_of(error, widget)) if error else "",
            doubts=tuple(
                doubt.message for doubt in self.doubts if doubt.target == widget.id
            ),
            condition=json.dumps(condition.as_lists()) if condition else None,
            condition_words=self._describe(condition) if condition else "",
        )
        return self._with_input(row, widget)

    def _with_input(self, row: FieldRow, widget) -> FieldRow:
        if widget.mode == HIDDEN_MODE:
            return replace(row, kind="hidden", markup=widget.render())
        if IMaterialFilesWidget.providedBy(widget):
            return self._files(row, widget)
        if ICommunityWidget.providedBy(widget):
            return self._community(row, widget)
        if IBirthDateWidget.providedBy(widget):
            return replace(row, kind="birth", need="")
        if ILabel.providedBy(widget.field):
            return replace(
                row, kind="remark", markup=_rich_label(widget.field), need=""
            )
        if IRadioWidget.providedBy(widget):
            return replace(row, kind="choices", options=_options(widget, self._say))
        if ICheckBoxWidget.providedBy(widget) and not ISingleCheckBoxWidget.providedBy(
            widget
        ):
            return replace(
                row,
                kind="choices",
                multiple=True,
                options=_options(widget, self._say),
            )
        if ISelectWidget.providedBy(widget) and not widget.multiple:
            return replace(row, kind="list", options=_options(widget, self._say))
        if ITextAreaWidget.providedBy(widget):
            return replace(row, kind="area", value=widget.value or "")
        # Inputs of other types, which are text inputs by descent only.
        if IFileWidget.providedBy(widget) or IPasswordWidget.providedBy(widget):
            return replace(row, markup=widget.render())
        if ITextWidget.providedBy(widget):
            return replace(
                row,
                kind="text",
                value=widget.value or "",
                attributes=self._attributes(widget),
            )
        return replace(row, markup=widget.render())

    def _attributes(self, widget) -> dict[str, str]:
        attributes = {"type": "text", **getattr(widget.field, "attributes", {})}
        limit = getattr(widget.field, "max_length", None)
        attributes["maxlength"] = str(limit or MAX_ANSWER_LENGTH)
        group = getattr(widget.form, "__name__", "")
        completes = attributes.get("autocomplete")
        if completes not in (None, "off") and group:
            # Two people in one form: the browser keeps their data apart by section.
            attributes["autocomplete"] = f"section-{group} {completes}"
        return attributes

    def _files(self, row: FieldRow, widget) -> FieldRow:
        # A browser gives back no file: what does not wait has to be chosen again.
        again = [
            safe_filename(each.filename, "application/pdf").removesuffix(".pdf")
            for each in self.form.lost_files(widget)
        ]
        attributes = {"accept": ACCEPTED}
        if widget.field.max_files > 1:
            attributes["multiple"] = "multiple"
        return replace(
            row,
            kind="files",
            kept=tuple(
                KeptFile(
                    f"{widget.id}-kept-{number}",
                    widget.kept_name,
                    file.id,
                    file.name or translate(NAMELESS, context=self.form.request),
                )
                for number, file in enumerate(self.form.kept_files(widget))
            ),
            again=tuple(again),
            attributes=attributes,
        )

    def _community(self, row: FieldRow, widget) -> FieldRow:
        choices = widget.choices
        if not choices.is_staged:
            groups = tuple(
                _street_options(street, widget.value) for street in choices.streets
            )
            return replace(row, kind="community", groups=groups)
        chosen = widget.street
        streets = tuple(
            OptionGroup(
                district,
                tuple(
                    Option(each.code, each.title, chosen is not None and each == chosen)
                    for each in streets
                ),
            )
            for district, streets in choices.districts
        )
        groups = (_street_options(chosen, widget.value),) if chosen else ()
        return replace(row, kind="community", streets=streets, groups=groups)

    def _describe(self, condition: Condition) -> str:
        """Return in words when a field is asked, for pages without scripts."""
        if isinstance(condition, Comparison) and condition.operator == "=":
            widget = self.fields.get(condition.field)
            options = _options(widget, self._say) if _has_terms(widget) else ()
            chosen = [each.label for each in options if each.value == condition.value]
            if chosen:
                return self.words(
                    _(
                        "condition_chosen",
                        default="Only if you chose “${answer}” under “${question}”.",
                        mapping={
                            "answer": chosen[0],
                            "question": self._say(widget.label),
                        },
                    )
                )
        return self.words(
            _("condition_other", default="Only if this is your situation.")
        )


def _output(text) -> str:
    return text.output if text else ""


def _rich_label(field) -> str:
    return _output(field.rich_label) if IRichLabel.providedBy(field) else ""


def _has_terms(widget) -> bool:
    return getattr(widget, "terms", None) is not None


def _options(widget, say) -> tuple[Option, ...]:
    value = widget.value or ()
    return tuple(
        Option(
            value=term.token,
            label=say(getattr(term, "title", None) or str(term.value)),
            checked=term.token in value,
            # The first bears the name of all, so that links lead to it.
            id=f"{widget.id}-{number}" if number else widget.id,
        )
        for number, term in enumerate(widget.terms)
    )


def _street_options(street, chosen: str) -> OptionGroup:
    return OptionGroup(
        street.full_title,
        tuple(
            Option(code, title, code == chosen) for code, title in street.communities
        ),
    )


def _share_condition(group: GroupRow) -> GroupRow:
    """Say a condition once where all fields of a group have it."""
    conditions = {row.condition for row in group.rows}
    if not group.title or len(conditions) != 1 or conditions == {None}:
        return group
    return replace(
        group,
        condition=group.rows[0].condition,
        condition_words=group.rows[0].condition_words,
        rows=tuple(
            replace(row, condition=None, condition_words="") for row in group.rows
        ),
    )


def render_form(form) -> str:
    """Return the HTML of a form with what stands above it."""
    page = FormPage(form)
    return _TEMPLATE(page=page, target_language=translation_target(page.words.language))
