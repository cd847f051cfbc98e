"""The number of a case, which is printed and said aloud, and its secret query code.

Both are digits only: digits have no look-alikes among themselves, are on every keypad,
and are said the same way by a seventy-year-old and by the person at the hotline.
"""

from datetime import date
from onewindow_policy.cases.exceptions import CaseNumberMistyped
from onewindow_policy.cases.exceptions import QueryCodeMistyped
from onewindow_policy.typed.exceptions import UnfitNumber
from onewindow_policy.typed.serials import read_serial
from onewindow_policy.typed.serials import read_serial_and_code
from stdnum.iso7064 import mod_11_2

import secrets

#: The day (YYMMDD), a random block, and one check digit.
NUMBER_DIGITS = 15
_RANDOM_DIGITS = 8

#: 33 bits. With twenty wrong tries a day for a number and an address, a thousand
#: addresses that guess at one case for a year find it with a chance of 1 in 1,400.
CODE_DIGITS = 10


def new_case_number(day: date) -> str:
    """Return a number for a case of `day`, as it is stored.

    The check digit is that of ISO 7064 MOD 11-2 (GB/T 17710), as in identity numbers:
    it tells every wrong digit and every two neighbours that changed places. Blocks
    whose check character would be X are drawn again, so that a number has digits only.

    No counter is asked: the random block makes 91 million numbers a day. The last of
    50,000 cases of a day draws one that is taken with a chance of 1 in 1,800, and all
    of them together do so 14 times; the table's constraint tells, and the caller draws
    again.
    """
    while True:
        block = secrets.randbelow(10**_RANDOM_DIGITS)
        body = f"{day:%y%m%d}{block:0{_RANDOM_DIGITS}d}"
        check = mod_11_2.calc_check_digit(body)
        if check != "X":
            return body + check


def parse_case_number(text: str) -> str:
    """Return the number that somebody typed or pasted, as it is stored.

    Full-width digits, spaces and dashes do no harm. Raises `CaseNumberMistyped`.
    """
    try:
        return read_serial(text, NUMBER_DIGITS, has_check_digit=True)
    except UnfitNumber as error:
        raise CaseNumberMistyped(error.args[0]) from error


def case_number_text(number: str) -> str:
    """Return a stored number as people read it: `260115-4839-20775`."""
    return f"{number[:6]}-{number[6:10]}-{number[10:]}"


def new_query_code() -> str:
    """Return a secret code, as it is compared."""
    return f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}d}"


def parse_query_code(text: str) -> str:
    """Return the code that somebody typed or pasted, as it is compared.

    Raises `QueryCodeMistyped` for what cannot be anybody's code.
    """
    try:
        return read_serial(text, CODE_DIGITS, has_check_digit=False)
    except UnfitNumber as error:
        raise QueryCodeMistyped(error.args[0]) from error


def number_and_code_apart(number: str, code: str) -> tuple[str, str]:
    """Return the texts of two fields, where both were pasted into one of them apart.

    What somebody typed into the other field stays: it is what they mean.
    """
    for pasted in (number, code):
        pair = read_serial_and_code(pasted, NUMBER_DIGITS, CODE_DIGITS)
        if pair is not None:
            own_number = number if pasted != number and number.strip() else pair[0]
            own_code = code if pasted != code and code.strip() else pair[1]
            return own_number, own_code
    return number, code


def query_code_text(code: str) -> str:
    """Return a code as people read it, and say it on the phone: `482 901 7735`."""
    return f"{code[:3]} {code[3:6]} {code[6:]}"
