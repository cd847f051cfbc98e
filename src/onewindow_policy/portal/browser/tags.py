"""The tags in the head of a page: those of government sites, and those of share cards.

《政府网站发展指引》 (国办发〔2017〕47号) wants every page to name its site, a column also
the column, and an article also its title, day and source, so that the national search can
tell them apart. Its names are kept as it writes them. What is not known is left out.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from onewindow_policy import _
from onewindow_policy.catalogue.api import CATALOGUE_PATH
from onewindow_policy.communities.api import CITY_PATH
from onewindow_policy.news.api import NEWS_PATH
from onewindow_policy.samples.api import COMMON_PATH
from urllib.parse import urlsplit
from zope.i18n import translate

_GUIDES = _("column_type_guides", default="Services")
_PLACES = _("column_type_places", default="About the city's communities")
_NEWS = _("column_type_news", default="News")

#: What kind of column each room of the site is.
COLUMN_TYPES = {
    CATALOGUE_PATH: _GUIDES,
    COMMON_PATH: _GUIDES,
    CITY_PATH: _PLACES,
    NEWS_PATH: _NEWS,
}

#: The seal, for cards of pages that have no picture of their own; 400 pixels square.
SHARE_IMAGE = "share.png"


@dataclass(frozen=True, slots=True)
class Article:
    """What the page of one thing says of it: day as YYYY-MM-DD, who answers for it."""

    title: str
    day: str
    source: str
    column: str
    description: str


def site_tags(frame) -> Iterator[tuple[str, str]]:
    """Yield the tags of every page: of which site it is."""
    yield "SiteName", frame.site_title
    yield "SiteDomain", urlsplit(frame.portal_url).netloc
    if frame.settings.site_code:
        yield "SiteIDCode", frame.settings.site_code


def column_tags(frame, column: str) -> Iterator[tuple[str, str]]:
    """Yield the tags of a page in a column; `column` names one below the room's."""
    room = frame.room
    if room not in COLUMN_TYPES:
        return
    yield "ColumnName", column or frame.navigation_titles[room]
    yield "ColumnType", translate(COLUMN_TYPES[room], context=frame.request)


def article_tags(article: Article) -> Iterator[tuple[str, str]]:
    """Yield the tags of a page about one thing, as far as they are known."""
    yield "ArticleTitle", article.title
    if article.day:
        yield "PubDate", article.day
    if article.source:
        yield "ContentSource", article.source
    if article.description:
        yield "Description", article.description


def share_tags(frame, page, image_url: str | None) -> tuple[tuple[str, str], ...]:
    """Return the Open Graph tags by which others show a link to `page` as a card."""
    if page.canonical_url is None:
        return ()
    tags = (
        ("og:type", "article" if page.is_article else "website"),
        ("og:site_name", frame.site_title),
        ("og:title", page.title or frame.site_title),
        ("og:description", page.description),
        ("og:url", page.canonical_url),
        ("og:image", image_url or frame.share_image_url),
    )
    return tuple((name, text) for name, text in tags if text)
