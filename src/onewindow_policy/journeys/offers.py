"""The services that are steps of a journey, as they are in a district."""

from dataclasses import dataclass
from onewindow_policy import _
from onewindow_policy.catalogue.api import get_item
from onewindow_policy.communities.api import get_district
from onewindow_policy.guides.api import resolve_guide
from onewindow_policy.guides.channels import is_online_suspended
from onewindow_policy.guides.interfaces import IOnlineApplication
from onewindow_policy.guides.released import released_guides
from onewindow_policy.guides.resolved import ResolvedGuide
from onewindow_policy.journeys.walking import Step
from onewindow_policy.pages.api import hotline
from onewindow_policy.publishing.api import is_public
from zope.i18nmessageid import Message


@dataclass(frozen=True, slots=True)
class Offer:
    """A service as a step shows it.

    Without `guide` one cannot do it here, or not yet: `notice` says so, and who to ask.
    """

    title: str
    url: str = ""
    guide: ResolvedGuide | None = None
    apply_url: str = ""
    is_online_suspended: bool = False
    notice: Message | None = None


def offer_of(step: Step, district: str | None) -> Offer | None:
    """Return the service of `step` in `district`, or in the whole city; None where the
    step is at another office."""
    if not step.item_code:
        return None
    item = get_item(step.item_code)
    if item is None or not is_public(item):
        return Offer(
            step.title or step.item_code,
            notice=_(
                "notice_step_not_public",
                default=(
                    "This service is not open at the moment. Ask at the window, or call"
                    " ${hotline}."
                ),
                mapping={"hotline": hotline()},
            ),
        )
    title, url = step.title or item.title, item.absolute_url()
    place = get_district(district) if district else None
    if place is not None and not place.has_adopted(item.code):
        return Offer(title, url, notice=_not_adopted(place.title, item))
    if place is not None:
        url = f"{url}/{place.code}"
    master, own = released_guides(item, district)
    guide = resolve_guide(master, own, district)
    if guide is None:
        return Offer(
            title,
            url,
            notice=_(
                "notice_step_no_guide",
                default=(
                    "Its guide is being prepared. Ask at the window, or call ${hotline}."
                ),
                mapping={"hotline": hotline()},
            ),
        )
    application = IOnlineApplication(item, None) if guide.channel_online else None
    return Offer(
        title,
        url,
        guide,
        application.absolute_url() if application is not None else "",
        is_online_suspended(item, guide),
    )


def _not_adopted(district: str, item) -> Message:
    if item.responsible_department:
        return _(
            "notice_step_not_adopted_ask",
            default=(
                "In ${district} the community window does not take this in. Ask"
                " ${department}, or call ${hotline}."
            ),
            mapping={
                "district": district,
                "department": item.responsible_department,
                "hotline": hotline(),
            },
        )
    return _(
        "notice_step_not_adopted",
        default=(
            "In ${district} the community window does not take this in. Call ${hotline}"
            " and ask who does."
        ),
        mapping={"district": district, "hotline": hotline()},
    )
