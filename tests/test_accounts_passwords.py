"""Passwords of staff: which are taken, and who may set them."""

from onewindow_policy.accounts.plugin import plugin_of
from onewindow_policy.testing.accounts import Visitor
from onewindow_policy.testing.passwords import Accounts
from onewindow_policy.testing.passwords import NEW
from onewindow_policy.testing.passwords import OLD
from onewindow_policy.testing.passwords import OTHER
from onewindow_policy.testing.passwords import page_of
from onewindow_policy.testing.passwords import REFUSED
from plone import api

import transaction


class TestRules(Accounts):
    def assert_unchanged(self, password):
        self.assertTrue(self.opens(OLD))
        self.assertFalse(password != OLD and self.opens(password))

    def test_form_for_ones_own_takes_none_of_them_and_says_why(self):
        person = self.person()
        for password in REFUSED:
            with self.subTest(password[:20]):
                self.assertEqual(200, person.change_password(OLD, password))
                self.assertIn("form.widgets.new_password_ctl", person.text)
                self.assertNotIn(OLD, person.text)
        self.assert_unchanged(REFUSED[2])
        person.change_password(OLD, "short")
        self.assertIn("密码至少要有12个字符", page_of(person))

    def test_rest_takes_none_of_them_from_oneself_or_the_administrator(self):
        person, chief = self.person(), self.person("chief", OTHER)
        for password in REFUSED:
            with self.subTest(password[:20]):
                self.assertEqual(
                    400,
                    person.ask(
                        "PATCH", "@users/lihua", password=password, old_password=OLD
                    ),
                )
                self.assertEqual(
                    400, chief.ask("PATCH", "@users/lihua", password=password)
                )
        self.assertIn("密码", str(chief.answer.json()["error"]["message"]))
        self.assert_unchanged(REFUSED[2])

    def test_nobody_is_created_with_one_of_them(self):
        chief = self.person("chief", OTHER)
        names = {"username": "wangfang", "email": "wf@example.com"}
        for password in (
            *REFUSED[:6],
            "wangfang is here",
            "{SSHA}notahashbutlongenough",
        ):
            with self.subTest(password):
                self.assertEqual(
                    400, chief.ask("POST", "@users", password=password, **names)
                )
                self.assertIsNone(api.user.get("wangfang"))
        status = chief.post_with_token(
            "@@new-user",
            "@@new-user",
            **{
                "form.widgets.username": "wangfang",
                "form.widgets.fullname": "王芳",
                "form.widgets.email": "wf@example.com",
                "form.widgets.password": "wangfang2026!!",
                "form.widgets.password_ctl": "wangfang2026!!",
                "form.buttons.register": "1",
            },
        )
        self.assertEqual(200, status)
        self.assertIn("密码里不能有", page_of(chief))
        self.assertIsNone(api.user.get("wangfang"))

    def test_other_doors_take_none_of_them(self):
        tools = self.portal.portal_membership, self.portal.acl_users
        doors = (
            lambda word: api.user.create(
                email="x@example.com", username="wangfang", password=word
            ),
            lambda word: tools[0].addMember("wangfang", word, ["Member"], []),
            lambda word: tools[1].userFolderAddUser("wangfang", word, [], []),
            lambda word: tools[1].userSetPassword("lihua", word),
            lambda word: tools[1].userFolderEditUser("lihua", word, ["Member"], []),
            lambda word: tools[1].source_users.updateUserPassword("lihua", word),
            lambda word: api.user.get("lihua").setSecurityProfile(password=word),
        )
        for number, door in enumerate(doors):
            for password in ("short", "P@ssw0rd2026!", "{SHA}kd8a9cnq0vlspqmxk"):
                if number in (3, 4, 6) and password.startswith("{"):
                    continue
                with (
                    self.subTest(f"{number} {password}"),
                    self.assertRaises((ValueError, Exception)),
                ):
                    door(password)
                self.assertIsNone(api.user.get("wangfang"))
        transaction.abort()
        self.assertTrue(self.opens(OLD))

    def test_page_of_the_link_takes_none_of_them(self):
        link = self.portal.portal_password_reset.requestReset("lihua")["randomstring"]
        transaction.commit()
        visitor = Visitor(self.layer)
        for password in ("short", "woaini1314520"):
            visitor.post(
                f"passwordreset/{link}",
                userid="lihua",
                password=password,
                password2=password,
            )
            self.assertEqual(200, visitor.answer.status_code)
            self.assert_unchanged(password)
        visitor.post(
            f"passwordreset/{link}", userid="lihua", password=NEW, password2=NEW
        )
        self.assertTrue(self.opens(NEW))
        self.assertEqual(200, self.person(password=NEW).get("@@personal-information"))

    def test_city_may_ask_for_more(self):
        prefix = "onewindow_policy.accounts"
        api.portal.set_registry_record(f"{prefix}.min_chars", 16)
        api.portal.set_registry_record(f"{prefix}.min_kinds", 3)
        transaction.commit()
        person = self.person()
        for password in ("blue whales 17", "four blue whales sing"):
            self.assertEqual(200, person.change_password(OLD, password))
            self.assertFalse(self.opens(password))
        person.change_password(OLD, "Four blue whales sing 7")
        self.assertTrue(self.opens("Four blue whales sing 7"))


