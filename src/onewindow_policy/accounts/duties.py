"""What somebody has to do before anything else of the portal opens to them.

Whoever was given a password by somebody else changes it first: until then that other
person could act in their name. Whose duties need a second factor sets it up.
"""

from AccessControl import getSecurityManager
from onewindow_policy import _
from onewindow_policy.accounts.plugin import plugin_of
from onewindow_policy.interfaces import IOneWindowLayer
from plone.rest.interfaces import IAPIRequest
from zExceptions import Forbidden
from zExceptions import Redirect
from zope.component.hooks import getSite
from zope.i18n import translate

CHANGE_PASSWORD = "change-password"
SECOND_FACTOR = "second-factor"
SECOND_STEP = "second-step"

#: What stays open: the way in and out, and the texts that pages' scripts ask for.
ALWAYS_OPEN = frozenset(
    {
        *("login", "login_form", SECOND_STEP, "logout", "logged-out"),
        *("@login", "@logout", "plonejsi18n"),
    }
)

#: Name spaces of files that pages are made of, and of nothing else.
_RESOURCES = ("++plone++", "++resource++", "++theme++", "++webresource++")

MUST_ENROL = _(
    "second_factor_demanded",
    default=(
        "Your duties need a second factor. Set it up first; until then nothing else is"
        " open to you."
    ),
)
MUST_CHANGE = _(
    "password_must_change",
    default=(
        "Somebody else set your password. Change it first; until then nothing else is"
        " open to you."
    ),
)


def duty_of(acl_users, user_id: str) -> str | None:
    """Return the page that somebody has to see to first, or None."""
    plugin = plugin_of(acl_users)
    if plugin is None:
        return None
    if plugin.must_change(user_id):
        return CHANGE_PASSWORD
    return SECOND_FACTOR if plugin.must_enrol(user_id) else None


def lead_to_duty(event) -> None:
    """Let whoever has a duty reach the page of it and the way out only.

    Whoever asks for a page is led there; anything else is refused, REST's answers too.
    It costs visitors one look at the user, and staff one in a tree of few.
    """
    request = event.request
    if not IOneWindowLayer.providedBy(request):
        return
    user = getSecurityManager().getUser()
    user_id = user.getId() if user is not None else None
    site = getSite()
    if user_id is None or site is None:
        return
    acl_users = site.acl_users
    # Accounts of the root have no duties here; one of the same name is another one.
    if getattr(user, "acl_users", None) is None or _is_of_root(user, acl_users):
        return
    duty = duty_of(acl_users, user_id)
    if duty is None or _is_open(request, site, duty):
        return
    is_page = request.get("REQUEST_METHOD") in ("GET", "HEAD")
    if is_page and not IAPIRequest.providedBy(request):
        raise Redirect(f"{site.absolute_url()}/@@{duty}")
    why = MUST_CHANGE if duty == CHANGE_PASSWORD else MUST_ENROL
    raise Forbidden(translate(why, context=request))


def _is_of_root(user, acl_users) -> bool:
    return user.acl_users.getPhysicalPath() != acl_users.getPhysicalPath()


def _is_open(request, site, duty: str) -> bool:
    """Return whether what is asked for is the page of the duty, or always open."""
    path = request.physicalPathFromURL(request["ACTUAL_URL"])
    names = [name.removeprefix("@@") for name in path[len(site.getPhysicalPath()) :]]
    is_reading = request.get("REQUEST_METHOD") in ("GET", "HEAD")
    if is_reading and names and names[0].startswith(_RESOURCES):
        return True
    # Right on the site: a page of the same name on content would be another one.
    names = [name for name in names if not name.startswith("++api++")]
    return len(names) == 1 and names[0] in ALWAYS_OPEN | {duty}
