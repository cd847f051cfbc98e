"""What EasyForm does with the answers to a form that registers: it hands them to the room
that keeps records of their kind (`IRegistering`)."""

from collective.easyform.actions import Action
from collective.easyform.config import FORM_ERROR_MARKER
from onewindow_policy.forms.exceptions import SubmissionRefused
from onewindow_policy.forms.interfaces import IRegistering
from onewindow_policy.forms.repeating import say_already_sent
from onewindow_policy.forms.submissions import Submission
from onewindow_policy.forms.submissions import submission_of
from onewindow_policy.records.api import SentOtherwise
from zope.component import getUtility


class RegisteringAction(Action):
    """See `IRegisteringAction`.

    It has settings of its own, those that its interface `settings` names; `kind` is the
    name of the `IRegistering` that makes the record. Models name the classes of actions by
    where they are defined: so these are here, whichever room keeps the records.
    """

    settings: type
    kind: str

    def __init__(self, **values):
        for name in self.settings.names():
            setattr(self, name, values.pop(name, self.settings[name].default))
        super().__init__(**values)

    def onSuccess(self, fields, request):
        """Register what was entered; return what stands against it, by field."""
        submission = submission_of(request)
        try:
            receipt = self._registering.register(self, fields, submission)
        except SubmissionRefused as refused:
            return dict(refused.faults)
        except SentOtherwise as earlier:
            submission.begin_another()
            warns = submission.asks_again
            return {FORM_ERROR_MARKER: say_already_sent(earlier, request, warns=warns)}
        submission.receipt = receipt
        return None

    def repeat(self, submission: Submission) -> bool:
        """See `IRegisteringAction`."""
        submission.receipt = self._registering.registered_earlier(submission)
        return submission.receipt is not None

    @property
    def _registering(self):
        return getUtility(IRegistering, name=self.kind)
