"""What was asked for before, and what it takes to ask for it again.

Everything that is missing is told once (Administrative Licensing Law, 行政许可法, art. 32
para. 1 no. 4). Asking twice is not refused: it may be needed. But it takes a reason of its
own, and whoever oversees the case looks at it.
"""

from collections.abc import Collection
from collections.abc import Mapping
from datetime import date
from onewindow_policy.cases.correcting.exceptions import AskedBefore
from onewindow_policy.cases.models import Case
from onewindow_policy.cases.models import CaseEvent
from onewindow_policy.cases.states import AGAIN
from onewindow_policy.cases.states import MATERIALS
from onewindow_policy.workdays.deadlines import local_date
from sqlalchemy import select
from sqlalchemy.orm import object_session
from sqlalchemy.orm import Session

#: Stands for what was asked for in words alone, which may be anything.
IN_WORDS = ""


def asked_before(
    session: Session, case: Case, *, version: int | None = None
) -> dict[str, date]:
    """Return the codes of the materials that were asked for, each with the last day on
    which that was; `IN_WORDS` where no material was named.

    With `version`, what came before the entry of the history with it.
    """
    query = select(CaseEvent).where(
        CaseEvent.case_id == case.id, CaseEvent.transition == "ask_correction"
    )
    if version is not None:
        query = query.where(CaseEvent.version < version)
    return {
        code: local_date(event.at)
        for event in session.scalars(query.order_by(CaseEvent.version))
        for code in (event.facts or {}).get(MATERIALS) or (IN_WORDS,)
    }


def asked_twice(asked: Mapping[str, date], materials: Collection[str]) -> list[str]:
    """Return which of `materials` were asked for before, `IN_WORDS` for nobody knows
    which: where either time no material was named, it may be the same one."""
    if not asked:
        return []
    same = [code for code in materials if code in asked]
    is_unclear = IN_WORDS in asked or not materials
    return same or [IN_WORDS] * is_unclear


def require_why_again(case: Case, facts: Mapping) -> None:
    """See that what is asked for again says why. Raises `AskedBefore`."""
    asked = asked_before(object_session(case), case)
    if asked_twice(asked, facts.get(MATERIALS, ())) and not facts.get(AGAIN):
        raise AskedBefore
