"""Papers for other rooms: all they may import of this one, besides its exceptions."""

from onewindow_policy.prints.press import print_pdf

__all__ = ["print_pdf"]
