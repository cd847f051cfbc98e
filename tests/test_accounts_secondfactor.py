"""The second factor: no door opens to a password alone, and a code opens one once."""

from datetime import timedelta
from onewindow_policy.accounts.api import known_passwords
from onewindow_policy.accounts.halfway import COOKIE
from onewindow_policy.accounts.keepers import uid_of
from onewindow_policy.accounts.models import RecoveryCode
from onewindow_policy.accounts.models import SecondFactor
from onewindow_policy.accounts.secondfactor import INTERVAL_SECONDS
from onewindow_policy.accounts.secondfactor import MOST_WRONG
from onewindow_policy.accounts.secondfactor import new_secret
from onewindow_policy.records.api import AuditEntry
from onewindow_policy.records.api import own_transaction
from onewindow_policy.records.api import read_session
from onewindow_policy.records.api import utc_now
from onewindow_policy.records.database import Database
from onewindow_policy.records.database import get_database
from onewindow_policy.records.database import replace_database
from onewindow_policy.records.settings import read_url
from onewindow_policy.testing import FUNCTIONAL_TESTING
from onewindow_policy.testing import POSTGRESQL_FUNCTIONAL_TESTING
from onewindow_policy.testing.accounts import create_account
from onewindow_policy.testing.accounts import Visitor
from plone import api
from plone.app.testing import login
from plone.app.testing import SITE_OWNER_NAME
from sqlalchemy import select
from sqlalchemy import update

import base64
import dataclasses
import pyotp
import re
import transaction
import unittest

PASSWORD = "three otters in a boat"
OTHER = "nine foxes under snow"
NEW = "seven geese on a roof"


class SecondFactors:
    """Somebody of the staff with a second factor, and an administrator without one."""

    def setUp(self):
        self.portal = self.layer["portal"]
        login(self.layer["app"], SITE_OWNER_NAME)
        with known_passwords():
            create_account("chief", OTHER, "Site Administrator")
            create_account("lihua", PASSWORD, fullname="李华")
        self.visitor = Visitor(self.layer)
        self.codes = ()

    def tearDown(self):
        transaction.abort()

    def enrol(self, visitor=None, password=PASSWORD):
        """Set the second factor up by its page, as the person with their app."""
        visitor = visitor or self.visitor
        self.assertEqual(200, visitor.get("@@second-factor"), visitor.location)
        self.assertIn("second-factor-code", visitor.text)
        self.secret = re.search(r'value="([A-Z2-7]{32})"', visitor.text)[1]
        status = visitor.post_with_token(
            "@@second-factor",
            "@@second-factor",
            secret=self.secret,
            password=password,
            code=self.code(),
            enrol="1",
        )
        self.assertEqual(200, status)
        self.codes = re.findall(r"<code>([A-Z2-9-]{14})</code>", visitor.text)
        return self.codes

    def set_up(self):
        self.assertTrue(self.visitor.log_in("lihua", PASSWORD))
        self.assertEqual(10, len(self.enrol()))
        self.visitor.session.cookies.clear()
        self.forget_interval()

    def code(self, intervals=0) -> str:
        moment = utc_now() + timedelta(seconds=intervals * INTERVAL_SECONDS)
        return pyotp.TOTP(self.secret).at(moment)

    def forget_interval(self):
        """Let time pass since the last code, so far as the account knows."""
        with own_transaction() as session:
            session.execute(update(SecondFactor).values(last_interval=0))

    def wrong_code(self) -> str:
        near = {self.code(intervals) for intervals in range(-3, 4)}
        return next(code for code in ("000000", "111111", "222222") if code not in near)

    def first_step(self, visitor=None):
        visitor = visitor or self.visitor
        self.assertFalse(visitor.log_in("lihua", PASSWORD))
        self.assertEqual(302, visitor.answer.status_code)
        self.assertIn("/@@second-step", visitor.location)
        return visitor

    def second_step(self, code, visitor=None) -> int:
        return (visitor or self.visitor).post("@@second-step", code=code)

    def audited(self) -> list[str]:
        transaction.begin()
        return list(read_session().scalars(select(AuditEntry.action)))


