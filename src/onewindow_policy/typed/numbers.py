"""Identity and bank card numbers: how they are read, and when they are wrong.

Each `read_…` takes what was typed and returns the number in its one shape, or raises
`UnfitNumber`. Each `doubts_about_…` returns what is worth a second look and no reason to
refuse.
"""

from collections.abc import Callable
from datetime import date
from onewindow_policy import _
from onewindow_policy.typed.exceptions import UnfitNumber
from onewindow_policy.typed.runs import not_digits_only
from onewindow_policy.typed.runs import only_run
from onewindow_policy.typed.runs import plain
from onewindow_policy.typed.runs import read_among
from onewindow_policy.typed.texts import compact_number
from onewindow_policy.workdays.api import today
from stdnum import luhn
from stdnum.cn import ric
from stdnum.exceptions import InvalidComponent
from zope.i18nmessageid import Message

import re

#: Nobody alive was born before; a typing error that hits the check digit may say so.
EARLIEST_BIRTH = date(1870, 1, 1)

#: Below this age a guardian consents (PIPL article 31).
AGE_OF_OWN_CONSENT = 14

DOUBTFUL_CARD = _(
    "warning_bank_card",
    default=(
        "The last digit does not fit the others, as it does on most cards."
        " Please compare the number with the card once more."
    ),
)

ID_NUMBER_LENGTHS = range(18, 19)

#: Residence permits of people from Hong Kong, Macau and Taiwan (810000, 820000, 830000),
#: and foreigners with permanent residence (since 2023).
_ELSEWHERE = ("81", "82", "83", "9")

_CARD_LENGTHS = range(12, 20)

_ID_NUMBER = re.compile(r"[0-9]{17}[0-9X]")
_OLD_ID_NUMBER = re.compile(r"[0-9]{15}")
_CARD = re.compile(r"[0-9]{12,19}")


def read_id_number(text: str, on: date | None = None) -> str:
    """Return a resident identity number (GB 11643-1999): 17 digits, a digit or `X`.

    The day of birth must exist and not lie after `on` (default: today); the check
    character is that of ISO 7064 MOD 11-2. What was pasted around the number is passed
    over, where exactly one fits. Raises `UnfitNumber`.
    """
    text = plain(text)
    on = on or today()
    number = compact_number(text).upper()
    if len(number) not in ID_NUMBER_LENGTHS:
        found = read_among(
            text, ID_NUMBER_LENGTHS, lambda run: _require_id(run, on), in_parts=True
        )
        if found is not None:
            return found
        # What is wrong with the one number there is, and not that there is more.
        number = (only_run(text, ID_NUMBER_LENGTHS) or number).upper()
    if _OLD_ID_NUMBER.fullmatch(number):
        raise UnfitNumber(
            _(
                "error_id_number_old",
                default=(
                    "This is an old number of 15 digits. Enter the 18 characters on the"
                    " identity card."
                ),
            )
        )
    if len(number) not in ID_NUMBER_LENGTHS:
        raise UnfitNumber(not_digits_only(text) or _wrong_length(len(number)))
    return _require_id(number, on)


def _wrong_length(count: int) -> Message:
    return _(
        "error_id_number_length",
        default=(
            "An identity number has 18 characters; here are ${count}. Compare it with the"
            " card."
        ),
        mapping={"count": count},
    )


def _require_id(number: str, on: date) -> str:
    number = number.upper()
    if not _ID_NUMBER.fullmatch(number):
        raise UnfitNumber(
            _(
                "error_id_number_characters",
                default="An identity number is 18 digits; only the last may be an X.",
            )
        )
    _require_birth(number, on)
    if number[-1] != ric.calc_check_digit(number):
        raise UnfitNumber(
            _(
                "error_id_number_check",
                default=(
                    "One of the digits is wrong: the last one does not fit the others."
                    " Compare them one by one with the card."
                ),
            )
        )
    return number


def _require_birth(number: str, on: date) -> None:
    try:
        born = ric.get_birth_date(number)
    except InvalidComponent as error:
        raise UnfitNumber(
            _(
                "error_id_number_date",
                default=(
                    "Digits 7 to 14 are the day of birth, and there is no such day."
                    " Compare them with the card."
                ),
            )
        ) from error
    if not EARLIEST_BIRTH <= born <= on:
        raise UnfitNumber(
            _(
                "error_id_number_future",
                default=(
                    "Digits 7 to 14 are the day of birth, and nobody was born then."
                    " Compare them with the card."
                ),
            )
        )


def is_shaped_as_id_number(number: str) -> bool:
    """Return whether `number` has the shape of what `read_id_number` returns."""
    return _ID_NUMBER.fullmatch(number) is not None


def is_known_area(number: str) -> bool:
    """Return whether the first six digits were a county (GB/T 2260) at the day of birth, or
    say that somebody is from elsewhere."""
    if number.startswith(_ELSEWHERE):
        return True
    try:
        ric.get_birth_place(number)
    except InvalidComponent:
        return False
    return True


def doubts_about_id_number(
    number: str, is_known: Callable[[str], bool] = is_known_area
) -> tuple[Message, ...]:
    """Return a doubt where nobody knows the area of the first six digits.

    No reason to refuse: counties are founded and renumbered faster than any table.
    """
    if not is_known(number):
        return (
            _(
                "warning_id_number_region",
                default=(
                    "We do not know the area that the first six digits stand for."
                    " Please compare them with the card once more."
                ),
            ),
        )
    return ()


def birth_date_of(number: str) -> date:
    """Return the day of birth in an identity number that `read_id_number` returned."""
    return ric.get_birth_date(number)


def age_on(born: date, day: date) -> int:
    """Return the completed years of life (周岁) of somebody on a day."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def day_of_age(born: date, years: int) -> date:
    """Return the first day on which somebody has completed so many years of life."""
    try:
        return born.replace(year=born.year + years)
    except ValueError:
        # Born on a leap day: in other years the day after.
        return date(born.year + years, 3, 1)


def needs_guardian(born: date, on: date | None = None) -> bool:
    """Return whether somebody born on this day is under fourteen."""
    return age_on(born, on or today()) < AGE_OF_OWN_CONSENT


def read_bank_card(text: str) -> str:
    """Return the number of a bank card or account: 12 to 19 digits.

    JR/T 0008 has cards of 13 to 19 digits; 12 occur on passbooks. Raises `UnfitNumber`.
    """
    text = plain(text)
    number = compact_number(text)
    if _CARD.fullmatch(number):
        return number
    found = read_among(text, _CARD_LENGTHS, _require_card, in_parts=False)
    if found is None:
        number = only_run(text, _CARD_LENGTHS) or number
        around = (
            None if number.isascii() and number.isalnum() else not_digits_only(text)
        )
        raise UnfitNumber(around or _no_card(len(number)))
    return found


def _require_card(run: str) -> str:
    if not _CARD.fullmatch(run):
        raise UnfitNumber
    return run


def _no_card(count: int) -> Message:
    return _(
        "error_bank_card",
        default=(
            "A bank card number is 12 to 19 digits, nothing else; here are ${count}"
            " characters. Copy the long number on the card or in the passbook."
        ),
        mapping={"count": count},
    )


def doubts_about_bank_card(number: str) -> tuple[Message, ...]:
    """Return a doubt where the last digit is not Luhn's (ISO/IEC 7812-1, JR/T 0008).

    No reason to refuse: every card of UnionPay has it, but passbooks and old cards of
    rural cooperatives, to which pensions are paid, need not; the bank itself refuses a
    payment to an account that does not exist.
    """
    return () if luhn.is_valid(number) else (DOUBTFUL_CARD,)
