"""The inputs of a form as its template shows them: a row for each field."""

from base64 import b64encode
from collections.abc import Sequence
from collective.easyform.interfaces import ILabel
from collective.easyform.interfaces import IRichLabel
from dataclasses import replace
from onewindow_policy import _
from onewindow_policy.forms.browser.remarks import message_of
from onewindow_policy.forms.browser.remarks import Remark
from onewindow_policy.forms.browser.rows import FieldRow
from onewindow_policy.forms.browser.rows import KeptFile
from onewindow_policy.forms.browser.rows import Option
from onewindow_policy.forms.browser.rows import OptionGroup
from onewindow_policy.forms.conditions import Comparison
from onewindow_policy.forms.conditions import Condition
from onewindow_policy.forms.interfaces import IBirthDateWidget
from onewindow_policy.forms.interfaces import ICommunityWidget
from onewindow_policy.forms.interfaces import IMaterialFilesWidget
from onewindow_policy.forms.interfaces import IShowsSentPictures
from onewindow_policy.forms.submitted import MAX_ANSWER_LENGTH
from onewindow_policy.forms.uploads import EXTENSIONS
from onewindow_policy.forms.uploads import material_filename
from onewindow_policy.forms.uploads import MAX_FILE_SIZE
from onewindow_policy.forms.uploads import MEGABYTE
from onewindow_policy.forms.uploads import PDF
from onewindow_policy.forms.uploads import safe_filename
from onewindow_policy.guides.wording import Wording
from onewindow_policy.pages.interfaces import IAsksForCamera
from onewindow_policy.samples.api import size_text
from z3c.form.interfaces import HIDDEN_MODE
from z3c.form.interfaces import ICheckBoxWidget
from z3c.form.interfaces import IFileWidget
from z3c.form.interfaces import IPasswordWidget
from z3c.form.interfaces import IRadioWidget
from z3c.form.interfaces import ISelectWidget
from z3c.form.interfaces import ISingleCheckBoxWidget
from z3c.form.interfaces import ITextAreaWidget
from z3c.form.interfaces import ITextWidget
from zope.i18n import translate
from zope.interface import alsoProvides

import json

ACCEPTED = ",".join(EXTENSIONS)

REQUIRED = _("need_required", default="required")
OPTIONAL = _("need_optional", default="optional")

#: What stands in the place of a day of birth until there is one.
UNREAD_BIRTH = _(
    "birth_date_derived",
    default="We read it off the identity number; you need not enter it.",
)

#: What a file is called whose name cannot be read just now.
NAMELESS = _("label_file_sent_before", default="A file that you sent before")


