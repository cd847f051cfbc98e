"""Whether whoever applies meets the typed conditions of the guide, as far as a form knows.

Nobody is refused by it: a day of birth may be mistyped, and exceptions are the office's
matter. Who seems not to meet a condition is told so before anything is sent, and goes on or
does not; the window reads what was told.
"""

from collections.abc import Collection
from collections.abc import Iterable
from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field
from datetime import date
from onewindow_policy import _
from onewindow_policy.forms.interfaces import IBirthday
from onewindow_policy.forms.interfaces import IResidentIdNumber
from onewindow_policy.guides.eligibility import alternatives
from onewindow_policy.guides.eligibility import judge
from onewindow_policy.guides.eligibility import Outcome
from onewindow_policy.guides.entitlements import WHOSE
from onewindow_policy.guides.resolved import Eligibility
from onewindow_policy.guides.wording import Wording
from onewindow_policy.typed.numbers import age_on
from onewindow_policy.typed.numbers import day_of_age
from onewindow_policy.vocabularies.subjects import ASSESSED
from zope.schema.interfaces import IField

import hashlib

#: What the names of inputs begin with by which somebody says what is met.
MEETS = "form.meets."

MET, NOT_MET, UNSURE = "met", "not_met", "unsure"

#: What can be said of a condition; to say nothing is right, too.
CHOICES = {
    MET: _("meets_condition", default="This is so"),
    NOT_MET: _("meets_condition_not", default="This is not so"),
    UNSURE: _("meets_condition_unsure", default="I am not sure"),
}

AGE = "age"
APPLICANT, CHILD = "applicant", "child"

_ID_CHARACTERS = 8


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition of the guide; of several sentences one is enough."""

    key: str
    sentences: tuple[str, ...]

    @property
    def input_name(self) -> str:
        """What its input is called: a key may hold what no name can."""
        digest = hashlib.sha256(self.key.encode(errors="replace")).hexdigest()
        return MEETS + digest[:_ID_CHARACTERS]


@dataclass(frozen=True, slots=True)
class AgeLimit:
    """A condition that is an age and nothing else, so that a script can tell it at once."""

    condition: Condition
    whose: str
    at_least: int | None
    at_most: int | None


@dataclass(frozen=True, slots=True)
class Unmet:
    """A condition that is not met, as far as anybody knows.

    `whose` and `age` are what speaks against it, `met_from` is the day on which the age is
    reached; the age is None where somebody said that the condition is not met.
    """

    condition: Condition
    whose: str
    age: int | None = field(default=None, repr=False)
    met_from: date | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Finding:
    """What is known of a condition as somebody applies: for who looks into it."""

    key: str
    condition: str
    text: str = field(repr=False)
    is_doubtful: bool


def known_ages(fields: Iterable[IField]) -> frozenset[str]:
    """Return whose ages the answers to these fields tell (see `Eligibility.whose`)."""
    known = set()
    for each in fields:
        if IResidentIdNumber.providedBy(each):
            known.add(APPLICANT)
        elif IBirthday.providedBy(each):
            known.add(CHILD)
    return frozenset(known)


def asked_conditions(
    rows: Iterable[Eligibility], known: Collection[str]
) -> list[Condition]:
    """Return the conditions that people can say something of, in the guide's order.

    Ages are read off numbers and days of birth, of those in `known`; what an office looks
    into, nobody knows.
    """
    return [
        _condition(group)
        for group in alternatives(rows)
        if ASSESSED not in {row.about for row in group}
        and not all(row.about == AGE and row.whose in known for row in group)
    ]


def age_limits(rows: Iterable[Eligibility]) -> list[AgeLimit]:
    """Return the conditions that are one age, in the guide's order."""
    return [
        AgeLimit(_condition(group), group[0].whose, group[0].at_least, group[0].at_most)
        for group in alternatives(rows)
        if [row.about for row in group] == [AGE]
    ]


