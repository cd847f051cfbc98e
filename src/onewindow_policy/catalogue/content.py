"""The catalogue and its items as content."""

from onewindow_policy.catalogue.interfaces import IServiceCatalogue
from onewindow_policy.catalogue.interfaces import IServiceItem
from plone.dexterity.content import Container
from zope.interface import implementer


@implementer(IServiceCatalogue)
class ServiceCatalogue(Container):
    """See `IServiceCatalogue`."""

    # Thousands of items: an ordered container rewrites its whole order at each add.
    _ordering = "unordered"

    # Plone's navigation shows only what says that it is not left out.
    exclude_from_nav = False


@implementer(IServiceItem)
class ServiceItem(Container):
    """See `IServiceItem`."""

    _ordering = "unordered"
