"""Who takes in what persons ask about their data, and who decides it, and where."""

from onewindow_policy.feedback.api import Areas
from onewindow_policy.feedback.api import areas_of as areas_with

TAKE_RIGHTS = "onewindow_policy: Take Rights Requests"
DECIDE_RIGHTS = "onewindow_policy: Decide Rights Requests"


def areas_of(user, permission: str = DECIDE_RIGHTS) -> Areas:
    """Return the codes of the communities about whose records `user` may take requests
    in, or decide them; None among them stands for the city as a whole."""
    return areas_with(user, permission)
