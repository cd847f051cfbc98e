"""What views and REST services of any package each role may reach on our content.

docs/access-stock.md lists those that somebody without administration may reach, and this
test reads it from there: a new release of Plone, or a permission given too freely, shows
up as a difference. Reaching is being on the list of the portal, and the permission of the
view itself; some ask for more.
"""

from AccessControl import getSecurityManager
from AccessControl.SecurityManagement import setSecurityManager
from AccessControl.unauthorized import Unauthorized
from onewindow_policy.interfaces import IOneWindowLayer
from onewindow_policy.testing.deciding import ACCOUNTS
from onewindow_policy.testing.kinds import KINDS
from onewindow_policy.testing.kinds import KINDS_TESTING
from onewindow_policy.web.openings import may_ask
from pathlib import Path
from plone.app.testing import login
from plone.app.testing import logout
from zope.component import getSiteManager
from zope.interface import alsoProvides
from zope.interface import Interface
from zope.interface import providedBy

import os
import unittest

TABLE = Path(__file__).parent.parent / "docs" / "access-stock.md"

#: Whoever administers the portal reaches more, which is not listed.
ROLES = tuple(each for each in ACCOUNTS if "administrator" not in each)


def read_table() -> dict[str, tuple[str, ...]]:
    """Return by the name of a view or service who may reach it."""
    rows = {}
    for line in TABLE.read_text(encoding="utf-8").splitlines():
        if line.startswith("| `"):
            name, *cells = (cell.strip() for cell in line.strip("|").split("|"))
            rows[name.strip("`")] = tuple(
                role for role, cell in zip(ROLES, cells, strict=True) if cell == "✓"
            )
    return rows


def as_table(reached: dict[str, tuple[str, ...]]) -> str:
    """Return the rows of the table as they stand in the document."""
    return "\n".join(
        f"| `{name}` | "
        + " | ".join("✓" if role in roles else "–" for role in ROLES)
        + " |"
        for name, roles in sorted(reached.items())
    )


class TestStockViews(unittest.TestCase):
    layer = KINDS_TESTING
    maxDiff = None

    def setUp(self):
        self.portal = self.layer["portal"]
        self.request = self.layer["request"]
        alsoProvides(self.request, IOneWindowLayer)
        # What plone.rest sets as it traverses; services ask for it before their roles.
        self.request._rest_cors_preflight = False

    def views(self, content, is_settled) -> dict:
        """Return the views and services that are registered for `content`, by name, but
        for those of which all is known."""
        found = getSiteManager().adapters.lookupAll(
            [providedBy(content), providedBy(self.request)], Interface
        )
        views = {}
        for name, factory in found:
            if not name or is_settled(name):
                continue
            try:
                views[name] = factory(content, self.request)
            except Exception:  # noqa: BLE001, S112
                # Some cannot be made outside their form; nobody reaches those so.
                continue
        return views

    def reached(self) -> dict[str, tuple[str, ...]]:
        """Return by name who reaches it somewhere: once is enough."""
        reached = {}
        managers = {}
        for role in ROLES:
            if role == "anonymous":
                logout()
            else:
                login(self.portal, role)
            managers[role] = getSecurityManager()
        for place in KINDS.values():
            content = self.portal.unrestrictedTraverse(place.strip("/"))
            views = self.views(
                content, lambda name: len(reached.get(name, ())) == len(ROLES)
            )
            for role, manager in managers.items():
                setSecurityManager(manager)
                for name, view in views.items():
                    roles = reached.setdefault(name, set())
                    if role not in roles and _may_reach(manager, content, name, view):
                        roles.add(role)
        return {
            name: tuple(role for role in ROLES if role in roles)
            for name, roles in reached.items()
            if roles
        }

    def test_views_and_services_are_reached_by_whom_the_table_says(self):
        reached = self.reached()
        if os.environ.get("ACCESS_TABLE_OUT"):
            Path(os.environ["ACCESS_TABLE_OUT"]).write_text(as_table(reached) + "\n")
        self.assertGreater(len(reached), 100)
        documented = read_table()
        differing = {
            name: (documented.get(name, ()), reached.get(name, ()))
            for name in {*documented, *reached}
            if documented.get(name, ()) != reached.get(name, ())
        }
        self.assertEqual({}, differing)


def _may_reach(manager, content, name, view) -> bool:
    try:
        return may_ask(name, view) and bool(
            manager.validate(content, content, name, view)
        )
    except Unauthorized:
        return False
