"""Revising what is public, while the public goes on reading it.

The stock copier reads every field of a schema and writes it back. A district's guide,
which owns nothing but its differences, would come back owning empty values; and values
computed by properties would be frozen. Ours copies what is stored, and nothing else.
"""

from Acquisition import aq_inner
from copy import deepcopy
from onewindow_policy.publishing.exceptions import CheckinRefused
from onewindow_policy.publishing.gaps import find_gaps
from onewindow_policy.publishing.interfaces import IPublishable
from persistent import Persistent
from plone.app.iterate.dexterity.copier import ContentCopier
from plone.app.iterate.dexterity.policy import CheckinCheckoutPolicyAdapter
from plone.app.iterate.interfaces import IBaseline
from plone.app.iterate.interfaces import ICheckinCheckoutPolicy
from plone.app.iterate.interfaces import IObjectCopier
from plone.app.iterate.interfaces import IWorkingCopy
from plone.dexterity.utils import createContent
from plone.dexterity.utils import iterSchemata
from plone.namedfile.interfaces import INamedBlobFile
from zope.component import adapter
from zope.container.interfaces import INameChooser
from zope.interface import alsoProvides
from zope.interface import implementer
from zope.schema import getFieldNames

#: Stored beside the fields of the schemata, and part of what is revised: the differences of
#: a district's guide, what was accepted of a form, dates.
EXTRA_ATTRIBUTES = (
    "overrides",
    "district",
    "_accepted_model",
    "effective_date",
    "expiration_date",
)


def _copied_attributes(content) -> set[str]:
    """Return the names of the attributes that make up what an editor wrote."""
    names = set(EXTRA_ATTRIBUTES)
    for schema in iterSchemata(content):
        names.update(getFieldNames(schema))
    return names - {"id"}


def _copy_stored(source, target) -> None:
    """Make `target` store what `source` stores, and own nothing that `source` does not.

    Blobs are shared, since they are replaced and never changed; everything else is
    copied, so that editing one leaves the other alone.
    """
    source._p_activate()
    for name in _copied_attributes(source):
        if name not in source.__dict__:
            target.__dict__.pop(name, None)
            continue
        value = source.__dict__[name]
        if not INamedBlobFile.providedBy(value) and not isinstance(value, Persistent):
            value = deepcopy(value)
        target.__dict__[name] = value
    target._p_changed = True


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
        _copy_stored(baseline, copy)
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
        _copy_stored(working_copy, baseline)
        # The day of first publication stays; the next one is a modification.
        baseline.effective_date = effective
        container = working_copy.__parent__
        container._delObject(working_copy.getId())
        baseline.reindexObject()
        return baseline


@adapter(IPublishable)
class GuardedPolicy(CheckinCheckoutPolicyAdapter):
    """Checks working copies in only when they are fit to be public."""

    def checkin(self, checkin_message):
        if gaps := find_gaps(self.context):
            raise CheckinRefused(gaps)
        return super().checkin(checkin_message)
