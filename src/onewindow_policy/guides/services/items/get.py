"""`GET /catalogue/@items`: the public services, filtered, in pages."""

from onewindow_policy.communities.api import get_district
from onewindow_policy.guides.listed import listed_services
from onewindow_policy.guides.sums import listed_sum
from onewindow_policy.guides.sums import sum_json
from plone import api
from plone.restapi.batching import HypermediaBatch
from plone.restapi.services import Service
from zExceptions import BadRequest

#: What may be filtered by, and the index that knows it.
FILTERS = {
    "category": "category",
    "life_events": "life_events",
    "audience": "audience",
    "district": "adopted_by",
    "channels": "channels",
}

#: More values of one filter than this nobody means.
MAX_VALUES = 20


class ItemsGet(Service):
    """Returns what the reader's filters leave of the catalogue, in its order.

    Values of one filter are alternatives, filters narrow each other. With one district,
    promises and channels are that district's.
    """

    def reply(self):
        query = self._query()
        brains = api.portal.get_tool("portal_catalog")(
            portal_type="ServiceItem",
            review_state="published",
            path="/".join(self.context.getPhysicalPath()),
            sort_on="access_list_no",
            **query,
        )
        batch = self._batch(brains)
        local = self._local(query)
        result = {
            "@id": batch.canonical_url,
            "items_total": batch.items_total,
            "items": [item_summary(brain, local) for brain in batch],
        }
        if batch.links:
            result["batching"] = batch.links
        return result

    def _batch(self, brains) -> HypermediaBatch:
        """Return the page that was asked for. Raises `BadRequest` for one of -1 items."""
        try:
            return HypermediaBatch(self.request, brains)
        except AssertionError as error:
            raise BadRequest("b_size and b_start are counts.") from error

    def _query(self) -> dict:
        query = {}
        for name, index in FILTERS.items():
            values = self.request.form.get(name)
            if isinstance(values, str):
                values = [values]
            if not isinstance(values, list):
                continue
            values = [one for one in values if isinstance(one, str) and one]
            if values:
                query[index] = values[:MAX_VALUES]
        return query

    def _local(self, query: dict) -> dict:
        """Return what the one district asked for lists, by item code."""
        codes = query.get("adopted_by", ())
        district = get_district(codes[0]) if len(codes) == 1 else None
        if district is None:
            return {}
        return {service.code: service for service in listed_services(district)}


def _plain(value):
    """Return a catalog value, None where the catalog has none (it says so in its way)."""
    if isinstance(value, (str, int)):
        return value
    return list(value) if isinstance(value, (list, tuple)) else None


def item_summary(brain, local: dict) -> dict:
    """Return an item of a list; `local` knows better where a district was asked for."""
    summary = {
        "@id": brain.getURL(),
        "@type": brain.portal_type,
        "code": brain.item_code,
        "title": brain.Title,
        "title_en": _plain(brain.title_en),
        "short_name": _plain(brain.short_name),
        "category": brain.category,
        "life_events": _plain(brain.life_events) or [],
        "audience": _plain(brain.audience) or [],
        "channels": _plain(brain.channels) or [],
        "promised_days": _plain(brain.promised_days),
        "promised_day_type": _plain(brain.promised_day_type),
        "benefit": sum_json(listed_sum(brain)),
        "guide": f"{brain.getURL()}/@guide",
    }
    service = local.get(brain.item_code)
    if service is not None:
        promise = service.promise
        summary["district_page"] = service.url
        summary["channels"] = list(service.channels)
        summary["promised_days"] = promise.days if promise else None
        summary["promised_day_type"] = promise.day_type if promise else None
        summary["benefit"] = sum_json(service.benefit)
    return summary