def unmet_conditions(
    rows: Iterable[Eligibility],
    births: Mapping[str, date],
    said: Mapping[str, str],
    today: date,
) -> list[Unmet]:
    """Return what is not met, in the guide's order.

    :param births: days of birth, by whose they are
    :param said: what was said of conditions (see `CHOICES`), by their keys
    :param today: the day on which ages count
    """
    answers = {whose: {AGE: born} for whose, born in births.items()}
    unmet = []
    for verdict in judge(rows, answers, today):
        condition, whose = _condition(verdict.rows), verdict.rows[0].whose
        if verdict.outcome is Outcome.NOT_MET:
            # Nothing else is known of anybody: all of these are ages.
            age = age_on(births[whose], today)
            met_from = _met_from(verdict.rows, births, today)
            unmet.append(Unmet(condition, whose, age, met_from))
        elif verdict.outcome is Outcome.UNKNOWN and said.get(condition.key) == NOT_MET:
            unmet.append(Unmet(condition, whose))
    return unmet


def _condition(rows: tuple[Eligibility, ...]) -> Condition:
    return Condition(rows[0].key, tuple(row.sentence for row in rows))


def _met_from(
    rows: Iterable[Eligibility], births: Mapping[str, date], today: date
) -> date | None:
    """Return from when an age is reached, None where it never will be again."""
    days = (
        day_of_age(births[row.whose], row.at_least)
        for row in rows
        if row.at_least is not None
    )
    return min((day for day in days if day > today), default=None)


# -- in words


#: Between conditions of which one is enough.
SEPARATOR_OR = _("separator_or", default=", or ")


def sentence_of(condition: Condition, words: Wording) -> str:
    """Return the sentence of a condition, with all that is enough."""
    return words(SEPARATOR_OR).join(condition.sentences)


def told_of(unmet: Unmet, words: Wording) -> str:
    """Return what a form says of a condition that is not met."""
    condition = sentence_of(unmet.condition, words)
    if unmet.age is None:
        return words(
            _(
                "unmet_as_said",
                default=(
                    "This service is for: ${condition}. You said that this is not so. You"
                    " may apply all the same; the window looks into it."
                ),
                mapping={"condition": condition},
            )
        )
    mapping = {
        "condition": condition,
        "whose": words(WHOSE.getTerm(unmet.whose).title),
        "age": unmet.age,
    }
    if unmet.met_from is None:
        return words(
            _(
                "unmet_by_age",
                default=(
                    "This service is for: ${condition}. By what you entered: ${whose},"
                    " aged ${age}. You may apply all the same; the window looks into it."
                ),
                mapping=mapping,
            )
        )
    return words(
        _(
            "unmet_until",
            default=(
                "This service is for: ${condition}. By what you entered: ${whose}, aged"
                " ${age}; old enough from ${day} on. You may apply all the same; the"
                " window looks into it."
            ),
            mapping={**mapping, "day": words.day(unmet.met_from)},
        )
    )


def told_of_limit(limit: AgeLimit, words: Wording) -> str:
    """Return what a form says while a day of birth is typed that does not fit."""
    return words(
        _(
            "unmet_as_typed",
            default=(
                "This service is for: ${condition}. By what you entered it is not so. You"
                " may apply all the same; the window looks into it."
            ),
            mapping={"condition": sentence_of(limit.condition, words)},
        )
    )


def findings(
    asked: Iterable[Condition],
    said: Mapping[str, str],
    unmet: Iterable[Unmet],
    words: Wording,
) -> list[Finding]:
    """Return what the record keeps of conditions, once somebody was told of `unmet` and
    applied: what is worth a look first, and what was said to be met."""
    found = [
        Finding(
            each.condition.key,
            sentence_of(each.condition, words),
            _finding_text(each, words),
            is_doubtful=True,
        )
        for each in unmet
    ]
    noted = {each.key for each in found}
    others = [
        Finding(
            each.key,
            sentence_of(each, words),
            words(CHOICES[said[each.key]]),
            is_doubtful=said[each.key] != MET,
        )
        for each in asked
        if each.key in said and each.key not in noted
    ]
    return sorted(found + others, key=lambda each: not each.is_doubtful)


def _finding_text(unmet: Unmet, words: Wording) -> str:
    if unmet.age is None:
        return words(
            _(
                "finding_as_said",
                default="“${answer}”; sent after being told of the condition",
                mapping={"answer": words(CHOICES[NOT_MET])},
            )
        )
    return words(
        _(
            "finding_by_age",
            default=(
                "${whose}, aged ${age} by what was entered; sent after being told of the"
                " condition"
            ),
            mapping={
                "whose": words(WHOSE.getTerm(unmet.whose).title),
                "age": unmet.age,
            },
        )
    )
