"""Public texts with sentences that say nothing, or are not true."""

from Acquisition import aq_chain
from Acquisition import aq_inner
from Acquisition import aq_parent
from collections.abc import Iterator
from onewindow_policy import _
from onewindow_policy.catalogue.interfaces import IServiceItem
from onewindow_policy.guides.interfaces import IServiceGuide
from onewindow_policy.inspection.checks import Finding
from onewindow_policy.publishing.linting import find_findings
from onewindow_policy.publishing.linting import Finding as TextFinding
from onewindow_policy.publishing.linting import place_in_words
from onewindow_policy.snapshots.facts import read_facts
from onewindow_policy.snapshots.facts import Reading
from onewindow_policy.snapshots.interfaces import IFact
from plone import api
from plone.uuid.interfaces import IUUID
from typing import Any
from zope.globalrequest import getRequest
from zope.i18nmessageid import Message
from zope.interface import implementer

#: The types of content that are looked at, those in states where they are public.
REVIEWED = (
    *("ServiceItem", "ServiceGuide", "SampleDocument"),
    *("Journey", "News Item", "EasyForm"),
)
PLACES = ("City", "District", "Street", "Community", "Hall", "Grid", "Unit")

#: The name of the fact how many findings a text has.
FINDINGS = "onewindow_policy.findings"


def faulty_texts() -> Iterator[Finding]:
    """Yield public texts with what there is to mend in them."""
    for content, found in texts_with_findings():
        title = content.title
        if IServiceGuide.providedBy(content):
            title = f"{aq_parent(aq_inner(content)).title} {content.district or ''}"
        url = f"{content.absolute_url()}/view"
        yield Finding(title.strip(), url, tuple(map(fault_of, found)))


def texts_with_findings() -> Iterator[tuple[Any, list[TextFinding]]]:
    """Yield what is public and has something to mend, with that."""
    catalog = api.portal.get_tool("portal_catalog")
    brains = [
        *catalog.unrestrictedSearchResults(
            portal_type=REVIEWED, review_state="published", sort_on="path"
        ),
        *catalog.unrestrictedSearchResults(portal_type=PLACES, sort_on="path"),
    ]
    counts = read_facts(FINDINGS, brains)
    for brain in brains:
        if counts[brain.UID]:
            content = brain._unrestrictedGetObject()
            if found := find_findings(content):
                yield content, found


def fault_of(finding: TextFinding) -> Message:
    """Return a finding as one sentence."""
    place = place_in_words(finding, getRequest())
    if not finding.sentence:
        return _(
            "fault_of_text_without_sentence",
            default="${place}: ${suggestion}",
            mapping={"place": place, "suggestion": finding.suggestion},
        )
    return _(
        "fault_of_text",
        default="${place}: “${sentence}” ${suggestion}",
        mapping={
            "place": place,
            "sentence": finding.sentence,
            "suggestion": finding.suggestion,
        },
    )


@implementer(IFact)
class FindingsOfTexts:
    """What rules find in a text depends on it alone; in a guide, on its service and the
    city's guide as well. See `IFact`."""

    #: Goes up with every change of an `ILintRule`.
    version = 7

    def scope(self, content) -> str:
        """See `IFact`."""
        return IUUID(_holder_of(content))

    def scopes(self, content) -> tuple[str, ...]:
        """See `IFact`."""
        return (IUUID(_holder_of(content)),)

    def read(self, content) -> Reading:
        """See `IFact`."""
        return Reading(len(find_findings(content)))


def _holder_of(content):
    """Return the service that holds `content`, else itself."""
    for each in aq_chain(aq_inner(content)):
        if IServiceItem.providedBy(each):
            return each
    return content
