"""Phone numbers: mobile ones, landlines with their area code, and those from elsewhere."""

from onewindow_policy import _
from onewindow_policy.typed.exceptions import UnfitNumber
from onewindow_policy.typed.runs import not_digits_only
from onewindow_policy.typed.runs import only_run
from onewindow_policy.typed.runs import plain
from onewindow_policy.typed.runs import read_among
from onewindow_policy.typed.texts import compact_number
from zope.i18nmessageid import Message

import re

_MOBILE = re.compile(r"(?:\+?86|0086)?(1[3-9][0-9]{9})")

#: Area codes are of three digits for 010 and 02x, else of four; local numbers of seven or
#: eight (《电信网编号计划》).
_LANDLINE = re.compile(r"(?:\+?86|0086)?0?(10|2[0-9]|[3-9][0-9]{2})([2-8][0-9]{6,7})")
_WITH_ZERO = re.compile(r"0[1-9]|(?:\+|00)86")
#: Numbers of firms that pass calls on.
_SERVICE = re.compile(r"[48]00[0-9]{7}")
#: E.164: the country code and the number have at most fifteen digits together.
_ABROAD = re.compile(r"(?:\+|00)([1-9][0-9]{6,14})")
_CHINA = "86"

_EXTENSION = re.compile(
    r"(?<![-—–\s])[-—–\s]*(?:转|ext\.?|分机)\s*(\d{1,6})\D*$", re.IGNORECASE
)
_EXTENSION_AFTER_DASH = re.compile(
    r"(\(?0\d{2,3}\)?[-\s]*\d{7,8}|[48]00[-\s]*\d{3}[-\s]*\d{4})-(\d{1,6})"
)

_HAS_EXTENSIONS = re.compile("0|[48]00")

_LENGTHS = range(7, 25)


def read_phone(text: str) -> str:
    """Return a phone number in its one shape. Raises `UnfitNumber`.

    Mobile numbers are eleven digits without the country code; landlines `0571-88881234`,
    with `-8001` for an extension; what is not of the mainland `+85291234567`.
    """
    typed = text = plain(text)
    extension = ""
    if found := _EXTENSION.search(text):
        text, extension = text[: found.start()], found[1]
    elif found := _EXTENSION_AFTER_DASH.fullmatch(text):
        text, extension = found[1], found[2]
    number = _read(compact_number(text))
    if number is None:
        number = read_among(text, _LENGTHS, _require, in_parts=False)
    if number is None:
        raise UnfitNumber(_fault(text))
    if not extension:
        return number
    if not _HAS_EXTENSIONS.match(number):
        raise UnfitNumber(not_digits_only(typed) or _fault(typed))
    return f"{number}-{extension}"


def _read(digits: str) -> str | None:
    """Return a number without gaps in its one shape, None for what is none."""
    if mobile := _MOBILE.fullmatch(digits):
        return mobile[1]
    if _SERVICE.fullmatch(digits):
        return digits
    if _WITH_ZERO.match(digits) and (landline := _LANDLINE.fullmatch(digits)):
        return f"0{landline[1]}-{landline[2]}"
    abroad = _ABROAD.fullmatch(digits)
    if abroad and not abroad[1].startswith(_CHINA):
        return f"+{abroad[1]}"
    return None


def _require(digits: str) -> str:
    number = _read(digits)
    if number is None:
        raise UnfitNumber
    return number


def _fault(text: str) -> Message:
    digits = only_run(text, _LENGTHS) or compact_number(text)
    count = sum(each.isdigit() for each in digits)
    if not count:
        return NO_PHONE
    if re.fullmatch(r"[2-9][0-9]{6,7}", digits):
        return _(
            "error_phone_without_area",
            default=(
                "The area code is missing: write it first, such as 0571-88881234. Numbers"
                " of Hong Kong begin with +852, of Macau with +853."
            ),
        )
    if digits.startswith("1"):
        return _(
            "error_mobile_phone",
            default=(
                "A mobile phone number has 11 digits and begins with 13 to 19; here are"
                " ${count} digits. Please check it."
            ),
            mapping={"count": count},
        )
    return not_digits_only(text) or _(
        "error_phone",
        default=(
            "This is no phone number that we can call; it has ${count} digits. Mobile"
            " numbers have 11, landlines an area code first, numbers from elsewhere + and"
            " the country code."
        ),
        mapping={"count": count},
    )


#: Said where nothing was entered: nobody has to have a phone.
NO_PHONE = _(
    "error_phone_missing",
    default=(
        "Please enter a number. Without a phone: enter that of somebody who can tell you,"
        " or apply at the window."
    ),
)
