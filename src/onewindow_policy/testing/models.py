"""Models of forms: what must not be read, and what editors may use."""

from collective.easyform.config import MAIL_BODY_DEFAULT
from onewindow_policy.forms import defaults
from onewindow_policy.forms.accepting import own_actions
from onewindow_policy.forms.faults import in_words
from onewindow_policy.forms.guarding import judge
from onewindow_policy.forms.guarding import MAX_CHARACTERS
from onewindow_policy.testing import INTEGRATION_TESTING

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
