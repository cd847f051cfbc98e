"""Applying with other documents than the resident card, on the whole way; and upgrades."""

from onewindow_policy.cases.submissions import person_hash_of
from onewindow_policy.forms.api import APPLY_ID
from onewindow_policy.forms.api import packaged_template
from onewindow_policy.records.api import keyed_hash
from onewindow_policy.testing import SAMPLE_FUNCTIONAL_TESTING
from onewindow_policy.testing import SAMPLE_POSTGRESQL_FUNCTIONAL_TESTING
from onewindow_policy.testing.applying import ApplyingCase
from onewindow_policy.testing.applying import GUARDIAN
from onewindow_policy.testing.applying import ID_NUMBER
from onewindow_policy.testing.applying import id_number
from onewindow_policy.testing.applying import NAME
from onewindow_policy.testing.desks import DeskReader
from onewindow_policy.upgrades.v1001 import documents as upgrade
from pathlib import Path
from plone import api
from plone.app.testing import login
from plone.app.testing import SITE_OWNER_NAME

import transaction

#: Templates of single services, as the former version brought them.
FORMER = Path(__file__).parent / "data" / "former"

#: Of nobody: a foreigner in a province that does not exist, a child of Hong Kong.
FOREIGNER = id_number("99984019400101001")
CHILD_OF_HONG_KONG = id_number("81000020200101001")

#: Kind, as typed, as kept, as lists show it, what the desk calls it.
DOCUMENTS = (
    ("hk_macau_permit", "ｈ 1234 5678", "H12345678", "H******78", "港澳居民来往内地"),
    ("taiwan_permit", "台胞证 12345678", "12345678", "***78", "台湾居民来往大陆"),
    ("passport", "e12345678", "E12345678", "***78", "护照"),
    ("permanent_residence", f"号码：{FOREIGNER}", FOREIGNER, None, "外国人永久居留"),
    ("permanent_residence", "xyz000090010112", "XYZ000090010112", "***12", "外国人"),
)

PEOPLE = ("id_kind", "acting", "account_kind", "community", "agent_id_kind")


