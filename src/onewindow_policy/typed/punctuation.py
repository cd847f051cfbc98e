"""Chinese as it is printed: full-width punctuation (GB/T 15834), no space at numbers.

Only width and spaces change, never a word. English passages, addresses, the names of
laws in 《》 and numbers of documents in 〔〕 stay as they are typed. What comes out goes
through unchanged.
"""

from collections.abc import Iterator
from collections.abc import Sequence
from itertools import accumulate

import re

#: Characters of Chinese words (not of punctuation), by their blocks.
HAN = "\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"

_IS_HAN = re.compile(f"[{HAN}]")

#: What is never touched: code, addresses of pages and of mail, laws and their numbers.
#: A long text that has none of them is gone through once: each is only looked for from
#: where its characters begin.
_KEPT = re.compile(
    r"`[^`\n]*`"
    r"|(?:https?://|www\.)[!-~]+"
    r"|(?<![\w.+-])[\w.+-]++@[\w-]+(?:\.[\w-]+)+"
    r"|(?<![a-zA-Z0-9-])(?<![a-zA-Z0-9-]\.)[a-zA-Z0-9-]+(?:\.[a-zA-Z0-9-]+)*"
    r"\.(?:cn|com|net|org)\b[!-~]*"
    r"|《[^《》\n]*》|〔[^〔〕\n]*〕"
)

#: Full-width letters and digits, as Chinese input methods leave them.
_NARROW = {
    code: code - 0xFEE0
    for first, last in ("０９", "ＡＺ", "ａｚ")
    for code in range(ord(first), ord(last) + 1)
}

#: Where a text has none of these, nothing is to do.
_DOUBTFUL = re.compile(r"[\s,;:?!().\"０-９Ａ-Ｚａ-ｚ]")

_WIDE = {",": "，", ";": "；", ":": "：", "?": "？", "!": "！"}

#: After these, as after a word, a mark is Chinese; before those as well.
_AFTER = frozenset("，。；：？！、》”）】％%")
_BEFORE = frozenset("“《（【")

_SENTENCES = re.compile(r"[^。！？!?；;]+")
_LETTER = re.compile(f"[A-Za-z{HAN}]")
_WORD = re.compile(r"[A-Za-z]{2,}")
_THOUSANDS = re.compile(r"[0-9]{3}(?![0-9:])")
_TIME = re.compile(r"[0-9]{1,2}:[0-9]{2}")
_LONGEST_TIME = 5

_SPACES = " \t\u00a0\u2002\u2003\u2009\u3000"
_SPACE = f"[{_SPACES}]"
_AT_MARKS = re.compile(
    f"(?<!{_SPACE}){_SPACE}++(?=[，。；：？！、）》】])"
    f"|(?<=[，。；：？！、（《【]){_SPACE}+"
)

#: A number with what joins its parts. Spaces join the groups of a card's number.
_NUMBER = re.compile(rf"[0-9]+(?:[{_SPACES}.,:/~–—-]+[0-9]+)*[%％‰℃]?")
_AFTER_NUMBER = re.compile(f"{_SPACE}+(?=[{HAN}])")

#: What stands before a number of a word with other letters: F5, UTF-8.
_ENDS_IN_LETTER = re.compile(".?[A-Za-z]|[A-Za-z]-")
_LATIN = re.compile("[A-Za-z]")

#: What a number at the beginning of a line counts, and is not the number of a list.
_UNITS = frozenset("年月日天时分秒个元岁周号项件份张人名次户家万亿级页条步处位本套期批")

#: Longer numbers are phones and accounts, which one reads off better apart.
_LONGEST = 6


def punctuated(text: str) -> str:
    """Return `text` with punctuation and spaces as Chinese is printed.

    A mark becomes full-width beside Chinese, brackets and straight quotes in pairs;
    full-width letters and digits become ordinary ones. Spaces go between Chinese and
    numbers, but for phones, accounts and times of day, and beside full-width marks.
    """
    if not (_DOUBTFUL.search(text) and _IS_HAN.search(text)):
        return text
    return "\n".join("".join(set_line(line)) for line in text.split("\n"))


def set_line(line: str) -> list[str]:
    """Return what each character of `line` becomes; "" for what goes."""
    if not _IS_HAN.search(line):
        return list(line)
    kept = [False] * len(line)
    _keep(kept, (match.span() for match in _KEPT.finditer(line)))
    chars = list(line.translate(_NARROW))
    for place, is_kept in enumerate(kept):
        if is_kept:
            chars[place] = line[place]
    _keep(kept, _english("".join(chars)))
    _widen_brackets(chars, kept)
    _turn_quotes(chars, kept)
    _widen_marks(chars, kept)
    _drop_spaces(chars, kept)
    return chars


