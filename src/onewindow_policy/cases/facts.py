"""What is given with a transition: a reason, a ground, materials, a day; read and checked.

What a person typed is a mapping of texts by name, or of lists of texts where several can be
chosen. What comes out is of JSON's own types, and is sealed with the event that it makes.
"""

from collections.abc import Mapping
from collections.abc import Sequence
from datetime import date
from onewindow_policy.cases.states import AGREED
from onewindow_policy.cases.states import COLLEAGUE
from onewindow_policy.cases.states import DAYS
from onewindow_policy.cases.states import GROUND
from onewindow_policy.cases.states import MATERIALS
from onewindow_policy.cases.states import NOTE
from onewindow_policy.cases.states import REASON
from onewindow_policy.cases.states import RECEIVER
from onewindow_policy.cases.states import Transition
from onewindow_policy.cases.states import UNTIL
from onewindow_policy.cases.states import WAY
from onewindow_policy.cases.states import WHERE
from onewindow_policy.cases.stepexceptions import DayNotPossible
from onewindow_policy.cases.stepexceptions import DaysNotPossible
from onewindow_policy.cases.stepexceptions import FactMissing
from onewindow_policy.cases.stepexceptions import ReasonMissing
from onewindow_policy.cases.stepexceptions import ReasonTooLong

#: Characters of a reason, and of a name or place.
LONGEST_REASON = 2000
LONGEST_LINE = 200

#: Why an application is not accepted: art. 32 para. 1 no. 1 and 2 of the Administrative
#: Licensing Law, and that who applies is not entitled by what they handed in themselves.
NOT_NEEDED = "not_needed"
NOT_OURS = "not_ours"
NOT_MET = "not_met"
GROUNDS = (NOT_NEEDED, NOT_OURS, NOT_MET)

#: How a result comes to its person.
HANDED_OVER = "window"
BY_POST = "post"
AT_HOME = "home"
WAYS = (HANDED_OVER, BY_POST, AT_HOME)

Given = Mapping[str, str | Sequence[str]]


def read_facts(transition: Transition, given: Given, today: date) -> dict:
    """Return by name what `given` says for `transition`, and nothing that it does not take.

    Raises `ReasonMissing`, `ReasonTooLong`, `FactMissing`, `DayNotPossible` for a day that
    is not after `today` and `DaysNotPossible` for a number that is none.
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
    is_line = name in (WHERE, RECEIVER, COLLEAGUE)
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


def _day(name: str, value, today: date) -> str:
    text = _one(value)
    if not text:
        return ""
    try:
        day = date.fromisoformat(text)
    except ValueError as error:
        raise DayNotPossible(name) from error
    if day <= today:
        raise DayNotPossible(name)
    return day.isoformat()


def _number(name: str, value, _today) -> int:
    text = _one(value)
    if not text:
        return 0
    if not (text.isascii() and text.isdigit() and len(text) <= 3 and int(text)):
        raise DaysNotPossible(name)
    return int(text)


_READERS = {
    REASON: _text,
    NOTE: _text,
    WHERE: _text,
    RECEIVER: _text,
    COLLEAGUE: _text,
    GROUND: _choice(GROUNDS),
    WAY: _choice(WAYS),
    AGREED: _choice(("1",)),
    MATERIALS: _several,
    UNTIL: _day,
    DAYS: _number,
}