class TestTheOldOne(Accounts):
    """Whoever finds a desk unlocked does not take the account along."""

    def assert_kept(self):
        self.assertFalse(self.opens(NEW))
        self.assertTrue(self.opens(OLD))

    def test_form_asks_for_it(self):
        person = self.person()
        for wrong in ("", NEW, OTHER):
            self.assertEqual(200, person.change_password(wrong, NEW))
        self.assert_kept()
        person.change_password(OLD, NEW)
        self.assertTrue(self.opens(NEW))

    def test_method_of_the_tool_asks_for_it(self):
        person = self.person()
        path, page = "portal_membership/setPassword", "@@change-password"
        for more in ({}, {"current_password": OTHER}):
            status = person.post_with_token(path, page, password=NEW, **more)
            self.assertIn(status, (400, 403, 404))
        self.assert_kept()

    def test_rest_asks_for_it(self):
        person = self.person()
        for more in ({}, {"old_password": OTHER}, {"old_password": None}):
            self.assertEqual(
                403, person.ask("PATCH", "@users/lihua", password=NEW, **more)
            )
        self.assert_kept()
        self.assertEqual(
            204,
            person.ask("PATCH", "@users/lihua", password=NEW, old_password=OLD),
        )
        self.assertTrue(self.opens(NEW))

    def test_administrator_is_asked_for_their_own_at_the_doors_for_all(self):
        chief = self.person("chief", OTHER)
        self.assertEqual(403, chief.ask("PATCH", "@users/chief", password=NEW))
        for path, form in (
            (
                "acl_users/source_users/manage_updateUserPassword",
                {"user_id": "chief", "password": NEW, "confirm": NEW},
            ),
            (
                "acl_users/userFolderEditUser",
                {"principal_id": "chief", "password": NEW, "roles": "Manager"},
            ),
        ):
            chief.post_with_token(path, "@@change-password", **form)
            self.assertGreaterEqual(chief.answer.status_code, 302)
        self.assertFalse(self.opens(NEW, "chief"))
        self.assertTrue(self.opens(OTHER, "chief"))

    def test_reset_by_rest_with_the_old_one_checks_it(self):
        person = self.person()
        path = "@users/lihua/reset-password"
        self.assertEqual(
            403, person.ask("POST", path, old_password=OTHER, new_password=NEW)
        )
        self.assertIn(
            person.ask("POST", path, old_password=OLD, new_password="short"), (400, 403)
        )
        self.assert_kept()
        status = person.ask("POST", path, old_password=OLD, new_password=NEW)
        self.assertIn(status, (200, 204), person.text)
        self.assertTrue(self.opens(NEW))


