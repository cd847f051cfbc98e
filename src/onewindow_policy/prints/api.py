"""Papers for other rooms: all they may import of this one, besides its exceptions."""

from onewindow_policy.prints.glyphs import unprinted
from onewindow_policy.prints.press import print_pdf
from onewindow_policy.prints.versions import printer
from onewindow_policy.prints.versions import version_of

__all__ = ["print_pdf", "printer", "unprinted", "version_of"]
