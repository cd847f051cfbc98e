"""Applying for a service: from the form to the receipt, once, and nothing lost."""

from datetime import timedelta
from io import BytesIO
from onewindow_policy.cases.models import Case
from onewindow_policy.cases.models import CaseFile
from onewindow_policy.cases.parking import ParkedUpload
from onewindow_policy.forms import nonces
from onewindow_policy.records.api import DatabaseUnavailable
from onewindow_policy.records.api import DataKey
from onewindow_policy.records.api import OutcomeUnknown
from onewindow_policy.records.api import read_session
from onewindow_policy.testing import SAMPLE_FUNCTIONAL_TESTING
from onewindow_policy.testing import SAMPLE_POSTGRESQL_FUNCTIONAL_TESTING
from plone.testing.zope import Browser
from sqlalchemy import func
from sqlalchemy import select
from stdnum.cn import ric
from unittest import mock
from webtest.forms import Upload

import logging
import re
import transaction
import unittest

FORM = "catalogue/sq-ll-001/apply"


def id_number(body):
    """Return the identity number that begins with these 17 digits."""
    return body + ric.calc_check_digit(body + "0")


#: Of nobody: district codes that begin with 99 do not exist.
ID_NUMBER = id_number("99010219400101001")

NAME = "样本老人"
PHONE = "13800000000"
CARD = "6222020000000000005"

NO_ACTIONS = """\
<model xmlns="http://namespaces.plone.org/supermodel/schema"><schema /></model>
"""

STOCK_FILE = """\
<field name="stock" type="plone.namedfile.field.NamedBlobFile"><title>Stock</title>
<required>False</required></field></schema>"""

#: The smallest picture that is one by its first bytes.
JPEG = bytes.fromhex(
    "ffd8ffe000104a46494600010100000100010000ffc0000b080010001001011100ffd9"
)


class ApplyingCase(unittest.TestCase):
    """Fills forms in as a browser without scripts does."""

    layer = SAMPLE_FUNCTIONAL_TESTING

    def setUp(self):
        self.portal = self.layer["portal"]
        self.url = self.portal.absolute_url()
        # Tests fill forms in faster than people.
        self.replace("onewindow_policy.forms.submissions.SHORTEST_FILLING", timedelta())

    def replace(self, name, value):
        patched = mock.patch(name, value)
        self.addCleanup(patched.stop)
        return patched.start()

    def open_form(self, path=FORM):
        browser = Browser(self.layer["app"])
        browser.raiseHttpErrors = False
        browser.open(f"{self.url}/{path}")
        return browser

    def fill(self, browser, **changes):
        values = {
            "applicant_name": NAME,
            "id_number": ID_NUMBER,
            "phone": PHONE,
            "community": "990102001001",
            "address": "示例路1号",
            "account_kind": "social_card",
            "bank_name": "示例银行",
            "bank_card": CARD,
        } | changes
        for name, value in values.items():
            control = browser.getControl(name=f"form.widgets.{name}")
            is_choice = name in ("account_kind", "acting", "community")
            control.value = [value] if is_choice else value

    def file_fields(self, browser):
        """Return the names of the fields for files."""
        return re.findall(
            r'name="form\.widgets\.([^"]+)"\s[^>]*type="file"', browser.contents
        )

    def upload(self, browser, name=None, content=JPEG, filename="id-card.jpg"):
        """Choose a file for a field, the first by default; return the field's name."""
        name = name or self.file_fields(browser)[0]
        control = browser.getControl(name=f"form.widgets.{name}")
        # The test browser's own way knows inputs for a single file only.
        control._control.force_value([Upload(filename, content, "image/jpeg")])
        return name

    def send(self, browser):
        browser.getControl("提交申请").click()
        transaction.begin()

    def apply(self, **changes):
        browser = self.open_form()
        self.fill(browser, **changes)
        self.send(browser)
        return browser

    def cases(self):
        return read_session().scalars(select(Case)).all()

    def count(self, model):
        return read_session().scalar(select(func.count()).select_from(model))

    def assertReceipt(self, browser):
        self.assertRegex(browser.url, r"/@@receipt/\d{15}$", browser.contents[:3000])

    def assertHeld(self, browser, words):
        """The form is shown again, with what was typed and the reason."""
        self.assertIn(words, browser.contents)
        name = browser.getControl(name="form.widgets.applicant_name")
        self.assertEqual(NAME, name.value)


