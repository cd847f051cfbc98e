"""Opening hours as people read them."""

from collections.abc import Callable
from collections.abc import Iterable
from collections.abc import Mapping
from datetime import date
from datetime import timedelta
from onewindow_policy import _
from onewindow_policy.communities.rows import DAY_GROUPS
from onewindow_policy.workdays.calendar import WorkingCalendar
from typing import Any

_SATURDAY, _SUNDAY = 5, 6

#: Opening hours as a value: day group, opens, closes (HH:MM), in the order shown.
Spans = tuple[tuple[str, str, str], ...]

_ORDER = {term.value: place for place, term in enumerate(DAY_GROUPS)}


def spans_of(rows: Iterable[Mapping[str, Any]] | None) -> Spans:
    """Return the `hours` rows of a hall as a value, by day group and time."""
    spans = ((row["days"], row["opens"], row["closes"]) for row in rows or ())
    return tuple(sorted(spans, key=lambda span: (_ORDER[span[0]], span[1])))


def clock_time(value: str) -> str:
    """Return a time of day as people write it: 8:30 for 08:30."""
    return value[1:] if value.startswith("0") else value


def hours_lines(
    spans: Spans, translate: Callable[[Any], str], *, closed: bool = False
) -> list[tuple[str, str]]:
    """Return a line for each day group: its name, and its times.

    `translate` turns a message into text. Day groups without hours are left out, or
    with `closed` said to be closed, so that a table of a week is complete.
    """
    separator = translate(_("list_separator", default=", "))
    lines = []
    for term in DAY_GROUPS:
        times = separator.join(
            f"{clock_time(opens)}–{clock_time(closes)}"
            for days, opens, closes in spans
            if days == term.value
        )
        if times or closed:
            lines.append(
                (
                    translate(term.title),
                    times or translate(_("hours_closed", default="Closed")),
                )
            )
    return lines


def opening_days(
    spans: Spans,
    first: date,
    count: int,
    calendar: WorkingCalendar,
    *,
    closes_on_holidays: bool,
) -> dict[date, tuple[tuple[str, str], ...]]:
    """Return when a hall is open on each of `count` days from `first` on.

    A weekend that is worked for a holiday has the hours of weekdays. With
    `closes_on_holidays` a holiday has none, also where it falls on a weekend with hours.
    """
    days = (first + timedelta(days=number) for number in range(count))
    return {
        day: tuple(
            (opens, closes)
            for group, opens, closes in spans
            if group == _group_of(day, calendar, closes_on_holidays)
        )
        for day in days
    }


def _group_of(
    day: date, calendar: WorkingCalendar, closes_on_holidays: bool
) -> str | None:
    if closes_on_holidays and calendar.is_holiday(day):
        return None
    weekday = day.weekday()
    if calendar.is_working(day) or (weekday < _SATURDAY and not closes_on_holidays):
        return "weekdays"
    return {_SATURDAY: "saturday", _SUNDAY: "sunday"}.get(weekday)


def hours_sentence(spans: Spans, translate: Callable[[Any], str]) -> str:
    """Return the hours in one line, for lists of halls."""
    stop = translate(_("hours_group_separator", default="; "))
    return stop.join(f"{days} {times}" for days, times in hours_lines(spans, translate))
