"""`/@@take-data-request`: what somebody asks at the window about their own data."""

from functools import cached_property
from onewindow_policy import _
from onewindow_policy.communities.scopes import scope_of
from onewindow_policy.desks.api import PostView
from onewindow_policy.pages.api import Words
from onewindow_policy.rights.addresses import LIST
from onewindow_policy.rights.addresses import request_path
from onewindow_policy.rights.entries import TITLE
from onewindow_policy.rights.exceptions import KindMissing
from onewindow_policy.rights.exceptions import PersonUnchecked
from onewindow_policy.rights.exceptions import RightsError
from onewindow_policy.rights.models import KINDS
from onewindow_policy.rights.permissions import TAKE_RIGHTS
from onewindow_policy.rights.requests import ask_at_window
from onewindow_policy.rights.requests import LONGEST_WISH
from onewindow_policy.rights.wording import KIND_WORDS
from onewindow_policy.typed.serials import LONGEST_TYPED
from onewindow_policy.typed.texts import compact_number
from plone import api
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from zExceptions import Unauthorized
from zope.i18nmessageid import Message


class TakeRightsRequestView(PostView):
    """Takes in a request at the window, from whoever showed there who they are."""

    index = ViewPageTemplateFile("take.pt")
    page_title = _(
        "title_take_data_request", default="Somebody asks about their own data"
    )
    headers = {"X-Robots-Tag": "noindex", "Referrer-Policy": "same-origin"}
    refusals = (RightsError,)
    longest_text = LONGEST_WISH

    def answer(self):
        """See `PostView`."""
        if not self._scope:
            raise Unauthorized("You take no requests in.")
        return super().answer()

    def act(self) -> tuple[Message, str]:
        """See `PostView`."""
        kind = self.submitted("kind")
        if kind not in KINDS:
            raise KindMissing
        if not self.submitted("checked"):
            raise PersonUnchecked
        request = ask_at_window(
            kind,
            compact_number(self.submitted("subject")[:LONGEST_TYPED]),
            self._user.getId(),
            self.submitted("wish"),
            self._scope,
        )
        done = _(
            "message_data_request_taken",
            default="Taken in. Tell the person by which day they have an answer.",
        )
        return done, f"{self.site_url}/{request_path(request.number)}"

    @cached_property
    def _user(self):
        return api.user.get_current().getUser()

    @cached_property
    def _scope(self):
        return scope_of(self._user, TAKE_RIGHTS)

    @cached_property
    def words(self) -> Words:
        return Words(self.language)

    @property
    def list_url(self) -> str:
        return f"{self.site_url}/{LIST}"

    @property
    def breadcrumbs(self) -> list[tuple[str, str | None]]:
        return [
            (self.words(TITLE), self.list_url),
            (self.words(self.page_title), None),
        ]

    @property
    def kinds(self) -> list[dict]:
        """What can be asked for."""
        chosen = self.submitted("kind")
        return [
            {"value": kind, "title": self.words(words), "is_chosen": kind == chosen}
            for kind, words in KIND_WORDS.items()
        ]
