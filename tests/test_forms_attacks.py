"""Whatever way a program comes into a form, it does not run.

Each attack is made as those do who may change forms: by posts and services of a server,
and for what no door lets in any more, by writing it as a former version would have.
"""

from collective.easyform.config import MAIL_BODY_DEFAULT
from onewindow_policy.forms.accepting import ACCEPTED
from onewindow_policy.forms.api import is_registering
from onewindow_policy.testing import SAMPLE_FUNCTIONAL_TESTING
from onewindow_policy.testing.applying import NO_ACTIONS
from onewindow_policy.testing.tickets import cookie_for
from onewindow_policy.testing.tickets import log_in
from onewindow_policy.upgrades.v1001.forms import name_closed_forms
from plone import api
from plone.testing.zope import Browser
from test_security_access import ACCOUNTS
from urllib.parse import urlencode

import html
import json
import logging
import re
import sys
import transaction
import unittest

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


class TestDoors(AttackCase):
    """What those who are no administrators send is refused, and nothing of it stored."""

    def assertUnchanged(self, form, name, before):
        self.assertEqual(before, getattr(form, name))
        self.assertFalse(getattr(form, ACCEPTED, None))

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
