"""Guessing passwords at every door: a few are looked at, the rest is refused at once."""

from AccessControl.users import UnrestrictedUser
from AuthEncoding import AuthEncoding
from base64 import b64encode
from base64 import encodebytes
from binascii import hexlify
from contextlib import contextmanager
from http.client import HTTPConnection
from lxml import html
from onewindow_policy.accounts.basic import SETTING
from onewindow_policy.accounts.counting import forget_all_of_process
from onewindow_policy.accounts.doors import BASIC
from onewindow_policy.accounts.known_browsers import COOKIE as DEVICE
from onewindow_policy.accounts.loginsettings import PREFIX
from onewindow_policy.records.api import AuditEntry
from onewindow_policy.records.api import own_transaction
from onewindow_policy.records.api import read_session
from onewindow_policy.records.database import Database
from onewindow_policy.records.database import get_database
from onewindow_policy.records.database import replace_database
from onewindow_policy.records.models import Try
from onewindow_policy.records.settings import read_url
from onewindow_policy.sites.accounts import sample_password
from onewindow_policy.testing import SAMPLE_FUNCTIONAL_TESTING
from onewindow_policy.testing import SAMPLE_POSTGRESQL_FUNCTIONAL_TESTING
from onewindow_policy.testing.tickets import cookie_for
from plone import api
from plone.app.testing import SITE_OWNER_NAME
from plone.app.testing import SITE_OWNER_PASSWORD
from Products.PluggableAuthService.interfaces.plugins import ICredentialsUpdatePlugin
from Products.PluggableAuthService.interfaces.plugins import IExtractionPlugin
from Products.PluggableAuthService.plugins.HTTPBasicAuthHelper import (
    HTTPBasicAuthHelper,
)
from sqlalchemy import delete
from sqlalchemy import func
from sqlalchemy import select
from unittest import mock
from urllib.parse import quote
from urllib.parse import urlencode
from ZPublisher import HTTPRequest

import dataclasses
import json
import os
import transaction
import unittest

#: Enough to see where it stops; so many hundreds were tried once, as docs say.
TRIES = 12

#: As docs/accounts.md says: of an account from an address, from an address, of an account.
BOTH, ADDRESS, ACCOUNT = 5, 60, 20

FORM = {"Content-Type": "application/x-www-form-urlencoded"}
JSON = {"Content-Type": "application/json", "Accept": "application/json"}


class DoorsTestCase(unittest.TestCase):
    layer = SAMPLE_FUNCTIONAL_TESTING

    #: Where requests come from, as a web server on the machine says.
    address = None

    def setUp(self):
        self.portal = self.layer["portal"]
        proxies = mock.patch.object(HTTPRequest, "trusted_proxies", ["127.0.0.1"])
        self.enterContext(proxies)
        forget_all_of_process()
        self.addCleanup(forget_all_of_process)

    def ask(self, method, path, body=None, address=None, site="/plone", **headers):
        """Return status, headers and text of an answer."""
        connection = HTTPConnection(self.layer["host"], self.layer["port"], timeout=60)
        names = {name.replace("_", "-"): value for name, value in headers.items()}
        if address or self.address:
            names["X-Forwarded-For"] = address or self.address
        connection.request(method, site + path, body, names)
        response = connection.getresponse()
        text = response.read().decode("utf-8", "replace")
        connection.close()
        return response.status, response.headers, text

    def basic(self, name, password):
        pair = b64encode(f"{name}:{password}".encode()).decode()
        return {"Authorization": f"Basic {pair}"}

    def forget_tries(self):
        transaction.abort()
        with own_transaction() as session:
            session.execute(delete(Try))

    @contextmanager
    def hashes(self):
        """Count the passwords that are hashed."""
        with mock.patch.object(
            AuthEncoding, "pw_validate", wraps=AuthEncoding.pw_validate
        ) as counted:
            yield counted

    def log_in(self, name="editor", password=None, path="/login", **more):
        password = sample_password(name) if password is None else password
        form = {"__ac_name": name, "__ac_password": password, "buttons.login": "1"}
        return self.ask("POST", path, urlencode(form), **FORM, **more)

    def is_let_in(self, answer):
        return any(
            each.startswith("__ac=") and "deleted" not in each
            for each in answer[1].get_all("Set-Cookie") or []
        )


