"""What finds a case for staff who know something of its persons: keyed hashes, which tell
nothing without the key of the database.

Numbers are found whole, phones by their last four digits too, names whole or by their
first and last character. Nothing else of what is sealed can be searched.
"""

from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Mapping
from onewindow_policy.cases.models import Case
from onewindow_policy.cases.models import CaseFinder
from onewindow_policy.records.api import keyed_hash
from sqlalchemy import delete
from sqlalchemy import insert
from sqlalchemy.orm import Session
from typing import Any

PHONE = "phone"
PHONE_TAIL = "phone_tail"
DOCUMENT = "document"
NAME = "name"
NAME_ENDS = "name_ends"

#: How many digits of a phone people say to be found by.
TAIL_DIGITS = 4

#: What stands between the parts of names, and is typed by one and left out by another.
_BETWEEN_PARTS = str.maketrans("", "", " ·-.'’")

#: Han characters lie behind this one; names in letters are not found by two of them.
_FIRST_HAN = "\u3005"


def finder_hash(kind: str, value: str) -> bytes:
    """Return by which hash a value of this kind is found: the same whoever typed it."""
    return keyed_hash(_SHAPES[kind](value), f"finder of a case: {kind}")


def name_ends(name: str) -> str | None:
    """Return the first and the last character of a Chinese name, None for another one."""
    name = _plain_name(name)
    if len(name) < 2 or min(name[0], name[-1]) < _FIRST_HAN:
        return None
    return name[0] + name[-1]


def phone_tail(phone: str) -> str | None:
    """Return the last digits of a phone as `typed.phones` shapes it, without extension."""
    parts = phone.split("-")
    number = "".join(parts[:2] if phone.startswith("0") else parts[:1])
    digits = "".join(filter(str.isdecimal, number))
    return digits[-TAIL_DIGITS:] if len(digits) > TAIL_DIGITS else None


def finders_of(case: Case) -> list[dict[str, Any]]:
    """Return the rows that find a case: its applicant, and who acts for them."""
    persons = [each for each in (case.applicant, case.agent) if each is not None]
    found = {pair for person in persons for pair in _known_of(person)}
    return [
        {"kind": kind, "hash": finder_hash(kind, value), "case_id": case.id}
        for kind, value in sorted(found)
    ]


def insert_finders(session: Session, rows: Iterable[dict[str, Any]]) -> None:
    """Write rows of `finders_of`; the cases are there."""
    rows = list(rows)
    if rows:
        session.execute(insert(CaseFinder), rows)


def replace_finders(session: Session, case: Case) -> None:
    """Have a case found by what is known of its persons now, and by nothing else."""
    forget_finders(session, case)
    insert_finders(session, finders_of(case))


def forget_finders(session: Session, case: Case) -> None:
    """Have a case found by nothing of its persons any more."""
    session.execute(delete(CaseFinder).where(CaseFinder.case_id == case.id))


def _known_of(person: Mapping[str, str | None]) -> Iterator[tuple[str, str]]:
    """Yield what finds a person, by kind, in the shape that is hashed."""
    if phone := person.get("phone"):
        yield PHONE, _compact(phone)
        if tail := phone_tail(phone):
            yield PHONE_TAIL, tail
    if number := person.get("id_number"):
        # Whatever document it is of: who searches has the number, and not the kind.
        yield DOCUMENT, _compact(number)
    if name := _plain_name(person["name"]):
        yield NAME, name
        if ends := name_ends(name):
            yield NAME_ENDS, ends


def _compact(number: str) -> str:
    return "".join(number.split()).upper()


def _plain_name(name: str) -> str:
    return name.translate(_BETWEEN_PARTS).casefold()


#: What is left out, or alike, in each kind.
_SHAPES = {
    PHONE: _compact,
    PHONE_TAIL: str,
    DOCUMENT: _compact,
    NAME: _plain_name,
    NAME_ENDS: _plain_name,
}