class TwoStepsTests(SecondFactors):
    def test_ticket_comes_with_the_second_step_only(self):
        self.set_up()
        visitor = self.first_step()
        self.assertFalse(visitor.has_ticket)
        for path in ("@@personal-information", "@@second-factor", "@users/lihua"):
            self.assertNotEqual(200, visitor.get(path), path)
        self.assertEqual(200, visitor.get("@@second-step"))
        self.assertIn('autocomplete="one-time-code"', visitor.text)
        self.assertEqual(302, self.second_step(self.code()))
        self.assertTrue(visitor.has_ticket)
        self.assertEqual(200, visitor.get("@@personal-information"))
        self.assertFalse(visitor.session.cookies.get(COOKIE))

    def test_code_opens_once(self):
        self.set_up()
        self.first_step()
        code = self.code()
        self.assertEqual(302, self.second_step(code))
        thief = self.first_step(Visitor(self.layer))
        self.assertEqual(200, self.second_step(code, thief))
        self.assertFalse(thief.has_ticket)
        self.assertEqual(200, self.second_step(self.code(-1), thief))
        self.assertFalse(thief.has_ticket)

    def test_recovery_code_opens_once_however_it_is_typed(self):
        self.set_up()
        codes = self.codes
        for typed in (codes[0], codes[1].replace("-", " ").lower()):
            visitor = self.first_step(Visitor(self.layer))
            self.assertEqual(302, self.second_step(typed, visitor))
            self.assertTrue(visitor.has_ticket)
            again = self.first_step(Visitor(self.layer))
            self.assertEqual(200, self.second_step(typed, again))
            self.assertFalse(again.has_ticket)
        self.assertEqual(2, self.audited().count("recovery-code-used"))

    def test_wrong_codes_are_counted_and_then_none_is_looked_at(self):
        self.set_up()
        self.first_step()
        for _try in range(MOST_WRONG):
            self.assertEqual(200, self.second_step(self.wrong_code()))
        self.assertEqual(429, self.second_step(self.code()))
        self.assertGreater(int(self.visitor.answer.headers["Retry-After"]), 0)
        self.assertFalse(self.visitor.has_ticket)
        other = self.first_step(Visitor(self.layer))
        self.assertEqual(429, self.second_step(self.codes[0], other))
        self.assertEqual(MOST_WRONG, self.audited().count("second-factor-refused"))
        with own_transaction() as session:
            before = utc_now() - timedelta(minutes=16)
            session.execute(update(SecondFactor).values(wrong_since=before))
        self.assertEqual(302, self.second_step(self.code(), other))

    def test_no_door_for_one_request_opens_to_the_password(self):
        self.set_up()
        pair = base64.b64encode(f"lihua:{PASSWORD}".encode()).decode()
        visitor = Visitor(self.layer)
        for path in ("@@personal-information", "@users/lihua", "acl_users"):
            visitor.request("GET", path, headers={"Authorization": f"Basic {pair}"})
            self.assertNotEqual(200, visitor.answer.status_code, path)
        names = {"__ac_name": "lihua", "__ac_password": PASSWORD}
        for path in ("@@personal-information", "@@change-password", "logged_in"):
            visitor.post(path, **names)
            self.assertFalse(visitor.has_ticket, path)
            self.assertNotIn("李华", visitor.text)
        self.assertEqual(
            401, visitor.ask("POST", "@login", login="lihua", password=PASSWORD)
        )
        self.assertEqual("Second factor needed", visitor.answer.json()["error"]["type"])

    def test_token_of_rest_asks_for_both(self):
        self.set_up()
        names = {"login": "lihua", "password": PASSWORD}
        wrong = self.visitor.ask("POST", "@login", code=self.wrong_code(), **names)
        self.assertEqual(401, wrong)
        code = self.code()
        self.assertEqual(200, self.visitor.ask("POST", "@login", code=code, **names))
        self.assertIn("token", self.visitor.answer.json())
        again = Visitor(self.layer)
        self.assertEqual(401, again.ask("POST", "@login", code=code, **names))
        without = {"login": "lihua", "password": OTHER, "code": self.code(1)}
        self.assertEqual(401, again.ask("POST", "@login", **without))

    def test_second_step_opens_nothing_without_the_first(self):
        self.set_up()
        stranger = Visitor(self.layer)
        self.assertEqual(302, self.second_step(self.code(), stranger))
        self.assertEqual("/login", stranger.location)
        self.assertFalse(stranger.has_ticket)
        for forged in ("x.y", "", "e30.e30", "WyJsaWh1YSIsIDk5OTk5OTk5OTld.AAAA"):
            stranger.session.cookies.set(COOKIE, forged)
            self.assertEqual(302, self.second_step(self.code(), stranger))
            self.assertFalse(stranger.has_ticket, forged)

    def test_first_step_is_worth_nothing_after_the_password_was_changed(self):
        self.set_up()
        self.first_step()
        transaction.begin()
        with known_passwords():
            api.user.get("lihua").setSecurityProfile(password=NEW)
        transaction.commit()
        self.assertEqual(302, self.second_step(self.code()))
        self.assertFalse(self.visitor.has_ticket)

    def test_cookie_of_the_first_step_is_no_ticket_and_no_ticket_is_it(self):
        self.set_up()
        self.first_step()
        half = self.visitor.session.cookies.get(COOKIE)
        self.assertIn("HttpOnly", str(self.visitor.answer.headers["Set-Cookie"]))
        other = Visitor(self.layer)
        other.session.cookies.set("__ac", half)
        self.assertNotEqual(200, other.get("@@personal-information"))

    def test_link_for_a_new_password_logs_nobody_in_by_one_factor(self):
        self.set_up()
        api.portal.set_registry_record("plone.autologin_after_password_reset", True)
        link = self.portal.portal_password_reset.requestReset("lihua")["randomstring"]
        transaction.commit()
        visitor = Visitor(self.layer)
        visitor.post(
            f"passwordreset/{link}", userid="lihua", password=NEW, password2=NEW
        )
        self.assertFalse(visitor.has_ticket)
        self.assertNotEqual(200, visitor.get("@@personal-information"))

    def test_nobody_is_let_in_while_codes_cannot_be_checked(self):
        self.set_up()
        self.first_step()
        kept = get_database()
        settings = dataclasses.replace(
            kept.settings, url=read_url("sqlite:////nowhere/records.sqlite")
        )
        replace_database(Database(settings))
        try:
            self.assertEqual(503, self.second_step(self.code()))
            self.assertFalse(self.visitor.has_ticket)
            chief = Visitor(self.layer)
            chief.log_in("chief", OTHER)
            self.assertTrue(chief.has_ticket)
        finally:
            replace_database(kept)
        self.assertEqual(302, self.second_step(self.code()))


