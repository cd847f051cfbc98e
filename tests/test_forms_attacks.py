"""Whatever way a program comes into a form, it is refused, and nothing of it is stored."""

from onewindow_policy.forms.accepting import ACCEPTED
from onewindow_policy.testing.attacking import ACCOUNTS
from onewindow_policy.testing.attacking import action
from onewindow_policy.testing.attacking import AttackCase
from onewindow_policy.testing.attacking import ATTACKS
from onewindow_policy.testing.attacking import EDITORS
from onewindow_policy.testing.attacking import EXPRESSIONS
from onewindow_policy.testing.attacking import RUN
from onewindow_policy.testing.tickets import cookie_for
from urllib.parse import urlencode

import re
import transaction


class TestDoors(AttackCase):
    """What those who are no administrators send is refused, and nothing of it stored."""

    def test_editors_of_xml_refuse_and_keep_what_was_typed(self):
        for person in EDITORS:
            for form in self.forms_of(person):
                for name, what, text in ATTACKS:
                    if name in EXPRESSIONS:
                        continue
                    with self.subTest(person=person, form=form.getId(), what=what):
                        before = getattr(form, name)
                        kind = name.removesuffix("_model")
                        browser = self.save_xml(person, form, kind, text)
                        self.assertEqual(200, self.status(browser))
                        self.assertIn('id="problems"', browser.contents)
                        self.assertIn("没有保存", browser.contents)
                        shown = browser.getControl(name="source").value
                        self.assertEqual(text.split(), shown.split())
                        self.assertUnchanged(form, name, before)
                        self.assertDidNotRun([browser])
        self.assertDidNotRun(self.use(self.plain))

    def test_residents_forms_take_programs_from_nobody(self):
        for name, what, text in ATTACKS:
            with self.subTest(what=what):
                before = getattr(self.apply, name)
                if name not in EXPRESSIONS:
                    kind = name.removesuffix("_model")
                    browser = self.save_xml("administrator", self.apply, kind, text)
                    self.assertIn('id="problems"', browser.contents)
                    self.assertUnchanged(self.apply, name, before)
                status, said = self.call(
                    "administrator", self.apply.absolute_url(), {name: text}
                )
                self.assertEqual(400, status, said)
                self.assertUnchanged(self.apply, name, before)
        self.assertDidNotRun()

    def test_administrator_is_told_at_the_field(self):
        browser = self.browser_of("administrator")
        browser.open(f"{self.apply.absolute_url()}/edit")
        browser.getControl(name="form.widgets.headerInjection").value = RUN
        browser.getControl(name="form.buttons.save").click()
        transaction.begin()
        self.assertEqual(200, self.status(browser))
        self.assertIn("是表达式", browser.contents)
        self.assertFalse(self.apply.headerInjection)

    def test_services_refuse_changes(self):
        for person in EDITORS:
            for form in self.forms_of(person):
                for name, what, text in ATTACKS:
                    with self.subTest(person=person, form=form.getId(), what=what):
                        before = getattr(form, name)
                        status, said = self.call(
                            person, form.absolute_url(), {name: text, "title": "x"}
                        )
                        self.assertEqual(400, status, said)
                        self.assertNotEqual("x", form.title)
                        self.assertUnchanged(form, name, before)
        self.assertDidNotRun(self.use(self.plain))

    def test_services_refuse_new_forms(self):
        for person in (*EDITORS, "district-editor"):
            for place in ("forms", "catalogue/sq-ll-001", "communities/990102"):
                container = self.portal.unrestrictedTraverse(place)
                before = set(container.objectIds())
                for name, what, text in ATTACKS:
                    with self.subTest(person=person, place=place, what=what):
                        status, said = self.call(
                            person,
                            container.absolute_url(),
                            {"@type": "EasyForm", "title": "neu", name: text},
                            "POST",
                        )
                        self.assertIn(status, (302, 400, 401, 403), said)
                        self.assertEqual(before, set(container.objectIds()))
        self.assertDidNotRun()

    def test_webdav_and_imports_refuse(self):
        for person in EDITORS:
            form = self.forms_of(person)[0]
            body = "headerInjection: python:1\ntitle: x\n\n"
            answer = self.browser_of(person).testapp.request(
                form.absolute_url(),
                method="PUT",
                body=body.encode(),
                headers={"Cookie": cookie_for(ACCOUNTS[person])},
                expect_errors=True,
            )
            transaction.begin()
            self.assertGreaterEqual(answer.status_int, 400)
            self.assertFalse(form.headerInjection)
            browser = self.browser_of(person)
            browser.open(f"{form.absolute_url()}/@@import-easyform")
            self.assertNotIn("form.widgets.upload", browser.contents)

    def test_properties_of_the_old_interface_open_no_door(self):
        for person in EDITORS:
            browser = self.browser_of(person)
            for name, what, text in ATTACKS:
                query = urlencode({name: text, "title": self.plain.title})
                browser.open(
                    f"{self.plain.absolute_url()}/manage_changeProperties?{query}"
                )
                transaction.begin()
                with self.subTest(person=person, what=what):
                    self.assertFalse(getattr(self.plain, ACCEPTED, None))
        self.assertDidNotRun(self.use(self.plain))

    def test_pages_for_single_fields_have_no_input_for_expressions(self):
        for person in EDITORS:
            form = self.forms_of(person)[0]
            browser = self.browser_of(person)
            url = f"{form.absolute_url()}/fields/word"
            browser.open(url)
            self.assertIn("form.widgets.title", browser.contents)
            for name in ("TDefault", "TEnabled", "TValidator", "serverSide"):
                self.assertNotIn(f"IFieldExtender.{name}", browser.contents)
            token = re.search(r'_authenticator"[^>]*value="(\w+)"', browser.contents)[1]
            sent = {
                "form.widgets.title": "Word",
                "form.widgets.IFieldExtender.TDefault": RUN,
                "form.buttons.save": "1",
                "_authenticator": token,
            }
            browser.post(url, urlencode(sent))
            transaction.begin()
            self.assertNotIn("TDefault", form.fields_model)
            self.assertDidNotRun(self.use(form))

    def test_stock_action_cannot_be_added_to_a_residents_form(self):
        before = self.apply.actions_model
        browser = self.browser_of("administrator")
        browser.open(f"{self.apply.absolute_url()}/actions/@@add-action")
        browser.getControl(name="form.widgets.title").value = "留一份"
        browser.getControl(name="form.widgets.__name__").value = "keep"
        factory = browser.getControl(name="form.widgets.factory:list")
        factory.value = [each for each in factory.options if "Save" in each][:1]
        browser.getControl(name="form.buttons.add").click()
        transaction.begin()
        self.assertEqual(200, self.status(browser))
        self.assertIn("只能用", browser.contents)
        title = browser.getControl(name="form.widgets.title")
        self.assertEqual("留一份", title.value)
        self.assertEqual(before, self.apply.actions_model)

    def test_editor_needs_the_right_to_each_action(self):
        """That of EasyForm to add mailers is its owner's, among editors."""
        self.plain.manage_delLocalRoles(["reviewer"])
        transaction.commit()
        browser = self.save_xml(
            "reviewer",
            self.plain,
            "actions",
            action("Mailer", "<recipient_email>a@example.com</recipient_email>"),
        )
        self.assertIn("无权使用", browser.contents)
        self.assertNotIn("Mailer", self.plain.actions_model)
