"""Sites of former versions, as they were stored, become sites of this one."""

from contextlib import closing
from copy import deepcopy
from functools import cache
from onewindow_policy.exchange.api import import_catalogue
from onewindow_policy.exchange.exporter import export_catalogue
from onewindow_policy.exchange.punctuation import set_punctuation
from onewindow_policy.exchange.validation import find_problems
from onewindow_policy.sites.upgrading import NewerSite
from onewindow_policy.sites.upgrading import outdated_profiles
from onewindow_policy.sites.upgrading import PROFILE
from onewindow_policy.testing import INTEGRATION_TESTING
from onewindow_policy.testing.forked import ONEWINDOW
from onewindow_policy.testing.forked import run_forked
from onewindow_policy.testing.forked import SITES
from onewindow_policy.testing.residents import Browser
from onewindow_policy.testing.servers import CHECKOUT
from onewindow_policy.testing.servers import environment_of
from onewindow_policy.testing.servers import SampleServer
from onewindow_policy.typed.punctuation import punctuated
from pathlib import Path
from plone.app.testing import setRoles
from plone.app.testing import TEST_USER_ID
from urllib.parse import quote

import atexit
import json
import shutil
import sqlite3
import tarfile
import tempfile
import unittest

STORED = sorted((Path(__file__).parent / "data" / "former").glob("*.tar.xz"))
MOST_BYTES = 2_000_000

#: What grows while a site is upgraded: who did it, what is due next.
#: Open cases are reckoned anew, as their dates mean something else now.
GROWING = {"alembic_version", "audit_entries", "due_date_recounts", "jobs"}

#: Pages for everybody, and a word on each.
PAGES = {
    "": "示例市",
    "/catalogue": "高龄津贴",
    "/catalogue/sq-ll-001/guide": "高龄津贴",
    "/catalogue/sq-ll-001/apply": "form.nonce",
    "/communities": "云河区",
    "/news/n001": "公告",
    "/journeys": "一步一步办",
    f"/@@find?q={quote('高龄津贴')}": "高龄津贴",
    "/login": "__ac_password",
}


#: The command is killed when the steps are done and nothing of it is committed.
KILLED = """
from onewindow_policy.sites import upgrading
import os
done = upgrading.upgrade_profiles
upgrading.upgrade_profiles = lambda portal: (done(portal), os._exit(9))
"""

#: The site has no sample accounts, as one that `make start-production` starts.
WITHOUT_ACCOUNTS = """
from onewindow_policy.sites import commands
commands.open_accounts = lambda app, portal: []
"""

#: Where the program lies that tells what is in a site.
TOOLS = f"""
import sys
sys.path.insert(0, {str(CHECKOUT / "tools")!r})
"""


def unpack(file: Path) -> Path:
    """Return a folder with the data of a stored site."""
    var = Path(tempfile.mkdtemp(prefix="onewindow-former-"))
    atexit.register(shutil.rmtree, var, ignore_errors=True)
    with tarfile.open(file) as archive:
        archive.extractall(var, filter="data")
    return var


def run(var: Path, module: str, *words, before: str = "") -> tuple[int, str]:
    """Run a command on this data; return its status and all that it printed."""
    done = run_forked(module, *words, environment=environment_of(var), before=before)
    return done.returncode, done.stdout + done.stderr


def onewindow(var: Path, *words, before: str = "") -> tuple[int, str]:
    """Run the product's own command."""
    return run(var, ONEWINDOW, *words, before=before)


def tables_of(var: Path) -> str:
    """Return the revision of the tables."""
    with closing(sqlite3.connect(var / "records.sqlite")) as connection:
        return connection.execute("SELECT * FROM alembic_version").fetchone()[0]


@cache
def upgraded(file: Path) -> tuple[dict, dict, list]:
    """Return what was told of a site, what is told of it upgraded, and what was said."""
    var = unpack(file)
    former = json.loads((var / "former.json").read_bytes())
    said = [
        onewindow(var, "upgrade", "--check"),
        (0, tables_of(var)),
        onewindow(var, "upgrade"),
        onewindow(var, "upgrade", "--check"),
    ]
    status, told = run(var, "former_site", "--tell", before=TOOLS)
    assert status == 0, told
    return former, json.loads(told), said


def lost(former, now, path="") -> list[str]:
    """Return the paths of what is not as it was; what is new is none of it."""
    if isinstance(former, dict) and isinstance(now, dict):
        return [
            each
            for name, value in former.items()
            for each in (
                lost(value, now[name], f"{path}/{name}")
                if name in now
                else [f"{path}/{name}"]
            )
        ]
    if isinstance(former, list) and isinstance(now, list) and len(former) == len(now):
        pairs = enumerate(zip(former, now, strict=True))
        return [
            each for index, pair in pairs for each in lost(*pair, f"{path}/{index}")
        ]
    if isinstance(former, str) and isinstance(now, str):
        # Code lists and city texts are printed as Chinese is.
        former, now = punctuated(former), punctuated(now)
    return [] if former == now else [path]


