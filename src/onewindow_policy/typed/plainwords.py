"""What of a text could be said plainly: words of offices, dates that are no Chinese ones.

Nothing here is changed by itself: whether the plain word says the same, its writer knows.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

import re

#: What people are not told, and what would be touched in the names of laws.
_NAMES = re.compile(r"《[^《》]*》|〔[^〔〕]*〕|(?:https?://|www\.)[!-~]+")

#: Words of offices, and how one says that to a neighbour; "" where they only go.
OFFICIALESE = {
    r"(?<!不)(?<!或者)予以(?!或)": "",
    r"进行(?=(?:形式)?审查|审核|核实|核对|核查|登记|备案|公示|评估|认定|办理)": "",
    r"视情(?!况)": "必要时",
    r"社会化发放": "打到卡里",
    r"报送(?=的)": "交来",
    r"逾期": "过期",
    r"届时": "到时候",
    r"携带": "带",
    r"前往": "去",
    r"缴纳": "交",
    r"知悉": "知道",
    r"填报": "填写",
    r"上述": "以上",
    r"免予": "不用",
    r"免提交": "不用交",
    r"无需": "不用",
    r"自行(?!车)": "自己",
    r"先行": "先",
    r"另行": "另外",
    r"一并": "一起",
    r"次日": "第二天",
    r"次月": "下个月",
    r"次年": "第二年",
    r"择期": "另定日期",
    r"原则上": "一般",
    r"(?:相关|有关)(?:部门|单位)": "哪个部门（写出名字）",
    r"(?:相关|有关)规定": "哪项规定（写出名字，或者直接说怎么规定）",
}

_OFFICIALESE = tuple((re.compile(words), plain) for words, plain in OFFICIALESE.items())

_NUMERIC_DATE = re.compile(
    r"(?<![0-9.\-/A-Za-z])([0-9]{4})([-/.])([0-9]{1,2})\2([0-9]{1,2})(?![0-9\-/.A-Za-z])"
)
_PADDED_DATE = re.compile(r"([0-9]{4})年(0?[0-9]{1,2})月(?:(0?[0-9]{1,2})日)?")


@dataclass(frozen=True, slots=True)
class Advice:
    """Something that could be said more plainly: the passage, and what to write for it.

    `plain` is "" where the passage can simply go.
    """

    kind: Literal["words", "date"]
    passage: str
    plain: str
    start: int


def find_advice(text: str) -> tuple[Advice, ...]:
    """Return what could be said more plainly in `text`, in its order."""
    names = [match.span() for match in _NAMES.finditer(text)]
    return tuple(
        advice
        for advice in sorted(_advice(text), key=lambda each: each.start)
        if not any(start <= advice.start < end for start, end in names)
    )


def _advice(text: str) -> Iterator[Advice]:
    for words, plain in _OFFICIALESE:
        for match in words.finditer(text):
            yield Advice("words", match[0], plain, match.start())
    for match in _NUMERIC_DATE.finditer(text):
        if plain := _chinese_date(match[1], match[3], match[4]):
            yield Advice("date", match[0], plain, match.start())
    for match in _PADDED_DATE.finditer(text):
        plain = f"{match[1]}年{int(match[2])}月"
        if match[3]:
            plain += f"{int(match[3])}日"
        if plain != match[0]:
            yield Advice("date", match[0], plain, match.start())


def _chinese_date(year: str, month: str, day: str) -> str:
    """Return a day as Chinese texts write it, "" where the calendar has no such day."""
    try:
        found = date(int(year), int(month), int(day))
    except ValueError:
        return ""
    return f"{found.year}年{found.month}月{found.day}日"


def with_plain_dates(text: str) -> str:
    """Return `text` with its dates written as 2026年11月6日."""
    for advice in reversed(find_advice(text)):
        if advice.kind == "date":
            end = advice.start + len(advice.passage)
            text = text[: advice.start] + advice.plain + text[end:]
    return text
