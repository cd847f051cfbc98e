"""What whoever wants a program in a form would write, and how they would go about it.

Each attack is made as those do who may change forms: by posts and services of a server,
and for what no door lets in any more, by writing it as a former version would have.
"""

from onewindow_policy.forms.accepting import ACCEPTED
from onewindow_policy.sites.accounts import SAMPLE_ACCOUNTS
from onewindow_policy.testing import SAMPLE_FUNCTIONAL_TESTING
from onewindow_policy.testing.tickets import cookie_for
from onewindow_policy.testing.tickets import log_in
from onewindow_policy.testing.tickets import MANAGER
from plone import api
from plone.testing.zope import Browser
from urllib.parse import urlencode

import html
import json
import re
import sys
import transaction
import unittest

#: The user of each name that the tests use for persons.
ACCOUNTS = {
    **{account.user_id: account.user_id for account in SAMPLE_ACCOUNTS},
    "administrator": MANAGER,
}

CANARY = "tests.canary_of_forms"

MODEL = """<model xmlns="http://namespaces.plone.org/supermodel/schema"
       xmlns:easyform="http://namespaces.plone.org/supermodel/easyform"
       xmlns:form="http://namespaces.plone.org/supermodel/form">
  <schema {schema}>{contents}</schema>
</model>"""

#: What an expression does that runs, for all to see.
RUN = "python:request.response.setHeader('X-Ran', 'yes') or ''"

SCRIPT = "request.response.setHeader('X-Ran', 'yes')"


def model(contents="", schema=""):
    return MODEL.format(contents=contents, schema=schema)


def field(attributes="", contents="", type="zope.schema.TextLine"):
    return model(
        f'<field name="word" type="{type}" {attributes}><title>Word</title>'
        f"<required>False</required>{contents}</field>"
    )


def action(kind, contents="", attributes=""):
    return model(
        f'<field name="act" type="collective.easyform.actions.{kind}" {attributes}>'
        f"<title>Act</title>{contents}</field>"
    )


FIELDS = {
    "default": field(f'easyform:TDefault="{RUN}"'),
    "enabled": field(f'easyform:TEnabled="{RUN}"'),
    "validator": field(f'easyform:TValidator="{RUN}"'),
    "server side": field(f'easyform:serverSide="True" easyform:TDefault="{RUN}"'),
    "default factory": field(
        contents=f"<defaultFactory>{CANARY}.make</defaultFactory>"
    ),
    "base": model(schema=f'based-on="{CANARY}.ISchema"'),
    "invariant": model(f"<invariant>{CANARY}.check</invariant>"),
    "widget": field(f'form:widget="{CANARY}.Widget"'),
    "validating class": field(f'form:validator="{CANARY}.Validator"'),
    "source": field(
        contents=f"<source>{CANARY}.source</source>", type="zope.schema.Choice"
    ),
}

ACTIONS = {
    "script": action(
        "CustomScript",
        f"<ProxyRole>Manager</ProxyRole><ScriptBody>{SCRIPT}</ScriptBody>",
    ),
    "condition": action("SaveData", attributes=f'easyform:execCondition="{RUN}"'),
    "mail": action(
        "Mailer",
        "<recipient_email>a@example.com</recipient_email>"
        f"<recipientOverride>{RUN}</recipientOverride>",
    ),
    "layout of a mail": action(
        "Mailer",
        "<recipient_email>a@example.com</recipient_email><body_pt>"
        + html.escape(f'<p tal:content="{RUN}" />')
        + "</body_pt>",
    ),
}

EXPRESSIONS = (
    "thanksPageOverride",
    "formActionOverride",
    "onDisplayOverride",
    "afterValidationOverride",
    "headerInjection",
    "submitLabelOverride",
)

#: Everything there is to write: name of the attribute, and what it would hold.
ATTACKS = [
    *(("fields_model", what, text) for what, text in FIELDS.items()),
    *(("actions_model", what, text) for what, text in ACTIONS.items()),
    *((name, name, RUN) for name in EXPRESSIONS),
]

#: Those who may change forms and are no administrators.
EDITORS = ("editor", "reviewer")


