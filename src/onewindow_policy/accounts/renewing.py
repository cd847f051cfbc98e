"""A hash that is out of date is made anew when its password is at hand: at a log-in."""

from AuthEncoding import AuthEncoding
from onewindow_policy.accounts.passwords import is_outdated
from onewindow_policy.patches.userfolders import hashes_of
from Products.PlonePAS.plugins.user import UserManager
from Products.PluggableAuthService.interfaces.plugins import IAuthenticationPlugin
from zope.globalrequest import getRequest


def renew_hash(event) -> None:
    """Hash the password of who has just logged in again, when its hash is out of date.

    Only where it was posted: a log-in is a POST at every door, and looking writes
    nothing. The write belongs to the log-in's own transaction.
    """
    request = getRequest()
    if request is None or request.get("REQUEST_METHOD") != "POST":
        return
    password = request.form.get("__ac_password")
    user = event.principal
    acl_users = getattr(user, "acl_users", None)
    if not isinstance(password, str) or acl_users is None:
        return
    for _name, manager in acl_users.plugins.listPlugins(IAuthenticationPlugin):
        if isinstance(manager, UserManager):
            renew_hash_of(manager, user.getId(), password)


def renew_hash_of(manager: UserManager, user_id: str, password: str) -> None:
    """Hash a password again that is this person's, when its hash is out of date."""
    reference = hashes_of(manager).get(user_id)
    if (
        reference is not None
        and AuthEncoding.is_encrypted(reference)
        and is_outdated(reference)
        and AuthEncoding.pw_validate(reference, password)
    ):
        hashes_of(manager)[user_id] = AuthEncoding.pw_encrypt(password)
