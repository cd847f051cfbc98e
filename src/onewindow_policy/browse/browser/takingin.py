"""`/@@take-in`: which service somebody stands at the window for; what is unfinished."""

from functools import cached_property
from onewindow_policy import _
from onewindow_policy.browse.takingin import find_takeable
from onewindow_policy.browse.takingin import list_takeable
from onewindow_policy.browse.takingin import Takeable
from onewindow_policy.browse.takingin import takeable_named
from onewindow_policy.cases.masks import marked_name
from onewindow_policy.communities.divisions import CommunityFacts
from onewindow_policy.communities.scopes import scope_of
from onewindow_policy.forms.api import begun_by
from onewindow_policy.forms.api import IN_ADDRESS
from onewindow_policy.forms.api import last_day
from onewindow_policy.forms.api import PREFIX
from onewindow_policy.forms.api import remember_window
from onewindow_policy.forms.api import ResumedForm
from onewindow_policy.forms.api import TAKE_IN
from onewindow_policy.forms.api import TAKE_IN_CASES
from onewindow_policy.forms.api import WINDOW_COOKIE
from onewindow_policy.forms.api import window_of
from onewindow_policy.forms.api import windows_of
from onewindow_policy.inquiries.api import INQUIRE
from onewindow_policy.inquiries.api import item_asked_about
from onewindow_policy.inquiries.api import RECORD_INQUIRIES
from onewindow_policy.intake.api import drop_draft
from onewindow_policy.pages.api import PrivatePage
from onewindow_policy.pages.api import text_of
from onewindow_policy.portal.browser.searchbox import SearchBox
from onewindow_policy.records.api import check_write
from onewindow_policy.records.api import DatabaseUnavailable
from onewindow_policy.search.questions import LONGEST_TEXT
from plone import api
from urllib.parse import urlencode
from zExceptions import Unauthorized


class TakeInView(PrivatePage):
    """Finds the service and goes on to its form; without scripts by a list.

    What is looked for is the name of a service, and stands in the address as in all
    searches; of a person nothing is asked here.
    """

    page_title = _("title_take_in", default="Take in an application")
    is_staff_page = True
    has_own_search = True
    headers = {"X-Robots-Tag": "noindex", "Referrer-Policy": "same-origin"}
    longest_text = LONGEST_TEXT
    is_away = False

    def answer(self):
        if not self.windows:
            raise Unauthorized(f"You have nowhere the right to {TAKE_IN_CASES}.")
        if self.request.method == "POST":
            check_write(self.request)
            if number := text_of(self.request, "drop"):
                drop_draft(number, api.user.get_current().getId())
                return self.request.response.redirect(self.url, status=303)
            return self._sit_down()
        if self.window is not None and (url := self._url_asked or self._url_meant):
            return self.request.response.redirect(url, status=303)
        return self.index()

    def _sit_down(self):
        """Remember at which window this browser stands."""
        code = text_of(self.request, "window")
        if code in {each.place.code for each in self.windows}:
            remember_window(self.request, code)
        item = text_of(self.request, "item")
        query = f"?{urlencode({'item': item})}" if item else ""
        return self.request.response.redirect(f"{self.url}{query}", status=303)

    @property
    def url(self) -> str:
        return f"{self.site_url}/{TAKE_IN}"

    @property
    def inquire_url(self) -> str:
        """Where it goes on for who only asks."""
        return f"{self.site_url}/{INQUIRE}"

    @cached_property
    def may_inquire(self) -> bool:
        """Whether the user notes inquiries anywhere."""
        return bool(scope_of(api.user.get_current(), RECORD_INQUIRIES))

    # -- the window

    @cached_property
    def windows(self) -> tuple[CommunityFacts, ...]:
        """The windows at which the user may take in."""
        return windows_of(api.user.get_current())

    @cached_property
    def window(self) -> CommunityFacts | None:
        """The one at which this browser stands, None where that has to be said."""
        said = self.request.cookies.get(WINDOW_COOKIE)
        return window_of(api.user.get_current(), [said])

    @property
    def window_rows(self) -> list[dict]:
        """What there is to choose from, where there is more than one."""
        if len(self.windows) < 2:
            return []
        return [
            {
                "code": each.place.code,
                "title": each.full_name,
                "chosen": "selected" if each == self.window else None,
            }
            for each in self.windows
        ]

    # -- what waits unfinished

    @cached_property
    def drafts(self) -> list[dict]:
        """What the user has begun and not taken in, the newest first."""
        user_id = api.user.get_current().getId()
        try:
            begun = begun_by(user_id)
        except DatabaseUnavailable as error:
            self.note_outage(error)
            return []
        rows = (self._draft(number, each) for number, each in begun)
        return [row for row in rows if row is not None]

    def _draft(self, number: str, draft: ResumedForm) -> dict | None:
        shown = draft.page.shown
        form = api.content.get(UID=shown.form_uid)
        if form is None:
            # The service was taken off: its draft is erased when its days are over.
            return None
        name = draft.inputs.get(f"{PREFIX}applicant_name")
        return {
            "number": number,
            "title": shown.title,
            "person": marked_name(name) if isinstance(name, str) and name else "",
            "day": last_day(draft.until, self.language),
            "url": f"{form.absolute_url()}/{TAKE_IN}",
        }

    # -- the service

    @cached_property
    def text(self) -> str:
        return text_of(self.request, "q", LONGEST_TEXT).strip()

    @cached_property
    def item_code(self) -> str:
        """The service that was chosen, by its code."""
        return text_of(self.request, "item")

    @cached_property
    def _url_asked(self) -> str | None:
        """Where it goes on for who asked before, and says the number of that; None where
        the service is not taken in here, which its own row says."""
        try:
            asked = item_asked_about(self.text) if self.text else None
        except DatabaseUnavailable as error:
            self.note_outage(error)
            self.is_away = True
            return None
        if asked is None:
            return None
        number, self.item_code = asked
        meant = self._url_meant
        return f"{meant}?{urlencode({IN_ADDRESS: number})}" if meant else None

    @property
    def _url_meant(self) -> str | None:
        """Where it goes on, where only one service is meant."""
        taken = [each for each in self.found if each.form_url]
        is_only_one = len(taken) == 1 and (self.item_code or len(self.found) == 1)
        return taken[0].form_url if is_only_one else None

    @cached_property
    def found(self) -> list[Takeable]:
        """What was looked for or chosen."""
        if self.window is None:
            return []
        if self.item_code:
            chosen = takeable_named(self.item_code, self.window)
            return [chosen] if chosen is not None else []
        try:
            return find_takeable(self.text, self.window) if self.text else []
        except DatabaseUnavailable as error:
            self.note_outage(error)
            self.is_away = True
            return []

    @cached_property
    def listed(self) -> list[Takeable]:
        """All services, where they are not too many to look through."""
        return list_takeable(self.window) if self.window is not None else []

    @property
    def box(self) -> SearchBox:
        """What tells the script of the box where it asks."""
        return SearchBox(self.site_url, self.language)
