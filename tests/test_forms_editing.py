"""What editors do with forms: fields, settings, the notice; and forms as JSON."""

from collective.easyform.api import get_schema
from collective.easyform.api import set_fields
from datetime import date
from onewindow_policy.forms import fields
from onewindow_policy.forms.interfaces import BY_CONSENT
from onewindow_policy.forms.notices import collection_notice
from onewindow_policy.forms.notices import kept_months
from onewindow_policy.forms.notices import notice_facts
from onewindow_policy.forms.noticewords import compose
from onewindow_policy.forms.noticewords import NoticeFacts
from onewindow_policy.guides.wording import Wording
from onewindow_policy.testing import SAMPLE_FUNCTIONAL_TESTING
from onewindow_policy.testing import SAMPLE_INTEGRATION_TESTING
from onewindow_policy.testing.tickets import log_in
from onewindow_policy.typed.numbers import today
from plone import api
from plone.app.testing import setRoles
from plone.app.testing import TEST_USER_ID
from plone.registry.interfaces import IRegistry
from plone.schemaeditor.interfaces import IFieldFactory
from plone.supermodel import loadString
from plone.supermodel import serializeSchema
from plone.testing.zope import Browser
from zope.component import getUtility
from zope.schema import getFieldsInOrder

import json
import transaction
import unittest

KINDS = (
    "ResidentIdNumber",
    "MobilePhone",
    "BankCard",
    "PersonName",
    "CommunityCode",
    "BirthDate",
    "MaterialFiles",
)


class TestModels(unittest.TestCase):
    layer = SAMPLE_INTEGRATION_TESTING

    def setUp(self):
        self.portal = self.layer["portal"]
        setRoles(self.portal, TEST_USER_ID, ["Manager"])
        self.form = self.portal.catalogue["sq-ll-001"]["apply"]

    def test_every_kind_of_field_survives_being_edited(self):
        schema = get_schema(self.form)
        written = loadString(serializeSchema(schema)).schema
        for name, field in getFieldsInOrder(schema):
            copy = written[name]
            self.assertIs(type(field), type(copy))
            for attribute in (
                "title",
                "required",
                "material",
                "max_files",
                "id_field",
                "kind_field",
            ):
                self.assertEqual(
                    getattr(field, attribute, None),
                    getattr(copy, attribute, None),
                    name,
                )

    def test_every_kind_can_be_added_and_written(self):
        allowed = api.portal.get_registry_record("easyform.allowedFields")
        for kind in KINDS:
            name = f"onewindow_policy.forms.fields.{kind}"
            with self.subTest(kind=kind):
                self.assertIn(name, allowed)
                field = getUtility(IFieldFactory, name=name)(__name__="x", title="题")
                self.assertIsInstance(field, getattr(fields, kind))
                schema = get_schema(self.form)
                field.interface = schema
                schema._InterfaceClass__attrs["x"] = field
                set_fields(self.form, schema)
                self.assertIn(name, self.form.fields_model)

    def test_day_of_birth_is_never_required(self):
        self.assertFalse(fields.BirthDate(title="生日", required=True).required)


