"""Removing and moving content is no way round its publication.

What is public leaves by being archived. So whoever may not delete something may not
delete, move or rename what holds it either; and the rooms of the site and its places,
which everything else refers to, are the administrators', and stay while they hold what
is public or in use.

The rule stands where every way of removing passes: pages, lists, programs, cutting and
renaming, WebDAV and Zope's own pages.
"""

from AccessControl import getSecurityManager
from Acquisition import aq_base
from Acquisition import aq_inner
from Acquisition import aq_parent
from collections.abc import Iterator
from onewindow_policy import _
from onewindow_policy.publishing.api import PUBLISHED
from onewindow_policy.publishing.exceptions import RemovalRefused
from onewindow_policy.publishing.exceptions import TransitionRefused
from onewindow_policy.publishing.interfaces import IAdministered
from onewindow_policy.publishing.interfaces import IContentUse
from plone import api
from plone.app.iterate.interfaces import IWorkingCopy
from plone.base.interfaces import IPloneSiteRoot
from Products.CMFCore.interfaces import IFolderish
from Products.CMFCore.permissions import DeleteObjects
from zope.component import getUtilitiesFor
from zope.globalrequest import getRequest
from zope.i18n import translate

MANAGE_PLACES = "onewindow_policy: Manage Rooms and Places"

#: As many titles are named where there are more.
NAMED = 3


def is_administered(content) -> bool:
    """Return whether `content` is a place, or a room of the site.

    Rooms are what holds content and lies in the site itself: `/news`, `/forms` …
    """
    if IAdministered.providedBy(content):
        return True
    parent = aq_parent(aq_inner(content))
    return IFolderish.providedBy(content) and IPloneSiteRoot.providedBy(parent)


def guard_removal(content, event) -> None:
    """Refuse to remove, move or rename what is not the person's to, or is in use.

    Raises RemovalRefused, whose text names what is in the way.
    """
    if event.oldParent is None or aq_base(event.object) is not aq_base(content):
        # It is being added; or it goes with what was asked about before.
        return
    if IPloneSiteRoot.providedBy(content) or IWorkingCopy.providedBy(content):
        # A whole site is Zope's. A working copy was never public.
        return
    contents = list(_tree(content))
    _require_right(content, contents)
    is_removed = event.newParent is None
    if not is_removed and not any(map(is_administered, contents)):
        return
    reasons = list(_reasons(content, contents))
    if reasons:
        raise RemovalRefused(
            _(
                "error_removal_in_use",
                default="“${title}” must stay where it is as yet: ${reasons}.",
                mapping={"title": _title(content), "reasons": _joined(reasons)},
            )
        )


def guard_state_of_rooms(content, event) -> None:
    """Let administrators alone hide a room, and with it all that it holds."""
    if event.transition is None or not is_administered(content):
        return
    if not getSecurityManager().checkPermission(MANAGE_PLACES, content):
        raise TransitionRefused(
            translate(
                _(
                    "error_room_state",
                    default="“${title}” is part of the site: ask an administrator.",
                    mapping={"title": _title(content)},
                ),
                context=getRequest(),
            )
        )


def _tree(content) -> Iterator:
    """Yield `content` and all that it holds."""
    yield content
    if IFolderish.providedBy(content):
        for child in content.objectValues():
            yield from _tree(child)


def _require_right(content, contents: list) -> None:
    manager = getSecurityManager()
    for each in contents:
        if is_administered(each) and not manager.checkPermission(MANAGE_PLACES, each):
            raise RemovalRefused(
                _(
                    "error_removal_administered",
                    default=(
                        "“${title}” is part of the site. Only administrators delete,"
                        " move or rename it."
                    ),
                    mapping={"title": _title(each)},
                )
            )
        if not manager.checkPermission(DeleteObjects, each):
            raise RemovalRefused(_not_yours(content, each))


def _not_yours(content, each):
    if each is content:
        return _(
            "error_removal_not_yours",
            default=(
                "“${title}” is not yours to delete, move or rename. What is public is"
                " archived by a reviewer."
            ),
            mapping={"title": _title(content)},
        )
    return _(
        "error_removal_holds",
        default=(
            "“${title}” holds “${held}”, which is not yours to delete or move. What is"
            " public is archived by a reviewer."
        ),
        mapping={"title": _title(content), "held": _title(each)},
    )


def _reasons(content, contents: list) -> Iterator:
    if is_administered(content):
        published = [
            each
            for each in contents[1:]
            if api.content.get_state(each, default=None) == PUBLISHED
        ]
        if published:
            yield _(
                "use_published",
                default="it holds what is public (${count}), such as ${titles}",
                mapping={"count": len(published), "titles": _titles(published)},
            )
    for _name, use in sorted(getUtilitiesFor(IContentUse)):
        yield from use(contents)


def _titles(contents: list) -> str:
    return "、".join(f"“{_title(each)}”" for each in contents[:NAMED])


def _title(content) -> str:
    return getattr(aq_base(content), "title", "") or content.getId()


def _joined(reasons: list) -> str:
    request = getRequest()
    mark = translate(_("mark_between_reasons", default="; "), context=request)
    return mark.join(translate(reason, context=request) for reason in reasons)
