"""What is given with a transition: a reason, a ground, materials, a day; read and checked.

What a person typed is a mapping of texts by name, or of lists of texts where several can be
chosen. What comes out is of JSON's own types, and is sealed with the event that it makes.
"""

from collections.abc import Callable
from collections.abc import Mapping
from collections.abc import Sequence
from datetime import date
from datetime import timedelta
from onewindow_policy.cases.handingout.exceptions import ParcelNotPossible
from onewindow_policy.cases.states import ADDRESS
from onewindow_policy.cases.states import ADDRESSEE
from onewindow_policy.cases.states import AGAIN
from onewindow_policy.cases.states import AGREED
from onewindow_policy.cases.states import ANSWER
from onewindow_policy.cases.states import ANSWERED
from onewindow_policy.cases.states import AUTHORITY
from onewindow_policy.cases.states import BASIS
from onewindow_policy.cases.states import BRINGER
from onewindow_policy.cases.states import CARRIER
from onewindow_policy.cases.states import CAUSE
from onewindow_policy.cases.states import COLLEAGUE
from onewindow_policy.cases.states import DAYS
from onewindow_policy.cases.states import DECIDED_ON
from onewindow_policy.cases.states import EXPECTED_ON
from onewindow_policy.cases.states import FIELD
from onewindow_policy.cases.states import GROUND
from onewindow_policy.cases.states import HANDED_ON
from onewindow_policy.cases.states import MATERIALS
from onewindow_policy.cases.states import MENDED
from onewindow_policy.cases.states import NOTE
from onewindow_policy.cases.states import OBJECTION
from onewindow_policy.cases.states import OUTCOME
from onewindow_policy.cases.states import PARCEL
from onewindow_policy.cases.states import PHONE
from onewindow_policy.cases.states import PHOTO
from onewindow_policy.cases.states import POSTED
from onewindow_policy.cases.states import REASON
from onewindow_policy.cases.states import RECEIVER
from onewindow_policy.cases.states import SEEN
from onewindow_policy.cases.states import SENT_ON
from onewindow_policy.cases.states import Transition
from onewindow_policy.cases.states import UNTIL
from onewindow_policy.cases.states import VALID_UNTIL
from onewindow_policy.cases.states import WAY
from onewindow_policy.cases.states import WHERE
from onewindow_policy.cases.states import WINDOW
from onewindow_policy.cases.states import WORDS
from onewindow_policy.cases.stepexceptions import DayNotPossible
from onewindow_policy.cases.stepexceptions import DaysNotPossible
from onewindow_policy.cases.stepexceptions import DayToCome
from onewindow_policy.cases.stepexceptions import DayTooFar
from onewindow_policy.cases.stepexceptions import FactMissing
from onewindow_policy.cases.stepexceptions import PhoneNotPossible
from onewindow_policy.cases.stepexceptions import ReasonMissing
from onewindow_policy.cases.stepexceptions import ReasonTooLong
from onewindow_policy.forms.api import AT_HOME
from onewindow_policy.forms.api import BY_POST
from onewindow_policy.forms.api import HANDED_OVER
from onewindow_policy.typed.exceptions import UnfitAnswer
from onewindow_policy.typed.phones import read_phone

import re

#: Characters of a reason, and of a name or place.
LONGEST_REASON = 2000
LONGEST_LINE = 200

#: Calendar days within which something that is late is expected: what lies further off was
#: mistyped.
LATEST_DAYS = 366

#: Why an application is not accepted: art. 32 para. 1 no. 1 and 2 of the Administrative
#: Licensing Law, and that who applies is not entitled by what they handed in themselves.
NOT_NEEDED = "not_needed"
NOT_OURS = "not_ours"
NOT_MET = "not_met"
GROUNDS = (NOT_NEEDED, NOT_OURS, NOT_MET)

#: How a result comes to its person.
WAYS = (HANDED_OVER, BY_POST, AT_HOME)

#: What the check of a commitment found: it is so; it was not quite so, and was put right.
#: To what is not so, and stays so, there are steps of their own.
HELD = "true"
PUT_RIGHT = "corrected"
OUTCOMES = (HELD, PUT_RIGHT)

#: Why a promise has passed. Messages say it, so that none of it is about a person: more of
#: it is a reason, which stands where number and query code open the case.
NEEDS_CHECKING = "checking"
OTHER_OFFICE = "other_office"
ON_SITE = "on_site"
MANY_CASES = "many"
OUTAGE = "outage"
BEYOND_US = "beyond_us"
CAUSES = (NEEDS_CHECKING, OTHER_OFFICE, ON_SITE, MANY_CASES, OUTAGE, BEYOND_US)

#: What carriers number parcels with: letters and digits, 13 of them by EMS. Each has its
#: own rules, so that only what cannot be one is refused.
_PARCEL = re.compile("[A-Z0-9]{8,30}")

