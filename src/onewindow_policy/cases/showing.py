"""What staff see of a file: nothing that a resident sent runs on their computers."""

from onewindow_policy.cases.exceptions import FileRuns
from onewindow_policy.cases.exceptions import FileUnjudged
from onewindow_policy.cases.exceptions import FileUnreadable
from onewindow_policy.cases.models import CaseFile
from onewindow_policy.pdfs.api import clean_pdf
from onewindow_policy.pdfs.exceptions import UnfitPdf

PDF = "application/pdf"

#: By the reason of `UnfitPdf`; all else cannot be read.
_SHUT = {
    "commands": FileRuns,
    "embedded": FileRuns,
    "moving": FileRuns,
    "intricate": FileUnjudged,
    "unjudged": FileUnjudged,
}


def shown(file: CaseFile) -> bytes:
    """Return the content of a file as it is handed out.

    A PDF is judged each time: one that was taken in before any was judged may hold a
    script, and readers learn to do more. Raises `FileShut`.
    """
    if file.media_type != PDF:
        return file.content
    try:
        return clean_pdf(file.content)
    except UnfitPdf as error:
        raise _SHUT.get(error.reason, FileUnreadable) from error
