"""Naming deputies, by oneself or for who cannot any more, and ending that.

A deputy acts in their own name and by their own roles: nothing is lent to them. What they
see besides is what lies with the person who is away.
"""

from datetime import date
from datetime import datetime
from datetime import timedelta
from onewindow_policy import _
from onewindow_policy.accounts.api import is_open
from onewindow_policy.accounts.api import staff_name
from onewindow_policy.duties.absences import overlapping
from onewindow_policy.duties.exceptions import AbsenceUnknown
from onewindow_policy.duties.exceptions import AlreadyNamed
from onewindow_policy.duties.exceptions import DaysUnfit
from onewindow_policy.duties.exceptions import DeputyAway
from onewindow_policy.duties.exceptions import DeputyUnfit
from onewindow_policy.duties.exceptions import NotInArea
from onewindow_policy.duties.interfaces import IDutyKind
from onewindow_policy.duties.interfaces import IScopes
from onewindow_policy.duties.models import Absence
from onewindow_policy.jobs.api import Retention
from onewindow_policy.records.api import audit
from onewindow_policy.records.api import utc_now
from onewindow_policy.records.api import write_session
from onewindow_policy.records.attempts import hold
from onewindow_policy.records.attempts import try_key
from onewindow_policy.workdays.deadlines import local_date
from sqlalchemy import delete
from sqlalchemy import select
from zope.component import getUtilitiesFor
from zope.component import getUtility

#: Naming one for oneself; and for others, in the area where one coordinates.
NAME_DEPUTY = "onewindow_policy: Name Deputy"
NAME_DEPUTIES_OF_OTHERS = "onewindow_policy: Name Deputies Of Others"

#: Who is away for longer has their work assigned anew.
MOST_DAYS = 366

#: How long it is kept who stood in for whom: as long as somebody may ask about it.
KEPT_DAYS = 366

FROM_MISSING = _("error_absence_from", default="Enter the first day, today or later.")
UNTIL_MISSING = _(
    "error_absence_until", default="Enter the last day, not before the first one."
)
TOO_LONG = _(
    "error_absence_too_long",
    default="That is more than a year. Have the work assigned to somebody instead.",
)


def work_permissions() -> frozenset[str]:
    """Return with what people do or oversee what duties are about."""
    return frozenset(
        permission
        for _name, kind in getUtilitiesFor(IDutyKind)
        for permission in (kind.permission, kind.overseen_with)
    )


def may_name_for(user, absent) -> bool:
    """Return whether `user` may name a deputy for `absent`: both are users."""
    scopes = getUtility(IScopes)
    if user.getId() == absent.getId():
        return scopes.is_anywhere(user, NAME_DEPUTY)
    return scopes.works_within(
        absent, work_permissions(), user, NAME_DEPUTIES_OF_OTHERS
    )


def people_to_name_for(user) -> dict[str, str]:
    """Return the names of others for whom somebody may name a deputy, by user id."""
    found = getUtility(IScopes).workers_within(
        user, NAME_DEPUTIES_OF_OTHERS, work_permissions()
    )
    return {each: staff_name(each) for each in sorted(found) if is_open(each)}


def possible_deputies(absent) -> dict[str, str]:
    """Return the names of those who can stand in for somebody, by user id: they have, by
    roles of their own, all that duties take wherever the other one has it."""
    found = getUtility(IScopes).stand_ins(absent, work_permissions())
    return {each: staff_name(each) for each in sorted(found) if is_open(each)}


def name_deputy(user, absent, deputy_id: str, first: date | None, last: date | None):
    """Have somebody stand in for `absent` from the first to the last day.

    `user` is who says so. It is kept when Zope's transaction commits. Raises `DeputyError`.
    """
    if not may_name_for(user, absent):
        raise NotInArea
    today = local_date(utc_now())
    if first is None or first < today:
        raise DaysUnfit("from", FROM_MISSING)
    if last is None or last < first:
        raise DaysUnfit("until", UNTIL_MISSING)
    if last - first >= timedelta(days=MOST_DAYS):
        raise DaysUnfit("until", TOO_LONG)
    absent_id = absent.getId()
    if deputy_id not in possible_deputies(absent):
        raise DeputyUnfit
    session = write_session()
    # Who names one for the same days at the same moment waits, and finds this one.
    for each in sorted({absent_id, deputy_id}):
        hold(session, try_key("deputy", each))
    if (standing := overlapping(absent_id, first, last)) is not None:
        name = staff_name(standing.deputy)
        raise AlreadyNamed(name, standing.from_on, standing.until_on)
    if overlapping(deputy_id, first, last) is not None:
        raise DeputyAway(staff_name(deputy_id))
    session.add(
        Absence(
            absent=absent_id,
            deputy=deputy_id,
            named_by=user.getId(),
            named_at=utc_now(),
            from_on=first,
            until_on=last,
        )
    )
    session.flush()
    audit("deputy.name", absent_id, f"{deputy_id} {first} {last}")


def end_absence(user, absence_id: int, absent_of) -> None:
    """End an absence before its last day, or before it began.

    `absent_of` returns the user with an id, None where there is none any more. It is kept
    when Zope's transaction commits. Raises `AbsenceUnknown`.
    """
    session = write_session()
    found = session.scalar(
        select(Absence)
        .where(Absence.id == absence_id, Absence.ended_at.is_(None))
        .with_for_update()
    )
    if found is None or found.until_on < local_date(utc_now()):
        raise AbsenceUnknown
    absent = absent_of(found.absent)
    if absent is None or not may_name_for(user, absent):
        raise AbsenceUnknown
    found.ended_at, found.ended_by = utc_now(), user.getId()
    session.flush()
    audit("deputy.end", found.absent, found.deputy)


def end_with_accounts() -> int:
    """End what has a deputy who cannot log in any more; return how much that was.

    It is kept when Zope's transaction commits.
    """
    session = write_session()
    lasting = select(Absence).where(
        Absence.ended_at.is_(None), Absence.until_on >= local_date(utc_now())
    )
    gone = [each for each in session.scalars(lasting) if not is_open(each.deputy)]
    for each in gone:
        each.ended_at = utc_now()
        audit("deputy.end", each.absent, each.deputy)
    return len(gone)


class OldAbsences(Retention):
    """Who stood in for whom more than a year ago."""

    title = _("job_old_absences", default="Forget who stood in for whom a year ago")
    reported = "absences forgotten"

    def forget(self, now: datetime) -> int:
        """See `IRetention`."""
        before = local_date(now) - timedelta(days=KEPT_DAYS)
        gone = write_session().execute(
            delete(Absence)
            .where(Absence.until_on < before)
            .execution_options(synchronize_session=False)
        )
        return gone.rowcount
