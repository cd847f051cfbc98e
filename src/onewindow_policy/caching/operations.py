"""How long browsers and proxies keep an answer: our operations for plone.app.caching."""

from AccessControl import getSecurityManager
from Acquisition import aq_inner
from onewindow_policy import _
from onewindow_policy.caching.proxies import has_proxies
from onewindow_policy.caching.scopes import path_in_portal
from onewindow_policy.snapshots.states import content_state
from plone.app.caching.operations.default import StrongCaching
from plone.app.caching.operations.utils import cacheInBrowser
from plone.app.caching.operations.utils import cacheInProxy
from plone.app.caching.operations.utils import doNotCache
from plone.app.caching.operations.utils import getContext
from plone.app.caching.operations.utils import getETagAnnotation
from plone.app.caching.operations.utils import isModified
from plone.app.caching.operations.utils import notModified
from plone.caching.interfaces import ICachingOperation
from plone.caching.interfaces import ICachingOperationType
from plone.caching.utils import lookupOptions
from zope.interface import implementer
from zope.interface import provider

#: Tells our caching proxy which content an answer is about, so that a change of that
#: content finds it whatever address it was asked for by.
PATH_HEADER = "X-Purge-Path"

#: Plone keeps messages for the next page in a cookie of this name.
MESSAGES_COOKIE = "statusmessages"

#: The kind of page that only leads on to another one, for everybody alike.
SHORT_ADDRESS = "onewindow_policy.short"


@implementer(ICachingOperation)
@provider(ICachingOperationType)
class PageCaching:
    """A page that is the same for everybody who is not logged in.

    Browsers keep it and ask each time whether it is still so; 304 is the answer while
    its ETag is. A caching proxy keeps it too, where there is one that is told of changes,
    but not beyond the next moment at which content becomes visible or no longer is.

    What is for one person is kept nowhere: pages of those who are logged in (they have
    tokens and names), pages with a message, answers that set a cookie or that failed.
    """

    title = _("caching_page", default="Pages of the portal")
    description = _(
        "caching_page_description",
        default=(
            "Browsers ask each time whether the page has changed. Caching proxies that"
            " are told of changes keep it for the time given here."
        ),
    )
    prefix = "onewindow_policy.caching.page"
    sort = 0
    options = ("etags", "smaxage", "vary")

    def __init__(self, published, request):
        self.published = published
        self.request = request

    def interceptResponse(self, rulename, response):
        options = lookupOptions(type(self), rulename)
        etag = self._etag(options)
        if etag is None or isModified(self.request, etag=etag):
            return None
        body = notModified(self.published, self.request, response, etag=etag)
        self._keep(options, etag, response)
        return body

    def modifyResponse(self, rulename, response):
        options = lookupOptions(type(self), rulename)
        leads_on = response.getStatus() == 302 and rulename == SHORT_ADDRESS
        is_for_all = (response.getStatus() == 200 or leads_on) and not response.cookies
        etag = self._etag(options) if is_for_all else None
        if etag is None:
            doNotCache(self.published, self.request, response)
        else:
            # No condition holds for what is no page (RFC 9110, section 13.2.1).
            self._keep(options, None if leads_on else etag, response)

    def _etag(self, options) -> str | None:
        """Return the ETag, None where the answer is for this person or moment only."""
        if self.request.get("REQUEST_METHOD") not in ("GET", "HEAD"):
            return None
        if getSecurityManager().getUser().getId() is not None:
            return None
        if self.request.cookies.get(MESSAGES_COOKIE) or content_state() is None:
            return None
        return getETagAnnotation(self.published, self.request, keys=options["etags"])

    def _keep(self, options, etag: str | None, response) -> None:
        """Say in the headers that browsers, and proxies if there are any, may keep it."""
        arguments = (self.published, self.request, response)
        if options["smaxage"] and has_proxies():
            seconds = min(options["smaxage"], content_state().seconds)
            cacheInProxy(*arguments, seconds, etag=etag, vary=options["vary"])
            content = getattr(self.published, "shown_content", None)
            content = aq_inner(content or getContext(self.published))
            response.setHeader(PATH_HEADER, path_in_portal(content))
        else:
            cacheInBrowser(*arguments, etag=etag)
            response.setHeader("Vary", options["vary"])


@provider(ICachingOperationType)
class StableCaching(StrongCaching):
    """What never changes without its address: browsers need not ask again."""

    title = _("caching_stable", default="Files whose address changes with them")
    description = _(
        "caching_stable_description",
        default="Browsers and proxies keep them for the time given, and never ask again.",
    )
    prefix = "onewindow_policy.caching.stable"
    options = ("maxage", "lastModified", "etags", "smaxage", "ramCache", "vary")
    sort = 0

    def modifyResponse(self, rulename, response, class_=None):
        super().modifyResponse(rulename, response, class_)
        said = response.getHeader("Cache-Control") or ""
        if "public" in said:
            response.setHeader("Cache-Control", f"{said}, immutable")
