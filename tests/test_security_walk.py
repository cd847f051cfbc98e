"""Every kind of content and every tool, asked by every method as every role.

What is decided about a request is looked at, and nothing is drawn: see
`onewindow_policy.testing.deciding`. docs/access-methods.md has the table.
"""

from Acquisition import aq_base
from onewindow_policy.testing.accesstables import differences
from onewindow_policy.testing.accesstables import read_table
from onewindow_policy.testing.accesstables import write_table
from onewindow_policy.testing.deciding import ACCOUNTS
from onewindow_policy.testing.deciding import deciding
from onewindow_policy.testing.kinds import KINDS
from onewindow_policy.testing.kinds import KINDS_TESTING
from onewindow_policy.testing.kinds import NOT_STORED
from Products.CMFCore.interfaces import IContentish
from test_security_access import read_table as read_addresses

import unittest

DOCUMENT = "access-methods.md"

HTML = {"Accept": "text/html"}
FORM = {**HTML, "Content_Type": "application/x-www-form-urlencoded"}
JSON = {"Accept": "application/json", "Content_Type": "application/json"}

#: What is open to somebody: the letter in the table, the method, the headers, and what
#: the name of what is reached begins with.
OPEN = (
    ("P", "GET", HTML, ""),
    ("P", "POST", FORM, ""),
    ("J", "GET", JSON, "GET_application_json_"),
    ("A", "POST", JSON, "POST_application_json_"),
    ("C", "PATCH", JSON, "PATCH_application_json_"),
    ("D", "DELETE", JSON, "DELETE_application_json_"),
)

#: What programs may ask a service by, beside the methods of pages.
OF_SERVICES = ("DELETE", "OPTIONS", "PATCH", "PUT")

#: WebDAV, its extensions, and what nobody knows.
OF_WEBDAV = ("PROPFIND", "PROPPATCH", "MKCOL", "LOCK", "UNLOCK", "MOVE", "COPY")
OF_NOBODY = (
    *("SEARCH", "REPORT", "ACL", "BIND", "VERSION-CONTROL", "TRACE", "PURGE"),
    "FOO",
)

#: Both ends: who may do nothing, and who may do everything.
ENDS = ("anonymous", "administrator")


class WalkCase(unittest.TestCase):
    layer = KINDS_TESTING
    maxDiff = None

    def setUp(self):
        self.portal = self.layer["portal"]
        self.decider = self.enterContext(deciding())

    def ask(self, method, path, account, headers):
        return self.decider.ask(method, path, ACCOUNTS[account], **headers)

    def classes(self):
        """Return one place for each class of content."""
        found = {}
        for place in KINDS.values():
            content = self.portal.unrestrictedTraverse(place.strip("/"))
            found.setdefault((type(aq_base(content)), content.portal_type), place)
        return list(found.values())

    def assert_nothing_reached(self, asked):
        """Ask by each of `asked`: a method, a path, an account and headers."""
        reached = [
            (method, path, account, headers, decision.name)
            for method, path, account, headers in asked
            if (decision := self.ask(method, path, account, headers)).reached
            is not None
        ]
        self.assertEqual([], reached)


class TestKinds(WalkCase):
    def reached(self, place, account):
        """Return the letters of what an account reaches at a place."""
        letters = []
        for letter, method, headers, name in OPEN:
            decision = self.ask(method, place, account, headers)
            # A refusal that is noted asks once more who it was.
            self.assertLessEqual(set(decision.proved), {ACCOUNTS[account]})
            if decision.reached is None:
                continue
            self.assertEqual(ACCOUNTS[account], decision.user_id)
            self.assertTrue(decision.name.startswith(name), decision)
            letters.append(letter)
        # A page is there to be read and to be sent to, or not at all.
        self.assertIn(letters.count("P"), (0, 2), (place, account))
        return "".join(dict.fromkeys(letters)) or "–"

    def test_each_kind_answers_whom_the_table_says_by_the_methods_it_says(self):
        found = {}
        for kind, place in KINDS.items():
            cells = {}
            for accounts in self.decider.alike(place):
                letters = self.reached(place, accounts[0])
                cells.update(dict.fromkeys(accounts, letters))
            found[kind] = tuple(cells[account] for account in ACCOUNTS)
        write_table(found, mark="*")
        self.assertGreater(self.decider.asked, 1000)
        self.assertEqual([], differences(read_table(DOCUMENT, "Content"), found))
        self.assertEqual("PJ", found["news"][0])
        self.assertEqual("–", found["news in draft"][0])

    def test_every_type_of_content_is_among_the_kinds(self):
        types = {
            self.portal.unrestrictedTraverse(place.strip("/")).portal_type
            for place in KINDS.values()
        }
        self.assertEqual(set(self.portal.portal_types) - NOT_STORED, types)

    def test_head_is_decided_as_get_is(self):
        for place in self.classes():
            for account in ENDS:
                for headers in (HTML, JSON):
                    with self.subTest(place=place, account=account, **headers):
                        wanted = self.ask("GET", place, account, headers)
                        found = self.ask("HEAD", place, account, headers)
                        self.assertEqual(
                            (wanted.status, wanted.name), (found.status, found.name)
                        )

    def test_programs_that_say_so_in_the_address_get_the_same(self):
        for place in self.classes():
            for method in ("GET", "POST", *OF_SERVICES):
                with self.subTest(place=place, method=method):
                    plain = self.ask(method, place, "administrator", JSON)
                    headers = {**HTML, "Content_Type": "application/json"}
                    by_name = self.ask(
                        method, f"/++api++{place}", "administrator", headers
                    )
                    self.assertEqual(plain.name, by_name.name)


