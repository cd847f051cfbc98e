"""What is wrong with an answer, in words that say what to do next."""

from collections.abc import Mapping
from onewindow_policy.forms.faults import Fault
from onewindow_policy.forms.faults import in_words
from onewindow_policy.forms.faults import sentences_of
from onewindow_policy.typed.exceptions import UnfitAnswer
from z3c.form.interfaces import ActionExecutionError
from zExceptions import BadRequest
from zExceptions import NotFound
from zope.i18nmessageid import Message
from zope.interface import Invalid


class UnknownCommunity(UnfitAnswer):
    """A code that no community of the city has."""


class UnfitFile(UnfitAnswer):
    """A file that cannot be taken in."""


class InfectedFile(UnfitFile):
    """A file in which a virus was found."""


class NonceForged(ValueError):
    """What a form carries was not made here."""


class SubmissionHeld(Exception):
    """A form is shown again before it is taken in; `message` says why."""

    def __init__(self, message):
        super().__init__()
        self.message = message


class SubmissionRefused(Exception):
    """What was sent cannot be registered as it is; `faults` say why, by field, or about
    the form as a whole (`FORM_ERROR_MARKER` of EasyForm)."""

    def __init__(self, faults: Mapping[str, Message]):
        super().__init__()
        self.faults = faults


class UnreadableCondition(ValueError):
    """A condition of a field that does not follow the syntax."""


class UnfitModel(ValueError):
    """A form's model that cannot be read."""


class FormRefused(BadRequest):
    """A form cannot be stored like this; `sentences` say why, to its editor.

    :param faults: what is not on the list
    :param is_for_residents: whether nobody at all may use it there
    """

    def __init__(self, faults: tuple[Fault, ...], is_for_residents: bool):
        self.sentences = in_words(faults, is_for_residents)
        super().__init__(" ".join(self.sentences))


class UnfitForm(FormRefused):
    """A form would not do what it is there for; `sentences` say why, and the way out."""

    def __init__(self, faults: tuple[Fault, ...]):
        self.sentences = sentences_of(faults)
        BadRequest.__init__(self, " ".join(self.sentences))


class UnfitFormChange(ActionExecutionError, UnfitForm):
    """The same in the editor of fields or actions, before anything was stored."""

    def __init__(self, unfit: UnfitForm):
        self.sentences = unfit.sentences
        BadRequest.__init__(self, " ".join(self.sentences))
        self.error = Invalid(" ".join(self.sentences))


class ChangeRefused(ActionExecutionError, FormRefused):
    """A change in the editor of fields or actions, before anything was stored: the page
    with what was entered is shown again and says why."""

    def __init__(self, faults: tuple[Fault, ...], is_for_residents: bool):
        FormRefused.__init__(self, faults, is_for_residents)
        self.error = Invalid(" ".join(self.sentences))


class AlreadyThere(Exception):
    """Something stands where a form was to be made."""


class ChangedMeanwhile(Exception):
    """A form is another than the one whose change was agreed to."""


class FormClosed(NotFound):
    """A form cannot be used as it is stored. Its page says so; nothing of it is run."""