class ApplyingTests:
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
        self.assertIn("id-card.jpg", browser.contents)
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
        self.replace("onewindow_policy.cases.parking.NONCE_QUOTA_BYTES", len(JPEG))
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
        self.assertNotIn("id-card.jpg", browser.contents)
        self.fill(browser)
        self.send(browser)
        self.assertReceipt(browser)
        (file,) = read_session().scalars(select(CaseFile)).all()
        self.assertEqual("other.jpg", file.name)

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


class TestApplyingOnPostgreSQL(ApplyingTests, ApplyingCase):
    layer = SAMPLE_POSTGRESQL_FUNCTIONAL_TESTING


class TestHeld(ApplyingCase):
    """What is not taken in is shown again, filled, with the reason."""

    def test_wrong_answer_keeps_all_others(self):
        browser = self.apply(id_number=ID_NUMBER[:-1] + "3")
        self.assertHeld(browser, "有一位数字不对")
        self.assertEqual([], self.cases())

    def test_form_that_was_open_too_long_is_sent_once_more(self):
        browser = self.open_form()
        self.fill(browser)
        self.replace("onewindow_policy.forms.nonces.LIFETIME_SECONDS", -1)
        self.send(browser)
        self.assertHeld(browser, "打开的时间太长")
        self.replace("onewindow_policy.forms.nonces.LIFETIME_SECONDS", 60)
        self.send(browser)
        self.assertReceipt(browser)

    def test_form_without_our_nonce_is_sent_once_more(self):
        for nonce in ("", "x" * 60, "ä", nonces.signed(nonces.new_nonce(), "other")):
            with self.subTest(nonce=nonce):
                browser = self.open_form()
                self.fill(browser)
                browser.getControl(name="form.nonce").value = nonce
                self.send(browser)
                self.assertHeld(browser, "打开的时间太长")
        self.send(browser)
        self.assertReceipt(browser)

    def test_form_from_another_site_is_not_taken_in(self):
        browser = self.open_form()
        browser.addHeader("Origin", "http://example.com")
        self.fill(browser)
        self.send(browser)
        self.assertHeld(browser, "打开的时间太长")
        self.assertEqual([], self.cases())

    def test_programs_are_held_that_fill_in_what_nobody_sees(self):
        browser = self.open_form()
        self.fill(browser)
        browser.getControl(name="form.homepage").value = "http://example.com"
        self.send(browser)
        self.assertHeld(browser, "太快")
        self.assertEqual([], self.cases())

    def test_programs_are_held_that_fill_in_too_fast(self):
        self.replace(
            "onewindow_policy.forms.submissions.SHORTEST_FILLING", timedelta(hours=1)
        )
        browser = self.apply()
        self.assertHeld(browser, "太快")
        self.assertEqual([], self.cases())

    def test_community_whose_district_does_not_offer_the_item_is_refused(self):
        district = self.portal.communities["990102"]
        district.adopted_items = [
            code for code in district.adopted_items if code != "SQ-LL-001"
        ]
        transaction.commit()
        browser = self.apply()
        self.assertHeld(browser, "本区没有开办")

    def test_too_many_from_one_address_are_refused(self):
        self.replace(
            "onewindow_policy.cases.submissions.submissions_per_hour", lambda: 1
        )
        self.apply()
        browser = self.apply(id_number="", applicant_name=NAME)
        self.fill(browser)
        browser.getControl(name="form.widgets.id_number").value = id_number(
            "99010219400102001"
        )
        self.send(browser)
        self.assertEqual(1, len(self.cases()))

    def test_form_without_an_action_says_that_nothing_was_sent(self):
        form = self.portal.unrestrictedTraverse(FORM)
        form.actions_model = NO_ACTIONS
        transaction.commit()
        browser = self.apply()
        self.assertHeld(browser, "还没有准备好")

    def test_agent_is_kept_when_there_is_one(self):
        browser = self.open_form()
        self.fill(
            browser,
            acting="agent",
            agent_name="样本邻居",
            agent_id_number=id_number("99010219800101001"),
            agent_phone="13900000000",
            agent_relation="邻居",
        )
        for name in self.file_fields(browser):
            self.upload(browser, name)
        self.send(browser)
        self.assertReceipt(browser)
        (case,) = self.cases()
        self.assertEqual("样本邻居", case.agent["name"])

    def test_agent_that_is_not_asked_for_is_not_kept(self):
        self.apply(agent_name="样本邻居")
        (case,) = self.cases()
        self.assertIsNone(case.agent)
        self.assertNotIn("样本邻居", str(case.answers))


