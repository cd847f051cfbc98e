"""The clock has staff told by mail what waits for them: each week, and the day before."""

from collections.abc import Mapping
from datetime import date
from datetime import datetime
from datetime import timedelta
from onewindow_policy import _
from onewindow_policy.accounts.api import open_account_ids
from onewindow_policy.accounts.api import uid_of
from onewindow_policy.duties.mails import DIGEST
from onewindow_policy.duties.mails import digest_values
from onewindow_policy.duties.mails import REMINDER
from onewindow_policy.duties.mails import reminder_values
from onewindow_policy.duties.settings import mail_settings
from onewindow_policy.duties.wishes import DAY
from onewindow_policy.duties.wishes import done_mails
from onewindow_policy.duties.wishes import forget_wishes
from onewindow_policy.duties.wishes import take_turn
from onewindow_policy.duties.wishes import WEEK
from onewindow_policy.jobs.api import Every
from onewindow_policy.jobs.api import MESSAGES
from onewindow_policy.jobs.interfaces import IJob
from onewindow_policy.messages.api import is_offered
from onewindow_policy.messages.api import MAIL
from onewindow_policy.messages.api import post
from onewindow_policy.records.api import utc_now
from onewindow_policy.workdays.api import CITY_ZONE
from onewindow_policy.workdays.deadlines import due_date
from onewindow_policy.workdays.deadlines import IMMEDIATE
from onewindow_policy.workdays.deadlines import local_date
from zope.interface import implementer

import transaction

TRIES = 4

#: What is said in which period. One mail is enough: who has the week's has the day's in it.
_SAID = {WEEK: (DIGEST, digest_values), DAY: (REMINDER, reminder_values)}

_WEEK = timedelta(days=7)


@implementer(IJob)
class DutyMailing:
    """Writes to each account that is due a mail, a transaction for each."""

    title = _("job_duty_mails", default="Write to staff what waits for them")
    lane = MESSAGES
    when = Every(timedelta(minutes=5))

    def __call__(self, run) -> int:
        """See `IJob`."""
        count = 0
        with run.open_site() as portal:
            days = mail_days(utc_now())
            if not days or not is_offered(MAIL):
                return 0
            acl_users = portal.acl_users
            for user_id, due in accounts_due(acl_users, days).items():
                count += transaction.manager.run(
                    lambda user_id=user_id, due=due: tell(acl_users, user_id, *due),
                    tries=TRIES,
                )
                run.keep_on()
        return count


def mail_days(now: datetime) -> dict[str, date]:
    """Return the periods of which there is a mail by now, with the day on which it was due:
    of this week, and of today."""
    settings = mail_settings()
    today = local_date(now)
    found = {}

    def is_due(day: date) -> bool:
        return datetime.combine(day, settings.time, CITY_ZONE) <= now

    if settings.weekly_digest:
        monday = today - timedelta(days=today.weekday())
        wanted = monday + timedelta(days=settings.weekly_digest_on)
        # That of the week before may have waited for a working day until this one.
        for day in map(_working_day, (wanted, wanted - _WEEK)):
            if day >= monday and is_due(day):
                found[WEEK] = day
                break
    if settings.daily_reminder and _working_day(today) == today and is_due(today):
        found[DAY] = today
    return found


def _working_day(day: date) -> date:
    """Return a day, or else the first working day after it."""
    return due_date(day, 0, IMMEDIATE).date


def accounts_due(
    acl_users, days: Mapping[str, date]
) -> dict[str, tuple[str, dict[str, date]]]:
    """Return the open accounts of the site for which mails are not done, by user id: their
    uid, and which of `days`. What is known of accounts that are no more is forgotten."""
    uids = {each: uid_of(each) for each in sorted(open_account_ids(acl_users))}
    done = done_mails()
    gone = {uid for uid, _period in done}.difference(uids.values())
    if gone:
        transaction.manager.run(lambda: forget_wishes(gone), tries=TRIES)
    found = {}
    for user_id, uid in uids.items():
        due = {
            period: day
            for period, day in days.items()
            if done.get((uid, period), date.min) < day
        }
        if due:
            found[user_id] = (uid, due)
    return found


def tell(acl_users, user_id: str, uid: str, days: Mapping[str, date]) -> int:
    """Write to an account, where it has an address and something to do; return how many
    mails that are. It is kept when Zope's transaction commits."""
    user = acl_users.getUserById(user_id)
    address = user.getProperty("email") if user is not None else None
    if not address:
        return 0
    taken = {period for period, day in days.items() if take_turn(uid, period, day)}
    for period, (template, values_for) in _SAID.items():
        values = values_for(user) if period in taken else None
        if values is not None:
            post(template, address, values, subject=f"{template} {days[period]}")
            return 1
    return 0
