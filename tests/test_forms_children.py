"""Children without an identity card, and services that take some documents only."""

from datetime import date
from html import unescape
from onewindow_policy.cases.held import held_case
from onewindow_policy.cases.submissions import person_hash_of
from onewindow_policy.exchange.api import import_catalogue
from onewindow_policy.exchange.exporter import export_catalogue
from onewindow_policy.exchange.validation import find_problems
from onewindow_policy.forms.api import packaged_template
from onewindow_policy.guides.content import district_guide_id
from onewindow_policy.testing import SAMPLE_INTEGRATION_TESTING
from onewindow_policy.testing.applying import ApplyingCase
from onewindow_policy.testing.applying import GUARDIAN
from onewindow_policy.testing.applying import ID_NUMBER
from onewindow_policy.testing.applying import id_number
from onewindow_policy.testing.applying import NAME
from onewindow_policy.testing.applying import PHONE
from onewindow_policy.testing.desks import DeskReader
from onewindow_policy.testing.tickets import log_in
from onewindow_policy.upgrades.v1001 import documents as former
from onewindow_policy.upgrades.v1002 import documents as upgrade
from plone import api
from plone.app.testing import login
from plone.app.testing import setRoles
from plone.app.testing import SITE_OWNER_NAME
from plone.app.testing import TEST_USER_ID
from plone.testing.zope import Browser
from unittest import TestCase

import json
import re
import transaction

#: The family doctor is for everybody, newborns among them.
FORM = "catalogue/sq-wj-001/apply"

CHILD = id_number(f"990102{date.today().year - 3}0101003")
CERTIFICATE = "Z990000001"


class ChildrenCase(DeskReader, ApplyingCase):
    def apply_with(self, kind, number, *, with_guardian=False, **changes):
        browser = self.open_form(FORM)
        values = {
            "applicant_name": NAME,
            "id_kind": [kind],
            "id_number": number,
            "phone": PHONE,
            "community": ["990102001001"],
            "address": "示例路1号",
        } | changes
        for name in re.findall(r'name="form\.widgets\.(\w+_how)', browser.contents):
            values.setdefault(name, ["window"])
        for name in re.findall(r'name="form\.widgets\.(detail_\d+)"', browser.contents):
            values.setdefault(name, "无")
        for name, value in values.items():
            suffix = ":list" if name.endswith("id_kind") else ""
            browser.getControl(name=f"form.widgets.{name}{suffix}").value = value
        self.send(browser)
        if with_guardian:
            self.name_guardian(browser)
        return browser

    def name_guardian(self, browser):
        browser.getControl(name="form.consents.guardian").value = ["1"]
        for part, value in GUARDIAN.items():
            browser.getControl(name=f"form.consents.guardian.{part}").value = value
        self.send(browser)

    def only_take(self, *kinds):
        guide = self.portal.catalogue["sq-wj-001"].guide
        guide.accepted_documents = list(kinds)
        transaction.commit()


