"""How many gaps a public guide has, as rows keep it."""

from Acquisition import aq_chain
from Acquisition import aq_inner
from Acquisition import aq_parent
from onewindow_policy.catalogue.interfaces import IServiceItem
from onewindow_policy.publishing.api import next_date
from onewindow_policy.publishing.gaps import find_gaps
from onewindow_policy.samples.api import COMMON_PATH
from onewindow_policy.samples.interfaces import ISampleDocument
from onewindow_policy.snapshots.facts import Reading
from onewindow_policy.snapshots.interfaces import EVERYWHERE
from onewindow_policy.snapshots.interfaces import IFact
from plone import api
from plone.uuid.interfaces import IUUID
from zope.interface import implementer


@implementer(IFact)
class GapsOfGuides:
    """What the rules of publication find depends on the service, on all that it holds and
    on the shared forms, and on their dates. See `IFact`."""

    #: Goes up with every change of a rule: of `IPublicationRule`s for guides.
    version = 2

    def scope(self, guide) -> str:
        """See `IFact`."""
        return IUUID(aq_parent(aq_inner(guide)))

    def scopes(self, content) -> tuple[str, ...]:
        """See `IFact`."""
        for each in aq_chain(aq_inner(content)):
            if IServiceItem.providedBy(each):
                return (IUUID(each),)
        return (EVERYWHERE,) if ISampleDocument.providedBy(content) else ()

    def read(self, guide) -> Reading:
        """See `IFact`."""
        item = aq_parent(aq_inner(guide))
        shared = api.portal.get()[COMMON_PATH]
        around = (item, *item.objectValues(), *shared.objectValues())
        return Reading(len(find_gaps(guide)), until=next_date(around))
