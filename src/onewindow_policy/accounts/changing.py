"""What is done whenever a password is set, through whatever door.

These functions stand in for methods of Plone's user manager and tools (see
passwords.zcml). Forms have asked the rules before, REST's PATCH, the ZMI, the tools'
methods and commands have not: here they all pass.
"""

from AccessControl import getSecurityManager
from AccessControl.requestmethod import postonly
from Acquisition import aq_inner
from Acquisition import aq_parent
from AuthEncoding import AuthEncoding
from contextvars import ContextVar
from onewindow_policy import _
from onewindow_policy.accounts.exceptions import PasswordRefused
from onewindow_policy.accounts.links import drop_links
from onewindow_policy.accounts.naming import names_of_account
from onewindow_policy.accounts.naming import names_typed
from onewindow_policy.accounts.plugin import plugin_of
from onewindow_policy.accounts.proofs import confirm_password
from onewindow_policy.accounts.proofs import is_proven
from onewindow_policy.accounts.proofs import prove
from onewindow_policy.accounts.proofs import withdraw
from onewindow_policy.accounts.secondfactor import remove
from onewindow_policy.patches.userfolders import hashes_of
from onewindow_policy.patches.userfolders import links_of
from onewindow_policy.patches.userfolders import logins_of
from onewindow_policy.records.api import audit_apart
from onewindow_policy.records.api import audit_change
from zope.globalrequest import getRequest
from zope.i18n import translate
from zope.i18nmessageid import Message

#: The link by which a password is being set: the tool itself takes it back.
_followed_link: ContextVar[str] = ContextVar("followed_link", default="")

OLD_PASSWORD_NEEDED = _(
    "password_old_needed",
    default="Enter your present password too; it is asked for before it is changed.",
)


def add_user(original, self, user_id: str, login_name: str, password: str) -> None:
    """Stand in for `UserManager.addUser`.

    Raises PasswordRefused. What looks like a hash is refused: nobody can tell which
    password it stands for.
    """
    plugin = plugin_of(self._getPAS())
    if plugin is not None:
        if AuthEncoding.is_encrypted(password):
            raise _refusal(_hash_message())
        _check(plugin, user_id, login_name, password)
    original(self, user_id, login_name, password)
    audit_change("account.create", user_id)
    if plugin is not None:
        # Who registers themselves is nobody yet; anybody else made it for them.
        plugin.note_change(user_id, by_owner=_current_user_id() is None)


def change_user(original, self, principal_id: str, password: str) -> None:
    """Stand in for `UserManager.doChangeUser`. Raises PasswordRefused."""
    with_rules = _before_change(self, principal_id, password)
    original(self, principal_id, password)
    if with_rules is not None:
        _after_change(with_rules, principal_id)


def update_user_password(original, self, user_id: str, password: str) -> None:
    """Stand in for `updateUserPassword` of the site's user manager, asked by the ZMI."""
    if password and AuthEncoding.is_encrypted(password):
        raise _refusal(_hash_message())
    with_rules = _before_change(self, user_id, password) if password else None
    original(self, user_id, password)
    if with_rules is not None:
        _after_change(with_rules, user_id)


def _before_change(manager, user_id: str, password: str):
    """Return the plugin when it has judged the change of an account of this manager."""
    acl_users = manager._getPAS()
    plugin = plugin_of(acl_users)
    if plugin is None or hashes_of(manager).get(user_id) is None:
        return None
    if _current_user_id() == user_id and not is_proven(getRequest(), user_id):
        note_refused_change(user_id)
        raise _refusal(OLD_PASSWORD_NEEDED)
    _check(plugin, user_id, logins_of(manager).get(user_id, ""), password)
    return plugin


def _after_change(plugin, user_id: str) -> None:
    is_owner = is_proven(getRequest(), user_id)
    plugin.note_change(user_id, by_owner=is_owner)
    audit_change("password_changed", user_id, _by_whom(user_id, is_owner))
    site = aq_parent(aq_inner(plugin._getPAS()))
    tool = getattr(site, "portal_password_reset", None)
    if tool is not None:
        drop_links(tool, user_id, but=_followed_link.get())


def _by_whom(user_id: str, is_owner: bool) -> str:
    """Return who has set a password, for the audit: its entry has the person besides."""
    if not is_owner:
        return "by another"
    return "by the owner" if _current_user_id() == user_id else "by a link"


def note_refused_change(user_id: str) -> None:
    """Note that a password was to be changed without the old one: somebody is at work with
    another's session, perhaps."""
    audit_apart("password_change_refused", user_id)


def _check(plugin, user_id: str, login: str, password: str) -> None:
    names = names_of_account(plugin._getPAS(), user_id, login)
    problem = plugin.problem_of(password, [*names, *names_typed(getRequest())])
    if problem is not None:
        raise _refusal(problem)


def _hash_message() -> Message:
    return _(
        "password_is_hash",
        default="This is the hash of a password, and no password.",
    )


def _refusal(message: Message) -> PasswordRefused:
    return PasswordRefused(translate(message, context=getRequest()))


def _current_user_id() -> str | None:
    user = getSecurityManager().getUser()
    return user.getId() if user is not None else None


def test_current_password(_original, self, password: str):
    """Stand in for `MembershipTool.testCurrentPassword`: it also notes the answer."""
    member = self.getAuthenticatedMember()
    acl_users = self._findUsersAclHome(member.getUserId())
    if not acl_users:
        return False
    request = getattr(self, "REQUEST", None)
    return confirm_password(acl_users, member.getUser(), password, request)


@postonly
def set_password(original, self, password, domains=None, REQUEST=None):
    """Stand in for `MembershipTool.setPassword`, which anybody logged in may post to.

    The form of ours has asked for the old password in the same request; whoever posts
    here without it sends it as `current_password`.
    """
    request = REQUEST if REQUEST is not None else getattr(self, "REQUEST", None)
    member = self.getAuthenticatedMember()
    if not self.isAnonymousUser() and not is_proven(request, member.getId()):
        old_password = request.form.get("current_password") if request else None
        if not self.testCurrentPassword(old_password):
            note_refused_change(member.getId())
            raise _refusal(OLD_PASSWORD_NEEDED)
    return original(self, password, domains, REQUEST=REQUEST)


def reset_password(
    original, self, userid: str, randomstring: str, password: str
) -> None:
    """Stand in for `PasswordResetTool.resetPassword`: the link proves who follows it.

    The tool looks at the link before it sets anything.
    """
    request = getRequest()
    request_of = links_of(self).get(randomstring)
    owner = request_of[0] if request_of else None
    if owner is None or request is None:
        return original(self, userid, randomstring, password)
    prove(request, owner)
    token = _followed_link.set(randomstring)
    try:
        original(self, userid, randomstring, password)
    finally:
        _followed_link.reset(token)
        withdraw(request, owner)


def forget_account(event) -> None:
    """Forget what was kept about the password of an account that was deleted."""
    # Tools acquire the user folder: it is their parent then, and not the site's.
    plugin = plugin_of(aq_parent(aq_inner(event.manager)))
    if plugin is not None:
        if plugin.has_second_factor(event.user_id):
            remove(event.user_id, why="deleted")
        plugin.forget(event.user_id)
