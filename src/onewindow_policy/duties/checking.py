"""Each night duties are held against their subjects, both ways, a part in a transaction.

Rooms write duties with what these come from, so that there is little to mend: a restored
table, a rule or a calendar that has changed, a fault.
"""

from datetime import time
from datetime import timedelta
from onewindow_policy import _
from onewindow_policy import logger
from onewindow_policy.duties.deputies import end_with_accounts
from onewindow_policy.duties.interfaces import IDutyKind
from onewindow_policy.duties.keeping import DutyFacts
from onewindow_policy.duties.keeping import open_duties
from onewindow_policy.duties.models import Duty
from onewindow_policy.duties.models import IS_OPEN
from onewindow_policy.duties.models import LAPSED
from onewindow_policy.jobs.api import Daily
from onewindow_policy.jobs.api import LONG
from onewindow_policy.jobs.interfaces import IJob
from onewindow_policy.records.api import utc_now
from onewindow_policy.records.api import write_session
from sqlalchemy import select
from zope.component import getUtilitiesFor
from zope.interface import implementer

import transaction

BATCH = 500
TRIES = 4

#: What was opened so lately may be of a subject that came after the others were read.
SETTLED_AFTER = timedelta(minutes=5)


@implementer(IJob)
class DutyCheck:
    """Mends duties that are missing, left over, or other than their subjects say; nobody
    stands in any more whose account is closed."""

    title = _("job_duties", default="Hold what waits for staff against cases and more")
    lane = LONG
    when = Daily(time(4, 30))

    def __call__(self, run) -> int:
        """See `IJob`."""
        count = 0
        # Working days are content of the site.
        with run.open_site():
            for name, kind in sorted(getUtilitiesFor(IDutyKind)):
                mended, after = 0, ""
                while after is not None:
                    found, after = transaction.manager.run(
                        lambda name=name, kind=kind, after=after: check_some(
                            name, kind, after
                        ),
                        tries=TRIES,
                    )
                    mended += found
                    run.keep_on()
                if mended:
                    logger.warning(
                        "%d duties of the kind %s were mended.", mended, name
                    )
                count += mended
            count += transaction.manager.run(end_with_accounts, tries=TRIES)
        return count


def check_some(
    name: str, kind: IDutyKind, after: str, size: int = BATCH
) -> tuple[int, str | None]:
    """Mend the duties of a kind whose subjects come after `after`, `size` of them.

    Returns how many were mended, and after which subject to go on; None where that was the
    last part. It is kept when Zope's transaction commits.
    """
    session = write_session()
    wanted = {each.subject: each for each in kind.standing(session, after, size)}
    last = max(wanted) if len(wanted) == size else None
    # Read after the subjects, which are locked: what they say is what there is to be.
    query = select(Duty).where(Duty.kind == name, IS_OPEN, Duty.subject > after)
    if last is not None:
        query = query.where(Duty.subject <= last)
    now = utc_now()
    count = 0
    for duty in session.scalars(query):
        facts = wanted.get(duty.subject)
        if facts == DutyFacts.of(duty):
            del wanted[duty.subject]
        elif facts is None and duty.opened_at < now - SETTLED_AFTER:
            duty.state, duty.closed_at = LAPSED, now
            count += 1
    open_duties(session, wanted.values())
    return count + len(wanted), last
