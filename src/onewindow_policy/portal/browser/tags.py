"""The tags in the head of a page: those of government sites, and those of share cards.

《政府网站发展指引》 (国办发〔2017〕47号) wants every page to name its site, a column also
the column, what it is for and its words, and an article also its title, day, source,
author, words, picture and address, so that the national search can tell them apart. Its
names are kept as it writes them. What is not known is left out.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from onewindow_policy import _
from onewindow_policy.catalogue.api import CATALOGUE_PATH
from onewindow_policy.communities.api import CITY_PATH
from onewindow_policy.news.api import NEWS_PATH
from onewindow_policy.samples.api import COMMON_PATH
from typing import NamedTuple
from urllib.parse import urlsplit
from zope.i18n import translate

_GUIDES = _("column_type_guides", default="Services")
_PLACES = _("column_type_places", default="About the city's communities")
_NEWS = _("column_type_news", default="News")


class Column(NamedTuple):
    """What the tags say of a room of the site: its kind, what it is for, its words."""

    kind: str
    description: str
    keywords: str


COLUMNS = {
    CATALOGUE_PATH: Column(
        _GUIDES,
        _(
            "column_catalogue",
            default=(
                "What to bring, where to go and how many days it takes, for each service"
                " of the communities."
            ),
        ),
        _(
            "keywords_catalogue",
            default="services, guides, materials, time limits, where to apply",
        ),
    ),
    COMMON_PATH: Column(
        _GUIDES,
        _(
            "column_samples",
            default="Blank forms, and examples that are filled in, to download.",
        ),
        _("keywords_samples", default="forms, downloads, blank forms, examples"),
    ),
    CITY_PATH: Column(
        _PLACES,
        _(
            "column_communities",
            default=(
                "Address, phone and opening hours of the windows, community by community."
            ),
        ),
        _(
            "keywords_communities",
            default="communities, windows, addresses, phones, opening hours",
        ),
    ),
    NEWS_PATH: Column(
        _NEWS,
        _(
            "column_news",
            default="News, notices, policies explained, and cases from the communities.",
        ),
        _("keywords_news", default="news, notices, policies, cases"),
    ),
}

#: Translated once a process, by language.
_columns: dict[str, dict[str, Column]] = {}

#: The seal, for cards of pages that have no picture of their own; 400 pixels square.
SHARE_IMAGE = "share.png"


@dataclass(frozen=True, slots=True)
class Article:
    """What the page of one thing says of it: day as YYYY-MM-DD, who answers for it."""

    title: str
    day: str
    source: str
    description: str
    keywords: tuple[str, ...] = ()
    author: str = ""
    image_url: str = ""
    url: str = ""


def site_tags(frame) -> Iterator[tuple[str, str]]:
    """Yield the tags of every page: of which site it is."""
    yield "SiteName", frame.site_title
    yield "SiteDomain", urlsplit(frame.portal_url).netloc
    if frame.settings.site_code:
        yield "SiteIDCode", frame.settings.site_code


def column_of(frame) -> Column | None:
    """Return what the room of the page is, in the language of the page; None in none."""
    columns = _columns.get(frame.language)
    if columns is None:
        columns = {
            path: Column(*(translate(text, context=frame.request) for text in column))
            for path, column in COLUMNS.items()
        }
        _columns[frame.language] = columns
    return columns.get(frame.room)


def column_tags(frame, name: str) -> Iterator[tuple[str, str]]:
    """Yield the tags of a page in a column; `name` is that of one below the room's."""
    column = column_of(frame)
    if column is None:
        return
    yield "ColumnName", name or frame.navigation_titles[frame.room]
    yield "ColumnDescription", column.description
    yield "ColumnKeywords", column.keywords
    yield "ColumnType", column.kind


def article_tags(article: Article) -> Iterator[tuple[str, str]]:
    """Yield the tags of a page about one thing, as far as they are known."""
    tags = (
        ("ArticleTitle", article.title),
        ("PubDate", article.day),
        ("ContentSource", article.source),
        ("Keywords", ",".join(article.keywords)),
        ("Author", article.author),
        ("Description", article.description),
        ("Image", article.image_url),
        ("Url", article.url),
    )
    return ((name, text) for name, text in tags if text)


def share_tags(frame, page, image_url: str | None) -> tuple[tuple[str, str], ...]:
    """Return the Open Graph tags by which others show a link to `page` as a card."""
    if page.canonical_url is None:
        return ()
    tags = (
        ("og:type", "article" if page.is_article else "website"),
        ("og:site_name", frame.site_title),
        ("og:title", page.scoped_title or frame.site_title),
        ("og:description", page.description),
        ("og:url", page.canonical_url),
        ("og:image", image_url or frame.share_image_url),
    )
    return tuple((name, text) for name, text in tags if text)
