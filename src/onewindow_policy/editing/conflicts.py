"""A form that was read before somebody else saved the same thing."""

from Acquisition import aq_chain
from Acquisition import aq_inner
from functools import cached_property
from onewindow_policy import _
from onewindow_policy.editing.interfaces import ICompared
from onewindow_policy.editing.saves import Save
from onewindow_policy.editing.saves import save_of_content
from onewindow_policy.editing.saves import save_of_records
from onewindow_policy.editing.states import changed_names
from onewindow_policy.editing.states import fields_of
from onewindow_policy.editing.states import read_state
from onewindow_policy.editing.states import state_of
from onewindow_policy.editing.states import value_of
from onewindow_policy.editing.states import write_state
from plone.app.textfield.interfaces import IRichTextValue
from plone.dexterity.interfaces import IDexterityContent
from z3c.form.validator import InvariantsValidator
from zope.i18n import translate
from zope.interface import Invalid
from zope.schema.interfaces import IChoice

#: The input with the state that a form was read from, and the one that says which state its
#: editor knows and writes over.
READ = "onewindow_read"
OVER = "onewindow_over"

#: Characters of a text that are shown beside what was typed.
LONGEST_SHOWN = 4000

#: What form instances keep: see `Comparison`.
_KEPT = "_onewindow_comparison"

REFUSAL = _(
    "error_changed_meanwhile",
    default=(
        "Nothing was saved yet: somebody saved this after you had opened it. All that you"
        " typed is still here."
    ),
)


class ChangedMeanwhile(Invalid):
    """What stands is not any more what the form was read from."""

    def doc(self):
        """Return what the form says."""
        return REFUSAL


class Comparison:
    """What a form was read from, and what stands as it is sent."""

    def __init__(self, form):
        self._form = form
        self.read = read_state(form.request.form.get(READ))
        self.now = state_of(form)
        self.changed = changed_names(self.read, self.now)
        known = read_state(form.request.form.get(OVER))
        self.is_known = bool(known) and known == self.now

    @property
    def is_refused(self) -> bool:
        """Whether saving would write over what its editor has not seen."""
        return bool(self.changed) and not self.is_known

    @cached_property
    def standing(self) -> list[dict]:
        """The fields that changed: their titles, and what stands in those with a text."""
        changed = set(self.changed)
        return [
            {"title": field.title, "text": self._text_of(field, content)}
            for name, field, content in fields_of(self._form)
            if name in changed
        ]

    def _text_of(self, field, content) -> str | None:
        """Return what stands in a field as people read it; see `_text`."""
        value = value_of(field, content)
        choice = getattr(field, "value_type", field)
        if not value or not IChoice.providedBy(choice):
            return _text(value)
        vocabulary = choice.bind(self._form.context).vocabulary
        values = [value] if choice is field else value
        return "\n".join(self._title_of(vocabulary, each) for each in values)

    def _title_of(self, vocabulary, value) -> str:
        try:
            title = vocabulary.getTerm(value).title
        except LookupError:
            title = None
        return translate(title or str(value), context=self._form.request)

    @cached_property
    def _content(self):
        """The content that the form edits, or a part of."""
        chain = aq_chain(aq_inner(self._form.context))
        return next(filter(IDexterityContent.providedBy, chain), None)

    @property
    def url(self) -> str | None:
        """Where what stands now is read; None where only the form shows it."""
        if prefixes_of(self._form) or self._content is None:
            return None
        return f"{self._content.absolute_url()}/view"

    @cached_property
    def save(self) -> Save | None:
        """When it was saved last, and by whom; None where that is not known."""
        prefixes = prefixes_of(self._form)
        if prefixes:
            names = [name.rpartition(".")[2] for name in self.changed]
            return save_of_records(prefixes, names)
        return None if self._content is None else save_of_content(self._content)


def prefixes_of(form) -> list[str]:
    """Return below which names the settings of a control panel lie; none for others."""
    parts = (form, *getattr(form, "groups", ()))
    found = [getattr(part, "schema_prefix", None) for part in parts]
    return [*filter(None, found), "plone"] if any(found) else []


def _text(value) -> str | None:
    """Return a value as text to be read, "" for nothing; None for what is no text."""
    if isinstance(value, (bool, int, float)):
        return None
    if not value:
        return ""
    if IRichTextValue.providedBy(value):
        value = value.raw
    if isinstance(value, (list, tuple)) and all(isinstance(one, str) for one in value):
        value = "\n".join(value)
    return str(value)[:LONGEST_SHOWN] if isinstance(value, str) else None


def comparison_of(form) -> Comparison | None:
    """Return what was compared when a form was sent; None where it was not sent to save."""
    return vars(form).get(_KEPT)


def compare(form) -> bool:
    """Compare what a form that was sent was read from with what stands.

    :returns: whether to refuse it; its page says the rest
    """
    if READ not in form.request.form:
        return False
    comparison = Comparison(form)
    setattr(form, _KEPT, comparison)
    return comparison.is_refused


class StateValidator(InvariantsValidator):
    """Refuses to save over what was saved after a form had been read.

    What was typed stays in the form. It is compared as the first of the form's schemas is,
    before anything is written.
    """

    def validate(self, data):
        """See `z3c.form.interfaces.IManagerValidator`."""
        errors = super().validate(data)
        form = self.manager.form
        compares_itself = ICompared.providedBy(form)
        if not compares_itself and self.is_asked_first() and compare(form):
            errors += (ChangedMeanwhile(REFUSAL),)
        return errors

    def is_asked_first(self) -> bool:
        """Return whether this is the first of the form's schemas: it is said once."""
        schemas = (each.interface for each in self.manager.form.fields.values())
        return next(filter(None, schemas), None) is self.schema


def state_to_carry(form) -> tuple[str, str]:
    """Return the state that the form's page carries, and the one to write over, or "".

    Whoever is refused keeps the state that the form was read from; whoever has saved, or
    opens the form, has what stands now.
    """
    comparison = comparison_of(form)
    sent = form.request.form.get(READ)
    if comparison is not None and comparison.is_refused:
        return write_state(comparison.read), write_state(comparison.now)
    has_errors = bool(getattr(form.widgets, "errors", ()))
    if isinstance(sent, str) and (comparison is None or has_errors):
        return write_state(read_state(sent)), ""
    return write_state(state_of(form)), ""
