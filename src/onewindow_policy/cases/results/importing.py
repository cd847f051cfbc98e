"""Results that a unit enters by a sheet: read, checked, and entered all or none.

A result that a case has already is no fault: the same sheet, sent once more, changes
nothing.
"""

from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field
from datetime import date
from onewindow_policy import _
from onewindow_policy.cases.exceptions import CaseError
from onewindow_policy.cases.exceptions import CaseNumberMistyped
from onewindow_policy.cases.exceptions import CaseUnknown
from onewindow_policy.cases.exceptions import NoUnit
from onewindow_policy.cases.handling import move_case
from onewindow_policy.cases.handling import require_step
from onewindow_policy.cases.models import Case
from onewindow_policy.cases.moving import find_case
from onewindow_policy.cases.moving import find_cases
from onewindow_policy.cases.numbers import parse_case_number
from onewindow_policy.cases.results.columns import BASIS
from onewindow_policy.cases.results.columns import COLUMNS
from onewindow_policy.cases.results.columns import DECIDED_ON
from onewindow_policy.cases.results.columns import NUMBER
from onewindow_policy.cases.results.columns import REASON
from onewindow_policy.cases.results.columns import RESULT
from onewindow_policy.cases.results.columns import RESULTS
from onewindow_policy.cases.results.columns import spellings
from onewindow_policy.cases.results.exceptions import Fault
from onewindow_policy.cases.results.exceptions import NoResults
from onewindow_policy.cases.results.exceptions import ResultsUnfit
from onewindow_policy.cases.results.exceptions import TooManyResults
from onewindow_policy.cases.results.waiting import MOST_CASES
from onewindow_policy.cases.results.waiting import TO_DECIDE
from onewindow_policy.cases.results.waiting import units_of
from onewindow_policy.cases.states import ACCEPTED
from onewindow_policy.cases.states import COMPLETED_APPROVED
from onewindow_policy.cases.states import COMPLETED_REFUSED
from onewindow_policy.cases.states import IN_PROGRESS
from onewindow_policy.cases.stepexceptions import ReasonMissing
from onewindow_policy.cases.wording import CaseWording
from onewindow_policy.desks.api import read_sheet
from onewindow_policy.desks.api import SheetRow
from onewindow_policy.records.api import read_session
from onewindow_policy.records.api import write_session
from sqlalchemy.orm import Session
from zope.i18nmessageid import Message

import re

#: In which languages the headings of a sheet may stand: those in which one is made.
LANGUAGES = ("zh-cn", "en")

#: What becomes of a case by each result.
_OUTCOMES = {"approve": COMPLETED_APPROVED, "refuse": COMPLETED_REFUSED}

#: 2026-11-30, 2026/11/30, 2026.11.30, 2026年11月30日.
_DAY = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?")

#: The errors of a step, by the field that they are about; all else is about the number.
_COLUMN_OF = {"reason": REASON, "decided_on": DECIDED_ON, "basis": BASIS}

NO_RESULT = _(
    "error_result_unknown",
    default="Write one of: ${choices}.",
)
NEEDLESS = _(
    "error_result_reason_needless",
    default=(
        "A reason goes with “Not approved” only: nobody would read this one. Take it out."
    ),
)
NO_DAY = _(
    "error_result_day",
    default="This is no day. Write it as in 2026-11-30.",
)
TWICE = _(
    "error_result_twice",
    default="This case stands in the sheet twice.",
)
NOT_YOURS = _(
    "error_result_not_yours",
    default="There is no case with this number that your office decides.",
)
DECIDED_OTHERWISE = _(
    "error_result_decided",
    default="This case is closed, and not with this result. Nothing can be changed here.",
)
NOT_ACCEPTED = _(
    "error_result_not_accepted",
    default="This case cannot be decided as it stands now. Open it at the desk.",
)


@dataclass(frozen=True, slots=True)
class Result:
    """What a row says of a case; `transition` is the step that its result stands for."""

    row: SheetRow = field(repr=False)
    number: str
    transition: str
    decided_on: str
    reason: str = field(repr=False)
    basis: str = field(default="", repr=False)

    @property
    def facts(self) -> dict[str, str]:
        return {
            "decided_on": self.decided_on,
            "reason": self.reason,
            "basis": self.basis,
        }


@dataclass(frozen=True, slots=True)
class Checked:
    """A sheet that can be entered: its results, those that cases have already, and how many
    rows have none."""

    results: tuple[Result, ...]
    known: tuple[Result, ...]
    empty_rows: int


def check_results(content: bytes, user) -> Checked:
    """Return what a sheet says, all of which can be entered by `user` now.

    Raises `NoUnit`, `SheetError`, `NoResults`, `TooManyResults` and, with all that is
    wrong, cell by cell, `ResultsUnfit`.
    """
    if not units_of(user):
        raise NoUnit
    return _check(read_session(), _read(content), user)


def enter_results(content: bytes, user) -> Checked:
    """Enter all that a sheet says, and return it; it is kept when Zope's transaction
    commits. Raises what `check_results` does, and enters nothing then."""
    if not units_of(user):
        raise NoUnit
    session = write_session()
    checked = _check(session, _read(content), user, to_move=True)
    # Whatever is found out late takes back what came before it.
    with session.begin_nested():
        for result in checked.results:
            _enter(session, result, user)
    return checked


def _enter(session: Session, result: Result, user) -> None:
    case = find_case(session, result.number, to_move=True)
    if case.state == ACCEPTED:
        move_case(case.number, "start", user, version=case.version)
    move_case(
        case.number,
        result.transition,
        user,
        version=case.version,
        facts=result.facts,
    )


