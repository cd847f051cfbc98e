"""What the list lets into a form: nothing of it can run what its author wants to run."""

from collective.easyform.config import FIELDS_DEFAULT
from collective.easyform.config import MAIL_BODY_DEFAULT
from collective.easyform.interfaces import IAction
from hypothesis import given
from hypothesis import strategies as st
from onewindow_policy.feedback.api import suggestion_form
from onewindow_policy.forms import allowed
from onewindow_policy.forms import defaults
from onewindow_policy.forms.accepting import own_actions
from onewindow_policy.forms.api import APPLICATION_ACTIONS
from onewindow_policy.forms.api import SUGGESTION_ACTIONS
from onewindow_policy.forms.faults import in_words
from onewindow_policy.forms.generation import packaged_template
from onewindow_policy.forms.guarding import judge
from onewindow_policy.forms.guarding import MAX_CHARACTERS
from onewindow_policy.testing import INTEGRATION_TESTING
from plone.autoform.interfaces import WIDGETS_KEY
from plone.supermodel import loadString
from plone.supermodel.model import Schema
from plone.supermodel.parser import SupermodelParseError
from unittest import mock
from zope.schema import getFieldsInOrder

import plone.autoform.utils
import plone.supermodel.converters
import plone.supermodel.parser
import sys
import unittest

#: A module that nothing imports but a model that must not be read.
CANARY = "tests.canary_of_forms"

HEAD = """<model xmlns="http://namespaces.plone.org/supermodel/schema"
  xmlns:easyform="http://namespaces.plone.org/supermodel/easyform"
  xmlns:form="http://namespaces.plone.org/supermodel/form"
  xmlns:security="http://namespaces.plone.org/supermodel/security"
  xmlns:other="http://example.com/other">"""


def model(contents, head=HEAD, schema="<schema>"):
    return f"{head}{schema}{contents}</schema></model>"


def field(contents="", attributes="", type="zope.schema.TextLine", name="word"):
    return model(
        f'<field name="{name}" type="{type}" {attributes}>'
        f"<title>Word</title>{contents}</field>"
    )


def action(type, contents="", attributes="", name="act"):
    return field(contents, attributes, f"collective.easyform.actions.{type}", name)


#: Fields that must not be read, by what is wrong with them.
BAD_FIELDS = {
    "default expression": field(attributes='easyform:TDefault="python:1"'),
    "enabling expression": field(attributes='easyform:TEnabled="python:1"'),
    "validating expression": field(attributes='easyform:TValidator="python:1"'),
    "server side": field(attributes='easyform:serverSide="True"'),
    "validators": field(attributes='easyform:validators="isValidEmail"'),
    "condition of an action": field(attributes='easyform:execCondition="python:1"'),
    "classes": field(attributes='easyform:css_class="a&quot; onclick=&quot;b"'),
    "widget": field(attributes=f'form:widget="{CANARY}.Widget"'),
    "widget element": field(f'<form:widget type="{CANARY}.Widget" />'),
    "widget handler": field(
        '<form:widget type="z3c.form.browser.text.TextFieldWidget">'
        "<onclick>alert(1)</onclick></form:widget>"
    ),
    "validator": field(attributes=f'form:validator="{CANARY}.Validator"'),
    "mode of an interface": field(attributes=f'form:mode="{CANARY}.IForm:hidden"'),
    "omitted": field(attributes=f'form:omitted="{CANARY}.IForm:true"'),
    "permission": field(attributes='security:write-permission="zope2.View"'),
    "default factory": field(f"<defaultFactory>{CANARY}.make</defaultFactory>"),
    "default factory of another namespace": field(
        f"<other:defaultFactory>{CANARY}.make</other:defaultFactory>"
    ),
    "default factory without a namespace": field(
        f'<defaultFactory xmlns="">{CANARY}.make</defaultFactory>'
    ),
    "source": field(f"<source>{CANARY}.source</source>", type="zope.schema.Choice"),
    "vocabulary of accounts": field(
        "<vocabulary>plone.app.vocabularies.Users</vocabulary>",
        type="zope.schema.Choice",
    ),
    "object": field(f"<schema>{CANARY}.ISchema</schema>", type="zope.schema.Object"),
    "interface": field(
        f"<default>{CANARY}.ISchema</default>", type="zope.schema.InterfaceField"
    ),
    "object in a list": field(
        f'<value_type type="zope.schema.Object"><schema>{CANARY}.I</schema></value_type>',
        type="zope.schema.List",
    ),
    "factory in a list": field(
        '<value_type type="zope.schema.TextLine">'
        f"<defaultFactory>{CANARY}.make</defaultFactory></value_type>",
        type="zope.schema.List",
    ),
    "key of a dictionary": field(
        '<key_type type="zope.schema.TextLine" />', type="zope.schema.Dict"
    ),
    "password": field(type="zope.schema.Password"),
    "action among fields": action("CustomScript", "<ScriptBody>1</ScriptBody>"),
    "base": model("", schema=f'<schema based-on="{CANARY}.ISchema">'),
    "invariant": model(f"<invariant>{CANARY}.check</invariant>"),
    "second schema": model(
        f'</schema><schema name="b" based-on="{CANARY}.ISchema">',
    ),
    "named schema": model("", schema='<schema name="a">'),
    "no schema": f"{HEAD}</model>",
    "other root": "<form />",
    "no XML": "<model",
    "declaration": f'<!DOCTYPE model [<!ENTITY a "b">]>{model("")}',
    "attributes by declaration": (
        '<!DOCTYPE model [<!ATTLIST schema based-on CDATA "'
        f'{CANARY}.ISchema">]>{model("")}'
    ),
    "names": field(name="__bases__"),
    "no name": field(name=""),
    "markup in a title": field("<title>&lt;script&gt;</title>"),
    "markup in a description": field("<description>&lt;img/&gt;</description>"),
    "markup in an answer": field(
        "<values><element>&lt;b&gt;</element></values>", type="zope.schema.Choice"
    ),
    "field in a field": field(field()),
    "lone surrogate": field("<title>\ud800</title>"),
    "long": model(" " * MAX_CHARACTERS),
}

