"""Opening the database, and a site in it, in the process of a command."""

from AccessControl import SpecialUsers
from AccessControl.SecurityManagement import newSecurityManager
from AccessControl.SecurityManagement import noSecurityManager
from collections.abc import Iterator
from contextlib import contextmanager
from onewindow_policy.commands.exceptions import CommandRefused
from onewindow_policy.commands.statuses import REFUSED
from onewindow_policy.commands.statuses import UNAVAILABLE
from onewindow_policy.commands.statuses import USAGE
from onewindow_policy.installed import is_installed
from pathlib import Path
from Testing.makerequest import makerequest
from zc.lockfile import LockError
from ZEO.Exceptions import ClientDisconnected
from ZODB.POSException import ConflictError
from zope.component.hooks import setSite
from zope.globalrequest import clearRequest
from zope.globalrequest import setRequest
from Zope2.Startup.run import configure_wsgi

import transaction
import Zope2

DATABASE_IN_USE = """\
The database is open in another process. Stop the server first (Ctrl-C), or serve the \
site through ZEO: STORAGE=zeoclient"""

CONTENT_AWAY = """\
Nobody serves the content. Start its server first: make zeo"""

NOT_INSTALLED = """\
The portal is not installed in the site “{site}”. Install it first: Site setup, Add-ons, \
One window"""

CHANGED_MEANWHILE = """\
Somebody changed the same content meanwhile. Nothing was kept; try again."""


@contextmanager
def open_root() -> Iterator:
    """Open the root of the database with a request, and close both again.

    What was not committed inside is lost.
    """
    app = makerequest(Zope2.app())
    app.REQUEST["PARENTS"] = [app]
    setRequest(app.REQUEST)
    try:
        yield app
    finally:
        transaction.abort()
        noSecurityManager()
        setSite(None)
        clearRequest()
        app.REQUEST.close()
        app._p_jar.close()


@contextmanager
def started_zope(config: Path) -> Iterator[None]:
    """Start Zope in this process, and close its database in the end.

    Raises `CommandRefused` where the database is in use or away.
    """
    configure_wsgi(str(config))
    try:
        Zope2.startup_wsgi()
    except LockError as error:
        raise CommandRefused(DATABASE_IN_USE, UNAVAILABLE) from error
    except ClientDisconnected as error:
        raise CommandRefused(CONTENT_AWAY, UNAVAILABLE) from error
    try:
        yield
    finally:
        # Saves the index of the storage, without which the next start is slow.
        for database in Zope2.opened:
            database.close()


@contextmanager
def entered_site(site_id: str) -> Iterator:
    """Open a site in this thread, as the system's own user.

    What was not committed inside is lost. Raises `CommandRefused` where there is no such
    site, or the portal is not installed there.
    """
    with open_root() as app:
        portal = app.get(site_id)
        if portal is None:
            raise CommandRefused(f"There is no site “{site_id}”.", USAGE)
        setSite(portal)
        if not is_installed():
            raise CommandRefused(NOT_INSTALLED.format(site=site_id), REFUSED)
        user = SpecialUsers.system.__of__(app.acl_users)
        newSecurityManager(None, user)
        yield portal


@contextmanager
def open_site(config: Path, site_id: str) -> Iterator[tuple]:
    """Open the site in the process of a command.

    Yields the site and a function that commits; what is not committed is lost.
    Raises `CommandRefused` as `started_zope` and `entered_site` do.
    """
    with started_zope(config), entered_site(site_id) as portal:
        yield portal, commit


def commit(note: str) -> None:
    """Commit what was done, with a note for the history of the database."""
    transaction.get().note(note)
    try:
        transaction.commit()
    except ConflictError as error:
        raise CommandRefused(CHANGED_MEANWHILE, UNAVAILABLE) from error
