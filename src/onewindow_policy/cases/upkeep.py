"""What is done to cases without anybody asking: reckoning anew, and erasing."""

from onewindow_policy.cases.exceptions import CaseUnknown
from onewindow_policy.cases.models import Case
from onewindow_policy.cases.models import CaseFile
from onewindow_policy.cases.moving import find_case
from onewindow_policy.cases.states import OPEN_STATES
from onewindow_policy.records.api import audit
from onewindow_policy.records.api import utc_now
from onewindow_policy.records.api import write_session
from sqlalchemy import delete
from sqlalchemy import select
from sqlalchemy.orm import lazyload
from sqlalchemy.orm import load_only

import secrets

_BATCH = 500

_RECKONED = (
    *(Case.promised_days, Case.promised_day_type, Case.reckoned_from),
    *(Case.suspended_days, Case.due_on, Case.due_is_estimated),
)


def reckon_open_cases() -> None:
    """Reckon the days of all promises anew: other days are working days than before.

    It is kept when Zope's transaction commits.
    """
    session = write_session()
    query = select(Case).where(
        Case.state.in_(OPEN_STATES), Case.promised_days.is_not(None)
    )
    query = query.options(load_only(*_RECKONED), lazyload(Case.data_key))
    for case in session.scalars(query.execution_options(yield_per=_BATCH)):
        case.reckon()


def erase_case(number: str) -> None:
    """Erase all that is personal of a case, for good; what remains can be counted.

    The data key goes, and with it all that it sealed, in backups made from now on; so
    does what could find the person, and the files. It is kept when Zope's transaction
    commits. Raises `CaseUnknown`.
    """
    session = write_session()
    case = find_case(session, number, to_move=True)
    if case is None:
        raise CaseUnknown
    case.data_key.erase()
    case.erased_at = utc_now()
    case.person_hash = None
    case.query_code = case.receipt_until = None
    # What no code has.
    case.code_hash = secrets.token_bytes(len(case.code_hash))
    session.execute(delete(CaseFile).where(CaseFile.case_id == case.id))
    audit("case.erase", number)
