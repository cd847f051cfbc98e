"""Staff find a case by what somebody at the window, or on the phone, knows of it.

One field takes whatever is typed; what it is shows by its shape. What is looked for is
personal: it is compared by keyed hashes, and stands in no log, address or audit.
"""

from dataclasses import dataclass
from dataclasses import field
from datetime import timedelta
from onewindow_policy.cases.exceptions import CaseNumberMistyped
from onewindow_policy.cases.exceptions import SearchedTooOften
from onewindow_policy.cases.exceptions import SearchUnfit
from onewindow_policy.cases.finders import DOCUMENT
from onewindow_policy.cases.finders import finder_hash
from onewindow_policy.cases.finders import NAME
from onewindow_policy.cases.finders import NAME_ENDS
from onewindow_policy.cases.finders import name_ends
from onewindow_policy.cases.finders import PHONE
from onewindow_policy.cases.finders import PHONE_TAIL
from onewindow_policy.cases.finders import TAIL_DIGITS
from onewindow_policy.cases.listing import CaseRow
from onewindow_policy.cases.listing import newest_cases
from onewindow_policy.cases.models import Case
from onewindow_policy.cases.models import CaseFinder
from onewindow_policy.cases.models import FinderFill
from onewindow_policy.cases.models import THE_FILL
from onewindow_policy.cases.numbers import parse_case_number
from onewindow_policy.cases.settings import searches_per_hour
from onewindow_policy.records.api import audit
from onewindow_policy.records.api import joined_or_own_transaction
from onewindow_policy.records.api import read_session
from onewindow_policy.records.api import utc_now
from onewindow_policy.records.api import write_session
from onewindow_policy.records.attempts import count
from onewindow_policy.records.attempts import hold
from onewindow_policy.records.attempts import Limit
from onewindow_policy.records.attempts import require_fewer
from onewindow_policy.records.attempts import try_key
from onewindow_policy.typed.documents import read_document
from onewindow_policy.typed.documents import RESIDENT_CARD
from onewindow_policy.typed.documents import TITLES
from onewindow_policy.typed.exceptions import UnfitAnswer
from onewindow_policy.typed.names import read_person_name
from onewindow_policy.typed.phones import read_phone
from onewindow_policy.typed.texts import clean_text
from sqlalchemy import ColumnElement
from sqlalchemy import select
from unicodedata import normalize

import re

#: What finds a case by itself, besides the kinds of `finders`.
NUMBER = "number"

#: Who has to look through more, types more.
MOST_FOUND = 50

#: What is longer is none of it.
LONGEST_SOUGHT = 200

#: Of a name the least that is looked for; one character would list half a town.
SHORTEST_NAME = 2

#: As a kind that no form of ours names: an editor's own, of which nothing is known.
_OTHER_DOCUMENT = "other"

_ONLY_TAIL = re.compile(rf"[^0-9A-Za-z]*([0-9]{{{TAIL_DIGITS}}})[^0-9A-Za-z]*")

#: As lists show a name.
_MASKED_NAME = re.compile(r"(\S)\*+(\S)")

#: What can only be meant as one number, so that it is told what is wrong with it.
_AS_CASE_NUMBER = re.compile(r"[0-9]{15}")
_AS_RESIDENT_CARD = re.compile(r"[0-9]{17}[0-9X]")


@dataclass(frozen=True, slots=True)
class Sought:
    """What somebody looks for, read by its shape; any of `values` is meant."""

    kind: str
    values: frozenset[str] = field(repr=False)


@dataclass(frozen=True, slots=True)
class FoundCases:
    """What was found, and by what: names that begin and end like the one that was typed
    are found where none is quite the same (`NAME_ENDS`).

    `has_more` says that there are more than these; `is_filling` that cases of before
    there was this search are not all in it yet.
    """

    kind: str
    rows: tuple[CaseRow, ...]
    has_more: bool
    is_filling: bool


