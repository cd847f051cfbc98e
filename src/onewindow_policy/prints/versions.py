"""What a printed paper depends on besides its values: of the same comes the same to the
last byte."""

from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from onewindow_policy.prints.fonts import font_files
from onewindow_policy.prints.press import sheet

import hashlib


@dataclass(frozen=True, slots=True)
class Printer:
    """What prints: the version of Typst, and the SHA-256 of all fonts, in hexadecimal."""

    typst: str
    fonts: str


@cache
def printer() -> Printer:
    """Return what prints here. Reading the fonts takes less than half a second, once
    a process."""
    digest = hashlib.sha256()
    for path in font_files():
        with path.open("rb") as file:
            digest.update(hashlib.file_digest(file, "sha256").digest())
    return Printer(version("typst"), digest.hexdigest())


def version_of(template: str) -> str:
    """Return the SHA-256 of a template with what all of them share, in hexadecimal."""
    parts = (hashlib.sha256(part.encode()).digest() for part in (template, sheet()))
    return hashlib.sha256(b"".join(parts)).hexdigest()


@dataclass(frozen=True, slots=True)
class PrintedWith:
    """What a paper is printed with: of the same comes the same to the last byte."""

    template: str
    typst: str
    fonts: str


def printed_with(template: str) -> PrintedWith:
    """Return what a template is printed with here."""
    made_by = printer()
    return PrintedWith(version_of(template), made_by.typst, made_by.fonts)
