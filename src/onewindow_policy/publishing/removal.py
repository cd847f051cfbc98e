"""Removing and moving content is no way round its publication.

What is public leaves by being archived. So whoever may not delete something may not
delete, move or rename what holds it either; and places and what else lies in the site
itself, which everything refers to, are the administrators', and stay while they hold what
is public or in use. The rooms that the product makes stay whoever asks.

The rule stands where every way of removing passes: pages, lists, programs, cutting and
renaming, WebDAV and Zope's own pages.
"""

from AccessControl import getSecurityManager
from Acquisition import aq_base
from Acquisition import aq_inner
from Acquisition import aq_parent
from collections.abc import Iterable
from collections.abc import Iterator
from onewindow_policy import _
from onewindow_policy.installed import is_installed
from onewindow_policy.publishing.api import is_effective
from onewindow_policy.publishing.api import PUBLISHED
from onewindow_policy.publishing.exceptions import RemovalRefused
from onewindow_policy.publishing.exceptions import TransitionRefused
from onewindow_policy.publishing.interfaces import IAddressUse
from onewindow_policy.publishing.interfaces import IAdministered
from onewindow_policy.publishing.interfaces import IContentUse
from onewindow_policy.publishing.interfaces import IRoom
from onewindow_policy.publishing.lettinggo import is_let_go
from onewindow_policy.publishing.subscribers import note_refusal
from plone import api
from plone.app.iterate.interfaces import IWorkingCopy
from plone.base.interfaces import IPloneSiteRoot
from Products.CMFCore.interfaces import IFolderish
from Products.CMFCore.permissions import DeleteObjects
from zope.component import getUtilitiesFor
from zope.globalrequest import getRequest
from zope.i18n import translate

MANAGE_PLACES = "onewindow_policy: Manage Rooms and Places"

#: What a room would be hidden by.
DATES = {"effective", "expires", "effective_date", "expiration_date"}

#: As many titles are named where there are more.
NAMED = 3


def is_administered(content) -> bool:
    """Return whether `content` is a place, a room of the site, or what the site works by.

    So is whatever else holds content and lies in the site itself.
    """
    # Whoever knows that single objects are meant adapts them, or answers None.
    if IAdministered(content, None) is not None:
        return True
    parent = aq_parent(aq_inner(content))
    return IFolderish.providedBy(content) and IPloneSiteRoot.providedBy(parent)


def guard_removal(content, event) -> None:
    """Refuse to remove, move or rename what is not the person's to, or is in use.

    Raises RemovalRefused, whose text names what is in the way; the audit has the try.
    """
    if event.oldParent is None or aq_base(event.object) is not aq_base(content):
        # It is being added; or it goes with what was asked about before.
        return
    if (
        IPloneSiteRoot.providedBy(content)
        or IWorkingCopy.providedBy(content)
        or not is_installed()
    ):
        # A whole site is Zope's, and what is not a portal its own. A working copy was
        # never public.
        return
    if is_let_go(content):
        return
    is_removed = event.newParent is None
    try:
        _require_removable(content, is_removed=is_removed)
    except RemovalRefused:
        note_refusal(content, is_removed=is_removed)
        raise


def find_move_refusal(content):
    """Return why `content` cannot be moved or renamed as things stand, None if it can."""
    try:
        _require_removable(content, is_removed=False)
    except RemovalRefused as refused:
        return str(refused)
    return None


def may_remove(content) -> bool:
    """Return whether to offer the user that `content` be deleted, moved or renamed.

    Whether something is in use is asked when it is tried.
    """
    if IRoom.providedBy(content):
        return False
    if is_administered(content):
        return bool(getSecurityManager().checkPermission(MANAGE_PLACES, content))
    if IWorkingCopy.providedBy(content):
        return True
    try:
        _require_right(content, _tree(content))
    except RemovalRefused:
        return False
    return True


def _require_removable(content, *, is_removed: bool) -> None:
    contents = list(_tree(content))
    _require_right(content, contents)
    reasons = list(_uses(IAddressUse, contents))
    if is_removed or any(map(is_administered, contents)):
        reasons += _reasons(content, contents)
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
    if event.transition is None or not is_installed() or not is_administered(content):
        return
    if not may_hide(content):
        note_refusal(content, is_removed=False)
        raise TransitionRefused(
            translate(not_yours_to_hide(content), context=getRequest())
        )


def guard_dates_of_rooms(content, event) -> None:
    """Let administrators alone give a place a date from which or until which it is shown,
    and nobody a room of the site.

    A date that is yet to come counts as well. Raises RemovalRefused.
    """
    names = {
        name.rpartition(".")[2]
        for description in event.descriptions
        for name in getattr(description, "attributes", ())
    }
    if names and names.isdisjoint(DATES):
        return
    if not is_installed() or may_date(content):
        return
    # Who writes in what an administrator has dated changes no date.
    if has_dates(content) if names else not is_effective(content):
        note_refusal(content, is_removed=False)
        raise RemovalRefused(not_yours_to_date(content))


def has_dates(content) -> bool:
    """Return whether `content` is hidden at some time from now on by its dates."""
    content = aq_base(content)
    return bool(getattr(content, "expiration_date", None)) or not is_effective(content)


def may_date(content) -> bool:
    """Return whether the user may give `content` dates, as far as that is for rooms and
    places to say."""
    return not IRoom.providedBy(content) and may_hide(content)


def not_yours_to_date(content):
    """Return a sentence about a room or place whose dates are not for the user."""
    if not IRoom.providedBy(content):
        return not_yours_to_hide(content)
    return _(
        "error_room_dates",
        default=(
            "“${title}” is a room of the site, which everything links to: it is always"
            " public, and has no dates."
        ),
        mapping={"title": _title(content)},
    )


def may_hide(content) -> bool:
    """Return whether the user may hide `content`, as far as that is for rooms to say."""
    return not is_administered(content) or bool(
        getSecurityManager().checkPermission(MANAGE_PLACES, content)
    )


def not_yours_to_hide(content):
    """Return a sentence about a room that only administrators hide."""
    return _(
        "error_room_state",
        default="“${title}” is part of the site: ask an administrator.",
        mapping={"title": _title(content)},
    )


def _tree(content) -> Iterator:
    """Yield `content` and all that it holds."""
    yield content
    if IFolderish.providedBy(content):
        for child in content.objectValues():
            yield from _tree(child)


def _require_right(content, contents: Iterable) -> None:
    manager = getSecurityManager()
    for each in contents:
        if IRoom.providedBy(each):
            raise RemovalRefused(
                _(
                    "error_removal_room",
                    default=(
                        "“${title}” is a room of the site, which everything links to: it"
                        " stays, and keeps its address. You may change its title."
                    ),
                    mapping={"title": _title(each)},
                )
            )
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
    yield from _uses(IContentUse, contents)


def _uses(interface, contents: list) -> Iterator:
    for _name, use in sorted(getUtilitiesFor(interface)):
        yield from use(contents)


def _titles(contents: list) -> str:
    return "、".join(f"“{_title(each)}”" for each in contents[:NAMED])


def _title(content) -> str:
    return getattr(aq_base(content), "title", "") or content.getId()


def _joined(reasons: list) -> str:
    request = getRequest()
    mark = translate(_("mark_between_reasons", default="; "), context=request)
    return mark.join(translate(reason, context=request) for reason in reasons)
