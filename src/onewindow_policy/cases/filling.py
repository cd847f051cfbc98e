"""Cases of before there were finders are given theirs, a part in each transaction.

The migration that made the table leaves a row that says so; what is sealed is opened here,
by those who have the keys, and by nobody while a table is made.
"""

from onewindow_policy import _
from onewindow_policy import logger
from onewindow_policy.cases.finders import replace_finders
from onewindow_policy.cases.models import Case
from onewindow_policy.cases.models import FinderFill
from onewindow_policy.cases.models import THE_FILL
from onewindow_policy.jobs.api import EACH_MINUTE
from onewindow_policy.jobs.api import LONG
from onewindow_policy.jobs.api import until_done
from onewindow_policy.jobs.interfaces import IJob
from onewindow_policy.records.api import brief_session
from onewindow_policy.records.api import Unreadable
from onewindow_policy.records.api import write_session
from sqlalchemy import select
from sqlalchemy.orm import load_only
from zope.interface import implementer

BATCH = 200


_OPENED = (Case.number, Case.data_key_id, Case.applicant_sealed, Case.agent_sealed)


@implementer(IJob)
class FinderFilling:
    """Has cases of before found by what is known of their persons."""

    title = _(
        "job_case_finders", default="Take older cases into the search at the desk"
    )
    lane = LONG
    when = EACH_MINUTE

    def __call__(self, run) -> int:
        """See `IJob`."""
        with brief_session() as session:
            if session.get(FinderFill, THE_FILL) is None:
                return 0
        return until_done(fill_some, run.keep_on)


def fill_some(size: int = BATCH) -> int:
    """Give the next cases their finders, from the newest to the oldest; return how many,
    0 at the end.

    It is kept when Zope's transaction commits, with how far it has come. A case that has
    finders has the same ones after it.
    """
    session = write_session()
    fill = session.get(FinderFill, THE_FILL, with_for_update=True)
    if fill is None:
        return 0
    query = select(Case).where(Case.erased_at.is_(None), Case.stored_at.is_(None))
    if fill.before:
        query = query.where(Case.number < fill.before)
    query = (
        query.order_by(Case.number.desc())
        .limit(size)
        .options(load_only(*_OPENED))
        .with_for_update(of=Case)
    )
    cases = session.scalars(query).all()
    for case in cases:
        try:
            replace_finders(session, case)
        except Unreadable:
            # It opens for nobody; all others are found.
            logger.error("Case %s cannot be read, and is not found.", case.number)
    if cases:
        fill.before = cases[-1].number
    else:
        session.delete(fill)
    return len(cases)
