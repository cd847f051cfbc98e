"""One's own account, and those of others: sessions, closing, links for a new password."""

from html import unescape
from onewindow_policy.accounts.api import known_passwords
from onewindow_policy.accounts.asking import asking
from onewindow_policy.accounts.keepers import is_closed
from onewindow_policy.accounts.keepers import uid_of
from onewindow_policy.accounts.models import StaffSession
from onewindow_policy.records.database import get_database
from onewindow_policy.records.models import AuditEntry
from onewindow_policy.sites.accounts import sample_password
from onewindow_policy.testing import SAMPLE_FUNCTIONAL_TESTING
from onewindow_policy.testing.loggedin import LoggedIn
from onewindow_policy.testing.tickets import cookie_for
from onewindow_policy.testing.tickets import MANAGER
from plone import api
from plone.testing.zope import Browser
from sqlalchemy import select

import re
import transaction
import unittest

NEW_PASSWORD = "Quite-another-sentence-of-2026!"
STAFF = "window-staff"


class AccountsCase(LoggedIn):
    def setUp(self):
        self.portal = self.layer["portal"]
        asking.forget()
        self.addCleanup(asking.forget)

    def post(self, page, cookie, **form):
        """Post a form of a page with the page's token; return the answer."""
        form["_authenticator"] = self.token_of(page, cookie)
        return self.send("POST", page, cookie=cookie, form=form)

    def token_of(self, page, cookie):
        shown = self.send("GET", page, cookie=cookie, form={}).text
        return re.search(r'data-token="(\w+)"', shown)[1]

    def audited(self):
        with get_database().reading.connect() as connection:
            query = select(AuditEntry.action, AuditEntry.subject, AuditEntry.user_id)
            return {tuple(row) for row in connection.execute(query)}


class MyAccountTests(AccountsCase, unittest.TestCase):
    layer = SAMPLE_FUNCTIONAL_TESTING
    address = "192.0.2.7"

    def page(self, cookie):
        answer = self.send("GET", "@@my-account", cookie=cookie, form={})
        self.assertEqual(200, answer.status_int)
        return unescape(answer.text)

    def test_one_ends_what_one_does_not_know_and_stays_logged_in(self):
        here = self.page_login(STAFF)
        token, there = self.token_login(STAFF)
        page = self.page(here)
        self.assertIn("我的账号", page)
        (button,) = re.findall(r'name="session"[^>]*value="(\w{32})"', page)
        answer = self.post("@@my-account", here, session=button)
        self.assertEqual(303, answer.status_int)
        self.assertIn("已退出", self.page(here + "; " + self.said(answer)))
        self.assertTrue(self.lets_in(cookie=here, user_id=STAFF))
        self.assertFalse(self.lets_in(token=token, user_id=STAFF))
        self.assertFalse(self.lets_in(cookie=there, user_id=STAFF))
        self.assertIn(("session.end", STAFF, STAFF), self.audited())
        self.assertNotIn('name="session"', self.page(here))

    def said(self, answer):
        (cookie,) = (
            each.partition(";")[0]
            for each in answer.headers.getall("Set-Cookie")
            if each.startswith("statusmessages")
        )
        return cookie

    def test_one_ends_all_others_at_once(self):
        here, others = self.page_login(STAFF), [self.page_login(STAFF) for _ in "123"]
        self.assertEqual(303, self.post("@@my-account", here, others="1").status_int)
        self.assertTrue(self.lets_in(cookie=here, user_id=STAFF))
        for each in others:
            self.assertFalse(self.lets_in(cookie=each, user_id=STAFF))

    def test_nobody_ends_sessions_of_others_nor_without_a_token(self):
        here, theirs = self.page_login(STAFF), self.page_login("editor")
        with get_database().reading.connect() as connection:
            query = select(StaffSession.id_hash).where(
                StaffSession.account_uid == uid_of("editor")
            )
            ids = [each.hex()[:32] for each in connection.scalars(query)]
        self.assertTrue(ids)
        for each in ids:
            self.assertEqual(
                303, self.post("@@my-account", here, session=each).status_int
            )
        own = self.page_login(STAFF)
        answer = self.send("POST", "@@my-account", cookie=here, form={"others": "1"})
        self.assertEqual(403, answer.status_int)
        self.assertTrue(self.lets_in(cookie=theirs))
        self.assertTrue(self.lets_in(cookie=own, user_id=STAFF))

    def test_last_log_ins_are_shown_to_their_owner_with_the_wrong_passwords(self):
        self.page_login(STAFF)
        for _attempt in range(2):
            self.assertEqual("", self.page_login(STAFF, "not the password of it"))
        answer = self.send(
            "POST",
            "login",
            form={
                "__ac_name": STAFF,
                "__ac_password": sample_password(STAFF),
                "buttons.login": "1",
            },
        )
        here = self.cookie_of(answer)
        page = self.page(f"{here}; {self.said(answer)}")
        self.assertIn("2次密码输错", page)
        self.assertEqual(2, page.count(">错误<"))
        self.assertIn(self.address, page)
        with get_database().reading.connect() as connection:
            query = select(AuditEntry.action).where(
                AuditEntry.account_uid == uid_of(STAFF)
            )
            actions = list(connection.scalars(query))
        self.assertEqual(2, actions.count("password_refused"))
        self.assertEqual(2, actions.count("password_accepted"))
        # It is said once, and others do not see it.
        self.assertNotIn("2次密码输错", self.page(self.page_login(STAFF)))
        self.assertNotIn(">错误<", self.page(self.page_login("editor")))

    def test_visitors_are_asked_to_log_in(self):
        answer = self.send("GET", "@@my-account", form={})
        self.assertEqual(302, answer.status_int)
        self.assertIn("login", answer.headers["Location"])


