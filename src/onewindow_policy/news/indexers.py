"""What the catalog knows of news."""

from onewindow_policy.news.interfaces import INewsDetails
from plone.app.contenttypes.interfaces import INewsItem
from plone.indexer import indexer


@indexer(INewsItem)
def news_category(news):
    details = INewsDetails(news, None)
    return details.news_category if details is not None else None
