"""What a site keeps about its passwords, and whom it asks before it takes one."""

from AccessControl import ClassSecurityInfo
from AccessControl import getSecurityManager
from AccessControl.class_init import InitializeClass
from BTrees.OLBTree import OLBTree
from BTrees.OOBTree import OOTreeSet
from collections.abc import Iterable
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from datetime import timedelta
from datetime import UTC
from onewindow_policy.accounts.naming import names_of_account
from onewindow_policy.accounts.naming import names_typed
from onewindow_policy.accounts.policy import weakness
from onewindow_policy.accounts.proofs import is_proven
from onewindow_policy.accounts.settings import password_setting
from Products.PluggableAuthService.interfaces.plugins import IValidationPlugin
from Products.PluggableAuthService.plugins.BasePlugin import BasePlugin
from zope.globalrequest import getRequest
from zope.i18n import translate
from zope.i18nmessageid import Message
from zope.interface import implementer

PLUGIN_ID = "onewindow_passwords"

_takes_known = ContextVar("takes_known_passwords", default=False)


@contextmanager
def known_passwords() -> Iterator[None]:
    """Take any password meanwhile, and ask nobody to change it: for the sample alone."""
    token = _takes_known.set(True)
    try:
        yield
    finally:
        _takes_known.reset(token)


@implementer(IValidationPlugin)
class PasswordPlugin(BasePlugin):
    """Rules for passwords, and who has to change theirs.

    Forms ask it as a plugin before they do anything; whatever else sets a password
    meets it in `changing.py`.
    """

    meta_type = "One Window Passwords"
    security = ClassSecurityInfo()

    #: Trees of user ids; plugins of before second factors have none in the database.
    _second_factor = ()
    _to_enrol = ()

    def __init__(self, id: str, title: str = ""):
        self._setId(id)
        self.title = title
        self._to_change = OOTreeSet()
        self._changed_at = OLBTree()
        self.prepare_second_factors()

    @security.private
    def prepare_second_factors(self) -> None:
        """Have a place for who has a second factor, and who has to set one up."""
        if not isinstance(self._second_factor, OOTreeSet):
            self._second_factor = OOTreeSet()
            self._to_enrol = OOTreeSet()

    @security.private
    def validateUserInfo(self, user, set_id, set_info) -> list[dict[str, str]]:
        """See `IValidationPlugin`: what is wrong with a password, in the person's words."""
        password = (set_info or {}).get("password")
        if password is None:
            return []
        request = getRequest()
        names = list(names_typed(request))
        user = user or getSecurityManager().getUser()
        # Of who is logged in, only where they have shown that it is about themselves.
        if is_proven(request, user.getId()):
            names += names_of_account(self._getPAS(), user.getId())
        problem = self.problem_of(password, names)
        if problem is None:
            return []
        error = translate(problem, context=request)
        return [{"id": "password", "error": error}]

    @security.private
    def problem_of(self, password: str, names: Iterable[str]) -> Message | None:
        """Return why a password is refused, or None."""
        if _takes_known.get():
            return None
        return weakness(
            password,
            names,
            min_chars=password_setting("min_chars"),
            min_kinds=password_setting("min_kinds"),
        )

    @security.private
    def note_change(self, user_id: str, *, by_owner: bool) -> None:
        """Remember that somebody got a password, and whether they know it alone."""
        self._changed_at[user_id] = int(datetime.now(UTC).timestamp())
        if by_owner or _takes_known.get():
            self._to_change.discard(user_id)
        else:
            self._to_change.add(user_id)

    @security.private
    def forget(self, user_id: str) -> None:
        """Forget an account that is no more."""
        self._to_change.discard(user_id)
        self._changed_at.pop(user_id, None)
        self.note_second_factor(user_id, has_one=False)
        self._to_enrol.discard(user_id)

    @security.private
    def must_change(self, user_id: str) -> bool:
        """Return whether somebody has to choose a password before anything else."""
        if user_id in self._to_change:
            return True
        max_age = timedelta(days=password_setting("max_age_days"))
        if not max_age:
            return False
        changed_at = datetime.fromtimestamp(self._changed_at.get(user_id, 0), UTC)
        return datetime.now(UTC) - changed_at > max_age

    @security.private
    def has_second_factor(self, user_id: str) -> bool:
        """Return whether the password alone lets nobody in."""
        return user_id in self._second_factor

    @security.private
    def note_second_factor(self, user_id: str, *, has_one: bool) -> None:
        """Remember whether somebody has a second factor."""
        self.prepare_second_factors()
        if has_one:
            self._second_factor.add(user_id)
            self._to_enrol.discard(user_id)
        else:
            self._second_factor.discard(user_id)

    @security.private
    def must_enrol(self, user_id: str) -> bool:
        """Return whether the city demands a second factor that somebody lacks."""
        return user_id in self._to_enrol

    @security.private
    def note_demand(self, user_id: str, *, is_demanded: bool) -> None:
        """Remember what the city demands, as it was at a log-in."""
        if is_demanded and user_id not in self._second_factor:
            self.prepare_second_factors()
            self._to_enrol.add(user_id)
        elif user_id in self._to_enrol:
            self._to_enrol.remove(user_id)


InitializeClass(PasswordPlugin)


def plugin_of(acl_users) -> PasswordPlugin | None:
    """Return the plugin of a user folder, or None where our profile was not applied."""
    plugin = getattr(acl_users, "_getOb", lambda *_: None)(PLUGIN_ID, None)
    return plugin if isinstance(plugin, PasswordPlugin) else None


def install_plugin(acl_users) -> None:
    """Put the plugin into a site's user folder, in the place of Plone's own policy."""
    if plugin_of(acl_users) is None:
        acl_users._setObject(PLUGIN_ID, PasswordPlugin(PLUGIN_ID, "Passwords"))
    plugins = acl_users.plugins
    for name, plugin in plugins.listPlugins(IValidationPlugin):
        if plugin.meta_type == "Default Plone Password Policy":
            plugins.deactivatePlugin(IValidationPlugin, name)
    if PLUGIN_ID not in plugins.listPluginIds(IValidationPlugin):
        plugins.activatePlugin(IValidationPlugin, PLUGIN_ID)
