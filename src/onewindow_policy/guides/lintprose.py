"""Sums and ages that a guide tells in words, beside those that its rows tell in numbers.

Who reads one of the two believes it. Rows are what pages, lists and forms reckon with;
words may say more, but nothing else.
"""

from collections.abc import Iterator
from decimal import Decimal
from onewindow_policy import _
from onewindow_policy.guides.entitlements import IBenefitRateRow
from onewindow_policy.guides.entitlements import IEligibilityRow
from onewindow_policy.guides.lintrules import finding
from onewindow_policy.guides.lintrules import GuideRule
from onewindow_policy.guides.resolved import ResolvedGuide
from onewindow_policy.guides.rows import IQuestionRow
from onewindow_policy.guides.sums import MONEY
from onewindow_policy.publishing.linting import excerpt
from onewindow_policy.publishing.linting import FAULT
from onewindow_policy.publishing.linting import Finding
from typing import NamedTuple

import re

#: From where the number begins: long ones that are no sum are gone through once.
_YUAN = re.compile(r"(?<![0-9])(?<![0-9],)([0-9]+(?:,[0-9]+)*(?:\.[0-9]+)?)(万?)元")
_AGE = re.compile(r"([0-9]{1,3})周?岁")
_SENTENCES = re.compile("[。；！？\n]")

#: Sentences about what is paid out; those about incomes and fees tell other sums.
_PAID_OUT = re.compile("每[月年季学人户孩次]|一次性|发放|补贴|补助|津贴|奖励|标准")
_OTHER_SUMS = re.compile("收入|财产|存款|租金|工本费|[收缴交]费|缴纳")

#: Ages of somebody else than whom rows speak of.
_OTHER_PEOPLE = re.compile("监护人|代办人|父母|子女|配偶|家属")


class Told(NamedTuple):
    """A sentence of a guide: field, row, column, and what it says."""

    field: str
    row: int
    column: str
    text: str


def find_other_sums(guide: ResolvedGuide, title: str) -> Iterator[Finding]:
    """Yield sums in words that no row has."""
    typed = _typed_sums(guide)
    if not typed:
        return
    for told in _sentences(guide):
        if not _PAID_OUT.search(told.text) or _OTHER_SUMS.search(told.text):
            continue
        for amount, said in _sums_in(told.text):
            if amount not in typed:
                yield _found(
                    "other_sums",
                    told,
                    _(
                        "finding_other_sum",
                        default=(
                            "says ${sum} yuan, and no row of the sums does. One of the two"
                            " is not true: mend it."
                        ),
                        mapping={"sum": said},
                    ),
                )


def find_other_ages(guide: ResolvedGuide, title: str) -> Iterator[Finding]:
    """Yield ages in words that no row has."""
    typed = _typed_ages(guide)
    if not typed:
        return
    for told in _sentences(guide):
        if not _OTHER_PEOPLE.search(told.text):
            yield from _other_ages(told, typed)


def find_ages_of_rows(guide: ResolvedGuide, title: str) -> Iterator[Finding]:
    """Yield rows whose words say another age than their numbers."""
    for number, rate in enumerate(guide.benefit_rates, start=1):
        told = Told("benefit_rates", number, IBenefitRateRow["who"].title, rate.who)
        yield from _other_ages(told, _limits(rate.age_from, rate.age_to))
    for number, row in enumerate(guide.eligibility, start=1):
        if row.about == "age":
            column = IEligibilityRow["sentence"].title
            told = Told("eligibility", number, column, row.sentence)
            yield from _other_ages(told, _limits(row.at_least, row.at_most))


def _other_ages(told: Told, typed: set[int]) -> Iterator[Finding]:
    for age in dict.fromkeys(map(int, _AGE.findall(told.text))):
        if age not in typed:
            yield _found(
                "other_ages",
                told,
                _(
                    "finding_other_age",
                    default=(
                        "says an age of ${age}, and the numbers of the rows do not. One of"
                        " the two is not true: mend it."
                    ),
                    mapping={"age": age},
                ),
            )


def _typed_sums(guide: ResolvedGuide) -> set[Decimal]:
    """Return the sums of the rows, those that their remarks tell among them."""
    rates = [rate for rate in guide.benefit_rates if rate.measure in MONEY]
    typed = {
        Decimal(amount)
        for rate in rates
        for amount in (rate.amount, rate.amount_to)
        if amount
    }
    remarks = " ".join(f"{rate.note or ''} {rate.basis or ''}" for rate in rates)
    return typed.union(amount for amount, _said in _sums_in(remarks))


def _sums_in(text: str) -> Iterator[tuple[Decimal, str]]:
    """Yield the sums of a text, in yuan, each with what it says."""
    for number, times in _YUAN.findall(text):
        amount = Decimal(number.replace(",", "")) * (10_000 if times else 1)
        yield amount, f"{number}{times}"


def _typed_ages(guide: ResolvedGuide) -> set[int]:
    typed = set()
    for rate in guide.benefit_rates:
        typed |= _limits(rate.age_from, rate.age_to)
    for row in guide.eligibility:
        if row.about == "age":
            typed |= _limits(row.at_least, row.at_most)
    return typed


def _limits(least: int | None, most: int | None) -> set[int]:
    """Return the ages by which words may tell these bounds: up to 17, or below 18."""
    after = most + 1 if most is not None else None
    return {each for each in (least, most, after) if each is not None}


def _sentences(guide: ResolvedGuide) -> Iterator[Told]:
    answer = IQuestionRow["answer"].title
    texts = [Told("standard", 0, "", guide.standard or "")]
    texts += [
        Told("conditions", number, "", text)
        for number, text in enumerate(guide.conditions, start=1)
    ]
    texts += [
        Told("faqs", number, answer, row.answer)
        for number, row in enumerate(guide.faqs, start=1)
    ]
    for told in texts:
        for sentence in _SENTENCES.split(told.text):
            if sentence.strip():
                yield told._replace(text=sentence.strip())


def _found(rule: str, told: Told, suggestion) -> Finding:
    return finding(
        rule,
        told.field,
        suggestion,
        row=told.row,
        column=told.column,
        sentence=excerpt(told.text),
        severity=FAULT,
    )


other_sums = GuideRule(find_other_sums)
other_ages = GuideRule(find_other_ages)
ages_of_rows = GuideRule(find_ages_of_rows)
