"""News for everybody else."""

from dataclasses import dataclass
from datetime import date
from onewindow_policy.news.told import last_day_told
from onewindow_policy.snapshots.api import until_public_changes
from onewindow_policy.vocabularies.api import title_of
from onewindow_policy.workdays.api import day_text
from plone import api

#: Where the news lie in the site.
NEWS_PATH = "news"

#: The category of what holds for some days: duty on holidays, a hearing, a closed road.
NOTICE = "notice"


@dataclass(frozen=True, slots=True)
class NewsEntry:
    """A news item as lists show it; `date` is its day as YYYY-MM-DD, or empty."""

    title: str
    url: str
    date: str
    category: str
    summary: str


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


def is_over(news, day: date) -> bool:
    """Return whether a news item is a notice all of whose days lie before `day`."""
    published = getattr(news, "publish_date", None)
    if getattr(news, "news_category", None) != NOTICE or published is None:
        return False
    last = last_day_told(f"{news.title} {news.description}", published)
    return last is not None and last < day


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
