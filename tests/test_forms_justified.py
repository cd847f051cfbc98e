"""A form asks what its service needs, and what its guide lists, and nothing else."""

from onewindow_policy.exchange.api import import_catalogue
from onewindow_policy.exchange.exporter import export_catalogue
from onewindow_policy.forms.justifying import unjustified_faults
from onewindow_policy.inspection.forms import forms_that_ask_more
from onewindow_policy.publishing.exceptions import PublicationRefused
from onewindow_policy.testing import SAMPLE_INTEGRATION_TESTING
from onewindow_policy.upgrades.v1001.documents import applications
from plone import api
from plone.app.testing import setRoles
from plone.app.testing import TEST_USER_ID
from unittest import TestCase
from zope.i18n import translate

import json

FAITH = """
<field name="faith" type="zope.schema.TextLine"><title>宗教信仰</title></field>
"""
CARD = """
<field name="card" type="onewindow_policy.forms.fields.BankCard"><title>卡号</title></field>
"""
END = "</fieldset>"


class TestJustifiedQuestions(TestCase):
    layer = SAMPLE_INTEGRATION_TESTING

    def setUp(self):
        self.portal = self.layer["portal"]
        setRoles(self.portal, TEST_USER_ID, ["Manager"])
        self.item = self.portal.catalogue["sq-wj-001"]
        self.form = self.item.apply

    def asking(self, field):
        return self.form.fields_model.replace(END, field + END, 1)

    def publish(self):
        self.portal.portal_workflow.doActionFor(self.form, "publish")

    def told(self, fields_model):
        return [
            translate(each.message, target_language="zh_CN")
            for each in unjustified_faults(self.form, fields_model)
        ]

    def test_forms_of_the_city_ask_what_their_services_need(self):
        count = 0
        for item, form in applications():
            count += 1
            self.assertEqual([], unjustified_faults(form, form.fields_model), item.code)
        self.assertGreater(count, 10)

    def test_form_that_asks_something_else_is_not_published_and_says_what(self):
        api.content.transition(self.form, "archive")
        api.content.transition(self.form, "restore")
        self.form.fields_model = self.asking(FAITH)
        with self.assertRaises(PublicationRefused) as refused:
            self.publish()
        self.assertIn("宗教信仰", str(refused.exception))
        self.assertEqual("draft", api.content.get_state(self.form))
        # What the guide lists may be asked, and its page says that it is.
        self.item.guide.asked_besides = ["宗教信仰"]
        self.publish()
        self.assertEqual("published", api.content.get_state(self.form))

    def test_refusal_names_field_and_question(self):
        (told,) = self.told(self.asking(FAITH))
        self.assertIn("faith", told)
        self.assertIn("宗教信仰", told)

    def test_question_in_other_words_is_the_same_question(self):
        model = self.form.fields_model.replace("现住址", "您住在哪里")
        self.assertNotEqual(model, self.form.fields_model)
        self.assertEqual([], self.told(model))

    def test_sensitive_kind_is_told_by_its_kind(self):
        # The guide names no bank account; the words of another question do not help.
        disguised = CARD.replace("卡号", "现住址")
        for field in (CARD, disguised):
            with self.subTest(field):
                self.assertEqual(1, len(self.told(self.asking(field))))
        self.item.guide.sensitive_fields = ["身份证号码", "银行账户"]
        bank = CARD.replace('"card"', '"bank_card"')
        self.assertEqual([], self.told(self.asking(bank)))

    def test_line_of_the_paper_form_may_be_asked_and_no_other_in_its_place(self):
        self.assertIn("意向服务包", self.form.fields_model)
        model = self.form.fields_model.replace("意向服务包", "政治面貌")
        (told,) = self.told(model)
        self.assertIn("政治面貌", told)

    def test_self_check_lists_public_forms_that_ask_more(self):
        self.assertEqual([], list(forms_that_ask_more()))
        self.form.fields_model = self.asking(FAITH)
        (found,) = forms_that_ask_more()
        self.assertIn("sq-wj-001/apply", found.url)

    def test_file_brings_a_form_with_the_guide_that_justifies_it(self):
        self.item.guide.asked_besides = ["宗教信仰"]
        self.form.fields_model = self.asking(FAITH)
        catalogue = json.loads(json.dumps(export_catalogue(self.portal)))
        (row,) = (each for each in catalogue["items"] if each["code"] == "SQ-WJ-001")
        self.assertEqual(["宗教信仰"], row["privacy"]["asked_besides"])
        self.item.guide.asked_besides = []
        self.form.fields_model = self.form.fields_model.replace(FAITH, "")
        import_catalogue(self.portal, catalogue, overwrite=True)
        self.assertEqual(["宗教信仰"], self.item.guide.asked_besides)
        self.assertIn("宗教信仰", self.form.fields_model)
        self.assertEqual("published", api.content.get_state(self.form))