#: Each door of the site: how a wrong password is tried there.
DOORS = {
    "form": lambda test, word: test.log_in(password=word),
    "login_form": lambda test, word: test.log_in(password=word, path="/login_form"),
    "failsafe": lambda test, word: test.log_in(password=word, path="/failsafe_login"),
    "require_login": lambda test, word: test.log_in(
        password=word, path="/require_login"
    ),
    "any page": lambda test, word: test.log_in(password=word, path="/catalogue"),
    "@login": lambda test, word: test.ask(
        "POST", "/@login", json.dumps({"login": "editor", "password": word}), **JSON
    ),
    "any JSON": lambda test, word: test.ask(
        "POST",
        "/@querystring-search",
        json.dumps({"login": "editor", "password": word}),
        **JSON,
    ),
    "@users": lambda test, word: test.ask(
        "POST",
        "/@users/editor/reset-password",
        json.dumps({"old_password": word, "new_password": "a-new-and-long-one-7"}),
        Cookie=cookie_for("editor"),
        **JSON,
    ),
}


class GuessingTests:
    def test_at_every_door_few_passwords_are_looked_at(self):
        for number, (name, door) in enumerate(DOORS.items()):
            self.address = f"198.51.100.{number}"
            self.forget_tries()
            with self.subTest(door=name), self.hashes() as hashed:
                answers = [door(self, f"wrong-{i}") for i in range(TRIES)]
                statuses = [answer[0] for answer in answers]
                self.assertEqual(BOTH, hashed.call_count)
                self.assertNotIn(429, statuses[:BOTH])
                self.assertEqual({429}, set(statuses[BOTH:]))
                for _status, headers, text in answers[BOTH:]:
                    self.assertTrue(0 < int(headers["Retry-After"]) <= 15 * 60)
                    self.assertNotIn("wrong-", text)

    def test_names_that_do_not_exist_are_tried_as_often_and_cost_as_much(self):
        for number, name in enumerate(("editor", "nobody-at-all")):
            self.address = f"203.0.113.{number}"
            for door in ("form", "@login", "any JSON"):
                self.address += "9"
                body = json.dumps({"login": name, "password": "wrong"})
                with self.subTest(name=name, door=door), self.hashes() as hashed:
                    if door == "form":
                        answer = self.log_in(name, "wrong")
                    else:
                        path = "/@login" if door == "@login" else "/@querystring-search"
                        answer = self.ask("POST", path, body, **JSON)
                    self.assertEqual(1, hashed.call_count)
                    self.assertEqual(door == "@login", answer[0] == 401)

    def test_many_names_from_one_address_end_too(self):
        self.address = "198.51.100.200"
        with self.hashes() as hashed:
            statuses = [self.log_in(f"name-{i}", "x")[0] for i in range(ADDRESS + 4)]
        self.assertEqual(ADDRESS, hashed.call_count)
        self.assertEqual([429] * 4, statuses[ADDRESS:])
        # Another address is not concerned.
        self.address = "198.51.100.201"
        self.assertTrue(self.is_let_in(self.log_in()))

    def test_one_account_from_many_addresses_ends_but_for_known_browsers(self):
        self.address = "203.0.113.77"
        known = self.log_in()
        self.assertTrue(self.is_let_in(known))
        (device,) = [
            each.partition(";")[0]
            for each in known[1].get_all("Set-Cookie")
            if each.startswith(DEVICE)
        ]
        self.assertNotIn("editor", device)
        with self.hashes() as hashed:
            for number in range(ACCOUNT + 3):
                self.address = f"192.0.2.{number}"
                answer = self.log_in(password="wrong")
        self.assertEqual((ACCOUNT, 429), (hashed.call_count, answer[0]))
        self.address = "192.0.2.200"
        self.assertEqual(429, self.log_in()[0])
        # Its owner comes in, from there and from where strangers have tried.
        for self.address in ("192.0.2.200", "192.0.2.0"):
            self.assertTrue(self.is_let_in(self.log_in(Cookie=device)))
        # The cookie is for one account, and bears a few mistakes itself.
        answer = self.log_in("reviewer", "wrong", Cookie=device)
        with self.hashes() as hashed:
            for number in range(BOTH + 2):
                self.address = f"192.0.2.{210 + number}"
                answer = self.log_in(password="wrong", Cookie=device)
        self.assertEqual((BOTH, 429), (hashed.call_count, answer[0]))

    def test_cookie_of_another_account_or_another_key_is_no_known_browser(self):
        self.address = "203.0.113.78"
        known = self.log_in("reviewer")
        (device,) = [
            each.partition(";")[0]
            for each in known[1].get_all("Set-Cookie")
            if each.startswith(DEVICE)
        ]
        forged = device[:-1] + ("A" if device[-1] != "A" else "B")
        for cookie in (device, forged, f"{DEVICE}={'A' * 40}", f"{DEVICE}=…"):
            self.forget_tries()
            with self.hashes() as hashed:
                for number in range(BOTH + 1):
                    self.log_in(password=f"wrong-{number}", Cookie=cookie.encode())
            self.address += "0"
            self.assertEqual(BOTH, hashed.call_count, cookie)

    def test_right_password_forgives_what_was_mistyped(self):
        self.address = "203.0.113.79"
        for _again in range(3):
            for number in range(BOTH - 1):
                self.assertFalse(self.is_let_in(self.log_in(password=f"w{number}")))
            self.assertTrue(self.is_let_in(self.log_in()))

    def test_right_password_of_another_account_forgives_nothing(self):
        self.address = "203.0.113.80"
        for number in range(BOTH):
            self.log_in(password=f"w{number}")
            self.assertTrue(self.is_let_in(self.log_in("reviewer")))
        self.assertEqual(429, self.log_in()[0])

    def test_several_passwords_in_one_request_count_each(self):
        self.address = "203.0.113.81"
        body = urlencode({"__ac_name": "editor", "__ac_password": "one"})
        json_body = json.dumps({"login": "editor", "password": "two"})
        with mock.patch.dict(os.environ, {SETTING: "on"}), self.hashes() as hashed:
            for number in range(BOTH):
                basic = self.basic("editor", f"three-{number}")
                self.ask("POST", "/@querystring-search", json_body, **JSON, **basic)
                self.ask("POST", "/login", body, **FORM, **basic)
        self.assertLessEqual(hashed.call_count, BOTH)

    def test_all_is_audited_and_nothing_that_was_typed(self):
        self.address = "203.0.113.82"
        self.log_in()
        self.log_in(password="my-secret-mistyped")
        self.log_in("typed-a-password-here", "x")
        transaction.begin()
        rows = [
            (each.action, each.subject, each.user_id)
            for each in read_session().scalars(
                select(AuditEntry).order_by(AuditEntry.id)
            )
        ]
        self.assertIn(("password_accepted", "editor", "editor"), rows)
        self.assertIn(("password_refused", "editor", "editor"), rows)
        self.assertIn(("password_refused", "unknown", "anonymous"), rows)
        for row in rows:
            self.assertNotIn("typed", " ".join(row))

    def test_refusals_do_not_fill_the_audit(self):
        self.address = "203.0.113.83"
        for number in range(BOTH + 6):
            self.log_in(password=f"w{number}")
        transaction.begin()
        found = read_session().scalar(
            select(func.count())
            .select_from(AuditEntry)
            .where(AuditEntry.action == "password_limit")
        )
        self.assertEqual(1, found)

    def test_page_of_a_refusal_keeps_the_name_and_where_it_leads(self):
        self.address = "203.0.113.84"
        for _try in range(BOTH):
            self.log_in(password="wrong")
        status, headers, text = self.log_in(password="wrong-again")
        self.assertEqual(429, status)
        page = html.fromstring(text)
        self.assertEqual("请稍候再登录", page.cssselect("h1")[0].text_content())
        name = page.cssselect("[name=__ac_name]")[0]
        self.assertEqual("editor", name.get("value"))
        self.assertIsNone(page.cssselect("[name=__ac_password]")[0].get("value"))
        self.assertNotIn("wrong-again", text)
        self.assertIn("no-store", headers["Cache-Control"])
        body = json.dumps({"login": "editor", "password": "wrong"})
        status, headers, text = self.ask("POST", "/@login", body, **JSON)
        self.assertEqual((429, "TooManyLogIns"), (status, json.loads(text)["type"]))
        self.assertIn("Retry-After", headers)


