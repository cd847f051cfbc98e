"""The editorial desk: what waits for me, as an editor and as a reviewer."""

from onewindow_policy import _
from onewindow_policy.publishing.gaps import find_gaps
from onewindow_policy.publishing.gaps import unfit_guides
from onewindow_policy.publishing.rejections import last_rejection
from onewindow_policy.publishing.states import PUBLISHABLE_TYPES
from plone import api
from plone.app.iterate.permissions import CheckoutPermission
from plone.memoize.view import memoize
from Products.CMFCore.permissions import ModifyPortalContent
from Products.CMFCore.permissions import ReviewPortalContent
from Products.Five import BrowserView

#: More than a working day's worth; the catalogue's own lists show the rest.
LIMIT = 50


class EditorialDesk(BrowserView):
    """Lists drafts that the user may edit and submissions that the user may review."""

    is_staff_page = True
    page_title = _("title_editorial_desk", default="Editorial desk")

    @memoize
    def drafts(self) -> list[dict]:
        """Return the drafts the user may edit, those sent back first."""
        rows = self._rows("draft", ModifyPortalContent)
        return sorted(rows, key=lambda row: row["rejection"] is None)

    @memoize
    def submissions(self) -> list[dict]:
        """Return what waits for this user's review, the oldest first."""
        return self._rows("pending", ReviewPortalContent)

    @memoize
    def unfit(self) -> list[dict]:
        """Return the districts' public guides that a change of the city's left unfit."""
        brains = api.portal.get_tool("portal_catalog")(
            portal_type="ServiceGuide", review_state="published"
        )
        rows = []
        for brain in unfit_guides(each for each in brains if each.district):
            guide = brain.getObject()
            if not api.user.has_permission(CheckoutPermission, obj=guide):
                continue
            if gaps := find_gaps(guide):
                rows.append(
                    {
                        "title": brain.Title,
                        "url": f"{brain.getURL()}/view",
                        "gaps": gaps,
                    }
                )
        return rows

    def _rows(self, state: str, permission: str) -> list[dict]:
        catalog = api.portal.get_tool("portal_catalog")
        types = {
            fti.getId(): fti.Title()
            for fti in api.portal.get_tool("portal_types").listTypeInfo()
        }
        brains = catalog(
            portal_type=PUBLISHABLE_TYPES,
            review_state=state,
            sort_on="modified",
            sort_limit=LIMIT * 4,
        )
        rows = []
        for brain in brains:
            content = brain.getObject()
            if not api.user.has_permission(permission, obj=content):
                continue
            rows.append(
                {
                    "title": brain.Title,
                    "url": f"{brain.getURL()}/view",
                    "type": types.get(brain.portal_type, brain.portal_type),
                    "modified": api.portal.get_localized_time(brain.modified, True),
                    "rejection": last_rejection(content),
                }
            )
            if len(rows) == LIMIT:
                break
        return rows