class TestChildren(ChildrenCase):
    def test_child_is_known_by_the_household_register_with_the_guardian_acting(self):
        browser = self.apply_with("household_register", CHILD)
        self.assertHeld(browser, "form-consents-guardian-error")
        self.assertEqual([], self.cases())
        self.name_guardian(browser)
        self.assertReceipt(browser)
        (case,) = self.cases()
        self.assertEqual("household_register", case.applicant["id_kind"])
        self.assertEqual(CHILD, case.applicant["id_number"])
        self.assertEqual(f"{CHILD[:3]}{'*' * 11}{CHILD[-4:]}", case.masked["id_number"])
        self.assertEqual(GUARDIAN["name"], case.agent["name"])
        answers = {each["name"]: each["value"] for each in case.answers}
        self.assertEqual(f"{date.today().year - 3}-01-01", answers["birth_date"])
        page = self.at_desk(f"/{case.number}")
        self.assertRegex(page, "<dt>居民户口簿[^<]*</dt>")

    def test_child_is_the_same_person_with_a_card_later(self):
        self.apply_with("household_register", CHILD, with_guardian=True)
        (case,) = self.cases()
        self.assertEqual(person_hash_of(CHILD, "resident_card"), case.person_hash)
        self.assertHeld(
            self.apply_with("resident_card", CHILD, with_guardian=True), "已经在办理"
        )
        self.assertEqual(1, len(self.cases()))

    def test_newborn_is_known_by_the_certificate_of_birth_and_never_applies_itself(
        self,
    ):
        browser = self.apply_with("birth_certificate", f"编号 {CERTIFICATE.lower()}")
        self.assertHeld(browser, "form-consents-guardian-error")
        self.assertEqual([], self.cases())
        self.name_guardian(browser)
        self.assertReceipt(browser)
        (case,) = self.cases()
        self.assertEqual(CERTIFICATE, case.applicant["id_number"])
        self.assertEqual("***01", case.masked["id_number"])
        self.assertEqual(GUARDIAN["name"], case.agent["name"])
        self.assertNotIn("birth_date", {each["name"] for each in case.answers})
        listed = self.at_desk("")
        self.assertIn(case.number, listed)
        self.assertNotIn(CERTIFICATE, listed)

    def test_guardian_has_a_document_of_adults(self):
        browser = self.apply_with("birth_certificate", CERTIFICATE)
        shown = browser.getControl(name="form.consents.guardian.id_kind").options
        self.assertIn("passport", shown)
        self.assertNotIn("household_register", shown)
        self.assertNotIn("birth_certificate", shown)

    def test_agent_is_not_the_child_with_another_document(self):
        browser = self.apply_with(
            "household_register",
            ID_NUMBER,
            acting=["agent"],
        )
        self.assertHeld(browser, "代办人")
        for name, value in (
            ("agent_name", "样本邻居"),
            ("agent_id_number", ID_NUMBER),
            ("agent_phone", PHONE),
            ("agent_relation", "邻居"),
        ):
            browser.getControl(name=f"form.widgets.{name}").value = value
        self.send(browser)
        self.assertHeld(browser, "代办人就是申请人")
        self.assertEqual([], self.cases())


class TestAcceptedDocuments(ChildrenCase):
    def test_document_that_is_not_accepted_is_refused_with_what_is(self):
        self.only_take("resident_card", "household_register")
        self.assertIn(
            "本事项只凭这些证件办理：居民身份证",
            unescape(self.open_form(FORM).contents),
        )
        browser = self.apply_with("passport", "E12345678")
        self.assertHeld(browser, "本事项不能凭“护照”办理")
        self.assertEqual([], self.cases())
        # What was typed stays, and the other document does.
        control = browser.getControl(name="form.widgets.id_number")
        self.assertEqual("E12345678", control.value)
        control.value = ID_NUMBER
        kind = browser.getControl(name="form.widgets.id_kind:list")
        kind.value = ["resident_card"]
        self.send(browser)
        self.assertReceipt(browser)

    def test_where_nothing_is_named_all_will_do_and_nothing_is_said(self):
        self.assertNotIn("本事项只凭", unescape(self.open_form(FORM).contents))
        self.assertReceipt(self.apply_with("passport", "E12345678"))

    def test_form_that_asks_for_no_kind_refuses_at_the_number(self):
        form = self.portal.catalogue["sq-wj-001"].apply
        form.fields_model = form.fields_model.replace(
            "<kind_field>id_kind</kind_field>", "", 1
        )
        self.only_take("passport")
        browser = self.apply_with("passport", ID_NUMBER)
        self.assertIn("form-widgets-id_number-error", browser.contents)
        self.assertHeld(browser, "本事项不能凭“居民身份证")
        self.assertEqual([], self.cases())

    def test_district_may_take_others(self):
        self.only_take("resident_card")
        login(self.layer["app"], SITE_OWNER_NAME)
        guide = api.content.create(
            self.portal.catalogue["sq-wj-001"],
            "ServiceGuide",
            district_guide_id("990102"),
            district="990102",
        )
        guide.overrides = [
            {
                "field": "accepted_documents",
                "row": None,
                "column": None,
                "value": ["resident_card", "passport"],
            }
        ]
        api.content.transition(guide, "publish")
        transaction.commit()
        self.assertReceipt(self.apply_with("passport", "E12345678"))
        browser = self.apply_with("taiwan_permit", "12345678")
        self.assertHeld(browser, "本事项不能凭“台湾居民来往大陆通行证”办理")

    def test_guide_says_which(self):
        self.only_take("resident_card", "birth_certificate")
        browser = self.open_form("catalogue/sq-wj-001")
        told = unescape(browser.contents)
        self.assertRegex(told, r"认可的证件[\s\S]{0,200}居民身份证[^<]*、出生医学证明")
        self.assertNotRegex(told, r"认可的证件[\s\S]{0,200}护照")

    def test_window_staff_are_told_too(self):
        self.only_take("resident_card")
        browser = Browser(self.layer["app"])
        log_in(browser, "window-staff")
        browser.open(f"{self.url}/{FORM}/@@take-in")
        self.assertIn("本事项只凭这些证件办理：居民身份证", unescape(browser.contents))

    def test_correction_to_a_document_that_is_not_accepted_is_refused(self):
        self.apply_with("resident_card", ID_NUMBER)
        (case,) = self.cases()
        self.only_take("resident_card")
        with self.assertRaisesRegex(ValueError, "id_kind"):
            held_case(case.number).correct(
                {"applicant": {"id_kind": "passport", "id_number": "E12345678"}}
            )


