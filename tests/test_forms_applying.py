"""Applying for a service: from the form to the receipt, once, and nothing lost."""

from onewindow_policy.cases.models import CaseFile
from onewindow_policy.forms.interfaces import BY_CONSENT
from onewindow_policy.intake.models import ParkedUpload
from onewindow_policy.records.api import DataKey
from onewindow_policy.records.api import read_session
from onewindow_policy.testing import SAMPLE_FUNCTIONAL_TESTING
from onewindow_policy.testing import SAMPLE_POSTGRESQL_FUNCTIONAL_TESTING
from onewindow_policy.testing.applying import ApplyingCase
from onewindow_policy.testing.applying import CARD
from onewindow_policy.testing.applying import FORM
from onewindow_policy.testing.applying import GUARDIAN
from onewindow_policy.testing.applying import ID_NUMBER
from onewindow_policy.testing.applying import id_number
from onewindow_policy.testing.applying import JPEG
from onewindow_policy.testing.applying import NAME
from onewindow_policy.testing.desks import DeskReader
from sqlalchemy import select

import re
import transaction

CHILD = id_number("99010220240501001")

#: The field of the child benefit for the copy of a bank card.
CARD_COPY = "material_m05"


class ApplyingTests(DeskReader):
    """What must hold on both databases."""

    def test_application_becomes_a_case_and_its_receipt_is_shown(self):
        browser = self.apply()
        self.assertReceipt(browser)
        self.assertIn("您的申请我们收到了", browser.contents)
        (case,) = self.cases()
        self.assertEqual("SQ-LL-001", case.item_code)
        self.assertEqual(NAME, case.applicant["name"])
        self.assertEqual(7, case.promised_days)
        self.assertEqual(120, case.kept_months)
        self.assertIn(case.number, browser.url)

    def test_consents_of_ground_and_guardian_are_kept_with_the_case(self):
        form = self.portal.unrestrictedTraverse(FORM)
        form.legal_ground = BY_CONSENT
        transaction.commit()
        browser = self.apply(id_number=id_number("99010220200101001"))
        self.assertEqual([], self.cases())
        for name in ("personal", "guardian"):
            browser.getControl(name=f"form.consents.{name}").value = ["1"]
        for part, value in GUARDIAN.items():
            browser.getControl(name=f"form.consents.guardian.{part}").value = value
        self.send(browser)
        self.assertReceipt(browser)
        (case,) = self.cases()
        self.assertEqual(["guardian", "personal"], case.consents)

    def test_child_and_how_materials_come_are_asked_and_reach_the_window(self):
        browser = self.open_form("catalogue/sq-js-002/apply")
        self.assertIn("申请人填孩子的父母", browser.contents)
        answers = {
            "applicant_name": NAME,
            "id_number": ID_NUMBER,
            "phone": "13800000000",
            "address": "示例路1号",
            "detail_child_name": "小示例",
            "detail_child_id": CHILD,
            "detail_01": "父亲",
            "bank_name": "示例银行",
            "bank_card": CARD,
        }
        for name, value in answers.items():
            browser.getControl(name=f"form.widgets.{name}").value = value
        browser.getControl(name="form.widgets.community").value = ["990102001001"]
        self.send(browser)
        self.assertHeld(browser, "婴幼儿出生日期")
        self.assertIn("怎么交：请选择一项", browser.contents)
        self.assertEqual([], self.cases())
        browser.getControl(name="form.widgets.detail_child_birthday").value = "20240501"
        browser.getControl(name=f"form.widgets.{CARD_COPY}_how").value = ["later"]
        self.upload(browser, "material_m02")
        self.send(browser)
        self.assertReceipt(browser)
        rest = browser.contents.partition("请带到窗口")[2]
        to_bring = rest.partition("</section>")[0]
        self.assertIn("社会保障卡或本人银行卡", to_bring)
        self.assertIn("以后补交（5个工作日内）", to_bring)
        self.assertNotIn("出生医学证明", to_bring)
        self.assertIn("窗口先查电子证照库（公安），查得到的不用带", to_bring)
        (case,) = self.cases()
        answers = {each["name"]: each for each in case.answers}
        self.assertEqual(CHILD, answers["detail_child_id"]["value"])
        self.assertEqual("2024-05-01", answers["detail_child_birthday"]["value"])
        chosen = answers[f"{CARD_COPY}_how"]
        self.assertEqual("SQ-JS-002-M05", chosen["material"])
        self.assertEqual("later", chosen["way"])
        page = self.at_desk(f"/{case.number}")
        materials = page.partition('id="materials"')[2].partition("</section>")[0]
        for words in (
            "已经填写，见下面",
            "已经上传1个文件",
            "申请人选择：以后补交（5个工作日内）",
            "由窗口查询：电子证照库（公安）",
        ):
            self.assertIn(words, materials)
        self.assertNotIn("授权委托书", materials)
        self.assertNotIn("怎么交", page)

    def test_receipt_survives_a_reload(self):
        browser = self.apply()
        code = re.search(r'id="query-code">([\d ]+)', browser.contents)[1]
        browser.reload()
        self.assertIn(code, browser.contents)

    def test_form_that_is_sent_twice_makes_one_case_and_the_same_receipt(self):
        browser = self.apply()
        first = browser.url
        browser.goBack()
        self.fill(browser)
        self.send(browser)
        self.assertEqual(first, browser.url)
        self.assertEqual(1, len(self.cases()))

    def test_files_are_handed_in_sealed(self):
        browser = self.open_form()
        self.fill(browser)
        self.upload(browser)
        self.send(browser)
        self.assertReceipt(browser)
        (file,) = read_session().scalars(select(CaseFile)).all()
        self.assertEqual(JPEG, file.content)
        self.assertNotIn(JPEG, file.content_sealed)
        self.assertEqual("image/jpeg", file.media_type)

    def test_file_waits_until_the_rest_is_right(self):
        browser = self.open_form()
        self.fill(browser, id_number="")
        self.upload(browser)
        self.send(browser)
        self.assertRegex(browser.contents, r">\w+-1\.jpg<")
        self.assertEqual(1, self.count(ParkedUpload))
        self.fill(browser)
        self.send(browser)
        self.assertReceipt(browser)
        (file,) = read_session().scalars(select(CaseFile)).all()
        self.assertEqual(JPEG, file.content)
        self.assertEqual(0, self.count(ParkedUpload))

    def test_file_that_waits_can_be_taken_off(self):
        browser = self.open_form()
        self.fill(browser, id_number="")
        name = self.upload(browser)
        self.send(browser)
        browser.getControl(name=f"form.kept.{name}").value = []
        self.fill(browser)
        self.send(browser)
        self.assertReceipt(browser)
        self.assertEqual(0, self.count(CaseFile))

    def test_file_that_was_taken_off_makes_room_at_once(self):
        self.replace("onewindow_policy.intake.parking.NONCE_QUOTA_BYTES", len(JPEG))
        browser = self.open_form()
        self.fill(browser, id_number="")
        first, second = self.file_fields(browser)[:2]
        self.upload(browser, first)
        self.send(browser)
        # Another instead, while something else is wrong still.
        browser.getControl(name=f"form.kept.{first}").value = []
        self.upload(browser, second, filename="other.jpg")
        self.send(browser)
        self.assertEqual(1, self.count(ParkedUpload))
        self.assertEqual(1, browser.contents.count("-1.jpg</span>"))
        self.fill(browser)
        self.send(browser)
        self.assertReceipt(browser)
        (file,) = read_session().scalars(select(CaseFile)).all()
        self.assertRegex(file.name, r"^\w+-1\.jpg$")

    def test_file_that_was_taken_off_is_erased_with_its_key(self):
        browser = self.open_form()
        self.fill(browser, id_number="")
        name = self.upload(browser)
        keys = self.count(DataKey)
        self.send(browser)
        self.assertEqual((1, keys + 1), (self.count(ParkedUpload), self.count(DataKey)))
        browser.getControl(name=f"form.kept.{name}").value = []
        self.send(browser)
        self.assertEqual((0, keys), (self.count(ParkedUpload), self.count(DataKey)))

    def test_second_open_case_is_warned_of_and_can_be_confirmed(self):
        self.apply()
        browser = self.apply()
        self.assertHeld(browser, "已经在办理")
        self.assertEqual(1, len(self.cases()))
        browser.getControl(name="form.again").value = ["1"]
        self.send(browser)
        self.assertReceipt(browser)
        self.assertEqual(2, len(self.cases()))


