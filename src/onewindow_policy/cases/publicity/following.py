"""What hangs on the board hangs on the web, and comes down with it."""

from onewindow_policy.cases.events import CaseMoved
from onewindow_policy.cases.models import Case
from onewindow_policy.cases.papers.models import Paper
from onewindow_policy.cases.process.notices import notice_of
from onewindow_policy.cases.publicity.models import HungNotice
from onewindow_policy.cases.states import HANG_NOTICE
from onewindow_policy.cases.states import PUBLIC_NOTICE
from onewindow_policy.cases.states import SUSPENDED
from onewindow_policy.cases.states import TAKE_DOWN_NOTICE
from onewindow_policy.cases.states import WITHDRAW_NOTICE
from onewindow_policy.records.api import write_session
from sqlalchemy import delete
from sqlalchemy import select
from sqlalchemy.orm import Session

_TAKE_DOWN = (TAKE_DOWN_NOTICE, WITHDRAW_NOTICE)


def follow_notice(moved: CaseMoved) -> None:
    """Note that the sheet of a case hangs, and forget it when it is down or the case goes
    on, however it does."""
    session, case = write_session(), moved.case
    if moved.transition.name == HANG_NOTICE:
        _hang(session, case, moved)
    elif moved.transition.name in _TAKE_DOWN or _leaves(moved):
        forget_notice(session, case)


def forget_notice(session: Session, case: Case) -> None:
    """Have the web show nothing of a case any more."""
    session.execute(
        delete(HungNotice)
        .where(HungNotice.case_id == case.id)
        .execution_options(synchronize_session=False)
    )


def _leaves(moved: CaseMoved) -> bool:
    return moved.case.state != SUSPENDED and SUSPENDED in moved.transition.sources


def _hang(session: Session, case: Case, moved: CaseMoved) -> None:
    sheet = session.scalar(
        select(Paper.id)
        .where(Paper.case_id == case.id, Paper.kind == PUBLIC_NOTICE)
        .order_by(Paper.case_version.desc())
        .limit(1)
    )
    notice = notice_of(case)
    if sheet is not None and notice is not None and notice.last_on is not None:
        session.add(
            HungNotice(
                case_id=case.id,
                paper_id=sheet,
                last_on=notice.last_on,
                hung_at=moved.entry.at,
            )
        )
        session.flush()
