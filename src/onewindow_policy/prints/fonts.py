"""The fonts of papers: packages that come with the portal, and an operator's own.

Fonts of the machine are not looked for: the same paper would be another elsewhere.
"""

from functools import cache
from importlib.resources import files
from pathlib import Path

import os

#: All of Chinese as China writes it, where the text says that it is; Arabic letters, which
#: Uyghur is written in.
_PACKAGES = (
    "cvttf_NotoSansCJK_Regular",
    "cvttf_NotoSansCJK_Bold",
    "fontpkg_noto_sans_arabic",
)

#: Folders of more fonts, as in PATH: Tibetan ones, or rare characters of names.
VARIABLE = "ONEWINDOW_FONTS"

_KINDS = {".otf", ".ttf", ".ttc"}


@cache
def font_files() -> tuple[Path, ...]:
    """Return the files of all fonts, those of the portal first."""
    folders = [Path(str(files(package))) for package in _PACKAGES]
    named = os.environ.get(VARIABLE, "").split(os.pathsep)
    folders += [Path(each) for each in named if each]
    return tuple(
        path
        for folder in folders
        for path in sorted(folder.rglob("*"))
        if path.suffix.lower() in _KINDS
    )


def font_folders() -> list[str]:
    """Return the folders of all fonts, each once, in their order."""
    return list(dict.fromkeys(str(path.parent) for path in font_files()))
