"""Units and grids that a former version kept as rows and as a number."""

from Acquisition import aq_base
from onewindow_policy import logger
from onewindow_policy.communities.grids import remember_former_counts
from onewindow_policy.publishing.codes import name_of
from onewindow_policy.publishing.exceptions import CodeRefused
from plone import api
from plone.dexterity.utils import createContentInContainer

#: Where divisions had their units, and communities the number of their grids.
UNITS = "units"
GRIDS = "grids"

PROFILE = "profile-onewindow_policy:default"


def make_units_content(setup_tool) -> str:
    """Make content of the units in the rows of divisions, and return what was refused.

    A row that cannot become content keeps its place, and is named in the log: whoever
    mends it runs the step again.
    """
    for step in ("typeinfo", "workflow"):
        setup_tool.runImportStepFromProfile(PROFILE, step, run_dependencies=False)
    catalog = api.portal.get_tool("portal_catalog")
    types = ("City", "District", "Street")
    refused = []
    for brain in catalog.unrestrictedSearchResults(portal_type=types):
        division = brain._unrestrictedGetObject()
        rows = aq_base(division).__dict__.get(UNITS)
        if rows is None:
            continue
        left = [row for row in rows if not _became_unit(division, row)]
        refused += [f"{brain.getPath()}: {row.get('code')}" for row in left]
        if left:
            division.units = left
        else:
            del division.units
    for each in refused:
        logger.warning("The unit %s cannot be content as it is.", each)
    return "\n".join(refused)


def _became_unit(division, row: dict) -> bool:
    if name_of(row["code"]) in division.objectIds():
        return True
    values = {key: row.get(key) for key in ("code", "role", "uscc", "phone")}
    try:
        createContentInContainer(
            division,
            "Unit",
            checkConstraints=False,
            title=row["name"],
            fictional=bool(row.get("fictional")),
            **values,
        )
    except CodeRefused:
        return False
    return True


def put_numbers_of_grids_aside(setup_tool) -> None:
    """Keep how many grids a community had for the self-check, until they are entered.

    Residents are shown the grids that there are: a number that nobody can mend any more
    would only grow old.
    """
    catalog = api.portal.get_tool("portal_catalog")
    counts = {}
    for brain in catalog.unrestrictedSearchResults(portal_type="Community"):
        community = aq_base(brain._unrestrictedGetObject())
        if GRIDS in community.__dict__:
            if community.grids:
                counts[community.code] = community.grids
            del community.grids
    if counts:
        remember_former_counts(counts)
