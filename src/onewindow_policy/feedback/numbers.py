"""The number of a suggestion: the sender sees it, and finds the public answer by it."""

from datetime import datetime
from onewindow_policy.feedback.exceptions import NumberMistyped
from onewindow_policy.typed.exceptions import UnfitNumber
from onewindow_policy.typed.serials import read_serial
from onewindow_policy.workdays.api import city_time
from stdnum.iso7064 import mod_11_2

import secrets

#: The day (YYMMDD), a random block, and one check digit.
DIGITS = 12
_RANDOM_DIGITS = 5


def new_number(moment: datetime) -> str:
    """Return a number for a suggestion of `moment`, as it is stored.

    The check digit is that of ISO 7064 MOD 11-2 (GB/T 17710); blocks whose check
    character would be X are drawn again, so that a number has digits only. There are
    91,000 a day: one that is taken is noticed by the table, and another one drawn.
    """
    while True:
        block = secrets.randbelow(10**_RANDOM_DIGITS)
        body = f"{city_time(moment):%y%m%d}{block:0{_RANDOM_DIGITS}d}"
        check = mod_11_2.calc_check_digit(body)
        if check != "X":
            return body + check


def parse_number(text: str) -> str:
    """Return the number that somebody typed or pasted, as it is stored.

    Full-width digits, spaces and dashes do no harm. Raises `NumberMistyped`.
    """
    try:
        return read_serial(text, DIGITS, has_check_digit=True)
    except UnfitNumber as error:
        raise NumberMistyped(error.args[0]) from error


def number_text(number: str) -> str:
    """Return a stored number as people read it: `260115-483921`."""
    return f"{number[:6]}-{number[6:]}"
