"""The catalogue and its items as content."""

from onewindow_policy.catalogue.interfaces import IServiceCatalogue
from onewindow_policy.catalogue.interfaces import IServiceItem
from onewindow_policy.publishing.copies import name_of_copy
from onewindow_policy.publishing.interfaces import ICoded
from onewindow_policy.publishing.interfaces import IPlainContent
from onewindow_policy.publishing.interfaces import IPublishable
from plone.dexterity.content import Container
from zope.interface import implementer


@implementer(IServiceCatalogue)
class ServiceCatalogue(Container):
    """See `IServiceCatalogue`."""

    # Thousands of items: an ordered container rewrites its whole order at each add.
    _ordering = "unordered"

    # Plone's navigation shows only what says that it is not left out.
    exclude_from_nav = False

    def _get_id(self, id):  # noqa: A002
        """Return the name of a copy, which the copy's code is made of."""
        return name_of_copy(self, id)


@implementer(IServiceItem, ICoded, IPublishable, IPlainContent)
class ServiceItem(Container):
    """See `IServiceItem`."""

    _ordering = "unordered"
    code_field = "code"

    # Else an item that nobody has written other names of would acquire those that the
    # portal's type has for its methods, and programs could add none.
    aliases = None
    title_en = None
    summary_en = None
