"""What a form holds already, however it got there, does not run and is not passed on."""

from collective.easyform.config import MAIL_BODY_DEFAULT
from onewindow_policy.forms.accepting import ACCEPTED
from onewindow_policy.forms.api import is_registering
from onewindow_policy.testing.attacking import action
from onewindow_policy.testing.attacking import ACTIONS
from onewindow_policy.testing.attacking import ADDRESSES
from onewindow_policy.testing.attacking import AttackCase
from onewindow_policy.testing.attacking import ATTACKS
from onewindow_policy.testing.attacking import field
from onewindow_policy.testing.attacking import FIELDS
from onewindow_policy.testing.attacking import RUN
from onewindow_policy.upgrades.v1001.forms import name_closed_forms
from plone import api

import json
import logging


class TestStored(AttackCase):
    """What is stored already, however it got there, does not run and is not passed on."""

    def setUp(self):
        super().setUp()
        self.logged = []
        handler = logging.Handler(logging.ERROR)
        handler.emit = lambda record: self.logged.append(record.getMessage())
        logger = logging.getLogger("onewindow_policy")
        logger.addHandler(handler)
        self.addCleanup(logger.removeHandler, handler)

    def test_nothing_of_it_runs_and_the_page_says_so(self):
        for form in (self.plain, self.apply):
            for name, what, text in ATTACKS:
                before = getattr(form, name)
                self.plant(form, name, text)
                with self.subTest(form=form.getId(), what=what):
                    self.logged.clear()
                    page = self.browser_of()
                    page.open(form.absolute_url())
                    self.assertEqual(503, self.status(page))
                    self.assertIn(form.title, page.contents)
                    self.assertIn("暂时停用", page.contents)
                    self.assertIn("12345", page.contents)
                    self.assertNotIn("python:", page.contents)
                    self.assertNotIn("<textarea", page.contents)
                    self.assertIn("no-store", page.headers["Cache-Control"])
                    (line,) = self.logged
                    self.assertIn("/".join(form.getPhysicalPath()), line)
                    self.assertDidNotRun([page])
                    self.assertDidNotRun(self.use(form))
                self.plant(form, name, before)

    def test_no_address_of_a_form_runs_it(self):
        for name, text in (
            ("fields_model", FIELDS["default"]),
            ("fields_model", FIELDS["base"]),
            ("actions_model", ACTIONS["script"]),
        ):
            before = getattr(self.plain, name)
            self.plant(self.plain, name, text)
            with self.subTest(text=text):
                self.assertDidNotRun(self.use(self.plain, ADDRESSES))
                for person in ("anonymous", "reviewer"):
                    browser = self.browser_of(person)
                    browser.addHeader("Accept", "application/json")
                    browser.open(self.plain.absolute_url())
                    self.assertEqual("问卷", json.loads(browser.contents)["title"])
                    self.assertNotIn("X-Ran", browser.headers)
            self.plant(self.plain, name, before)
        self.assertDidNotRun()

    def test_editors_are_told_why_and_can_mend_it_as_xml(self):
        self.plant(self.plain, "actions_model", ACTIONS["script"])
        browser = self.browser_of("reviewer")
        browser.open(self.plain.absolute_url())
        self.assertIn("CustomScript", browser.contents)
        browser.open(f"{self.plain.absolute_url()}/actions")
        self.assertIn('id="problems"', browser.contents)
        self.assertIn("ScriptBody", browser.getControl(name="source").value)
        saved = self.save_xml("reviewer", self.plain, "actions", action("SaveData"))
        self.assertIn("已保存。", saved.contents)
        page = self.browser_of()
        page.open(self.plain.absolute_url())
        self.assertEqual(200, self.status(page))
        self.assertIn("form.widgets.word", page.contents)

    def test_administrator_accepts_nothing_by_changing_something_else(self):
        self.plant(self.plain, "actions_model", ACTIONS["script"])
        url = self.plain.absolute_url()
        for person in ("reviewer", "administrator"):
            status, said = self.call(person, url, {"title": "新名"})
            self.assertEqual(400, status, said)
            self.assertIn("CustomScript", said)
        self.assertDidNotRun(self.use(self.plain))

    def test_administrator_accepts_nothing_by_copying_or_checking_out(self):
        self.plant(self.plain, "actions_model", ACTIONS["script"])
        before = set(self.portal.forms.objectIds())
        status, said = self.call(
            "administrator",
            f"{self.portal.absolute_url()}/forms/@copy",
            {"source": self.plain.absolute_url()},
            "POST",
        )
        self.assertEqual(400, status, said)
        status, said = self.call(
            "administrator", f"{self.plain.absolute_url()}/@workingcopy", {}, "POST"
        )
        self.assertGreaterEqual(status, 400, said)
        self.assertEqual(before, set(self.portal.forms.objectIds()))

    def test_it_is_not_published(self):
        with api.env.adopt_roles(["Manager"]):
            api.content.transition(self.plain, "archive")
            api.content.transition(self.plain, "restore")
        self.plant(self.plain, "actions_model", ACTIONS["script"])
        for person in ("reviewer", "administrator"):
            status, said = self.call(
                person, f"{self.plain.absolute_url()}/@workflow/publish", {}, "POST"
            )
            self.assertEqual(400, status, said)
            self.assertIn("CustomScript", said)
        self.assertNotEqual("published", api.content.get_state(self.plain))

    def test_model_that_cannot_be_read_is_an_honest_page_too(self):
        self.plant(
            self.plain, "fields_model", field(contents="<min_length>x</min_length>")
        )
        page = self.browser_of()
        page.open(self.plain.absolute_url())
        self.assertEqual(503, self.status(page))
        self.assertIn("暂时停用", page.contents)
        browser = self.save_xml(
            "reviewer", self.plain, "fields", self.plain.fields_model
        )
        self.assertIn("读不了", browser.contents)

    def test_content_of_certain_names_decides_nothing(self):
        """EasyForm would take defaults and the layout of mails from files in the site."""
        with api.env.adopt_roles(["Manager"]):
            self.plant(self.plain, "title", "问卷")
            del self.plain.fields_model
            del self.plain.actions_model
            for name, data in (
                ("easyform_default_fields.xml", FIELDS["default"]),
                ("easyform_default_actions.xml", ACTIONS["script"]),
                ("easyform_mail_body_default.pt", f'<p tal:content="{RUN}" />'),
                ("easyform_model_default.xml", FIELDS["default"]),
            ):
                found = api.content.create(self.portal, "File", name)
                found.file = type("Data", (), {"data": data})()
        self.assertIn("replyto", self.plain.fields_model)
        self.assertNotIn("CustomScript", self.plain.actions_model)
        from collective.easyform.actions import Mailer

        self.assertEqual(MAIL_BODY_DEFAULT, Mailer().body_pt)

    def test_upgrade_names_the_forms_that_fall_out(self):
        self.plant(self.plain, "actions_model", ACTIONS["script"])
        self.plant(self.apply, "headerInjection", RUN)
        for form in (self.plain, self.apply):
            delattr(form, ACCEPTED)
        self.logged.clear()
        named = name_closed_forms(self.portal.portal_setup)
        paths = {"/".join(form.getPhysicalPath()) for form in (self.plain, self.apply)}
        self.assertEqual(paths, set(named.splitlines()))
        self.assertEqual(2, len(self.logged))
        for path in paths:
            self.assertTrue(any(path in line for line in self.logged))
        # Nor does a copy pass for new.
        self.assertEqual("", getattr(self.plain, ACCEPTED))

    def test_template_passes_nothing_on(self):
        template = self.portal.forms.template
        self.plant(template, "fields_model", FIELDS["default"])
        with api.env.adopt_roles(["Manager"]):
            form = api.content.create(
                self.portal.catalogue["sq-mz-001"], "EasyForm", "second", "另一个"
            )
        self.assertNotIn("TDefault", form.fields_model)
        self.assertIn("applicant_name", form.fields_model)
        self.assertTrue(is_registering(form))
