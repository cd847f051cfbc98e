"""The page of a guide: of the city, of a district, or of one guide before it is public."""

from Acquisition import aq_inner
from functools import cached_property
from onewindow_policy import _
from onewindow_policy.catalogue.api import adopting_districts
from onewindow_policy.catalogue.api import title_in
from onewindow_policy.communities.api import get_district
from onewindow_policy.communities.browser.window import choice_url
from onewindow_policy.communities.browser.window import window_strip
from onewindow_policy.guides.api import guides_of
from onewindow_policy.guides.browser.body import render_body
from onewindow_policy.guides.browser.source import guide_source
from onewindow_policy.guides.browser.source import GuideSource
from onewindow_policy.guides.browser.source import item_of
from onewindow_policy.guides.interfaces import IPartOf
from onewindow_policy.guides.released import released_guides
from onewindow_policy.guides.wording import Wording
from onewindow_policy.pages.api import Page
from onewindow_policy.pages.api import text_of
from onewindow_policy.publishing.api import is_public
from onewindow_policy.publishing.api import is_released
from onewindow_policy.vocabularies.api import title_of
from plone import api
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from threading import Lock
from urllib.parse import urlencode
from zExceptions import NotFound
from zope.component import getUtilitiesFor

#: How many rendered bodies a process keeps: 25 KB each, so 13 MB at most.
CACHE_SIZE = 512

_bodies: dict[GuideSource, str] = {}
_bodies_lock = Lock()


class GuidePage(Page):
    """What the three ways to a guide's page have in common.

    `district` is the code of the district whose version is shown, None for the city.
    """

    index = ViewPageTemplateFile("templates/page.pt")
    missing_template = ViewPageTemplateFile("templates/missing.pt")

    district = None
    is_preview = False

    @property
    def item(self):
        return aq_inner(self.context)

    @cached_property
    def guides(self) -> tuple:
        """The master and the district's guide to show, the first None when there is
        nothing to show yet."""
        return released_guides(self.item, self.district)

    #: Whether the page shows a guide, and not why there is none to show.
    is_shown = False

    def __call__(self):
        if self.guides[0] is None:
            return self.missing_template()
        self.is_shown = True
        return self.index()

    @cached_property
    def community(self) -> str:
        """The code of the reader's community, where the address names it."""
        given = text_of(self.request, "community")
        return given if given.isdigit() else ""

    @cached_property
    def my_window(self) -> str:
        """The strip of the reader's window; without scripts nothing else puts it there."""
        if not self.community:
            return ""
        return window_strip(self.community, self.language, self.choice_url)

    @cached_property
    def choice_url(self) -> str:
        """Where the reader chooses a community, and comes back from."""
        return choice_url(self.item.getId())

    @property
    def page_title(self) -> str:
        return title_in(self.item, self.language)

    @property
    def page_description(self) -> str:
        """What searches and shared cards say: else what it takes, and for whom it is."""
        if self.language.startswith("en") and self.item.summary_en:
            return self.item.summary_en
        if self.item.description or not self.is_shown:
            return self.item.description or ""
        return guide_summary(self.source.guide, Wording(self.source.language))

    @property
    def article_date(self) -> str | None:
        return self.source.updated if self.is_shown else None

    @property
    def article_source(self) -> str | None:
        return self.item.responsible_department

    @property
    def article_keywords(self) -> list[str]:
        return [*filter(None, [self.item.short_name]), *(self.item.aliases or ())]

    @property
    def page_scope(self) -> str:
        """The district: each has a page of its own by the same title."""
        district = get_district(self.district) if self.district else None
        return district.title if district else ""

    @property
    def breadcrumbs(self) -> list[tuple[str, str | None]]:
        item = self.item
        catalogue = item.aq_parent
        url = catalogue.absolute_url()
        crumbs = [(catalogue.title, url)]
        for event in (item.life_events or ())[:1]:
            title = title_of("life_events", event, self.language)
            crumbs.append((title, f"{url}?{urlencode({'life_event': event})}"))
        name = title_in(item, self.language)
        if name == item.title:
            name = item.short_name or name
        crumbs.append((name, None))
        return crumbs

    @property
    def canonical_url(self) -> str:
        url = self.item.absolute_url()
        return f"{url}/{self.district}" if self.district else url

    @cached_property
    def source(self) -> GuideSource:
        master, own = self.guides
        return guide_source(
            self.item,
            self.request,
            master,
            own,
            self.district,
            preview=self.is_preview,
        )

    @property
    def wholes(self) -> list[dict]:
        """What the service is a part of, by titles and addresses."""
        return [
            {"title": title, "url": url}
            for _name, part_of in sorted(getUtilitiesFor(IPartOf))
            for title, url in part_of(self.item, self.district)
        ]

    def body(self) -> str:
        """Return the rendered body, from memory when nothing in it has changed."""
        source = self.source
        if self.is_preview or source.guide.lost:
            # A lost override may hold anything, also what cannot be a key.
            return render_body(source)
        body = _bodies.get(source)
        if body is None:
            body = render_body(source)
            with _bodies_lock:
                while len(_bodies) >= CACHE_SIZE:
                    del _bodies[next(iter(_bodies))]
                _bodies[source] = body
        return body