#: All addresses of a form that read its models.
ADDRESSES = (
    "/view",
    "/embedded",
    "/@@z3cform_validate_field?fname=form.widgets.word",
    "/get_save_data_adapters",
    "/saveddata",
    "/fields",
    "/actions",
    "/fields/word",
    "/fields/word/@@edit",
    "/fields/@@add-field",
    "/actions/act",
    "/actions/act/@@data",
    "/actions/@@add-action",
    "/edit",
    "/embedded",
)


class AttackCase(unittest.TestCase):
    layer = SAMPLE_FUNCTIONAL_TESTING

    def setUp(self):
        self.portal = self.layer["portal"]
        self.apply = self.portal.catalogue["sq-ll-001"]["apply"]
        with api.env.adopt_roles(["Manager"]):
            self.plain = api.content.create(
                self.portal.forms,
                "EasyForm",
                "survey",
                "问卷",
                fields_model=field(),
                actions_model=action("SaveData"),
            )
            api.content.transition(self.plain, "publish")
            self.draft = api.content.create(
                self.portal.forms,
                "EasyForm",
                "draft",
                "草稿",
                fields_model=field(),
                actions_model=action("SaveData"),
            )
            # As if they had made them.
            self.plain.manage_setLocalRoles("reviewer", ["Owner"])
            self.draft.manage_setLocalRoles("editor", ["Owner"])
        transaction.commit()

    def browser_of(self, person=None):
        browser = Browser(self.layer["app"])
        browser.raiseHttpErrors = False
        if person is not None and person != "anonymous":
            log_in(browser, ACCOUNTS[person])
        return browser

    def forms_of(self, person):
        """Return a form for anybody and one for residents that somebody may change: of
        what is public reviewers only."""
        if person == "editor":
            return self.draft, self.portal.forms.template
        return self.plain, self.apply

    def status(self, browser):
        return int(browser.headers["status"][:3])

    def call(self, person, url, body, method="PATCH"):
        """Ask the API, and return the status and what it says."""
        answer = self.browser_of(person).testapp.request(
            url,
            method=method,
            body=json.dumps(body).encode(),
            headers={
                "Content-Type": "application/json",
                "Accept": "application/json",
                "Cookie": cookie_for(ACCOUNTS[person]),
            },
            expect_errors=True,
        )
        transaction.begin()
        self.assertNotIn("X-Ran", answer.headers)
        return answer.status_int, answer.text

    def save_xml(self, person, form, kind, text):
        """Post the XML of a model to its editor, with the token of its page."""
        browser = self.browser_of(person)
        url = f"{form.absolute_url()}/{kind}/@@modeleditor"
        browser.open(url)
        token = re.search(r'name="_authenticator"[^>]*value="(\w+)"', browser.contents)
        self.assertIsNotNone(token, browser.contents[:2000])
        sent = {
            "_authenticator": token[1],
            "source": text,
            "form.button.save": "1",
        }
        browser.post(url, urlencode(sent))
        transaction.begin()
        return browser

    def plant(self, form, name, value):
        """Write what no door lets in, as if it had been there before."""
        setattr(form, name, value)
        transaction.commit()

    def use(self, form, paths=("", "/fields")):
        """Open a form, and send it, as a visitor and as the administrator; return what
        answered."""
        answers = []
        url = form.absolute_url()
        sent = urlencode({"form.widgets.word": "a", "form.buttons.submit": "1"})
        for person in (None, "administrator"):
            for path in paths:
                browser = self.browser_of(person)
                browser.open(url + path)
                answers.append(browser)
            browser = self.browser_of(person)
            browser.post(url + paths[-1 if len(paths) > 2 else 0], sent)
            answers.append(browser)
        transaction.begin()
        return answers

    def assertDidNotRun(self, answers=()):
        for browser in answers:
            self.assertNotIn("X-Ran", browser.headers, browser.url)
        self.assertNotIn(CANARY, sys.modules)

    def assertUnchanged(self, form, name, before):
        self.assertEqual(before, getattr(form, name))
        self.assertFalse(getattr(form, ACCEPTED, None))
