"""Files of residents and the scanner: what carries a virus is not taken in.

While the scanner is away, files are taken in all the same, and open for nobody until
`onewindow files scan` has seen to them.
"""

from dataclasses import replace
from io import BytesIO
from onewindow_policy import _
from onewindow_policy.forms.exceptions import InfectedFile
from onewindow_policy.forms.submissions import Submission
from onewindow_policy.forms.uploads import HandedInFile
from onewindow_policy.scanning.api import is_configured
from onewindow_policy.scanning.api import verdict_on
from onewindow_policy.scanning.exceptions import NotScanned

_INFECTED = _(
    "error_file_infected",
    default=(
        "A virus was found in a file, so this file was not taken. All else that you entered"
        " and chose is still here. Please choose another one, such as a new photo of the"
        " paper, or bring the paper to the window."
    ),
)


def scanned(file: HandedInFile, submission: Submission | None) -> HandedInFile:
    """Return a file with the moment at which it was found clean, without one where it was
    not scanned. Raises `InfectedFile`.
    """
    if not is_configured():
        return file
    subject = submission.form_uid if submission is not None else "form"
    try:
        verdict = verdict_on(
            BytesIO(file.data), file.content_type, subject, in_a_hurry=True
        )
    except NotScanned:
        return file
    if verdict.signature is not None:
        raise InfectedFile(_INFECTED)
    return replace(file, scanned_at=verdict.at)
