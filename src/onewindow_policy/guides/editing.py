"""Editing guides: the master as it is, a district's as its differences.

A district's form shows the whole guide as residents read it; saving keeps what differs
from the master. So an editor sees what is inherited, and nobody types it twice.
"""

from Acquisition import aq_inner
from Acquisition import aq_parent
from onewindow_policy import _
from onewindow_policy.guides.api import effective_values
from onewindow_policy.guides.api import stored_overrides
from onewindow_policy.guides.api import stored_values
from onewindow_policy.guides.content import district_guide_id
from onewindow_policy.guides.content import MASTER_ID
from onewindow_policy.guides.interfaces import IGuideContent
from onewindow_policy.guides.interfaces import IServiceGuide
from onewindow_policy.guides.overrides import find_overrides
from plone import api
from plone.app.content.interfaces import INameFromTitle
from plone.app.iterate.interfaces import IWorkingCopy
from z3c.form.datamanager import AttributeField
from zExceptions import BadRequest
from zope.component import adapter
from zope.interface import implementer
from zope.schema.interfaces import IField


@adapter(IServiceGuide, IField)
class GuideField(AttributeField):
    """Reads a district's guide as resolved, and writes it as overrides.

    Forms and REST alike go through it. Masters are read and written as they are.
    """

    @property
    def _master(self):
        if self.field.interface is not IGuideContent or self.context.district is None:
            return None
        return aq_parent(aq_inner(self.context)).get(MASTER_ID)

    def get(self):
        master = self._master
        if master is None:
            return super().get()
        return effective_values(master, self.context)[self.field.__name__]

    def set(self, value):
        master = self._master
        if master is None:
            super().set(value)
            return
        name = self.field.__name__
        known = stored_overrides(self.context)
        changed = find_overrides(
            {name: stored_values(master)[name]}, {name: value}, known
        )
        kept = [override for override in known if override.field != name]
        self.context.overrides = [override.as_dict() for override in [*kept, *changed]]


@implementer(INameFromTitle)
@adapter(IServiceGuide)
class GuideName:
    """The name of a guide in its item says what it is for."""

    def __init__(self, context):
        self.title = (
            district_guide_id(context.district) if context.district else MASTER_ID
        )


def refuse_second_guide(guide, event) -> None:
    """An item has one master guide, and one guide of each district."""
    if event.newParent is None or IWorkingCopy.providedBy(guide):
        return
    expected = GuideName(guide).title
    name = guide.getId()
    if name != expected and not name.startswith("working-copy-of-"):
        raise BadRequest(
            api.portal.translate(
                _(
                    "error_second_guide",
                    default="This item already has such a guide: ${name}.",
                    mapping={"name": expected},
                )
            )
        )


def create_district_guide(item, district):
    """Create and return the draft of `district`'s own guide of `item`.

    It changes nothing until somebody edits it. The caller has asked for permission on
    the district: who keeps a district's guides need not be able to add to the item.
    """
    name = district_guide_id(district.code)
    if name in item:
        return item[name]
    with api.env.adopt_roles(["Manager"]):
        guide = api.content.create(
            container=item, type="ServiceGuide", id=name, district=district.code
        )
    guide.overrides = []
    guide.reindexObject()
    guide.reindexObjectSecurity()
    return guide
