"""What halls must not say."""

from collections.abc import Iterator
from onewindow_policy import _
from onewindow_policy.communities.interfaces import IHall
from onewindow_policy.publishing.linting import excerpt
from onewindow_policy.publishing.linting import FAULT
from onewindow_policy.publishing.linting import Finding

import re

_WEEKEND = {
    "saturday": re.compile("周六|星期六|周末"),
    "sunday": re.compile("周日|星期日|周末"),
}
_BY_APPOINTMENT = re.compile("(?<!不用)(?<!不需)(?<!无需)预约")


def find_open_by_appointment(content) -> Iterator[Finding]:
    """Yield days on which a hall is open, and takes nobody without an appointment."""
    if not IHall.providedBy(content):
        return
    note = content.hours_note or ""
    days = {row["days"] for row in content.hours or ()}
    for clause in re.split("[，；。]", note):
        is_open = any(
            words.search(note) for day, words in _WEEKEND.items() if day in days
        )
        if is_open and _BY_APPOINTMENT.search(clause):
            yield Finding(
                "open_by_appointment",
                "hours_note",
                IHall["hours_note"].title,
                _(
                    "finding_open_by_appointment",
                    default=(
                        "the table says that it is open then, the note that one needs an"
                        " appointment. Take the day out of the table, or the words out of"
                        " the note."
                    ),
                ),
                sentence=excerpt(note),
                severity=FAULT,
            )
            return