#: Actions that must not be read. The last few are of no harm but to privacy.
BAD_ACTIONS = {
    "script": action("CustomScript", "<ScriptBody>1</ScriptBody>"),
    "script as Manager": action(
        "CustomScript", "<ProxyRole>Manager</ProxyRole><ScriptBody>1</ScriptBody>"
    ),
    "condition": action("SaveData", attributes='easyform:execCondition="python:1"'),
    "body of a mail": action("Mailer", "<body_pt>&lt;b tal:content='1'/&gt;</body_pt>"),
    **{
        name: action("Mailer", f"<{name}>python:1</{name}>")
        for name in (
            "subjectOverride",
            "senderOverride",
            "recipientOverride",
            "ccOverride",
            "bccOverride",
            "to_field",
            "cc_recipients",
            "bcc_recipients",
            "additional_headers",
            "xinfo_headers",
            "gpg_keyid",
        )
    },
    "address of the sender": action(
        "SaveData", "<ExtraData><element>REMOTE_ADDR</element></ExtraData>"
    ),
    "unknown": action("Unknown"),
    "field among actions": field(),
}

#: What editors of forms that ask for nothing personal may use.
GOOD_ACTIONS = {
    "mail": action(
        "Mailer",
        "<recipient_email>window@example.com</recipient_email>"
        "<recipient_name>窗口</recipient_name><msg_subject>问卷</msg_subject>"
        "<showFields><element>word</element></showFields>",
    ),
    "mail with the layout written out": action(
        "Mailer",
        "<body_pt><![CDATA[" + MAIL_BODY_DEFAULT + "]]></body_pt>",
    ),
    "kept": action("SaveData", "<ExtraData><element>dt</element></ExtraData>"),
    "both": model(
        '<field name="a" type="collective.easyform.actions.SaveData"/>'
        '<!-- and --><field name="b" type="collective.easyform.actions.Mailer"/>'
    ),
    "none": model(""),
}

GOOD_FIELDS = {
    "choice": field(
        '<values><element key="a">甲</element></values><default>a</default>',
        'form:widget="z3c.form.browser.radio.RadioFieldWidget" easyform:depends_on="b=1"',
        "zope.schema.Choice",
    ),
    "several": field(
        '<value_type type="zope.schema.Choice"><values><element>甲</element></values>'
        "</value_type>",
        type="zope.schema.Set",
    ),
    "code list": field(
        "<vocabulary>onewindow_policy.vocabularies.life_events</vocabulary>",
        type="zope.schema.Choice",
    ),
    "hidden": field(attributes='easyform:THidden="True" easyform:serverSide="False"'),
    "nothing": field(attributes='easyform:TDefault="" easyform:validators=""'),
    "group": model(
        '<fieldset name="more" label="更多" order="2"><field name="a"'
        ' type="zope.schema.Int"><min>1</min><title>数</title></field></fieldset>'
    ),
    "widget element": field(
        '<form:widget type="z3c.form.browser.textarea.TextAreaFieldWidget">'
        "<rows>4</rows></form:widget>",
        type="zope.schema.Text",
    ),
    "remark": field(
        "<rich_label>&lt;p&gt;请看&lt;/p&gt;</rich_label>",
        type="collective.easyform.fields.RichLabel",
    ),
}


