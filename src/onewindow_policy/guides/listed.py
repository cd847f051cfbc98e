"""The services on a district's list (目录清单), with what each promises there."""

from dataclasses import dataclass
from onewindow_policy.guides.api import resolve_guide
from onewindow_policy.guides.channels import open_channels
from onewindow_policy.guides.released import released_guides
from onewindow_policy.guides.resolved import TimeLimit
from onewindow_policy.guides.sums import listed_sum
from onewindow_policy.guides.sums import span_of
from onewindow_policy.guides.sums import Sum
from onewindow_policy.vocabularies.api import code_list
from plone import api


@dataclass(frozen=True, slots=True)
class ListedService:
    """A service of a district's list; `promise` is None while its guide is prepared."""

    code: str
    title: str
    title_en: str
    url: str
    category: str
    list_no: int | None
    promise: TimeLimit | None
    benefit: Sum | None
    channels: tuple[str, ...]
    has_own_rules: bool


@dataclass(frozen=True, slots=True)
class ListedCategory:
    """A category of a district's list, with the department that answers for it."""

    code: str
    title: str
    department: str
    services: tuple[ListedService, ...]


def listed_services(district) -> list[ListedService]:
    """Return the public services that `district` has adopted, in the list's order.

    What a district changes of a promise is not in the catalog: the few guides of its own
    are resolved, everything else is read from catalog records.
    """
    catalog = api.portal.get_tool("portal_catalog")
    own_guides = {
        brain.getPath().rpartition("/")[0]: brain
        for brain in catalog(
            portal_type="ServiceGuide",
            district=district.code,
            review_state="published",
        )
    }
    services = [
        _listed(brain, own_guides.get(brain.getPath()), district.code)
        for brain in catalog(
            portal_type="ServiceItem",
            adopted_by=district.code,
            review_state="published",
        )
    ]
    return sorted(services, key=lambda each: (each.list_no or 0, each.code))


def _listed(brain, own_guide_brain, district: str) -> ListedService:
    promise = benefit = channels = None
    if own_guide_brain is not None:
        item = brain.getObject()
        master, own = released_guides(item, district)
        if master is not None:
            guide = resolve_guide(master, own, district)
            promise = guide.promised_limit
            benefit = span_of(guide.benefit_rates)
            channels = open_channels(item, guide)
    elif isinstance(brain.promised_days, int):
        day_type = brain.promised_day_type
        promise = TimeLimit(
            brain.promised_days, day_type if isinstance(day_type, str) else "working"
        )
        channels = brain.channels
        benefit = listed_sum(brain)
    number = brain.access_list_no
    return ListedService(
        code=brain.item_code,
        title=brain.Title,
        title_en=brain.title_en or "",
        url=f"{brain.getURL()}/{district}",
        category=brain.category,
        list_no=number if isinstance(number, int) else None,
        promise=promise,
        benefit=benefit,
        channels=tuple(channels) if isinstance(channels, (list, tuple)) else (),
        has_own_rules=own_guide_brain is not None,
    )


def listed_categories(district, language: str) -> list[ListedCategory]:
    """Return the services of `district` by category, in the city's order."""
    by_category: dict[str, list[ListedService]] = {}
    for service in listed_services(district):
        by_category.setdefault(service.category, []).append(service)
    terms = code_list("categories")
    known = [code for code in terms if code in by_category]
    unknown = [code for code in by_category if code not in terms]
    return [
        ListedCategory(
            code,
            terms[code].title_in(language) if code in terms else code,
            terms[code].department if code in terms else "",
            tuple(by_category[code]),
        )
        for code in known + unknown
    ]
