"""Documents that show who somebody is: kinds, their numbers, and who carries them.

Not only residents of the mainland apply: what people from Hong Kong, Macau, Taiwan and
abroad carry counts as well. The first kind includes the residence permits for people from
Hong Kong, Macau and Taiwan (《港澳台居民居住证申领发放办法》), whose numbers are made by
the same standard. Nobody under sixteen need have a card (《居民身份证法》第二条): a child
is known by its entry in the household register, with the number that will be on the card,
and before there is an entry by its medical certificate of birth (《母婴保健法》第二十三条).
"""

from datetime import date
from onewindow_policy import _
from onewindow_policy.typed.exceptions import UnfitNumber
from onewindow_policy.typed.numbers import birth_date_of
from onewindow_policy.typed.numbers import ID_NUMBER_LENGTHS
from onewindow_policy.typed.numbers import is_shaped_as_id_number
from onewindow_policy.typed.numbers import read_id_number
from onewindow_policy.typed.runs import not_digits_only
from onewindow_policy.typed.runs import only_run
from onewindow_policy.typed.runs import plain
from onewindow_policy.typed.runs import read_among
from onewindow_policy.typed.texts import compact_number
from types import MappingProxyType
from zope.i18nmessageid import Message

import re

RESIDENT_CARD = "resident_card"
PERMANENT_RESIDENCE = "permanent_residence"
HK_MACAU_PERMIT = "hk_macau_permit"
TAIWAN_PERMIT = "taiwan_permit"
PASSPORT = "passport"
HOUSEHOLD_REGISTER = "household_register"
BIRTH_CERTIFICATE = "birth_certificate"

#: What pages call the kinds.
TITLES = MappingProxyType(
    {
        RESIDENT_CARD: _(
            "document_resident_card",
            default="Resident identity card, residence permit (Hong Kong, Macau, Taiwan)",
        ),
        PERMANENT_RESIDENCE: _(
            "document_permanent_residence",
            default="Foreign permanent resident identity card",
        ),
        HK_MACAU_PERMIT: _(
            "document_hk_macau_permit",
            default="Mainland travel permit for Hong Kong and Macau residents",
        ),
        TAIWAN_PERMIT: _(
            "document_taiwan_permit",
            default="Mainland travel permit for Taiwan residents",
        ),
        PASSPORT: _("document_passport", default="Passport"),
        HOUSEHOLD_REGISTER: _(
            "document_household_register",
            default="Household register (child without an identity card)",
        ),
        BIRTH_CERTIFICATE: _(
            "document_birth_certificate",
            default="Medical certificate of birth (newborn without a register entry)",
        ),
    }
)

#: What shows who a child is. Whoever consents or acts for one shows something else.
OF_CHILDREN = frozenset({HOUSEHOLD_REGISTER, BIRTH_CERTIFICATE})

#: The citizen's number (公民身份号码) is one person's, wherever it stands.
_WITH_CITIZENS_NUMBER = frozenset({RESIDENT_CARD, HOUSEHOLD_REGISTER})

_FOREIGNERS = "9"

#: Cards before 2023: nationality by three letters, place, day of birth (YYMMDD), sequence
#: and check digit.
_OLD_PERMANENT = re.compile(r"[A-Z]{3}[0-9]{12}")

#: For life; older cards had two more digits, which counted how often one was issued.
_HK_MACAU = re.compile(r"([HM][0-9]{8})(?:[0-9]{2})?")
_TAIWAN = re.compile(r"[0-9]{8}")

#: The letter tells the edition of the form, the digits province and sequence.
_BIRTH = re.compile(r"[A-Z][0-9]{9}")

#: ICAO 9303 has nine characters; some countries print more.
_PASSPORT = re.compile(r"(?=(?:.*[0-9]){2})[A-Z0-9]{5,15}")

#: What an editor's own kind may have: 《军官证》 and others have Chinese in their numbers.
_OTHER_LENGTHS = range(4, 41)


def read_document(kind: str | None, text: str, on: date | None = None) -> str:
    """Return the number of a document of this kind in its one shape.

    None stands for the resident identity card, which is what forms without a choice ask
    for. Of a kind that an editor made up anything with a digit in it is taken. `on` is the
    day that nobody may be born after (default: today). Raises `UnfitNumber`.
    """
    kind = kind or RESIDENT_CARD
    try:
        if kind in _WITH_CITIZENS_NUMBER:
            return read_id_number(text, on)
        if kind == PERMANENT_RESIDENCE:
            return _read_permanent(text, on)
        if kind in _SHAPES:
            pattern, lengths, fault = _SHAPES[kind]
            return _read_shape(text, pattern, lengths, fault)
        return _read_other(text)
    except UnfitNumber:
        if other := _kind_by_shape(text, kind):
            raise UnfitNumber(_other_kind(other)) from None
        raise


def holder_kind(kind: str | None) -> str:
    """Return the kind by which the holder of a number is told from others: a child with a
    household register is who has the card with that number later."""
    return RESIDENT_CARD if kind is None or kind in _WITH_CITIZENS_NUMBER else kind


def has_birth_date(kind: str | None, number: str) -> bool:
    """Return whether a number that `read_document` returned tells a day of birth."""
    has_it = holder_kind(kind) in (RESIDENT_CARD, PERMANENT_RESIDENCE)
    return has_it and is_shaped_as_id_number(number)


