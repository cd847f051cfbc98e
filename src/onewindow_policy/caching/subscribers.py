"""Notice what readers see differently from now on."""

from onewindow_policy.caching.purging import forget_after_commit
from onewindow_policy.caching.scopes import EVERYTHING
from onewindow_policy.caching.scopes import forgetting_for
from onewindow_policy.installed import is_installed
from onewindow_policy.patches.catalogs import count_change
from onewindow_policy.publishing.api import is_public
from onewindow_policy.publishing.api import PUBLISHED
from onewindow_policy.publishing.interfaces import IPublishable
from zope.container.interfaces import IContainerModifiedEvent
from zope.lifecycleevent.interfaces import IObjectAddedEvent


def forget_modified(content, event) -> None:
    """Have caches forget content that was changed, unless nobody saw it anyway."""
    if IContainerModifiedEvent.providedBy(event):
        # What came or went has an event of its own.
        return
    if not IPublishable.providedBy(content) or is_public(content):
        _forget(content)


def forget_moved(content, event) -> None:
    """Have caches forget content that was renamed, moved or deleted, and what it was in.

    Where it was: what it holds had its address there.
    """
    if IObjectAddedEvent.providedBy(event) or event.oldParent is None:
        return
    if event.newParent is None:
        _forget(content)
    elif is_installed():
        forget_after_commit(EVERYTHING)


def forget_transition(content, event) -> None:
    """Have caches forget content that was published or is no longer."""
    states = {state.getId() for state in (event.old_state, event.new_state) if state}
    if PUBLISHED in states:
        _forget(content)


def forget_checked_in(content, event) -> None:
    """Have caches forget what was public until its working copy replaced it."""
    _forget(event.object)


def forget_settings(event) -> None:
    """Have caches forget every page: any may show a setting of the site.

    The catalog's count goes on, too, since ETags and what processes remember follow it.
    """
    if is_installed():
        count_change()
        forget_after_commit(EVERYTHING)


def _forget(content) -> None:
    if is_installed():
        forget_after_commit(forgetting_for(content))
