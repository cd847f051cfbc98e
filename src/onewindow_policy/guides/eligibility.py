"""Whether somebody meets the typed conditions of a guide: met, not met, or not known."""

from collections.abc import Collection
from collections.abc import Iterable
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from onewindow_policy.guides.resolved import BenefitRate
from onewindow_policy.guides.resolved import Eligibility
from onewindow_policy.guides.resolved import ResolvedGuide
from onewindow_policy.typed.numbers import age_on
from onewindow_policy.vocabularies.subjects import NUMBERED


class Outcome(StrEnum):
    """What is known of a condition."""

    MET = "met"
    NOT_MET = "not_met"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Band:
    """A number of which only the bounds are known; None is no bound."""

    at_least: int | None = None
    at_most: int | None = None


#: What somebody says of a subject: a day of birth (of the subject `age`) or a number, one
#: within bounds, or the codes of circumstances.
Answer = date | int | Band | str | Collection[str]

#: Answers by whose they are and what they are about, None where there is nobody:
#: `{"applicant": {"age": date(1940, 5, 1), "care": "care_needed"}, "child": None}`.
Answers = Mapping[str, Mapping[str, Answer] | None]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What came of a condition, or of several of which one is enough."""

    outcome: Outcome
    rows: tuple[Eligibility, ...]

    @property
    def sentences(self) -> tuple[str, ...]:
        """What the guide says to people, a sentence for each alternative."""
        return tuple(row.sentence for row in self.rows)

    def sentences_in(self, language: str) -> tuple[str, ...]:
        """Return them in English where it is wanted and editors wrote it."""
        if not language.startswith("en"):
            return self.sentences
        return tuple(row.sentence_en or row.sentence for row in self.rows)


def judge(rows: Iterable[Eligibility], answers: Answers, today: date) -> list[Verdict]:
    """Return what is known of each condition, alternatives together, in the guide's order.

    :param today: the day on which ages count
    """
    return [
        Verdict(_any(_outcome(row, answers, today) for row in group), group)
        for group in alternatives(rows)
    ]


def alternatives(rows: Iterable[Eligibility]) -> list[tuple[Eligibility, ...]]:
    """Return the conditions in the guide's order, those together of which one is enough."""
    groups: dict[str, list[Eligibility]] = {}
    for number, row in enumerate(rows):
        # No group is named by a line break: a row without one stands for itself.
        groups.setdefault(row.group or f"\n{number}", []).append(row)
    return [tuple(group) for group in groups.values()]


def conditions_in_english(guide: ResolvedGuide) -> tuple[str, ...]:
    """Return the conditions as editors wrote them in English: all of them, or none.

    Without lines of their own, those that can be checked speak, if each does.
    """
    if guide.conditions_en or not all(row.sentence_en for row in guide.eligibility):
        return guide.conditions_en
    return tuple(
        " or: ".join(row.sentence_en or "" for row in group)
        for group in alternatives(guide.eligibility)
    )


def sum_up(verdicts: Iterable[Verdict]) -> Outcome:
    """Return whether all is met, something is not, or something is not known."""
    return _all(verdict.outcome for verdict in verdicts)


def judge_rate(
    rate: BenefitRate, subjects: Mapping[str, str], answers: Answers, today: date
) -> Outcome:
    """Return whether somebody gets the sum of `rate`.

    :param subjects: what each code of the list `circumstances` is about
    """
    given = answers.get(rate.whose, {})
    if given is None:
        return Outcome.NOT_MET
    outcomes = []
    if rate.age_from is not None or rate.age_to is not None:
        outcomes.append(
            _within(given.get("age"), Band(rate.age_from, rate.age_to), today)
        )
    by_subject: dict[str, set[str]] = {}
    for code in rate.circumstances:
        by_subject.setdefault(subjects.get(code, ""), set()).add(code)
    outcomes += [_among(given.get(about), codes) for about, codes in by_subject.items()]
    return _all(outcomes)


def _outcome(row: Eligibility, answers: Answers, today: date) -> Outcome:
    given = answers.get(row.whose, {})
    if given is None:
        return Outcome.NOT_MET
    answer = given.get(row.about)
    if row.about in NUMBERED:
        return _within(answer, Band(row.at_least, row.at_most), today)
    return _among(answer, row.codes)


def _within(answer: Answer | None, band: Band, today: date) -> Outcome:
    least, most = _bounds_of(answer, today)
    if _is_below(most, band.at_least) or _is_below(band.at_most, least):
        return Outcome.NOT_MET
    if band.at_least is not None and (least is None or least < band.at_least):
        return Outcome.UNKNOWN
    if band.at_most is not None and (most is None or most > band.at_most):
        return Outcome.UNKNOWN
    return Outcome.MET


def _bounds_of(answer: Answer | None, today: date) -> tuple[int | None, int | None]:
    if isinstance(answer, Band):
        return answer.at_least, answer.at_most
    if isinstance(answer, date):
        # Nobody is born in the future: that is a slip, and says nothing.
        answer = age_on(answer, today) if answer <= today else None
    return (answer, answer) if isinstance(answer, int) else (None, None)


def _is_below(number: int | None, limit: int | None) -> bool:
    return number is not None and limit is not None and number < limit


def _among(answer: Answer | None, codes: Collection[str]) -> Outcome:
    given = {answer} if isinstance(answer, str) else set(answer or ())
    given.discard("")
    # What an office looks into has no codes.
    if not given or not codes:
        return Outcome.UNKNOWN
    return Outcome.MET if given.intersection(codes) else Outcome.NOT_MET


def _any(outcomes: Iterable[Outcome]) -> Outcome:
    found = set(outcomes)
    if Outcome.MET in found:
        return Outcome.MET
    return Outcome.UNKNOWN if Outcome.UNKNOWN in found else Outcome.NOT_MET


def _all(outcomes: Iterable[Outcome]) -> Outcome:
    found = set(outcomes)
    if Outcome.NOT_MET in found:
        return Outcome.NOT_MET
    return Outcome.UNKNOWN if Outcome.UNKNOWN in found else Outcome.MET
