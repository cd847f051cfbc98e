"""A journey as one immutable value, and the way through it by what somebody answers."""

from collections.abc import Iterator
from collections.abc import Mapping
from dataclasses import dataclass
from onewindow_policy.journeys.conditions import Condition
from onewindow_policy.journeys.conditions import read_condition

import re

#: Between names of papers in a cell, as people type them.
_BETWEEN_NAMES = re.compile(r"[、，,；;\n]+")


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer that one may choose."""

    key: str
    text: str


@dataclass(frozen=True, slots=True)
class Question:
    """A question, asked where `asked_if` holds."""

    key: str
    text: str
    help: str
    asked_if: Condition
    answers: tuple[Answer, ...]

    def answer(self, key: str | None) -> Answer | None:
        """Return the answer with this key, None for what is none."""
        return next((each for each in self.answers if each.key == key), None)


@dataclass(frozen=True, slots=True)
class Step:
    """Something to do: a service by its code, or something at another office.

    `after` are the keys of the steps that come first; `brings` and `gives` the names of
    papers that it takes and that one gets there, beside what a service's guide says.
    """

    key: str
    item_code: str
    title: str
    office: str
    place: str
    phone: str
    advice: str
    brings: tuple[str, ...]
    gives: tuple[str, ...]
    shown_if: Condition
    after: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SamePaper:
    """A paper that services call by several names: it is brought once."""

    name: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """What a journey asks, and what it leads to."""

    questions: tuple[Question, ...] = ()
    steps: tuple[Step, ...] = ()
    papers: tuple[SamePaper, ...] = ()


@dataclass(frozen=True, slots=True)
class Answered:
    """A question and what was chosen."""

    question: Question
    answer: Answer


@dataclass(frozen=True, slots=True)
class Way:
    """How far somebody is: what was answered, and the question that is next.

    At the end `next_question` is None, and `steps` is what there is to do.
    """

    answered: tuple[Answered, ...]
    next_question: Question | None
    steps: tuple[Step, ...] = ()

    @property
    def given(self) -> dict[str, str]:
        """The answers by question, in the order of the questions."""
        return {each.question.key: each.answer.key for each in self.answered}


def names_in(text: str | None) -> tuple[str, ...]:
    """Return the names of papers in a cell."""
    return tuple(
        name for each in _BETWEEN_NAMES.split(text or "") if (name := each.strip())
    )


def keys_in(text: str | None) -> tuple[str, ...]:
    """Return the keys of steps in a cell."""
    return tuple((text or "").replace("，", " ").replace(",", " ").split())


def plan_of(journey) -> Plan:
    """Return what `journey` stores as a value. Raises `UnreadableCondition`."""
    answers: dict[str, list[Answer]] = {}
    for row in journey.answers or ():
        answers.setdefault(row["question"], []).append(Answer(row["key"], row["text"]))
    return Plan(
        questions=tuple(
            Question(
                row["key"],
                row["text"],
                row.get("help") or "",
                read_condition(row.get("asked_if")),
                tuple(answers.get(row["key"], ())),
            )
            for row in journey.questions or ()
        ),
        steps=tuple(_step(row) for row in journey.steps or ()),
        papers=tuple(
            SamePaper(row["name"], names_in(row["names"]))
            for row in journey.papers or ()
        ),
    )


def _step(row: Mapping) -> Step:
    columns = ("item_code", "title", "office", "place", "phone", "advice")
    return Step(
        key=row["key"],
        **{name: (row.get(name) or "").strip() for name in columns},
        brings=names_in(row.get("brings")),
        gives=names_in(row.get("gives")),
        shown_if=read_condition(row.get("shown_if")),
        after=keys_in(row.get("after")),
    )


def walk(plan: Plan, given: Mapping[str, object]) -> Way:
    """Return how far the answers `given` lead.

    Each question is asked in its turn, where its condition holds. The first one without
    an answer of its own is next; what was answered behind it is forgotten, since another
    answer to it may lead elsewhere.
    """
    answered: list[Answered] = []
    known: dict[str, str] = {}
    for question in plan.questions:
        if not question.asked_if.holds(known):
            continue
        value = given.get(question.key)
        answer = question.answer(value) if isinstance(value, str) else None
        if answer is None:
            return Way(tuple(answered), question)
        answered.append(Answered(question, answer))
        known[question.key] = answer.key
    steps = tuple(each for each in plan.steps if each.shown_if.holds(known))
    return Way(tuple(answered), None, steps)


def ways_through(plan: Plan) -> Iterator[Way]:
    """Yield each way to the end; five questions at most have few."""
    given: list[dict[str, str]] = [{}]
    while given:
        answers = given.pop()
        way = walk(plan, answers)
        question = way.next_question
        if question is None:
            yield way
            continue
        given += [{**answers, question.key: each.key} for each in question.answers]