class DocumentTests(DeskReader):
    """What must hold on both databases."""

    def fill(self, browser, **changes):
        chosen = {name: changes.pop(name) for name in PEOPLE if name in changes}
        super().fill(browser, **changes)
        for name, value in chosen.items():
            suffix = ":list" if name.endswith("id_kind") else ""
            control = browser.getControl(name=f"form.widgets.{name}{suffix}")
            control.value = [value]

    def test_each_kind_of_document_is_read_kept_masked_and_shown(self):
        for kind, typed, kept, masked, title in DOCUMENTS:
            with self.subTest(kind=kind, typed=typed):
                before = {case.number for case in self.cases()}
                browser = self.apply(id_kind=kind, id_number=typed)
                self.assertReceipt(browser)
                (case,) = (each for each in self.cases() if each.number not in before)
                self.assertEqual(kept, case.applicant["id_number"])
                self.assertEqual(kind, case.applicant["id_kind"])
                masked = masked or f"{kept[:3]}{'*' * 11}{kept[-4:]}"
                self.assertEqual(masked, case.masked["id_number"])
                answers = {each["name"]: each["value"] for each in case.answers}
                self.assertEqual(kept, answers["id_number"])
                self.assertIn(title, answers["id_kind"])
                page = self.at_desk(f"/{case.number}")
                self.assertIn(masked, page)
                self.assertRegex(page, f"<dt>{title}[^<]*</dt>")

    def test_wrong_number_of_a_kind_is_told_and_all_else_stays(self):
        browser = self.apply(id_kind="hk_macau_permit", id_number="H1234567")
        self.assertHeld(browser, "字母 H 或 M 加8位数字；现在有8位")
        self.assertEqual([], self.cases())
        control = browser.getControl(name="form.widgets.id_kind:list")
        self.assertEqual(["hk_macau_permit"], control.value)
        self.fill(browser, id_kind="hk_macau_permit", id_number="H12345678")
        self.send(browser)
        self.assertReceipt(browser)

    def test_who_forgot_to_choose_the_kind_is_told_which_it_is(self):
        browser = self.apply(id_number="H12345678")
        self.assertHeld(browser, "这是“港澳居民来往内地通行证”的号码")
        self.assertEqual([], self.cases())

    def test_day_of_birth_and_guardian_come_from_numbers_that_carry_one(self):
        browser = self.apply(id_number=CHILD_OF_HONG_KONG)
        self.assertHeld(browser, "form.consents.guardian")
        self.assertEqual([], self.cases())
        browser.getControl(name="form.consents.guardian").value = ["1"]
        for part, value in GUARDIAN.items():
            browser.getControl(name=f"form.consents.guardian.{part}").value = value
        self.send(browser)
        self.assertReceipt(browser)
        (case,) = self.cases()
        answers = {each["name"]: each["value"] for each in case.answers}
        self.assertEqual("2020-01-01", answers["birth_date"])
        browser = self.apply(id_kind="passport", id_number="E12345678")
        self.assertReceipt(browser)
        (case,) = (each for each in self.cases() if each.number != case.number)
        self.assertNotIn("birth_date", {each["name"] for each in case.answers})

    def test_agents_have_documents_too(self):
        browser = self.apply(
            acting="agent",
            agent_name="样本邻居",
            agent_id_kind="taiwan_permit",
            agent_id_number="1234 5678",
            agent_phone="0571 8888 1234",
            agent_relation="邻居",
        )
        # The letter of authority is missing: what was chosen stays.
        self.assertHeld(browser, "授权委托书")
        (name,) = (each for each in self.file_fields(browser) if each.endswith("m05"))
        browser.getControl(name="form.widgets.material_m05_how").value = ["upload"]
        self.upload(browser, name)
        self.send(browser)
        self.assertReceipt(browser)
        (case,) = self.cases()
        self.assertEqual("12345678", case.agent["id_number"])
        self.assertEqual("taiwan_permit", case.agent["id_kind"])
        self.assertEqual("0571-88881234", case.agent["phone"])
        page = self.at_desk(f"/{case.number}")
        self.assertIn("<dt>台湾居民来往大陆通行证</dt>", page)

    def test_same_number_on_documents_of_two_kinds_is_that_of_two_persons(self):
        self.apply(id_kind="taiwan_permit", id_number="12345678")
        browser = self.apply(id_kind="passport", id_number="12345678")
        self.assertReceipt(browser)
        browser = self.apply(id_kind="taiwan_permit", id_number="１２３４ ５６７８")
        self.assertHeld(browser, "已经在办理")
        self.assertEqual(2, len(self.cases()))

    def test_resident_cards_hash_as_they_did(self):
        self.apply()
        (case,) = self.cases()
        self.assertEqual("resident_card", case.applicant["id_kind"])
        self.assertEqual(keyed_hash(ID_NUMBER, "person"), case.person_hash)
        self.assertEqual(case.person_hash, person_hash_of(ID_NUMBER))

    def test_landline_and_numbers_from_elsewhere_reach_the_desk(self):
        for typed, kept in (
            ("（0571）8888 1234", "0571-88881234"),
            ("00852 9123 4567", "+85291234567"),
        ):
            with self.subTest(typed):
                before = {case.number for case in self.cases()}
                number = id_number(f"9901021940010100{len(before) + 2}")
                self.assertReceipt(self.apply(phone=typed, id_number=number))
                (case,) = (each for each in self.cases() if each.number not in before)
                self.assertEqual(kept, case.applicant["phone"])
                self.assertIn(f"tel:{kept}", self.at_desk(f"/{case.number}"))

    def test_who_has_no_phone_is_told_the_way_without(self):
        self.assertIn("没有电话的，填家人或邻居的", self.open_form().contents)
        for typed in ("", "没有"):
            browser = self.apply(phone=typed)
            self.assertHeld(browser, "没有电话的，填能转告您的人的号码，或到窗口办理")
        self.assertEqual([], self.cases())

    def test_names_as_registers_write_them_reach_the_desk(self):
        names = ("王〇", "Anna M. Berg", "买买提.艾力江", "བསྟན་འཛིན་", "𠀀\U00031350")
        for number, typed in enumerate(names):
            with self.subTest(typed):
                before = {case.number for case in self.cases()}
                number = id_number(f"9901021940010101{number}")
                browser = self.apply(applicant_name=typed, id_number=number)
                self.assertReceipt(browser)
                (case,) = (each for each in self.cases() if each.number not in before)
                kept = "买买提·艾力江" if typed.startswith("买") else typed
                self.assertEqual(kept, case.applicant["name"])
                self.assertIn(kept, self.at_desk(f"/{case.number}"))

    def test_who_cannot_type_a_character_is_told_how(self):
        self.assertIn("例如：王YAN", self.open_form().contents)
        browser = self.apply(applicant_name="王[石研]")
        self.assertIn("用大写拼音代替，例如：王YAN；或到窗口办理", browser.contents)
        self.assertIn("“[]”", browser.contents)
        self.assertEqual([], self.cases())
        self.fill(browser, applicant_name="王 YAN")
        self.send(browser)
        self.assertReceipt(browser)
        self.assertEqual("王YAN", self.cases()[0].applicant["name"])

    def test_pasted_number_is_found_and_the_rest_named(self):
        pasted = f"身份证号：{ID_NUMBER}（本人）".translate(
            str.maketrans("0123456789", "０１２３４５６７８９")
        )
        self.assertReceipt(self.apply(id_number=pasted))
        self.assertEqual(ID_NUMBER, self.cases()[0].applicant["id_number"])
        browser = self.apply(id_number="身份证9901021940")
        self.assertHeld(browser, "除了号码，这里还有“身份证”")
        self.assertEqual(1, len(self.cases()))


