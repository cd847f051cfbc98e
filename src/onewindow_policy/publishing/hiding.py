"""What a transition or a date takes from residents, told before it is made.

Archiving an item hides its guide, samples and form with it; taking a folder back hides all
that it holds. The pages that refer to it stay, and lead nowhere.
"""

from Acquisition import aq_base
from collections.abc import Iterator
from dataclasses import dataclass
from dataclasses import field
from DateTime import DateTime
from onewindow_policy import _
from onewindow_policy.publishing.exceptions import TransitionRefused
from onewindow_policy.publishing.interfaces import IHidingEffect
from onewindow_policy.publishing.interfaces import IPublishable
from onewindow_policy.publishing.states import is_public_state
from onewindow_policy.publishing.states import state_of
from onewindow_policy.publishing.states import workflow_of
from plone import api
from Products.CMFCore.permissions import ReviewPortalContent
from zc.relation.interfaces import ICatalog
from zope.component import getUtilitiesFor
from zope.component import getUtility
from zope.globalrequest import getRequest
from zope.i18n import translate
from zope.i18nmessageid import Message
from zope.intid.interfaces import IIntIds

ANONYMOUS = ["Anonymous"]

#: In the body of a request: how many contents its sender knows to hide.
HIDES = "hides"


@dataclass(frozen=True, slots=True)
class Hidden:
    """What residents see now, and would not see any more."""

    #: Titles of what goes with the content, the content itself not among them.
    held: list[str] = field(default_factory=list)
    #: Titles of public pages elsewhere that refer to any of it.
    referring: list[str] = field(default_factory=list)
    #: Sentences about what they miss elsewhere then.
    effects: list[Message] = field(default_factory=list)

    @property
    def count(self) -> int:
        """Of how many contents, the content itself among them."""
        return 1 + len(self.held)

    @property
    def goes_further(self) -> bool:
        """Whether it takes more than the content itself: who hides that is told."""
        return bool(self.held or self.referring or self.effects)


def find_hidden(content, transition_id: str) -> Hidden | None:
    """Return what the transition would take from residents, None if it takes nothing."""
    return _find_seen(content) if hides(content, transition_id) else None


def find_hidden_by_dates(
    content, effective: DateTime | None = None, expires: DateTime | None = None
) -> Hidden | None:
    """Return what new dates would take from residents, at once or some day.

    :param effective: None where it stays as it is, or is taken away, which hides nothing
    :param expires: likewise
    :returns: None if residents see it no shorter than they would without
    """
    now, content_base = DateTime(), aq_base(content)
    begins = getattr(content_base, "effective_date", None)
    ends = getattr(content_base, "expiration_date", None)
    is_later = effective is not None and effective > max(begins or now, now)
    is_sooner = expires is not None and (ends is None or expires < ends)
    return _find_seen(content) if is_later or is_sooner else None


def untold(count: int) -> Message:
    """Return what says to a program how much it hides, and how it says that it knows."""
    return _(
        "error_hides_untold",
        default=(
            "Residents would not see ${count} any more, or links of public pages would"
            " lead nowhere. If that is meant, send “hides”: ${count} along."
        ),
        mapping={"count": count},
    )


def _find_seen(content) -> Hidden | None:
    """Return what residents see of `content` and of what it holds, None for nothing."""
    if not _is_seen(content):
        return None
    held = list(_seen_below(content))
    gone = {brain.getPath() for brain in held}
    gone.add("/".join(content.getPhysicalPath()))
    contents = [content, *_objects(held)]
    return Hidden(
        [brain.Title for brain in held],
        _referring(contents, gone),
        [
            effect
            for _name, effects in sorted(getUtilitiesFor(IHidingEffect))
            for effect in effects(contents)
        ],
    )


def count_hidden(content, transition_id: str) -> int:
    """Return of how many contents the transition would take the sight from residents."""
    hidden = find_hidden(content, transition_id)
    return hidden.count if hidden is not None else 0


def hides(content, transition_id: str) -> bool:
    """Return whether the transition leads from a public state to one that is not."""
    workflow = workflow_of(content)
    transition = workflow and workflow.transitions.get(transition_id)
    if not transition:
        return False
    return is_public_state(workflow, state_of(content)) and not is_public_state(
        workflow, transition.new_state_id
    )


def guard_what_is_held(content, event) -> None:
    """Let those alone hide what is public below `content` who may take it back itself.

    As with deleting (`removal.py`): what holds it is no way round its review.

    Raises TransitionRefused.
    """
    if event.transition is None or not hides(content, event.transition.getId()):
        return
    for brain in _seen_below(content):
        held = brain._unrestrictedGetObject()
        if IPublishable.providedBy(held) and not api.user.has_permission(
            ReviewPortalContent, obj=held
        ):
            message = _(
                "error_hides_held",
                default=(
                    "“${title}” holds “${held}”, which is public: a reviewer takes such"
                    " a folder back."
                ),
                mapping={"title": content.Title(), "held": brain.Title},
            )
            raise TransitionRefused(translate(message, context=getRequest()))


def _is_seen(content) -> bool:
    catalog = api.portal.get_tool("portal_catalog")
    path = {"query": "/".join(content.getPhysicalPath()), "depth": 0}
    return bool(_seen(catalog, path))


def _seen_below(content) -> Iterator:
    catalog = api.portal.get_tool("portal_catalog")
    path = "/".join(content.getPhysicalPath())
    return (brain for brain in _seen(catalog, path) if brain.getPath() != path)


def _seen(catalog, path):
    return catalog.unrestrictedSearchResults(
        path=path, allowedRolesAndUsers=ANONYMOUS, effectiveRange=DateTime()
    )


def _objects(brains) -> Iterator:
    return (brain._unrestrictedGetObject() for brain in brains)


def _referring(targets, gone: set[str]) -> list[str]:
    """Return the titles of what residents see and refers to `targets`."""
    catalog = api.portal.get_tool("portal_catalog")
    numbers, relations = getUtility(IIntIds), getUtility(ICatalog)
    found = {}
    for target in targets:
        number = numbers.queryId(target)
        query = {"to_id": number}
        for relation in relations.findRelations(query) if number is not None else ():
            path = relation.from_path if not relation.isBroken() else None
            if path is None or path in gone or path in found:
                continue
            for brain in _seen(catalog, {"query": path, "depth": 0}):
                found[path] = brain.Title
    return list(found.values())
