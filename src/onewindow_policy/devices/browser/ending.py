"""Ending a visit: nothing of it is shown on this device any more."""

from onewindow_policy import _
from onewindow_policy.devices.browser.page import DevicePage
from onewindow_policy.devices.visits import end_visit
from onewindow_policy.devices.visits import ended_at
from onewindow_policy.devices.visits import is_marked
from onewindow_policy.pages.api import text_of

import re

_RECEIPT = re.compile(r"[0-9]{15}")


class EndVisit(DevicePage):
    """`@@end-visit`: the button, and what is said after it was pressed.

    It writes cookies and nothing else, for anybody and therefore without a token: another
    site that presses it would only have a visitor type the query code.
    """

    page_title = _("title_end_visit", default="Clear this device")

    def carry_out(self) -> str:
        receipt = text_of(self.request, "receipt")
        path = None
        if _RECEIPT.fullmatch(receipt):
            path = "/" + "/".join(f"{self.site_url}/@@receipt".split("/")[3:])
            path = f"{path}/{receipt}"
        end_visit(self.request, path)
        return f"{self.site_url}/@@end-visit?done=1"

    @property
    def is_done(self) -> bool:
        return bool(self.request.form.get("done"))

    @property
    def is_kept(self) -> bool:
        """Whether the browser keeps that the visit ended: one without cookies does not."""
        return bool(ended_at(self.request))

    @property
    def keeps(self) -> str:
        """What scripts leave on the device: the community that staff chose for a hall."""
        return "place" if is_marked(self.request) else ""
