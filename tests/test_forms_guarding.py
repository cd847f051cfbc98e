"""What the list lets into a form: nothing of it can run what its author wants to run."""

from collective.easyform.config import FIELDS_DEFAULT
from onewindow_policy.feedback.api import suggestion_form
from onewindow_policy.forms import allowed
from onewindow_policy.forms import defaults
from onewindow_policy.forms.api import APPLICATION_ACTIONS
from onewindow_policy.forms.faults import in_words
from onewindow_policy.forms.generation import packaged_template
from onewindow_policy.testing.models import BAD_ACTIONS
from onewindow_policy.testing.models import BAD_FIELDS
from onewindow_policy.testing.models import CANARY
from onewindow_policy.testing.models import field
from onewindow_policy.testing.models import GOOD_ACTIONS
from onewindow_policy.testing.models import GOOD_FIELDS
from onewindow_policy.testing.models import GuardCase
from onewindow_policy.testing.models import model
from plone.supermodel import loadString
from zope.schema import getFieldsInOrder

import sys


class TestList(GuardCase):
    def test_whatever_runs_or_imports_is_no_field(self):
        for what, text in BAD_FIELDS.items():
            with self.subTest(what=what):
                self.assertTrue(self.judge(text).faults)
        self.assertNotIn(CANARY, sys.modules)

    def test_whatever_runs_is_no_action(self):
        for what, text in BAD_ACTIONS.items():
            with self.subTest(what=what):
                self.assertTrue(self.judge(actions=text).faults)

    def test_harmless_fields_and_actions_are_for_editors(self):
        for what, text in GOOD_FIELDS.items():
            with self.subTest(what=what):
                self.assertFit(text)
                loadString(text)
        for what, text in GOOD_ACTIONS.items():
            with self.subTest(what=what):
                self.assertFit(actions=text)
                loadString(text)

    def test_our_own_forms_are_fit(self):
        self.assertFit(defaults.FIELDS, defaults.ACTIONS)
        for code in (None, "SQ-LL-001"):
            template = packaged_template(code)
            self.assertFit(template, APPLICATION_ACTIONS, residents=True)
        form = suggestion_form()
        self.assertFit(form["fields_model"], form["actions_model"], residents=True)

    def test_easyforms_own_default_is_not(self):
        words = " ".join(in_words(self.judge(FIELDS_DEFAULT).faults, False))
        self.assertIn("TDefault", words)
        self.assertIn("validators", words)

    def test_residents_forms_take_our_actions_only(self):
        for what, text in GOOD_ACTIONS.items():
            if what == "none":
                continue
            with self.subTest(what=what):
                self.assertTrue(self.judge(actions=text, residents=True).faults)

    def test_action_of_ours_makes_it_a_residents_form(self):
        both = APPLICATION_ACTIONS.replace(
            "</schema>",
            '<field name="b" type="collective.easyform.actions.SaveData"/></schema>',
        )
        verdict = self.judge(actions=both)
        self.assertTrue(verdict.is_for_residents)
        self.assertEqual(1, len(verdict.faults))

    def test_personal_data_goes_with_our_actions_only(self):
        for kind in allowed.PERSONAL_FIELDS:
            with self.subTest(kind=kind):
                verdict = self.judge(field(type=kind), defaults.ACTIONS)
                self.assertTrue(verdict.is_for_residents)
                (fault,) = verdict.faults
                self.assertEqual("word", fault.message.mapping["field"])
                self.assertFit(field(type=kind), APPLICATION_ACTIONS)

    def test_expressions_of_the_form_are_faults(self):
        for name in allowed.EXPRESSIONS:
            (fault,) = self.judge(**{name: "python:1"}).faults
            self.assertEqual(name, fault.part)
        self.assertFit(**dict.fromkeys(allowed.EXPRESSIONS, " "))

    def test_refusal_names_the_line_and_what_stands_there(self):
        text = model("\n\n<invariant>os.system</invariant>")
        (fault,) = self.judge(text).faults
        self.assertEqual("fields_model", fault.part)
        self.assertEqual(text[: text.index("<invariant>")].count("\n") + 1, fault.line)
        words = " ".join(in_words([fault], True))
        self.assertIn("invariant", words)

    def test_kinds_on_the_list_are_kinds_that_there_are(self):
        for kind in allowed.FIELDS:
            extra = (
                "<values><element>a</element></values>"
                if kind.endswith("Choice")
                else ""
            )
            with self.subTest(kind=kind):
                (_pair,) = getFieldsInOrder(loadString(field(extra, type=kind)).schema)
        for widget in allowed.WIDGETS:
            with self.subTest(widget=widget):
                loadString(field(attributes=f'form:widget="{widget}"'))
