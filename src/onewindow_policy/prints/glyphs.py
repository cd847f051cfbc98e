"""Characters that no font has are printed as what they are, in the place of an empty box.

Names have them: of the 100,000 Chinese characters that Unicode knows, fonts have 45,000.
"""

from collections.abc import Mapping
from fontTools.ttLib import TTCollection
from fontTools.ttLib import TTFont
from functools import cache
from onewindow_policy import logger
from onewindow_policy.prints.fonts import font_files
from onewindow_policy.prints.fonts import VARIABLE
from pypinyin import pinyin
from typing import Any
from typing import NamedTuple
from unicodedata import category

#: What has no shape itself, by Unicode's categories: controls, and all kinds of spaces.
_SHAPELESS = {"Cc", "Cf", "Zs", "Zl", "Zp"}

#: What chooses between shapes of the character before it.
_SELECTORS = (range(0xFE00, 0xFE10), range(0xE0100, 0xE01F0))


class Script(NamedTuple):
    """What is written in China and not all fonts have: its code points, what Unicode calls
    it, and the package of Debian with fonts of it."""

    numbers: range
    name: str
    package: str

    @property
    def assigned(self) -> list[int]:
        """Its code points that Unicode has given to a character."""
        return [each for each in self.numbers if category(chr(each)) != "Cn"]


#: What the portal comes with has all that Uyghur needs, and some of the later Chinese ones.
SCRIPTS = (
    Script(range(0x0600, 0x0700), "Arabic letters", "fonts-noto-core"),
    Script(range(0x0F00, 0x1000), "Tibetan", "fonts-noto-core"),
    Script(range(0x1800, 0x18B0), "Mongolian", "fonts-noto-core"),
    Script(range(0xA000, 0xA4D0), "Yi", "fonts-noto-core"),
    Script(range(0x20000, 0x2A6E0), "CJK Extension B", "fonts-hanazono"),
    Script(range(0x2A700, 0x2EBF0), "CJK Extensions C to F", "fonts-hanazono"),
    Script(range(0x30000, 0x323B0), "CJK Extensions G and H", "fonts-babelstone-han"),
)


def scripts_without_font() -> list[Script]:
    """Return the scripts of which names are printed as code points, since no font that
    papers are printed with has them.

    A font has a script where it has half of it: of the rarest Chinese characters the
    packages have six in ten, and what the portal comes with has one in twenty.
    """
    found = _code_points()
    return [
        script
        for script in SCRIPTS
        for assigned in [script.assigned]
        if 2 * len(found.intersection(assigned)) < len(assigned)
    ]


def as_printed(values: Any) -> Any:
    """Return `values` with the code point, and the sound where it is known, in the place of
    each character that no font has. The log says once what to install for such."""
    if isinstance(values, str):
        if lost := [each for each in values if not _is_printable(each)]:
            for script in dict.fromkeys(map(_script_of, lost)):
                _warn(*script)
        return "".join(
            each if each not in lost else _described(each) for each in values
        )
    if isinstance(values, Mapping):
        return {key: as_printed(value) for key, value in values.items()}
    if isinstance(values, list | tuple):
        return [as_printed(value) for value in values]
    return values


def unprinted(text: str) -> str:
    """Return the characters of a text that no font has, each once with what is printed in
    its place: 𰻝〔biáng U+30EDD〕. "" for none."""
    # Most texts have none, and fonts are not read for them.
    rare = (each for each in text if not (each.isascii() or "一" <= each <= "鿿"))
    found = dict.fromkeys(each for each in rare if not _is_printable(each))
    return "、".join(f"{each}{_described(each)}" for each in found)


def _is_printable(character: str) -> bool:
    if category(character) in _SHAPELESS:
        return True
    number = ord(character)
    if any(number in each for each in _SELECTORS):
        return True
    return number in _code_points()


def _script_of(character: str) -> tuple[str, str]:
    """Return what a character that no font has is of, and the package with fonts of that:
    "" where none is known."""
    number = ord(character)
    for script in SCRIPTS:
        if number in script.numbers:
            return script.name, script.package
    return "another script", ""


@cache
def _warn(script: str, package: str) -> None:
    """Have the log say it, once a process; never which character it was: people are told by
    rare ones."""
    logger.warning(
        "No font has a character of %s, so a paper has its code point instead. "
        "Install fonts with it%s, and name their folder in %s.",
        script,
        f" (Debian: {package})" if package else "",
        VARIABLE,
    )


def _described(character: str) -> str:
    sounds = pinyin(character, errors="ignore")
    sound = f"{sounds[0][0]} " if sounds else ""
    return f"〔{sound}U+{ord(character):04X}〕"


@cache
def _code_points() -> frozenset[int]:
    """Return all that the fonts have. Reading them takes a second, once a process."""
    found: set[int] = set()
    for path in font_files():
        if path.suffix.lower() == ".ttc":
            fonts = TTCollection(path, lazy=True).fonts
        else:
            fonts = [TTFont(path, lazy=True)]
        for font in fonts:
            found.update(font.getBestCmap())
            font.close()
    return frozenset(found)
