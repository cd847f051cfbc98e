"""A news item to read."""

from functools import cached_property
from onewindow_policy.catalogue.api import get_item
from onewindow_policy.communities.api import get_city
from onewindow_policy.news.api import day_of
from onewindow_policy.news.interfaces import INewsDetails
from onewindow_policy.pages.api import Page
from onewindow_policy.publishing.api import is_public
from onewindow_policy.vocabularies.api import title_of
from plone.app.contenttypes.behaviors.richtext import IRichTextBehavior
from urllib.parse import urlencode


class NewsView(Page):
    """A news item: what, when, from whom, and the services and communities it names."""

    @cached_property
    def _details(self):
        return INewsDetails(self.context)

    @property
    def category(self) -> dict | None:
        """The category, with the address of its list."""
        code = self._details.news_category
        if not code:
            return None
        query = urlencode({"category": code})
        return {
            "title": title_of("news_categories", code, self.language),
            "url": f"{self.context.aq_parent.absolute_url()}?{query}",
        }

    @property
    def date(self) -> str:
        """The day as YYYY-MM-DD: that of the news, else that of its publication."""
        given = self._details.publish_date
        return given.isoformat() if given else day_of(self.context.effective())

    @property
    def article_date(self) -> str:
        return self.date

    @property
    def article_source(self) -> str | None:
        return self.source

    @property
    def article_author(self) -> str | None:
        return self.author

    @property
    def article_keywords(self) -> tuple[str, ...]:
        return self.context.Subject()

    @property
    def article_column(self) -> str | None:
        return self.category["title"] if self.category else None

    @property
    def canonical_url(self) -> str:
        return self.context.absolute_url()

    @property
    def share_image_url(self) -> str | None:
        return self.image_url

    @property
    def updated(self) -> str:
        """The day of the last change, empty when that is the day of the news."""
        day = day_of(self.context.modified())
        return day if day > self.date else ""

    @property
    def source(self) -> str | None:
        return self._details.source

    @property
    def author(self) -> str | None:
        return self._details.author

    @property
    def body(self) -> str:
        """The text as safe HTML."""
        text = IRichTextBehavior(self.context).text
        return text.output_relative_to(self.context) if text is not None else ""

    @property
    def image_url(self) -> str | None:
        if getattr(self.context, "image", None) is None:
            return None
        return f"{self.context.absolute_url()}/@@images/image/large"

    @property
    def items(self) -> list[dict]:
        """The services named that a resident can open."""
        items = (get_item(code) for code in self._details.related_items or ())
        return [
            {"title": item.title, "url": item.absolute_url()}
            for item in items
            if item is not None and is_public(item)
        ]

    @property
    def communities(self) -> list[dict]:
        """The communities named, with the district and street that they are in."""
        city = get_city()
        found = []
        for code in self._details.related_communities or ():
            place, names = city, []
            # A division's address is its code, and a code begins with those above it.
            for digits in (6, 9, 12):
                place = place.get(code[:digits]) if place is not None else None
                if place is not None:
                    names.append(place.title)
            if place is not None:
                found.append({"title": "".join(names), "url": place.absolute_url()})
        return found
