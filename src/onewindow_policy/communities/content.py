"""Divisions, their units, halls and grids as content."""

from Acquisition import aq_base
from BTrees.OOBTree import OOTreeSet
from onewindow_policy.communities.interfaces import ICity
from onewindow_policy.communities.interfaces import ICommunity
from onewindow_policy.communities.interfaces import IDistrict
from onewindow_policy.communities.interfaces import IDivision
from onewindow_policy.communities.interfaces import IGrid
from onewindow_policy.communities.interfaces import IHall
from onewindow_policy.communities.interfaces import IStreet
from onewindow_policy.communities.interfaces import IUnit
from onewindow_policy.publishing.interfaces import ICoded
from onewindow_policy.publishing.interfaces import IPlainContent
from plone.dexterity.content import Container
from plone.dexterity.content import Item
from zope.interface import implementer

#: Who deletes and moves places, whatever roles somebody has in one, as AccessControl
#: keeps who has a permission; in a tuple, nothing is acquired. `publishing/removal.py`
#: refuses in any case; with this, no page offers it either. Each class has its own: a
#: common base would stand before Dexterity's, and take the behaviors away.
ADMINISTRATORS = ("Manager", "Site Administrator")


@implementer(ICity, IDivision)
class City(Container):
    """See `ICity`."""

    _Delete_objects_Permission = ADMINISTRATORS
    _Copy_or_Move_Permission = ADMINISTRATORS

    _ordering = "unordered"

    # Plone's navigation shows only what says that it is not left out.
    exclude_from_nav = False


@implementer(IDistrict, IDivision, ICoded, IPlainContent)
class District(Container):
    """See `IDistrict`.

    The adopted codes are a tree set of their own: a list may be long, and most pages
    that pass through a district ask about one code only.
    """

    code_field = "code"

    _Delete_objects_Permission = ADMINISTRATORS
    _Copy_or_Move_Permission = ADMINISTRATORS

    _ordering = "unordered"
    _adopted = None

    @property
    def adopted_items(self) -> list[str]:
        return list(self._adopted or ())

    @adopted_items.setter
    def adopted_items(self, codes) -> None:
        if self._adopted is None:
            self._adopted = OOTreeSet()
        wanted = {code.strip() for code in codes or () if code.strip()}
        for code in set(self._adopted) - wanted:
            self._adopted.remove(code)
        self._adopted.update(wanted - set(self._adopted))

    def has_adopted(self, code: str) -> bool:
        """Return whether the item with this code is on the district's list."""
        return self._adopted is not None and code in self._adopted


@implementer(IStreet, IDivision, ICoded, IPlainContent)
class Street(Container):
    """See `IStreet`."""

    code_field = "code"

    _Delete_objects_Permission = ADMINISTRATORS
    _Copy_or_Move_Permission = ADMINISTRATORS

    _ordering = "unordered"


@implementer(ICommunity, IDivision, ICoded, IPlainContent)
class Community(Container):
    """See `ICommunity`."""

    code_field = "code"

    _Delete_objects_Permission = ADMINISTRATORS
    _Copy_or_Move_Permission = ADMINISTRATORS

    _ordering = "unordered"


@implementer(IHall, ICoded, IPlainContent)
class Hall(Item):
    """See `IHall`."""

    code_field = "hall_id"

    _Delete_objects_Permission = ADMINISTRATORS
    _Copy_or_Move_Permission = ADMINISTRATORS


@implementer(IGrid, ICoded, IPlainContent)
class Grid(Item):
    """See `IGrid`."""

    code_field = "code"

    _Delete_objects_Permission = ADMINISTRATORS
    _Copy_or_Move_Permission = ADMINISTRATORS

    def reindexObjectSecurity(self, skip_self=False):
        """See `Products.CMFCore.interfaces.ICatalogAware`; who has a role here is found
        by the index."""
        super().reindexObjectSecurity(skip_self=skip_self)
        if not skip_self:
            self.reindexObject(idxs=["role_holders"])


@implementer(IUnit, ICoded, IPlainContent)
class Unit(Item):
    """See `IUnit`."""

    code_field = "code"

    _Delete_objects_Permission = ADMINISTRATORS
    _Copy_or_Move_Permission = ADMINISTRATORS


def contents_of(place, kind: type | tuple[type, ...]) -> list:
    """Return what `place` holds of a class, or of some; nothing else in it is loaded.

    ZODB knows the class of an object that is still in the database.
    """
    return [each for each in place.objectValues() if isinstance(aq_base(each), kind)]