class TestDocumentsOnSQLite(DocumentTests, ApplyingCase):
    layer = SAMPLE_FUNCTIONAL_TESTING


class TestDocumentsOnPostgreSQL(DocumentTests, ApplyingCase):
    layer = SAMPLE_POSTGRESQL_FUNCTIONAL_TESTING


class TestFormsOfBefore(ApplyingCase):
    """Forms that a released site made, with the template of then."""

    def upgrade(self):
        login(self.layer["app"], SITE_OWNER_NAME)
        self.addCleanup(login, self.layer["app"], SITE_OWNER_NAME)
        return upgrade.ask_for_documents(api.portal.get_tool("portal_setup"))

    def put_back(self):
        """Let the forms of the sample city be as the former version made them."""
        for item, form in upgrade.applications():
            needs = upgrade.needs_of(upgrade.item_row(item))
            own = FORMER / f"{item.code}.xml"
            former = own.read_text() if own.is_file() else upgrade._former_template()
            form.fields_model = upgrade.application_model(former, needs)
            upgrade.remember_digest(form, upgrade.digest_of_form(form))
        self.portal.forms.template.fields_model = upgrade._former_template()
        transaction.commit()

    def test_forms_that_nobody_edited_follow_and_edited_ones_stay(self):
        wanted = {item.code: form.fields_model for item, form in upgrade.applications()}
        self.put_back()
        edited = self.portal.catalogue["sq-yb-002"][APPLY_ID]
        edited.fields_model = edited.fields_model.replace("现住址", "住在哪里")
        own = edited.fields_model
        transaction.commit()
        followed = self.upgrade()
        self.assertIn("/catalogue/sq-ll-001/apply", followed)
        self.assertNotIn("sq-yb-002", followed)
        for item, form in upgrade.applications():
            if item.code != "SQ-YB-002":
                self.assertEqual(wanted[item.code], form.fields_model)
                self.assertEqual(
                    upgrade.imported_digest(form),
                    upgrade.digest_of_form(form),
                    item.code,
                )
        self.assertEqual(own, edited.fields_model)
        template = self.portal.forms.template.fields_model
        self.assertEqual(packaged_template(), template)
        transaction.abort()

    def test_form_with_the_former_fields_reads_as_ever(self):
        self.put_back()
        browser = self.open_form()
        self.assertNotIn("form.widgets.id_kind", browser.contents)
        self.fill(browser, id_number=f"{ID_NUMBER[:6]} {ID_NUMBER[6:]}")
        self.send(browser)
        self.assertReceipt(browser)
        (case,) = self.cases()
        self.assertEqual(ID_NUMBER, case.applicant["id_number"])
        self.assertEqual(NAME, case.applicant["name"])
        self.assertIsNone(case.applicant["id_kind"])
