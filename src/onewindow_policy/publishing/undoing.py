"""The way back from a transition to the state before it."""

from collections.abc import Iterable
from onewindow_policy.publishing.states import is_public_state
from onewindow_policy.publishing.states import last_change
from onewindow_policy.publishing.states import state_of
from onewindow_policy.publishing.states import workflow_of
from plone import api
from Products.CMFCore.permissions import ReviewPortalContent


def way_back(content) -> tuple[str, ...]:
    """Return the transitions that undo the last one, in their order; () if none do.

    A way that the user may go comes before a shorter one for others.
    """
    change = last_change(content)
    if change is None:
        return ()
    return _best_way(content, state_of(content), change["from_state"])


def way_back_after(content, transition_id: str) -> tuple[str, ...]:
    """Return the transitions that will undo one that is yet to be made."""
    workflow = workflow_of(content)
    target = workflow.transitions[transition_id].new_state_id
    return _best_way(content, target, state_of(content))


def _best_way(content, here: str, wanted: str) -> tuple[str, ...]:
    workflow = workflow_of(content)
    allowed = {name for name in workflow.transitions if may_go(content, [name])}
    return _way(workflow, here, wanted, allowed) or _way(
        workflow, here, wanted, set(workflow.transitions)
    )


def may_go(content, way: Iterable[str]) -> bool:
    """Return whether the user may make each of these transitions of `content`."""
    return all(
        api.user.has_permission(each, obj=content) for each in _asked(content, way)
    )


def is_for_reviewers(content, way: Iterable[str]) -> bool:
    """Return whether this way is open to reviewers only; else editors may go it, too."""
    return ReviewPortalContent in _asked(content, way)


def _way(workflow, here: str, wanted: str, allowed: set) -> tuple[str, ...]:
    """Return the shortest way between two states by the transitions that are allowed.

    On it nothing becomes public that is not to be so in the end.
    """
    ways, known = [(here, ())], {here}
    while ways:
        state, way = ways.pop(0)
        for name in workflow.states[state].transitions:
            if name not in allowed:
                continue
            target = workflow.transitions[name].new_state_id
            if target == wanted:
                return (*way, name)
            if target not in known and not is_public_state(workflow, target):
                known.add(target)
                ways.append((target, (*way, name)))
    return ()


def _asked(content, way) -> set[str]:
    """Return the permissions that guard these transitions."""
    transitions = workflow_of(content).transitions
    return {each for name in way for each in transitions[name].getGuard().permissions}