class TestFaults(ApplyingCase):
    """A fault of the database leaves what was typed, and says what is."""

    def fail(self, error):
        self.replace(
            "onewindow_policy.forms.actions.register_case",
            mock.Mock(side_effect=error),
        )

    def test_database_that_is_down_leaves_the_form_filled(self):
        self.fail(DatabaseUnavailable("down"))
        browser = self.apply()
        self.assertHeld(browser, "没有提交成功")
        self.assertEqual("503", browser.headers["status"][:3])

    def test_unknown_outcome_asks_to_press_again(self):
        browser = self.open_form()
        self.fill(browser)
        with mock.patch("transaction.commit", side_effect=OutcomeUnknown("broke")):
            browser.getControl("提交申请").click()
        self.assertHeld(browser, "再点一次")
        self.send(browser)
        self.assertReceipt(browser)
        self.assertEqual(1, len(self.cases()))


class TestPersonal(ApplyingCase):
    """Nothing personal is anywhere but in sealed columns."""

    def planted(self):
        return [NAME, ID_NUMBER, PHONE, CARD, "示例路1号", "id-card.jpg"]

    def test_nothing_personal_is_in_the_zodb(self):
        storage = self.portal._p_jar.db().storage
        before = storage.lastTransaction()
        browser = self.open_form()
        self.fill(browser, id_number="")
        self.upload(browser)
        self.send(browser)
        self.fill(browser)
        self.send(browser)
        self.assertReceipt(browser)
        self.assertEqual(before, storage.lastTransaction())

    def test_stock_upload_field_parks_sealed_as_well(self):
        form = self.portal.unrestrictedTraverse(FORM)
        form.fields_model = form.fields_model.replace("</schema>", STOCK_FILE)
        transaction.commit()
        before = self.portal._p_jar.db().storage.lastTransaction()
        browser = self.open_form()
        self.fill(browser, id_number="")
        control = browser.getControl(name="form.widgets.stock")
        control.add_file(BytesIO(b"planted"), "text/plain", "stock.txt")
        self.send(browser)
        (parked,) = read_session().scalars(select(ParkedUpload)).all()
        self.assertEqual(b"planted", parked.content)
        storage = self.portal._p_jar.db().storage
        self.assertEqual(before, storage.lastTransaction())

    def test_nothing_personal_is_in_an_address_or_a_log(self):
        with self.assertLogs(level="DEBUG") as logged:
            logging.getLogger("test").debug("one line at least")
            browser = self.apply(id_number="")
            self.fill(browser)
            self.send(browser)
        for planted in self.planted():
            self.assertNotIn(planted, browser.url)
            self.assertFalse([line for line in logged.output if planted in line])
