"""What the profile `uninstall` puts back: a Plone that shows what it holds by stock views.

Content stays, with its types, states and roles, and so do the settings and the plugins of
accounts: passwords are kept by them. What residents submitted lies in SQL and is not
touched here; docs/operators.md says how it is erased.
"""

from Acquisition import aq_base
from onewindow_policy import _
from onewindow_policy.messages.mailhost import use_stock
from onewindow_policy.publishing.interfaces import IRoom
from onewindow_policy.publishing.rooms import unmake_room
from plone import api
from plone.app.uuid.utils import uuidToObject
from plone.registry.interfaces import IRegistry
from plone.uuid.interfaces import IUUID
from zope.annotation.interfaces import IAnnotations
from zope.component import getUtility

import logging

logger = logging.getLogger(__name__)

PACKAGE = "onewindow_policy"

#: The views that the profile `default` gave to types of Plone, and their own again.
STOCK_VIEWS = {
    "Plone Site": ("listing_view", {"home_view"}),
    "Folder": (
        "listing_view",
        {"news_listing", "samples_listing", "screens_listing"},
    ),
    "News Item": ("newsitem_view", {"news_view"}),
    "EasyForm": (None, set()),
}

BUNDLE = "plone.bundles/onewindow-editing"
FORM_FIELDS = "easyform.allowedFields"
OPERATIONS = "plone.caching.interfaces.ICacheSettings.operationMapping"

#: Where the site remembers who had chosen which of our views: their UIDs.
LAYOUTS = "onewindow_policy.layouts"

#: Shows any content by the fields of its type.
GENERIC_VIEW = "view"


def give_stock_views_back(setup_tool) -> None:
    """See to it that all content has a view that is there without this product.

    Nothing new of its types can be added. The log and a message say how much of them is
    left.
    """
    portal = api.portal.get()
    use_stock(portal)
    types = api.portal.get_tool("portal_types")
    for name, (view, ours) in STOCK_VIEWS.items():
        _give_back(types[name], view, ours)
    own_types = [
        name
        for name in types.objectIds()
        if getattr(types[name], "klass", "").startswith(f"{PACKAGE}.")
    ]
    for name in own_types:
        types[name].manage_changeProperties(
            default_view=GENERIC_VIEW,
            view_methods=(GENERIC_VIEW,),
            global_allow=False,
            filter_content_types=True,
            allowed_content_types=(),
        )
    for room in filter(IRoom.providedBy, portal.objectValues()):
        unmake_room(room)
    _forget_layouts(portal)
    _forget_settings_of_plone()
    left = portal.portal_catalog.unrestrictedSearchResults(portal_type=own_types)
    if left:
        message = _(
            "message_content_left",
            default=(
                "The portal's pages are gone. ${count} contents of its types are left and"
                " are shown by their fields, as long as the package is installed; records"
                " in SQL were not touched."
            ),
            mapping={"count": len(left)},
        )
        logger.info("%s contents of our types are left.", len(left))
        api.portal.show_message(message, portal.REQUEST)


def _give_back(fti, view: str | None, ours: set[str]) -> None:
    """Take out of a type of Plone what the profile put in."""
    changes = {
        "behaviors": tuple(
            each for each in fti.behaviors if not each.startswith(f"{PACKAGE}.")
        )
    }
    if view is not None:
        methods = [each for each in fti.view_methods if each not in ours]
        changes["view_methods"] = tuple(dict.fromkeys([*methods, view]))
        if fti.default_view in ours:
            changes["default_view"] = view
    fti.manage_changeProperties(**changes)


def _forget_settings_of_plone() -> None:
    """Take out of Plone's settings what names this product: its style sheet, and how its
    pages are kept, which would be untrue of others."""
    records = getUtility(IRegistry).records
    for name in [each for each in records if each.startswith(BUNDLE)]:
        del records[name]
    fields = records[FORM_FIELDS]
    fields.value = [each for each in fields.value if not each.startswith(PACKAGE)]
    operations = records[OPERATIONS]
    operations.value = {
        kind: operation
        for kind, operation in operations.value.items()
        if not f"{kind} {operation}".count(PACKAGE)
    }


def _forget_layouts(portal) -> None:
    """Let what chose one of our views have that of its type, and remember the choice."""
    ours = set().union(*(views for _view, views in STOCK_VIEWS.values()))
    catalog = portal.portal_catalog
    brains = catalog.unrestrictedSearchResults(portal_type=list(STOCK_VIEWS))
    chosen = {}
    for content in (portal, *(brain._unrestrictedGetObject() for brain in brains)):
        layout = getattr(aq_base(content), "layout", None)
        if layout in ours:
            chosen[IUUID(content)] = layout
            del content.layout
    IAnnotations(portal)[LAYOUTS] = chosen


def give_layouts_back(portal) -> None:
    """Let what chose one of our views before the portal was uninstalled have it again."""
    for uid, layout in IAnnotations(portal).pop(LAYOUTS, {}).items():
        content = portal if uid == IUUID(portal) else uuidToObject(uid)
        if content is not None and getattr(aq_base(content), "layout", None) is None:
            content.layout = layout
