"""What can be wrong with a transfer list, as people are told it."""

from onewindow_policy import _
from onewindow_policy.cases.exceptions import CaseError
from zope.i18nmessageid import Message


class TransferUnknown(CaseError):
    """There is no such list for this person."""


class TransferChanged(CaseError):
    """Somebody else did something with a list meanwhile."""

    message = _(
        "error_transfer_changed",
        default=(
            "Somebody else was quicker: this list stands differently now. Look at it again"
            " before you go on."
        ),
    )


class TransferRefused(CaseError):
    """What was filled in cannot be taken; `field` is the input that is meant."""

    def __init__(self, message: Message, field: str = ""):
        super().__init__(message)
        self.message = message
        self.field = field


class NotYourPlace(CaseError):
    """Somebody hands on papers of a place where they do not work."""

    message = _(
        "error_transfer_not_your_place",
        default="You hand on no papers from there. Choose a place where you work.",
    )


class NoPlaceToGo(CaseError):
    """Papers cannot go to a place."""

    message = _(
        "error_transfer_no_place",
        default="Choose where the papers go: another place than where they are.",
    )


class NobodyWorksHere(CaseError):
    """Neither side of a list works in this system."""

    message = _(
        "error_transfer_nobody_here",
        default=(
            "Neither of the two works in this system, so nobody could enter that the"
            " papers arrived. Hand them on from the window, or to it."
        ),
    )


class NoCaseChosen(CaseError):
    """A list without a case."""

    message = _("error_transfer_no_case", default="Choose at least one case.")


class TooManyCases(CaseError):
    """More cases than fit on a list."""

    def __init__(self, most: int):
        super().__init__(most)
        self.message = _(
            "error_transfer_too_many",
            default="At most ${most} cases fit on one list. Make a second one.",
            mapping={"most": most},
        )


class LineRefused(CaseError):
    """A case cannot be on a list; the list is not made."""

    def __init__(self, number: str, message: Message):
        super().__init__(number)
        self.number = number
        self.message = message
        self.field = f"case-{number}"


#: Why papers cannot go, beside what is wrong with a list.
ON_ITS_WAY = _(
    "error_transfer_on_way",
    default=(
        "The papers of this case are on the way already. Have them received, or take that"
        " list back first."
    ),
)

NO_PAPERS = _(
    "error_transfer_no_papers",
    default="There are no papers of this case: it came online, and nobody has been here.",
)

NOBODY_ELSE = _(
    "error_transfer_nobody_else",
    default="Nobody else has to do with this case: its papers stay here.",
)


class OriginalAway(CaseError):
    """An original is to be given back that went to `place` with a list, `number`."""

    field = "materials"

    def __init__(self, name: str, number: str, place: str):
        super().__init__(name, number, place)
        self.message = _(
            "error_case_original_away",
            default=(
                "“${name}” is not here: it went to ${place} with list ${number}. Have it"
                " handed back first."
            ),
            mapping={"name": name, "number": number, "place": place},
        )