class InputRows:
    """Makes the rows of a `ResidentForm` after its update; `doubts` are what to show."""

    def __init__(self, form, words: Wording, doubts: Sequence[Remark]):
        self.form = form
        self.words = words
        self.doubts = doubts
        self.fields = {each.__name__: each for each in form.all_widgets()}

    def say(self, message) -> str:
        """Return a message in the visitor's language."""
        return translate(message, context=self.form.request)

    def of(self, widgets) -> tuple[FieldRow, ...]:
        """Return the rows of these widgets, in their order."""
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
            label=self.say(widget.label or ""),
            hint=self.say(self.form.hint_of(widget)),
            need=self.words(REQUIRED if widget.required else OPTIONAL),
            error=self.say(message_of(error, widget)) if error else "",
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
            return self._birth(row, widget)
        if ILabel.providedBy(widget.field):
            return replace(
                row, kind="remark", markup=_rich_label(widget.field), need=""
            )
        if IRadioWidget.providedBy(widget):
            return replace(row, kind="choices", options=_options(widget, self.say))
        if ICheckBoxWidget.providedBy(widget) and not ISingleCheckBoxWidget.providedBy(
            widget
        ):
            return replace(
                row,
                kind="choices",
                multiple=True,
                options=_options(widget, self.say),
            )
        if ISelectWidget.providedBy(widget) and not widget.multiple:
            return replace(row, kind="list", options=_options(widget, self.say))
        if ITextAreaWidget.providedBy(widget):
            return replace(row, kind="area", value=widget.value or "")
        # Inputs of other types, which are text inputs by descent only.
        if IFileWidget.providedBy(widget) or IPasswordWidget.providedBy(widget):
            return replace(row, markup=widget.render())
        if ITextWidget.providedBy(widget):
            question = getattr(widget.field, "question", None)
            return replace(
                row,
                kind="text",
                value=widget.value or "",
                attributes=self._attributes(widget),
                ask=self.say(question) if question else "",
                ages=self.form.eligibility.ages_at(widget)
                if self.form.is_registering
                else (),
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
        if self.form.is_registering and self.form.is_on_shared_device:
            attributes["autocomplete"] = "off"
        return attributes

    def _birth(self, row: FieldRow, widget) -> FieldRow:
        """What was read, as the server or a script does."""
        number = self.fields.get(widget.field.id_field)
        born = self.form.born_by(widget.__name__)
        unread = self.words(UNREAD_BIRTH)
        value = self._born(self.words.day(born)) if born else unread
        attributes = {
            "data-birth-of": number.id if number is not None else "",
            "data-born": self._born("{day}"),
            "data-unborn": unread,
        }
        return replace(row, kind="birth", need="", value=value, attributes=attributes)

    def _born(self, day: str) -> str:
        return self.words(
            _(
                "birth_date_read",
                default="${day}: read off the identity number. Is it right?",
                mapping={"day": day},
            )
        )

    def _files(self, row: FieldRow, widget) -> FieldRow:
        attributes = {"accept": ACCEPTED}
        if self.form.is_at_window:
            # The paper lies there: a phone or a tablet opens its camera at once.
            attributes["capture"] = "environment"
            alsoProvides(self.form.request, IAsksForCamera)
        if widget.field.max_files > 1:
            attributes["multiple"] = "multiple"
        refused = self.form.refused_files(widget)
        return replace(
            row,
            kind="files",
            kinds=self._kinds(widget.field.max_files),
            has_camera=self.form.is_at_window,
            kept=tuple(
                self._kept(widget, number, file)
                for number, file in enumerate(self.form.kept_files(widget))
            ),
            # A browser gives back no file: what does not wait has to be chosen again.
            again=tuple(
                _name_chosen(each.filename) for each in self.form.lost_files(widget)
            ),
            # Of a single one the field says what is wrong.
            refused=tuple(
                (_name_chosen(name), self.say(message)) for name, message in refused
            )
            if len(widget.value or ()) > 1
            else (),
            attributes=attributes,
        )

    def _kinds(self, count: int) -> str:
        """Return which files may be chosen, said before anybody does."""
        mapping = {"count": count, "limit": MAX_FILE_SIZE // MEGABYTE}
        if count == 1:
            text = _(
                "text_file_kinds_one",
                default="One photo (JPG, PNG) or PDF of at most ${limit} MB",
                mapping=mapping,
            )
        else:
            text = _(
                "text_file_kinds",
                default=(
                    "At most ${count} photos (JPG, PNG) or PDF, each at most ${limit} MB"
                ),
                mapping=mapping,
            )
        return self.words(text)

    def _kept(self, widget, number: int, file) -> KeptFile:
        is_known = file.media_type in EXTENSIONS
        return KeptFile(
            f"{widget.id}-kept-{number}",
            widget.kept_name,
            file.id,
            material_filename(str(widget.field.title), number + 1, file.media_type)
            if is_known
            else self.say(NAMELESS),
            size_text(file.size_bytes) if is_known else "",
            file.size_bytes,
            self._preview(file.preview),
        )

    def _preview(self, preview: bytes | None) -> str | None:
        """Return an address that is the picture itself: nobody else can ask for it."""
        if preview is None:
            return None
        alsoProvides(self.form.request, IShowsSentPictures)
        return "data:image/jpeg;base64," + b64encode(preview).decode()

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
            options = _options(widget, self.say) if _has_terms(widget) else ()
            chosen = [each.label for each in options if each.value == condition.value]
            if chosen:
                return self.words(
                    _(
                        "condition_chosen",
                        default="Only if you chose “${answer}” under “${question}”.",
                        mapping={
                            "answer": chosen[0],
                            "question": self.say(widget.label),
                        },
                    )
                )
        return self.words(
            _("condition_other", default="Only if this is your situation.")
        )


def _name_chosen(filename: str) -> str:
    """Return how a file was called on the device that it was chosen on."""
    return safe_filename(filename, PDF).removesuffix(EXTENSIONS[PDF])


def _rich_label(field) -> str:
    text = field.rich_label if IRichLabel.providedBy(field) else None
    return text.output if text else ""


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
