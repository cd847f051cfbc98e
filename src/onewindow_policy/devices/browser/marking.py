"""Marking a browser as one that several people use, for the computers of halls."""

from onewindow_policy import _
from onewindow_policy.devices.browser.page import DevicePage
from onewindow_policy.devices.visits import is_marked
from onewindow_policy.devices.visits import mark
from onewindow_policy.records.api import check_write
from plone import api


class SharedDevice(DevicePage):
    """`@@shared-device`: says whether this browser is marked; the button changes it.

    The mark outlives the log-in of who made it. It is a cookie of this browser: nothing is
    stored, and whoever removes it lets residents keep drafts here, no more.
    """

    page_title = _("title_shared_device", default="A computer for residents")

    def carry_out(self) -> str:
        check_write(self.request)
        mark(self.request, shared=bool(self.request.form.get("shared")))
        api.portal.show_message(
            _("message_saved_mark", default="Kept on this computer."), self.request
        )
        return f"{self.site_url}/@@shared-device"

    @property
    def is_marked(self) -> bool:
        return is_marked(self.request)
