"""The parts of an ETag; plone.app.caching asks for them by the names in the registry."""

from onewindow_policy.caching.release import release
from onewindow_policy.portal.browser.frame import ELDER_COOKIE
from onewindow_policy.snapshots.states import content_state
from onewindow_policy.vocabularies.api import language_of
from plone.app.caching.interfaces import IETagValue
from zope.interface import implementer


@implementer(IETagValue)
class ContentETag:
    """`onewindow_policy.content`: the state of all content, settings and dates.

    Of the whole site, since a page shows more than its own object: a guide its city's
    guide, halls and forms, a list what is in it. See `snapshots.states`.
    """

    def __init__(self, published, request):
        self.request = request

    def __call__(self) -> str | None:
        state = content_state()
        return state.token if state is not None else None


@implementer(IETagValue)
class VariantETag:
    """`onewindow_policy.variant`: what a reader's cookies make of each page."""

    def __init__(self, published, request):
        self.request = request

    def __call__(self) -> str:
        elder = "elder" if self.request.cookies.get(ELDER_COOKIE) else "standard"
        return f"{language_of(self.request)}-{elder}"


@implementer(IETagValue)
class ReleaseETag:
    """`onewindow_policy.release`: the version of the product."""

    def __init__(self, published, request):
        self.request = request

    def __call__(self) -> str:
        return release()
