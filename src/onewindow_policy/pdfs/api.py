"""PDFs for other rooms: all they may import of this one, besides its exceptions."""

from onewindow_policy.pdfs.judging import clean_pdf

__all__ = ["clean_pdf"]
