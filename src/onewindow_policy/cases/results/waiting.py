"""The cases that a unit has to decide, as a sheet for its own system."""

from collections.abc import Callable
from collections.abc import Iterable
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from io import BytesIO
from onewindow_policy import _
from onewindow_policy.cases.exceptions import NoUnit
from onewindow_policy.cases.models import Case
from onewindow_policy.cases.numbers import case_number_text
from onewindow_policy.cases.orders import DUE_FIRST
from onewindow_policy.cases.permissions import EXCHANGE_RESULTS
from onewindow_policy.cases.process.finding import is_at_decision
from onewindow_policy.cases.results.columns import COLUMNS
from onewindow_policy.cases.results.columns import NUMBER
from onewindow_policy.cases.results.columns import RESULT
from onewindow_policy.cases.results.columns import RESULTS
from onewindow_policy.cases.states import ACCEPTED
from onewindow_policy.cases.states import IN_PROGRESS
from onewindow_policy.cases.submissions import Answer
from onewindow_policy.cases.submissions import Person
from onewindow_policy.cases.wording import CaseWording
from onewindow_policy.communities.divisions import all_communities
from onewindow_policy.communities.scopes import scope_of
from onewindow_policy.communities.units import deciding_units
from onewindow_policy.desks.api import append_row
from onewindow_policy.desks.api import set_widths
from onewindow_policy.records.api import audit
from onewindow_policy.records.api import read_session
from onewindow_policy.records.api import write_session
from onewindow_policy.typed.documents import RESIDENT_CARD
from onewindow_policy.typed.documents import TITLES
from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from sqlalchemy import and_
from sqlalchemy import func
from sqlalchemy import or_
from sqlalchemy import select

#: As many are handed out at once, the most urgent first.
MOST_CASES = 500

#: What a unit can decide about.
TO_DECIDE = (ACCEPTED, IN_PROGRESS)

_ABOUT = {
    "item": _("column_case_item", default="Service"),
    "state": _("label_case_state", default="State"),
    "received": _("label_received_at", default="Received"),
    "due": _("column_case_due", default="Due"),
    "community": _("field_community", default="Community"),
    "applicant": _("label_applicant", default="Applicant"),
    "document": _("column_document", default="Kind of document"),
    "id_number": _("label_document_number", default="Number of the document"),
    "phone": _("label_phone", default="Phone"),
    "agent": _("label_agent", default="Agent"),
    "agent_number": _("column_agent_number", default="The agent's document number"),
    "agent_phone": _("column_agent_phone", default="The agent's phone"),
    "page": _("column_case_page", default="Files and history"),
}

#: A page of a sheet is called by 31 characters at most, none of these.
_LONGEST_TITLE = 31
_NOT_IN_TITLES = str.maketrans("", "", "[]:*?/\\'")

_MOST_LISTED_ROWS = 2000


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many cases of an item wait to be decided."""

    item_code: str
    title: str
    count: int


def units_of(user) -> frozenset[str]:
    """Return the codes of the units whose results `user` exchanges: those that decide in
    this system, since windows enter the results of others."""
    return scope_of(user, EXCHANGE_RESULTS).units & frozenset(deciding_units())


def count_waiting(user) -> list[Waiting]:
    """Return what waits to be decided by the units of `user`, by item."""
    counted = (
        select(Case.item_code, func.max(Case.item_title), func.count())
        .where(*_are_waiting(user))
        .group_by(Case.item_code)
        .order_by(Case.item_code)
    )
    return [Waiting(*row) for row in read_session().execute(counted)]


def sheet_of_waiting(user, item_code: str, words: CaseWording, desk_url: str) -> bytes:
    """Return what waits to be decided by the units of `user` as an XLSX file, in clear,
    with columns for the results; a page for each item.

    `item_code` narrows it down, "" stands for all items; `desk_url` is the address of the
    desk, where each case has its files. The audit notes each case; what
    cannot be noted is not handed out. Raises `NoUnit` where `user` exchanges nothing.
    """
    if not units_of(user):
        raise NoUnit
    query = select(Case).where(*_are_waiting(user))
    if item_code:
        query = query.where(Case.item_code == item_code)
    query = query.order_by(DUE_FIRST.key, Case.number).limit(MOST_CASES)
    cases = list(read_session().scalars(query))
    for case in cases:
        audit("case.export", case.number, case.deciding_unit_code)
    write_session().flush()
    return _book(cases, words, desk_url)


def _are_waiting(user) -> tuple:
    return (
        Case.deciding_unit_code.in_(sorted(units_of(user))),
        Case.state.in_(TO_DECIDE),
        # What is examined first waits for that, also where the same unit does.
        or_(
            Case.step_name.is_(None),
            and_(Case.step_unit_code == Case.deciding_unit_code, is_at_decision()),
        ),
        Case.erased_at.is_(None),
    )


def _book(cases: Iterable[Case], words: CaseWording, desk_url: str) -> bytes:
    """Return cases as a file; an item has a page, as its form asks what others do not."""
    by_item: dict[str, list[Case]] = {}
    for case in cases:
        by_item.setdefault(case.item_code, []).append(case)
    communities = {each.place.code: each.place.title for each in all_communities()}
    cells = partial(_cells, communities=communities, words=words, desk_url=desk_url)
    book = Workbook(write_only=True)
    for code, several in by_item.items():
        title = f"{code} {several[0].item_title}".translate(_NOT_IN_TITLES)
        _write(book.create_sheet(title[:_LONGEST_TITLE]), several, words, cells)
    if not by_item:
        _write(book.create_sheet(), [], words, cells)
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def _write(page, cases: list[Case], words: CaseWording, cells: Callable) -> None:
    answers = {answer.name: answer.title for case in cases for answer in _answers(case)}
    columns = [*COLUMNS.values(), *_ABOUT.values()]
    set_widths(page, len(columns) + len(answers))
    page.freeze_panes = "B2"
    choices = ",".join(words(each) for each in RESULTS.values())
    validation = DataValidation(type="list", formula1=f'"{choices}"', allow_blank=True)
    letter = get_column_letter(list(COLUMNS).index(RESULT) + 1)
    validation.add(f"{letter}2:{letter}{_MOST_LISTED_ROWS}")
    page.data_validations.append(validation)
    append_row(page, [*map(words, columns), *answers.values()], is_bold=True)
    for case in cases:
        said = {answer.name: answer for answer in _answers(case)}
        told = (said[name].text if name in said else "" for name in answers)
        append_row(page, [*cells(case), *told])


def _cells(
    case: Case, communities: dict[str, str], words: CaseWording, desk_url: str
) -> Iterator[str]:
    for name in COLUMNS:
        yield case_number_text(case.number) if name == NUMBER else ""
    applicant = Person(**case.applicant)
    agent = Person(**case.agent) if case.agent is not None else None
    yield case.item_title
    yield words.state(case.state)
    yield words.moment(case.received_at)
    yield words.due(case.due) if case.due else ""
    yield communities.get(case.community_code, "")
    yield applicant.name
    yield _document(applicant, words)
    yield applicant.id_number or ""
    yield applicant.phone or ""
    yield agent.name if agent is not None else ""
    yield (agent.id_number or "") if agent is not None else ""
    yield (agent.phone or "") if agent is not None else ""
    yield f"{desk_url}/{case.number}"


def _document(person: Person, say: Callable) -> str:
    kind = person.id_kind or RESIDENT_CARD
    return say(TITLES[kind]) if kind in TITLES else ""


def _answers(case: Case) -> Iterator[Answer]:
    return (Answer(**answer) for answer in case.answers)