def find_cases(user, text: str) -> FoundCases:
    """Return the cases that `user` may know of and `text` finds, masked, the newest first.

    The audit notes by which kind somebody searched, or nothing is shown; it is kept when
    Zope's transaction commits. Raises `SearchUnfit` for what is nothing that finds a case,
    and `SearchedTooOften`.
    """
    sought = read_sought(text)
    count_search(user.getId())
    audit("case.find", "cases", sought.kind)
    write_session().flush()
    found = _found_by(user, sought)
    ends = frozenset(filter(None, map(name_ends, sought.values)))
    if not found.rows and sought.kind == NAME and ends:
        found_by_ends = _found_by(user, Sought(NAME_ENDS, ends))
        return found_by_ends if found_by_ends.rows else found
    return found


def read_sought(text: str) -> Sought:
    """Return what `text` looks for. Raises `SearchUnfit`, which says what is wrong.

    A number may have other things pasted around it. No two kinds have the same shape, but
    for what is a document only because it is nothing else.
    """
    if len(text) > LONGEST_SOUGHT:
        raise SearchUnfit
    typed = normalize("NFKC", clean_text(text)).strip()
    try:
        return _sought(NUMBER, parse_case_number(typed))
    except CaseNumberMistyped as error:
        not_a_number = error
    if found := _ONLY_TAIL.fullmatch(typed):
        return _sought(PHONE_TAIL, found[1])
    if found := _MASKED_NAME.fullmatch(typed):
        return _sought(NAME_ENDS, found[1] + found[2])
    try:
        return _sought(PHONE, read_phone(typed))
    except UnfitAnswer:
        pass
    compact = re.sub(r"[\s-]", "", typed).upper()
    if _AS_CASE_NUMBER.fullmatch(compact):
        raise SearchUnfit(not_a_number.message) from not_a_number
    if _AS_RESIDENT_CARD.fullmatch(compact):
        return _sought(DOCUMENT, _resident_card(compact))
    if numbers := _documents(typed):
        return Sought(DOCUMENT, numbers)
    try:
        name = read_person_name(text)
    except UnfitAnswer as error:
        raise SearchUnfit from error
    if len(name) < SHORTEST_NAME:
        raise SearchUnfit
    return _sought(NAME, name)


def _sought(kind: str, value: str) -> Sought:
    return Sought(kind, frozenset([value]))


def _resident_card(text: str) -> str:
    try:
        return read_document(RESIDENT_CARD, text)
    except UnfitAnswer as error:
        # Those of foreigners begin otherwise, and are read by the same rule.
        raise SearchUnfit(error.args[0]) from error


def _documents(text: str) -> frozenset[str]:
    """Return the numbers that `text` may be on documents of any kind; none for none."""
    numbers = set()
    for kind in (*TITLES, _OTHER_DOCUMENT):
        try:
            numbers.add(read_document(kind, text))
        except UnfitAnswer:
            continue
    return frozenset(numbers)


def _found_by(user, sought: Sought) -> FoundCases:
    condition = _fits(sought.kind, sought.values)
    page = newest_cases(user, condition, MOST_FOUND)
    is_filling = read_session().get(FinderFill, THE_FILL) is not None
    return FoundCases(sought.kind, page.rows, page.next_page is not None, is_filling)


def _fits(kind: str, values: frozenset[str]) -> ColumnElement[bool]:
    if kind == NUMBER:
        return Case.number.in_(values)
    hashes = [finder_hash(kind, each) for each in values]
    found = select(CaseFinder.case_id)
    found = found.where(CaseFinder.kind == kind, CaseFinder.hash.in_(hashes))
    return Case.id.in_(found)


def count_search(user_id: str) -> None:
    """Count that an account searched by what is personal, wherever. Raises
    `SearchedTooOften`."""
    now = utc_now()
    key = try_key("searches of an account", user_id)
    limit = Limit(searches_per_hour(), timedelta(hours=1))
    with joined_or_own_transaction() as session:
        hold(session, key)
        require_fewer(session, key, [limit], now, SearchedTooOften)
        count(session, key, now)
