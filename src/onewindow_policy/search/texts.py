"""Text as it is compared: one width, one case, simplified characters, cut into words.

Nothing here depends on the city's content. What was analysed once therefore stays
comparable with what is asked later, whatever was published in between.
"""

from functools import cache
from functools import lru_cache
from opencc import OpenCC
from pathlib import Path
from rjieba import Jieba

import re
import unicodedata

#: Longer questions are cut: what they ask has been said by then.
LONGEST = 100

#: Characters of Chinese: Unicode's unified ideographs, and the sign 〇.
HAN = "\u3007\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"

_RUNS = re.compile(f"[{HAN}]+|[^\\W_{HAN}]+")
#: Letters with marks (ǎ, ü), as pinyin is printed, and marks by themselves.
_MARKED = re.compile("[\u00c0-\u024f\u0300-\u036f\u1e00-\u1eff]")
_MARKS = re.compile("[\u0300-\u036f]+")
_HAN = re.compile(f"[{HAN}]")


@cache
def _simplifier() -> OpenCC:
    return OpenCC("t2s")


@cache
def _cutter() -> Jieba:
    """Return the one dictionary of a process: 25 MB, shared by all threads."""
    return Jieba()


@cache
def stop_words() -> frozenset[str]:
    """Return the words that ask without saying what for (怎么办, 请问, 需要什么材料)."""
    lines = Path(__file__).with_name("stop_words.txt").read_text(encoding="utf-8")
    return frozenset(
        word for line in lines.splitlines() if line[:1] != "#" for word in line.split()
    )


def normalise(text: str) -> str:
    """Return `text` in half width, lower case and simplified characters.

    What is neither a letter nor a digit becomes one space. Bytes that were no UTF-8,
    control characters and emoji go that way too. Tones of pinyin are left out, and its ü
    is written v (fǎlǜ: falv).
    """
    # A lone surrogate, which bytes of a broken query become, is no text.
    text = text.encode("utf-8", "replace").decode("utf-8")
    text = unicodedata.normalize("NFKC", text).lower()
    if _MARKED.search(text):
        text = unicodedata.normalize("NFD", text).replace("u\u0308", "v")
        text = unicodedata.normalize("NFC", _MARKS.sub("", text))
    runs = _RUNS.findall(text)
    return _simplifier().convert(" ".join(_joined(text, runs)))


def _joined(text: str, runs: list[str]) -> list[str]:
    """Return `runs` with those together that nothing stood between in `text`."""
    joined, end = [], -1
    for run in runs:
        start = text.index(run, max(end, 0))
        if start == end:
            joined[-1] += run
        else:
            joined.append(run)
        end = start + len(run)
    return joined


def is_han(character: str) -> bool:
    """Return whether `character` is Chinese."""
    return _HAN.match(character) is not None


@lru_cache(maxsize=4096)
def tokens(text: str) -> tuple[str, ...]:
    """Return what normalised `text` consists of, spaces left out.

    Runs of letters or digits stay whole. Unknown words of Chinese become characters:
    guessing at them would cut one word in two ways, depending on what stands beside it.
    """
    return tuple(
        token for token in _cutter().cut(text, hmm=False) if not token.isspace()
    )


@lru_cache(maxsize=4096)
def words(text: str) -> dict[str, tuple[str, ...]]:
    """Return the words of normalised `text` that say something, each with those that it
    consists of (入学登记: 入学, 登记).

    Characters that belong to no word of the dictionary count by pairs (特扶金: 特扶,
    扶金), since alone they say too little. What is returned must not be changed.
    """
    found: dict[str, tuple[str, ...]] = {}
    singles: list[str] = []
    for token in (*tokens(text), ""):
        if len(token) == 1 and is_han(token) and token not in stop_words():
            singles.append(token)
            continue
        found |= dict.fromkeys(
            map("".join, zip(singles, singles[1:], strict=False)), ()
        )
        singles.clear()
        if not token or token in stop_words():
            continue
        if len(token) > 1 or not is_han(token):
            found[token] = _parts(token)
    return found


def _parts(token: str) -> tuple[str, ...]:
    if len(token) < 3 or not is_han(token[0]):
        return ()
    return tuple(
        part
        for part in _cutter().cut_for_search(token, hmm=False)
        if 1 < len(part) < len(token) and part not in stop_words()
    )


@lru_cache(maxsize=4096)
def phrase(text: str) -> tuple[str, ...]:
    """Return the words of normalised `text` if it is nothing but several words that say
    something (经济困难: 经济, 困难); else nothing."""
    found = tokens(text)
    asking = stop_words()
    if len(found) < 2 or any(len(each) < 2 or each in asking for each in found):
        return ()
    return found


def all_words(text: str) -> set[str]:
    """Return the words of normalised `text`, and those that they consist of."""
    found = words(text)
    return {*found, *(part for parts in found.values() for part in parts)}


def pairs(text: str) -> tuple[str, ...]:
    """Return the characters of normalised `text` in pairs: neighbours, and those with
    one between (居住证: 居住, 住证, 居_证), so that one wrong character leaves some."""
    text = text.replace(" ", "")
    near = map("".join, zip(text, text[1:], strict=False))
    far = map("_".join, zip(text, text[2:], strict=False))
    return tuple(dict.fromkeys((*near, *far)))


def slipped_pairs(text: str) -> tuple[str, ...]:
    """Return the pairs that normalised `text` would have with one character more or less,
    or two in each other's places (居证住: 居住, 居_证, ...)."""
    text = text.replace(" ", "")
    near = map("".join, zip(text, text[2:], strict=False))
    far = map("_".join, zip(text, text[1:], strict=False))
    return tuple(dict.fromkeys((*near, *far)))


def warm_up() -> None:
    """Load what the first question would otherwise wait for."""
    words(normalise("查詢"))
    stop_words()