class TestGuessing(GuessingTests, DoorsTestCase):
    """On SQLite."""


class TestGuessingPostgreSQL(GuessingTests, DoorsTestCase):
    """On PostgreSQL."""

    layer = SAMPLE_POSTGRESQL_FUNCTIONAL_TESTING


class TestAway(DoorsTestCase):
    """While SQL cannot be asked."""

    def setUp(self):
        super().setUp()
        lost = Database(
            dataclasses.replace(
                get_database().settings, url=read_url("sqlite:////nonexistent/lost.db")
            )
        )
        self.addCleanup(replace_database, replace_database(lost))

    def test_staff_log_in_and_guessing_ends_sooner(self):
        self.address = "203.0.113.1"
        self.assertTrue(self.is_let_in(self.log_in()))
        with self.hashes() as hashed:
            statuses = [self.log_in(password=f"w{i}")[0] for i in range(8)]
        self.assertEqual((3, 429), (hashed.call_count, statuses[3]))
        self.address = "203.0.113.2"
        self.assertTrue(self.is_let_in(self.log_in()))


class TestAddresses(DoorsTestCase):
    """What proves who somebody is, in an address or a form."""

    def test_name_and_password_in_an_address_are_read_by_nothing(self):
        word = sample_password("editor")
        query = urlencode({"__ac_name": "editor", "__ac_password": word})
        tricky = f"__ac%5Fname:string=editor&%5f_ac_password:required={word}"
        with self.hashes() as hashed:
            for method, body, headers in (
                ("GET", None, {}),
                ("POST", "buttons.login=1", FORM),
                ("HEAD", None, {}),
            ):
                for asked in (query, tricky, f"{query}&x=1"):
                    answer = self.ask(method, f"/login?{asked}", body, **headers)
                    self.assertFalse(self.is_let_in(answer))
                    self.assertNotIn("示例编辑", answer[2])
        self.assertEqual(0, hashed.call_count)

    def test_what_else_stands_in_the_address_stays(self):
        status, headers, _text = self.ask(
            "GET", "/@@search?SearchableText=ab&__ac=x&a=1"
        )
        self.assertEqual(302, status)
        self.assertTrue(headers["Location"].endswith("/@@find?q=ab"))
        self.assertNotIn("__ac", headers["Location"])

    def test_ticket_is_a_cookie_and_nothing_else(self):
        ticket = cookie_for("editor").partition("=")[2]
        path = "/@@personal-preferences"
        inside = self.ask("GET", path, Cookie=f"__ac={ticket}")
        self.assertEqual(200, inside[0])
        for method, query, body, headers in (
            ("GET", f"?__ac={ticket}", None, {}),
            ("POST", f"?__ac={ticket}", "a=1", FORM),
            ("POST", "", f"__ac={ticket}", FORM),
            ("GET", f"?ticket={ticket}", None, {}),
        ):
            answer = self.ask(method, path + query, body, **headers)
            self.assertNotEqual(200, answer[0])

    def test_basic_is_off_but_where_an_operator_turns_it_on(self):
        self.address = "203.0.113.90"
        basic = self.basic("editor", sample_password("editor"))
        path = "/@@personal-preferences"
        with self.hashes() as hashed:
            self.assertNotEqual(200, self.ask("GET", path, **basic)[0])
        self.assertEqual(0, hashed.call_count)
        with mock.patch.dict(os.environ, {SETTING: "on"}):
            self.assertEqual(200, self.ask("GET", path, **basic)[0])
            wrong = [
                self.ask("GET", path, **self.basic("editor", f"w{i}"))[0]
                for i in range(9)
            ]
        self.assertEqual({429}, set(wrong[BOTH:]))


