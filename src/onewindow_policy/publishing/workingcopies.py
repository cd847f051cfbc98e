"""Revising what is public, while the public goes on reading it.

The stock copier reads every field of a schema and writes it back; ours copies what is
stored, and nothing else (`stored.py`).
"""

from Acquisition import aq_base
from Acquisition import aq_inner
from onewindow_policy.editing.api import digest_of
from onewindow_policy.editing.api import note_save
from onewindow_policy.editing.api import OVER
from onewindow_policy.publishing.exceptions import BaselineChanged
from onewindow_policy.publishing.exceptions import CheckinRefused
from onewindow_policy.publishing.gaps import find_gaps
from onewindow_policy.publishing.interfaces import IPublishable
from onewindow_policy.publishing.interfaces import IRoom
from onewindow_policy.publishing.lettinggo import let_go
from onewindow_policy.publishing.stored import give_stored
from onewindow_policy.publishing.stored import stored_of
from onewindow_policy.publishing.versions import keep_discarded
from onewindow_policy.publishing.versions import keep_version
from onewindow_policy.publishing.versions import steps_of
from plone.app.iterate.dexterity.copier import ContentCopier
from plone.app.iterate.dexterity.policy import CheckinCheckoutPolicyAdapter
from plone.app.iterate.interfaces import IBaseline
from plone.app.iterate.interfaces import ICheckinCheckoutPolicy
from plone.app.iterate.interfaces import IObjectCopier
from plone.app.iterate.interfaces import IWorkingCopy
from plone.dexterity.utils import createContent
from zope.component import adapter
from zope.container.interfaces import INameChooser
from zope.globalrequest import getRequest
from zope.interface import alsoProvides
from zope.interface import implementer

#: The attribute of a working copy that says what was public when it was made.
REVISED_FROM = "_onewindow_revised_from"


def standing_over(copy) -> str:
    """Return what tells the public text that a working copy would replace unseen: it was
    changed after the copy was made. "" where it was not.
    """
    baseline = ICheckinCheckoutPolicy(copy).getBaseline()
    read = getattr(aq_base(copy), REVISED_FROM, None)
    if baseline is None or read is None:
        return ""
    now = digest_of(stored_of(baseline))
    return "" if now == read else now


def public_and_revision(content) -> tuple:
    """Return what is public and its working copy, if `content` is either of them.

    Otherwise the first is None and the second `content` itself: what is new revises
    nothing.
    """
    content = aq_inner(content)
    if IWorkingCopy.providedBy(content):
        return ICheckinCheckoutPolicy(content).getBaseline(), content
    if IBaseline.providedBy(content):
        revision = ICheckinCheckoutPolicy(content).getWorkingCopy()
        if revision is not None:
            return content, revision
    return None, content


@implementer(IObjectCopier)
@adapter(IPublishable)
class StoredContentCopier(ContentCopier):
    """Copies publishable content to a working copy and back. See `IObjectCopier`."""

    def _copyBaseline(self, container):
        baseline = aq_inner(self.context)
        copy = createContent(baseline.portal_type)
        give_stored(stored_of(baseline), copy)
        setattr(copy, REVISED_FROM, digest_of(stored_of(baseline)))
        copy.effective_date = None
        # It has the code of what it is a copy of, from the first moment on.
        alsoProvides(copy, IWorkingCopy)
        wanted = f"working-copy-of-{baseline.getId()}"
        copy.id = INameChooser(container).chooseName(wanted, copy)
        # Whoever may check out a district's guide need not be able to add guides.
        return container[container._setObject(copy.id, copy)]

    def _replaceBaseline(self, baseline):
        working_copy = aq_inner(self.context)
        effective = baseline.effective_date
        give_stored(stored_of(working_copy), baseline)
        # The day of first publication stays; the next one is a modification.
        baseline.effective_date = effective
        container = working_copy.__parent__
        container._delObject(working_copy.getId())
        baseline.reindexObject()
        return baseline


@adapter(IPublishable)
class GuardedPolicy(CheckinCheckoutPolicyAdapter):
    """Checks working copies in only when they are fit to be public.

    What became of the copy, step by step, is kept with the version that it begins.
    """

    def checkin(self, checkin_message):
        if gaps := find_gaps(self.context):
            raise CheckinRefused(gaps)
        standing = standing_over(self.context)
        if standing and standing != _said_to_replace():
            raise BaselineChanged
        steps, author = steps_of(self.context), self.context.Creator()
        let_go(self.context)
        baseline = super().checkin(checkin_message)
        note_save(baseline)
        keep_version(baseline, steps, author=author)
        return baseline

    def cancelCheckout(self):
        keep_discarded(self.context, self.getBaseline())
        let_go(self.context)
        return super().cancelCheckout()


def _said_to_replace() -> str | None:
    """Return which public text somebody has said that a working copy is to replace."""
    request = getRequest()
    return None if request is None else request.form.get(OVER)


@implementer(ICheckinCheckoutPolicy)
@adapter(IRoom)
def no_policy(room) -> None:
    """Let rooms of the site have no revisions: whoever asks first gets no policy."""
    return