class TestSetBySomebodyElse(Accounts):
    """What an administrator knows is no password: its owner changes it first."""

    def set_by_chief(self):
        chief = self.person("chief", OTHER)
        self.assertEqual(204, chief.ask("PATCH", "@users/lihua", password=NEW))

    def test_person_reaches_the_form_and_the_way_out_only(self):
        self.set_by_chief()
        person = self.person(password=NEW)
        for path in (
            "",
            "catalogue",
            "@@personal-information",
            "@@editorial-desk",
            "news",
        ):
            with self.subTest(path):
                self.assertEqual(302, person.get(path))
                self.assertEqual("/@@change-password", person.location)
        self.assertEqual(200, person.get("@@change-password"))
        self.assertIn("密码是别人设置的", page_of(person))
        for method, path in (
            ("GET", "@users/lihua"),
            ("GET", "@search"),
            ("GET", "catalogue/@breadcrumbs"),
            ("PATCH", "@users/lihua"),
            ("POST", "@users"),
        ):
            with self.subTest(f"{method} {path}"):
                body = {} if method == "GET" else {"fullname": "某人"}
                self.assertEqual(403, person.ask(method, path, **body))
        self.assertEqual(404, person.post("catalogue/@@change-password"))
        self.assertEqual(403, person.post("@@personal-information", fullname="某人"))

    def test_token_of_rest_opens_nothing_either(self):
        self.set_by_chief()
        visitor = Visitor(self.layer)
        visitor.ask("POST", "@login", login="lihua", password=NEW)
        visitor.session.cookies.clear()
        bearer = {"Authorization": f"Bearer {visitor.answer.json()['token']}"}
        status = visitor.request(
            "GET", "@users/lihua", headers={"Accept": "application/json", **bearer}
        )
        self.assertEqual(403, status)

    def test_everything_opens_once_it_is_changed(self):
        self.set_by_chief()
        person = self.person(password=NEW)
        self.assertEqual(302, person.change_password(NEW, "eleven larks at dawn"))
        person = self.person(password="eleven larks at dawn")
        self.assertEqual(200, person.get("@@personal-information"))

    def test_new_account_has_to_change_what_it_was_given(self):
        chief = self.person("chief", OTHER)
        status = chief.ask(
            "POST", "@users", username="wangfang", email="w@example.com", password=NEW
        )
        self.assertEqual(201, status)
        person = self.person("wangfang", NEW)
        self.assertEqual(302, person.get(""))
        self.assertEqual("/@@change-password", person.location)

    def test_nobody_takes_the_duty_off_by_their_properties(self):
        self.set_by_chief()
        person = self.person(password=NEW)
        for name in ("must_change_password", "_to_change"):
            self.assertEqual(403, person.ask("PATCH", "@users/lihua", **{name: False}))
        self.assertEqual(302, person.get(""))

    def test_account_deleted_and_made_again_starts_anew(self):
        self.set_by_chief()
        transaction.begin()
        api.user.delete("lihua")
        plugin = plugin_of(self.portal.acl_users)
        self.assertFalse(plugin.must_change("lihua"))

    def test_city_may_ask_for_a_change_after_some_days(self):
        api.portal.set_registry_record("onewindow_policy.accounts.max_age_days", 90)
        transaction.commit()
        self.assertEqual(200, self.person().get("@@personal-information"))
        plugin_of(self.portal.acl_users)._changed_at["lihua"] -= 91 * 24 * 3600
        transaction.commit()
        person = self.person()
        self.assertEqual(302, person.get("@@personal-information"))
        self.assertEqual("/@@change-password", person.location)

    def test_visitors_and_accounts_of_the_root_are_led_nowhere(self):
        self.assertEqual(200, Visitor(self.layer).get(""))
