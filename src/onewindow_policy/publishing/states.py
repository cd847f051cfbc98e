"""States of content by the workflow that it has: ours, a room's or Plone's."""

from plone import api
from Products.CMFCore.permissions import View

#: The types that go through review, as `workflows.xml` binds them.
PUBLISHABLE_TYPES = (
    "ServiceItem",
    "ServiceGuide",
    "SampleDocument",
    "Journey",
    "News Item",
    "EasyForm",
)


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
    """Return what the history says of the last change of state, None before the first.

    The entry has `review_state`, `action`, `actor`, `comments`, `time` and, of our own,
    `from_state` and `number`, which counts the entries up to it.
    """
    entries = _history(content)
    if len(entries) < 2 or not entries[-1].get("action"):
        return None
    from_state = entries[-2]["review_state"]
    return {"from_state": from_state, **entries[-1], "number": len(entries)}


def join_steps(content, from_state: str) -> None:
    """Let the history know that one click led from `from_state` to where `content` is.

    Otherwise undoing would stop at a state in between, where nobody had left it.
    """
    *former, last = _history(content)
    content.workflow_history[workflow_of(content).id] = (
        *former,
        {**last, "from_state": from_state},
    )


def _history(content) -> tuple[dict, ...]:
    workflow = workflow_of(content)
    if workflow is None:
        return ()
    return (getattr(content, "workflow_history", None) or {}).get(workflow.id, ())
