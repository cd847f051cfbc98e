"""Refuse transitions that would make something unfit public, or leave editors guessing."""

from onewindow_policy.publishing.api import WORKFLOW
from onewindow_policy.publishing.exceptions import PublicationRefused
from onewindow_policy.publishing.exceptions import ReasonMissing
from onewindow_policy.publishing.exceptions import UnfitChange
from onewindow_policy.publishing.gaps import find_gaps
from plone import api
from plone.app.iterate.interfaces import ICheckinCheckoutPolicy
from plone.app.iterate.interfaces import IWorkingCopy
from plone.app.iterate.permissions import CheckinPermission
from Products.CMFCore.permissions import ModifyPortalContent
from Products.CMFCore.WorkflowCore import ObjectDeleted
from Products.DCWorkflow.events import AfterTransitionEvent
from zExceptions import Unauthorized


def _transition_id(event) -> str | None:
    """Return the transition of our workflow that `event` is about, None for others."""
    if event.workflow.getId() != WORKFLOW or event.transition is None:
        return None
    return event.transition.getId()


def refuse_rejection_without_reason(content, event) -> None:
    """Sending something back needs a reason, which its editor is shown."""
    if (
        _transition_id(event) == "reject"
        and not event.kwargs.get("comment", "").strip()
    ):
        raise ReasonMissing


def refuse_unfit_publication(content, event) -> None:
    """Nothing becomes public that its rules find gaps in."""
    if _transition_id(event) != "publish":
        return
    if gaps := find_gaps(content):
        raise PublicationRefused(gaps)


def check_in_published_copy(content, event: AfterTransitionEvent) -> None:
    """Publishing a working copy is its check-in: it becomes what it was copied from."""
    if _transition_id(event) != "publish" or not IWorkingCopy.providedBy(content):
        return
    policy = ICheckinCheckoutPolicy(content)
    baseline = policy.getBaseline()
    for permission in (CheckinPermission, ModifyPortalContent):
        if not api.user.has_permission(permission, obj=baseline):
            raise Unauthorized(permission)
    policy.checkin(event.kwargs.get("comment", ""))
    # How a transition tells the workflow tool not to reindex what is gone.
    raise ObjectDeleted


def keep_public_content_fit(content, event) -> None:
    """What is public stays fit for it: a change that opens a gap is refused.

    Forms ask beforehand and show the gaps at their fields; this is for every other way
    of writing.
    """
    state = api.content.get_state(content, default=None)
    if state == "published" and (gaps := find_gaps(content)):
        raise UnfitChange(gaps)