class OwnPageTests(SecondFactors):
    def test_nothing_is_set_up_without_password_code_and_token(self):
        self.visitor.log_in("lihua", PASSWORD)
        self.secret = new_secret()
        for form in (
            {"password": OTHER, "code": self.code()},
            {"password": PASSWORD, "code": self.wrong_code()},
            {"password": PASSWORD},
            {"code": self.code()},
        ):
            self.visitor.post_with_token(
                "@@second-factor", "@@second-factor", secret=self.secret, **form
            )
            self.assertEqual(200, self.visitor.answer.status_code)
            self.assertIn('id="problem"', self.visitor.text)
        whole = {"password": PASSWORD, "code": self.code(), "secret": self.secret}
        self.assertEqual(403, self.visitor.post("@@second-factor", **whole))
        self.assertTrue(Visitor(self.layer).log_in("lihua", PASSWORD))

    def test_secret_and_codes_are_kept_sealed_and_hashed(self):
        self.set_up()
        transaction.begin()
        factor = read_session().scalar(select(SecondFactor))
        self.assertEqual(self.secret, factor.secret)
        self.assertNotIn(self.secret.encode(), factor.secret_sealed)
        hashes = list(read_session().scalars(select(RecoveryCode.code_hash)))
        self.assertEqual(10, len(hashes))
        for code in self.codes:
            self.assertNotIn(code.replace("-", "").encode(), hashes)

    def test_taking_it_off_and_new_codes_need_a_code(self):
        self.set_up()
        self.first_step()
        self.second_step(self.code())
        path = "@@second-factor"
        for action in ("remove", "renew"):
            self.visitor.post_with_token(
                path, path, password=PASSWORD, code=self.wrong_code(), **{action: "1"}
            )
            self.assertIn('id="problem"', self.visitor.text)
        self.assertFalse(Visitor(self.layer).log_in("lihua", PASSWORD))
        former = self.codes
        self.visitor.post_with_token(
            path, path, password=PASSWORD, code=former[0], renew="1"
        )
        codes = re.findall(r"<code>([A-Z2-9-]{14})</code>", self.visitor.text)
        self.assertEqual(10, len(codes))
        other = self.first_step(Visitor(self.layer))
        self.assertEqual(200, self.second_step(former[1], other))
        self.visitor.post_with_token(
            path, path, password=PASSWORD, code=codes[0], remove="1"
        )
        self.assertTrue(Visitor(self.layer).log_in("lihua", PASSWORD))

    def test_city_demands_it_of_roles_anywhere_in_the_site(self):
        record = "onewindow_policy.accounts.second_factor_roles"
        api.portal.set_registry_record(record, ["Window Staff"])
        self.portal.communities.manage_addLocalRoles("lihua", ["Window Staff"])
        transaction.commit()
        self.assertTrue(self.visitor.log_in("lihua", PASSWORD))
        for path in ("", "catalogue", "@@personal-information"):
            self.assertEqual(302, self.visitor.get(path))
            self.assertEqual("/@@second-factor", self.visitor.location)
        self.assertEqual(403, self.visitor.ask("GET", "@users/lihua"))
        self.enrol()
        self.assertEqual(200, self.visitor.get("@@personal-information"))
        chief = Visitor(self.layer)
        self.assertTrue(chief.log_in("chief", OTHER))
        self.assertEqual(200, chief.get("@@personal-information"))


