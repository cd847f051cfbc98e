"""Name, document and choices are put right at the window, with all that goes by them."""

from datetime import date
from html import unescape
from onewindow_policy.cases.finding import find_cases
from onewindow_policy.cases.models import Case
from onewindow_policy.cases.models import CaseEvent
from onewindow_policy.cases.papers.models import Paper
from onewindow_policy.cases.submissions import person_hash_of
from onewindow_policy.cases.tracking import open_by_code
from onewindow_policy.records.api import read_session
from onewindow_policy.records.api import write_session
from onewindow_policy.records.database import get_database
from onewindow_policy.testing.applying import ApplyingCase
from onewindow_policy.testing.applying import ID_NUMBER
from onewindow_policy.testing.applying import id_number
from onewindow_policy.testing.applying import NAME
from onewindow_policy.testing.applying import PHONE
from onewindow_policy.testing.tickets import log_in
from plone import api
from plone.app.testing import login
from plone.app.testing import logout
from plone.testing.zope import Browser
from sqlalchemy import select
from sqlalchemy import text
from sqlalchemy import update

import transaction

OTHER_NUMBER = id_number("99010219400202002")
CHILD = id_number(f"990102{date.today().year - 3}0101003")
WHY = "姓名录错一个字"


class MendingCase(ApplyingCase):
    def setUp(self):
        super().setUp()
        self.assertReceipt(self.apply())
        (case,) = self.cases()
        self.number = case.number
        self.browser = Browser(self.layer["app"])
        self.browser.raiseHttpErrors = False
        log_in(self.browser, "window-staff")

    @property
    def case(self):
        transaction.begin()
        (case,) = self.cases()
        return case

    @property
    def answers(self):
        return {each["name"]: each["value"] for each in self.case.answers}

    def mend(self, field, mended, *, reason=WHY, seen=True):
        self.browser.open(f"{self.url}/@@desk/{self.number}")
        form = self.browser.getForm(id="go-mend_answer")
        form.getControl(name="mend_answer-field").value = [field]
        form.getControl(name="mend_answer-mended").value = mended
        form.getControl(name="mend_answer-agreed").value = ["1"]
        form.getControl(name="mend_answer-reason").value = reason
        form.getControl(name="mend_answer-seen").value = ["1"] if seen else []
        form.getControl(name="transition").click()
        transaction.begin()
        return unescape(self.browser.contents)


