"""What a page says about answers, beside the field and above the form."""

from dataclasses import dataclass
from dataclasses import field
from onewindow_policy import _
from onewindow_policy.forms.interfaces import ICommunityWidget
from onewindow_policy.forms.interfaces import IMaterialFilesWidget
from onewindow_policy.forms.interfaces import IMobilePhone
from onewindow_policy.typed.phones import NO_PHONE
from z3c.form.interfaces import ISequenceWidget
from zope.i18nmessageid import Message
from zope.schema.interfaces import RequiredMissing


@dataclass(frozen=True, slots=True)
class Remark:
    """A sentence about an answer; `target` is the id of its input."""

    target: str
    label: str
    message: str


@dataclass(frozen=True, slots=True)
class OpenQuestion:
    """An answer that is likely to be wrong and may be right; `target` is the id of its
    input, `name` that of the field or condition."""

    target: str
    name: str
    value: str = field(repr=False)


class AnswerError:
    """An error of a field as z3c.form's widgets carry it."""

    error = None

    def __init__(self, message: Message | str, widget):
        self.message = message
        self.widget = widget
        self.field = widget.field


def message_of(error, widget) -> Message | str:
    """Return what to say of an error of a widget; None stands for a missing answer.

    A missing answer is named: “Required input is missing” helps nobody who looks at one
    field out of twenty.
    """
    if error is not None and not isinstance(error.error, RequiredMissing):
        return error.message
    if IMaterialFilesWidget.providedBy(widget):
        return _(
            "error_missing_file",
            default="Please choose a photo or a PDF for this.",
        )
    if ISequenceWidget.providedBy(widget) or ICommunityWidget.providedBy(widget):
        return _("error_missing_choice", default="Please choose one of these.")
    if IMobilePhone.providedBy(widget.field):
        return NO_PHONE
    return _("error_missing_text", default="Please fill this in.")
