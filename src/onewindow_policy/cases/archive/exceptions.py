"""What can be wrong with what the archive enters, as people are told it."""

from onewindow_policy import _
from onewindow_policy.cases.exceptions import CaseError


class TermUnknown(CaseError):
    """A term is not in force any more."""

    message = _(
        "error_archive_term_unknown",
        default="This term was replaced or ended meanwhile. Look at the list again.",
    )


class YearsUnfit(CaseError):
    """A term is no number of years, or too long a one."""

    field = "years"

    def __init__(self, most: int):
        super().__init__(most)
        self.message = _(
            "error_archive_years",
            default="Enter whole years, from 1 to ${most}; leave it empty for no end.",
            mapping={"most": most},
        )


class ItemUnknown(CaseError):
    """A term is about a service that there is none of."""

    field = "item"
    message = _(
        "error_archive_item",
        default="There is no service with this code. Compare it with the catalogue.",
    )


class ApprovalMissing(CaseError):
    """A term has not all that an approval of the archive authority has; `field` is what
    is missing."""

    message = _(
        "error_archive_approval",
        default=(
            "Enter which archive authority approved it, by which number and on which"
            " day. Without an approval only “kept without end” can be entered."
        ),
    )

    def __init__(self, field: str):
        super().__init__(field)
        self.field = field


class ApprovedLater(CaseError):
    """An approval is of a day that is still to come."""

    field = "approved_on"
    message = _(
        "error_archive_approved_later",
        default="This day is still to come. Enter the day on the approval.",
    )


class TooLong(CaseError):
    """A text is longer than what is kept of it."""

    def __init__(self, field: str, most: int):
        super().__init__(field)
        self.field = field
        self.message = _(
            "error_archive_too_long",
            default="Write ${most} characters at most.",
            mapping={"most": most},
        )


class NumberUnknown(CaseError):
    """A number is that of no case, or of one that was erased."""

    field = "number"
    message = _(
        "error_archive_number",
        default="There is no application with this number, or it was destroyed.",
    )


class HeldIsOpen(CaseError):
    """A case is to be held that is not over: nothing erases it anyway."""

    field = "number"
    message = _(
        "error_archive_held_open",
        default="This application is not closed yet: it is kept anyway.",
    )


class HeldAlready(CaseError):
    """A case is held for the same reason until the same day already."""

    field = "number"
    message = _(
        "error_archive_held_already",
        default=(
            "This application is kept by this order already. To change the order, lift it"
            " below and enter it anew."
        ),
    )


class ReasonMissing(CaseError):
    """Something is to be kept, and nobody says why."""

    field = "reason"
    message = _("error_archive_reason", default="Write why it is kept.")


class UntilPassed(CaseError):
    """Something is to be kept until a day that is over."""

    field = "until"
    message = _(
        "error_archive_until", default="Enter a day after today, or leave it empty."
    )


class DayUnfit(CaseError):
    """What was entered is no day."""

    field = "until"
    message = _("error_archive_day", default="Enter the day as in 2036-12-31.")


class HoldUnknown(CaseError):
    """Nothing holds a case any more by this."""

    message = _(
        "error_archive_hold_unknown",
        default="This was lifted meanwhile. Look at the list again.",
    )


class ListUnknown(CaseError):
    """There is no destruction list with this number."""

    message = _(
        "error_archive_list_unknown",
        default="There is no destruction list with this number.",
    )


class ListChanged(CaseError):
    """Somebody else changed a list since it was looked at."""

    message = _(
        "error_archive_list_changed",
        default="A colleague has changed this list meanwhile. Look at it again.",
    )


class ListClosed(CaseError):
    """A list was signed by all, executed or cancelled."""

    message = _(
        "error_archive_list_closed",
        default="This list is signed, carried out or given up: nothing in it changes.",
    )


class NothingOverdue(CaseError):
    """No case can be put on a list."""

    message = _(
        "error_archive_nothing_overdue",
        default="No application is over its term that could be put on a list.",
    )


class SignedAlready(CaseError):
    """Somebody has signed a list, who saw it as it is."""

    message = _(
        "error_archive_signed_already",
        default=(
            "Somebody has signed this list: it does not change any more. Give it up and"
            " make a new one where something is wrong."
        ),
    )


class SignedByOther(CaseError):
    """Somebody signs a list twice."""

    message = _(
        "error_archive_signed_twice",
        default="You have signed this list. The second signature is another person's.",
    )


class DecisionMissing(CaseError):
    """A list is signed of which not all lines are appraised."""

    message = _(
        "error_archive_decision",
        default="Not all lines are appraised yet. Decide about each, then sign.",
    )


class NothingTicked(CaseError):
    """Somebody said of no line that its packages are destroyed."""

    field = "packages"
    message = _(
        "error_no_package_ticked",
        default="Tick the applications whose packages are destroyed.",
    )