class GuardCase(unittest.TestCase):
    layer = INTEGRATION_TESTING

    def judge(self, fields=defaults.FIELDS, actions="", residents=False, **expressions):
        return judge(
            fields, actions, expressions, own_actions(), is_for_residents=residents
        )

    def assertFit(self, *args, **kwargs):
        verdict = self.judge(*args, **kwargs)
        self.assertEqual([], in_words(verdict.faults, False)[:-1])


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
        model = suggestion_form()["fields_model"]
        self.assertFit(model, SUGGESTION_ACTIONS, residents=True)

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


# -- any model whatever

NAMES = st.sampled_from(
    ["word", "title", "a.b", "__class__", "Ä", "x-1", "", "mailer", "_p_jar"]
)
DOTTED = st.sampled_from(
    [
        f"{CANARY}.thing",
        "os.system",
        "zope.schema.TextLine",
        "z3c.form.browser.radio.RadioFieldWidget",
        "z3c.form.browser.text.TextFieldWidget",
        "plone.app.vocabularies.Users",
        "onewindow_policy.vocabularies.audiences",
    ]
)
TYPES = st.one_of(
    st.sampled_from(sorted(allowed.FIELDS)),
    st.sampled_from(sorted(allowed.STOCK_ACTIONS)),
    st.sampled_from(
        [
            "collective.easyform.actions.CustomScript",
            "onewindow_policy.forms.actions.RegisterCase",
            "zope.schema.Object",
            "zope.schema.InterfaceField",
            "zope.schema.Dict",
            "zope.schema.DottedName",
        ]
    ),
)
WORDS = st.one_of(
    DOTTED, st.sampled_from(["", "1", "True", "False", "python:1", "甲", "hidden", "*"])
)
PREFIXES = st.sampled_from(["", "", "", "other:", "easyform:", "form:", "security:"])
TAGS = st.sampled_from(
    sorted(
        {"element", "invariant", "schema", "field", "fieldset", "widget", "key_type"}
        | {
            "defaultFactory",
            "source",
            "vocabulary",
            "constraint",
            "ScriptBody",
            "DEFAULT",
        }
        | {"ProxyRole", "body_pt", "subjectOverride", "recipientOverride", "readonly"}
        | set().union(*allowed.FIELDS.values(), *allowed.STOCK_ACTIONS.values())
    )
)
ATTRIBUTES = st.dictionaries(
    st.sampled_from(
        [
            "name",
            "type",
            "key",
            "order",
            "label",
            "based-on",
            *(f"easyform:{each}" for each in ("TDefault", "TEnabled", "TValidator")),
            *(f"easyform:{each}" for each in ("serverSide", "validators", "THidden")),
            *(f"easyform:{each}" for each in ("execCondition", "depends_on")),
            *(f"form:{each}" for each in ("widget", "validator", "mode", "omitted")),
            *(f"form:{each}" for each in ("before", "after")),
            "security:read-permission",
        ]
    ),
    st.one_of(WORDS, NAMES, TYPES),
    max_size=3,
)


@st.composite
def elements(draw, tag=None, depth=3):
    """Any element, likelier one that is nearly right."""
    tag = tag or draw(PREFIXES) + draw(TAGS)
    attributes = dict(draw(ATTRIBUTES)) if draw(st.integers(0, 2)) == 0 else {}
    if tag in ("field", "value_type", "form:widget"):
        attributes.setdefault("type", draw(TYPES))
    if tag in ("field", "fieldset"):
        attributes.setdefault("name", draw(NAMES))
    inner = draw(WORDS)
    if depth:
        inside = {
            "schema": st.sampled_from(["field", "field", "fieldset", None]),
            "fieldset": st.sampled_from(["field", None]),
        }.get(tag, st.none())
        for _number in range(draw(st.integers(0, 3))):
            inner += draw(elements(draw(inside), depth - 1))
    if draw(st.integers(0, 9)) == 0:
        inner = (
            draw(st.sampled_from(["<!-- -->", "<?go now?>", "<![CDATA[<]]>"])) + inner
        )
    written = "".join(f' {name}="{value}"' for name, value in attributes.items())
    return f"<{tag}{written}>{inner}</{tag}>"