class TestNotice(unittest.TestCase):
    """PIPL articles 17, 30 and 35."""

    layer = SAMPLE_INTEGRATION_TESTING

    def setUp(self):
        self.portal = self.layer["portal"]
        self.form = self.portal.catalogue["sq-ll-001"]["apply"]

    def notice(self):
        return collection_notice(notice_facts(self.form), self.layer["request"])

    def test_notice_tells_all_that_the_law_demands(self):
        notice = self.notice()
        for words in (
            "示例市民政局",
            "0000-0001001",
            "高龄津贴申请",
            "居民所在街道办事处",
            "法定职责",
            "申请人姓名",
            "身份证号码：用来",
            "银行账户：用来",
            "保存",
            "撤回后保存6个月",
            "更正或删除",
        ):
            self.assertIn(words, notice.text)
        self.assertEqual((1, date(2026, 11, 30)), (notice.version, notice.dated))

    def test_notice_names_only_what_the_form_asks(self):
        self.form = self.portal.catalogue["sq-mz-002"]["apply"]
        self.assertNotIn("银行账户", self.notice().text)
        self.form = self.portal.catalogue["sq-yb-002"]["apply"]
        self.assertIn("不满十四周岁", self.notice().text)

    def test_form_may_have_its_own_purpose_ground_and_term(self):
        self.form.purpose = "登记志愿者"
        self.form.legal_ground = BY_CONSENT
        self.form.retention = "服务结束后一年"
        text = self.notice().text
        self.assertIn("登记志愿者", text)
        self.assertIn("随时撤回", text)
        self.assertIn("服务结束后一年", text)
        self.form.retention_months = 18
        self.assertIn("办结后保存18个月", self.notice().text)
        self.assertEqual(18, kept_months(self.form))
        self.assertNotIn("法定职责", text)

    def test_notice_names_the_term_that_records_get(self):
        for months, words in (
            (120, "办结后保存10年"),
            (12, "办结后保存1年"),
            (None, "按这类事项的档案规定保存"),
        ):
            with self.subTest(months=months):
                registry = getUtility(IRegistry)
                registry["onewindow_policy.notice.retention_months"] = months
                self.assertIn(words, self.notice().text)
                self.assertEqual(months, kept_months(self.form))

    def test_citys_words_replace_ours(self):
        for name in ("handler", "contact", "manner", "retention", "rights"):
            api.portal.set_registry_record(
                f"onewindow_policy.notice.{name}", f"我们的{name}"
            )
        text = self.notice().text
        for name in ("handler", "contact", "manner", "retention", "rights"):
            self.assertIn(f"我们的{name}", text)

    def test_notice_is_there_in_english_too(self):
        facts = NoticeFacts(
            handler="Bureau",
            contact="1",
            service="Allowance",
            purpose="",
            by_consent=False,
            recipients=(),
            fields=("Name",),
            sensitive=(),
            manner="",
            retention_months=120,
            retention="",
            rights="",
        )
        parts = compose(facts, Wording("en"))
        self.assertEqual(("Bureau", "1"), parts[0].lines)
        self.assertIn("Allowance", parts[1].lines[0])
        self.assertTrue(all(part.lines for part in parts))


