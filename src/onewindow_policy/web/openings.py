"""What may be asked for by address: pages and services of ours, and those on a list.

Plone and its add-ons register hundreds of views for their own templates, most of them for
everybody and for any content, and publish what content and tools can do by name
(`/news/n001/Title`). Some of these tell of what is not public: a title, a path, a state.
So an address leads to what the portal needs and to nothing else, for all but those who
administer the portal. Templates, which ask by no address, find everything still.

And whatever is asked of content is asked of content that the visitor may view.
"""

from AccessControl import getSecurityManager
from Acquisition import aq_base
from functools import cache
from onewindow_policy.interfaces import IOneWindowLayer
from pathlib import Path
from plone.base.interfaces import IPloneSiteRoot
from plone.rest.interfaces import IService
from plone.rest.traverse import RESTWrapper
from Products.CMFCore.interfaces import IContentish
from Products.CMFCore.permissions import View
from zExceptions import NotFound
from zExceptions import Unauthorized
from zope.component.hooks import getSite

OUR_PACKAGE = "onewindow_policy"

SITE_SETUP = "Plone Site Setup: Overview"

_LISTS = Path(__file__).with_name("openings.txt")


def _read_list(section: str) -> frozenset[str]:
    """Return the names in a section of the lists."""
    text = _LISTS.read_text(encoding="utf-8").partition(f"[{section}]\n")[2]
    return frozenset(text.partition("\n[")[0].split())


#: What everybody may ask for, by the name that stands after the content in an address.
FOR_ALL = _read_list("everybody")

#: What staff may ask for besides, where their permissions let them: what the pages and
#: scripts of Plone's editing interface lead to.
FOR_STAFF = _read_list("staff")

#: What is asked of the user folder: where Plone sends whoever must log in first, which
#: leads on from there, and what lets a log-in go on.
_OF_USER_FOLDER = (
    ["acl_users", "credentials_cookie_auth", "require_login"],
    ["acl_users", "session", "refresh"],
)

#: The plugin of pas.plugins.oidc, which a city may add (docs/accounts.md), and what a
#: browser or the provider asks of it.
_SIGN_ON = "OIDC Plugin"
_OF_SIGN_ON = frozenset(
    {"login", "callback", "logout", "require_login", "backchannel-logout"}
)


def refuse_what_is_not_listed(event) -> None:
    """Answer 404, after traversal, where an address leads to what is on no list; and ask
    to log in, as for its page, where it asks something of content that is not public.

    Raises NotFound or Unauthorized.
    """
    request = event.request
    if (
        not IOneWindowLayer.providedBy(request)
        or request.steps[-3:] in _OF_USER_FOLDER
        or _is_sign_on(request)
    ):
        return
    content, asked, name = asked_of_content(request)
    if asked is not None and not may_ask(name, asked):
        raise NotFound(request.get("ACTUAL_URL"))
    if (
        content is not None
        and not name.startswith("++resource++")
        and not getSecurityManager().checkPermission(View, content)
    ):
        raise Unauthorized(name)


def _is_sign_on(request) -> bool:
    """Return whether this is a page of single sign-on, in the site's user folder."""
    steps, parents = request.steps, request["PARENTS"]
    return (
        len(steps) >= 3
        and steps[-3] == "acl_users"
        and steps[-1].removeprefix("@@") in _OF_SIGN_ON
        and getattr(aq_base(parents[0]), "meta_type", None) == _SIGN_ON
    )


def asked_of_content(request) -> tuple:
    """Return the content that an address leads to, what it asks of it, and the name of
    that; None where it asks for the content itself, or for something else than content.

    Of `/news/n001/@@images/image/mini` these are the news item, the view, and `images`.
    """
    steps = request.steps
    after, name = None, ""
    for position, each in enumerate((request["PUBLISHED"], *request["PARENTS"]), 1):
        each = each.context if isinstance(each, RESTWrapper) else each
        if IPloneSiteRoot.providedBy(each) or IContentish.providedBy(each):
            return each, after, name
        after = each
        name = steps[-position] if position <= len(steps) else ""
    return None, after, name


def may_ask(name: str, asked) -> bool:
    """Return whether the current user may ask for `asked`, which `name` led to."""
    if IService.providedBy(asked):
        name = asked.__name__
    name = name_in_lists(name)
    if name in FOR_ALL or is_ours(type(asked)) or _has_our_template(asked):
        return True
    if getSecurityManager().getUser().getId() is None:
        return False
    return name in FOR_STAFF or _administers()


def name_in_lists(step: str) -> str:
    """Return by which name the lists know a step of an address: views by their own,
    others by their kind."""
    step = step.removeprefix("++view++").removeprefix("@@")
    if step.startswith("++"):
        kind, separator, _rest = step[2:].partition("++")
        return f"++{kind}++" if separator else step
    return step


@cache
def is_ours(kind: type) -> bool:
    """Return whether a class is of this package, or derives from one that is."""
    form = getattr(kind, "form", None)
    classes = kind.__mro__ + (form.__mro__ if isinstance(form, type) else ())
    return any(each.__module__.startswith(OUR_PACKAGE) for each in classes)


def _has_our_template(asked) -> bool:
    """Return whether this is a page of ours that has a template, and no class."""
    filename = getattr(getattr(asked, "index", None), "filename", None)
    return isinstance(filename, str) and f"/{OUR_PACKAGE}/" in filename


def _administers() -> bool:
    """Return whether somebody is let into the site's settings.

    Site Administrators are: they make accounts. Each page asks for its own permission.
    """
    return bool(getSecurityManager().checkPermission(SITE_SETUP, getSite()))
