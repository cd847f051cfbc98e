"""What ends a right ends its sessions: a cookie and a token copied before open nothing."""

from contextlib import contextmanager
from datetime import timedelta
from onewindow_policy.accounts import asking as asking_module
from onewindow_policy.accounts.asking import asking
from onewindow_policy.accounts.keepers import end_sessions
from onewindow_policy.accounts.keepers import uid_of
from onewindow_policy.accounts.models import StaffSession
from onewindow_policy.records.api import utc_now
from onewindow_policy.records.database import Database
from onewindow_policy.records.database import get_database
from onewindow_policy.records.database import replace_database
from onewindow_policy.records.settings import read_url
from onewindow_policy.sites.accounts import sample_password
from onewindow_policy.testing import SAMPLE_FUNCTIONAL_TESTING
from onewindow_policy.testing.loggedin import LoggedIn
from onewindow_policy.testing.records import statements_of
from onewindow_policy.testing.tickets import cookie_for
from onewindow_policy.testing.tickets import MANAGER
from plone import api
from plone.app.testing import login
from plone.app.testing import logout
from plone.app.testing import SITE_OWNER_NAME
from sqlalchemy import select
from sqlalchemy import update
from unittest import mock

import dataclasses
import json
import logging
import re
import transaction
import unittest

NEW_PASSWORD = "Quite-another-sentence-of-2026!"


class SessionsSetup(LoggedIn):
    layer = SAMPLE_FUNCTIONAL_TESTING

    def setUp(self):
        self.portal = self.layer["portal"]
        self.acl_users = self.portal.acl_users
        asking.forget()
        self.addCleanup(asking.forget)
        login(self.layer["app"], SITE_OWNER_NAME)
        self.addCleanup(logout)

    def steal(self, user_id="editor"):
        """Log in on two devices, and keep copies of all that they hold."""
        cookie = self.page_login(user_id)
        token, cookie_with_it = self.token_login(user_id)
        self.stolen = [
            {"cookie": cookie},
            {"cookie": cookie_with_it},
            {"token": token},
        ]
        for held in self.stolen:
            self.assertTrue(self.lets_in(**held, user_id=user_id))

    def assert_all_over(self, user_id="editor"):
        for held in self.stolen:
            self.assertFalse(self.lets_in(**held, user_id=user_id), held)

    def page_token(self, cookie, path):
        """Return the authenticator's token from a page with a form."""
        page = self.send("GET", path, cookie=cookie, form={}).text
        return re.search(r'name="_authenticator" value="(\w+)"', page)[1]

    def post(self, path, form, cookie=None, page="@@usergroup-userprefs"):
        cookie = cookie or cookie_for()
        form = {**form, "_authenticator": self.page_token(cookie, page)}
        answer = self.send("POST", path, cookie=cookie, form=form)
        self.assertLess(answer.status_int, 400, answer.text[-2000:])
        return answer

    def rows(self):
        with get_database().reading.connect() as connection:
            return connection.execute(
                select(StaffSession.__table__).order_by(StaffSession.created_at)
            ).all()

    def change_rows(self, **values):
        with get_database().writing.begin() as connection:
            connection.execute(update(StaffSession).values(**values))


class TestLoggingOut(SessionsSetup, unittest.TestCase):
    def test_link_ends_the_session_of_the_cookie_and_no_other(self):
        self.steal()
        other = self.page_login()
        answer = self.send("GET", "logout", cookie=self.stolen[0]["cookie"])
        self.assertEqual(302, answer.status_int)
        self.assertFalse(self.lets_in(**self.stolen[0]))
        self.assertTrue(self.lets_in(cookie=other))
        self.assertTrue(self.lets_in(**self.stolen[2]))

    def test_service_ends_the_token_and_the_cookie_that_came_with_it(self):
        self.steal()
        answer = self.send("POST", "@logout", token=self.stolen[2]["token"])
        self.assertIn(answer.status_int, (200, 204))
        self.assertFalse(self.lets_in(**self.stolen[2]))
        self.assertFalse(self.lets_in(**self.stolen[1]))
        self.assertTrue(self.lets_in(**self.stolen[0]))

    def test_service_ends_a_cookie(self):
        cookie = self.page_login()
        self.send("POST", "@logout", cookie=cookie, body={})
        self.assertFalse(self.lets_in(cookie=cookie))

    def test_logging_in_again_ends_what_the_browser_had(self):
        cookie = self.page_login()
        newer = self.page_login(cookie=cookie)
        self.assertTrue(self.lets_in(cookie=newer))
        self.assertFalse(self.lets_in(cookie=cookie))


