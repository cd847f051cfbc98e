"""What places say of themselves to be found."""

from Acquisition import aq_chain
from Acquisition import aq_inner
from Acquisition import aq_parent
from dataclasses import replace
from onewindow_policy.communities.divisions import places_within
from onewindow_policy.communities.halls import halls_in
from onewindow_policy.communities.interfaces import ICommunity
from onewindow_policy.communities.interfaces import IDistrict
from onewindow_policy.communities.interfaces import IDivision
from onewindow_policy.communities.interfaces import IHall
from onewindow_policy.publishing.interfaces import ISearchable
from onewindow_policy.publishing.searchable import Searchable
from onewindow_policy.publishing.searchable import with_text
from plone import api
from zope.component import adapter
from zope.interface import implementer


class SearchablePlace(Searchable):
    """A place: found by its name and by where it is."""

    type = "place"

    def document(self):
        """See `ISearchable`."""
        return replace(
            super().document(),
            texts=with_text([("keywords", text) for text in self.texts()]),
            districts=tuple(
                each.code
                for each in aq_chain(aq_inner(self.context))
                if IDistrict.providedBy(each)
            ),
        )

    def texts(self) -> list[str]:
        """Return what is said of the place."""
        return [
            each.Title()
            for each in aq_chain(aq_inner(self.context))[1:]
            if IDivision.providedBy(each)
        ]


@implementer(ISearchable)
@adapter(IDivision)
class SearchableDivision(SearchablePlace):
    """A district, a street or a community; a community knows its halls' addresses."""

    def dependents(self):
        """See `ISearchable`."""
        # All that is within says which division it is in, and a guide is named by its
        # district.
        yield from places_within(self.context)
        if IDistrict.providedBy(self.context):
            catalog = api.portal.get_tool("portal_catalog")
            for brain in catalog.unrestrictedSearchResults(
                portal_type="ServiceGuide", district=self.context.code
            ):
                yield brain._unrestrictedGetObject()

    def texts(self):
        """See `SearchablePlace`."""
        halls = ()
        if ICommunity.providedBy(self.context):
            halls = (each.address for each in halls_in(self.context))
        return [*super().texts(), *(address for address in halls if address)]


@implementer(ISearchable)
@adapter(IHall)
class SearchableHall(SearchablePlace):
    """A hall with its windows."""

    def texts(self):
        """See `SearchablePlace`."""
        hall = self.context
        return [
            hall.address or "",
            *super().texts(),
            *(hall.facilities or ()),
            hall.bus_note or "",
        ]

    def dependents(self):
        """See `ISearchable`."""
        return iter((aq_parent(aq_inner(self.context)),))
