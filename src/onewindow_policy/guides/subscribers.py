"""Keep what is derived from a guide true to it, and say where it no longer fits."""

from Acquisition import aq_inner
from Acquisition import aq_parent
from onewindow_policy import _
from onewindow_policy.catalogue.interfaces import IServiceItem
from onewindow_policy.communities.api import get_district
from onewindow_policy.guides.content import MASTER_ID
from onewindow_policy.guides.interfaces import IServiceGuide
from onewindow_policy.publishing.api import is_released
from onewindow_policy.publishing.gaps import find_gaps
from plone import api
from zope.globalrequest import getRequest

#: What the catalog says of an item because of its master guide.
DERIVED_INDEXES = ["promised_days", "channels"]


def reindex_item(guide, event) -> None:
    """Bring the item's promise and channels in lists up to date with its guide."""
    item = aq_parent(aq_inner(guide))
    if IServiceItem.providedBy(item) and guide.district is None:
        item.reindexObject(idxs=DERIVED_INDEXES)


def warn_of_unfit_districts(guide, event) -> None:
    """Tell who changed the city's guide which districts' guides no longer fit it.

    They stay public: a district's rule is still its rule, and both cannot be changed in
    one step. The editorial desk lists them until they are mended.
    """
    if guide.getId() != MASTER_ID or not is_released(guide):
        return
    for other in aq_parent(aq_inner(guide)).values():
        if (
            IServiceGuide.providedBy(other)
            and other.district
            and is_released(other)
            and find_gaps(other)
        ):
            district = get_district(other.district)
            api.portal.show_message(
                _(
                    "message_district_unfit",
                    default=(
                        "The guide of ${district} does not fit this change. It stays"
                        " public; please have it mended."
                    ),
                    mapping={
                        "district": district.title if district else other.district
                    },
                ),
                getRequest(),
                type="warning",
            )
