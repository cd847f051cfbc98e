"""The bases of our own pages."""

from functools import cached_property
from onewindow_policy.pages.hotline import hotline
from onewindow_policy.pages.interfaces import IPublicPage
from onewindow_policy.pages.wording import content_language
from onewindow_policy.pages.wording import Words
from onewindow_policy.records.api import DatabaseUnavailable
from onewindow_policy.vocabularies.api import language_of
from onewindow_policy.vocabularies.api import translation_target
from plone import api
from Products.Five import BrowserView
from zope.i18n import translate
from zope.i18nmessageid import Message
from zope.interface import implementer

import transaction


@implementer(IPublicPage)
class Page(BrowserView):
    """A page; see `IPublicPage` for what the main template asks of it.

    `index` is the template that ZCML names.
    """

    page_title = None
    #: Whether the page goes on without the database; see `note_outage`.
    is_out_of_order = False

    def __call__(self):
        return self.index()

    @cached_property
    def site_url(self) -> str:
        return api.portal.get().absolute_url()

    @cached_property
    def language(self) -> str:
        return language_of(self.request)

    @cached_property
    def content_language(self) -> str | None:
        """The language of what people wrote where it is not the page's, for lang."""
        return content_language(self.language)

    @cached_property
    def translation_target(self) -> str:
        """The language of the page as our catalogues are named, for fragments."""
        return translation_target(self.language)

    @cached_property
    def words(self) -> Words:
        """What says days and messages in the language of the page."""
        return Words(self.language)

    @property
    def hotline(self) -> str:
        return hotline()

    def note_outage(self, error: DatabaseUnavailable) -> None:
        """Go on without the database, with the status and the headers of the fault."""
        # What a broken session began cannot be committed.
        transaction.abort()
        self.is_out_of_order = True
        response = self.request.response
        response.setStatus(503)
        response.setHeader("Cache-Control", "no-store")
        for name, value in error.headers.items():
            response.setHeader(name, value)

    def translate(self, message: Message | str) -> str:
        return translate(message, target_language=self.translation_target)


class PrivatePage(Page):
    """A page that is not for everybody: no cache keeps it."""

    #: What else the answer says of itself.
    headers: dict[str, str] = {}

    def __call__(self):
        response = self.request.response
        response.setHeader("Cache-Control", "no-store")
        for name, value in self.headers.items():
            response.setHeader(name, value)
        return self.answer()

    def answer(self):
        """Return the page, or redirect."""
        return self.index()