_LINES = (
    BASIS,
    WHERE,
    RECEIVER,
    COLLEAGUE,
    AUTHORITY,
    BRINGER,
    ADDRESSEE,
    ADDRESS,
    CARRIER,
    WORDS,
    FIELD,
    WINDOW,
)

Given = Mapping[str, str | Sequence[str]]


def read_facts(transition: Transition, given: Given, today: date) -> dict:
    """Return by name what `given` says for `transition`, and nothing that it does not take.

    Raises `ReasonMissing`, `ReasonTooLong`, `FactMissing`, `DayNotPossible` for a day that
    is not after `today`, `DayTooFar` for one that is a year away, `DayToCome` for one that
    is not over, where it has to be,
    `DaysNotPossible` for a number that is none, `ParcelNotPossible` and
    `PhoneNotPossible`.
    """
    facts = {}
    for name in (*transition.needs, *transition.may):
        value = _READERS[name](name, given.get(name) or "", today)
        if value:
            facts[name] = value
        elif name in transition.needs:
            raise ReasonMissing() if name == REASON else FactMissing(name)
    if facts.get(GROUND) == NOT_OURS and WHERE not in facts:
        raise FactMissing(WHERE)
    return facts


def _one(value: str | Sequence[str]) -> str:
    return (value if isinstance(value, str) else value[-1] if value else "").strip()


def _text(name: str, value, _today) -> str:
    text = _one(value)
    is_line = name in _LINES
    longest = LONGEST_LINE if is_line else LONGEST_REASON
    if len(text) > longest:
        raise ReasonTooLong(name, longest)
    return text


def _choice(choices: tuple[str, ...]):
    def read(_name: str, value, _today) -> str:
        text = _one(value)
        return text if text in choices else ""

    return read


def _several(_name: str, value, _today) -> list[str]:
    texts = [value] if isinstance(value, str) else value
    # In the order in which they were sent, each once.
    return list(dict.fromkeys(filter(None, (text.strip() for text in texts))))


def _day_to_come(name: str, value, today: date) -> str:
    return _day(name, value, lambda day: day > today, DayNotPossible)


def _day_soon(name: str, value, today: date) -> str:
    text = _day_to_come(name, value, today)
    if text and date.fromisoformat(text) > today + timedelta(days=LATEST_DAYS):
        raise DayTooFar(name)
    return text


def _day_gone(name: str, value, today: date) -> str:
    return _day(name, value, lambda day: day <= today, DayToCome)


def _day(name: str, value, fits: Callable[[date], bool], error_class) -> str:
    text = _one(value)
    if not text:
        return ""
    try:
        day = date.fromisoformat(text)
    except ValueError as error:
        raise error_class(name) from error
    if not fits(day):
        raise error_class(name)
    return day.isoformat()


def _number(name: str, value, _today) -> int:
    text = _one(value)
    if not text:
        return 0
    if not (text.isascii() and text.isdigit() and len(text) <= 3 and int(text)):
        raise DaysNotPossible(name)
    return int(text)


def _parcel(name: str, value, _today) -> str:
    text = re.sub(r"[\s-]", "", _one(value)).upper()
    if text and not _PARCEL.fullmatch(text):
        raise ParcelNotPossible(name)
    return text


def _phone(name: str, value, _today) -> str:
    text = _one(value)
    try:
        return read_phone(text) if text else ""
    except UnfitAnswer as error:
        raise PhoneNotPossible(name, error.args[0]) from error


_READERS = {
    REASON: _text,
    NOTE: _text,
    AGAIN: _text,
    WHERE: _text,
    BASIS: _text,
    RECEIVER: _text,
    COLLEAGUE: _text,
    GROUND: _choice(GROUNDS),
    WAY: _choice(WAYS),
    OUTCOME: _choice(OUTCOMES),
    WORDS: _text,
    AGREED: _choice(("1",)),
    MATERIALS: _several,
    UNTIL: _day_to_come,
    DECIDED_ON: _day_gone,
    VALID_UNTIL: _day_to_come,
    DAYS: _number,
    PHOTO: _choice(("1",)),
    OBJECTION: _text,
    ANSWER: _text,
    ANSWERED: _number,
    AUTHORITY: _text,
    SEEN: _choice(("1",)),
    BRINGER: _text,
    HANDED_ON: _day_gone,
    ADDRESSEE: _text,
    PHONE: _phone,
    ADDRESS: _text,
    CARRIER: _text,
    PARCEL: _parcel,
    SENT_ON: _day_gone,
    CAUSE: _choice(CAUSES),
    EXPECTED_ON: _day_soon,
    POSTED: _choice(("1",)),
    FIELD: _text,
    MENDED: _text,
    WINDOW: _text,
}
