"""The rooms of the site: public for good, as the product made them.

A folder of Plone can be taken back by one click, given another display or a page of its
own, renamed, revised in a copy. Each of these takes what hundreds of pages link to from
residents. Rooms have a workflow without transitions. It takes no permissions away: what a
room holds would lack them, too. The rest is refused by `display.py`, `removal.py` and the
views in `browser/rooms.py`.
"""

from onewindow_policy.publishing.interfaces import IRoom
from onewindow_policy.publishing.removal import has_dates
from onewindow_policy.publishing.subscribers import DATE_INDEXES
from plone import api
from plone.base.interfaces import IWorkflowChain
from Products.CMFCore.interfaces import IWorkflowTool
from Products.CMFPlone.workflow import ToolWorkflowChain
from zope.component import adapter
from zope.interface import alsoProvides
from zope.interface import implementer
from zope.interface import noLongerProvides

ROOM_WORKFLOW = "room_workflow"

#: What Plone gives folders, pages and events, and the state in which it leaves reviewers
#: no way back.
STOCK_WORKFLOW = "simple_publication_workflow"
STOCK_HIDDEN = "private"

#: What is looked up of a room in the catalog, and changes with its workflow.
INDEXES = ["review_state", "allowedRolesAndUsers", "object_provides"]


@adapter(IRoom, IWorkflowTool)
@implementer(IWorkflowChain)
def workflow_of_room(room, workflow_tool) -> tuple[str, ...]:
    """Return the chain of a room, whatever its type has elsewhere."""
    if workflow_tool.getWorkflowById(ROOM_WORKFLOW) is None:
        return ToolWorkflowChain(room, workflow_tool)
    return (ROOM_WORKFLOW,)


def make_room(content) -> None:
    """Make `content` a room of the site; what is one already is public again."""
    if not IRoom.providedBy(content):
        alsoProvides(content, IRoom)
    if has_dates(content):
        content.effective_date = content.expiration_date = None
        content.reindexObject(idxs=DATE_INDEXES)
    _take_permissions(content)


def unmake_room(content) -> None:
    """Make of a room what others of its type are, in the state that it had as such."""
    noLongerProvides(content, IRoom)
    workflow = api.portal.get_tool("portal_workflow").getWorkflowById(ROOM_WORKFLOW)
    for permission in workflow.permissions if workflow is not None else ():
        content.manage_permission(permission, (), acquire=1)
    _take_permissions(content)


def _take_permissions(content) -> None:
    tool = api.portal.get_tool("portal_workflow")
    for name in tool.getChainFor(content):
        tool.getWorkflowById(name).updateRoleMappingsFor(content)
    content.reindexObject(idxs=INDEXES)
    content.reindexObjectSecurity()


def let_reviewers_mend() -> bool:
    """Let reviewers see what was taken back, so that they can bring it back.

    :returns: whether Plone's workflow did not let them before
    """
    tool = api.portal.get_tool("portal_workflow")
    workflow = tool.getWorkflowById(STOCK_WORKFLOW)
    if workflow is None:
        return False
    state = workflow.states[STOCK_HIDDEN]
    is_changed = False
    for permission in ("Access contents information", "View"):
        roles = state.getPermissionInfo(permission)["roles"]
        if "Reviewer" not in roles:
            state.setPermission(permission, False, [*roles, "Reviewer"])
            is_changed = True
    return is_changed
