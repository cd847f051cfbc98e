"""News for everybody else."""

from dataclasses import dataclass
from onewindow_policy.snapshots.api import until_public_changes
from onewindow_policy.vocabularies.api import title_of
from onewindow_policy.workdays.api import day_text
from plone import api

#: Where the news lie in the site.
NEWS_PATH = "news"


@dataclass(frozen=True, slots=True)
class NewsEntry:
    """A news item as lists show it; `date` is its day as YYYY-MM-DD, or empty."""

    title: str
    url: str
    date: str
    category: str
    summary: str

    @property
    def short_date(self) -> str:
        """The day without its year, for the latest of few."""
        return self.date[5:]


def news_entry(brain, language: str) -> NewsEntry:
    """Return the entry of the news item with the catalog record `brain`."""
    return NewsEntry(
        title=brain.Title,
        url=brain.getURL(),
        date=day_of(brain.effective),
        category=(
            title_of("news_categories", brain.news_category, language)
            if brain.news_category
            else ""
        ),
        summary=brain.Description,
    )


def day_of(moment) -> str:
    """Return the day of a Zope `DateTime` where the portal is, empty for no real date.

    Plone says "never published" with a date of 1969.
    """
    if not moment or moment.year() < 1970:
        return ""
    # Not `moment.toZone`: it takes a hundred times as long, for each line of a list.
    return day_text(moment)


@until_public_changes
def newest_news(count: int) -> tuple[int, ...]:
    """Return the record ids of the newest news that the reader may see, newest first."""
    newest = published_news(sort_limit=count)[:count]
    return tuple(brain.getRID() for brain in newest)


def published_news(**query):
    """Return the catalog records of the news that the reader may see, newest first."""
    return api.portal.get_tool("portal_catalog")(
        portal_type="News Item",
        review_state="published",
        sort_on="effective",
        sort_order="descending",
        **query,
    )
