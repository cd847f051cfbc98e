"""The forms of items: made from a template, kept when edited, exported when changed."""

from collective.easyform.api import get_schema
from collective.easyform.interfaces import IFieldExtender
from copy import deepcopy
from dataclasses import replace
from lxml import etree
from onewindow_policy.exchange.api import import_catalogue
from onewindow_policy.exchange.api import read_catalogue
from onewindow_policy.exchange.api import sample_path
from onewindow_policy.exchange.exporter import export_catalogue
from onewindow_policy.exchange.validation import find_problems
from onewindow_policy.forms.api import APPLICATION_ACTIONS
from onewindow_policy.forms.api import is_registering
from onewindow_policy.forms.api import set_registering
from onewindow_policy.forms.asking import ItemNeeds
from onewindow_policy.forms.exceptions import FormRefused
from onewindow_policy.forms.exceptions import UnfitModel
from onewindow_policy.forms.generation import application_model
from onewindow_policy.forms.generation import DEPENDS_ON
from onewindow_policy.forms.generation import packaged_template
from onewindow_policy.forms.generation import SCHEMA
from onewindow_policy.forms.interfaces import IMaterialFiles
from onewindow_policy.forms.items import application_form
from onewindow_policy.forms.models import require_model
from onewindow_policy.guides.resolved import Material
from onewindow_policy.testing import SAMPLE_INTEGRATION_TESTING
from onewindow_policy.testing.applying import NO_ACTIONS
from onewindow_policy.testing.applying import remove_form
from plone import api
from plone.app.testing import setRoles
from plone.app.testing import TEST_USER_ID
from zExceptions import BadRequest
from zope.event import notify
from zope.lifecycleevent import ObjectModifiedEvent
from zope.schema import getFieldsInOrder

import json
import unittest

ID_NUMBER = "身份证号码"
BANK_ACCOUNT = "银行账户"


def material(number, **more):
    code = f"SQ-MZ-001-M{number:02}"
    return Material(code, f"材料{number}", "证件证照", "原件", **more)


