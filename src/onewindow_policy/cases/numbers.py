"""The number of a case, which is printed and said aloud, and its secret query code."""

from datetime import date
from onewindow_policy.cases.exceptions import CaseNumberMistyped
from onewindow_policy.cases.exceptions import QueryCodeMistyped
from onewindow_policy.typed.exceptions import UnfitNumber
from onewindow_policy.typed.serials import NumberKind
from onewindow_policy.typed.serials import read_serial
from onewindow_policy.typed.serials import read_serial_and_code

import secrets

#: 91 million a day. The last of 50,000 cases of a day draws one that is taken with a chance
#: of 1 in 1,800, and all of them together do so 14 times.
CASE_NUMBER = NumberKind(groups=(6, 4, 5), mistyped=CaseNumberMistyped)

#: 33 bits. With twenty wrong tries a day for a number and an address, a thousand
#: addresses that guess at one case for a year find it with a chance of 1 in 1,400.
CODE_DIGITS = 10


def new_case_number(day: date) -> str:
    """Return a number for a case of `day`, as it is stored."""
    return CASE_NUMBER.draw(day)


def parse_case_number(text: str) -> str:
    """Return the number that somebody typed or pasted, as it is stored.

    Raises `CaseNumberMistyped`.
    """
    return CASE_NUMBER.parse(text)


def case_number_text(number: str) -> str:
    """Return a stored number as people read it: `260115-4839-20775`."""
    return CASE_NUMBER.text(number)


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
        pair = read_serial_and_code(pasted, CASE_NUMBER.digits, CODE_DIGITS)
        if pair is not None:
            own_number = number if pasted != number and number.strip() else pair[0]
            own_code = code if pasted != code and code.strip() else pair[1]
            return own_number, own_code
    return number, code


def query_code_text(code: str) -> str:
    """Return a code as people read it, and say it on the phone: `482 901 7735`."""
    return f"{code[:3]} {code[3:6]} {code[6:]}"