def guide_summary(guide, words: Wording) -> str:
    """Return in one line how long it takes and for whom it is, as far as it is said."""
    limit, conditions = words.limit(guide.promised_limit), guide.conditions
    parts = []
    if limit:
        parts.append(
            _(
                "summary_promise",
                default="Promised time: ${limit}.",
                mapping={"limit": limit},
            )
        )
    if conditions:
        parts.append(
            _(
                "lead_conditions",
                default="For those who meet this: ${conditions}.",
                mapping={"conditions": words.clauses(conditions)},
            )
        )
    return " ".join(words(part) for part in parts)


class ItemView(GuidePage):
    """`/catalogue/<item>`: the guide for the whole city.

    `?community=<code>` leads on to what holds in the community's district, and so to what
    one without it says, if there are others with it.
    """

    def __call__(self):
        district = get_district(self.community[:6]) if self.my_window else None
        if district is not None and adopting_districts(self.item):
            url = f"{self.item.absolute_url()}/{district.code}"
            query = urlencode({"community": self.community})
            return self.request.response.redirect(f"{url}?{query}")
        return super().__call__()


class DistrictGuideView(GuidePage):
    """`/catalogue/<item>/<district>`: the guide as it applies in a district.

    Only `traversal.ItemPublishTraverse` knows the district; by its own name there is
    nothing to see.
    """

    not_adopted_template = ViewPageTemplateFile("templates/not_adopted.pt")

    def __call__(self):
        district = get_district(self.district) if self.district else None
        if district is None:
            raise NotFound(self.request.get("ACTUAL_URL"))
        if not district.has_adopted(self.item.code):
            self.request.response.setStatus(404)
            return self.not_adopted_template(
                district=district.title,
                list_title=district.list_title,
                choices=self.choices,
                item_url=self.item.absolute_url(),
            )
        return super().__call__()

    @cached_property
    def choices(self):
        url = self.item.absolute_url()
        return [
            (district.title, f"{url}/{district.code}")
            for district in adopting_districts(self.item)
        ]

    @property
    def breadcrumbs(self) -> list[tuple[str, str | None]]:
        *crumbs, (name, _url) = super().breadcrumbs
        crumbs.append((name, self.item.absolute_url()))
        district = get_district(self.district)
        return [*crumbs, (district.title if district else self.district, None)]


def _may_view(guide) -> bool:
    return api.user.has_permission("View", obj=guide)


class GuideView(GuidePage):
    """A guide at its own address: how it reads, whatever its state.

    Residents may come here too, once it is public; the page then names the address that
    is meant for them.
    """

    @property
    def item(self):
        return item_of(self.context)

    @property
    def district(self) -> str | None:
        return self.context.district

    @cached_property
    def is_preview(self) -> bool:
        return not is_public(self.context)

    @cached_property
    def guides(self) -> tuple:
        guide = aq_inner(self.context)
        if guide.is_master:
            return guide, None
        master, _own = guides_of(self.item)
        if master is not None and not (is_released(master) or _may_view(master)):
            # What a public guide inherits may be in revision, and then is not public.
            return None, None
        return master, guide

    @property
    def breadcrumbs(self) -> list[tuple[str, str | None]]:
        *crumbs, (name, _url) = super().breadcrumbs
        crumbs.append((name, self.item.absolute_url()))
        title = self.translate(_("title_guide", default="Guide"))
        return [*crumbs, (title, None)]
