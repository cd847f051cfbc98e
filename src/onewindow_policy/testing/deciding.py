"""What the portal decides about a request before it does anything: the way to what is
asked for, who asks, and whether that is permitted. Nothing is called, drawn or written.

Whoever may do the same by their roles is asked for together, so that a walk of everything
takes one request for each kind of content, each door of it and each set of roles.
"""

from AccessControl import getSecurityManager
from Acquisition import aq_base
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from onewindow_policy.accounts.api import known_passwords
from onewindow_policy.sites.accounts import SAMPLE_ACCOUNTS
from onewindow_policy.testing.tickets import cookie_for
from onewindow_policy.testing.tickets import MANAGER
from plone import api
from plone.rest.interfaces import IService
from Products.CMFCore.interfaces import IFolderish
from Products.PluggableAuthService.PluggableAuthService import PluggableAuthService
from unittest import mock
from urllib.parse import quote
from urllib.parse import unquote
from urllib.parse import urlsplit
from zExceptions import HTTPException
from zExceptions import Redirect
from zope.component.hooks import setSite
from ZPublisher import WSGIPublisher

import secrets

SITE_ADMINISTRATOR = "site-administrator"

#: Accounts without a column: another one has the same role in more, or in another, place;
#: what an archivist may do nobody else may, and their pages have tests of their own.
_LIKE_OTHERS = {"street-officer", "district-coordinator", "archivist"}

#: Who asks, by the column of a table: the id of an account, None for a visitor.
ACCOUNTS = {
    "anonymous": None,
    **{
        account.user_id: account.user_id
        for account in SAMPLE_ACCOUNTS
        if account.user_id not in _LIKE_OTHERS
    },
    SITE_ADMINISTRATOR: SITE_ADMINISTRATOR,
    "administrator": MANAGER,
}

#: An address of nobody on this machine (RFC 5737): nothing is open for that reason.
_ADDRESS = "198.51.100.23"


@dataclass(frozen=True)
class Decision:
    """What came of a request.

    `reached` is what would be called, or None; `user_id` is who would do so; `proved` are
    the accounts that the request has credentials of, be it let in or not.
    """

    status: int
    reached: object = None
    user_id: str | None = None
    proved: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """What would be called, in words; nothing where nothing would."""
        if self.reached is None:
            return ""
        if IService.providedBy(self.reached):
            return self.reached.__name__
        kind = type(self.reached)
        return getattr(self.reached, "__name__", "") or kind.__name__


class _Reached(Exception):  # noqa: N818
    """Ends a request where it would be answered."""


class Decider:
    """Asks the publisher, and is told what it would call."""

    def __init__(self, portal):
        self._portal = portal
        self._path = "/".join(portal.getPhysicalPath())
        self._users = {
            column: user_id
            for column, user_id in ACCOUNTS.items()
            if user_id is None or portal.acl_users.getUserById(user_id) is not None
        }
        self._cookies = {
            user_id: cookie_for(user_id) for user_id in self._users.values() if user_id
        }
        self._reached = None
        self._proved = ()
        self.asked = 0

    def ask(
        self,
        method: str,
        path: str,
        user_id: str | None = None,
        body: bytes = b"",
        **headers: str,
    ) -> Decision:
        """Return what is decided about a request to an address of the site.

        `headers` are written with underscores, `path` begins with a slash or is empty.
        """
        self.asked += 1
        self._reached, self._proved, statuses = None, (), []
        environ = self._environ(method, path, body)
        if user_id is not None:
            environ["HTTP_COOKIE"] = self._cookies[user_id]
        for name, value in headers.items():
            name = name.upper()
            environ[name if name == "CONTENT_TYPE" else f"HTTP_{name}"] = value
        try:
            WSGIPublisher.publish_module(
                environ, lambda status, _headers: statuses.append(status)
            )
        except _Reached:
            return Decision(200, *self._reached, self._proved)
        except Redirect as answer:
            return Decision(302, answer, proved=self._proved)
        except HTTPException as refusal:
            return Decision(refusal.getStatus(), proved=self._proved)
        finally:
            setSite(self._portal)
        return Decision(int(statuses[0][:3]), proved=self._proved)

    def alike(self, path: str) -> list[list[str]]:
        """Return the columns of tables by who has the same roles in the site and in the
        content that an address leads to."""
        groups = {}
        content = self._portal
        for step in path.partition("?")[0].strip("/").split("/"):
            if step not in content.objectIds():
                break
            content = content[step]
            if not IFolderish.providedBy(content):
                break
        for column, user_id in self._users.items():
            roles = tuple(
                _roles(self._portal.acl_users, user_id, each)
                for each in (self._portal, content)
            )
            groups.setdefault(roles, []).append(column)
        return list(groups.values())

    def _environ(self, method, path, body):
        parts = urlsplit(path)
        return {
            "REQUEST_METHOD": method,
            "SCRIPT_NAME": "",
            # As WSGI has it: bytes that are read as Latin-1.
            "PATH_INFO": unquote(self._path + parts.path).encode().decode("latin-1"),
            "QUERY_STRING": quote(parts.query, safe="=&%+:@/"),
            "SERVER_NAME": "localhost",
            "SERVER_PORT": "80",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "REMOTE_ADDR": _ADDRESS,
            "CONTENT_LENGTH": str(len(body)),
            "wsgi.input": BytesIO(body),
            "wsgi.url_scheme": "http",
        }

    def reach(self, published, *_arguments, **_named):
        """Stand in the place of what calls the published object."""
        user_id = getSecurityManager().getUser().getId()
        self._reached = (aq_base(published), user_id)
        raise _Reached

    def prove(self, found: list[tuple[str, str]]) -> None:
        """Note whose credentials a user folder has found in the request."""
        self._proved += tuple(user_id for user_id, _login in found)


def create_site_administrator(portal) -> None:
    """Create an account that administers the site, and is no Manager."""
    with known_passwords():
        portal.acl_users.userFolderAddUser(
            SITE_ADMINISTRATOR,
            secrets.token_urlsafe(30),
            ["Member", "Site Administrator"],
            [],
        )


@contextmanager
def deciding() -> Iterator[Decider]:
    """Have requests end where they are decided; give what asks them.

    What is asked for is what was committed; an account that is not there does not ask.
    """
    decider = Decider(api.portal.get())
    extract = PluggableAuthService._extractUserIds

    def prove(self, request, plugins):
        found = extract(self, request, plugins)
        decider.prove(found)
        return found

    with (
        mock.patch.object(WSGIPublisher, "mapply", decider.reach),
        # Nor is a page drawn that says why something is refused.
        mock.patch.object(
            WSGIPublisher, "_exc_view_created_response", lambda *_all: False
        ),
        mock.patch.object(PluggableAuthService, "_extractUserIds", prove),
    ):
        yield decider


def _roles(acl_users, user_id, content):
    if user_id is None:
        return frozenset({"Anonymous"})
    user = acl_users.getUserById(user_id)
    return frozenset(user.getRolesInContext(content))
