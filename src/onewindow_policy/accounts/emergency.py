"""Zope's emergency user: whoever may write a file `access` is Manager.

It goes past all plugins of a user folder. The portal is run without one; where somebody
made one, it is let in from the machine alone.
"""

from onewindow_policy.accounts.machine import comes_from_the_machine
from zope.globalrequest import getRequest


def try_emergency_user(original, self, credentials) -> tuple[str | None, str | None]:
    """Stand in for `PluggableAuthService._tryEmergencyUserAuthentication`."""
    request = getRequest()
    if request is None or not comes_from_the_machine(request):
        return (None, None)
    return original(self, credentials)