class TestMethods(WalkCase):
    def test_no_method_of_webdav_reaches_any_content(self):
        """Not for who may do everything; unknown ones are the same for each class."""
        places = self.classes()
        self.assertGreater(len(places), 19)
        self.assert_nothing_reached(
            (method, place, "administrator", headers)
            for place in places
            for methods, headers in (
                ((*OF_WEBDAV, *OF_SERVICES), {"Accept": "*/*"}),
                (("PUT", "OPTIONS", "PROPFIND", "MOVE"), JSON),
                (OF_NOBODY if place in ("", "/news", "/news/n001") else (), HTML),
            )
            for method in methods
        )

    def test_nor_with_the_headers_of_its_clients(self):
        webdav = {
            "Accept": "*/*",
            "Depth": "infinity",
            "Destination": "http://localhost/plone/news/x",
            "Overwrite": "T",
            "User_Agent": "Microsoft-WebDAV-MiniRedir/10.0",
            "Content_Type": "text/xml",
            "Translate": "f",
        }
        override = {
            **JSON,
            "X_HTTP_Method_Override": "DELETE",
            "X_Http_Method": "DELETE",
        }
        for account in ENDS:
            for method in ("PROPFIND", "PUT", "MOVE", "COPY", "DELETE", "MKCOL"):
                for path in ("/news/n001", "/news/new", "/catalogue/sq-xx-901"):
                    decision = self.ask(method, path, account, webdav)
                    self.assertIsNone(decision.reached, (method, path))
            decision = self.ask("GET", "/news/n001", account, override)
            self.assertEqual("GET_application_json_", decision.name)
            # A browser of another origin asks so before it asks; nothing is told it.
            preflight = {**JSON, "Access_Control_Request_Method": "DELETE"}
            preflight["Origin"] = "https://evil.example.com"
            for path in ("/catalogue/sq-xx-901", "/news/draft", "/portal_catalog"):
                decision = self.ask("OPTIONS", path, "anonymous", preflight)
                self.assertIsNone(decision.reached, path)

    def test_views_are_asked_by_the_methods_of_pages_alone(self):
        """One address for each page of ours, also those that read what follows."""
        pages = {}
        for method, path, _cells in read_addresses():
            name = path.partition("?")[0].rpartition("/")[2]
            if method == "GET" and name and name not in pages:
                found = self.ask("GET", path, "administrator", JSON)
                is_content = found.name.startswith("GET_")
                pages[name] = None if is_content else path
        pages = {name: path for name, path in pages.items() if path}
        self.assertGreater(len(pages), 60)
        for more in ("/@@desk/260115483920001", "/@@receipt/260115483920001/1"):
            pages[more] = more
        self.assert_nothing_reached(
            (method, path, "administrator", headers)
            for path in pages.values()
            for method, headers in (
                *(("PROPFIND", HTML), ("DELETE", HTML)),
                *(("PUT", JSON), ("DELETE", JSON)),
            )
        )

    def test_tools_are_there_for_administrators_alone_and_for_no_program(self):
        tools = {
            type(aq_base(tool)): f"/{name}"
            for name, tool in self.portal.objectItems()
            if not IContentish.providedBy(tool)
        }
        self.assertGreater(len(tools), 30)
        paths = [*tools.values(), "/acl_users/source_users", "/news/portal_catalog"]
        of_browsers = (("GET", HTML), ("POST", FORM))
        of_programs = (("PUT", HTML), ("PROPFIND", HTML), ("GET", JSON))
        of_programs += (("DELETE", JSON),)
        self.assert_nothing_reached(
            (method, path, account, headers)
            for path in paths
            for account, asked in (
                ("anonymous", of_browsers),
                ("editor", of_browsers),
                ("reviewer", of_browsers[:1]),
                ("administrator", of_programs),
            )
            for method, headers in asked
        )
        self.assertIsNotNone(
            self.ask("GET", "/portal_types", "administrator", HTML).reached
        )
