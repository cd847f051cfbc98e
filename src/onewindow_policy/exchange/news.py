"""News, from the file and back."""

from collections.abc import Iterator
from DateTime import DateTime
from datetime import datetime
from datetime import time
from html import escape
from html import unescape
from onewindow_policy.exchange.records import day
from onewindow_policy.exchange.records import day_text
from onewindow_policy.exchange.records import Record
from onewindow_policy.vocabularies.api import code_list
from onewindow_policy.workdays.api import zope_moment

import re

NEWS_PATH = "news"

#: Morning in the city: when news of a day becomes effective.
EFFECTIVE_TIME = time(8)

#: Field of a news item and the key of the file, where both hold the same value.
PLAIN = {
    "title": "title",
    "source": "source",
    "author": "author",
    "media_type": "media_type",
}
LISTS = ("related_items", "related_communities")

_PARAGRAPH = re.compile(r"<p>(.*?)</p>", re.DOTALL)


def news_records(catalogue: dict) -> Iterator[Record]:
    """Yield the news; the code lists are those of the file already."""
    codes = {term.title: code for code, term in code_list("news_categories").items()}
    for news in catalogue["news"]:
        path = f"{NEWS_PATH}/{news['id'].lower()}"
        html = news.get("body_html")
        values = {
            **{field: news.get(key) for field, key in PLAIN.items()},
            **{field: list(news.get(field, ())) for field in LISTS},
            "news_id": news["id"],
            "news_category": codes.get(news.get("category"), news.get("category")),
            "publish_date": day(news.get("publish_date")),
            "description": news.get("summary") or "",
            "text": html if html is not None else as_html(news.get("body", ())),
            "fictional": news.get("fictional", False),
        }
        yield Record(path, "News Item", values, (path,))


def effective_date(publish_date) -> DateTime | None:
    """Return the moment from which news of a day are public."""
    if publish_date is None:
        return None
    return zope_moment(datetime.combine(publish_date, EFFECTIVE_TIME))


def news_row(news) -> dict:
    """Return a news item of the site as the file describes it."""
    categories = code_list("news_categories")
    category = categories.get(news.news_category)
    raw = news.text.raw if news.text is not None else ""
    paragraphs = as_paragraphs(raw)
    body = {"body_html": raw} if paragraphs is None else {"body": paragraphs}
    return {
        **{key: getattr(news, field) for field, key in PLAIN.items()},
        **{field: list(getattr(news, field) or ()) for field in LISTS},
        **body,
        # Where somebody copied or renamed it, its number is another's or leads nowhere.
        "id": (
            news.news_id
            if news.news_id and news.news_id.lower() == news.getId()
            else news.getId()
        ),
        "category": category.title if category else news.news_category,
        "publish_date": day_text(news.publish_date),
        "summary": news.description,
        "fictional": bool(news.fictional),
    }


def as_html(paragraphs) -> str:
    """Return plain paragraphs as HTML."""
    return "\n".join(
        "<p>{}</p>".format(escape(text, quote=False).replace("\n", "<br />"))
        for text in paragraphs
    )


def as_paragraphs(html: str) -> list[str] | None:
    """Return the plain paragraphs that make up `html`, or None when it has more."""
    paragraphs = [
        unescape(text.replace("<br />", "\n")) for text in _PARAGRAPH.findall(html)
    ]
    return paragraphs if as_html(paragraphs) == html else None
