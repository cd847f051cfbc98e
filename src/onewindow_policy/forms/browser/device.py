"""What a registering form does where several people use the browser, and on one's own.

See `devices.visits`: what was sent from a page of a visit that ended is not shown again.
On one's own device a script keeps a draft (`portal/static/device.js`).
"""

from functools import cached_property
from onewindow_policy import _
from onewindow_policy.devices.api import is_marked
from onewindow_policy.devices.api import is_over
from onewindow_policy.devices.api import is_shared
from onewindow_policy.devices.api import tell_shared
from onewindow_policy.forms.exceptions import NonceForged
from onewindow_policy.forms.shown import read_page
from onewindow_policy.forms.submissions import NONCE
from plone import api

#: The box of a form's first page, and what says that it was offered.
SHARED = "form.shared"
OFFERED = "form.shared-offered"

_VISIT_ENDED = _(
    "message_visit_ended",
    default=(
        "That page belonged to a visit that was ended on this device: nothing was sent,"
        " and nothing of it is shown. You may begin anew here."
    ),
)


def is_of_ended_visit(request) -> bool:
    """Return whether what was sent comes from a page of a visit that ended since: out of
    the history of a shared device, by somebody who did not fill it in."""
    try:
        page = read_page(request.form.get(NONCE))
    except NonceForged:
        return False
    return is_over(request, page.nonce.made_at)


def begin_anew(form, request) -> str:
    """Lead to the empty form, and say why."""
    api.portal.show_message(_VISIT_ENDED, request, type="warning")
    request.response.redirect(form.absolute_url(), status=303)
    return ""


def hear_of_device(request) -> None:
    """Keep what the box of a form that was sent says of the browser."""
    if request.form.get(OFFERED):
        tell_shared(request, shared=bool(request.form.get(SHARED)))


class FormDevice:
    """What the page of a registering form says of the browser, and to its script."""

    def __init__(self, request):
        self.request = request

    @cached_property
    def is_marked(self) -> bool:
        """Whether staff said so: then nobody is asked."""
        return is_marked(self.request)

    @cached_property
    def is_shared(self) -> bool:
        return is_shared(self.request)

    @property
    def kind(self) -> str:
        """Whose the browser is, as the script reads it."""
        return "shared" if self.is_shared else "own"

    @property
    def autocomplete(self) -> str | None:
        """Whether the browser may keep and offer what is typed."""
        return "off" if self.is_shared else None

    @property
    def fresh(self) -> str | None:
        """Says that nothing was filled in by the server: a draft may be brought back, and
        on a shared device nothing of what the browser brings back stays."""
        return None if self.request.method == "POST" else "1"
