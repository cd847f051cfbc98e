"""Divisions as JSON: with their units, a district with its list's publisher, a community
with its halls and grids."""

from onewindow_policy.communities.grids import GridFacts
from onewindow_policy.communities.grids import grids_of
from onewindow_policy.communities.halls import HallFacts
from onewindow_policy.communities.halls import halls_for_community
from onewindow_policy.communities.halls import halls_of
from onewindow_policy.communities.interfaces import ICommunity
from onewindow_policy.communities.interfaces import IDistrict
from onewindow_policy.communities.interfaces import IDivision
from onewindow_policy.communities.units import unit_name
from onewindow_policy.communities.units import UnitFacts
from onewindow_policy.communities.units import units_of
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


def unit_json(unit: UnitFacts, site_url: str) -> dict:
    """Return what lists say of a unit."""
    return {
        "@id": site_url + unit.path,
        "code": unit.code,
        "title": unit.title,
        "role": unit.role,
        "phone": unit.phone or None,
    }


def grid_json(grid: GridFacts) -> dict:
    """Return what residents are told of a grid."""
    return {
        "@id": grid.url,
        "code": grid.code,
        "title": grid.title,
        "area": list(grid.area),
        "workers": [
            {"name": worker.name, "phone": worker.phone or None}
            for worker in grid.workers
        ],
        "supervise_phone": grid.supervise_phone or None,
    }


@implementer(ISerializeToJson)
@adapter(IDivision, IOneWindowLayer)
class DivisionToJson(ReadableFolderToJson):
    """The city, a district or a street with its own units."""

    def __call__(self, *args, **kwargs):
        result = super().__call__(*args, **kwargs)
        site_url = api.portal.get().absolute_url()
        result["units"] = [
            unit_json(unit, site_url) for unit in units_of(self.context.code)
        ]
        return result


@implementer(ISerializeToJson)
@adapter(IDistrict, IOneWindowLayer)
class DistrictToJson(DivisionToJson):
    """A district; `@district-list` gives the services on its list."""

    def __call__(self, *args, **kwargs):
        result = super().__call__(*args, **kwargs)
        district = self.context
        result["list_publisher_name"] = unit_name(district.list_publisher)
        result["district_list"] = f"{district.absolute_url()}/@district-list"
        return result


@implementer(ISerializeToJson)
@adapter(ICommunity, IOneWindowLayer)
class CommunityToJson(ReadableFolderToJson):
    """A community with its grids, and the halls that serve it: its own, or its street's."""

    def __call__(self, *args, **kwargs):
        result = super().__call__(*args, **kwargs)
        code = self.context.code
        site_url = api.portal.get().absolute_url()
        result["has_own_hall"] = bool(halls_of(code))
        result["halls"] = [
            hall_json(hall, site_url) for hall in halls_for_community(code)
        ]
        result["grids"] = [grid_json(grid) for grid in grids_of(self.context)]
        return result
