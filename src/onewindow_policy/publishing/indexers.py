"""What the catalog knows of the dates between which something is public."""

from Acquisition import aq_chain
from Acquisition import aq_inner
from onewindow_policy.publishing.interfaces import IPublishable
from plone.indexer import indexer


def _publishable_chain(content) -> list:
    return [
        each for each in aq_chain(aq_inner(content)) if IPublishable.providedBy(each)
    ]


@indexer(IPublishable)
def effective(content):
    """The day from which it and all that holds it is public: a search that filters by
    dates must not find the guide of an item that is not effective yet."""
    return max(each.effective() for each in _publishable_chain(content))


@indexer(IPublishable)
def expires(content):
    """The day until which it and all that holds it is public."""
    return min(each.expires() for each in _publishable_chain(content))