@st.composite
def changed_templates(draw):
    """One of our own models, with something put into it or out of it."""
    text = draw(
        st.sampled_from(
            [
                packaged_template(),
                suggestion_form()["fields_model"],
                APPLICATION_ACTIONS,
                *GOOD_FIELDS.values(),
                *GOOD_ACTIONS.values(),
                *BAD_FIELDS.values(),
                *BAD_ACTIONS.values(),
            ]
        )
    )
    for _number in range(draw(st.integers(0, 3))):
        places = [each for each in range(len(text)) if text[each] in "<> \"'"]
        start = draw(st.sampled_from(places or [0]))
        end = start + draw(st.integers(0, 30))
        piece = draw(st.one_of(elements(depth=1), WORDS, st.just("")))
        text = text[:start] + piece + text[end:]
    return text


MODELS = st.one_of(
    elements("schema").map(lambda text: f"{HEAD}{text}</model>"),
    changed_templates(),
)


class TestAnyModel(GuardCase):
    """No model that is on the list can run code."""

    def setUp(self):
        self.resolved = []
        for module in (
            plone.supermodel.parser,
            plone.supermodel.converters,
            plone.autoform.utils,
        ):
            original = module.resolve

            def resolve(name, *args, original=original):
                self.resolved.append(name)
                return original(name, *args)

            patch = mock.patch.object(module, "resolve", resolve)
            patch.start()
            self.addCleanup(patch.stop)
        remembered = mock.patch.dict(plone.autoform.utils._dottedCache, clear=True)
        remembered.start()
        self.addCleanup(remembered.stop)

    def read(self, text):
        """Read a model that was found fit; return its schema, None if it is broken."""
        self.resolved.clear()
        try:
            read = loadString(text)
        except SupermodelParseError:
            read = None
        self.assertLessEqual(set(self.resolved), allowed.WIDGETS, text)
        self.assertNotIn(CANARY, sys.modules)
        if read is None:
            return None
        self.assertEqual([""], list(read.schemata), text)
        return read.schema

    def assertHarmless(self, schema, text):
        self.assertEqual((Schema,), schema.__bases__, text)
        self.assertFalse(schema.queryTaggedValue("invariants"), text)
        for name in (
            "TDefault",
            "TEnabled",
            "TValidator",
            "validators",
            "execCondition",
        ):
            self.assertFalse(schema.queryTaggedValue(name), text)
        self.assertNotIn(True, (schema.queryTaggedValue("serverSide") or {}).values())
        for widget in (schema.queryTaggedValue(WIDGETS_KEY) or {}).values():
            if not isinstance(widget, str):
                widget = widget.getWidgetFactoryName()
            self.assertIn(widget, allowed.WIDGETS | {None}, text)
        for _name, each in getFieldsInOrder(schema):
            for field in (each, getattr(each, "value_type", None)):
                if field is not None and not IAction.providedBy(field):
                    self.assertIsNone(field.defaultFactory, text)

    @given(MODELS)
    def test_fields_that_are_accepted_run_nothing(self, text):
        if self.judge(text).faults:
            return
        schema = self.read(text)
        if schema is None:
            return
        self.assertHarmless(schema, text)
        for _name, each in getFieldsInOrder(schema):
            self.assertFalse(IAction.providedBy(each), text)

    @given(MODELS, st.booleans())
    def test_actions_that_are_accepted_run_nothing(self, text, residents):
        verdict = self.judge("", text, residents)
        if verdict.faults:
            return
        schema = self.read(text)
        if schema is None:
            return
        self.assertHarmless(schema, text)
        for _name, each in getFieldsInOrder(schema):
            kind = f"{type(each).__module__}.{type(each).__name__}"
            ours = set(own_actions())
            stock = set() if verdict.is_for_residents else set(allowed.STOCK_ACTIONS)
            self.assertIn(kind, ours | stock, text)
            for name in ("ScriptBody", "subjectOverride", "recipientOverride"):
                self.assertFalse(getattr(each, name, None), text)
            if kind == allowed.MAILER:
                self.assertEqual(MAIL_BODY_DEFAULT.split(), each.body_pt.split(), text)

    def test_enough_of_them_are_accepted(self):
        """That the tests above look at something."""
        for text in (packaged_template(), *GOOD_FIELDS.values()):
            self.assertFit(text)
            self.assertHarmless(self.read(text), text)
