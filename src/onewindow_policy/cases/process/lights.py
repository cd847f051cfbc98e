"""Whether something is in time (green), soon due (yellow) or late (red).

A light is never its colour alone: pages show a sign and a word (`LIGHTS`).
"""

from datetime import date
from onewindow_policy import _
from onewindow_policy.cases.settings import warning_days
from onewindow_policy.workdays.deadlines import due_date
from onewindow_policy.workdays.deadlines import WORKING

GREEN, YELLOW, RED = "green", "yellow", "red"

#: How each is said, with the tone of the tag that says so (see `desks.lists.Tag`).
LIGHTS = {
    GREEN: (_("light_green", default="● In time"), "good"),
    YELLOW: (_("light_yellow", default="▲ Due soon"), "wait"),
    RED: (_("light_red", default="■ Overdue"), "late"),
}


def soon_until(today: date) -> date:
    """Return the last day that is soon, seen from `today`."""
    return due_date(today, warning_days(), WORKING).date


def light_of(due_on: date, today: date, soon: date) -> str:
    """Return the light of what is due on a day; `soon` is what `soon_until` says."""
    if due_on < today:
        return RED
    return YELLOW if due_on <= soon else GREEN
