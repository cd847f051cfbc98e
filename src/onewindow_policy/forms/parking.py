"""Where Plone's own upload widget keeps files of a form that has to be sent again.

Stock, it is an annotation of the site: in clear, in the database that keeps old revisions.
Files of registering forms wait sealed in SQL instead, as those of our own widget do. A
file that the scanner did not find clean waits nowhere: it was refused, and has to be
chosen anew.
"""

from contextlib import suppress
from onewindow_policy.forms.submissions import Submission
from onewindow_policy.forms.submissions import submission_of
from onewindow_policy.forms.uploads import content_type_of
from onewindow_policy.intake.api import park_upload
from onewindow_policy.intake.api import parked_content
from onewindow_policy.intake.api import parked_files
from onewindow_policy.scanning.api import is_configured
from onewindow_policy.scanning.api import require_clean
from onewindow_policy.scanning.exceptions import RefusedUpload
from plone.base.interfaces import IPloneSiteRoot
from plone.formwidget.namedfile.interfaces import IFileUploadTemporaryStorage
from plone.formwidget.namedfile.utils import FileUploadTemporaryStorage
from zope.component import adapter
from zope.globalrequest import getRequest
from zope.interface import implementer

UNKNOWN_TYPE = "application/octet-stream"


class SealedUploads:
    """The part of a mapping that the widget uses: uploads by the ids it gives them."""

    def __init__(self, submission: Submission):
        self.submission = submission

    def __setitem__(self, upload_id: str, upload) -> None:
        park_upload(
            self.submission.nonce_text,
            upload_id,
            upload["filename"] or "",
            content_type_of(upload["data"]) or UNKNOWN_TYPE,
            upload["data"],
            self.submission.address,
            self.submission.account,
        )

    def get(self, upload_id: str, default=None):
        """Return name and content of an upload of this form, else `default`."""
        for file in parked_files(self.submission.nonce_text):
            if file.field_name == upload_id:
                data = parked_content(self.submission.nonce_text, file.id)
                return {"filename": file.name, "data": data}
        return default

    def __delitem__(self, upload_id: str) -> None:
        """Leave it: it goes with the record that is made, or when its time is over."""


class CleanUploads:
    """Another mapping of uploads, into which nothing comes that is not clean."""

    def __init__(self, uploads):
        self.uploads = uploads

    def __setitem__(self, upload_id: str, upload) -> None:
        # What was refused was scanned in this request; it is not scanned once more.
        with suppress(RefusedUpload):
            require_clean(upload["data"], UNKNOWN_TYPE)
            self.uploads[upload_id] = upload

    def __getitem__(self, upload_id: str):
        return self.uploads[upload_id]

    def __delitem__(self, upload_id: str) -> None:
        del self.uploads[upload_id]

    def get(self, upload_id: str, default=None):
        return self.uploads.get(upload_id, default)

    def keys(self):
        return self.uploads.keys()


@implementer(IFileUploadTemporaryStorage)
@adapter(IPloneSiteRoot)
class UploadStorage(FileUploadTemporaryStorage):
    """Sealed for registering forms, the stock one for all others."""

    @property
    def upload_map(self):
        submission = submission_of(getRequest())
        uploads = SealedUploads(submission) if submission else super().upload_map
        return CleanUploads(uploads) if is_configured() else uploads

    def cleanup(self, force=False):
        """Leave what is sealed to its own time."""
        if submission_of(getRequest()) is None:
            super().cleanup(force)
