"""Why something could not be published, sent back or removed."""

from collections.abc import Iterable
from onewindow_policy import _
from onewindow_policy.publishing.gaps import Gap
from Products.CMFCore.WorkflowCore import WorkflowException
from zExceptions import BadRequest
from zExceptions import Forbidden
from zExceptions import HTTPConflict
from zope.globalrequest import getRequest
from zope.i18n import translate
from zope.i18nmessageid import Message
from zope.interface import Invalid


class TransitionRefused(WorkflowException):
    """A transition is not possible as things stand; its text says why.

    The workflow tool raises what it caught once more, as a new exception of the same
    class made from the first one: subclasses accept one of their own for an argument.
    """


class ReasonMissing(TransitionRefused):
    """Content was sent back without telling its editor why."""

    def __init__(self, _cause: "ReasonMissing | None" = None):
        super().__init__(
            translate(
                _(
                    "error_reason_missing",
                    default="Tell the editor why: a reason is required.",
                ),
                context=getRequest(),
            )
        )


class PublicationRefused(TransitionRefused):
    """Content is not fit to be public; `gaps` says what is missing and where."""

    def __init__(self, gaps: "Iterable[Gap] | PublicationRefused"):
        if isinstance(gaps, PublicationRefused):
            gaps = gaps.gaps
        self.gaps = tuple(gaps)
        request = getRequest()
        super().__init__(
            " ".join(
                ": ".join(
                    translate(part, context=request)
                    for part in (gap.where, gap.message)
                )
                for gap in self.gaps
            )
        )


class CheckinRefused(PublicationRefused):
    """A working copy is not fit to replace what is public."""


class BaselineChanged(TransitionRefused):
    """What is public was changed after the working copy was made that would replace it."""

    def __init__(self, _cause: "BaselineChanged | None" = None):
        super().__init__(
            translate(
                _(
                    "error_baseline_changed",
                    default=(
                        "This was not published: what is public was changed after this"
                        " revision had been begun, and would be lost. Compare both, and"
                        " publish the revision in its place if you want that."
                    ),
                ),
                context=getRequest(),
            )
        )


class UnfitChange(BadRequest):
    """What is public would no longer be fit for it; the text names what is missing."""

    def __init__(self, gaps: Iterable[Gap]):
        super().__init__(str(PublicationRefused(gaps)))


class RemovalRefused(Forbidden):
    """Content may not be deleted, moved or renamed; the text says what is in the way."""

    def __init__(self, message):
        super().__init__(translate(message, context=getRequest()))


class CodeRefused(BadRequest):
    """Content cannot have this code, or this name, or be copied; the text says why."""

    def __init__(self, message):
        super().__init__(translate(message, context=getRequest()))


class DisplayRefused(BadRequest):
    """Content cannot be displayed in this way; the text says why."""

    def __init__(self, message):
        super().__init__(translate(message, context=getRequest()))


class HidingUntold(HTTPConflict):
    """A date would hide more than its sender knows; the text says how much."""

    def __init__(self, sentences: Iterable[Message]):
        request = getRequest()
        super().__init__(
            " ".join(translate(each, context=request) for each in sentences)
        )


class UnfitCode(Invalid):
    """A code that was typed into a form cannot be; the text says why."""
