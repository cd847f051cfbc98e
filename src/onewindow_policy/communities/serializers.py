"""Divisions as JSON: a district with its list's publisher, a community with its halls."""

from onewindow_policy.communities.divisions import unit_name
from onewindow_policy.communities.halls import HallFacts
from onewindow_policy.communities.halls import halls_for_community
from onewindow_policy.communities.halls import halls_of
from onewindow_policy.communities.interfaces import ICommunity
from onewindow_policy.communities.interfaces import IDistrict
from onewindow_policy.interfaces import IOneWindowLayer
from onewindow_policy.publishing.serializers import ReadableFolderToJson
from plone import api
from plone.restapi.interfaces import ISerializeToJson
from zope.component import adapter
from zope.interface import implementer


def hall_json(hall: HallFacts, site_url: str) -> dict:
    """Return what lists say of a hall."""
    return {
        "@id": site_url + hall.path,
        "hall_id": hall.hall_id,
        "title": hall.title,
        "address": hall.address,
        "phones": list(hall.phones),
        "hours": [
            {"days": days, "opens": opens, "closes": closes}
            for days, opens, closes in hall.spans
        ],
        "hours_note": hall.hours_note,
        "community": hall.community.code,
    }


@implementer(ISerializeToJson)
@adapter(IDistrict, IOneWindowLayer)
class DistrictToJson(ReadableFolderToJson):
    """A district; `@district-list` gives the services on its list."""

    def __call__(self, *args, **kwargs):
        result = super().__call__(*args, **kwargs)
        district = self.context
        result["list_publisher_name"] = unit_name(
            district.units, district.list_publisher
        )
        result["district_list"] = f"{district.absolute_url()}/@district-list"
        return result


@implementer(ISerializeToJson)
@adapter(ICommunity, IOneWindowLayer)
class CommunityToJson(ReadableFolderToJson):
    """A community with the halls that serve it, its own or else its street's."""

    def __call__(self, *args, **kwargs):
        result = super().__call__(*args, **kwargs)
        code = self.context.code
        site_url = api.portal.get().absolute_url()
        result["has_own_hall"] = bool(halls_of(code))
        result["halls"] = [
            hall_json(hall, site_url) for hall in halls_for_community(code)
        ]
        return result
