"""The model of a form: parsed once for its text, with EasyForm's own fields and endings."""

from onewindow_policy.forms import models
from onewindow_policy.forms.api import set_registering
from onewindow_policy.testing.forms import ANSWERS
from onewindow_policy.testing.forms import FormCase
from onewindow_policy.testing.forms import inputs_of
from onewindow_policy.testing.papers import PDF
from plone import api
from plone.supermodel import loadString
from plone.supermodel import serializeSchema
from unittest import mock
from urllib.parse import urlencode

import collective.easyform.api
import re
import transaction


class TestParsing(FormCase):
    def parsed(self):
        """Count how often a model is parsed from now on."""
        parse = mock.patch.object(
            collective.easyform.api,
            "loadString",
            wraps=collective.easyform.api.loadString,
        )
        counter = parse.start()
        self.addCleanup(parse.stop)
        return counter

    def setUp(self):
        super().setUp()
        models._pattern.cache_clear()

    def test_each_model_is_parsed_once_for_all_pages(self):
        counter = self.parsed()
        self.open()
        self.open()
        # The fields', and the actions', which say whose document a question is about.
        parsed = [call.args[0] for call in counter.call_args_list]
        self.assertEqual(len(parsed), len(set(parsed)))
        self.assertEqual(2, len(parsed))

    def test_each_model_is_parsed_once_for_all_sendings(self):
        counter = self.parsed()
        for count in (1, 2):
            nonce = re.search(r'form\.nonce"[^>]*value="([^"]+)"', self.open())[1]
            sent = inputs_of(ANSWERS) | {"form.nonce": nonce}
            self.browser.post(self.url, urlencode(sent))
            self.assertEqual(count, len(self.received))
        # The fields' and the actions'.
        parsed = [call.args[0] for call in counter.call_args_list]
        self.assertEqual(len(parsed), len(set(parsed)))
        self.assertEqual(2, len(parsed))

    def test_what_one_request_writes_into_a_schema_no_other_finds(self):
        text = self.form.fields_model
        one, other = models._parsed(text), models._parsed(text)
        self.assertEqual(serializeSchema(one), serializeSchema(other))
        self.assertEqual(serializeSchema(loadString(text).schema), serializeSchema(one))
        before = serializeSchema(other)
        names = list(one)
        one[names[0]].required = not one[names[0]].required
        one[names[0]].setTaggedValue("css_class", "wide")
        one.setTaggedValue("context", self.form)
        for tag in one.getTaggedValueTags():
            value = one.getTaggedValue(tag)
            if isinstance(value, dict):
                value["new"] = "new"
            elif isinstance(value, list):
                value[0].fields.append("new")
                value.append("new")
        self.assertEqual(before, serializeSchema(other))
        self.assertEqual(before, serializeSchema(models._parsed(text)))
        self.assertIsNone(other.queryTaggedValue("context"))
        self.assertIsNone(other[names[0]].queryTaggedValue("css_class"))
        for name in names:
            self.assertIs(other, other[name].interface)

    def test_changed_model_is_parsed_anew(self):
        self.open()
        self.form.fields_model = self.form.fields_model.replace("现住址", "现在住哪里")
        transaction.commit()
        self.assertIn("现在住哪里", self.open())


STOCK_FIELDS = """
<model xmlns="http://namespaces.plone.org/supermodel/schema">
  <schema>
    <field name="word" type="zope.schema.TextLine">
      <title>Word</title>
    </field>
    <fieldset name="more" label="More">
      <field name="paper" type="plone.namedfile.field.NamedFile">
        <title>Paper</title>
      </field>
    </fieldset>
    <field name="applicant_name" type="zope.schema.TextLine">
      <title>Name</title>
      <required>False</required>
    </field>
    <field name="community" type="zope.schema.TextLine">
      <title>Community</title>
      <required>False</required>
    </field>
  </schema>
</model>
"""

PROGRAMS = """
<model xmlns="http://namespaces.plone.org/supermodel/schema"
       xmlns:easyform="http://namespaces.plone.org/supermodel/easyform">
  <schema>
    <field name="word" type="zope.schema.TextLine"
           easyform:TValidator="python:value == 'bad' and 'Not this word' or False">
      <title>Word</title>
    </field>
    <fieldset name="more" label="More">
      <field name="link" type="zope.schema.TextLine"
             easyform:validators="isNotLinkSpam"
             easyform:TDefault="string:none">
        <title>Link</title>
      </field>
    </fieldset>
  </schema>
</model>
"""


class TestStockFields(FormCase):
    """Validators and defaults of EasyForm are found through our way to them."""

    def test_stock_field_in_a_group_is_asked_by_its_own_validator(self):
        self.form.fields_model = STOCK_FIELDS
        api.portal.set_registry_record("easyform.max_filesize", 10)
        transaction.commit()
        self.open()
        self.fill(word="good")
        self.control("paper").add_file(PDF, "application/pdf", "a.pdf")
        self.send()
        self.assertEqual([], self.received)
        self.assertIsNotNone(self.problem_at("paper"))
        self.open()
        self.fill(word="good")
        self.control("paper").add_file(b"%PDF-1", "application/pdf", "a.pdf")
        self.send()
        self.assertEqual("good", self.answers()["word"])

    def test_expressions_that_an_administrator_brought_are_asked_in_groups_too(self):
        with api.env.adopt_roles(["Manager"]):
            form = api.content.create(
                self.portal.forms, "EasyForm", "words", fields_model=PROGRAMS
            )
            api.content.transition(form, "publish")
        transaction.commit()
        self.url = form.absolute_url()
        self.open()
        self.assertEqual("none", self.control("link").value)
        self.fill(word="bad", link="https://example.com")
        self.send()
        self.assertEqual([], self.received)
        self.assertIsNotNone(self.problem_at("link"))
        self.assertIn("Not this word", self.problem_at("word"))
        self.fill(word="good", link="none")
        self.send()
        self.assertEqual("good", self.answers()["word"])


TWO_FIELDS = """
<model xmlns="http://namespaces.plone.org/supermodel/schema"
       xmlns:easyform="http://namespaces.plone.org/supermodel/easyform">
  <schema>
    <field name="call" type="zope.schema.TextLine">
      <required>False</required>
      <title>Shall we call</title>
    </field>
    <field name="phone" type="onewindow_policy.forms.fields.MobilePhone"
           easyform:depends_on="call=yes">
      <title>Phone</title>
    </field>
  </schema>
</model>
"""


class TestThanks(FormCase):
    """Forms that register nothing end with EasyForm's own page."""

    def setUp(self):
        super().setUp()
        set_registering(self.form, False)
        self.form.fields_model = TWO_FIELDS
        self.form.thankstitle = "谢谢您"
        transaction.commit()

    def test_what_is_not_asked_stands_in_nobodys_way(self):
        self.open()
        self.fill(phone="no number")
        self.assertIn("谢谢您", self.send())
        self.assertEqual({"call": None}, self.answers())

    def test_what_is_asked_does(self):
        self.open()
        self.fill(call="yes", phone="no number")
        self.assertNotIn("谢谢您", self.send())
        self.assertIsNotNone(self.problem_at("phone"))
        self.fill(phone="138 0000 0000")
        self.assertIn("谢谢您", self.send())
