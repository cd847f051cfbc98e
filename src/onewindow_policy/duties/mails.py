"""What staff read by mail of what waits for them: how much, and by when. What each thing
is about stands on the pages that the mail leads to."""

from collections.abc import Iterable
from collections.abc import Mapping
from datetime import date
from datetime import timedelta
from onewindow_policy import _
from onewindow_policy.duties.counting import count_duties
from onewindow_policy.duties.counting import count_ending
from onewindow_policy.duties.counting import next_ends
from onewindow_policy.duties.interfaces import IDutyKind
from onewindow_policy.duties.settings import work_url
from onewindow_policy.messages.api import MailTemplate
from onewindow_policy.pages.api import Words
from onewindow_policy.records.api import MOST_COUNTED
from onewindow_policy.records.api import utc_now
from onewindow_policy.workdays.deadlines import due_date
from onewindow_policy.workdays.deadlines import end_of_day
from onewindow_policy.workdays.deadlines import local_date
from onewindow_policy.workdays.deadlines import WORKING
from zope.component import queryUtility
from zope.i18nmessageid import Message

#: By the period for which they are.
DIGEST, REMINDER = "duties.week", "duties.day"

STAFF_FOOT = _(
    "duty_mail_foot",
    default="This mail was sent by the portal ${site}; nobody reads what is sent back. "
    "If you want none any more, switch it off in the portal: My account, Mails about what "
    "waits.",
)
WAITING = _("duty_mail_waiting", default="${kind}: ${count}")
OVERDUE = _("duty_mail_overdue", default="; ${count} of them overdue")
NEXT = _("duty_mail_next", default="; the next one ends on ${day}")
ESCALATED = _(
    "duty_mail_escalated",
    default="${kind}: ${count} long overdue with others, see to it",
)
TODAY = _("duty_mail_today", default="${kind}: ${count} end today")
NEXT_DAY = _("duty_mail_next_day", default="${kind}: ${count} end on ${day}")


def digest_values(user) -> dict | None:
    """Return what waits for somebody now, as a message keeps it; None for nothing."""
    ends = next_ends(user)
    kinds = [
        {
            "kind": each.name,
            "waiting": each.waiting,
            "overdue": each.overdue,
            "escalated": each.escalated,
            "next": _last_day(ends[each.name]) if each.name in ends else None,
        }
        for each in count_duties(user)
        if each.waiting or each.escalated
    ]
    return _with_address(kinds) if kinds else None


def reminder_values(user) -> dict | None:
    """Return what ends today or on the next working day; None for nothing."""
    today = local_date(utc_now())
    next_day = due_date(today, 1, WORKING).date
    found = count_ending(user, [end_of_day(today), end_of_day(next_day)])
    kinds = [
        {
            "kind": name,
            "today": by_today,
            "next_day": by_next_day - by_today,
            "day": next_day.isoformat(),
        }
        for name, (by_today, by_next_day) in found.items()
        if by_next_day
    ]
    return _with_address(kinds) if kinds else None


def _with_address(kinds: list[dict]) -> dict:
    today = local_date(utc_now())
    return {"day": today.isoformat(), "kinds": kinds, "url": work_url()}


def _last_day(moment) -> str:
    """Return the last day in time of what is overdue at a moment."""
    return local_date(moment - timedelta.resolution).isoformat()


class DutyMail(MailTemplate):
    """A mail to somebody of staff: a line for each kind, in which nobody is named."""

    foot = STAFF_FOOT

    def content(self, values: Mapping, language: str):
        """See `ITemplate`."""
        words = Words(language)
        lines = [
            f"- {line}"
            for each in values["kinds"]
            # One of a room that is no longer there waits for nobody.
            if (kind := queryUtility(IDutyKind, each["kind"])) is not None
            for line in self.lines(words, words(kind.title), each)
        ]
        told = {
            "day": words.day(date.fromisoformat(values["day"])),
            "lines": "\n".join(lines),
            "url": values["url"],
        }
        return super().content(told, language)

    def lines(self, words: Words, kind: str, counts: Mapping) -> Iterable[str]:
        """Yield what is said of a kind."""
        raise NotImplementedError


class Digest(DutyMail):
    """See `digest_values`."""

    def lines(self, words: Words, kind: str, counts: Mapping) -> Iterable[str]:
        """See `DutyMail`."""
        if counts["waiting"]:
            line = _say(words, WAITING, kind=kind, count=counts["waiting"])
            if counts["overdue"]:
                line += _say(words, OVERDUE, count=counts["overdue"])
            if counts["next"]:
                line += _say(words, NEXT, day=_day(words, counts["next"]))
            yield line
        if counts["escalated"]:
            yield _say(words, ESCALATED, kind=kind, count=counts["escalated"])


class Reminder(DutyMail):
    """See `reminder_values`."""

    def lines(self, words: Words, kind: str, counts: Mapping) -> Iterable[str]:
        """See `DutyMail`."""
        if counts["today"]:
            yield _say(words, TODAY, kind=kind, count=counts["today"])
        if counts["next_day"]:
            day = _day(words, counts["day"])
            yield _say(words, NEXT_DAY, kind=kind, count=counts["next_day"], day=day)


def _say(words: Words, message: Message, **values) -> str:
    if values.get("count", 0) > MOST_COUNTED:
        values["count"] = f"{MOST_COUNTED}+"
    return words(Message(message, mapping=values))


def _day(words: Words, text: str) -> str:
    return words.day(date.fromisoformat(text))


digest = Digest(
    _("mail_duty_digest", default="What waits for somebody of staff, each week"),
    _("mail_duty_digest_subject", default="What waits for you, ${day}"),
    _(
        "mail_duty_digest_text",
        default="This waits for you, as of ${day}:\n\n${lines}\n\n"
        "You see and do it in the portal, under “My work”.\n${url}",
    ),
)
reminder = Reminder(
    _("mail_duty_reminder", default="What ends soon for somebody of staff"),
    _("mail_duty_reminder_subject", default="What ends soon, ${day}"),
    _(
        "mail_duty_reminder_text",
        default="The term of this ends today or on the next working day:\n\n${lines}\n\n"
        "You see and do it in the portal, under “My work”.\n${url}",
    ),
)
