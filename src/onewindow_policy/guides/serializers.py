"""Items and guides as JSON: what a district asks for, complete, as every page shows it."""

from Acquisition import aq_inner
from Acquisition import aq_parent
from dataclasses import asdict
from onewindow_policy.catalogue.api import adopting_districts
from onewindow_policy.catalogue.interfaces import IServiceItem
from onewindow_policy.communities.api import get_district
from onewindow_policy.guides.api import resolve_guide
from onewindow_policy.guides.browser.source import guide_source
from onewindow_policy.guides.browser.source import GuideSource
from onewindow_policy.guides.content import MASTER_ID
from onewindow_policy.guides.interfaces import IServiceGuide
from onewindow_policy.guides.released import released_guides
from onewindow_policy.guides.resolved import CONTENT_FIELDS
from onewindow_policy.guides.resolved import ResolvedGuide
from onewindow_policy.guides.resolved import TimeLimit
from onewindow_policy.guides.sums import benefit_line
from onewindow_policy.guides.sums import span_of
from onewindow_policy.guides.sums import sum_json
from onewindow_policy.guides.wording import Wording
from onewindow_policy.interfaces import IOneWindowLayer
from onewindow_policy.publishing.api import is_public
from onewindow_policy.publishing.api import is_released
from onewindow_policy.publishing.serializers import is_hidden
from onewindow_policy.publishing.serializers import may
from onewindow_policy.publishing.serializers import ReadableContentToJson
from onewindow_policy.publishing.serializers import ReadableFolderToJson
from onewindow_policy.samples.api import SampleFacts
from plone.restapi.interfaces import ISerializeToJson
from plone.restapi.serializer.converters import json_compatible
from Products.CMFCore.permissions import ModifyPortalContent
from Products.CMFCore.permissions import View
from zope.component import adapter
from zope.interface import implementer

#: The fields whose values are codes. plone.restapi gives the tokens of terms, which are
#: digests where a code is not ASCII.
CODE_FIELDS = (
    "category",
    "life_events",
    "audience",
    "item_type",
    "project_type",
    "service_objects",
    "exercise_level",
    "acceptance_mode",
    "status",
    "access_kind",
)


def values_json(guide: ResolvedGuide) -> dict:
    """Return the fields of `guide` as JSON; rows are objects, codes stay codes."""
    values = asdict(guide)
    return json_compatible({name: values[name] for name in CONTENT_FIELDS})


def _limit_json(limit: TimeLimit | None, words: Wording) -> dict | None:
    if limit is None:
        return None
    return {
        "days": limit.days,
        "day_type": limit.day_type,
        "text": words.limit(limit),
    }


def _benefit_json(guide: ResolvedGuide, words: Wording) -> dict | None:
    span = span_of(guide.benefit_rates)
    if span is None:
        return None
    return {**sum_json(span), "text": benefit_line(words, guide.benefit_rates)}


def _sample_json(sample: SampleFacts) -> dict:
    return {
        "@id": sample.url,
        "title": sample.title,
        "kind": sample.kind,
        "filename": sample.filename,
        "size": sample.size,
        "download": sample.download_url if sample.size else None,
    }


def _district_json(source: GuideSource) -> dict | None:
    if source.district is None:
        return None
    return {
        "@id": source.district.url,
        "code": source.district.code,
        "title": source.district.title,
        "list_title": source.district.list_title,
    }


def source_json(source: GuideSource) -> dict:
    """Return a resolved guide with all that its page adds to it."""
    guide, words = source.guide, Wording(source.language)
    suffix = f"/{guide.district}" if guide.district else ""
    return {
        **values_json(guide),
        "@id": source.page_url,
        "bundle": f"{source.item.url}/@@bundle{suffix}",
        "district": _district_json(source),
        "overridden": sorted(guide.overridden),
        "promised_limit": _limit_json(guide.promised_limit, words),
        "statutory_limit": _limit_json(guide.statutory_limit, words),
        "benefit": _benefit_json(guide, words),
        "is_instant": guide.is_instant,
        "channels": [
            name
            for name in guide.channels
            if name != "online" or not source.is_online_suspended
        ],
        "units": [
            {"role": role, "name": unit.name, "phone": unit.phone or None}
            for role, unit in source.units
        ],
        "sample_documents": [
            _sample_json(sample) for sample in (*source.samples, *source.forms)
        ],
        "updated": source.updated,
    }


def public_guide_json(item, request, district: str | None = None) -> dict | None:
    """Return the guide of `item` that residents of `district` see, or of the city.

    None while there is none to see. That the district has adopted the item is the
    caller's business.
    """
    master, own = released_guides(item, district)
    if master is None or not is_public(item):
        return None
    return source_json(guide_source(item, request, master, own, district))


@implementer(ISerializeToJson)
@adapter(IServiceItem, IOneWindowLayer)
class ItemToJson(ReadableFolderToJson):
    """An item with its guide and the districts that adopted it.

    `resolved_guide` is the city's; the service for content gives a district's.
    """

    district = None

    def __call__(self, *args, **kwargs):
        result = super().__call__(*args, **kwargs)
        if is_hidden(self.context):
            return result
        item = self.context
        result["codes"] = {
            name: list(value) if isinstance(value, (list, tuple)) else value
            for name in CODE_FIELDS
            for value in (getattr(item, name, None),)
        }
        url = item.absolute_url()
        result["districts"] = [
            {
                "@id": f"{url}/{district.code}",
                "code": district.code,
                "title": district.title,
                "guide": f"{url}/@guide?district={district.code}",
            }
            for district in adopting_districts(item)
        ]
        result["resolved_guide"] = public_guide_json(item, self.request, self.district)
        return result


@implementer(ISerializeToJson)
@adapter(IServiceGuide, IOneWindowLayer)
class GuideToJson(ReadableContentToJson):
    """A guide with what it resolves to.

    The stored values of a district's guide are its differences alone. Whoever may write
    it gets them; readers get what they add up to.
    """

    def __call__(self, *args, **kwargs):
        result = super().__call__(*args, **kwargs)
        if is_hidden(self.context):
            return result
        guide = aq_inner(self.context)
        result["district"] = guide.district
        result["resolved_guide"] = self._resolved()
        if not guide.is_master:
            for name in CONTENT_FIELDS:
                result.pop(name, None)
        if may(ModifyPortalContent, guide):
            result["overrides"] = json_compatible(list(guide.overrides or ()))
        return result

    def _resolved(self) -> dict | None:
        guide = aq_inner(self.context)
        item = aq_parent(guide)
        master, own = (guide, None) if guide.is_master else (item.get(MASTER_ID), guide)
        # A district's guide may stay public while the city's is being revised; what
        # it inherits is then nobody's to read who may not view that.
        if master is None or not (is_released(master) or may(View, master)):
            return None
        if own is not None and get_district(own.district) is None:
            return {**values_json(resolve_guide(master, own, own.district))}
        return source_json(
            guide_source(
                item,
                self.request,
                master,
                own,
                guide.district,
                preview=not is_public(guide),
            )
        )