class StaffAccountsTests(AccountsCase, unittest.TestCase):
    layer = SAMPLE_FUNCTIONAL_TESTING

    def setUp(self):
        super().setUp()
        self.chief = cookie_for(MANAGER)
        self.page = f"@@staff-account?account={uid_of(STAFF)}"

    def act(self, action, cookie=None, page=None):
        return self.post(page or self.page, cookie or self.chief, action=action)

    def test_list_finds_accounts_by_id_and_name_and_names_nobody_in_addresses(self):
        answer = self.send("GET", "@@staff-accounts", cookie=self.chief, form={})
        self.assertEqual(200, answer.status_int)
        rows = re.findall(r'staff-account\?account=(\w{32})">([\w-]+)<', answer.text)
        self.assertIn((uid_of(STAFF), STAFF), rows)
        self.assertGreaterEqual(len(rows), 8)
        for text in ("window", "STAFF", "周示"):
            with self.subTest(text=text):
                found = self.post("@@staff-accounts", self.chief, text=text).text
                names = re.findall(r'account=\w{32}">([\w-]+)<', found)
                self.assertTrue(names)
                self.assertLess(len(names), len(rows))
        self.assertIn(
            "<span>0</span>", self.post("@@staff-accounts", self.chief, text="%").text
        )

    def test_closed_account_lets_nobody_in_until_it_is_reopened(self):
        cookie = self.page_login(STAFF)
        token, _cookie = self.token_login(STAFF)
        self.assertEqual(303, self.act("close").status_int)
        self.assertTrue(is_closed(STAFF))
        self.assertFalse(self.lets_in(cookie=cookie, user_id=STAFF))
        self.assertFalse(self.lets_in(token=token, user_id=STAFF))
        self.assertEqual("", self.page_login(STAFF))
        shown = self.send("GET", self.page, cookie=self.chief, form={}).text
        self.assertIn("停用", shown)
        self.assertEqual(303, self.act("reopen").status_int)
        self.assertFalse(self.lets_in(cookie=cookie, user_id=STAFF))
        self.assertTrue(self.lets_in(cookie=self.page_login(STAFF), user_id=STAFF))
        for action in ("account.close", "account.reopen"):
            self.assertIn((action, STAFF, MANAGER), self.audited())

    def test_all_sessions_of_somebody_are_ended(self):
        cookie = self.page_login(STAFF)
        self.assertEqual(303, self.act("end").status_int)
        self.assertFalse(self.lets_in(cookie=cookie, user_id=STAFF))
        self.assertTrue(self.page_login(STAFF))

    def links_in(self, page):
        return re.findall(r"<code[^>]*>([^<]+/passwordreset/\w+)</code>", page)

    def use(self, link):
        """Set a new password by a link; return what the page says then."""
        browser = Browser(self.layer["app"])
        browser.raiseHttpErrors = False
        browser.open(link)
        if "userid" not in browser.contents:
            return browser.contents
        browser.getControl(name="userid").value = STAFF
        browser.getControl(name="password").value = NEW_PASSWORD
        browser.getControl(name="password2").value = NEW_PASSWORD
        browser.getForm(index=-1).submit()
        transaction.begin()
        return browser.contents

    def test_link_sets_a_password_once_and_a_newer_one_takes_its_place(self):
        first = self.links_in(self.act("link").text)
        second = self.links_in(self.act("link").text)
        self.assertEqual([1, 1], [len(first), len(second)])
        self.assertNotEqual(first, second)
        self.assertNotIn(STAFF, second[0])
        self.use(first[0])
        self.assertEqual("", self.page_login(STAFF, NEW_PASSWORD))
        self.use(second[0])
        cookie = self.page_login(STAFF, NEW_PASSWORD)
        # They chose it themselves: nothing has to be changed first.
        self.assertTrue(self.lets_in(cookie=cookie, user_id=STAFF))
        self.assertIn("无效", self.use(second[0]))
        self.assertIn(("password_link", STAFF, MANAGER), self.audited())
        self.assertEqual(
            [],
            self.links_in(self.send("GET", self.page, cookie=self.chief, form={}).text),
        )

    def test_link_ends_with_a_change_of_the_password_and_with_closing(self):
        (link,) = self.links_in(self.act("link").text)
        self.act("close")
        self.act("reopen")
        self.use(link)
        self.assertEqual("", self.page_login(STAFF, NEW_PASSWORD))
        (link,) = self.links_in(self.act("link").text)
        self.portal.acl_users.userSetPassword(STAFF, "Something-else-entirely-7")
        transaction.commit()
        self.use(link)
        self.assertEqual("", self.page_login(STAFF, NEW_PASSWORD))

    def test_nobody_touches_their_own_nor_a_managers_account(self):
        with known_passwords():
            api.user.create(
                username="deputy", email="deputy@example.com", password=NEW_PASSWORD
            )
        api.user.grant_roles(username="deputy", roles=["Site Administrator"])
        transaction.commit()
        deputy = cookie_for("deputy")
        for user_id, cookie in ((MANAGER, deputy), (MANAGER, self.chief)):
            page = f"@@staff-account?account={uid_of(user_id)}"
            for action in ("close", "end", "link", "factor"):
                with self.subTest(cookie=cookie[:12], action=action):
                    token = self.token_of("@@my-account", cookie)
                    answer = self.send(
                        "POST",
                        page,
                        cookie=cookie,
                        form={"action": action, "_authenticator": token},
                    )
                    self.assertEqual(200, answer.status_int)
                    self.assertIn('id="problem"', answer.text)
                    self.assertEqual([], self.links_in(answer.text))
        self.assertFalse(is_closed(MANAGER))

    def test_staff_reach_none_of_it_and_nothing_is_done_without_a_token(self):
        cookie = self.page_login(STAFF)
        for method, form in (("GET", {}), ("POST", {"action": "close"})):
            answer = self.send(method, self.page, cookie=cookie, form=form)
            self.assertIn(answer.status_int, (302, 401, 403))
        answer = self.send(
            "POST", self.page, cookie=self.chief, form={"action": "close"}
        )
        self.assertEqual(403, answer.status_int)
        self.assertFalse(is_closed(STAFF))
        unknown = f"@@staff-account?account={'0' * 32}"
        self.assertEqual(
            404, self.send("GET", unknown, cookie=self.chief, form={}).status_int
        )