class ResettingTests(SecondFactors):
    def reset(self, visitor, user_id="lihua") -> int:
        page = f"@@staff-account?account={uid_of(user_id)}"
        return visitor.post_with_token(page, "@@change-password", action="factor")

    def test_administrator_helps_whoever_lost_everything(self):
        self.set_up()
        chief = Visitor(self.layer)
        chief.log_in("chief", OTHER)
        page = f"@@staff-account?account={uid_of('lihua')}"
        self.assertEqual(200, chief.get(page))
        self.assertIn("lihua", chief.text)
        self.assertEqual(403, chief.post(page, action="factor"))
        self.assertEqual(303, self.reset(chief))
        self.assertTrue(self.visitor.log_in("lihua", PASSWORD))
        self.assertIn("second-factor-removed", self.audited())

    def test_nobody_else_does_and_nobody_their_own(self):
        self.set_up()
        with known_passwords():
            create_account("wangfang", NEW)
        other = Visitor(self.layer)
        other.log_in("wangfang", NEW)
        self.assertNotEqual(303, self.reset(other))
        self.assertFalse(Visitor(self.layer).log_in("lihua", PASSWORD))
        chief = Visitor(self.layer)
        chief.log_in("chief", OTHER)
        self.enrol(chief, OTHER)
        self.reset(chief, "chief")
        self.assertIn('id="problem"', chief.text)
        self.assertFalse(Visitor(self.layer).log_in("chief", OTHER))

    def test_secret_goes_with_the_account(self):
        self.set_up()
        transaction.begin()
        api.user.delete("lihua")
        transaction.commit()
        transaction.begin()
        self.assertIsNone(read_session().scalar(select(SecondFactor)))
        self.assertIsNone(read_session().scalar(select(RecoveryCode)))

    def test_sessions_end_with_it(self):
        self.set_up()
        self.first_step()
        self.second_step(self.code())
        self.assertEqual(200, self.visitor.get("@@personal-information"))
        chief = Visitor(self.layer)
        chief.log_in("chief", OTHER)
        self.reset(chief)
        self.assertNotEqual(200, self.visitor.get("@@personal-information"))


class TestTwoSteps(TwoStepsTests, unittest.TestCase):
    layer = FUNCTIONAL_TESTING


class TestOwnPage(OwnPageTests, unittest.TestCase):
    layer = FUNCTIONAL_TESTING


class TestResetting(ResettingTests, unittest.TestCase):
    layer = FUNCTIONAL_TESTING


class TestTwoStepsOnPostgreSQL(TwoStepsTests, unittest.TestCase):
    layer = POSTGRESQL_FUNCTIONAL_TESTING
