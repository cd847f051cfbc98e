"""Sums of money in the words that residents read."""

from collections.abc import Iterable
from decimal import Decimal
from onewindow_policy import _
from onewindow_policy.guides.resolved import BenefitRate
from onewindow_policy.guides.wording import Wording
from typing import NamedTuple

#: From here on a Chinese sum is said in 万: 1.8万元.
TEN_THOUSAND = 10_000

#: Measures whose number is money.
MONEY = ("yuan", "top_up")


class Sum(NamedTuple):
    """What one gets, in figures: one sum, or the span of several that are alike.

    `least` is empty where only the most is fixed. `is_all` is False where there are others
    that are measured or paid otherwise. The catalog keeps it as a tuple.
    """

    least: str
    most: str
    measure: str
    period: str
    per: str
    basis: str = ""
    is_all: bool = True
    basis_en: str = ""


def sum_of(rate: BenefitRate) -> Sum:
    """Return the sum of `rate`."""
    return Sum(
        rate.amount or "",
        rate.amount_to or rate.amount or "",
        rate.measure,
        rate.period or "",
        rate.per,
        rate.basis or "",
        basis_en=rate.basis_en or "",
    )


def span_of(rates: Iterable[BenefitRate]) -> Sum | None:
    """Return in brief what `rates` come to, None where there are none.

    Those that are measured and paid like the first are taken together, from the smallest to
    the greatest; a span leaves out of what a percentage is, where that differs.
    """
    sums = [sum_of(rate) for rate in rates]
    if not sums:
        return None
    first = sums[0]
    kind = (first.measure, first.period, first.per)
    alike = [each for each in sums if (each.measure, each.period, each.per) == kind]
    if first.measure == "in_kind":
        return first._replace(is_all=len(sums) == 1)
    least = min((each.least for each in alike), key=_number)
    most = max((each.most for each in alike), key=_number)
    bases = {each.basis for each in alike}
    return first._replace(
        least=least,
        most=most,
        basis=first.basis if len(bases) == 1 else "",
        basis_en=first.basis_en if len(bases) == 1 else "",
        is_all=len(alike) == len(sums),
    )


def listed_sum(brain) -> Sum | None:
    """Return what the city's guide gives, from the catalog record of its item."""
    value = brain.benefit_sum
    # A record without the value has Missing.Value.
    return Sum(*value) if isinstance(value, (tuple, list)) and value else None


def _number(amount: str) -> Decimal:
    return Decimal(amount or 0)


def sum_json(found: Sum | None) -> dict | None:
    """Return a sum as programs read it; `is_all` says whether there are others."""
    return {**found._asdict(), "currency": "CNY"} if found is not None else None


def sum_text(words: Wording, found: Sum) -> str:
    """Return a sum as people say it: 每月50至500元, 50 to 500 yuan a month."""
    if found.measure == "in_kind":
        return words(_("sum_in_kind", default="No money, but help in kind"))
    text = _figures(words, found)
    if found.measure == "percent" and found.basis:
        basis = words.written(found.basis, found.basis_en)
        text = words(
            _(
                "sum_share",
                default="${percent} of ${basis}",
                mapping={"percent": text, "basis": basis},
            )
        )
    if found.period:
        period = words.title("benefit_periods", found.period)
        text = words(
            _(
                "sum_by_period",
                default="${sum} ${period}",
                mapping={"sum": text, "period": period},
            )
        )
    text = _per(words, text, found.per)
    if found.measure == "top_up":
        text = words(
            _(
                "sum_top_up",
                default="Income topped up to ${sum}",
                mapping={"sum": text},
            )
        )
    if not found.is_all:
        text = words(
            _("sum_and_more", default="${sum} and more", mapping={"sum": text})
        )
    return text


def _figures(words: Wording, found: Sum) -> str:
    if not found.least:
        message = _(
            "sum_at_most",
            default="up to ${most}",
            mapping={"most": _figure(words, found.most, found.measure)},
        )
    elif found.least != found.most:
        message = _(
            "sum_span",
            default="${least} to ${most}",
            mapping={
                "least": _bare(words, found.least, found.measure),
                "most": _figure(words, found.most, found.measure),
            },
        )
    else:
        return _figure(words, found.most, found.measure)
    return words(message)


def _figure(words: Wording, amount: str, measure: str) -> str:
    if measure not in MONEY:
        return f"{_plain(amount)}%"
    return words(
        _(
            "amount_yuan",
            default="${amount} yuan",
            mapping={"amount": _money(words, amount)},
        )
    )


def _bare(words: Wording, amount: str, measure: str) -> str:
    return _money(words, amount) if measure in MONEY else f"{_plain(amount)}%"


def _money(words: Wording, amount: str) -> str:
    """Return digits as the language groups them: 3600, 1.8万; 3,600, 18,000."""
    number = Decimal(amount)
    if not words.language.startswith("zh"):
        return f"{Decimal(_plain(amount)):,f}"
    if number >= TEN_THOUSAND and number % 100 == 0:
        return f"{_plain(number / TEN_THOUSAND)}万"
    return _plain(amount)


def _plain(amount: str | Decimal) -> str:
    """Return a number without zeros behind its point that say nothing."""
    number = Decimal(amount)
    whole = number.to_integral_value()
    return f"{whole:f}" if number == whole else f"{number.normalize():f}"


def _per(words: Wording, text: str, per: str) -> str:
    mapping = {"sum": text}
    if per == "household":
        message = _(
            "sum_per_household", default="${sum} for a household", mapping=mapping
        )
    elif per == "child":
        message = _("sum_per_child", default="${sum} for each child", mapping=mapping)
    else:
        return text
    return words(message)


def rate_note(words: Wording, rate: BenefitRate) -> str:
    """Return what else there is to know of `rate`, where that is not its text already."""
    if rate.measure == "in_kind":
        return ""
    return words.written(rate.note, rate.note_en)


def rate_text(words: Wording, rate: BenefitRate) -> str:
    """Return what `rate` comes to: a sum, or the thing that one gets in its place."""
    if rate.measure == "in_kind":
        return words.written(rate.note, rate.note_en)
    return sum_text(words, sum_of(rate))


def benefit_line(words: Wording, rates: tuple[BenefitRate, ...]) -> str:
    """Return in one line what one gets, empty where nothing is fixed."""
    if len(rates) == 1:
        return rate_text(words, rates[0])
    span = span_of(rates)
    return sum_text(words, span) if span is not None else ""
