"""The rules of publication for journeys."""

from onewindow_policy import _
from onewindow_policy.catalogue.api import get_item
from onewindow_policy.journeys.consistency import find_faults
from onewindow_policy.journeys.interfaces import IJourney
from onewindow_policy.publishing.api import is_public
from onewindow_policy.publishing.gaps import Gap
from onewindow_policy.publishing.interfaces import IPublicationRule
from zope.component import adapter
from zope.i18nmessageid import Message
from zope.interface import implementer


def service_faults(journey) -> list[Message]:
    """Return what is wrong with the services that are steps of `journey`."""
    faults = []
    for row in journey.steps or ():
        code = (row.get("item_code") or "").strip()
        if not code:
            continue
        item = get_item(code)
        if item is None:
            faults.append(
                _(
                    "fault_journey_item_unknown",
                    default="step “${key}”: there is no service with the code ${code}.",
                    mapping={"key": row["key"], "code": code},
                )
            )
        elif not is_public(item):
            faults.append(
                _(
                    "fault_journey_item_hidden",
                    default="step “${key}”: the service “${title}” is not public.",
                    mapping={"key": row["key"], "title": item.title},
                )
            )
    return faults


@implementer(IPublicationRule)
@adapter(IJourney)
class JourneyLeadsSomewhere:
    """A journey is public only when each step of it can be taken."""

    def __init__(self, context):
        self.context = context

    def find_gaps(self) -> list[Gap]:
        steps = IJourney["steps"].title
        if not self.context.steps:
            return [Gap(steps, _("gap_journey_no_steps", default="there are none."))]
        return [
            *(Gap(steps, fault) for fault in service_faults(self.context)),
            *(Gap(steps, fault) for fault in find_faults(self.context)),
        ]