class TestGeneration(unittest.TestCase):
    """Without a site: a model is text made from text."""

    def made(self, template=None, **more):
        needs = {
            "materials": (),
            "sensitive_fields": (ID_NUMBER, BANK_ACCOUNT),
            "has_agent": True,
            "own_forms": {},
        }
        return application_model(
            template or packaged_template(), ItemNeeds(**needs | more)
        )

    def test_bank_account_is_asked_only_where_money_is_paid(self):
        self.assertIn('name="bank_card"', self.made())
        made = self.made(sensitive_fields=(ID_NUMBER,))
        for name in ("bank_card", "bank_name", 'label="收款账户"'):
            self.assertNotIn(name, made)

    def test_identity_number_is_asked_only_where_the_guide_says_so(self):
        made = self.made(sensitive_fields=())
        self.assertIn('name="applicant_name"', made)
        for name in ("id_number", "birth_date", "agent_id_number"):
            self.assertNotIn(f'name="{name}"', made)

    def test_agent_is_asked_for_only_where_one_may_act(self):
        made = self.made(
            has_agent=False, materials=(material(1, condition="委托他人代办时提供"),)
        )
        self.assertIn('name="applicant_name"', made)
        for name in ("acting", "agent_name", "material_m01", 'label="申请材料"'):
            self.assertNotIn(name, made)

    def test_each_material_becomes_an_upload_with_its_code(self):
        made = self.made(materials=(material(1), material(2, note="首页")))
        self.assertIn('name="material_m01"', made)
        self.assertIn("<material>SQ-MZ-001-M02</material>", made)
        self.assertIn("<description>首页。</description>", made)

    def fields(self, **more):
        """Return the fields of a form that was made, by name."""
        root = etree.fromstring(self.made(**more))
        return {each.get("name"): each for each in root.iter(f"{SCHEMA}field")}

    def ways(self, field):
        return {each.get("key"): each.text for each in field.iter(f"{SCHEMA}element")}

    def is_required(self, field):
        return field.findtext(f"{SCHEMA}required") == "True"

    def test_required_material_is_a_photograph_or_brought_to_the_window(self):
        for more, ways in (
            ({}, ["upload", "window"]),
            ({"deferrable": True, "deferrable_days": 5}, ["upload", "window", "later"]),
            ({"commitment_allowed": True}, ["upload", "window", "promise"]),
            (
                {"required": False, "condition": "外来务工人员提供"},
                ["upload", "window", "none"],
            ),
        ):
            for template in (None, ONLY_MATERIALS):
                with self.subTest(more=more, template=template):
                    fields = self.fields(
                        template=template, materials=(material(1, **more),)
                    )
                    how, upload = fields["material_m01_how"], fields["material_m01"]
                    self.assertEqual("材料1：怎么交", how.findtext(f"{SCHEMA}title"))
                    self.assertEqual(ways, list(self.ways(how)))
                    self.assertEqual("material_m01_how=upload", upload.get(DEPENDS_ON))
                    self.assertTrue(self.is_required(how))
                    self.assertTrue(self.is_required(upload))
        made = self.made(materials=(material(1, deferrable=True, deferrable_days=5),))
        self.assertIn("以后补交（5个工作日内）", made)

    def test_what_is_looked_up_or_left_to_them_need_not_be_sent(self):
        for more in ({"shared_from": "电子证照库"}, {"required": False}):
            with self.subTest(more=more):
                fields = self.fields(materials=(material(1, **more),))
                self.assertFalse(self.is_required(fields["material_m01"]))
                self.assertNotIn("material_m01_how", fields)

    def test_agents_material_is_asked_of_agents(self):
        agents = material(1, required=False, condition="委托他人代办时提供")
        how = self.fields(materials=(agents,))["material_m01_how"]
        self.assertEqual("acting=agent", how.get(DEPENDS_ON))
        self.assertEqual(["upload", "window"], list(self.ways(how)))

    def test_items_own_form_is_no_upload_but_its_lines_are_questions(self):
        own = {"申请表": (("申请人姓名", "某人"), ("家庭人口", "3"), ("签字", "某人"))}
        made = self.made(materials=(material(1, blank_form="申请表"),), own_forms=own)
        self.assertNotIn("material_m01", made)
        self.assertIn("<title>家庭人口</title>", made)
        self.assertIn("例如：3。", made)
        self.assertNotIn("<title>签字</title>", made)

    def test_lines_are_asked_by_their_kind(self):
        own = {
            "申请表": (
                ("是否低保", "是"),
                ("悬挂地址", "示例路1号"),
                ("担保人身份证号码", None),
                ("子女出生日期", "2013年5月20日"),
                ("案情概述", "被拖欠劳动报酬"),
                ("光荣证编号", "0000001"),
                ("认证结果", "通过"),
            )
        }
        fields = [
            (
                each.get("type").rpartition(".")[2],
                self.is_required(each),
                list(self.ways(each)),
            )
            for name, each in self.fields(own_forms=own).items()
            if name.startswith("detail_")
        ]
        self.assertEqual(
            [
                ("Choice", True, ["yes", "no"]),
                ("TextLine", False, []),
                ("ResidentIdNumber", True, []),
                ("Birthday", True, []),
                ("Text", True, []),
                ("TextLine", True, []),
            ],
            fields,
        )

    def test_child_is_asked_for_by_name_number_and_day_of_birth(self):
        for called, has_number in (("婴幼儿", True), ("新生儿", False)):
            with self.subTest(called=called):
                own = {"表": ((f"{called}姓名", None), ("出生日期", None))}
                own["表"] += (("监护人姓名", None), ("与孩子关系", None))
                made = self.made(own_forms=own)
                fields = self.fields(own_forms=own)
                names = [each for each in fields if each.startswith("detail_")]
                person = ["detail_child_name", "detail_child_id"]
                self.assertEqual([*person, "detail_child_birthday", "detail_01"], names)
                self.assertEqual(
                    has_number, self.is_required(fields["detail_child_id"])
                )
                birthday = fields["detail_child_birthday"]
                self.assertEqual(
                    "detail_child_id", birthday.findtext(f"{SCHEMA}id_field")
                )
                # The parent is who applies, and is told so.
                self.assertIn("申请人填孩子的父母", made)
                self.assertNotIn("监护人姓名", made)

    def test_number_of_others_is_asked_where_the_guide_says_so(self):
        own = {"表": (("逝者姓名", None), ("儿童姓名", None))}
        self.assertIn("detail_deceased_id", self.fields(own_forms=own))
        fields = self.fields(own_forms=own, sensitive_fields=())
        self.assertNotIn("detail_deceased_id", fields)
        birthday = fields["detail_child_birthday"]
        self.assertIsNone(birthday.find(f"{SCHEMA}id_field"))

    def test_members_of_a_family_are_named_and_not_counted(self):
        own = {"表": (("家庭人口", "3人"), ("现住房情况", "租住"))}
        cards = replace(material(1), name="家庭成员居民身份证")
        fields = self.fields(own_forms=own, materials=(cards,))
        titles = [
            each.findtext(f"{SCHEMA}title")
            for name, each in fields.items()
            if name.startswith("detail_")
        ]
        self.assertEqual(["和您一起生活的家人", "现住房情况"], titles)

    def test_groups_of_editors_stay_and_unfit_templates_are_refused(self):
        template = packaged_template().replace('name="details"', 'name="our_own"')
        self.assertIn('name="our_own"', self.made(template=template))
        with self.assertRaises(UnfitModel):
            self.made(template="<model>")


