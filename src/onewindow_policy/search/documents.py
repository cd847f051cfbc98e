"""The documents of what residents may find."""

from AccessControl.PermissionRole import rolesForPermissionOn
from Acquisition import aq_chain
from Acquisition import aq_inner
from dataclasses import replace
from onewindow_policy.publishing.api import is_published
from onewindow_policy.publishing.interfaces import IPublishable
from onewindow_policy.publishing.interfaces import ISearchable
from onewindow_policy.publishing.searchable import dates_of
from onewindow_policy.publishing.searchable import Document


def document_of(content) -> Document | None:
    """Return the document of `content`, None unless residents may find it.

    Whether its dates let it be seen is asked when something is looked for: nothing
    happens when they pass.
    """
    searchable = ISearchable(content, None)
    if searchable is None or not is_open(content):
        return None
    document = searchable.document()
    if document is None:
        return None
    effective, expires = dates_of(content)
    return replace(document, effective=effective, expires=expires)


def is_open(content) -> bool:
    """Return whether everybody may see `content`, whatever the dates say."""
    published = all(
        is_published(each)
        for each in aq_chain(aq_inner(content))
        if IPublishable.providedBy(each)
    )
    return published and "Anonymous" in rolesForPermissionOn("View", content)
