"""How the passwords of staff are kept."""

from AuthEncoding import AuthEncoding
from hashlib import sha1
from onewindow_policy.accounts.api import known_passwords
from onewindow_policy.accounts.passwords import is_outdated
from onewindow_policy.accounts.passwords import read_hasher
from onewindow_policy.records.api import SettingsRefused
from onewindow_policy.testing.accounts import Visitor
from onewindow_policy.testing.passwords import Accounts
from onewindow_policy.testing.passwords import NEW
from onewindow_policy.testing.passwords import OLD
from plone import api
from unittest import mock

import base64
import transaction


class TestKeeping(Accounts):
    def test_new_passwords_are_hashed_by_argon2id_in_the_site_and_in_the_root(self):
        self.assertRegex(self.stored(), rb"^\{ARGON2\}\$argon2id\$v=19\$")
        root = self.layer["app"].acl_users
        root.userFolderAddUser("somebody", OLD, ["Manager"], [])
        reference = root.users._user_passwords["somebody"]
        self.assertRegex(reference, rb"^\{ARGON2\}\$argon2id\$v=19\$")
        root.users.updateUserPassword("somebody", NEW)
        self.assertTrue(
            AuthEncoding.pw_validate(root.users._user_passwords["somebody"], NEW)
        )

    def test_hash_of_before_is_made_anew_at_a_log_in_and_not_by_looking(self):
        for scheme in ("SSHA", "SHA"):
            with self.subTest(scheme):
                users = self.portal.acl_users.source_users
                before = AuthEncoding.pw_encrypt(OLD, scheme)
                users._user_passwords["lihua"] = before
                transaction.commit()
                visitor = Visitor(self.layer)
                pair = base64.b64encode(f"lihua:{OLD}".encode()).decode()
                visitor.request("GET", "", headers={"Authorization": f"Basic {pair}"})
                self.assertEqual(before, self.stored())
                self.assertFalse(self.opens(NEW))
                self.assertEqual(before, self.stored())
                self.assertTrue(self.opens(OLD))
                self.assertFalse(is_outdated(self.stored()))
                self.assertTrue(self.opens(OLD))

    def test_log_in_by_rest_makes_the_hash_anew_too(self):
        users = self.portal.acl_users.source_users
        users._user_passwords["lihua"] = AuthEncoding.pw_encrypt(OLD, "SSHA")
        transaction.commit()
        visitor = Visitor(self.layer)
        visitor.ask("POST", "@login", login="lihua", password=OLD)
        self.assertIn("token", visitor.answer.json())
        self.assertFalse(is_outdated(self.stored()))

    def test_cost_is_one_setting(self):
        hasher = read_hasher("64")
        self.assertEqual(
            (64 * 1024, 2, 1),
            (hasher.memory_cost, hasher.time_cost, hasher.parallelism),
        )
        self.assertEqual(19 * 1024, read_hasher(None).memory_cost)
        for wrong in ("1", "-5", "much", "4096", "²"):
            with self.subTest(wrong), self.assertRaises(SettingsRefused):
                read_hasher(wrong)
        with mock.patch("onewindow_policy.accounts.passwords._hasher", hasher):
            self.assertTrue(is_outdated(self.stored()))

    def test_password_of_a_million_characters_is_not_hashed(self):
        with mock.patch("onewindow_policy.accounts.passwords._hasher") as hasher:
            self.assertFalse(self.opens("长" * 1_000_000))
        self.assertEqual([], hasher.verify.mock_calls)

    def test_one_password_typed_on_two_keyboards_is_one(self):
        with known_passwords():
            api.user.get("lihua").setSecurityProfile(
                password="ｔｈｒｅｅ otters in a boat"
            )
        transaction.commit()
        self.assertTrue(self.opens(OLD))

    def test_naive_hash_of_very_old_sites_stays_what_it_is(self):
        users = self.portal.acl_users.source_users
        users._user_passwords["lihua"] = sha1(OLD.encode()).hexdigest()
        transaction.commit()
        self.assertTrue(self.opens(OLD))
        self.assertFalse(self.opens(sha1(OLD.encode()).hexdigest()))