class SettingsTests(AccountsCase, unittest.TestCase):
    layer = SAMPLE_FUNCTIONAL_TESTING

    def test_settings_of_all_three_are_kept_and_bounded(self):
        browser = Browser(self.layer["app"])
        browser.addHeader("Cookie", cookie_for(MANAGER))
        browser.open(f"{self.portal.absolute_url()}/@@onewindow-accounts")
        for name in ("min_chars", "by_account", "idle_minutes"):
            self.assertTrue(browser.getControl(name=f"form.widgets.{name}").value)
        browser.getControl(name="form.widgets.min_chars").value = "16"
        browser.getControl(name="form.widgets.by_account").value = "30"
        browser.getControl(name="form.widgets.idle_minutes").value = "15"
        browser.getControl(
            name="form.widgets.second_factor_roles"
        ).value = "Manager\nSupervisor"
        browser.getControl(name="form.buttons.save").click()
        transaction.begin()
        record = api.portal.get_registry_record
        self.assertEqual(16, record("onewindow_policy.accounts.min_chars"))
        self.assertEqual(30, record("onewindow_policy.log_ins.by_account"))
        self.assertEqual(15, record("onewindow_policy.sessions.idle_minutes"))
        self.assertEqual(
            ["Manager", "Supervisor"],
            record("onewindow_policy.accounts.second_factor_roles"),
        )
        browser.open(f"{self.portal.absolute_url()}/@@onewindow-accounts")
        browser.getControl(name="form.widgets.min_chars").value = "8"
        browser.getControl(name="form.buttons.save").click()
        transaction.begin()
        self.assertEqual(16, record("onewindow_policy.accounts.min_chars"))
