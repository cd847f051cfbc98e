"""Content on the page where staff begin: what waits for editors, and a search by title."""

from onewindow_policy import _
from onewindow_policy.desks.interfaces import Found
from onewindow_policy.desks.interfaces import IDeskEntry
from onewindow_policy.desks.interfaces import IDeskSearch
from onewindow_policy.desks.interfaces import Waiting
from onewindow_policy.publishing.api import WORKFLOW
from onewindow_policy.publishing.interfaces import IEditedPlaces
from onewindow_policy.publishing.interfaces import IRoom
from onewindow_policy.publishing.states import PUBLISHABLE_TYPES
from plone import api
from Products.CMFCore.permissions import ReviewPortalContent
from Products.ZCTextIndex.ParseTree import ParseError
from zope.component import getUtilitiesFor
from zope.i18nmessageid import Message
from zope.interface import implementer

import re

DESK = "@@editorial-desk"

USE_EDITING_INTERFACE = "onewindow_policy: Use Editing Interface"

#: What waits for review is asked for one by one, up to so many.
MOST_COUNTED = 50

#: More than so many titles are no answer.
MOST_FOUND = 10


def has_somewhere(user, permission: str) -> bool:
    """Return whether `user` has `permission` where content is written: in a room of the
    site, or in a place that another room knows of."""
    if any(
        user.has_permission(permission, each)
        for each in api.portal.get().values()
        if IRoom.providedBy(each)
    ):
        return True
    return any(
        places.has_permission(user, permission)
        for _name, places in getUtilitiesFor(IEditedPlaces)
    )


@implementer(IDeskEntry)
class DraftEntry:
    """Drafts that an editor may go on with, those that were sent back among them."""

    order = 40
    title = _("desk_drafts", default="Drafts: to write on and submit")

    def path_for(self, user) -> str | None:
        """See `IDeskEntry`."""
        return DESK if has_somewhere(user, USE_EDITING_INTERFACE) else None

    def waiting_for(self, user) -> Waiting:
        """See `IDeskEntry`. Whoever sees a draft may go on with it."""
        return Waiting(len(_in_state("draft")), path=f"{DESK}#drafts")


@implementer(IDeskEntry)
class ReviewEntry:
    """What was submitted, for whoever may publish it."""

    order = 30
    title = _("desk_reviews", default="Submitted for your review")

    def path_for(self, user) -> str | None:
        """See `IDeskEntry`."""
        return DESK if has_somewhere(user, ReviewPortalContent) else None

    def waiting_for(self, user) -> Waiting:
        """See `IDeskEntry`. Whoever wrote it sees it, too, and may not review it."""
        submitted = _in_state("pending")
        count = sum(
            bool(user.has_permission(ReviewPortalContent, brain.getObject()))
            for brain in submitted[:MOST_COUNTED]
        )
        is_more = len(submitted) > MOST_COUNTED
        return Waiting(count, path=f"{DESK}#submissions", is_more=is_more)


@implementer(IDeskSearch)
class ContentSearch:
    """Content by its title or code, drafts included where the user may see them."""

    order = 40
    title = _("found_content", default="Services, guides, forms and news")

    def find(self, user, text: str) -> list[Found]:
        """See `IDeskSearch`."""
        catalog = api.portal.get_tool("portal_catalog")
        of_code = catalog(portal_type=PUBLISHABLE_TYPES, id=text.lower())
        if of_code:
            return [_found(of_code[0], is_exact=True)]
        words = " ".join(f'"{word}"' for word in re.findall(r"\w+", text))
        try:
            found = catalog(
                portal_type=PUBLISHABLE_TYPES, Title=words, sort_limit=MOST_FOUND
            )
        except ParseError:
            # Nothing but words that stand in every title.
            return []
        return [_found(brain) for brain in found[:MOST_FOUND]] if words else []


def _in_state(state: str):
    catalog = api.portal.get_tool("portal_catalog")
    return catalog(
        portal_type=PUBLISHABLE_TYPES, review_state=state, sort_on="modified"
    )


def _found(brain, *, is_exact: bool = False) -> Found:
    portal = api.portal.get()
    path = brain.getPath().removeprefix(f"{'/'.join(portal.getPhysicalPath())}/")
    kind = portal.portal_types[brain.portal_type].Title()
    state = portal.portal_workflow[WORKFLOW].states[brain.review_state].title
    words = [kind, Message(state, domain="onewindow_policy")]
    note = " · ".join(map(api.portal.translate, words))
    return Found(brain.Title, f"{path}/view", note, is_exact=is_exact)
