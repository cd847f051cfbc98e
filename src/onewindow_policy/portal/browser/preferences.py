"""What a reader chooses for all pages: a cookie, and back to the page."""

from onewindow_policy.interfaces import IOneWindowLayer
from onewindow_policy.portal.browser.frame import ELDER_COOKIE
from onewindow_policy.portal.face import FACE_COOKIE
from onewindow_policy.portal.face import PUBLIC_FACE
from plone import api
from plone.i18n.interfaces import ILanguageUtility
from Products.Five import BrowserView
from urllib.parse import unquote
from urllib.parse import urlsplit
from zExceptions import Redirect
from zope.component import getUtility

LANGUAGE_COOKIE = "I18N_LANGUAGE"

SECONDS_A_YEAR = 365 * 24 * 60 * 60


def keep_cookie(response, name: str, value: str) -> None:
    """Set a cookie of display for all pages, for a year."""
    response.setCookie(name, value, path="/", max_age=SECONDS_A_YEAR, same_site="Lax")


def own_address(url) -> str | None:
    """Return `url` if it leads to a page of the portal, None for any other place.

    Never to a view that sets a preference either: it would lead back again.
    """
    home = api.portal.get().absolute_url()
    # Browsers read a backslash as a slash and skip control characters, so that an
    # address could mean more to them than to urlsplit.
    if (
        not isinstance(url, str)
        or any(char in url for char in "\\\t\r\n")
        or not url.isprintable()
    ):
        return None
    try:
        path = unquote(urlsplit(url).path)
    except ValueError:
        return None
    if "@@set-" in path or ".." in path.split("/"):
        return None
    if url == home or url.startswith((f"{home}/", f"{home}?")):
        return url
    return None


def choose_elder_mode_by_address(event) -> None:
    """Take `?care=1` out of any page's address, and switch elder mode on; `0` is off.

    For the code on a poster: whoever scans it has large print from then on, and the page
    at its one address, which caches keep.
    """
    request = event.request
    query = request.get("QUERY_STRING") or ""
    if "care=" not in query or not IOneWindowLayer.providedBy(request):
        return
    parts = query.split("&")
    wanted = [part for part in parts if part in ("care=1", "care=0")]
    if not wanted or request.get("REQUEST_METHOD") not in ("GET", "HEAD"):
        return
    response = request.response
    if wanted[-1] == "care=1":
        keep_cookie(response, ELDER_COOKIE, "1")
    else:
        response.expireCookie(ELDER_COOKIE, path="/")
    response.setHeader("Cache-Control", "no-store")
    rest = "&".join(part for part in parts if not part.startswith("care="))
    url = request.get("ACTUAL_URL", "")
    clean = own_address(f"{url}?{rest}" if rest else url)
    raise Redirect(clean or api.portal.get().absolute_url())


class SetPreference(BrowserView):
    """Sets a cookie and goes back to `came_from`, which must be a page of the portal.

    Links, and therefore GET: nothing is written but a cookie of display, and it works
    without a script. Plone's own `?set_language=` would leave each page with a second
    address for each language.
    """

    def __call__(self) -> str:
        self.choose(self.request.form)
        self.request.response.redirect(self.came_from())
        return ""

    def choose(self, form) -> None:
        """Set or expire the cookie by the `form`; ignore what it cannot be."""
        raise NotImplementedError

    def came_from(self) -> str:
        """Return where to go back to: never out of the portal, nor to this view."""
        url = own_address(self.request.form.get("came_from"))
        return url or api.portal.get().absolute_url()

    def keep(self, name: str, value: str) -> None:
        keep_cookie(self.request.response, name, value)

    def forget(self, name: str) -> None:
        self.request.response.expireCookie(name, path="/")


class SetLanguage(SetPreference):
    """`@@set-language?language=en&came_from=…`"""

    def choose(self, form) -> None:
        language = form.get("language")
        available = getUtility(ILanguageUtility).getSupportedLanguages()
        if isinstance(language, str) and language in available:
            self.keep(LANGUAGE_COOKIE, language)


class SetElderMode(SetPreference):
    """`@@set-elder-mode?on=1&came_from=…`: large print, without `on` the standard."""

    def choose(self, form) -> None:
        if form.get("on"):
            self.keep(ELDER_COOKIE, "1")
        else:
            self.forget(ELDER_COOKIE)


class SetFace(SetPreference):
    """`@@set-face?face=public&came_from=…`: what residents see, for those who edit.

    Without `face` back to the editing interface; closing the browser does so too.
    """

    def choose(self, form) -> None:
        if form.get("face") == PUBLIC_FACE:
            self.request.response.setCookie(
                FACE_COOKIE, PUBLIC_FACE, path="/", same_site="Lax"
            )
        else:
            self.forget(FACE_COOKIE)
