"""A hall: place, windows, hours, phones, people."""

from functools import cached_property
from onewindow_policy.communities.browser.page import DivisionPage
from onewindow_policy.communities.hours import hours_lines
from onewindow_policy.communities.hours import spans_of
from onewindow_policy.workdays.api import day_text
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile


class HallView(DivisionPage):
    """What one wants to know before going there.

    Hours are shown as they are, and not whether it is open now: pages are kept by
    caches, and a wrong "open" costs somebody the way.
    """

    index = ViewPageTemplateFile("templates/hall.pt")

    @property
    def hours(self) -> list[tuple[str, str]]:
        return hours_lines(spans_of(self.context.hours), self.translate, closed=True)

    @cached_property
    def windows(self) -> list[dict]:
        return [
            {
                "number": row["number"],
                "kind": row["kind"],
                "phone": row.get("phone") or "",
            }
            for row in self.context.windows or ()
        ]

    @property
    def first_phone(self) -> str:
        return next((row["phone"] for row in self.windows if row["phone"]), "")

    @property
    def staff(self) -> list[dict]:
        """The public facts of those who work here."""
        return [
            {
                "glyph": row["name"][:1],
                "name": row["name"],
                "title": row.get("title") or "",
                "specialties": row.get("specialties") or "",
                "languages": row.get("languages") or "",
                "on_duty": row.get("on_duty") or "",
            }
            for row in self.context.staff or ()
        ]

    @property
    def takes_bookings(self) -> bool:
        return bool(self.context.slot_minutes and self.context.capacity_per_slot)

    @property
    def suggestions_url(self) -> str:
        return f"{self.site_url}/@@suggestions"

    @property
    def article_date(self) -> str:
        return self.updated

    @property
    def article_source(self) -> None:
        """Nobody: a hall's page is the city's own."""

    @cached_property
    def updated(self) -> str:
        """The day of the last change, in the city."""
        return day_text(self.context.modified())

    @property
    def catalogue_url(self) -> str:
        return f"{self.site_url}/catalogue?district={self.containers[1].code}"
