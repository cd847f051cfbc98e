"""Sums and conditions of a guide that contradict one another, row by row."""

from collections.abc import Iterator
from onewindow_policy import _
from onewindow_policy.guides.entitlements import IBenefitRateRow
from onewindow_policy.guides.entitlements import IEligibilityRow
from onewindow_policy.guides.lintrules import finding
from onewindow_policy.guides.lintrules import GuideRule
from onewindow_policy.guides.resolved import BenefitRate
from onewindow_policy.guides.resolved import Eligibility
from onewindow_policy.guides.resolved import ResolvedGuide
from onewindow_policy.publishing.linting import FAULT
from onewindow_policy.publishing.linting import Finding
from onewindow_policy.vocabularies.api import code_list
from onewindow_policy.vocabularies.subjects import CODED

#: Nobody is older: the end of a band that is open.
_OLDEST = 150

#: A band of ages, both ends included.
Ages = tuple[int, int]


def find_gaps_of_ages(guide: ResolvedGuide, title: str) -> Iterator[Finding]:
    """Yield ages between two sums for which there is none, and for which there are two.

    Sums of the same ages differ in what is said in words: they are for different people.
    """
    alike: dict[tuple, list[tuple[Ages, int, BenefitRate]]] = {}
    for number, rate in enumerate(guide.benefit_rates, start=1):
        if (ages := _ages_of(rate)) is not None:
            kind = (
                rate.whose,
                frozenset(rate.circumstances),
                rate.measure,
                rate.period,
                rate.per,
            )
            alike.setdefault(kind, []).append((ages, number, rate))
    for bands in alike.values():
        bands.sort(key=lambda band: band[0])
        for (ages, _number, _rate), (later, number, rate) in zip(
            bands, bands[1:], strict=False
        ):
            if later == ages:
                continue
            if later[0] <= ages[1]:
                yield _of_rate(
                    "ages_twice",
                    number,
                    rate,
                    _(
                        "finding_ages_twice",
                        default="somebody of ${age} gets two sums by these rows.",
                        mapping={"age": later[0]},
                    ),
                )
            elif later[0] > ages[1] + 1:
                yield _of_rate(
                    "ages_missing",
                    number,
                    rate,
                    _(
                        "finding_ages_missing",
                        default="somebody of ${age} gets nothing by these rows.",
                        mapping={"age": ages[1] + 1},
                    ),
                )


def find_sums_of_nobody(guide: ResolvedGuide, title: str) -> Iterator[Finding]:
    """Yield sums for ages or circumstances that the conditions shut out."""
    needed = [row for row in guide.eligibility if not row.group]
    for number, rate in enumerate(guide.benefit_rates, start=1):
        for row in needed:
            if row.whose == rate.whose and _shuts_out(row, rate):
                yield _of_rate(
                    "sums_of_nobody",
                    number,
                    rate,
                    _(
                        "finding_sum_of_nobody",
                        default=(
                            "is said to be for people whom the condition “${condition}”"
                            " shuts out."
                        ),
                        mapping={"condition": row.sentence},
                    ),
                )


def find_ages_without_sum(guide: ResolvedGuide, title: str) -> Iterator[Finding]:
    """Yield conditions that let ages in for which there is no sum."""
    for number, row in enumerate(guide.eligibility, start=1):
        rates = [rate for rate in guide.benefit_rates if rate.whose == row.whose]
        bands = [_ages_of(rate) for rate in rates]
        if row.about != "age" or row.group or not bands or None in bands:
            continue
        least = min(ages[0] for ages in bands)
        most = max(ages[1] for ages in bands)
        allowed = (row.at_least or 0, _end(row.at_most))
        if row.at_least is not None and least > allowed[0]:
            yield _without_sum(number, row, allowed[0])
        elif most < allowed[1]:
            yield _without_sum(number, row, most + 1)


def find_strange_codes(guide: ResolvedGuide, title: str) -> Iterator[Finding]:
    """Yield rows with codes that no list has, or that nobody can answer there."""
    known = {code: term.about for code, term in code_list("circumstances").items()}
    periods = code_list("benefit_periods")
    for number, rate in enumerate(guide.benefit_rates, start=1):
        strange = [code for code in rate.circumstances if code not in known]
        if rate.period and rate.period not in periods:
            strange.append(rate.period)
        if strange:
            yield _of_rate("strange_codes", number, rate, _strange(strange))
    for number, row in enumerate(guide.eligibility, start=1):
        strange = [
            code
            for code in row.codes
            if row.about in CODED and known.get(code) != row.about
        ]
        if strange:
            yield _of_condition("strange_codes", number, row, _strange(strange))


def _strange(codes: list[str]):
    return _(
        "finding_strange_codes",
        default="“${codes}” is none of what people can answer here: choose again.",
        mapping={"codes": "、".join(codes)},
    )


def _shuts_out(row: Eligibility, rate: BenefitRate) -> bool:
    if row.about == "age":
        return any(
            (row.at_least is not None and age < row.at_least)
            or (row.at_most is not None and age > row.at_most)
            for age in (rate.age_from, rate.age_to)
            if age is not None
        )
    known = code_list("circumstances")
    codes = {
        code
        for code in rate.circumstances
        if code in known and known[code].about == row.about
    }
    return bool(codes and row.codes and not codes.intersection(row.codes))


def _ages_of(rate: BenefitRate) -> Ages | None:
    """Return the ages that a sum is for, None where it is for all."""
    if rate.age_from is None and rate.age_to is None:
        return None
    return rate.age_from or 0, _end(rate.age_to)


def _end(age: int | None) -> int:
    return _OLDEST if age is None else age


def _without_sum(number: int, row: Eligibility, age: int) -> Finding:
    return _of_condition(
        "ages_without_sum",
        number,
        row,
        _(
            "finding_age_without_sum",
            default="somebody of ${age} may apply by it, and no sum is for that age.",
            mapping={"age": age},
        ),
    )


def _of_rate(rule: str, number: int, rate: BenefitRate, suggestion) -> Finding:
    return finding(
        rule,
        "benefit_rates",
        suggestion,
        row=number,
        column=IBenefitRateRow["who"].title,
        sentence=rate.who,
        severity=FAULT,
    )


def _of_condition(rule: str, number: int, row: Eligibility, suggestion) -> Finding:
    return finding(
        rule,
        "eligibility",
        suggestion,
        row=number,
        column=IEligibilityRow["sentence"].title,
        sentence=row.sentence,
        severity=FAULT,
    )


gaps_of_ages = GuideRule(find_gaps_of_ages)
sums_of_nobody = GuideRule(find_sums_of_nobody)
ages_without_sum = GuideRule(find_ages_without_sum)
strange_codes = GuideRule(find_strange_codes)
