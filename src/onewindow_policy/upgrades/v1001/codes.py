"""Codes that a former version let stand at other addresses, or twice."""

from Acquisition import aq_base
from onewindow_policy import logger
from onewindow_policy.guides.materials import KNOWN
from onewindow_policy.guides.materials import materials_of
from onewindow_policy.publishing.codes import code_of
from onewindow_policy.publishing.codes import KEPT
from onewindow_policy.publishing.codes import name_of
from onewindow_policy.publishing.codes import was_public
from onewindow_policy.publishing.exceptions import CodeRefused
from onewindow_policy.publishing.interfaces import ICoded
from plone import api
from plone.app.iterate.interfaces import IWorkingCopy

TYPES = ("ServiceItem", "District", "Street", "Community", "Hall")


def keep_codes(setup_tool) -> str:
    """Let what has a code be found by it, and return the paths of what cannot be.

    What was renamed gets its code as its short name again, unless something else has
    that: such twins are named in the log, and cannot be published or revised before
    somebody gives them a code of their own.
    """
    catalog = api.portal.get_tool("portal_catalog")
    twins = []
    for brain in list(catalog.unrestrictedSearchResults(portal_type=TYPES)):
        content = brain._unrestrictedGetObject()
        if IWorkingCopy.providedBy(content) or not ICoded.providedBy(content):
            continue
        if content.getId() != name_of(code_of(content)) and not _renamed(content):
            twins.append(brain.getPath())
            # Whoever gives it another code changes nothing that anybody was told.
            continue
        setattr(content, KEPT, code_of(content))
        content.reindexObject(idxs=["object_provides"])
    for path in twins:
        logger.warning("The code of %s belongs to something else too.", path)
    return "\n".join(twins)


def keep_material_codes(setup_tool) -> None:
    """Let guides that are or were public remember the materials that they ask for."""
    catalog = api.portal.get_tool("portal_catalog")
    for brain in catalog.unrestrictedSearchResults(portal_type="ServiceGuide"):
        guide = brain._unrestrictedGetObject()
        if was_public(guide) and not IWorkingCopy.providedBy(guide):
            setattr(aq_base(guide), KNOWN, materials_of(guide))


def _renamed(content) -> bool:
    container = content.__parent__
    name = name_of(code_of(content))
    if container._getOb(name, None) is not None:
        return False
    content.wl_clearLocks()
    try:
        with api.env.adopt_roles(["Manager"]):
            container.manage_renameObject(content.getId(), name)
    except CodeRefused:
        return False
    return True
