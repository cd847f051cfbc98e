"""Keep what the catalog says of contents true to what holds them."""

from onewindow_policy.publishing.interfaces import IPublishable

DATE_INDEXES = ["effective", "expires", "effectiveRange"]


def reindex_dates_of_contents(container, event) -> None:
    """Bring the dates of what `container` holds up to date with its own."""
    for content in container.objectValues():
        if IPublishable.providedBy(content):
            content.reindexObject(idxs=DATE_INDEXES)
