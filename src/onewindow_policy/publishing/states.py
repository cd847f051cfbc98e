"""States of content by the workflow that it has: ours, a room's or Plone's."""

from plone import api
from Products.CMFCore.permissions import View

#: In days, as `DateTime` counts.
A_SECOND = 1 / 24 / 3600


def workflow_of(content):
    """Return the workflow of `content`, None where it has no states."""
    tool = api.portal.get_tool("portal_workflow")
    workflows = tool.getWorkflowsFor(content)
    return workflows[0] if workflows else None


def state_of(content) -> str:
    """Return the state of `content`, "" where it has none."""
    return api.content.get_state(content, default="")


def is_public_state(workflow, state_id: str) -> bool:
    """Return whether residents see what is in this state, as far as that is for it to say.

    That is so where it lets visitors view it, or leaves that to what holds it.
    """
    state = workflow.states.get(state_id)
    if state is None:
        return False
    if View not in workflow.permissions:
        return True
    seen = state.getPermissionInfo(View)
    return bool(seen["acquired"] or "Anonymous" in seen["roles"])


def last_change(content) -> dict | None:
    """Return what the history says of the last transition, None before the first.

    The entry has `review_state`, `action`, `actor`, `comments`, `time` and, of our own,
    `from_state`. What somebody's one click did in several steps is one change.
    """
    workflow = workflow_of(content)
    if workflow is None:
        return None
    entries = (getattr(content, "workflow_history", None) or {}).get(workflow.id, ())
    if len(entries) < 2 or not entries[-1].get("action"):
        return None
    last = len(entries) - 1
    first = last
    while first > 1 and _is_one_click(entries[first - 1], entries[first]):
        first -= 1
    if entries[first - 1]["review_state"] == entries[last]["review_state"]:
        first = last
    return {**entries[last], "from_state": entries[first - 1]["review_state"]}


def _is_one_click(former: dict, latter: dict) -> bool:
    """Return whether two steps follow each other as nobody clicks."""
    is_by_one = former.get("actor") == latter.get("actor")
    return is_by_one and latter["time"] - former["time"] < A_SECOND
