"""Papers for other rooms: all they may import of this one, besides its exceptions."""

from onewindow_policy.prints.fonts import VARIABLE as FONTS_VARIABLE
from onewindow_policy.prints.glyphs import scripts_without_font
from onewindow_policy.prints.glyphs import unprinted
from onewindow_policy.prints.joining import joined
from onewindow_policy.prints.press import print_pdf
from onewindow_policy.prints.versions import printed_with
from onewindow_policy.prints.versions import PrintedWith
from onewindow_policy.prints.versions import printer
from onewindow_policy.prints.versions import version_of

__all__ = [
    "FONTS_VARIABLE",
    "PrintedWith",
    "joined",
    "print_pdf",
    "printed_with",
    "printer",
    "scripts_without_font",
    "unprinted",
    "version_of",
]
