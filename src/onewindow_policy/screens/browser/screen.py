"""A screen: one slide a request, and the next one by itself."""

from base64 import b64encode
from datetime import datetime
from functools import cached_property
from hashlib import sha256
from onewindow_policy import _
from onewindow_policy.communities.api import get_city
from onewindow_policy.communities.halls import halls_for_community
from onewindow_policy.communities.hours import clock_time
from onewindow_policy.communities.rows import DAY_GROUPS
from onewindow_policy.guides.wording import Wording
from onewindow_policy.pages.api import Page
from onewindow_policy.pages.api import qr_code
from onewindow_policy.screens.slides import make_slide
from onewindow_policy.screens.slides import Slide
from onewindow_policy.screens.slides import slide_sources
from onewindow_policy.vocabularies.api import language_of
from onewindow_policy.workdays.api import CITY_ZONE
from pathlib import Path
from plone import api
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile

SHORTEST_SECONDS = 3

SCRIPT = Path(__file__).with_name("screen.js").read_text(encoding="utf-8")

#: As all pages of the public face, with the one script that is in it.
POLICY = "; ".join(
    (
        "default-src 'none'",
        f"script-src 'sha256-{b64encode(sha256(SCRIPT.encode()).digest()).decode()}'",
        "style-src 'self'",
        "img-src 'self'",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'none'",
        "frame-ancestors 'self'",
        "base-uri 'none'",
    )
)

_STYLE = Path(__file__).parents[2] / "portal" / "static" / "screen.css"
STYLE_VERSION = f"v={sha256(_STYLE.read_bytes()).hexdigest()[:8]}"

WEEKDAYS = (
    _("weekday_monday", default="Monday"),
    _("weekday_tuesday", default="Tuesday"),
    _("weekday_wednesday", default="Wednesday"),
    _("weekday_thursday", default="Thursday"),
    _("weekday_friday", default="Friday"),
    _("weekday_saturday", default="Saturday"),
    _("weekday_sunday", default="Sunday"),
)


class ScreenView(Page):
    """`/screens/<id>?slide=<n>`: the whole screen with one slide.

    A script fetches the next one and shows it in this page, so that a server or a network
    that is away never leaves anything else on the wall; without scripts the page goes on
    by itself. Slides may come and go meanwhile: a number beyond the last one starts again.
    `&hold=1` stays: whoever reads the page at a desk, aloud or enlarged, needs the time for
    it (WCAG 2.2, 2.2.1 and 2.2.2).
    """

    index = ViewPageTemplateFile("templates/screen.pt")

    def __call__(self):
        response = self.request.response
        # No theme, and nothing that transforms the page, for a display that reloads it
        # all day; and no cache, since the clock is part of it.
        response.setHeader("X-Theme-Disabled", "1")
        response.setHeader("Cache-Control", "no-cache")
        page = self.index()
        # The script is in the page: a file of its own might be what does not come. Said
        # only now: the page of a failure has scripts of its own.
        response.setHeader("Content-Security-Policy", POLICY)
        return page

    #: What goes on by itself.
    script = SCRIPT
    style_version = STYLE_VERSION

    @cached_property
    def words(self) -> Wording:
        return Wording(language_of(self.request))

    @property
    def language(self) -> str:
        language, hyphen, region = self.words.language.partition("-")
        return f"{language}{hyphen}{region.upper()}"

    @cached_property
    def _sources(self) -> list:
        return slide_sources(self.context)

    @cached_property
    def number(self) -> int:
        """The place of the slide, from 0."""
        try:
            wanted = int(self.request.form.get("slide", 0))
        except (TypeError, ValueError):
            wanted = 0
        return wanted % len(self._sources) if self._sources else 0

    @cached_property
    def _shown(self) -> tuple[int, Slide | None]:
        """The slide and its place: the next one that has something public to say."""
        count = len(self._sources)
        for step in range(count):
            place = (self.number + step) % count
            slide = make_slide(self._sources[place], self.context, self.words)
            if slide is not None:
                return place, slide
        return 0, None

    @property
    def slide(self) -> Slide | None:
        return self._shown[1]

    @property
    def seconds(self) -> int:
        """How long the slide stays."""
        return max(self.context.seconds_per_slide or 0, SHORTEST_SECONDS)

    @property
    def following(self) -> str:
        """The address of the next slide, "" where somebody holds this one."""
        if self.is_held:
            return ""
        place, _slide = self._shown
        return f"?slide={(place + 1) % len(self._sources) if self._sources else 0}"

    @property
    def refresh(self) -> str:
        """What a browser without scripts is told: after how long to go, and where to."""
        return f"{self.seconds};url={self.following}"

    @property
    def is_held(self) -> bool:
        return bool(self.request.form.get("hold"))

    @property
    def hold_url(self) -> str:
        return f"?slide={self._shown[0]}&hold=1"

    @property
    def dots(self) -> list[str | None]:
        """A class for each slide; a row of too many says nothing."""
        count = len(self._sources)
        if not 1 < count <= 12:
            return []
        current = self._shown[0]
        return ["is-current" if place == current else None for place in range(count)]

    @property
    def code(self) -> str:
        """The address of the slide's page as a QR code: SVG without style or script."""
        return qr_code(self.slide.url)

    @cached_property
    def hall(self):
        """The community's hall, or its street's; None where neither has one."""
        return next(iter(halls_for_community(self.context.community)), None)

    @property
    def place(self) -> str:
        return self.hall.title if self.hall is not None else self.context.title

    @property
    def hours(self) -> list[dict]:
        """The hours of the hall, a line for each span, days named once."""
        lines = []
        spans = self.hall.spans if self.hall is not None else ()
        for term in DAY_GROUPS:
            own = [span for span in spans if span[0] == term.value]
            for number, (_days, opens, closes) in enumerate(own):
                lines.append(
                    {
                        "days": "" if number else self._days_name(term),
                        "times": f"{clock_time(opens)}–{clock_time(closes)}",
                    }
                )
        return lines

    def _days_name(self, term) -> str:
        """Weekdays have a shorter name here, where there is little room."""
        if term.value == "weekdays":
            return self.words(_("screen_weekdays", default="Mon–Fri"))
        return self.words(term.title)

    @property
    def phones(self) -> tuple[str, ...]:
        return self.hall.phones if self.hall is not None else ()

    @property
    def notice(self) -> str:
        return (self.hall.hours_note or "") if self.hall is not None else ""

    @cached_property
    def now(self) -> datetime:
        return datetime.now(CITY_ZONE)

    @property
    def date(self) -> str:
        return self.words(
            _(
                "screen_date",
                default="${weekday}, ${day}/${month}",
                mapping={
                    "month": self.now.month,
                    "day": self.now.day,
                    "weekday": self.words(WEEKDAYS[self.now.weekday()]),
                },
            )
        )

    @property
    def time(self) -> str:
        return self.now.strftime("%H:%M")

    @property
    def is_fictional(self) -> bool:
        city = get_city()
        return bool(city is not None and city.fictional)

    @property
    def static_url(self) -> str:
        return f"{self.site_url}/++resource++onewindow_policy"


class ScreensListing(Page):
    """The screens of the city, for those who set them up."""

    index = ViewPageTemplateFile("templates/listing.pt")

    @property
    def page_title(self) -> str:
        return self.context.title

    @cached_property
    def screens(self) -> list[dict]:
        catalog = api.portal.get_tool("portal_catalog")
        return [
            {"title": brain.Title, "url": brain.getURL()}
            for brain in catalog(portal_type="Screen", sort_on="sortable_title")
        ]