def _keep(kept: list[bool], spans) -> None:
    for start, end in spans:
        kept[start:end] = [True] * (end - start)


def _english(line: str) -> Iterator[tuple[int, int]]:
    """Yield where sentences stand that are English, with a Chinese word at most."""
    for sentence in _SENTENCES.finditer(line):
        text = sentence[0]
        first = _LETTER.search(text)
        if first is None or _IS_HAN.match(first[0]):
            continue
        if len(_WORD.findall(text)) > len(_IS_HAN.findall(text)):
            yield sentence.span()


def _widen_brackets(chars: list[str], kept: Sequence[bool]) -> None:
    open_at: list[int] = []
    # How much Chinese stands before each place, so that no pair is read for it.
    han = list(accumulate(map(_is_han, chars), initial=0))
    for place, char in enumerate(chars):
        if kept[place]:
            continue
        if char in "(（":
            open_at.append(place)
        elif char in ")）" and open_at:
            start = open_at.pop()
            if _is_chinese_pair(chars, start, place, han[place] > han[start]):
                chars[start], chars[place] = "（", "）"


def _is_han(char: str) -> bool:
    return _IS_HAN.match(char) is not None


def _is_chinese_pair(
    chars: Sequence[str], start: int, end: int, holds_han: bool
) -> bool:
    if chars[start] == "（" or chars[end] == "）":
        return True
    before = chars[start - 1] if start else ""
    if _is_han(before) or holds_han:
        return True
    after = "".join(chars[end + 1 : end + 2])
    return _is_han(after) and not before.isalnum()


def _turn_quotes(chars: list[str], kept: Sequence[bool]) -> None:
    straight = [
        place for place, char in enumerate(chars) if char == '"' and not kept[place]
    ]
    if len(straight) % 2:
        return
    for start, end in zip(straight[::2], straight[1::2], strict=True):
        if _IS_HAN.search("".join(chars[start:end])):
            chars[start], chars[end] = "“", "”"


def _widen_marks(chars: list[str], kept: Sequence[bool]) -> None:
    for place, char in enumerate(chars):
        if kept[place]:
            continue
        if char in _WIDE and _is_chinese_mark(chars, place):
            chars[place] = _WIDE[char]
        elif char == "." and _ends_chinese(chars, place):
            chars[place] = "。"


def _is_chinese_mark(chars: Sequence[str], place: int) -> bool:
    before = _beside(chars, range(place - 1, -1, -1))[:1]
    after = _beside(chars, range(place + 1, len(chars)))
    if before.isdigit() and after[:1].isdigit():
        return bool(
            chars[place] == "," and _TIME.match(after) and not _THOUSANDS.match(after)
        )
    after = after[:1]
    return bool(
        _IS_HAN.match(before)
        or before in _AFTER
        or _IS_HAN.match(after)
        or after in _BEFORE
    )


def _beside(chars: Sequence[str], places: range) -> str:
    """Return what stands at `places` behind spaces, as much as a time of day has."""
    spaces = next((n for n, at in enumerate(places) if chars[at] not in _SPACES), None)
    if spaces is None:
        return ""
    return "".join(chars[at] for at in places[spaces : spaces + _LONGEST_TIME])


def _ends_chinese(chars: Sequence[str], place: int) -> bool:
    return place > 0 and place == len(chars) - 1 and _is_han(chars[place - 1])


def _drop_spaces(chars: list[str], kept: Sequence[bool]) -> None:
    line = "".join(chars)
    gone = [match.span() for match in _AT_MARKS.finditer(line)]
    for number in _NUMBER.finditer(line):
        gone += _beside_number(line, number)
    for start, end in gone:
        for place in range(start, end):
            if not kept[place]:
                chars[place] = ""


def _beside_number(line: str, number: re.Match) -> Iterator[tuple[int, int]]:
    start, end = number.span()
    is_long = sum(char.isdigit() for char in number[0]) > _LONGEST
    is_in_word = _ENDS_IN_LETTER.fullmatch(line, max(start - 2, 0), start)
    is_in_word = is_in_word or _LATIN.match(line, end)
    if is_long or ":" in number[0] or is_in_word:
        return
    head = start
    while head and line[head - 1] in _SPACES:
        head -= 1
    if head and _is_han(line[head - 1]):
        yield head, start
    after = _AFTER_NUMBER.match(line, end)
    if after and (head or not _counts_a_list(number[0], line[after.end()])):
        yield after.span()


def _counts_a_list(number: str, following: str) -> bool:
    """Return whether a number at the beginning of a line only numbers it: `1 申请`."""
    return len(number) < 3 and following not in _UNITS