ONLY_MATERIALS = """
<model xmlns="http://namespaces.plone.org/supermodel/schema">
  <schema>
    <fieldset name="materials" label="材料">
      <field name="material" type="onewindow_policy.forms.fields.MaterialFiles">
        <title>一件材料</title>
      </field>
    </fieldset>
  </schema>
</model>
"""


class ItemFormCase(unittest.TestCase):
    layer = SAMPLE_INTEGRATION_TESTING

    def setUp(self):
        self.portal = self.layer["portal"]
        setRoles(self.portal, TEST_USER_ID, ["Manager"])
        self.catalogue = read_catalogue(sample_path())
        self.form = self.portal.catalogue["sq-ll-001"]["apply"]

    def row(self, catalogue, code="SQ-LL-001"):
        return next(item for item in catalogue["items"] if item["code"] == code)


class TestItems(ItemFormCase):
    def test_every_item_that_is_handled_online_has_a_form_that_can_be_read(self):
        forms = {}
        for row in self.catalogue["items"]:
            item = self.portal.catalogue[row["code"].lower()]
            self.assertEqual(
                row["channels"]["online_apply"], application_form(item) is not None
            )
            if "apply" in item:
                forms[row["code"]] = item["apply"]
        self.assertEqual(50, len(forms))
        for form in forms.values():
            require_model(form.fields_model)
            self.assertTrue(is_registering(form))

    def test_allowance_has_its_own_groups_and_uploads_for_its_guide(self):
        schema = get_schema(self.form)
        fields = dict(getFieldsInOrder(schema))
        for name in ("id_number", "account_kind", "bank_card", "agent_name"):
            self.assertIn(name, fields)
        self.assertEqual(
            [f"SQ-LL-001-M{number:02}" for number in (2, 3, 4, 5, 6)],
            [
                each.material
                for each in fields.values()
                if IMaterialFiles.providedBy(each)
            ],
        )
        self.assertEqual(
            "acting=agent", IFieldExtender(fields["agent_name"]).depends_on
        )

    def test_form_in_an_item_registers_however_it_came_there(self):
        item = self.portal.catalogue["sq-mz-001"]
        remove_form(item)
        form = api.content.create(item, "EasyForm", "other", "另一个")
        self.assertTrue(is_registering(form))
        self.assertEqual(APPLICATION_ACTIONS, form.actions_model)
        form.actions_model = NO_ACTIONS
        notify(ObjectModifiedEvent(form))
        self.assertFalse(is_registering(form))
        with self.assertRaises(FormRefused):
            api.content.rename(form, "apply")
        form.actions_model = APPLICATION_ACTIONS
        notify(ObjectModifiedEvent(form))
        self.assertTrue(is_registering(api.content.rename(form, "apply")))

    def test_registering_form_cannot_be_set_to_get(self):
        self.form.method = "get"
        with self.assertRaises(BadRequest):
            notify(ObjectModifiedEvent(self.form))

    def test_form_stops_registering_when_told_so(self):
        set_registering(self.form, False)
        self.form.method = "get"
        notify(ObjectModifiedEvent(self.form))
        set_registering(self.form, True)
        self.assertEqual("post", self.form.method)


