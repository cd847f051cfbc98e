"""What somebody had typed when their log-in was over: given back, to be saved after all.

It lies in the page alone, and nothing of it is kept here. It goes back into the form that
it came from, without its button and without a token, so that nothing is saved before
somebody has seen it there and saves it: a page of somebody else's could bring it, too.
"""

from AccessControl import getSecurityManager
from onewindow_policy import _
from onewindow_policy.editing.api import RETURNED
from onewindow_policy.origins.api import is_foreign
from Products.Five import BrowserView
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from ZPublisher.HTTPRequest import FileUpload
from ZPublisher.HTTPRequest import record

#: What carries out something, and what proves something: a press of a button counts once,
#: and a token for the log-in that it was made in.
_BUTTONS = ("form.buttons.", "form.button.", "buttons.", "form.submitted")
_PROOFS = ("_authenticator", "__ac", "password", "ticket", "token")

#: A text of as many characters is worth reading; shorter ones are mostly codes.
SHOWN_FROM = 8


def fields_of(form) -> list[tuple[str, str]]:
    """Return names and values by which a form is sent once more, in their order.

    Zope has read lists and records from their names, so that these are written again.
    """
    found = []
    for name, value in form.items():
        if name.startswith(_BUTTONS) or any(each in name.lower() for each in _PROOFS):
            continue
        for written, text in _written(name, value):
            found.append((written, text))
    return found


def _written(name: str, value):
    if isinstance(value, FileUpload):
        return
    if isinstance(value, record):
        for key, each in vars(value).items():
            if isinstance(each, str):
                yield f"{name}.{key}:record", each
    elif isinstance(value, (list, tuple)):
        for each in value:
            if isinstance(each, str):
                yield f"{name}:list", each
            elif isinstance(each, record):
                for key, text in vars(each).items():
                    yield f"{name}.{key}:records", str(text)
    elif isinstance(value, str):
        yield name, value
    elif isinstance(value, (int, float)):
        yield name, str(value)


def texts_of(fields: list[tuple[str, str]]) -> list[str]:
    """Return what is worth reading of what was typed."""
    return [
        text
        for name, text in fields
        if len(text) >= SHOWN_FROM and not name.startswith("onewindow_")
    ]


def files_of(form) -> list[str]:
    """Return the names of the files that were sent, which no page can give back."""
    several = (
        value if isinstance(value, (list, tuple)) else [value]
        for value in form.values()
    )
    return [
        each.filename
        for values in several
        for each in values
        if isinstance(each, FileUpload) and each.filename
    ]


class Kept(BrowserView):
    """The page that gives back what was sent by whoever is not logged in any more, or has
    logged in anew since the form was opened."""

    index = ViewPageTemplateFile("kept.pt")
    has_own_search = True
    breadcrumbs = ()
    page_description = ""

    def __init__(self, context, request):
        super().__init__(context, request)
        self.fields = fields_of(request.form)
        self.files = files_of(request.form)
        self.is_logged_in = getSecurityManager().getUser().getId() is not None

    @property
    def page_title(self):
        """What has happened; somebody may have logged in again in another window."""
        if self.is_logged_in:
            return _(
                "title_kept_renewed",
                default="You have logged in anew since; what you typed is here",
            )
        return _("title_kept", default="Your log-in is over; what you typed is here")

    @property
    def is_needed(self) -> bool:
        """Whether a form with something in it was sent from a page of ours."""
        is_form = (
            self.request.getHeader("Content-Type", "")
            .lower()
            .startswith(("application/x-www-form-urlencoded", "multipart/form-data"))
        )
        has_texts = any(text.strip() for _name, text in self.fields)
        return (
            self.request.method == "POST"
            and is_form
            and has_texts
            and not is_foreign(self.request)
        )

    @property
    def url(self) -> str:
        """The form that was sent: an address of this portal, since it was asked for."""
        return self.request["ACTUAL_URL"]

    @property
    def returned(self) -> str:
        """The input that says that nothing is to be done yet."""
        return RETURNED

    @property
    def hidden(self) -> list[tuple[str, str]]:
        """All that goes back into the form."""
        return [pair for pair in self.fields if pair[0] != RETURNED]

    @property
    def texts(self) -> list[str]:
        """What was typed, to be read and copied."""
        return texts_of(self.hidden)