class TestFormerSites(unittest.TestCase):
    layer = INTEGRATION_TESTING
    maxDiff = 2000

    def each(self):
        """Return what is known of each stored site."""
        self.assertTrue(STORED)
        return [upgraded(file) for file in STORED]

    def test_the_command_says_what_is_due_and_does_it(self):
        for former, _now, said in self.each():
            check, tables, upgrade, check_again = said
            self.assertEqual(1, check[0], check[1][-2000:])
            self.assertIn(f"Tables: version {former['revision']};", check[1])
            self.assertIn(f"default: version {former['profile']};", check[1])
            self.assertIn("Back up", check[1])
            self.assertEqual(former["revision"], tables[1])
            self.assertEqual(0, upgrade[0], upgrade[1][-2000:])
            self.assertIn("Upgraded.", upgrade[1])
            self.assertEqual(0, check_again[0], check_again[1][-2000:])
            self.assertIn("Everything is up to date.", check_again[1])

    def test_content_accounts_and_settings_are_as_they_were(self):
        for former, now, _said in self.each():
            self.assertGreater(len(former["contents"]), 100)
            for part in ("contents", "settings", "catalogue"):
                self.assertEqual([], lost(former[part], now[part], part))
            self.assertEqual(former["accounts"], now["accounts"])
            self.assertEqual(["Manager"], now["managing_code_lists"])
            self.assertEqual(set(), {*former["keys"]} - {*now["keys"]})

    def test_records_are_all_there_and_open(self):
        for former, now, _said in self.each():
            self.assertTrue(former["rows"]["cases"])
            for name, count in former["rows"].items():
                if name not in GROWING:
                    self.assertEqual(count, now["rows"][name], name)
            self.assertGreaterEqual(
                now["rows"]["audit_entries"], former["rows"]["audit_entries"]
            )
            for number, _code, applicant in former["cases"]:
                case = now["cases"][number]
                self.assertEqual(applicant, case["applicant"]["name"])
                self.assertTrue(case["files"])
            for number, message in former["suggestions"]:
                self.assertEqual(message, now["suggestions"][number]["message"])

    def test_what_it_exports_makes_the_same_city_elsewhere(self):
        portal = self.layer["portal"]
        setRoles(portal, TEST_USER_ID, ["Manager"])
        _former, now, _said = self.each()[-1]
        catalogue = deepcopy(now["catalogue"])
        # A file is set as Chinese is printed before it is looked at.
        set_punctuation(catalogue)
        self.assertEqual((), find_problems(catalogue))
        report = import_catalogue(portal, catalogue)
        self.assertEqual({}, report.refused)
        self.assertEqual(catalogue, json.loads(json.dumps(export_catalogue(portal))))

    def test_files_are_small(self):
        for file in STORED:
            self.assertLess(file.stat().st_size, MOST_BYTES, file.name)


class TestOtherwise(unittest.TestCase):
    def setUp(self):
        self.var = unpack(STORED[-1])
        self.former = json.loads((self.var / "former.json").read_bytes())

    def due(self):
        """Return what the command says is due."""
        _status, said = onewindow(self.var, "upgrade", "--check")
        return said

    def set_tables(self, revision):
        with closing(sqlite3.connect(self.var / "records.sqlite")) as connection:
            connection.execute("UPDATE alembic_version SET version_num = ?", [revision])
            connection.commit()

    def test_tables_of_a_newer_version_keep_everything_as_it_is(self):
        self.set_tables("9999")
        status, said = onewindow(self.var, "upgrade")
        self.assertEqual(1, status, said[-2000:])
        self.assertIn("revision 9999, which this version does not know", said)
        self.assertEqual("9999", tables_of(self.var))
        self.set_tables(self.former["revision"])
        self.assertIn(f"default: version {self.former['profile']};", self.due())

    def test_killed_before_the_content_is_kept_it_is_run_again(self):
        status, said = onewindow(self.var, "upgrade", before=KILLED)
        self.assertEqual(9, status, said[-2000:])
        due = self.due()
        self.assertNotIn("Tables:", due)
        self.assertIn(f"default: version {self.former['profile']};", due)
        status, said = onewindow(self.var, "upgrade")
        self.assertEqual(0, status, said[-2000:])
        self.assertIn("Everything is up to date.", self.due())

    def test_a_citys_own_site_is_not_served_before_it_is_upgraded(self):
        status, said = run(
            self.var, SITES, "start", "--no-serve", before=WITHOUT_ACCOUNTS
        )
        self.assertEqual(1, status, said[-2000:])
        self.assertIn("Back up, stop the server, then run: onewindow upgrade", said)
        self.assertIn(f"default: version {self.former['profile']};", self.due())

    def test_the_sample_is_upgraded_by_its_start_and_answers(self):
        with SampleServer(environment_of(self.var)) as server:
            server.wait()
            browser = Browser(server.port, "203.0.113.1")
            for path, word in PAGES.items():
                answer = browser.ask("GET", f"/onewindow{path}")
                with self.subTest(path=path):
                    self.assertEqual(200, answer.status)
                    self.assertIn(word, answer.text)
        self.assertIn("Everything is up to date.", self.due())


class TestNewerSite(unittest.TestCase):
    layer = INTEGRATION_TESTING

    def test_a_site_of_a_newer_version_is_left_alone(self):
        portal = self.layer["portal"]
        self.assertEqual([], outdated_profiles(portal))
        portal.portal_setup.setLastVersionForProfile(PROFILE, "9999")
        with self.assertRaisesRegex(NewerSite, "9999.*Nothing was changed"):
            outdated_profiles(portal)
