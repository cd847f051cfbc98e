"""Keep the dates of what is public true, and note in the audit what goes."""

from AccessControl import getSecurityManager
from Acquisition import aq_base
from DateTime import DateTime
from onewindow_policy.patches.replacing import is_ours
from onewindow_policy.patches.userfolders import accounts_in
from onewindow_policy.publishing.api import PUBLISHED
from onewindow_policy.publishing.interfaces import IPublishable
from onewindow_policy.records.api import audit_apart
from onewindow_policy.records.api import audit_change
from plone.app.iterate.interfaces import IWorkingCopy
from plone.uuid.interfaces import IUUID
from zExceptions import NotFound
from zExceptions import Unauthorized
from zope.component.hooks import getSite

DATE_INDEXES = ["effective", "expires", "effectiveRange"]

#: Names, at the end of an address, of what deletes.
REMOVING = {"delete_confirmation", "object_delete", "fc-delete", "manage_delObjects"}

#: In days, as `DateTime` counts.
A_MINUTE = 1 / 24 / 60


def reindex_dates_of_contents(content, event) -> None:
    """Bring the dates of what `content` holds, if anything, up to date with its own."""
    for each in content.objectValues():
        if IPublishable.providedBy(each):
            each.reindexObject(idxs=DATE_INDEXES)


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


def note_refusal(content, *, is_removed: bool) -> None:
    """Note that somebody tried to delete, or else to move or hide, what they may not.

    It is kept although what they asked for is not.
    """
    action = "content.delete_refused" if is_removed else "content.move_refused"
    path = "/".join(content.getPhysicalPath())
    audit_apart(action, IUUID(content, None) or content.getId(), path)


def note_unauthorized_removal(event) -> None:
    """Note that somebody asked to delete what the permissions alone keep from them.

    Whoever is not logged in is a line of the access log.
    """
    request = event.request
    name = request.steps[-1].removeprefix("@@") if request.steps else ""
    is_asked = request.method == "DELETE" or name in REMOVING
    if (
        not is_ours()
        or not is_asked
        or not isinstance(event.exc_info[1], (Unauthorized, NotFound))
    ):
        return
    user_id = _who_asked(request)
    if user_id is not None:
        path = "/".join(request.steps)
        audit_apart("content.delete_refused", name, path, user_id=user_id)


def _who_asked(request) -> str | None:
    """Return who sent a request, also where it found nobody who may do what it asks."""
    user_id = getSecurityManager().getUser().getId()
    site = getSite()
    if user_id is not None or site is None:
        return user_id
    acl_users = site.acl_users
    found = accounts_in(acl_users, request)
    return found[0][0] if found else None
