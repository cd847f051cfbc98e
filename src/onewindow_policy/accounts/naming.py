"""What a person, their account and the site are called: none of it is a password."""

from collections.abc import Iterator
from plone.registry.interfaces import IRegistry
from zope.component import queryUtility
from zope.component.hooks import getSite

import json

#: What forms and REST call the names of an account, at the end of the inputs' own names.
NAME_FIELDS = ("username", "userid", "user_id", "login_name", "fullname", "email")


def names_of_account(acl_users, user_id: str, login: str = "") -> list[str]:
    """Return the names of an account, as far as it has them already, and of the site."""
    names = [user_id, login]
    user = acl_users.getUserById(user_id)
    if user is not None:
        names.append(user.getUserName())
        if hasattr(user, "getProperty"):
            names += [user.getProperty("fullname"), user.getProperty("email")]
    return [name for name in [*map(_local_part, names), *names_of_site()] if name]


def names_of_site() -> Iterator[str]:
    """Yield the title of the site and the name of its address."""
    site = getSite()
    registry = queryUtility(IRegistry)
    if site is None or registry is None:
        return
    yield site.getId()
    yield registry.get("plone.site_title") or ""


def names_typed(request) -> Iterator[str]:
    """Yield the names that a form or a REST request sends beside the password."""
    if request is None:
        return
    for values in (request.form, _body_of(request)):
        for name, value in values.items():
            if name.rpartition(".")[2] in NAME_FIELDS and isinstance(value, str):
                yield _local_part(value)
    yield from names_of_site()


def _body_of(request) -> dict:
    if "json" not in (request.get_header("Content-Type") or ""):
        return {}
    try:
        body = json.loads(request.get("BODY") or b"{}")
    except (ValueError, RecursionError):
        return {}
    return body if isinstance(body, dict) else {}


def _local_part(name) -> str:
    """Return a name, or what stands before the @ of an address."""
    return name.partition("@")[0] if isinstance(name, str) else ""
