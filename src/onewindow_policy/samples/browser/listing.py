"""All forms to download: the common ones, and those of the items by category."""

from functools import cached_property
from onewindow_policy import _
from onewindow_policy.pages.api import Page
from onewindow_policy.pages.api import text_of
from onewindow_policy.samples.interfaces import BLANK_FORM
from onewindow_policy.samples.interfaces import FILLED_SAMPLE
from onewindow_policy.vocabularies.api import code_list
from plone import api
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile

#: More forms than this do not stand on one page; a category is chosen instead.
MAX_ON_ONE_PAGE = 200

COMMON = "common"


class SamplesListing(Page):
    """Forms by category, only what residents may see, whoever looks."""

    index = ViewPageTemplateFile("templates/listing.pt")

    @property
    def page_title(self) -> str:
        return self.context.title

    @property
    def page_scope(self) -> str:
        return self._titles.get(self._chosen, "")

    @property
    def canonical_url(self) -> str:
        return self.context.absolute_url()

    @cached_property
    def _groups(self) -> dict[str, list[dict]]:
        """The forms by code of category, common ones first."""
        catalog = api.portal.get_tool("portal_catalog")
        items = {
            brain.getPath(): brain
            for brain in catalog(portal_type="ServiceItem", review_state="published")
        }
        forms: dict[tuple[str, str], dict] = {}
        for brain in catalog(
            portal_type="SampleDocument",
            review_state="published",
            sort_on="getId",
        ):
            container, _slash, _name = brain.getPath().rpartition("/")
            forms.setdefault((container, brain.Title), {}).setdefault(
                brain.sample_kind, brain
            )
        shared = "/".join(self.context.getPhysicalPath())
        groups: dict[str, list[dict]] = {}
        for (container, title), kinds in forms.items():
            item = items.get(container)
            if item is None and container != shared:
                continue
            code = item.category if item is not None else COMMON
            groups.setdefault(code, []).append(self._row(title, kinds, item))
        for rows in groups.values():
            rows.sort(key=lambda row: row["order"])
        return groups

    def _row(self, title: str, kinds: dict, item) -> dict:
        blank, filled = kinds.get(BLANK_FORM), kinds.get(FILLED_SAMPLE)
        first = blank if blank is not None else filled
        number = item.access_list_no if item is not None else 0
        return {
            "title": title,
            "url": first.getURL(),
            "blank_url": f"{blank.getURL()}/@@download" if blank is not None else None,
            "filled_url": f"{filled.getURL()}/@@download"
            if filled is not None
            else None,
            "item": item.short_name or item.Title if item is not None else None,
            "order": (number if isinstance(number, int) else 0, first.getPath()),
        }

    @cached_property
    def _titles(self) -> dict[str, str]:
        common = _("category_common_forms", default="Forms that several services share")
        titles = {COMMON: self.translate(common)}
        for code, term in code_list("categories").items():
            titles[code] = term.title_in(self.language)
        return titles

    @cached_property
    def total(self) -> int:
        return sum(map(len, self._groups.values()))

    @property
    def is_one_page(self) -> bool:
        return self.total <= MAX_ON_ONE_PAGE

    @cached_property
    def categories(self) -> list[dict]:
        """Every category that has forms, as a link."""
        url = self.context.absolute_url()
        chosen = self._chosen
        return [
            {
                "title": title,
                "count": len(self._groups[code]),
                "url": f"#s-{code}"
                if self.is_one_page and not chosen
                else f"{url}?category={code}",
                "aria_current": "true" if code == chosen else None,
            }
            for code, title in self._titles.items()
            if code in self._groups
        ]

    @cached_property
    def _chosen(self) -> str | None:
        wanted = text_of(self.request, "category")
        if wanted in self._groups:
            return wanted
        if self.is_one_page:
            return None
        return next((code for code in self._titles if code in self._groups), None)

    @cached_property
    def groups(self) -> list[dict]:
        """What is shown: the chosen category, or all of them."""
        return [
            {"id": f"s-{code}", "title": title, "forms": self._groups[code]}
            for code, title in self._titles.items()
            if code in self._groups and self._chosen in (None, code)
        ]
