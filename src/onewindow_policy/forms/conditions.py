"""When a field is asked: the conditions of EasyForm's “depends on”, also on the server.

The syntax is that of Patternslib's pat-depends, which EasyForm writes into its pages: a
field's name alone (answered), `name = value`, `!=`, `<`, `<=`, `>`, `>=`, `~=` (contains),
`=~` (is contained in); `not`, `and`, `or`, parentheses. As there, `and` and `or` bind
equally and to the right, and `not` takes the rest in parentheses. Names may be those of
the fields or of their inputs (`form.widgets.name`).
"""

from collections.abc import Callable
from collections.abc import Mapping
from dataclasses import dataclass
from onewindow_policy.forms.exceptions import UnreadableCondition

import re

#: What was answered, by the names of fields; an unanswered one is missing or empty.
Answers = Mapping[str, str]

_TOKEN = re.compile(r"\s*(<=|>=|!=|~=|=~|=|<|>|\(|\)|[^\s()=!<>~]+)")
_OPERATORS = frozenset({"=", "!=", "<", "<=", ">", ">=", "~=", "=~"})
_ORDER: dict[str, Callable[[float, float], bool]] = {
    "<": lambda left, right: left < right,
    "<=": lambda left, right: left <= right,
    ">": lambda left, right: left > right,
    ">=": lambda left, right: left >= right,
}
_NAME = re.compile(r"(?:form\.widgets\.)?([A-Za-z0-9_.-]+?)(?::list)?")

#: More than a form ever says; a bound on how deep conditions nest.
_MAX_TOKENS = 100

#: pat-depends takes options too: `condition: acting = agent; action: show`.
_OPTION = re.compile(r"(?:^|;)\s*condition\s*:\s*([^;]*)")


@dataclass(frozen=True, slots=True)
class Comparison:
    """`field operator value`; without an operator, that the field is answered."""

    field: str
    operator: str | None = None
    value: str = ""

    def holds(self, answers: Answers) -> bool:
        answer = answers.get(self.field) or ""
        match self.operator:
            case None:
                return bool(answer)
            case "=":
                return answer == self.value
            case "!=":
                return answer != self.value
            case "~=":
                return bool(answer) and self.value in answer
            case "=~":
                return bool(answer) and answer in self.value
        try:
            return _ORDER[self.operator](float(answer), float(self.value))
        except ValueError:
            return False

    def as_lists(self) -> list:
        return [self.operator or "answered", self.field, self.value]

    @property
    def fields(self) -> frozenset[str]:
        return frozenset({self.field})


@dataclass(frozen=True, slots=True)
class Negation:
    """That the inner condition does not hold."""

    inner: "Condition"

    def holds(self, answers: Answers) -> bool:
        return not self.inner.holds(answers)

    def as_lists(self) -> list:
        return ["not", self.inner.as_lists()]

    @property
    def fields(self) -> frozenset[str]:
        return self.inner.fields


@dataclass(frozen=True, slots=True)
class Both:
    """Two conditions, joined by `and` or `or`."""

    word: str
    left: "Condition"
    right: "Condition"

    def holds(self, answers: Answers) -> bool:
        if self.word == "and":
            return self.left.holds(answers) and self.right.holds(answers)
        return self.left.holds(answers) or self.right.holds(answers)

    def as_lists(self) -> list:
        return [self.word, self.left.as_lists(), self.right.as_lists()]

    @property
    def fields(self) -> frozenset[str]:
        return self.left.fields | self.right.fields


Condition = Comparison | Negation | Both


def parse_condition(text: str) -> Condition:
    """Return the condition that `text` states. Raises `UnreadableCondition`."""
    if option := _OPTION.search(text):
        text = option[1]
    tokens = []
    position = 0
    text = text.strip()
    while position < len(text):
        token = _TOKEN.match(text, position)
        if token is None:
            raise UnreadableCondition(text)
        tokens.append(token[1])
        position = token.end()
    if len(tokens) > _MAX_TOKENS:
        raise UnreadableCondition(text)
    reader = _Reader(tokens, text)
    condition = reader.expression()
    if reader.tokens:
        raise UnreadableCondition(text)
    return condition


class _Reader:
    """Reads tokens, the first one last."""

    def __init__(self, tokens: list[str], text: str):
        self.tokens = tokens[::-1]
        self.text = text

    def expression(self) -> Condition:
        if self._next_is("not"):
            self.tokens.pop()
            return Negation(self._simple())
        left = self._simple()
        if self._next_is("and", "or"):
            word = self.tokens.pop().lower()
            return Both(word, left, self.expression())
        return left

    def _simple(self) -> Condition:
        token = self._take()
        if token == "(":
            inner = self.expression()
            if self._take() != ")":
                raise UnreadableCondition(self.text)
            return inner
        name = _NAME.fullmatch(token)
        if name is None:
            raise UnreadableCondition(self.text)
        if self.tokens and self.tokens[-1] in _OPERATORS:
            operator, value = self._take(), self._take()
            if value in _OPERATORS or value in ("(", ")"):
                raise UnreadableCondition(self.text)
            return Comparison(name[1], operator, value)
        return Comparison(name[1])

    def _next_is(self, *words: str) -> bool:
        return bool(self.tokens) and self.tokens[-1].lower() in words

    def _take(self) -> str:
        if not self.tokens:
            raise UnreadableCondition(self.text)
        return self.tokens.pop()


def unasked_fields(
    conditions: Mapping[str, Condition | None], answers: Answers
) -> frozenset[str]:
    """Return the names of fields that are not asked, given the answers.

    `conditions` has all fields in the order of the form. The answer to a field that is
    not asked does not count for those after it, whatever the browser sent.
    """
    counted = dict(answers)
    unasked = set()
    for name, condition in conditions.items():
        if condition is not None and not condition.holds(counted):
            unasked.add(name)
            counted.pop(name, None)
    return frozenset(unasked)