def birth_of(kind: str | None, number: str) -> date | None:
    """Return the day of birth in a number that `read_document` returned, if any."""
    return birth_date_of(number) if has_birth_date(kind, number) else None


def _read_permanent(text: str, on: date | None) -> str:
    text = plain(text)
    compact = compact_number(text).upper()
    if _OLD_PERMANENT.fullmatch(compact):
        return compact
    if len(compact) in ID_NUMBER_LENGTHS and compact.startswith(_FOREIGNERS):
        return read_id_number(text, on)
    found = read_among(
        text, range(15, 19), lambda run: _require_permanent(run, on), in_parts=True
    )
    if found is None:
        run = only_run(text, ID_NUMBER_LENGTHS) or ""
        if run.startswith(_FOREIGNERS):
            return read_id_number(run, on)
        raise UnfitNumber(_fault(text, range(15, 19), _permanent))
    return found


def _require_permanent(run: str, on: date | None) -> str:
    run = run.upper()
    if _OLD_PERMANENT.fullmatch(run):
        return run
    if not run.startswith(_FOREIGNERS):
        raise UnfitNumber
    return read_id_number(run, on)


def _read_shape(text: str, pattern: re.Pattern, lengths: range, fault) -> str:
    def require(run: str) -> str:
        found = pattern.fullmatch(run.upper())
        if found is None:
            raise UnfitNumber
        return found[1] if found.re.groups else found[0]

    text = plain(text)
    try:
        return require(compact_number(text))
    except UnfitNumber:
        found = read_among(text, lengths, require, in_parts=False)
    if found is None:
        raise UnfitNumber(_fault(text, lengths, fault))
    return found


def _read_other(text: str) -> str:
    number = "".join(plain(text).split()).upper()
    if len(number) not in _OTHER_LENGTHS or not any(map(str.isdigit, number)):
        raise UnfitNumber(
            _(
                "error_document_other",
                default=(
                    "The number of a document has 4 to 40 characters, digits among them;"
                    " here are ${count}. Copy it from the document."
                ),
                mapping={"count": len(number)},
            )
        )
    return number


def _kind_by_shape(text: str, kind: str) -> str | None:
    """Return the other kind that a number is of beyond doubt, None for none."""
    compact = compact_number(plain(text)).upper()
    if kind != HK_MACAU_PERMIT and _HK_MACAU.fullmatch(compact):
        return HK_MACAU_PERMIT
    if kind != PERMANENT_RESIDENCE and _OLD_PERMANENT.fullmatch(compact):
        return PERMANENT_RESIDENCE
    if kind not in _WITH_CITIZENS_NUMBER and len(compact) in ID_NUMBER_LENGTHS:
        try:
            number = read_id_number(compact)
        except UnfitNumber:
            return None
        is_foreign = number.startswith(_FOREIGNERS)
        if is_foreign:
            return PERMANENT_RESIDENCE
        return HOUSEHOLD_REGISTER if kind == BIRTH_CERTIFICATE else RESIDENT_CARD
    return None


def _other_kind(kind: str) -> Message:
    return _(
        "error_document_kind",
        default="This is the number of: ${kind}. Please choose that kind of document.",
        mapping={"kind": TITLES[kind]},
    )


def _fault(text: str, lengths: range, fault) -> Message:
    run = only_run(text, lengths)
    if run is None and (around := not_digits_only(re.sub(r"[A-Za-z]", "", text))):
        return around
    return fault(len(run or compact_number(text)))


def _permanent(count: int) -> Message:
    return _(
        "error_permanent_residence",
        default=(
            "On the card is a number of 18 digits that begins with 9, on older ones 3"
            " letters and 12 digits; here are ${count} characters. Compare it with the"
            " card."
        ),
        mapping={"count": count},
    )


def _hk_macau(count: int) -> Message:
    return _(
        "error_hk_macau_permit",
        default=(
            "The number of this permit is the letter H or M and 8 digits; here are ${count}"
            " characters. Compare it with the permit."
        ),
        mapping={"count": count},
    )


def _taiwan(count: int) -> Message:
    return _(
        "error_taiwan_permit",
        default=(
            "The number of this permit has 8 digits; here are ${count} characters. Compare"
            " it with the permit."
        ),
        mapping={"count": count},
    )


def _passport(count: int) -> Message:
    return _(
        "error_passport",
        default=(
            "A passport number has 5 to 15 letters and digits, nothing else; here are"
            " ${count} characters. Compare it with the passport."
        ),
        mapping={"count": count},
    )


def _birth(count: int) -> Message:
    return _(
        "error_birth_certificate",
        default=(
            "The number of this certificate is a letter and 9 digits, at its top right;"
            " here are ${count} characters. Compare it with the certificate."
        ),
        mapping={"count": count},
    )


#: Kinds whose numbers are told by their shape only: pattern, lengths, what is wrong.
_SHAPES = {
    HK_MACAU_PERMIT: (_HK_MACAU, range(9, 12), _hk_macau),
    TAIWAN_PERMIT: (_TAIWAN, range(8, 9), _taiwan),
    PASSPORT: (_PASSPORT, range(5, 16), _passport),
    BIRTH_CERTIFICATE: (_BIRTH, range(10, 11), _birth),
}