class TestApplyingOnSQLite(ApplyingTests, ApplyingCase):
    layer = SAMPLE_FUNCTIONAL_TESTING

    def test_card_whose_last_digit_does_not_fit_is_asked_about_once(self):
        browser = self.open_form()
        for card in (f"{CARD[:-1]}6", f"{CARD[:-1]}7"):
            # Another one that does not fit is another question.
            self.fill(browser, bank_card=card)
            self.send(browser)
            self.assertIn("还没有提交", browser.contents)
            self.assertIn('id="form-widgets-bank_card-doubt"', browser.contents)
            self.assertNotIn('class="alert alert-danger', browser.contents)
            self.assertEqual([], self.cases())
        self.send(browser)
        self.assertReceipt(browser)
        (case,) = self.cases()
        kept = {each["name"]: each["value"] for each in case.answers}
        self.assertEqual(card, kept["bank_card"])

    def test_card_that_was_asked_about_beside_what_is_wrong_is_not_asked_again(self):
        browser = self.open_form()
        self.fill(browser, bank_card=f"{CARD[:-1]}6", id_number="")
        self.send(browser)
        self.assertIn('class="alert alert-danger', browser.contents)
        self.assertIn('id="form-widgets-bank_card-doubt"', browser.contents)
        browser.getControl(name="form.widgets.id_number").value = ID_NUMBER
        self.send(browser)
        self.assertReceipt(browser)

    def test_day_of_birth_that_was_read_is_shown(self):
        browser = self.open_form()
        self.assertIn("由身份证号码得出", browser.contents)
        self.fill(browser, phone="1")
        self.send(browser)
        self.assertIn("1940年1月1日（从证件号码读出，请核对）", browser.contents)


class TestApplyingOnPostgreSQL(ApplyingTests, ApplyingCase):
    layer = SAMPLE_POSTGRESQL_FUNCTIONAL_TESTING
