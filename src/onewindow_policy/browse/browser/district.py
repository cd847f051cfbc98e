"""A district: its list of services, its offices, its streets."""

from functools import cached_property
from onewindow_policy import _
from onewindow_policy.communities.api import districts
from onewindow_policy.communities.browser.page import DivisionPage
from onewindow_policy.communities.divisions import all_communities
from onewindow_policy.communities.divisions import coverage_of
from onewindow_policy.communities.divisions import grouped
from onewindow_policy.communities.units import unit_name
from onewindow_policy.guides.listed import listed_categories
from onewindow_policy.guides.sums import sum_text
from onewindow_policy.guides.wording import Wording
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile


class DistrictView(DivisionPage):
    """`/communities/<district>`: the district's list (目录清单), as it was published."""

    index = ViewPageTemplateFile("district.pt")

    @property
    def list_title(self) -> str:
        return self.context.list_title or self.context.title

    @cached_property
    def switch(self) -> list[dict]:
        return [
            {
                "title": district.title,
                "url": district.absolute_url(),
                "aria_current": "true" if district.code == self.context.code else None,
            }
            for district in districts()
        ]

    @cached_property
    def _categories(self) -> list:
        return listed_categories(self.context, self.language)

    @property
    def count(self) -> int:
        return sum(len(category.services) for category in self._categories)

    @property
    def _count_text(self) -> str:
        return self.translate(
            _(
                "count_services",
                default="${count} services",
                mapping={"count": self.count},
            )
        )

    @cached_property
    def categories(self) -> list[dict]:
        """The services on the list, numbered through, by category."""
        words = Wording(self.language)
        categories, number = [], 0
        for category in self._categories:
            rows = []
            for service in category.services:
                number += 1
                rows.append(
                    {
                        "number": number,
                        "title": self._title(service),
                        "url": service.url,
                        "benefit": sum_text(words, service.benefit)
                        if service.benefit
                        else "",
                        "promise": words.limit(service.promise) or "—",
                        "ways": self._ways(service),
                        "code": service.code,
                        "has_own_rules": service.has_own_rules,
                    }
                )
            categories.append(
                {
                    "id": f"c-{category.code}",
                    "title": category.title,
                    "department": category.department,
                    "count": len(rows),
                    "services": rows,
                }
            )
        return categories

    def _title(self, service) -> str:
        is_english = self.language.startswith("en")
        return (is_english and service.title_en) or service.title

    def _ways(self, service) -> str:
        """How it is decided, and how one gets there without going there."""
        ways = []
        if service.promise is not None:
            ways.append(
                _("way_instant", default="On the spot")
                if service.promise.days == 0
                else _("way_committed", default="Within the promise")
            )
        if "home_visit" in service.channels:
            ways.append(_("way_home_visit", default="at home"))
        if "online" in service.channels:
            ways.append(_("way_online", default="online"))
        separator = self.translate(_("list_separator", default=", "))
        return separator.join(self.translate(way) for way in ways)

    @cached_property
    def facts(self) -> list[dict]:
        context = self.context
        published = context.list_published_on
        labels = (
            (_("fact_services", default="Services"), self._count_text),
            (_("fact_doc_no", default="Document number"), context.list_doc_no),
            (_("fact_version", default="Version"), context.list_version),
            (
                _("fact_published_on", default="Published on"),
                self.words.day(published) if published else None,
            ),
            (_("fact_publisher", default="Published by"), self.publisher),
        )
        return [
            {"label": self.translate(label), "text": text}
            for label, text in labels
            if text
        ]

    @property
    def publisher(self) -> str | None:
        """The name of the unit with the publisher's code; an unknown code is shown."""
        return unit_name(self.context.list_publisher)

    @cached_property
    def streets(self) -> list[dict]:
        own = [
            each
            for each in all_communities()
            if each.district.code == self.context.code
        ]
        return [
            {
                "title": street.title,
                "url": self.site_url + street.path,
                "coverage": coverage_of(communities),
            }
            for street, communities in grouped(own, "street")
        ]
