"""What the window has to do about a result that runs out: see to it that it is renewed."""

from onewindow_policy import _
from onewindow_policy.cases.duties import CaseDuty
from onewindow_policy.cases.duties import RENEW
from onewindow_policy.cases.models import Case
from onewindow_policy.cases.validity.following import REMINDED
from onewindow_policy.cases.validity.following import REMINDED_AGAIN
from onewindow_policy.duties.api import DONE
from onewindow_policy.duties.api import DutyFacts
from onewindow_policy.duties.api import LAPSED
from onewindow_policy.duties.api import turn_to
from onewindow_policy.workdays.deadlines import end_of_day
from sqlalchemy import select
from sqlalchemy.orm import lazyload
from sqlalchemy.orm import load_only
from sqlalchemy.orm import Session

_TOLD = (REMINDED, REMINDED_AGAIN)
_READ = (
    *(Case.number, Case.community_code, Case.runs_out_on, Case.renewal_stage),
    Case.erased_at,
)


def renewal_duty_of(case: Case) -> DutyFacts | None:
    """Return what the window has to do about a result of which its person was reminded;
    None before that, and once it is renewed, ended or over."""
    if case.runs_out_on is None or case.renewal_stage not in _TOLD:
        return None
    return DutyFacts(
        RENEW,
        case.number,
        community_code=case.community_code,
        due_at=end_of_day(case.runs_out_on),
    )


def keep_renewal_duty(session: Session, case: Case) -> None:
    """Have the duty open that the result of a case means as it stands, or none. What ran
    out without anybody having renewed it has lapsed: that is up to its person."""
    is_over = case.runs_out_on is not None
    wanted = renewal_duty_of(case)
    turn_to(session, case.number, (RENEW,), wanted, state=LAPSED if is_over else DONE)


class RenewalDuty(CaseDuty):
    """Results that run out soon, of which their persons were reminded."""

    def standing(self, session: Session, after: str, size: int) -> list[DutyFacts]:
        """See `IDutyKind`."""
        query = (
            select(Case)
            .where(
                Case.runs_out_on.is_not(None),
                Case.renewal_stage.in_(_TOLD),
                Case.number > after,
            )
            .order_by(Case.number)
            .limit(size)
            .options(load_only(*_READ), lazyload(Case.data_key))
            .with_for_update(of=Case)
        )
        return [renewal_duty_of(case) for case in session.scalars(query)]


renewing = RenewalDuty(
    RENEW, 16, _("duty_cases_renew", default="Results that run out, to be renewed")
)
