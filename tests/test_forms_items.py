"""The forms of items: made from a template, kept when edited, exported when changed."""

from collective.easyform.api import get_schema
from collective.easyform.interfaces import IFieldExtender
from copy import deepcopy
from onewindow_policy.exchange.api import import_catalogue
from onewindow_policy.exchange.api import read_catalogue
from onewindow_policy.exchange.api import sample_path
from onewindow_policy.exchange.exporter import export_catalogue
from onewindow_policy.exchange.validation import find_problems
from onewindow_policy.forms.api import APPLICATION_ACTIONS
from onewindow_policy.forms.api import is_registering
from onewindow_policy.forms.api import set_registering
from onewindow_policy.forms.exceptions import FormRefused
from onewindow_policy.forms.exceptions import UnfitModel
from onewindow_policy.forms.generation import application_model
from onewindow_policy.forms.generation import ItemNeeds
from onewindow_policy.forms.generation import packaged_template
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

    def test_what_may_follow_is_not_required(self):
        for more in (
            {"deferrable": True, "deferrable_days": 5},
            {"shared_from": "电子证照库"},
            {"commitment_allowed": True},
            {"required": False},
        ):
            with self.subTest(more=more):
                made = self.made(
                    template=ONLY_MATERIALS, materials=(material(1, **more),)
                )
                self.assertIn("<required>False</required>", made)
        made = self.made(template=ONLY_MATERIALS, materials=(material(1),))
        self.assertIn("<required>True</required>", made)

    def test_agents_material_is_asked_of_agents(self):
        agents = material(1, required=False, condition="委托他人代办时提供")
        made = self.made(template=ONLY_MATERIALS, materials=(agents,))
        self.assertIn('depends_on="acting=agent"', made)
        self.assertIn("<required>True</required>", made)

    def test_items_own_form_is_no_upload_but_its_lines_are_questions(self):
        own = {"申请表": (("申请人姓名", "某人"), ("家庭人口", "3"), ("签字", "某人"))}
        made = self.made(materials=(material(1, blank_form="申请表"),), own_forms=own)
        self.assertNotIn("material_m01", made)
        self.assertIn("<title>家庭人口</title>", made)
        self.assertIn("例如：3", made)
        self.assertNotIn("<title>签字</title>", made)

    def test_identity_numbers_of_others_are_checked_too(self):
        own = {"申请表": (("监护人身份证号码", None), ("新生儿姓名", None))}
        made = self.made(own_forms=own)
        self.assertRegex(made, r'name="detail_01"\s+type="[\w.]+ResidentIdNumber"')
        self.assertRegex(made, r'name="detail_02"\s+type="[\w.]+PersonName"')

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
