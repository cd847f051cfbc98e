"""The base of our own pages."""

from functools import cached_property
from onewindow_policy.communities.phones import hotline
from onewindow_policy.portal import face
from onewindow_policy.portal.interfaces import IPublicPage
from onewindow_policy.vocabularies.api import language_of
from onewindow_policy.vocabularies.api import translation_target
from plone import api
from Products.Five import BrowserView
from zope.component import getMultiAdapter
from zope.i18n import translate
from zope.interface import implementer


@implementer(IPublicPage)
class PublicPage(BrowserView):
    """A page of the portal; see `IPublicPage` for what the main template asks of it."""

    page_title = None
    page_description = None
    breadcrumbs = None
    canonical_url = None
    article_date = None
    batch = None

    @cached_property
    def portal_url(self) -> str:
        return api.portal.get().absolute_url()

    @cached_property
    def language(self) -> str:
        return language_of(self.request)

    @cached_property
    def content_language(self) -> str | None:
        return face.content_language(self.language)

    @cached_property
    def translation_target(self) -> str:
        return translation_target(language_of(self.request))

    @property
    def hotline(self) -> str:
        return hotline()

    @cached_property
    def paging(self):
        return getMultiAdapter((self.context, self.request), name="paging")

    def translate(self, message) -> str:
        return translate(message, target_language=self.translation_target)
