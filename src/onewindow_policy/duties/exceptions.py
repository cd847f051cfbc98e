"""What can be wrong with a deputy, as whoever names one is told it."""

from datetime import date
from onewindow_policy import _


class DeputyError(Exception):
    """Something is wrong; `message` says what to do about it, `field` where."""

    field = ""
    message = ""


class DeputyUnfit(DeputyError):
    """Whoever was chosen does not work in all places where the absent person does."""

    field = "deputy"
    message = _(
        "error_deputy_unfit",
        default="Choose somebody from this list: a deputy acts by a role of their own,"
        " and needs it wherever the person does who is away.",
    )


class DeputyAway(DeputyError):
    """Whoever was chosen is away on some of these days."""

    field = "deputy"

    def __init__(self, name: str):
        super().__init__()
        self.message = _(
            "error_deputy_away",
            default="${name} is away on some of these days, too. Choose somebody else.",
            mapping={"name": name},
        )


class DaysUnfit(DeputyError):
    """A day is missing, is none, or is in the wrong order; `field` is its input."""

    def __init__(self, field: str, message):
        super().__init__(field)
        self.field = field
        self.message = message


class AlreadyNamed(DeputyError):
    """There is a deputy for some of these days: `name`, from the first to the last day."""

    field = "from"
    message = _(
        "error_deputy_already_named",
        default="${name} stands in already (${days}). End that first, or choose other"
        " days.",
    )

    def __init__(self, name: str, first: date, last: date):
        super().__init__(name)
        self.name = name
        self.first = first
        self.last = last


class NotInArea(DeputyError):
    """Somebody is none for whom this person may name a deputy, or there is no such
    absence."""

    message = _(
        "error_deputy_not_yours",
        default="For this person you cannot name a deputy. You can for yourself, and"
        " who assigns cases can for those who work in their area.",
    )


class AbsenceUnknown(DeputyError):
    """What is to be ended is over, or not this person's to end."""

    message = _(
        "error_absence_unknown",
        default="This is over already. The page shows what holds now.",
    )
