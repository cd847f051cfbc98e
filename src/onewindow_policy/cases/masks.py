"""Personal data as lists show them: enough to tell people apart, not to know them.

The forms are those that public notices use (GB/T 35273-2020, 7.2 b: what is displayed is
made less identifying): 张*三, 110***********1234, 138****1234.
"""

from collections.abc import Mapping
from onewindow_policy.typed.documents import HK_MACAU_PERMIT
from onewindow_policy.typed.documents import holder_kind
from onewindow_policy.typed.documents import PERMANENT_RESIDENCE
from onewindow_policy.typed.documents import RESIDENT_CARD
from onewindow_policy.typed.exceptions import UnfitAnswer
from onewindow_policy.typed.phones import read_phone

import re

#: What hides is of a few lengths only, so that it does not tell how much it hides.
_FEW = 3

#: Stands for given names.
_MARKS = "**"

#: Surnames of two characters (复姓) that people bear today.
_DOUBLE_SURNAMES = frozenset(
    [
        "欧阳",
        "上官",
        "司马",
        "诸葛",
        "夏侯",
        "东方",
        "皇甫",
        "尉迟",
        "公孙",
        "慕容",
        "令狐",
        "司徒",
        "端木",
        "宇文",
        "长孙",
        "南宫",
        "独孤",
        "呼延",
        "轩辕",
        "太史",
        "申屠",
        "钟离",
        "淳于",
        "单于",
        "公冶",
        "宗政",
        "濮阳",
        "赫连",
        "澹台",
        "闻人",
        "万俟",
        "百里",
        "东郭",
        "南门",
        "西门",
        "拓跋",
        "完颜",
        "纳兰",
        "第五",
        "公羊",
        "仲孙",
        "鲜于",
        "闾丘",
        "司空",
        "司寇",
        "子车",
        "颛孙",
        "巫马",
        "公西",
        "漆雕",
        "乐正",
        "壤驷",
        "公良",
        "夹谷",
        "宰父",
        "谷梁",
        "段干",
        "东门",
        "羊舌",
        "微生",
        "梁丘",
        "左丘",
        "贺兰",
    ]
)

#: What may be the number of a document, a bank card or a passbook within a text, set off by
#: spaces, by other marks or not at all: letters as on passports and permits, then digits, a
#: check character last. Letters may stand right before it and after it, as names of banks.
_NUMBER = re.compile(
    r"(?<![0-9])\+?([A-Za-z]{0,3})"
    r"(?:[0-9]+(?: [0-9]+)+(?![-./_·–—][0-9])|[0-9]+(?:([-./_·–—])[0-9]+(?:\2[0-9]+)*)?)"
    r"(?: ?[Xx](?![0-9A-Za-z]))?(?![0-9])"
)
_SET_OFF = re.compile("[-+./_·–— ]")

#: How people type it in full width, character by character.
_WIDE = "".join(map(chr, range(0xFF01, 0xFF5F))) + "\u3000"
_NARROW = str.maketrans(_WIDE, "".join(map(chr, range(0x21, 0x7F))) + " ")
#: Fewer digits are postcodes, amounts and days; after letters, names of things.
_SHORTEST_NUMBER = 12
_SHORTEST_AFTER_LETTERS = 7
_SHOWN_OF_NUMBER = 4

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


def marked_name(name: str) -> str:
    """Return a surname with two marks, whatever its length was: 王**, 欧阳**.

    Of a name in parts it is the first character, of one in letters too: it tells those who
    know the person which one is meant, and nobody else.
    """
    name = "".join(name.split())
    is_double = len(name) > len(_MARKS) and name[:2] in _DOUBLE_SURNAMES
    return (name[:2] if is_double else name[:1]) + _MARKS


def masked_id_number(number: str, kind: str | None = None) -> str:
    """Return the number of a document of this kind, less identifying.

    Of 18 characters, as on identity cards of residents and foreigners, the first three and
    last four are shown; of permits for Hong Kong and Macau the letter and the last two; of
    others the last two. `kind` is None for a resident identity card.
    """
    number = "".join(number.split())
    is_card = holder_kind(kind) in (RESIDENT_CARD, PERMANENT_RESIDENCE)
    if is_card and len(number) == _ID_NUMBER_DIGITS:
        return f"{number[:3]}{'*' * 11}{number[-4:]}"
    if kind == HK_MACAU_PERMIT and len(number) > 2 * _FEW:
        return f"{number[0]}{'*' * 6}{number[-2:]}"
    return _masked_but_for_the_end(number)


def masked_mail(address: str) -> str:
    """Return what pages show of a mail address: its first letter, and whose it is."""
    name, _at, host = address.rpartition("@")
    return f"{name[:1]}***@{host}"


def masked_phone(phone: str) -> str:
    """Return a mobile number without its middle four digits, others with their end."""
    phone = "".join(phone.split())
    if len(phone) == _MOBILE_DIGITS and phone.isdigit():
        return f"{phone[:3]}****{phone[-4:]}"
    return _masked_but_for_the_end(phone)


def masked_numbers(text: str) -> str:
    """Return a text with the numbers of documents and bank accounts in it less identifying:
    of each the last four characters are shown. Phones and days stay as they are."""
    parts, end = [], 0
    # Of the same length, so that places are the same.
    for match in _NUMBER.finditer(text.translate(_NARROW)):
        masked = _masked_number(match)
        whole = text[match.start() : match.end()]
        parts += [text[end : match.start()], whole if masked is None else masked]
        end = match.end()
    return "".join([*parts, text[end:]])


def _masked_number(match: re.Match) -> str | None:
    """Return what is shown of a number, None for what is none."""
    text, letters = match.group(), match.group(1)
    number = _SET_OFF.sub("", text)
    shortest = _SHORTEST_AFTER_LETTERS if letters else _SHORTEST_NUMBER
    if len(number) - len(letters) < shortest or _is_phone(text):
        return None
    return "*" * _FEW + number[-_SHOWN_OF_NUMBER:]


def _is_phone(text: str) -> bool:
    try:
        return bool(read_phone(text))
    except UnfitAnswer:
        return False


def _masked_but_for_the_end(text: str) -> str:
    if not text:
        return ""
    shown = text[-2:] if len(text) > 2 * _FEW else ""
    return "*" * _FEW + shown