class TestPasswords(SessionsSetup, unittest.TestCase):
    """Whoever changes a password, by whatever door, ends what was opened by the former."""

    def setUp(self):
        super().setUp()
        self.steal()

    def test_user_folder(self):
        self.acl_users.userSetPassword("editor", NEW_PASSWORD)
        transaction.commit()
        self.assert_all_over()

    def test_users_service_of_the_administrator(self):
        answer = self.send(
            "PATCH",
            "@users/editor",
            cookie=cookie_for(),
            body={"password": NEW_PASSWORD},
        )
        self.assertEqual(204, answer.status_int, answer.text)
        self.assert_all_over()

    def test_zope_management(self):
        # That door is shut in the portal: what is behind it is asked.
        users = self.acl_users.source_users
        users.manage_updateUserPassword("editor", NEW_PASSWORD, NEW_PASSWORD)
        transaction.commit()
        self.assert_all_over()

    def test_own_change_ends_the_others_and_goes_on_with_a_new_one(self):
        answer = self.send(
            "POST",
            "@users/editor/reset-password",
            cookie=self.stolen[0]["cookie"],
            body={
                "old_password": sample_password("editor"),
                "new_password": NEW_PASSWORD,
            },
        )
        self.assertLess(answer.status_int, 300, answer.text)
        self.assert_all_over()

    def test_reset_by_mail(self):
        reset = self.portal.portal_password_reset.requestReset("editor")
        transaction.commit()
        answer = self.send(
            "POST",
            "@users/editor/reset-password",
            body={"reset_token": reset["randomstring"], "new_password": NEW_PASSWORD},
        )
        self.assertLess(answer.status_int, 300, answer.text)
        self.assert_all_over()

    def test_program_that_ends_sessions(self):
        end_sessions("editor")
        transaction.commit()
        self.assert_all_over()


class TestEndOfAccounts(SessionsSetup, unittest.TestCase):
    def setUp(self):
        super().setUp()
        self.steal()

    def test_closing(self):
        self.acl_users.source_users.close_account("editor")
        transaction.commit()
        self.assert_all_over()
        self.assertEqual("", self.page_login())
        self.assertEqual("", self.token_login()[0])

    def test_users_page(self):
        self.post(
            "@@usergroup-userprefs",
            {
                "form.submitted": "1",
                "form.button.Modify": "Save",
                "users.id:records": "editor",
                "delete:list": "editor",
            },
        )
        self.assert_all_over()

    def test_users_service(self):
        self.assertEqual(
            204, self.send("DELETE", "@users/editor", cookie=cookie_for()).status_int
        )
        self.assert_all_over()

    def test_zope_management(self):
        self.acl_users.source_users.manage_removeUsers(["editor"])
        transaction.commit()
        self.assert_all_over()

    def test_user_folder_and_plugin(self):
        self.acl_users.userFolderDelUsers(["editor"])
        transaction.commit()
        self.assert_all_over()

    def test_successor_of_the_same_name_is_not_opened(self):
        """Names are not given again; were one, the uid would tell the two apart."""
        users = self.acl_users.source_users
        users.removeUser("editor")
        users._names.clear()
        users.addUser("editor", "editor", NEW_PASSWORD)
        transaction.commit()
        self.assertTrue(self.page_login(password=NEW_PASSWORD))
        self.assert_all_over()

    def test_manager_of_the_root_enters_by_no_token_alive_or_deleted(self):
        root_users = self.layer["app"].acl_users.users
        root_users.addUser("chief", "chief", NEW_PASSWORD)
        self.layer["app"].acl_users.roles.assignRoleToPrincipal("Manager", "chief")
        transaction.commit()
        token, _cookie = self.token_login("chief", NEW_PASSWORD)
        self.assertIn(self.send("GET", "@users", token=token).status_int, (401, 404))
        root_users.removeUser("chief")
        transaction.commit()
        answer = self.send("GET", "@users", token=token)
        self.assertIn(answer.status_int, (302, 401, 404), answer.text)


