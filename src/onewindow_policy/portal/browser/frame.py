"""What stands around every public page, computed once a page and cheaply."""

from AccessControl import getSecurityManager
from functools import cached_property
from onewindow_policy import _
from onewindow_policy.cases.api import notices_on_web
from onewindow_policy.cases.api import TRACK
from onewindow_policy.catalogue.api import CATALOGUE_PATH
from onewindow_policy.catalogue.interfaces import IServiceItem
from onewindow_policy.communities.api import CITY_PATH
from onewindow_policy.communities.api import get_city
from onewindow_policy.communities.browser.window import choice_url
from onewindow_policy.communities.units import organiser
from onewindow_policy.desks.api import HELP
from onewindow_policy.feedback.api import FORM_PATH as SUGGESTION_PATH
from onewindow_policy.news.api import NEWS_PATH
from onewindow_policy.pages.api import content_language
from onewindow_policy.pages.api import Fragment
from onewindow_policy.pages.api import STANDARD_HOTLINE
from onewindow_policy.portal import face
from onewindow_policy.portal.browser.colours import own_stylesheet
from onewindow_policy.portal.browser.colours import version_of
from onewindow_policy.portal.browser.head import Page
from onewindow_policy.portal.browser.head import page_of
from onewindow_policy.portal.browser.logo import own_logo_url
from onewindow_policy.portal.browser.searchbox import SearchBox
from onewindow_policy.portal.browser.static import static_query
from onewindow_policy.portal.browser.tags import SHARE_IMAGE
from onewindow_policy.portal.interfaces import IPublicFrame
from onewindow_policy.portal.settings import portal_settings
from onewindow_policy.portal.settings import PortalSettings
from onewindow_policy.samples.api import COMMON_PATH
from onewindow_policy.vocabularies.api import language_of
from onewindow_policy.vocabularies.api import translation_target
from pathlib import Path
from plone import api
from plone.app.layout.viewlets.globalstatusmessage import MTYPES_DISPLAY
from plone.base.interfaces import IPloneSiteRoot
from plone.registry.interfaces import IRegistry
from Products.Five import BrowserView
from Products.statusmessages.interfaces import IStatusMessage
from typing import NamedTuple
from urllib.parse import quote
from urllib.parse import urlencode
from zope.component import getUtility
from zope.i18n import translate
from zope.interface import implementer

STATIC = "++resource++onewindow_policy"

#: The cookie of elder mode, set by `preferences.SetElderMode`.
ELDER_COOKIE = "onewindow_elder"

USE_WORK_DESK = "onewindow_policy: Use Work Desk"

#: The rooms of the site by their names in it, and the page that residents come back for;
#: no navigation tree is asked for them.
NAVIGATION = (
    ("", _("nav_home", default="Home")),
    (CATALOGUE_PATH, _("nav_catalogue", default="Services")),
    (TRACK, _("nav_track", default="Check progress")),
    (COMMON_PATH, _("nav_samples", default="Forms")),
    (CITY_PATH, _("nav_communities", default="Communities and windows")),
    (NEWS_PATH, _("nav_news", default="News and notices")),
)

ELDER_MODE = _("link_elder_mode", default="Large print")
STANDARD_MODE = _("link_standard_mode", default="Standard print")

#: How languages call themselves: a link to a language is written in it.
LANGUAGE_NAMES = {"zh-cn": "中文", "en": "English"}

_MASTHEAD = Fragment(Path(__file__).with_name("masthead.pt"))
_KEYS = Fragment(Path(__file__).with_name("keys.pt"))
_FOOTER = Fragment(Path(__file__).with_name("footer.pt"))

#: Translated once a process, by language.
_navigation_titles: dict[str, dict[str, str]] = {}


class Member(NamedTuple):
    """Who is logged in, with the addresses for them."""

    name: str
    account_url: str
    #: Where staff begin, None for who is no staff.
    work_url: str | None
    logout_url: str


class FormSwitch(NamedTuple):
    """A button within a form, which comes back filled in other print or language."""

    id: str
    value: str
    label: str
    lang: str | None


