"""What an upload in Plone's editor and lists is told whose log-in is over.

Their script shows the answer of a refusal as it is, so that it is plain words; of any other
failure it says only that there was one.
"""

from AccessControl import getSecurityManager
from onewindow_policy import _
from onewindow_policy.web.exceptions import StaleToken
from zope.i18nmessageid import Message

#: The view that takes files in.
UPLOAD = "fileUpload"


def words_for_upload(request, failure: Exception) -> Message | None:
    """Return what is wrong with the log-in of who uploads, None where nothing is, or
    where something else was asked for."""
    name = request.get("ACTUAL_URL", "").rpartition("/")[2].removeprefix("@@")
    if request.method != "POST" or name != UPLOAD:
        return None
    if isinstance(failure, StaleToken):
        return _(
            "text_upload_renewed",
            default=(
                "Not uploaded: you have logged in anew since you opened this page. Save"
                " first, all that you typed comes back; then upload again."
            ),
        )
    if getSecurityManager().getUser().getId() is None:
        return _(
            "text_upload_log_in",
            default=(
                "Not uploaded: your log-in is over. Log in in a new tab, come back to this"
                " page and upload again. What you typed is still here."
            ),
        )
    return None