class TestTickets(SessionsSetup, unittest.TestCase):
    def test_ticket_of_an_earlier_version_opens_nothing(self):
        from plone.session.plugins.session import SessionPlugin
        from ZPublisher.HTTPResponse import HTTPResponse

        response = HTTPResponse()
        plugin = self.acl_users.session
        SessionPlugin._setupSession(plugin, "editor", response, (), "")
        cookie = dict(response.listHeaders())["Set-Cookie"].partition(";")[0]
        self.assertTrue(cookie.startswith("__ac="))
        self.assertFalse(self.lets_in(cookie=cookie))

    def test_token_of_an_earlier_version_opens_nothing(self):
        from plone.restapi.pas.plugin import JWTAuthenticationPlugin

        plugin = self.acl_users.jwt_auth
        token = JWTAuthenticationPlugin.create_token(plugin, "editor")
        self.assertFalse(self.lets_in(token=token))

    def test_renewed_ticket_and_token_stay_the_same_session(self):
        cookie = self.page_login()
        token, _cookie = self.token_login()
        before = len(self.rows())
        path = "acl_users/session/refresh?session_refresh=true&type=gif"
        renewed = self.cookie_of(self.send("GET", path, cookie=cookie, form={}))
        self.assertTrue(renewed)
        answer = self.send("POST", "@login-renew", token=token, body={})
        newer = json.loads(answer.text)["token"]
        self.assertEqual(before, len(self.rows()))
        self.assertTrue(self.lets_in(cookie=renewed))
        self.assertTrue(self.lets_in(token=newer))
        self.send("GET", "logout", cookie=renewed)
        self.send("POST", "@logout", token=newer)
        for held in ({"cookie": cookie}, {"cookie": renewed}):
            self.assertFalse(self.lets_in(**held))
        for held in ({"token": token}, {"token": newer}):
            self.assertFalse(self.lets_in(**held))

    def test_row_knows_the_device_and_neither_name_nor_secret(self):
        cookie = self.page_login()
        (row,) = self.rows()
        self.assertEqual(uid_of("editor"), row.account_uid)
        self.assertEqual("page", row.door)
        self.assertNotIn("editor", repr(row))
        self.assertNotIn(cookie.partition("=")[2], repr(row))

    def test_session_that_somebody_else_ended_is_over_in_this_process(self):
        cookie = self.page_login()
        self.assertTrue(self.lets_in(cookie=cookie))
        self.change_rows(ended_at=utc_now(), ended_how="self")
        with mock.patch.object(asking_module, "REMEMBERED_SECONDS", 0):
            self.assertFalse(self.lets_in(cookie=cookie))
        # And stays so.
        self.assertFalse(self.lets_in(cookie=cookie))

    def test_session_ends_by_rest_and_by_age(self):
        api.portal.set_registry_record("onewindow_policy.sessions.idle_minutes", 30)
        transaction.commit()
        for values, expected in (
            ({"seen_at": utc_now() - timedelta(minutes=29)}, True),
            ({"seen_at": utc_now() - timedelta(minutes=31)}, False),
            ({"created_at": utc_now() - timedelta(hours=11)}, True),
            ({"created_at": utc_now() - timedelta(hours=13)}, False),
        ):
            cookie = self.page_login()
            self.change_rows(**values)
            self.assertEqual(expected, self.lets_in(cookie=cookie), values)

    def test_use_is_written_by_nobody_who_waits_for_a_page(self):
        cookie = self.page_login()
        before = utc_now() - timedelta(minutes=6)
        self.change_rows(seen_at=before)
        self.assertTrue(self.lets_in(cookie=cookie))
        writer = asking._writer
        if writer is not None:
            writer.join()
        self.assertGreater(self.rows()[0].seen_at, before + timedelta(minutes=5))


