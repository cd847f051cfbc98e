"""Numbers that we gave out ourselves, as people type and paste them back.

Those of records begin with their day (YYMMDD) and end with the check digit of ISO 7064
MOD 11-2; query codes are nothing but digits.
"""

from dataclasses import dataclass
from datetime import date
from datetime import datetime
from onewindow_policy import _
from onewindow_policy.typed.exceptions import UnfitNumber
from onewindow_policy.typed.runs import not_digits_only
from onewindow_policy.typed.runs import only_run
from onewindow_policy.typed.runs import plain
from onewindow_policy.typed.runs import read_among
from onewindow_policy.typed.runs import runs_with_places
from onewindow_policy.typed.texts import compact_number
from stdnum.iso7064 import mod_11_2
from zope.i18nmessageid import Message

import secrets

#: What is longer is no number; nobody's megabytes are read for it.
LONGEST_TYPED = 1000

#: Of the secret codes that open what a number names.
CODE_DIGITS = 10

_LETTERS_MEANT_AS_DIGITS = str.maketrans("OoIl", "0011")

#: Stands where a number was taken out; no number goes on across it.
_TAKEN_OUT = "|"


#: The day, as YYMMDD.
_DAY_DIGITS = 6


@dataclass(frozen=True, slots=True)
class NumberKind:
    """The numbers of one kind of records: day (YYMMDD), random block, one check digit.

    They are digits only: digits have no look-alikes among themselves, are on every keypad,
    and are said the same way by a seventy-year-old and by the person at the hotline. The
    check digit is that of ISO 7064 MOD 11-2 (GB/T 17710), as in identity numbers: it tells
    every wrong digit and every two neighbours that changed places.

    No counter is asked: the table's constraint tells of a number that is taken, and the
    caller draws again.
    """

    #: How many there are in each of the parts that people read apart.
    groups: tuple[int, ...]
    #: What is raised for what is no such number, with a message that says why.
    mistyped: type[Exception]

    @property
    def digits(self) -> int:
        return sum(self.groups)

    def draw(self, day: date) -> str:
        """Return a number for a record of `day`, as it is stored.

        Blocks whose check character would be X are drawn again: one in eleven.
        """
        width = self.digits - _DAY_DIGITS - 1
        while True:
            body = f"{day:%y%m%d}{secrets.randbelow(10**width):0{width}d}"
            check = mod_11_2.calc_check_digit(body)
            if check != "X":
                return body + check

    def parse(self, text: str) -> str:
        """Return the number that somebody typed or pasted, as it is stored.

        Full-width digits, spaces and dashes do no harm. Raises `mistyped`.
        """
        try:
            return read_serial(text, self.digits, has_check_digit=True)
        except UnfitNumber as error:
            raise self.mistyped(error.args[0]) from error

    def text(self, number: str) -> str:
        """Return a stored number as people read it: `260115-4839-20775`."""
        parts, start = [], 0
        for width in self.groups:
            parts.append(number[start : start + width])
            start += width
        return "-".join(parts)


def draw_code() -> str:
    """Return a secret code, as it is compared: ten digits, 33 bits. With twenty wrong tries
    a day for a number and an address, a thousand addresses that guess at one number for
    a year find it with a chance of 1 in 1,400."""
    return f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}d}"


def code_text(code: str) -> str:
    """Return a code as people read it, and say it on the phone: `482 901 7735`."""
    return f"{code[:3]} {code[3:6]} {code[6:]}"


def read_serial(text: str, digits: int, *, has_check_digit: bool) -> str:
    """Return the number of so many `digits` that somebody typed, as it is stored.

    Full-width digits, spaces and dashes do no harm, nor does what was pasted around it
    where exactly one number fits. Raises `UnfitNumber`, which says what is wrong.
    """
    if len(text) > LONGEST_TYPED:
        raise UnfitNumber(_wrong_length(digits, len(text)))

    def read(run: str) -> str:
        number = run.translate(_LETTERS_MEANT_AS_DIGITS)
        if not _is_digits(number, digits):
            raise UnfitNumber(_wrong_length(digits, _count(number)))
        if has_check_digit and not mod_11_2.is_valid(number):
            raise UnfitNumber(_wrong_digit())
        return number

    typed = plain(text)
    number = compact_number(typed).translate(_LETTERS_MEANT_AS_DIGITS)
    if _is_digits(number, digits):
        return read(number)
    lengths = range(digits, digits + 1)
    found = read_among(typed, lengths, read, in_parts=has_check_digit)
    if found is not None:
        return found
    run = only_run(typed, lengths)
    if run is not None and _is_digits(run, digits):
        return read(run)
    if not _count(typed):
        raise UnfitNumber(_missing(digits))
    around = None if number.isdigit() else not_digits_only(typed)
    raise UnfitNumber(around or _wrong_length(digits, _count(typed)))


def read_serial_and_code(text: str, digits: int, code_digits: int) -> tuple | None:
    """Return the number of a record and its code, where both were pasted into one field;
    None where there is not exactly one of each."""
    if len(text) > LONGEST_TYPED:
        return None
    typed = plain(text)
    places = {}
    for run, start, end in runs_with_places(typed):
        if _is_digits(run, digits) and _is_number_of_a_day(run):
            places[run] = (start, end)
        elif _is_digits(run, digits + code_digits) and _is_number_of_a_day(
            run[:digits]
        ):
            return run[:digits], run[digits:]
    if len(places) != 1:
        return None
    ((number, (start, end)),) = places.items()
    rest = f"{typed[:start]}{_TAKEN_OUT}{typed[end:]}"
    try:
        code = read_among(
            rest, range(code_digits, code_digits + 1), _require_digits, in_parts=False
        )
    except UnfitNumber:
        return None
    return (number, code) if code is not None else None


def serial_and_code_apart(number: str, code: str, digits: int) -> tuple[str, str]:
    """Return the texts of two fields, where both were pasted into one of them apart: a
    number with so many `digits`, and its code.

    What somebody typed into the other field stays: it is what they mean.
    """
    for pasted in (number, code):
        pair = read_serial_and_code(pasted, digits, CODE_DIGITS)
        if pair is not None:
            own_number = number if pasted != number and number.strip() else pair[0]
            own_code = code if pasted != code and code.strip() else pair[1]
            return own_number, own_code
    return number, code


def _require_digits(run: str) -> str:
    if not run.isdigit():
        raise UnfitNumber
    return run


def _is_number_of_a_day(number: str) -> bool:
    try:
        datetime.strptime(number[:6], "%y%m%d")
    except ValueError:
        return False
    return mod_11_2.is_valid(number)


def _is_digits(text: str, digits: int) -> bool:
    return len(text) == digits and text.isascii() and text.isdigit()


def _count(text: str) -> int:
    return sum(each.isascii() and each.isdigit() for each in text)


def _missing(digits: int) -> Message:
    return _(
        "error_serial_missing",
        default="Please enter the ${allowed} digits.",
        mapping={"allowed": digits},
    )


def _wrong_length(digits: int, count: int) -> Message:
    return _(
        "error_serial_length",
        default=(
            "It has ${allowed} digits; here are ${count}. Please compare it with your"
            " receipt, or with what you noted."
        ),
        mapping={"allowed": digits, "count": count},
    )


def _wrong_digit() -> Message:
    return _(
        "error_serial_check",
        default=(
            "One of the digits is wrong: the last one does not fit the others. Please"
            " compare them one by one with your receipt, or with what you noted."
        ),
    )
