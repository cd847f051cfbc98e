"""A form that registers nothing, met by those who have filled it in.

It cannot be saved like that; but what stands in a database may have come there by other
ways, or before that was so. They get the page back with all that they wrote.
"""

from onewindow_policy import _
from onewindow_policy import logger
from onewindow_policy.forms.faults import Fault
from onewindow_policy.forms.fitness import loss_faults
from onewindow_policy.forms.models import in_english
from onewindow_policy.pages.api import hotline
from zope.i18nmessageid import Message


def takes_nothing_in() -> Message:
    """Return what is said of a form by which nothing was sent."""
    return _(
        "error_takes_nothing_in",
        default=(
            "This form is not ready yet: nothing was sent. Please go to the window, or"
            " call ${hotline}."
        ),
        mapping={"hotline": hotline()},
    )


def find_unreadiness(form) -> list[Fault]:
    """Return why nothing can be registered by `form`, and tell the operator."""
    faults = loss_faults(form)
    if faults:
        logger.error(
            "Form %s takes nothing in: %s",
            "/".join(form.getPhysicalPath()),
            in_english(faults),
        )
    return faults