class TestStatements(SessionsSetup, unittest.TestCase):
    """What sessions cost SQL."""

    def test_visitors_ask_nothing(self):
        with statements_of(get_database().engine) as found:
            for path in ("", "catalogue", "catalogue/sq-ll-001", "@search"):
                self.assertEqual(200, self.send("GET", path).status_int)
            self.assertEqual(
                200, self.send("GET", "catalogue", cookie="__ac=x").status_int
            )
        self.assertEqual([], [each for each in found if "staff_sessions" in each])

    def test_staff_ask_once_in_thirty_seconds(self):
        cookie = self.page_login()
        with statements_of(get_database().engine) as found:
            for _count in range(5):
                self.assertTrue(self.lets_in(cookie=cookie))
        asked = [each for each in found if "staff_sessions" in each]
        self.assertEqual(1, len(asked), asked)
        self.assertTrue(asked[0].startswith("SELECT"))


class TestWhileSqlIsAway(SessionsSetup, unittest.TestCase):
    """Whoever is logged in stays so; whoever logs in is let in, and asked for later."""

    @contextmanager
    def away(self):
        database = get_database()
        gone = dataclasses.replace(
            database.settings, url=read_url("sqlite:////nowhere/records.sqlite")
        )
        replace_database(Database(gone))
        # The portal does not say so to each request.
        logging.disable(logging.CRITICAL)
        try:
            yield
        finally:
            logging.disable(logging.NOTSET)
            replace_database(database)

    def test_who_is_logged_in_stays_so(self):
        self.steal()
        asking.forget()
        with self.away():
            for held in self.stolen:
                self.assertTrue(self.lets_in(**held))
                answer = self.send("GET", "catalogue", **held)
                self.assertEqual(200, answer.status_int)

    def test_log_in_works_and_is_a_session_later(self):
        with self.away():
            cookie = self.page_login()
            token, _cookie = self.token_login("reviewer")
            self.assertTrue(self.lets_in(cookie=cookie))
            self.assertTrue(self.lets_in(token=token, user_id="reviewer"))
        self.assertEqual([], self.rows())
        asking.forget()
        self.assertTrue(self.lets_in(cookie=cookie))
        self.assertTrue(self.lets_in(token=token, user_id="reviewer"))
        self.assertEqual(2, len(self.rows()))
        self.send("GET", "logout", cookie=cookie)
        self.assertFalse(self.lets_in(cookie=cookie))
        self.assertTrue(self.lets_in(token=token, user_id="reviewer"))

    def test_what_ends_a_right_ends_it_all_the_same(self):
        self.steal()
        with self.away():
            self.acl_users.userSetPassword("editor", NEW_PASSWORD)
            transaction.commit()
            self.assert_all_over()

    def test_logging_out_ends_all_sessions_of_the_account(self):
        self.steal()
        asking.forget()
        with self.away():
            answer = self.send("GET", "logout", cookie=self.stolen[0]["cookie"])
            self.assertEqual(302, answer.status_int)
            self.assert_all_over()
        asking.forget()
        self.assert_all_over()

    def test_nothing_is_renewed(self):
        cookie = self.page_login()
        token, _cookie = self.token_login()
        asking.forget()
        with self.away():
            self.assertTrue(self.lets_in(cookie=cookie))
            path = "acl_users/session/refresh?session_refresh=true&type=gif"
            answer = self.send("GET", path, cookie=cookie, form={})
            self.assertEqual("", self.cookie_of(answer))
            answer = self.send("POST", "@login-renew", token=token, body={})
            self.assertEqual(token, json.loads(answer.text)["token"])


class TestManager(SessionsSetup, unittest.TestCase):
    def test_manager_of_the_tests_has_a_session(self):
        self.assertTrue(self.lets_in(cookie=cookie_for(), user_id=MANAGER))
