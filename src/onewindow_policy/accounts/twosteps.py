"""Logging in by two steps: no ticket and no token for a password alone."""

from AccessControl import getSecurityManager
from onewindow_policy.accounts.duties import SECOND_STEP
from onewindow_policy.accounts.halfway import has_passed
from onewindow_policy.accounts.halfway import note_right_password
from onewindow_policy.accounts.halfway import right_password_of
from onewindow_policy.accounts.halfway import set_proof
from onewindow_policy.accounts.plugin import plugin_of
from onewindow_policy.accounts.settings import password_setting
from onewindow_policy.interfaces import IOneWindowLayer
from onewindow_policy.patches.userfolders import hashes_of
from onewindow_policy.patches.userfolders import verified
from plone.rest.interfaces import IAPIRequest
from urllib.parse import urlencode
from zExceptions import Redirect
from zope.component.hooks import getSite
from zope.globalrequest import getRequest

#: The pages that people log in by: only there a right password leads on.
LOGIN_PAGES = frozenset(
    {"login", "login_form", "failsafe_login", "failsafe_login_form"}
)


class AsksForSecondFactor:
    """To be mixed into a site's user manager, before everything else of it.

    Form, JSON, Basic and whatever else sends a name and a password ends here: who has a
    second factor is nobody by them. Who is logged in may show once more that they are
    who they are, as before changing the password.
    """

    def authenticateCredentials(self, credentials):
        found = super().authenticateCredentials(credentials)
        if found is None:
            return None
        acl_users = self._getPAS()
        plugin = plugin_of(acl_users)
        if plugin is None or not plugin.has_second_factor(found[0]):
            return found
        request = getRequest()
        if request is None:
            return None
        if has_passed(request, found[0]) or is_logged_in(acl_users, found[0]):
            return found
        note_right_password(request, found[0])
        return None


def is_logged_in(acl_users, user_id: str) -> bool:
    """Return whether the request is somebody's, of this very user folder."""
    user = getSecurityManager().getUser()
    folder = getattr(user, "acl_users", None)
    return (
        user is not None
        and user.getId() == user_id
        and folder is not None
        and folder.getPhysicalPath() == acl_users.getPhysicalPath()
    )


def manager_of(acl_users):
    """Return the user manager of a site that has one of ours, or None."""
    manager = acl_users._getOb("source_users", None)
    return manager if isinstance(manager, AsksForSecondFactor) else None


def hash_of(acl_users, user_id: str):
    """Return the stored hash of an open account's password, or None."""
    manager = manager_of(acl_users)
    if manager is None or manager.is_closed(user_id):
        return None
    return hashes_of(manager).get(user_id)


def lead_to_second_step(event) -> None:
    """Lead whoever posted a right password to the log-in on to its second step."""
    request = event.request
    user_id = right_password_of(request)
    site = getSite()
    if user_id is None or site is None or not IOneWindowLayer.providedBy(request):
        return
    name = request["ACTUAL_URL"].rpartition("/")[2].removeprefix("@@")
    if (
        name not in LOGIN_PAGES
        or request.get("REQUEST_METHOD") != "POST"
        or IAPIRequest.providedBy(request)
    ):
        return
    set_proof(request.response, user_id, hash_of(site.acl_users, user_id))
    came_from = request.form.get("came_from")
    query = f"?{urlencode({'came_from': came_from})}" if came_from else ""
    raise Redirect(f"{site.absolute_url()}/@@{SECOND_STEP}{query}")


def may_have_ticket(acl_users, user_id: str, request) -> bool:
    """Return whether a request may give a ticket to somebody.

    It may where both factors came with it, or a ticket did already: whom the request
    was recognised as before any page was asked stands in it.
    """
    plugin = plugin_of(acl_users)
    if plugin is None or not plugin.has_second_factor(user_id):
        return True
    user = request.get("AUTHENTICATED_USER")
    is_theirs = user is not None and user.getId() == user_id
    return is_theirs or has_passed(request, user_id)


def update_credentials(original, self, request, response, login, new_password) -> None:
    """Stand in for the session plugin's method: no ticket for one factor of two.

    Links by which a password is chosen may log in whoever follows them.
    """
    acl_users = self._getPAS()
    info = verified(acl_users, login=login)
    if info is None or may_have_ticket(acl_users, info["id"], request):
        original(self, request, response, login, new_password)


def note_demand(event) -> None:
    """Remember at a log-in whether the city demands a second factor of this person."""
    site = getSite()
    plugin = plugin_of(site.acl_users) if site is not None else None
    user = event.principal
    if plugin is None or not is_logged_in(site.acl_users, user.getId()):
        return
    demanded = set(password_setting("second_factor_roles") or ())
    plugin.note_demand(
        user.getId(), is_demanded=bool(demanded and demanded & roles_anywhere(user))
    )


def roles_anywhere(user) -> set[str]:
    """Return the roles of somebody in the site and in whatever place of it.

    It looks at every object that has roles of its own, at a log-in, and only in a city
    that demands second factors.
    """
    site = getSite()
    names = {user.getId(), *user.getGroups()}
    roles = set(user.getRoles())
    for brain in site.portal_catalog.unrestrictedSearchResults(is_folderish=True):
        local = getattr(brain._unrestrictedGetObject(), "__ac_local_roles__", None)
        for name in names & set(local or ()):
            roles.update(local[name])
    for name in names & set(getattr(site, "__ac_local_roles__", None) or ()):
        roles.update(site.__ac_local_roles__[name])
    return roles