class TestPages(unittest.TestCase):
    layer = SAMPLE_FUNCTIONAL_TESTING

    def setUp(self):
        self.portal = self.layer["portal"]
        self.form = self.portal.catalogue["sq-ll-001"]["apply"]
        self.browser = self.open_as_manager()

    def open_as_manager(self):
        browser = Browser(self.layer["app"])
        browser.raiseHttpErrors = False
        log_in(browser)
        return browser

    def test_fields_are_listed_in_easyforms_own_editor(self):
        self.browser.open(f"{self.form.absolute_url()}/fields")
        for title in (
            "申请人证件种类",
            "申请人证件号码",
            "户籍所在社区",
            "出生日期",
            "申请人居民户口簿",
        ):
            self.assertIn(title, self.browser.contents)

    def test_field_is_added_in_easyforms_own_editor(self):
        url = self.form.absolute_url()
        self.browser.open(f"{url}/fields/@@add-field")
        self.assertIn("证件号码", self.browser.contents)
        self.browser.getControl(name="form.widgets.title").value = "配偶身份证号码"
        self.browser.getControl(name="form.widgets.__name__").value = "spouse_id"
        factory = self.browser.getControl(name="form.widgets.factory:list")
        factory.displayValue = ["证件号码"]
        self.browser.getControl(name="form.buttons.add").click()
        transaction.begin()
        self.assertIsInstance(
            get_schema(self.form)["spouse_id"], fields.ResidentIdNumber
        )
        public = Browser(self.layer["app"])
        public.open(url)
        self.assertIn("配偶身份证号码", public.contents)

    def test_uploads_settings_are_edited_there_too(self):
        self.browser.open(f"{self.form.absolute_url()}/fields/material_m03")
        self.browser.getControl(name="form.widgets.max_files").value = "3"
        self.browser.getControl(name="form.widgets.material").value = "SQ-LL-001-M06"
        self.browser.getControl(name="form.buttons.save").click()
        transaction.begin()
        field = get_schema(self.form)["material_m03"]
        self.assertEqual((3, "SQ-LL-001-M06"), (field.max_files, field.material))

    def test_get_is_refused_at_the_field(self):
        self.browser.open(f"{self.form.absolute_url()}/edit")
        method = self.browser.getControl(name="form.widgets.method:list")
        method.value = ["get"]
        self.browser.getControl(name="form.buttons.save").click()
        self.assertIn("只能用 POST 提交", self.browser.contents)
        transaction.begin()
        self.assertEqual("post", self.form.method)

    def test_changed_notice_is_a_new_version(self):
        self.browser.open(f"{self.portal.absolute_url()}/@@onewindow-collection-notice")
        self.assertIn("现行第1版", self.browser.contents)
        self.browser.getControl(name="form.widgets.retention").value = "保存十年。"
        self.browser.getControl(name="form.buttons.save").click()
        transaction.begin()
        notice = collection_notice(notice_facts(self.form), self.layer["request"])
        self.assertEqual((2, today()), (notice.version, notice.dated))
        self.assertIn("保存十年。", notice.text)
        self.browser.open(f"{self.portal.absolute_url()}/@@onewindow-collection-notice")
        self.browser.getControl(name="form.buttons.save").click()
        transaction.begin()
        notice = collection_notice(notice_facts(self.form), self.layer["request"])
        self.assertEqual(2, notice.version)

    def json(self, browser, url):
        browser.addHeader("Accept", "application/json")
        browser.open(url)
        return json.loads(browser.contents)

    def test_anonymous_readers_get_what_a_form_asks_and_not_how_it_works(self):
        answer = self.json(Browser(self.layer["app"]), self.form.absolute_url())
        self.assertEqual(
            {"@id", "@type", "id", "UID", "title", "description", "fields"}, set(answer)
        )
        self.assertEqual("网上申请：高龄津贴申请", answer["title"])
        by_name = {field["name"]: field for field in answer["fields"]}
        self.assertEqual(
            {
                "name": "agent_name",
                "title": "代办人姓名",
                "description": (
                    "与证件上的一致。打不出的字，用大写拼音代替，例如：王YAN。"
                ),
                "required": True,
                "condition": "acting=agent",
            },
            by_name["agent_name"],
        )

    def test_list_of_an_items_contents_tells_no_more(self):
        url = self.portal.catalogue["sq-ll-001"].absolute_url()
        staff = Browser(self.layer["app"])
        log_in(staff, "window-staff")
        answer = self.json(staff, f"{url}?fullobjects=1")
        titles = [each.get("title") for each in answer["items"]]
        self.assertIn("网上申请：高龄津贴申请", titles)
        self.assertNotIn("fields_model", json.dumps(answer))
        self.assertNotIn("actions_model", json.dumps(answer))

    def test_editors_get_the_models_too(self):
        answer = self.json(self.browser, self.form.absolute_url())
        self.assertIn("<model", answer["fields_model"])
        self.assertIn("<model", answer["actions_model"])

    def test_plain_easyform_answers_anonymous_readers_too(self):
        with api.env.adopt_roles(["Manager"]):
            form = api.content.create(self.portal.forms, "EasyForm", "box", "意见箱")
            for each in (self.portal.forms, form):
                api.content.transition(obj=each, to_state="published")
        transaction.commit()
        answer = self.json(Browser(self.layer["app"]), form.absolute_url())
        self.assertEqual("意见箱", answer["title"])
        self.assertNotIn("actions_model", answer)
