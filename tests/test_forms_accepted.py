"""What an administrator has brought into a form runs, and stays what they have seen."""

from onewindow_policy.forms.accepting import ACCEPTED
from onewindow_policy.testing.applying import NO_ACTIONS
from onewindow_policy.testing.attacking import ACTIONS
from onewindow_policy.testing.attacking import AttackCase
from onewindow_policy.testing.attacking import field
from onewindow_policy.testing.attacking import FIELDS
from onewindow_policy.testing.attacking import RUN

import transaction


class TestAdministrator(AttackCase):
    """What an administrator brings runs: that the attacks would, but for the guard."""

    def bring(self, name, text):
        kind = name.removesuffix("_model")
        browser = self.save_xml("administrator", self.plain, kind, text)
        self.assertNotIn('id="problems"', browser.contents)
        self.assertIn("已保存。", browser.contents)

    def send(self):
        browser = self.browser_of()
        browser.open(self.plain.absolute_url())
        ran = "X-Ran" in browser.headers
        browser.getControl(name="form.buttons.submit").click()
        transaction.begin()
        self.assertEqual(200, self.status(browser), browser.contents[-3000:])
        return ran or "X-Ran" in browser.headers

    def test_expressions_and_scripts_run(self):
        for name, what in (
            ("fields_model", "default"),
            ("fields_model", "validator"),
            ("actions_model", "condition"),
            ("actions_model", "script"),
        ):
            with self.subTest(what=what):
                self.bring(name, {**FIELDS, **ACTIONS}[what])
                self.assertTrue(self.send())
                self.bring(name, field() if name == "fields_model" else NO_ACTIONS)
                self.assertFalse(self.send())

    def test_expression_that_a_service_or_a_page_brings_runs(self):
        status, said = self.call(
            "administrator", self.plain.absolute_url(), {"headerInjection": RUN}
        )
        self.assertEqual(204, status, said)
        self.assertTrue(self.send())
        browser = self.browser_of("administrator")
        browser.open(f"{self.plain.absolute_url()}/edit")
        browser.getControl(name="form.widgets.headerInjection").value = ""
        browser.getControl(name="form.widgets.submitLabelOverride").value = RUN
        browser.getControl(name="form.buttons.save").click()
        transaction.begin()
        self.assertFalse(self.plain.headerInjection)
        self.assertTrue(self.send())

    def test_reviewer_may_rename_such_a_form_and_change_nothing_of_it(self):
        self.bring("actions_model", ACTIONS["script"])
        url = self.plain.absolute_url()
        self.assertEqual(204, self.call("reviewer", url, {"title": "新名"})[0])
        self.assertTrue(self.send())
        status, said = self.call("reviewer", url, {"fields_model": field("", "")})
        self.assertEqual(204, status, said)
        changed = field().replace("Word", "Other")
        status, said = self.call("reviewer", url, {"fields_model": changed})
        self.assertEqual(400, status, said)
        self.assertTrue(self.send())

    def test_reviewer_cannot_copy_it(self):
        self.bring("actions_model", ACTIONS["script"])
        before = set(self.portal.forms.objectIds())
        status, said = self.call(
            "reviewer",
            f"{self.portal.absolute_url()}/forms/@copy",
            {"source": self.plain.absolute_url()},
            "POST",
        )
        self.assertEqual(400, status, said)
        status, said = self.call(
            "reviewer", f"{self.plain.absolute_url()}/@workingcopy", {}, "POST"
        )
        self.assertGreaterEqual(status, 400, said)
        self.assertEqual(before, set(self.portal.forms.objectIds()))

    def test_copy_that_an_administrator_makes_runs_as_well(self):
        self.bring("actions_model", ACTIONS["script"])
        self.call(
            "administrator",
            f"{self.portal.absolute_url()}/forms/@copy",
            {"source": self.plain.absolute_url()},
            "POST",
        )
        (copy,) = [each for each in self.portal.forms.objectIds() if "copy" in each]
        self.assertEqual(
            getattr(self.plain, ACCEPTED), getattr(self.portal.forms[copy], ACCEPTED)
        )

    def test_it_cannot_be_brought_to_where_residents_apply(self):
        self.bring("actions_model", ACTIONS["script"])
        item = self.portal.catalogue["sq-mz-001"]
        before = set(item.objectIds())
        for service in ("@move", "@copy"):
            status, said = self.call(
                "administrator",
                f"{item.absolute_url()}/{service}",
                {"source": self.plain.absolute_url()},
                "POST",
            )
            self.assertEqual(400, status, said)
            self.assertEqual(before, set(item.objectIds()))

    def test_personal_data_closes_such_a_form(self):
        self.bring("actions_model", ACTIONS["script"])
        browser = self.save_xml(
            "administrator",
            self.plain,
            "fields",
            field(type="onewindow_policy.forms.fields.BankCard"),
        )
        self.assertIn('id="problems"', browser.contents)
        self.assertNotIn("BankCard", self.plain.fields_model)
