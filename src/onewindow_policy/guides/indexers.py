"""What the catalog knows of guides, and of items by their guides."""

from onewindow_policy.catalogue.interfaces import IServiceItem
from onewindow_policy.guides.api import guides_of
from onewindow_policy.guides.api import resolve_guide
from onewindow_policy.guides.channels import open_channels
from onewindow_policy.guides.interfaces import IServiceGuide
from onewindow_policy.guides.sums import span_of
from onewindow_policy.publishing.api import is_released
from plone.indexer import indexer


@indexer(IServiceGuide)
def searchable_text(guide):
    """Nothing: residents find the item, and its page is the guide."""
    return ""


@indexer(IServiceGuide)
def guide_district(guide):
    return guide.district


def _released_master(item):
    master, _own = guides_of(item)
    if master is None or not is_released(master):
        raise AttributeError("no released guide")
    return resolve_guide(master)


@indexer(IServiceItem)
def promised_days(item):
    return _released_master(item).promised_days


@indexer(IServiceItem)
def promised_day_type(item):
    return _released_master(item).promised_day_type


@indexer(IServiceItem)
def benefit_sum(item):
    """The sum in brief, as `guides.sums.Sum` holds it; nothing where none is fixed."""
    span = span_of(_released_master(item).benefit_rates)
    if span is None:
        raise AttributeError("no sum")
    return tuple(span)


@indexer(IServiceItem)
def channels(item):
    return list(open_channels(item, _released_master(item)))
