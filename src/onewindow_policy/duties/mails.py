"""What staff read by mail of what waits for them: how much, and by when. What each thing
is about stands on the pages that the mail leads to."""

from collections.abc import Iterable
from collections.abc import Mapping
from datetime import date
from datetime import timedelta
from onewindow_policy import _
from onewindow_policy.duties.counting import count_day
from onewindow_policy.duties.counting import count_duties
from onewindow_policy.duties.counting import next_ends
from onewindow_policy.duties.interfaces import IDutyKind
from onewindow_policy.duties.settings import remind_days
from onewindow_policy.duties.settings import work_url
from onewindow_policy.messages.api import MailTemplate
from onewindow_policy.pages.api import Words
from onewindow_policy.records.api import MOST_COUNTED
from onewindow_policy.records.api import utc_now
from onewindow_policy.workdays.deadlines import due_date
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
    default="${kind}: ${count} overdue with others, see to it",
)
TODAY = _("duty_mail_today", default="${kind}: ${count} end today")
SOON = _("duty_mail_soon", default="${kind}: ${count} end soon, by ${day}")
NEXT_DAY = _("duty_mail_next_day", default="${kind}: ${count} end on ${day}")
NOW_OVERDUE = _("duty_mail_now_overdue", default="${kind}: ${count} overdue")


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
    """Return what ends soon, and what is overdue; None where nothing of it is new."""
    found = count_day(user)
    if not any(each.has_news for each in found.values()):
        return None
    last = due_date(local_date(utc_now()), remind_days(), WORKING).date
    kinds = [
        {
            "kind": name,
            "today": each.today,
            "soon": each.soon,
            "day": last.isoformat(),
            "overdue": each.overdue,
            "escalated": each.escalated,
        }
        for name, each in found.items()
        if any((each.today, each.soon, each.overdue, each.escalated))
    ]
    return _with_address(kinds)


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
    """See `reminder_values`. What was written before there were days that are soon tells of
    the next working day."""

    def lines(self, words: Words, kind: str, counts: Mapping) -> Iterable[str]:
        """See `DutyMail`."""
        day = _day(words, counts["day"])
        for name, message in (
            ("overdue", NOW_OVERDUE),
            ("today", TODAY),
            ("next_day", NEXT_DAY),
            ("soon", SOON),
            ("escalated", ESCALATED),
        ):
            if counts.get(name):
                yield _say(words, message, kind=kind, count=counts[name], day=day)


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
    _(
        "mail_duty_reminder",
        default="What ends soon or is overdue for somebody of staff",
    ),
    _("mail_duty_reminder_subject", default="What ends soon or is overdue, ${day}"),
    _(
        "mail_duty_reminder_text",
        default="This ends soon or is overdue, as of ${day}:\n\n${lines}\n\n"
        "You see and do it in the portal, under “My work”.\n${url}",
    ),
)
