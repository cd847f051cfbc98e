"""Files of residents as they are kept: whole, readable by those who need them, and without
what they tell about where, when and with what they were made.
"""

from onewindow_policy import _
from onewindow_policy.forms.exceptions import UnfitFile
from onewindow_policy.pdfs.api import clean_pdf
from onewindow_policy.pdfs.exceptions import UnfitPdf
from onewindow_policy.pictures.whole import clean_picture
from onewindow_policy.pictures.whole import CutOffPicture
from onewindow_policy.pictures.whole import DamagedPicture

BROKEN_PICTURE = _(
    "error_image_broken",
    default="The picture is damaged and cannot be opened. Please take it again.",
)
_CUT_PICTURE = _(
    "error_image_cut",
    default=(
        "The picture is not whole: its end is missing, as after a transfer that broke off."
        " Please choose the original again, or take a new photo."
    ),
)

#: By the reason of `UnfitPdf`.
_UNFIT_PDF = {
    "locked": _(
        "error_pdf_locked",
        default=(
            "This PDF opens with a password only, which we do not have. Please open it,"
            " choose Print and save it as a PDF without a password, or take photos of the"
            " pages."
        ),
    ),
    "cut": _(
        "error_pdf_cut",
        default=(
            "This PDF is not whole: its end is missing, as after a download that broke off."
            " Please download or save it again, or take photos of the pages."
        ),
    ),
    "broken": _(
        "error_pdf_broken",
        default=(
            "This PDF is damaged: no page of it can be read. Please save it again, or take"
            " photos of the pages."
        ),
    ),
    "intricate": _(
        "error_pdf_intricate",
        default=(
            "It takes too long to read this PDF, so that we cannot check it. Please print"
            " it into a new PDF, or take photos of the pages."
        ),
    ),
    "commands": _(
        "error_pdf_commands",
        default=(
            "There are commands in this PDF that would run on our computers when it is"
            " opened. Please open it, choose Print and save it as a new PDF, or take photos"
            " of the pages."
        ),
    ),
    "embedded": _(
        "error_pdf_embedded",
        default=(
            "There are other files inside this PDF, which we may not open. Please hand them"
            " in one by one, and print this one into a new PDF, or take photos of the"
            " pages."
        ),
    ),
    "moving": _(
        "error_pdf_moving",
        default=(
            "There are sounds or moving pictures in this PDF, which we may not play. Please"
            " print it into a new PDF, or take photos of the pages."
        ),
    ),
    "xfa": _(
        "error_pdf_xfa",
        default=(
            "This PDF is a form that only one program shows; our computers show an empty"
            " page. Please print it into a new PDF, or take photos of the pages."
        ),
    ),
}
_UNJUDGED_PDF = _(
    "error_pdf_unjudged",
    default=(
        "We cannot check PDF files just now. Please send the form again in a few minutes,"
        " or take photos of the pages."
    ),
)


def as_kept(data: bytes, *, is_pdf: bool) -> bytes:
    """Return a PDF or picture as it is kept. Raises `UnfitFile`."""
    try:
        return clean_pdf(data) if is_pdf else clean_picture(data)
    except UnfitPdf as error:
        message = _UNFIT_PDF.get(error.reason, _UNJUDGED_PDF)
        raise UnfitFile(message) from error
    except CutOffPicture as error:
        raise UnfitFile(_CUT_PICTURE) from error
    except DamagedPicture as error:
        raise UnfitFile(BROKEN_PICTURE) from error