class TestExchange(TestCase):
    layer = SAMPLE_INTEGRATION_TESTING

    def test_file_carries_what_is_accepted_and_refuses_what_is_no_kind(self):
        setRoles(self.layer["portal"], TEST_USER_ID, ["Manager"])
        guide = self.layer["portal"].catalogue["sq-wj-001"].guide
        guide.accepted_documents = ["passport", "birth_certificate"]
        catalogue = json.loads(json.dumps(export_catalogue(self.layer["portal"])))
        (row,) = (each for each in catalogue["items"] if each["code"] == "SQ-WJ-001")
        self.assertEqual(
            ["passport", "birth_certificate"], row["privacy"]["accepted_documents"]
        )
        self.assertEqual((), find_problems(catalogue))
        guide.accepted_documents = []
        import_catalogue(self.layer["portal"], catalogue, overwrite=True)
        self.assertEqual(["passport", "birth_certificate"], guide.accepted_documents)
        row["privacy"]["accepted_documents"] = ["library_card"]
        (problem,) = find_problems(catalogue)
        self.assertIn("accepted_documents", problem.path)


class TestFormsFollow(ApplyingCase):
    def test_forms_that_nobody_edited_offer_documents_of_children_after_upgrade(self):
        login(self.layer["app"], SITE_OWNER_NAME)
        self.addCleanup(login, self.layer["app"], SITE_OWNER_NAME)
        wanted = {item.code: form.fields_model for item, form in former.applications()}
        for item, form in former.applications():
            if packaged_template(item.code) is None:
                needs = former.needs_of(former.item_row(item))
                before = upgrade._former_template()
                form.fields_model = former.application_model(before, needs)
                former.remember_digest(form, former.digest_of_form(form))
        edited = self.portal.catalogue["sq-yb-002"].apply
        edited.fields_model = edited.fields_model.replace("现住址", "住在哪里")
        own = edited.fields_model
        self.portal.forms.template.fields_model = upgrade._former_template()
        followed = upgrade.offer_documents_of_children(None)
        self.assertIn("/catalogue/sq-wj-001/apply", followed)
        self.assertEqual(own, edited.fields_model)
        for item, form in former.applications():
            if item.code != "SQ-YB-002":
                self.assertEqual(wanted[item.code], form.fields_model, item.code)
        self.assertEqual(packaged_template(), self.portal.forms.template.fields_model)
        self.assertEqual("", upgrade.offer_documents_of_children(None))
        transaction.abort()
