"""A form that was sent to where none is any more: it was taken away, archived, or has
expired while somebody filled it in."""

from functools import cached_property
from onewindow_policy import _
from onewindow_policy.catalogue.interfaces import IServiceItem
from onewindow_policy.devices.api import is_over
from onewindow_policy.forms.browser.parts import lost_part
from onewindow_policy.forms.exceptions import NonceForged
from onewindow_policy.forms.items import item_of
from onewindow_policy.forms.returned import returned_answers
from onewindow_policy.forms.shown import read_page
from onewindow_policy.forms.shown import SentPage
from onewindow_policy.forms.submissions import NONCE
from onewindow_policy.publishing.api import is_archived
from onewindow_policy.publishing.api import is_effective
from onewindow_policy.publishing.api import is_public
from plone import api
from zope.i18nmessageid import Message

TAKEN_AWAY = _(
    "why_form_taken_away",
    default="The form was taken off this site after you had opened it.",
)
ARCHIVED = _(
    "why_form_archived",
    default="The service was taken off this site after you had opened its form.",
)
EXPIRED = _(
    "why_form_expired",
    default="The time in which one could apply here is over.",
)
TAKEN_BACK = _(
    "why_form_taken_back",
    default="The form was taken back to be mended after you had opened it.",
)


class Undelivered:
    """What is said of a form that was sent and reached nobody."""

    def __init__(self, page: SentPage, request):
        self._page = page
        self._request = request

    @property
    def title(self) -> str:
        """What the service was called."""
        return self._page.shown.title

    @cached_property
    def _form(self):
        """The form, wherever it is now; None if it is deleted. Nothing of it is shown."""
        catalog = api.portal.get_tool("portal_catalog")
        brains = catalog.unrestrictedSearchResults(UID=self._page.shown.form_uid)
        find = api.portal.get().unrestrictedTraverse
        # What the catalogue says may be out of date.
        found = (find(brain.getPath(), None) for brain in brains)
        return next((form for form in found if form is not None), None)

    @cached_property
    def _item(self):
        """What the form is for, or was: then it may hold the address that was asked."""
        if self._form is not None:
            return item_of(self._form)
        parents = self._request.get("PARENTS", ())
        return next(filter(IServiceItem.providedBy, parents), None)

    @property
    def new_address(self) -> str | None:
        """Where the form takes answers in now, if it only was moved or renamed."""
        form = self._form
        if form is None or not is_public(form):
            return None
        url = form.absolute_url()
        return None if self._request["ACTUAL_URL"].startswith(url) else url

    @property
    def why(self) -> Message:
        """Why nothing was sent, as a sentence."""
        if self._form is None:
            return TAKEN_AWAY
        item = self._item
        if item is not None and is_archived(item):
            return ARCHIVED
        if is_archived(self._form):
            return TAKEN_AWAY
        if not (is_effective(self._form) and (item is None or is_effective(item))):
            return EXPIRED
        return TAKEN_BACK

    @property
    def service_url(self) -> str | None:
        """Where the service can still be read about, None where it cannot."""
        item = self._item
        return item.absolute_url() if item is not None and is_public(item) else None

    @property
    def answers(self) -> str:
        """What was typed, as HTML; nothing of a visit that was ended on this device."""
        if is_over(self._request, self._page.nonce.made_at):
            return ""
        return answers_part(self._page, self._request)


def answers_part(page: SentPage, request) -> str:
    """Return the HTML that gives back what was typed into the form of `page`."""
    return lost_part(returned_answers(request.form, page.shown.questions), request)


def page_in(request) -> SentPage | None:
    """Return the page of ours that `request` sends a form from, None for any other."""
    if request.method != "POST":
        return None
    try:
        return read_page(request.form.get(NONCE))
    except NonceForged:
        return None


def undelivered(request) -> Undelivered | None:
    """Return what to say of the form that came with `request`, None where none did."""
    page = page_in(request)
    return None if page is None else Undelivered(page, request)