class TestRoot(DoorsTestCase):
    """The root's administrator, who is let in from the machine, by HTTP Basic."""

    def manager(self, **headers):
        return self.ask("GET", "/acl_users/users/manage_users", site="", **headers)

    def test_from_the_machine_by_basic(self):
        right = self.basic(SITE_OWNER_NAME, SITE_OWNER_PASSWORD)
        self.assertEqual(200, self.manager(**right)[0])
        self.assertNotEqual(200, self.manager()[0])

    def test_not_by_way_of_a_web_server(self):
        right = self.basic(SITE_OWNER_NAME, SITE_OWNER_PASSWORD)
        with self.hashes() as hashed:
            for header in ("X-Forwarded-For", "X-Real-IP", "Via", "Forwarded"):
                answer = self.manager(**right, **{header: "127.0.0.1"})
                self.assertNotEqual(200, answer[0], header)
        self.assertEqual(0, hashed.call_count)

    def test_neither_by_form_nor_token_nor_cookie(self):
        name, word = SITE_OWNER_NAME, SITE_OWNER_PASSWORD
        self.assertFalse(self.is_let_in(self.log_in(name, word)))
        form = urlencode({"__ac_name": name, "__ac_password": word})
        answer = self.ask(
            "POST", "/acl_users/users/manage_users", form, site="", **FORM
        )
        self.assertNotEqual(200, answer[0])
        self.assertFalse(self.is_let_in(answer))
        body = json.dumps({"login": name, "password": word})
        answer = self.ask("POST", "/@login", body, address="198.51.100.9", **JSON)
        self.assertEqual(401, answer[0])
        pair = b":".join([hexlify(name.encode()), hexlify(word.encode())])
        cookie = quote(encodebytes(pair).rstrip())
        self.assertNotEqual(200, self.manager(Cookie=f"__ac={cookie}")[0])

    def test_guessing_ends_there_too(self):
        # The fixture's own is of a former kind, and costs a hash of both kinds.
        passwords = self.layer["app"].acl_users.users._user_passwords
        passwords[SITE_OWNER_NAME] = AuthEncoding.pw_encrypt(SITE_OWNER_PASSWORD)
        transaction.commit()
        with self.hashes() as hashed:
            statuses = [
                self.manager(**self.basic(SITE_OWNER_NAME, f"w{i}"))[0]
                for i in range(9)
            ]
        self.assertEqual((BOTH, {429}), (hashed.call_count, set(statuses[BOTH:])))

    def test_emergency_user_is_let_in_from_the_machine_only(self):
        user = UnrestrictedUser("rescue", "rescue-password", ("manage",), [])
        basic = self.basic("rescue", "rescue-password")
        module = "Products.PluggableAuthService.PluggableAuthService"
        with (
            mock.patch(f"{module}.emergency_user", user),
            mock.patch(f"{module}.PluggableAuthService._emergency_user", user),
        ):
            self.assertEqual(200, self.manager(**basic)[0])
            for more in ({"X-Forwarded-For": "198.51.100.1"}, {"Via": "x"}):
                self.assertNotEqual(200, self.manager(**basic, **more)[0])

    def test_doors_of_a_site_of_before_are_closed_and_administrators_let_in(self):
        root = self.layer["app"].acl_users
        for acl_users in (root, self.portal.acl_users):
            acl_users._setOb(BASIC, HTTPBasicAuthHelper(BASIC))
        for interface in (IExtractionPlugin, ICredentialsUpdatePlugin):
            root.plugins.activatePlugin(interface, "credentials_cookie_auth")
        setup = self.portal.portal_setup
        for _again in range(2):
            setup.setLastVersionForProfile("onewindow_policy:default", "1000")
            setup.upgradeProfile("onewindow_policy:default")
        transaction.commit()
        self.assertEqual([BASIC], list(root.plugins.listPluginIds(IExtractionPlugin)))
        by_account = api.portal.get_registry_record(f"{PREFIX}.by_account")
        self.assertEqual(ACCOUNT, by_account)
        answer = self.log_in(SITE_OWNER_NAME, SITE_OWNER_PASSWORD)
        self.assertTrue(self.is_let_in(answer))
        user = self.portal.acl_users.getUserById(SITE_OWNER_NAME)
        self.assertIn("Manager", user.getRoles())


if __name__ == "__main__":
    unittest.main()