class TestExchange(ItemFormCase):
    def test_second_import_changes_no_form(self):
        report = import_catalogue(self.portal, self.catalogue)
        self.assertTrue(report.changed_nothing)
        self.assertEqual({}, report.edited)

    def test_edited_form_is_reported_and_kept(self):
        self.form.fields_model = self.form.fields_model.replace("现住址", "住哪里")
        report = import_catalogue(self.portal, self.catalogue)
        self.assertEqual(["catalogue/sq-ll-001/apply"], list(report.edited))
        self.assertIn("住哪里", self.form.fields_model)

    def test_forms_follow_a_changed_template_unless_they_were_edited(self):
        template = self.portal.forms.template
        template.fields_model = template.fields_model.replace("现住址", "通讯地址")
        other = self.portal.catalogue["sq-mz-002"]["apply"]
        other.fields_model = other.fields_model.replace("现住址", "住哪里")
        report = import_catalogue(self.portal, self.catalogue)
        self.assertEqual(["catalogue/sq-mz-002/apply"], list(report.edited))
        self.assertIn("catalogue/sq-mz-001/apply", report.updated)
        self.assertIn(
            "通讯地址", self.portal.catalogue["sq-mz-001"]["apply"].fields_model
        )
        self.assertIn("住哪里", other.fields_model)

    def test_generated_forms_are_not_in_the_file(self):
        exported = export_catalogue(self.portal)
        self.assertEqual(
            [], [row["code"] for row in exported["items"] if "form" in row]
        )

    def exported(self):
        exported = json.loads(json.dumps(export_catalogue(self.portal)))
        self.assertEqual((), find_problems(exported))
        return exported

    def test_edited_form_travels(self):
        self.form.fields_model = self.form.fields_model.replace("现住址", "住哪里")
        exported = self.exported()
        self.assertEqual(["fields_model"], list(self.row(exported)["form"]))
        remove_form(self.portal.catalogue["sq-ll-001"])
        import_catalogue(self.portal, exported)
        form = self.portal.catalogue["sq-ll-001"]["apply"]
        self.assertIn("住哪里", form.fields_model)
        self.assertEqual(exported, self.exported())

    def test_deleted_form_stays_away(self):
        remove_form(self.portal.catalogue["sq-ll-001"])
        exported = self.exported()
        self.assertIsNone(self.row(exported)["form"])
        import_catalogue(self.portal, exported)
        self.assertNotIn("apply", self.portal.catalogue["sq-ll-001"])

    def test_form_of_an_item_that_is_not_handled_online_travels_whole(self):
        code = next(
            row["code"]
            for row in self.catalogue["items"]
            if not row["channels"]["online_apply"]
        )
        item = self.portal.catalogue[code.lower()]
        form = api.content.create(item, "EasyForm", "apply", "问卷")
        form.fields_model = only = form.fields_model.replace("现住址", "住哪里")
        exported = self.exported()
        self.assertEqual("问卷", self.row(exported, code)["form"]["title"])
        remove_form(item)
        import_catalogue(self.portal, exported)
        self.assertEqual(only, item["apply"].fields_model)

    def test_form_that_registers_nothing_is_left_out_of_an_import_alone(self):
        self.form.actions_model = NO_ACTIONS
        exported = self.exported()
        remove_form(self.portal.catalogue["sq-ll-001"])
        report = import_catalogue(self.portal, exported)
        refused = report.refused["catalogue/sq-ll-001/apply"]
        self.assertIn("登记办件", refused)
        self.assertNotIn("apply", self.portal.catalogue["sq-ll-001"])
        self.form.actions_model = APPLICATION_ACTIONS

    def test_model_that_cannot_be_read_is_refused_with_its_place(self):
        catalogue = deepcopy(self.catalogue)
        number = catalogue["items"].index(self.row(catalogue))
        self.row(catalogue)["form"] = {"fields_model": "<model/>"}
        (problem,) = find_problems(catalogue)
        self.assertEqual(f"$.items[{number}].form.fields_model", problem.path)
