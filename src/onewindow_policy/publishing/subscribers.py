"""Keep the dates of what is public true, and note in the audit what goes."""

from Acquisition import aq_base
from DateTime import DateTime
from onewindow_policy.publishing.api import PUBLISHED
from onewindow_policy.publishing.interfaces import IPublishable
from onewindow_policy.records.api import audit_change
from plone.app.iterate.interfaces import IWorkingCopy
from plone.uuid.interfaces import IUUID

DATE_INDEXES = ["effective", "expires", "effectiveRange"]

#: In days, as `DateTime` counts.
A_MINUTE = 1 / 24 / 60


def reindex_dates_of_contents(container, event) -> None:
    """Bring the dates of what `container` holds up to date with its own."""
    for content in container.objectValues():
        if IPublishable.providedBy(content):
            content.reindexObject(idxs=DATE_INDEXES)


def remember_first_publication(content, event) -> None:
    """Date what becomes public, unless somebody has given it a date.

    Plone leaves that to the pages that publish; ours is true of commands and programs, too.
    What a working copy is checked in to keeps the date of its own.

    The catalog knows minutes only. A date of the present one may be yet to come, so that
    every page would be another at its end (`snapshots/states.py`): it is the last one.
    """
    if event.new_state.getId() != PUBLISHED or IWorkingCopy.providedBy(content):
        return
    if content.effective_date is None:
        content.effective_date = DateTime() - A_MINUTE
        content.reindexObject(idxs=DATE_INDEXES)


def note_removal(content, event) -> None:
    """Note what was deleted, moved or renamed; what it held goes with it."""
    is_asked_about = aq_base(event.object) is aq_base(content)
    if event.oldParent is None or not is_asked_about:
        return
    if IWorkingCopy.providedBy(content):
        # What it was copied from is what counts.
        return
    path = "/".join((*event.oldParent.getPhysicalPath(), event.oldName))
    subject = IUUID(content, None) or event.oldName
    if event.newParent is None:
        audit_change("content.delete", subject, f"{content.portal_type} {path}")
        return
    new_path = "/".join((*event.newParent.getPhysicalPath(), event.newName))
    audit_change("content.move", subject, f"{content.portal_type} {path} {new_path}")
