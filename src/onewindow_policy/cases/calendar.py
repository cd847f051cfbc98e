"""The day that an applicant waits for, as a file for calendars (RFC 5545)."""

from datetime import timedelta
from icalendar import Alarm
from icalendar import Calendar
from icalendar import Event
from onewindow_policy import _
from onewindow_policy.cases.numbers import case_number_text
from onewindow_policy.cases.tracking import TrackedCase
from onewindow_policy.cases.wording import CaseWording
from onewindow_policy.records.api import utc_now
from urllib.parse import urlsplit

#: On the morning of that day.
_REMINDED = timedelta(hours=9)


def calendar_of(case: TrackedCase, words: CaseWording, track_url: str) -> bytes:
    """Return the file for a case with a due date: what is due, of which case, and where its
    progress is told. Neither the query code nor a person is in it: calendars are shared.

    A later file takes the place of an earlier one: the same case, a higher number.
    """
    event = Event()
    event.add("uid", f"{case.number}@{urlsplit(track_url).hostname}")
    event.add("sequence", case.version)
    event.add("dtstamp", utc_now())
    event.add("dtstart", case.due.date)
    event.add("dtend", case.due.date + timedelta(days=1))
    event.add("transp", "TRANSPARENT")
    summary = words(
        _(
            "calendar_summary",
            default="${item}: ${due}",
            mapping={"item": case.item_title, "due": words.due_label(case.state)},
        )
    )
    event.add("summary", summary)
    told = words(
        _(
            "calendar_text",
            default=(
                "${next} Case number ${number}; with the query code of the receipt you see"
                " the progress at ${url}"
            ),
            mapping={
                "next": words.next_step(
                    *(case.state, case.due, case.unit),
                    transition=case.last_step,
                    expected_on=case.expected_on,
                ),
                "number": case_number_text(case.number),
                "url": track_url,
            },
        )
    )
    event.add("description", told)
    event.add("url", track_url)
    reminder = Alarm()
    reminder.add("action", "DISPLAY")
    reminder.add("description", summary)
    reminder.add("trigger", _REMINDED)
    event.add_component(reminder)
    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", "-//onewindow_policy//cases//ZH")
    calendar.add("method", "PUBLISH")
    calendar.add_component(event)
    return calendar.to_ical()
