"""Forms that are sent more than once from the same page.

The same content once more, as by a second press or a reload, is the same submission and
gets its receipt. Anything else is another submission, perhaps another person's: it gets
nothing of the first, and is asked about before it is taken in.
"""

from collective.easyform.api import get_actions
from contextlib import suppress
from onewindow_policy import _
from onewindow_policy.forms.submissions import Submission
from onewindow_policy.pages.api import Words
from onewindow_policy.records.api import SentOtherwise
from onewindow_policy.vocabularies.api import language_of
from zope.i18nmessageid import Message
from zope.schema import getFieldsInOrder


def is_repeated(submission: Submission, form) -> bool:
    """Return whether this very submission was taken in before, and lead to its receipt.

    It asks before anything is read: the form may be another by now, and the files that
    waited are where they were handed in.
    """
    for _name, action in getFieldsInOrder(get_actions(form)):
        # Whether it was something else is asked again, once this was found to be complete.
        with suppress(SentOtherwise):
            if hasattr(action, "repeat") and action.repeat(submission):
                return True
    return False


def say_already_sent(
    earlier: SentOtherwise, request, *, warns: bool = False
) -> Message:
    """Return what to say when something else was sent from this page before.

    With `warns`, an application of this person is open, and the page asks to confirm.
    """
    moment = Words(language_of(request)).moment(earlier.at)
    if warns:
        return _(
            "error_already_sent_open",
            default=(
                "Nothing was sent just now. Something else was sent from this page on"
                " ${moment}, and it seems that an application for this service is being"
                " handled already. To change it, look it up with its receipt, or call the"
                " window. To send what stands here as another application all the same,"
                " tick the box at the end and send it."
            ),
            mapping={"moment": moment},
        )
    return _(
        "error_already_sent",
        default=(
            "Nothing was sent just now. Something else was sent from this page on"
            " ${moment}; that has arrived and stays as it is. If you want to send what"
            " stands here as well, look it over and send it once more."
        ),
        mapping={"moment": moment},
    )
