"""Personal data as lists show them: enough to tell people apart, not to know them.

The forms are those that public notices use (GB/T 35273-2020, 7.2 b: what is displayed is
made less identifying): 张*三, 110***********1234, 138****1234.
"""

from collections.abc import Mapping
from onewindow_policy.typed.documents import HK_MACAU_PERMIT
from onewindow_policy.typed.documents import PERMANENT_RESIDENCE
from onewindow_policy.typed.documents import RESIDENT_CARD

#: What hides is of a few lengths only, so that it does not tell how much it hides.
_FEW = 3

_ID_NUMBER_DIGITS = 18
_MOBILE_DIGITS = 11


def masked_person(person: Mapping[str, str | None]) -> dict[str, str]:
    """Return what lists show of a person: of name, id_number, id_kind and phone."""
    number = person["id_number"] or ""
    return {
        "name": masked_name(person["name"]),
        "id_number": masked_id_number(number, person.get("id_kind")),
        "phone": masked_phone(person["phone"] or ""),
    }


def masked_name(name: str) -> str:
    """Return the first and the last character of a name; of two, the first one."""
    name = "".join(name.split())
    if len(name) < 2:
        return "*"
    if len(name) == 2:
        return f"{name[0]}*"
    hidden = "*" * min(len(name) - 2, _FEW)
    return f"{name[0]}{hidden}{name[-1]}"


def masked_id_number(number: str, kind: str | None = None) -> str:
    """Return the number of a document of this kind, less identifying.

    Of 18 characters, as on identity cards of residents and foreigners, the first three and
    last four are shown; of permits for Hong Kong and Macau the letter and the last two; of
    others the last two. `kind` is None for a resident identity card.
    """
    number = "".join(number.split())
    is_card = kind in (None, RESIDENT_CARD, PERMANENT_RESIDENCE)
    if is_card and len(number) == _ID_NUMBER_DIGITS:
        return f"{number[:3]}{'*' * 11}{number[-4:]}"
    if kind == HK_MACAU_PERMIT and len(number) > 2 * _FEW:
        return f"{number[0]}{'*' * 6}{number[-2:]}"
    return _masked_but_for_the_end(number)


def masked_phone(phone: str) -> str:
    """Return a mobile number without its middle four digits, others with their end."""
    phone = "".join(phone.split())
    if len(phone) == _MOBILE_DIGITS and phone.isdigit():
        return f"{phone[:3]}****{phone[-4:]}"
    return _masked_but_for_the_end(phone)


def _masked_but_for_the_end(text: str) -> str:
    if not text:
        return ""
    shown = text[-2:] if len(text) > 2 * _FEW else ""
    return "*" * _FEW + shown
