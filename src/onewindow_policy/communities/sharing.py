"""The roles that the sharing page of a district, street, community, unit or grid offers."""

from onewindow_policy import _
from onewindow_policy.communities.interfaces import IDivision
from onewindow_policy.communities.interfaces import IGridOrAbove
from onewindow_policy.communities.interfaces import IUnitOrAbove
from plone.app.workflow.interfaces import ISharingPageRole
from zope.interface import implementer


@implementer(ISharingPageRole)
class StaffRole:
    """A working role, given where somebody works. See `ISharingPageRole`."""

    required_permission = "onewindow_policy: Delegate Staff Roles"

    def __init__(self, title, place=IDivision):
        self.title = title
        self.required_interface = place


window_staff = StaffRole(_("role_window_staff", default="Window staff"))
grid_worker = StaffRole(_("role_grid_worker", default="Grid worker"), IGridOrAbove)
department_officer = StaffRole(
    _("role_department_officer", default="Department officer"), IUnitOrAbove
)
coordinator = StaffRole(_("role_coordinator", default="Coordinator"))
supervisor = StaffRole(_("role_supervisor", default="Supervisor"))
personnel = StaffRole(_("role_personnel", default="Personnel"))
