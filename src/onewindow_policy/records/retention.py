"""How long records are kept: a number of months after they were settled."""

from calendar import monthrange
from datetime import datetime

MONTHS_OF_YEAR = 12


def months_after(moment: datetime, months: int) -> datetime:
    """Return the moment `months` later: on the same day, or the last of a shorter month."""
    year, month = divmod(
        moment.year * MONTHS_OF_YEAR + moment.month - 1 + months, MONTHS_OF_YEAR
    )
    day = min(moment.day, monthrange(year, month + 1)[1])
    return moment.replace(year=year, month=month + 1, day=day)


def end_of_term(settled_at: datetime, months: int | None) -> datetime | None:
    """Return when what was settled is to be erased; None where no term was told."""
    return None if months is None else months_after(settled_at, months)