@dataclass(frozen=True, slots=True)
class _Sheet:
    results: list[Result]
    faults: list[Fault]
    empty_rows: int


def _read(content: bytes) -> _Sheet:
    """Return what the rows of a sheet say, by the headings above them."""
    words = tuple(CaseWording(language) for language in LANGUAGES)
    headings, choices = spellings(COLUMNS, words), spellings(RESULTS, words)
    found = _Sheet([], [], 0)
    empty_rows, page, columns = 0, None, {}
    for row in read_sheet(content):
        if row.page != page:
            page, columns = row.page, {}
        if not columns.keys() >= {NUMBER, RESULT}:
            columns = _columns(row, headings)
            continue
        texts = {
            name: row.texts[at] if at < len(row.texts) else ""
            for name, at in columns.items()
        }
        if not any(texts[name] for name in texts if name != NUMBER):
            empty_rows += 1
            continue
        faults = list(_faults_of(row, texts, choices))
        found.faults.extend(faults)
        if not faults:
            found.results.append(
                Result(
                    row,
                    parse_case_number(texts[NUMBER]),
                    choices[texts[RESULT]],
                    _day(texts.get(DECIDED_ON, "")),
                    texts.get(REASON, ""),
                    texts.get(BASIS, ""),
                )
            )
    if not found.results and not found.faults:
        raise NoResults
    if len(found.results) > MOST_CASES:
        raise TooManyResults(MOST_CASES)
    return _Sheet(found.results, found.faults, empty_rows)


def _columns(row: SheetRow, headings: Mapping[str, str]) -> dict[str, int]:
    """Return where each column stands by a row of headings. The first one counts: a form
    may ask for what is called the same, and what residents answered stands behind."""
    columns: dict[str, int] = {}
    for at, text in enumerate(row.texts):
        if text in headings:
            columns.setdefault(headings[text], at)
    return columns


def _faults_of(
    row: SheetRow, texts: Mapping[str, str], choices: Mapping[str, str]
) -> Iterator[Fault]:
    """Yield what cannot be read in a row."""
    try:
        parse_case_number(texts[NUMBER])
    except CaseNumberMistyped as error:
        yield Fault(row.page, row.number, NUMBER, error.message)
    if texts[RESULT] not in choices:
        # Both languages are read, and one is told.
        offered = "、".join(map(CaseWording(LANGUAGES[0]), RESULTS.values()))
        message = Message(NO_RESULT, mapping={"choices": offered})
        yield Fault(row.page, row.number, RESULT, message)
    elif choices[texts[RESULT]] == "approve":
        for name in (REASON, BASIS):
            if texts.get(name):
                yield Fault(row.page, row.number, name, NEEDLESS)
    day = texts.get(DECIDED_ON, "")
    if day and not _day(day):
        yield Fault(row.page, row.number, DECIDED_ON, NO_DAY)


def _day(text: str) -> str:
    """Return a day as ISO 8601 has it, "" for what is none."""
    found = _DAY.fullmatch(text)
    try:
        return date(*map(int, found.groups())).isoformat() if found else ""
    except ValueError:
        return ""


def _check(session: Session, sheet: _Sheet, user, *, to_move: bool = False) -> Checked:
    """Return what can be entered; with `to_move` nobody else moves these cases until the
    transaction ends."""
    faults, new, known = list(sheet.faults), [], []
    seen: set[str] = set()
    own = units_of(user)
    cases = find_cases(
        session, (each.number for each in sheet.results), to_move=to_move
    )
    for result in sheet.results:
        case = cases.get(result.number)
        if result.number in seen:
            faults.append(_fault(result, NUMBER, TWICE))
        elif case is None or case.deciding_unit_code not in own:
            faults.append(_fault(result, NUMBER, NOT_YOURS))
        elif case.state == _OUTCOMES[result.transition]:
            known.append(result)
        elif case.closed_at is not None:
            faults.append(_fault(result, RESULT, DECIDED_OTHERWISE))
        elif case.state not in TO_DECIDE:
            faults.append(_fault(result, NUMBER, NOT_ACCEPTED))
        else:
            fault = _stepping_fault(session, case, result, user)
            if fault is None:
                new.append(result)
            else:
                faults.append(fault)
        seen.add(result.number)
    if faults:
        raise ResultsUnfit(_in_order(faults))
    return Checked(tuple(new), tuple(known), sheet.empty_rows)


def _stepping_fault(session: Session, case: Case, result: Result, user) -> Fault | None:
    """Return why `user` cannot enter a result, None where they can."""
    try:
        if case.state == ACCEPTED:
            require_step(session, case, "start", user, {})
        require_step(
            session, case, result.transition, user, result.facts, state=IN_PROGRESS
        )
    except CaseUnknown:
        return _fault(result, NUMBER, NOT_YOURS)
    except ReasonMissing as error:
        return _fault(result, REASON, error.message)
    except CaseError as error:
        return _fault(result, _COLUMN_OF.get(error.field, NUMBER), error.message)
    return None


def _fault(result: Result, column: str, message: Message) -> Fault:
    return Fault(result.row.page, result.row.number, column, message)


def _in_order(faults: Iterable[Fault]) -> tuple[Fault, ...]:
    """Return faults as they stand in the sheet, page by page."""
    pages = {page: at for at, page in enumerate(dict.fromkeys(f.page for f in faults))}
    order = list(COLUMNS)
    return tuple(
        sorted(faults, key=lambda f: (pages[f.page], f.row, order.index(f.column)))
    )
