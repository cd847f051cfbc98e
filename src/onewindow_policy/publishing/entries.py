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
from onewindow_policy.publishing.waiting import DRAFT
from onewindow_policy.publishing.waiting import SUBMITTED
from onewindow_policy.publishing.waiting import texts_in_work
from plone import api
from Products.CMFCore.permissions import ReviewPortalContent
from Products.ZCTextIndex.ParseTree import ParseError
from zope.component import getUtilitiesFor
from zope.i18nmessageid import Message
from zope.interface import implementer

import re

DESK = "@@editorial-desk"

USE_EDITING_INTERFACE = "onewindow_policy: Use Editing Interface"

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
        """See `IDeskEntry`."""
        return Waiting(_count(user, DRAFT), path=f"{DESK}?show={DRAFT}")


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
        return Waiting(_count(user, SUBMITTED), path=f"{DESK}?show={SUBMITTED}")


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


def _count(user, why: str) -> int:
    return sum(each.is_among(why) for each in texts_in_work(user))


def _found(brain, *, is_exact: bool = False) -> Found:
    portal = api.portal.get()
    path = brain.getPath().removeprefix(f"{'/'.join(portal.getPhysicalPath())}/")
    kind = portal.portal_types[brain.portal_type].Title()
    state = portal.portal_workflow[WORKFLOW].states[brain.review_state].title
    words = [kind, Message(state, domain="onewindow_policy")]
    note = " · ".join(map(api.portal.translate, words))
    return Found(brain.Title, f"{path}/view", note, is_exact=is_exact)
