"""Chinese as it sounds: syllables of pinyin, their initials, and what is confused.

Many people type by sound, and many hear no difference between zh and z, ch and c, sh and
s, n and l, or between -ng and -n. `fold` makes these the same.
"""

from functools import cache
from functools import lru_cache
from onewindow_policy.search.texts import HAN
from onewindow_policy.search.texts import is_han
from pypinyin import lazy_pinyin
from pypinyin import load_phrases_dict
from pypinyin.constants import PINYIN_DICT
from pypinyin.contrib.tone_convert import to_normal

import re

#: As long a run of letters is read as pinyin; a city's longest names are shorter.
LONGEST_RUN = 60

#: Words of public services that a general table reads wrongly, or not as one word.
PHRASES = {
    "重残": [["zhòng"], ["cán"]],
    "重症": [["zhòng"], ["zhèng"]],
    "重疾": [["zhòng"], ["jí"]],
    "长者": [["zhǎng"], ["zhě"]],
    "参保": [["cān"], ["bǎo"]],
    "行动不便": [["xíng"], ["dòng"], ["bù"], ["biàn"]],
    "调解": [["tiáo"], ["jiě"]],
    "供养": [["gōng"], ["yǎng"]],
    "独居": [["dú"], ["jū"]],
    "适老": [["shì"], ["lǎo"]],
    "乐龄": [["lè"], ["líng"]],
}

_INITIALS = (("zh", "z"), ("ch", "c"), ("sh", "s"), ("l", "n"))
_RUNS = re.compile(f"[{HAN}]+|[0-9]+|[^\\W0-9_{HAN}]+")


@cache
def _load_phrases() -> None:
    load_phrases_dict(PHRASES)


@lru_cache(maxsize=4096)
def syllables(text: str) -> tuple[str, ...]:
    """Return normalised `text` in syllables of pinyin, without tones, ü as v.

    Letters between Chinese are taken for pinyin (yi保卡); digits stay as they are.
    """
    _load_phrases()
    found = []
    for run in _RUNS.findall(text):
        if is_han(run[0]):
            # As a whole: how a character is read depends on its neighbours.
            found += lazy_pinyin(run)
        elif run.isdigit():
            found.append(run)
        else:
            found += split(run) or (run,)
    return tuple(found)


@lru_cache(maxsize=4096)
def fold(syllable: str) -> str:
    """Return `syllable` as everybody hears it: zhang, zang and zan are one."""
    for wide, narrow in _INITIALS:
        if syllable.startswith(wide):
            syllable = narrow + syllable[len(wide) :]
            break
    if len(syllable) > 2 and syllable.endswith("ng") and syllable[-3] in "aei":
        syllable = syllable[:-1]
    return syllable.replace("v", "u")


def sound(parts: tuple[str, ...]) -> str:
    """Return syllables as one key, folded; it has no gaps, since people type none."""
    return "".join(map(fold, parts))


def initials(parts: tuple[str, ...]) -> str:
    """Return the first letters of syllables; numbers stay whole (80岁: 80s)."""
    return "".join(part if part.isdigit() else part[0] for part in parts)


def neighbours(parts: tuple[str, ...]) -> tuple[str, ...]:
    """Return the pairs of neighbouring syllables, folded."""
    folded = tuple(map(fold, parts))
    return tuple(
        dict.fromkeys(map(".".join, zip(folded, folded[1:], strict=False))),
    )


@cache
def known_syllables() -> frozenset[str]:
    """Return all syllables of pinyin, as the readings of 20,000 characters have them."""
    readings = {
        reading for readings in PINYIN_DICT.values() for reading in readings.split(",")
    }
    found = {to_normal(reading).replace("ü", "v") for reading in readings}
    # Rare readings (m, ng, hm) would take any consonant for a syllable.
    whole = {each for each in found if re.search("[aeiouv]", each)}
    # ü is typed as v or u, and left out after l and n (lu, nu) by many.
    return frozenset(whole | {each.replace("v", "u") for each in whole})


@lru_cache(maxsize=4096)
def split(letters: str) -> tuple[str, ...]:
    """Return `letters` as syllables, the fewest there can be; nothing if they are none."""
    if len(letters) > LONGEST_RUN:
        return ()
    table = known_syllables()
    best: list[tuple[str, ...] | None] = [()] + [None] * len(letters)
    for end in range(1, len(letters) + 1):
        for start in range(max(0, end - 6), end):
            before, part = best[start], letters[start:end]
            if before is None or part not in table:
                continue
            # Of equally many the longer first syllables win: xian, not xi'an.
            if best[end] is None or len(before) + 1 <= len(best[end]):
                best[end] = (*before, part)
    return best[-1] or ()


def unfinished(letters: str) -> str:
    """Return the sound of `letters` that somebody is still typing (gaolingj), folded."""
    for end in range(len(letters), 0, -1):
        parts = split(letters[:end])
        if parts:
            return (
                sound((*parts, letters[end:])) if end < len(letters) else sound(parts)
            )
    return fold(letters)


def warm_up() -> None:
    """Load what the first question would otherwise wait for."""
    known_syllables()
    syllables("查询")