@implementer(IPublicFrame)
class PublicFrame(BrowserView):
    """See `IPublicFrame`."""

    #: Whether links to other print and languages would leave a form that is being filled in
    #: (see `IPublicPage`); known once the page is.
    switched_form = False

    @cached_property
    def _language_code(self) -> str:
        return language_of(self.request)

    @property
    def language(self) -> str:
        language, hyphen, region = self._language_code.partition("-")
        return f"{language}{hyphen}{region.upper()}"

    @cached_property
    def content_language(self) -> str | None:
        return content_language(self._language_code)

    @cached_property
    def translation_target(self) -> str:
        return translation_target(language_of(self.request))

    @cached_property
    def portal(self):
        return api.portal.get()

    @cached_property
    def portal_url(self) -> str:
        return self.portal.absolute_url()

    @cached_property
    def settings(self) -> PortalSettings:
        return portal_settings()

    @property
    def logo_url(self) -> str | None:
        """The site's own logo, None while it has the seal that comes with the product."""
        return own_logo_url(self.portal_url)

    @cached_property
    def is_home(self) -> bool:
        return IPloneSiteRoot.providedBy(self.context) and (
            self.request.get("ACTUAL_URL", "").rstrip("/") == self.portal_url
        )

    @cached_property
    def site_title(self) -> str:
        return getUtility(IRegistry).get("plone.site_title") or self.portal.title

    @property
    def is_elder_mode(self) -> bool:
        return bool(self.request.cookies.get(ELDER_COOKIE))

    @property
    def html_class(self) -> str | None:
        return "elder" if self.is_elder_mode else None

    @property
    def elder_mode_url(self) -> str:
        """Where a click switches elder mode on, or off again."""
        wanted = "" if self.is_elder_mode else "1"
        return f"{self.portal_url}/@@set-elder-mode?on={wanted}&{self._came_from}"

    @property
    def form_switches(self) -> list[FormSwitch]:
        """The buttons that do the same within a form (see `switching`)."""
        elder = FormSwitch(
            "form-elder",
            "elder:" if self.is_elder_mode else "elder:1",
            translate(
                STANDARD_MODE if self.is_elder_mode else ELDER_MODE,
                context=self.request,
            ),
            None,
        )
        return [elder] + [
            FormSwitch(f"form-language-{code}", f"language:{code}", name, code)
            for code, name, _url in self.other_languages
        ]

    @cached_property
    def _came_from(self) -> str:
        url = self.request.get("ACTUAL_URL", self.portal_url)
        if self.request.get("REQUEST_METHOD") == "GET":
            query = self.request.get("QUERY_STRING")
            url = f"{url}?{query}" if query else url
        return f"came_from={quote(url, safe='')}"

    @property
    def stylesheet_url(self) -> str:
        return f"{self.portal_url}/{STATIC}/portal.css?{static_query('portal.css')}"

    @property
    def colours_url(self) -> str | None:
        """The style sheet of the city's own colours, None for the standard ones."""
        if not self.settings.has_own_colours:
            return None
        return (
            f"{self.portal_url}/@@portal-colours.css?v={version_of(own_stylesheet())}"
        )

    @property
    def script_url(self) -> str:
        return f"{self.portal_url}/{STATIC}/portal.js?{static_query('portal.js')}"

    @property
    def share_image_url(self) -> str:
        """The picture of the cards by which others show a link to a page."""
        return f"{self.portal_url}/{STATIC}/{SHARE_IMAGE}?{static_query(SHARE_IMAGE)}"

    @property
    def aloud_url(self) -> str:
        return f"{self.portal_url}/{STATIC}/aloud.js?{static_query('aloud.js')}"

    @property
    def device_script_url(self) -> str:
        """The script of what a browser keeps of a form, or does not."""
        return f"{self.portal_url}/{STATIC}/device.js?{static_query('device.js')}"

    @property
    def take_in_script_url(self) -> str:
        """The script that hears of readers of identity cards."""
        return f"{self.portal_url}/{STATIC}/takein.js?{static_query('takein.js')}"

    @property
    def camera_script_url(self) -> str:
        """The script that photographs papers with the camera of a desk."""
        return f"{self.portal_url}/{STATIC}/camera.js?{static_query('camera.js')}"

    @property
    def retry_script_url(self) -> str:
        """The script of pages that try again by themselves."""
        return f"{self.portal_url}/{STATIC}/retry.js?{static_query('retry.js')}"

    @property
    def icon_url(self) -> str:
        return f"{self.portal_url}/{STATIC}/favicon.svg?{static_query('favicon.svg')}"

    @property
    def report_url(self) -> str:
        """Where one says what is wrong with this page.

        Only its path goes along: a query may hold what somebody typed.
        """
        path = self.request.get("ACTUAL_URL", "").removeprefix(self.portal_url)
        return f"{self.suggest_url}?{urlencode({'about': path})}"

    @property
    def suggest_url(self) -> str:
        """The form of the suggestion box."""
        return f"{self.portal_url}/{SUGGESTION_PATH}"

    @property
    def search_box(self) -> str:
        return SearchBox(
            self.portal_url,
            self.translation_target,
            name="quick-search",
            css="quick-search",
            is_small=True,
        ).render()

    @property
    def communities_url(self) -> str:
        """Where one chooses a community, to come back to the guide that one reads."""
        is_item = IServiceItem.providedBy(self.context)
        return choice_url(self.context.getId() if is_item else None)

    @property
    def navigation(self) -> list[tuple[str, str, str | None]]:
        room = self.room
        return [
            (
                title,
                f"{self.portal_url}/{path}" if path else self.portal_url,
                "page" if self._is_here(path) else _current(path, room),
            )
            for path, title in self.navigation_titles.items()
        ]

    @property
    def track_url(self) -> str:
        return f"{self.portal_url}/{TRACK}"

    @property
    def notices_url(self) -> str | None:
        """Where public notices are shown, None where the city shows none on the web."""
        return f"{self.portal_url}/@@public-notices" if notices_on_web() else None

    def _is_here(self, path: str) -> bool:
        """Return whether the page itself is at `path`, which is none of a room."""
        if not path:
            return self.is_home
        return path == TRACK and self.request.get("ACTUAL_URL") == self.track_url

    @property
    def navigation_titles(self) -> dict[str, str]:
        """The titles of the rooms in the language of the page, by their names."""
        titles = _navigation_titles.get(self._language_code)
        if titles is None:
            titles = {
                path: translate(title, context=self.request)
                for path, title in NAVIGATION
            }
            _navigation_titles[self._language_code] = titles
        return titles

    @property
    def room_titles(self) -> dict[str, str]:
        """The titles of the rooms in the language of the page, by their addresses."""
        return {
            f"{self.portal_url}/{path}": title
            for path, title in self.navigation_titles.items()
        }

    @cached_property
    def room(self) -> str | None:
        """The name of the top-level container that this page is in."""
        names = self.context.getPhysicalPath()[len(self.portal.getPhysicalPath()) :]
        return names[0] if names else None

    @cached_property
    def other_languages(self) -> list[tuple[str, str, str]]:
        available = getUtility(IRegistry).get("plone.available_languages") or ()
        return [
            (
                code,
                LANGUAGE_NAMES[code],
                f"{self.portal_url}/@@set-language?language={code}&{self._came_from}",
            )
            for code in available
            if code in LANGUAGE_NAMES and code != self._language_code
        ]

    @cached_property
    def member(self) -> Member | None:
        user = getSecurityManager().getUser()
        if user.getId() is None:
            return None
        is_staff = getSecurityManager().checkPermission(USE_WORK_DESK, self.portal)
        return Member(
            name=user.getProperty("fullname") or user.getUserName(),
            account_url=f"{self.portal_url}/@@my-account",
            work_url=f"{self.portal_url}/@@work" if is_staff else None,
            logout_url=f"{self.portal_url}/@@logout",
        )

    @property
    def editing_url(self) -> str | None:
        """Where a click leads back to the editing interface, for who left it here."""
        if not face.looks_as_resident(self.request):
            return None
        if not face.may_use_editing_interface(self.context):
            return None
        return f"{self.portal_url}/@@set-face?{self._came_from}"

    @cached_property
    def notice(self) -> str | None:
        city = get_city()
        return city.notice if city is not None and city.fictional else None

    @property
    def organiser(self) -> str | None:
        if self.settings.organiser:
            return self.settings.organiser
        unit = organiser()
        return unit.title if unit is not None else None

    @cached_property
    def hotline(self) -> str:
        return self.settings.hotline or STANDARD_HOTLINE

    @property
    def has_records(self) -> bool:
        """Whether the foot names the site's records with the authorities."""
        settings = self.settings
        return bool(settings.site_code or settings.icp_number or settings.police_number)

    @property
    def messages(self) -> list[dict]:
        return [_message(one) for one in IStatusMessage(self.request).show()]

    def masthead(self, page: Page) -> str:
        """See `IPublicFrame`."""
        return _MASTHEAD.render(
            frame=self,
            has_own_search=page.has_own_search,
            help_letter=HELP.letter if page.keys else "",
            target_language=self.translation_target,
        )

    def keys(self, page: Page) -> str:
        """See `IPublicFrame`."""
        if not page.keys:
            return ""
        rows = [
            {
                "letter": key.letter,
                "shown": key.letter.upper(),
                "title": translate(key.title, context=self.request),
                "url": f"{self.portal_url}/{key.path}" if key.path else "",
            }
            for key in page.keys
        ]
        return _KEYS.render(rows=rows, target_language=self.translation_target)

    @property
    def footer(self) -> str:
        return _FOOTER.render(frame=self, target_language=self.translation_target)

    def page(self, view) -> Page:
        """See `IPublicFrame`."""
        page = page_of(view, self)
        self.switched_form = page.has_switched_form
        return page


def _current(path: str, room: str | None) -> str | None:
    """Return the aria-current of a link to a room: the page is in it."""
    return "true" if path and path == room else None


def _message(message) -> dict:
    """Return a status message as stock templates show it, the kind in words too."""
    kind = MTYPES_DISPLAY.get(message.type, MTYPES_DISPLAY["info"])
    return {
        "css": f"portalMessage {kind['cssclass']}",
        "role": "alert" if message.type == "error" else "status",
        "kind": kind["msg"],
        "text": message.message,
    }
