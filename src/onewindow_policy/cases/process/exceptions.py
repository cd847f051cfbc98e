"""What can be wrong with a public notice and what is objected to it."""

from datetime import date
from onewindow_policy import _
from onewindow_policy.cases.exceptions import CaseError
from onewindow_policy.pages.api import day_message


class NoticeSheetOld(CaseError):
    """The sheet of a public notice says days that began before it was hung."""

    message = _(
        "error_notice_sheet_old",
        default=(
            "The days on this sheet began on an earlier day. Make a new sheet, hang that,"
            " and then say so here."
        ),
    )


class NoticeNotHung(CaseError):
    """A public notice was not hung yet."""

    message = _(
        "error_notice_not_hung",
        default="The public notice does not hang yet. Hang it first.",
    )


class NoticeNotOver(CaseError):
    """A public notice hangs until `last_on`."""

    def __init__(self, last_on: date):
        super().__init__()
        self.message = _(
            "error_notice_not_over",
            default="The public notice hangs until ${day}. Go on after that day.",
            mapping={"day": day_message(last_on)},
        )


class NoticeStillUp(CaseError):
    """A public notice is over and still hangs."""

    message = _(
        "error_notice_still_up",
        default="Take the public notice down first: it shows a name.",
    )


class ObjectionOpen(CaseError):
    """Somebody objected to a public notice and was not answered."""

    message = _(
        "error_objection_open",
        default="Answer every objection first; then it goes on.",
    )


class ObjectionUnknown(CaseError):
    """What is answered is no objection that waits for an answer."""

    field = "answered"
    message = _(
        "error_objection_unknown",
        default="Choose an objection that is not answered yet.",
    )


class PhotoUnfit(CaseError):
    """What was sent is no photograph that can be kept; `message` says why."""

    field = "photo"

    def __init__(self, message):
        super().__init__()
        self.message = message
