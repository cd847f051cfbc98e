"""The number of a case, which is printed and said aloud, and its secret query code."""

from datetime import date
from onewindow_policy.cases.exceptions import CaseNumberMistyped
from onewindow_policy.cases.exceptions import QueryCodeMistyped
from onewindow_policy.typed.exceptions import UnfitNumber
from onewindow_policy.typed.serials import CODE_DIGITS
from onewindow_policy.typed.serials import NumberKind
from onewindow_policy.typed.serials import read_serial
from onewindow_policy.typed.serials import serial_and_code_apart

#: 91 million a day. The last of 50,000 cases of a day draws one that is taken with a chance
#: of 1 in 1,800, and all of them together do so 14 times.
CASE_NUMBER = NumberKind(groups=(6, 4, 5), mistyped=CaseNumberMistyped)


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


def parse_query_code(text: str) -> str:
    """Return the code that somebody typed or pasted, as it is compared.

    Raises `QueryCodeMistyped` for what cannot be anybody's code.
    """
    try:
        return read_serial(text, CODE_DIGITS, has_check_digit=False)
    except UnfitNumber as error:
        raise QueryCodeMistyped(error.args[0]) from error


def number_and_code_apart(number: str, code: str) -> tuple[str, str]:
    """See `serial_and_code_apart`."""
    return serial_and_code_apart(number, code, CASE_NUMBER.digits)
