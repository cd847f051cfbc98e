"""Guides as content."""

from Acquisition import aq_inner
from Acquisition import aq_parent
from onewindow_policy.guides.interfaces import IServiceGuide
from onewindow_policy.publishing.interfaces import IPlainContent
from onewindow_policy.publishing.interfaces import IPublishable
from plone.dexterity.content import Item
from zope.interface import implementer

#: The name of the city's guide in its item.
MASTER_ID = "guide"


def district_guide_id(district: str) -> str:
    """Return the name, in its item, of the guide of the district with this code.

    Not the code itself: that address belongs to the page that residents see, which
    exists for every district that adopted the item, with a guide of its own or without.
    """
    return f"{MASTER_ID}-{district}"


@implementer(IServiceGuide, IPublishable, IPlainContent)
class ServiceGuide(Item):
    """See `IServiceGuide`.

    A master holds the fields of `IGuideContent` as attributes. A district's guide holds
    `overrides` alone; what it says is resolved (see `guides.api`).
    """

    district = None
    overrides = ()

    @property
    def is_master(self) -> bool:
        return self.district is None

    def Title(self) -> str:
        """Return the item's name: a guide has none of its own that could differ."""
        item = aq_parent(aq_inner(self))
        name = item.Title() if item is not None else self.getId()
        return f"{name}({self.district})" if self.district else name
