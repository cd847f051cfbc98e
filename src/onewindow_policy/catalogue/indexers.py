"""What the catalog knows of items, for filters and lists."""

from onewindow_policy.catalogue.interfaces import IServiceItem
from onewindow_policy.communities.api import districts
from plone.indexer import indexer


@indexer(IServiceItem)
def item_code(item):
    return item.code


@indexer(IServiceItem)
def category(item):
    return item.category


@indexer(IServiceItem)
def life_events(item):
    return list(item.life_events or ())


@indexer(IServiceItem)
def audience(item):
    return list(item.audience or ())


@indexer(IServiceItem)
def access_list_no(item):
    return item.access_list_no


@indexer(IServiceItem)
def short_name(item):
    return item.short_name


@indexer(IServiceItem)
def title_en(item):
    return item.title_en


@indexer(IServiceItem)
def aliases(item):
    return tuple(item.aliases or ())


@indexer(IServiceItem)
def searchable_text(item):
    """What people may call it: the names, the aliases, the words it is filed under."""
    words = [item.title, item.short_name, item.code, item.description]
    for more in (item.aliases, item.life_events, item.audience):
        words.extend(more or ())
    return " ".join(word for word in words if word)


@indexer(IServiceItem)
def adopted_by(item):
    """The codes of the districts that have the item on their lists."""
    return [each.code for each in districts() if each.has_adopted(item.code)]
