"""What the web shows of public notices: the sheet for the board, and nothing else.

Source: Personal Information Protection Law (个人信息保护法) art. 6 and 19: the least that
is needed, for no longer than it is. Whatever the clock has done or not, what is shown is
decided by the day on which somebody looks.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field
from datetime import date
from onewindow_policy.cases.models import Case
from onewindow_policy.cases.models import CaseEvent
from onewindow_policy.cases.papers.models import Paper
from onewindow_policy.cases.publicity.models import HungNotice
from onewindow_policy.cases.states import HANG_NOTICE
from onewindow_policy.cases.states import PUBLIC_NOTICE
from onewindow_policy.cases.states import SUSPENDED
from onewindow_policy.records.api import read_session
from sqlalchemy import exists
from sqlalchemy import func
from sqlalchemy import Select
from sqlalchemy import select
from typing import Any


@dataclass(frozen=True, slots=True)
class NoticeSheet:
    """A sheet as it hangs. `person` is the name as the sheet has it, in part unless the
    guide says otherwise; `begins` and `ends` are days in words; `last_on` is the last of
    them; `phones` and `place` are where somebody objects."""

    number: str
    person: str = field(repr=False)
    item: str
    result: str
    begins: str
    ends: str
    last_on: date
    issuer: str
    phones: tuple[str, ...]
    place: str
    community_code: str


_SHOWN = Paper, HungNotice.last_on, Case.community_code


def count_sheets(today: date) -> int:
    """Return how many sheets hang on a day."""
    return read_session().scalar(_hanging(select(func.count()), today)) or 0


def hanging_sheets(today: date, start: int, size: int) -> list[NoticeSheet]:
    """Return the sheets that hang on a day, those that were hung last first, from the one
    at `start` on, `size` at most."""
    query = _hanging(select(*_SHOWN), today)
    query = query.order_by(HungNotice.hung_at.desc(), HungNotice.case_id)
    rows = read_session().execute(query.offset(start).limit(size))
    return [_sheet(*row) for row in rows]


def find_sheet(number: str, today: date) -> NoticeSheet | None:
    """Return the sheet with this number, None where it does not hang on a day."""
    query = _hanging(select(*_SHOWN), today).where(Paper.number == number)
    row = read_session().execute(query).one_or_none()
    return _sheet(*row) if row is not None else None


def was_hung(number: str) -> bool:
    """Return whether a sheet with this number has hung, today or before."""
    is_hung = exists().where(
        CaseEvent.case_id == Paper.case_id,
        CaseEvent.transition == HANG_NOTICE,
        CaseEvent.version > Paper.case_version,
    )
    query = select(Paper.id).where(
        Paper.number == number, Paper.kind == PUBLIC_NOTICE, is_hung
    )
    return read_session().scalar(query) is not None


def _hanging(query: Select, today: date) -> Select:
    return (
        query.select_from(HungNotice)
        .join(Case, Case.id == HungNotice.case_id)
        .join(Paper, Paper.id == HungNotice.paper_id)
        .where(
            Case.state == SUSPENDED,
            Case.erased_at.is_(None),
            Case.stored_at.is_(None),
            HungNotice.last_on >= today,
        )
    )


def _sheet(paper: Paper, last_on: date, community_code: str) -> NoticeSheet:
    says: Mapping[str, Any] = paper.values
    lines = (says["enquiry"], says["supervision"], says["hotline"])
    phones = (each for line in lines for each in line.split("、"))
    halls = says["halls"][:1]
    return NoticeSheet(
        number=paper.number,
        person=says["person"],
        item=says["item"],
        result=says["result"],
        begins=says["from"],
        ends=says["until"],
        last_on=last_on,
        issuer=says["issuer"],
        phones=tuple(dict.fromkeys(filter(None, phones))),
        place="".join(f"{each['title']}，{each['address']}" for each in halls),
        community_code=community_code,
    )