class TestMendingPersons(MendingCase):
    def last_event(self):
        query = select(CaseEvent).order_by(CaseEvent.version.desc()).limit(1)
        return read_session().scalar(query)

    def found(self, sought):
        login(self.portal, "window-staff")
        try:
            rows = find_cases(api.user.get_current(), sought).rows
        finally:
            logout()
        transaction.abort()
        return [each.number for each in rows]

    def receipts(self):
        query = select(Paper).where(Paper.kind == "receipt").order_by("case_version")
        return read_session().scalars(query).all()

    def test_name_is_mended_with_lists_search_and_a_new_receipt(self):
        (old,) = self.receipts()
        page = self.mend("applicant_name", "样本新名")
        self.assertIn("当场更正", page)
        case = self.case
        self.assertEqual("样本新名", case.applicant["name"])
        self.assertEqual("样**名", case.masked["name"])
        self.assertEqual("样本新名", self.answers["applicant_name"])
        self.assertEqual([self.number], self.found("样本新名"))
        self.assertEqual([], self.found(NAME))
        event = self.last_event()
        self.assertEqual(
            ("mend_answer", NAME, "样本新名", [old.number], WHY),
            (
                *(event.transition, event.facts["before"], event.facts["mended"]),
                *(event.facts["voided"], event.reason),
            ),
        )
        former, new = self.receipts()
        self.assertEqual(old.number, former.number)
        self.assertEqual("样**", new.values["person"])
        self.assertIn(new.number[-4:], page)

    def test_number_is_mended_with_hash_mask_and_day_of_birth(self):
        self.mend("id_number", f"{OTHER_NUMBER[:6]} {OTHER_NUMBER[6:]}")
        case = self.case
        self.assertEqual(OTHER_NUMBER, case.applicant["id_number"])
        self.assertEqual(person_hash_of(OTHER_NUMBER), case.person_hash)
        self.assertEqual(OTHER_NUMBER[-4:], case.masked["id_number"][-4:])
        self.assertEqual("1940-02-02", self.answers["birth_date"])
        self.assertEqual([self.number], self.found(OTHER_NUMBER))
        self.assertEqual([], self.found(ID_NUMBER))

    def test_neither_name_lies_in_clear_nor_does_the_applicant_read_why(self):
        self.mend("applicant_name", "样本新名")
        with get_database().reading.connect() as connection:
            for table in ("cases", "case_events", "audit_entries", "papers"):
                rows = str(connection.execute(text(f"SELECT * FROM {table}")).all())
                self.assertIn("mend_answer" if table == "case_events" else "0", rows)
                for personal in (NAME, "样本新名", WHY):
                    self.assertNotIn(personal, rows)
        code = self.case.query_code
        entry = open_by_code(self.number, code, "203.0.113.7").history[-1]
        self.assertEqual(("mend_answer", None), (entry.transition, entry.reason))

    def test_who_somebody_is_needs_a_reason_and_the_document(self):
        for given, words in (
            ({"reason": ""}, "mend_answer-reason-error"),
            ({"seen": False}, "go-mend_answer"),
        ):
            with self.subTest(given):
                page = self.mend("applicant_name", "样本新名", **given)
                self.assertIn(words, page)
                self.assertEqual(NAME, self.case.applicant["name"])
        self.mend("phone", "13900000000", reason="", seen=False)
        self.assertEqual("13900000000", self.case.applicant["phone"])
        self.assertEqual([self.number], self.found("13900000000"))
        self.assertEqual([], self.found(PHONE))
        self.assertEqual(1, len(self.receipts()))

    def test_wrong_numbers_and_other_persons_are_refused(self):
        for field, mended, words in (
            ("id_number", ID_NUMBER[:-1] + "?", "mend_answer-mended-error"),
            ("id_number", CHILD, "不满十四周岁"),
            ("id_kind", "台湾居民来往大陆通行证", "mend_answer-mended-error"),
        ):
            with self.subTest(field=field, mended=mended[-2:]):
                page = self.mend(field, mended)
                self.assertIn(words, page)
                self.assertEqual(ID_NUMBER, self.case.applicant["id_number"])
                self.assertEqual("resident_card", self.case.applicant["id_kind"])

    def test_what_was_made_from_an_earlier_one_stays_its_persons(self):
        made = {"earlier_number": "2" * 15, "earlier_link": "renewal"}
        write_session().execute(update(Case).values(**made))
        transaction.commit()
        page = self.mend("id_number", OTHER_NUMBER)
        self.assertIn("换了人的，请重新收件", page)
        self.assertEqual(ID_NUMBER, self.case.applicant["id_number"])
        self.mend("applicant_name", "样本新名")
        self.assertEqual("样本新名", self.case.applicant["name"])

    def test_document_that_the_service_does_not_take_is_refused(self):
        guide = self.portal.catalogue["sq-ll-001"].guide
        guide.accepted_documents = ["resident_card"]
        transaction.commit()
        page = self.mend("id_kind", "护照")
        self.assertIn("本事项不能凭“护照”办理", page)
        self.assertEqual("resident_card", self.case.applicant["id_kind"])

    def test_choice_is_mended_by_its_words_and_what_is_none_is_told(self):
        page = self.mend("account_kind", "现金", reason="", seen=False)
        self.assertIn("申请人的社会保障卡、申请人的银行卡或存折", page)
        page = self.mend("account_kind", "申请人的银行卡或存折", reason="", seen=False)
        self.assertEqual("申请人的银行卡或存折", self.answers["account_kind"])
        self.assertIn('<option value="申请人的银行卡或存折">', page)

    def test_choice_that_decides_what_is_asked_and_the_community_are_not_offered(self):
        self.browser.open(f"{self.url}/@@desk/{self.number}")
        form = self.browser.getForm(id="go-mend_answer")
        offered = form.getControl(name="mend_answer-field").options
        self.assertIn("applicant_name", offered)
        self.assertNotIn("acting", offered)
        self.assertNotIn("community", offered)


class TestMendingOtherAnswers(MendingCase):
    """A form to which an editor added a question for yes or no, and one for a number."""

    def apply(self, **changes):
        form = self.portal.catalogue["sq-ll-001"].apply
        more = (
            '<field name="alone" type="zope.schema.Bool"><title>独自居住</title>'
            "<required>False</required></field>"
            '<field name="income" type="zope.schema.Int"><title>月收入</title>'
            "<min>0</min></field>"
        )
        form.fields_model = form.fields_model.replace("</schema>", f"{more}</schema>")
        transaction.commit()
        return super().apply(income="900", **changes)

    def test_yes_or_no_is_read_as_such_and_mended_by_its_word(self):
        page = self.mend("alone", "也许", reason="", seen=False)
        self.assertIn("是、否", page)
        page = self.mend("alone", "是", reason="", seen=False)
        self.assertIs(True, self.answers["alone"])
        self.assertIn("<dt>独自居住</dt><dd>是</dd>", page)
        page = self.mend("alone", "否", reason="", seen=False)
        self.assertIs(False, self.answers["alone"])
        self.assertIn("<dt>独自居住</dt><dd>否</dd>", page)

    def test_number_is_mended_within_what_the_form_takes(self):
        self.assertIn("月收入", self.mend("income", "-1", reason="", seen=False))
        self.assertEqual(900, self.answers["income"])
        self.mend("income", "很多", reason="", seen=False)
        self.assertEqual(900, self.answers["income"])
        page = self.mend("income", "1200", reason="", seen=False)
        self.assertEqual(1200, self.answers["income"])
        self.assertIn("<dt>月收入</dt><dd>1200</dd>", page)
