"""Requests about data at the desk: taken in, decided, carried out, by who may."""

from dataclasses import replace
from io import BytesIO
from lxml import html
from onewindow_policy.cases.models import Case
from onewindow_policy.cases.numbers import case_number_text
from onewindow_policy.cases.submissions import register_case
from onewindow_policy.communities.api import get_city
from onewindow_policy.duties.models import Duty
from onewindow_policy.feedback.leaving import leave_suggestion
from onewindow_policy.feedback.leaving import NewSuggestion
from onewindow_policy.feedback.retention import erase_suggestion
from onewindow_policy.prints.api import print_pdf
from onewindow_policy.prints.exceptions import PrintFailed
from onewindow_policy.records.api import AuditEntry
from onewindow_policy.records.api import read_session
from onewindow_policy.records.api import write_session
from onewindow_policy.rights.models import RightsRequest
from onewindow_policy.rights.numbers import number_text
from onewindow_policy.rights.opening import _AS_STORED
from onewindow_policy.rights.replying import reply_to
from onewindow_policy.rights.requests import ask_at_window
from onewindow_policy.rights.requests import ask_by_code
from onewindow_policy.rights.requests import grant
from onewindow_policy.rights.requests import refuse
from onewindow_policy.testing import SAMPLE_FUNCTIONAL_TESTING
from onewindow_policy.testing.cases import ADDRESS
from onewindow_policy.testing.cases import APPLICANT
from onewindow_policy.testing.cases import closed_case
from onewindow_policy.testing.cases import PLANTED
from onewindow_policy.testing.cases import submission
from onewindow_policy.testing.tickets import log_in
from plone.testing.zope import Browser
from sqlalchemy import select
from types import SimpleNamespace
from unittest import mock
from urllib.parse import urlencode
from zipfile import ZipFile

import json
import transaction
import unittest

#: A number that its check digit fits: it is typed, too.
DOCUMENT = "990102194003074220"

NOT_PRINTED = mock.patch(
    "onewindow_policy.rights.copies.print_pdf", side_effect=PrintFailed("no")
)

WISH = "电话写错了，应为一三九开头的那个号码"


class RightsPagesTest(unittest.TestCase):
    layer = SAMPLE_FUNCTIONAL_TESTING

    def setUp(self):
        self.case = register_case(submission())
        transaction.commit()
        self.browser = Browser(self.layer["app"])
        self.browser.raiseHttpErrors = False
        self.browser.addHeader("Accept", "text/html")

    def ask(self, kind, wish=""):
        number = ask_at_window(kind, self.case.number, "window-staff", wish).number
        transaction.commit()
        return number

    def granted(self, kind, wish=""):
        number = self.ask(kind, wish)
        grant(number, "supervisor")
        transaction.commit()
        return number

    def open(self, path, as_user=None):
        if as_user:
            log_in(self.browser, as_user)
        self.browser.open(f"{self.layer['portal'].absolute_url()}/{path}")
        return self.read()

    def open_request(self, number, as_user):
        return self.open(f"@@data-request?number={number_text(number)}", as_user)

    def read(self):
        self.page = html.fromstring(self.browser.contents)
        self.assertEqual(1, len(self.page.cssselect("main h1")))
        return self.page

    def press(self, form, name, **values):
        """Fill a form in and press its button."""
        filled = self.browser.getForm(id=form)
        for field, value in values.items():
            filled.getControl(name=field.replace("_", "-")).value = value
        filled.getControl(name=name).click()
        return self.read()

    @property
    def status(self):
        return int(self.browser.headers["status"].split()[0])

    @property
    def text(self):
        return " ".join(self.page.cssselect("main")[0].text_content().split())

    def row(self, number):
        transaction.begin()
        query = select(RightsRequest).where(RightsRequest.number == number)
        return read_session().scalar(query)

    def stored_case(self, number=None):
        transaction.begin()
        query = select(Case).where(Case.number == (number or self.case.number))
        return read_session().scalar(query)

    def duties(self, number):
        transaction.begin()
        query = select(Duty.kind).where(Duty.subject == number, Duty.state == "open")
        return list(read_session().scalars(query))

    def audited(self):
        transaction.begin()
        query = select(AuditEntry.action).where(AuditEntry.action.like("rights.%"))
        return list(read_session().scalars(query.order_by(AuditEntry.id)))

    def assert_packed(self):
        """What was downloaded is a copy to read, and the file of the case as it came."""
        self.assertEqual("application/zip", self.browser.headers["Content-Type"])
        with ZipFile(BytesIO(self.browser.contents)) as packed:
            printed, handed_in = packed.namelist()
            self.assertTrue(packed.read(printed).startswith(b"%PDF"))
            self.assertEqual(f"01-{PLANTED['file_name']}", handed_in)
            self.assertEqual(PLANTED["content"].encode(), packed.read(handed_in))

    def offered(self):
        return {
            each.get("id")
            for each in self.page.cssselect("main form[id]")
            if each.get("method") == "post"
        }


class TestTakingIn(RightsPagesTest):
    def fill(self, **changes):
        self.open("@@take-data-request", "window-staff")
        values = {
            "kind": ["correction"],
            "subject": case_number_text(self.case.number),
            "wish": WISH,
            "checked": ["1"],
        }
        return self.press("take-in", "take", **{**values, **changes})

    def test_window_takes_a_request_in_with_its_day_and_a_duty(self):
        self.fill()
        self.assertEqual(200, self.status)
        (row,) = read_session().scalars(select(RightsRequest))
        self.assertEqual(
            ("correction", "asked", WISH, "window-staff"),
            (row.kind, row.state, row.wish, row.taken_by),
        )
        self.assertIn(WISH, self.text)
        self.assertIn(number_text(row.number), self.text)
        self.assertEqual(["rights.answer"], self.duties(row.number))
        # Who takes in decides nothing.
        self.assertEqual(set(), self.offered())
        self.assertIn("rights.open", self.audited())

    def test_what_is_missing_is_told_at_its_field_and_nothing_is_lost(self):
        for changes, field in (
            ({"kind": []}, "kind"),
            ({"subject": "123"}, "subject"),
            ({"wish": ""}, "wish"),
            ({"checked": []}, "checked"),
        ):
            with self.subTest(field):
                self.fill(**changes)
                self.assertEqual(422, self.status)
                (link,) = self.page.cssselect("#problems a")
                self.assertEqual(f"#{field}", link.get("href"))
                (error,) = self.page.cssselect(f"#{field}-error")
                self.assertTrue(error.text_content().strip())
                self.assertEqual(
                    [],
                    list(
                        read_session().scalars(
                            select(Duty.id).where(Duty.kind == "rights.answer")
                        )
                    ),
                )

    def test_number_of_another_window_is_none(self):
        left = leave_suggestion(
            NewSuggestion("n", "等了很久", "990103001001", name="钱一一")
        )
        transaction.commit()
        self.fill(kind=["copy"], subject=left.number)
        self.assertEqual(422, self.status)
        self.assertEqual("#subject", self.page.cssselect("#problems a")[0].get("href"))


class TestDeciding(RightsPagesTest):
    def test_supervisor_grants_and_refuses_with_a_reason(self):
        number = self.ask("copy")
        self.open_request(number, "supervisor")
        self.assertEqual({"grant", "refuse"}, self.offered())
        self.press("refuse", "refuse", reason=" ")
        self.assertEqual(422, self.status)
        self.assertEqual("asked", self.row(number).state)
        self.press("refuse", "refuse", reason="这些材料须依法保密")
        self.assertEqual(200, self.status)
        row = self.row(number)
        self.assertEqual(
            ("refused", "这些材料须依法保密", "supervisor"),
            (row.state, row.reason, row.decided_by),
        )
        self.assertIn("这些材料须依法保密", self.text)
        self.assertEqual([], self.duties(number))

    def printed_reply(self, number):
        """Return what the answer on paper is made of, and its page's answer."""
        values = []

        def noted(template, each, moment):
            values.append(each)
            return print_pdf(template, each, moment)

        with mock.patch("onewindow_policy.rights.replying.print_pdf", noted):
            (link,) = self.page.cssselect("#reply a")
            self.browser.open(link.get("href"))
        self.assertEqual("application/pdf", self.browser.headers["Content-Type"])
        self.assertTrue(self.browser.contents.startswith(b"%PDF"))
        self.assertIn(f"reply-{number}", self.browser.headers["Content-Disposition"])
        (said,) = values
        return said

    def test_answer_is_printed_once_it_is_decided(self):
        number = self.ask("erasure")
        self.open_request(number, "window-staff")
        self.assertEqual([], self.page.cssselect("#reply"))
        self.open(f"@@data-request?number={number}&reply=1")
        self.assertEqual(409, self.status)
        refuse(number, "supervisor", "档案须保存十年")
        transaction.commit()
        self.open_request(number, "window-staff")
        said = self.printed_reply(number)
        self.assertEqual(
            ("不同意。", "档案须保存十年", True),
            (said["answer"], said["reason"], said["is_refused"]),
        )
        self.assertEqual(number_text(number), said["number"])
        self.assertEqual(case_number_text(self.case.number), said["subject"])
        self.assertTrue(said["issuer"])
        self.assertNotIn(PLANTED["name"], str(said))

    def test_answer_says_what_was_granted_and_what_was_done(self):
        number = self.granted("copy")
        self.open_request(number, "window-staff")
        said = self.printed_reply(number)
        self.assertIn("到窗口领取", said["answer"])
        self.assertIsNone(said["reason"])
        self.open_request(number, "window-staff")
        self.press("hand-over", "hand-over")
        self.assertIn("已经提供", self.printed_reply(number)["answer"])

    def test_answer_of_what_belongs_to_no_community_is_the_citys(self):
        left = leave_suggestion(NewSuggestion("n", "等了很久", name="钱一一"))
        number = ask_at_window("copy", left.number, "window-staff").number
        grant(number, "supervisor")
        transaction.commit()
        row = self.row(number)
        opened = SimpleNamespace(
            **{name: getattr(row, name) for name in _AS_STORED},
            is_erased=False,
            reason=None,
        )
        with mock.patch("onewindow_policy.rights.replying.print_pdf") as press:
            press.return_value = b""
            reply_to(opened)
        (_template, said, _moment), _options = press.call_args
        self.assertEqual(get_city().title, said["issuer"])

    def test_window_elsewhere_learns_of_nothing(self):
        number = self.ask("copy")
        for user in ("editor", "department-officer", "grid-worker"):
            with self.subTest(user):
                log_in(self.browser, user)
                url = self.layer["portal"].absolute_url()
                self.browser.open(f"{url}/@@data-request?number={number}")
                self.assertIn(self.status, (401, 403, 404))
                self.browser.open(f"{url}/@@data-requests")
                self.assertNotEqual(200, self.status)

    def test_granted_copy_is_handed_over_at_the_window_and_downloaded(self):
        number = self.granted("copy")
        self.assertEqual(["rights.hand_over"], self.duties(number))
        self.open_request(number, "window-staff")
        self.assertEqual([], self.page.cssselect("#copy"))
        self.press("hand-over", "hand-over")
        self.assertEqual("done", self.row(number).state)
        self.assertEqual([], self.duties(number))
        printed, packed, link = self.page.cssselect("#copy a")
        self.browser.open(printed.get("href"))
        self.assertEqual("application/pdf", self.browser.headers["Content-Type"])
        self.assertTrue(self.browser.contents.startswith(b"%PDF"))
        self.browser.open(packed.get("href"))
        self.assert_packed()
        self.browser.open(link.get("href"))
        self.assertIn("attachment", self.browser.headers["Content-Disposition"])
        self.assertEqual("no-store", self.browser.headers["Cache-Control"])
        data = json.loads(self.browser.contents)
        self.assertEqual(PLANTED["name"], data["applicant"]["name"])
        self.assertEqual(4, self.audited().count("rights.copy"))

    def test_copy_that_cannot_be_printed_is_said_and_not_noted(self):
        number = self.granted("copy")
        self.open_request(number, "window-staff")
        self.press("hand-over", "hand-over")
        with NOT_PRINTED:
            self.open(f"@@data-request?number={number}&copy=pdf")
        self.assertEqual(503, self.status)
        self.assertIn("PDF", self.page.cssselect("#problems")[0].text_content())
        self.assertEqual(1, self.audited().count("rights.copy"))

    def test_copy_is_not_had_before_it_was_handed_over(self):
        number = self.granted("copy")
        self.open_request(number, "window-staff")
        self.open(f"@@data-request?number={number}&copy=1")
        self.assertEqual(409, self.status)
        self.assertNotIn(PLANTED["name"], self.browser.contents)

    def test_copy_that_was_asked_online_is_nobodys_duty_once_it_is_granted(self):
        case = self.case
        number = ask_by_code("copy", case.number, case.query_code, ADDRESS).number
        transaction.commit()
        self.assertEqual(["rights.answer"], self.duties(number))
        grant(number, "supervisor")
        transaction.commit()
        self.assertEqual([], self.duties(number))


class TestCarryingOut(RightsPagesTest):
    def rename(self, name):
        transaction.begin()
        query = select(Case).where(Case.number == self.case.number)
        case = write_session().scalar(query)
        case.applicant = {**case.applicant, "name": name}
        transaction.commit()

    def correct(self, **values):
        form = self.browser.getForm(id="correct")
        labels = {
            each.text_content().strip(): each.get("for")
            for each in self.page.cssselect("#correct label")
        }
        for label, value in values.items():
            form.getControl(name=labels[label]).value = value
        form.getControl(name="correct").click()
        self.read()

    def test_correction_changes_what_was_typed_and_nothing_else(self):
        number = self.granted("correction", WISH)
        self.open_request(number, "window-staff")
        self.assertEqual(set(), self.offered())
        self.assertNotIn(PLANTED["account"], self.browser.contents)
        self.open_request(number, "supervisor")
        self.correct(电话="139 0000 5678")
        self.assertEqual("done", self.row(number).state)
        case = self.stored_case()
        self.assertEqual("13900005678", case.applicant["phone"])
        self.assertEqual(PLANTED["name"], case.applicant["name"])
        self.assertEqual(PLANTED["account"], case.answers[0]["value"])

    def test_correction_that_cannot_be_right_comes_back(self):
        number = self.granted("correction", WISH)
        self.open_request(number, "supervisor")
        self.correct(电话="12")
        self.assertEqual(422, self.status)
        self.assertIn("12", [e.text for e in self.page.cssselect("#correct textarea")])
        self.assertEqual("granted", self.row(number).state)
        self.correct(电话=PLANTED["phone"])
        self.assertEqual(422, self.status)
        self.assertEqual("granted", self.row(number).state)

    def test_record_that_changed_meanwhile_is_looked_at_again(self):
        number = self.granted("correction", WISH)
        self.open_request(number, "supervisor")
        self.rename("赵大华")
        self.correct(电话="13900005678")
        self.assertEqual(422, self.status)
        self.assertEqual("赵大华", self.stored_case().applicant["name"])
        self.assertEqual(PLANTED["phone"], self.stored_case().applicant["phone"])

    def test_erasure_says_what_goes_and_asks_first(self):
        number = self.granted("erasure", "不想再办了")
        self.open_request(number, "supervisor")
        self.assertEqual(1, len(self.page.cssselect("#what-is-erased")))
        self.press("erase", "erase")
        self.assertEqual(422, self.status)
        self.assertIsNone(self.stored_case().erased_at)
        self.press("erase", "erase", confirmed=["1"])
        self.assertEqual(200, self.status)
        self.assertIsNotNone(self.stored_case().erased_at)
        self.assertEqual("done", self.row(number).state)
        self.assertEqual([], self.duties(number))
        self.assertEqual(1, len(self.page.cssselect("#erased")))

    def test_what_the_archive_wants_is_said_to_be_only_stored(self):
        closed = closed_case("nonce-2")
        number = ask_at_window("erasure", closed, "window-staff").number
        grant(number, "supervisor")
        transaction.commit()
        self.open_request(number, "supervisor")
        self.assertIn("只", self.page.cssselect("#what-is-erased")[0].text_content())
        self.press("erase", "erase", confirmed=["1"])
        case = self.stored_case(closed)
        self.assertIsNone(case.erased_at)
        self.assertIsNotNone(case.stored_at)

    def test_request_whose_record_was_erased_is_closed(self):
        left = leave_suggestion(
            NewSuggestion("n", "等了很久", "990102001001", name="钱一一")
        )
        number = ask_at_window("copy", left.number, "window-staff").number
        transaction.commit()
        erase_suggestion(left.number, "command")
        transaction.commit()
        self.open_request(number, "supervisor")
        self.assertEqual({"close"}, self.offered())
        self.press("close", "close")
        self.assertEqual("done", self.row(number).state)
        self.assertEqual([], self.duties(number))


class TestMyData(RightsPagesTest):
    """What the applicant does, from the progress, with nothing but number and code."""

    def setUp(self):
        super().setUp()
        applicant = replace(APPLICANT, id_number=DOCUMENT)
        self.case = register_case(submission("own", applicant=applicant))
        transaction.commit()
        self.portal_url = self.layer["portal"].absolute_url()

    def look_up(self):
        self.browser.open(f"{self.portal_url}/@@track")
        form = self.browser.getForm(id="track-form")
        form.getControl(name="number").value = case_number_text(self.case.number)
        form.getControl(name="code").value = self.case.query_code
        form.submit()
        self.read()
        self.browser.getForm(id="to-my-data").submit()
        return self.read()

    def post(self, **form):
        known = {"number": self.case.number, "code": self.case.query_code}
        self.browser.post(f"{self.portal_url}/@@my-data", urlencode({**known, **form}))
        return self.read()

    def asked(self):
        transaction.begin()
        return list(read_session().scalars(select(RightsRequest)))

    def test_applicant_asks_from_the_progress_and_reads_by_when(self):
        self.look_up()
        self.assertEqual(200, self.status)
        self.assertEqual([], self.page.cssselect("#own-requests"))
        self.press("ask", "ask", kind=["correction"], wish=WISH)
        self.assertEqual(200, self.status)
        (row,) = self.asked()
        self.assertEqual(
            ("correction", "asked", WISH, None),
            (row.kind, row.state, row.wish, row.taken_by),
        )
        (shown,) = self.page.cssselect("#own-requests li")
        self.assertRegex(shown.text_content(), r"\d{4}年\d{1,2}月\d{1,2}日")
        # What was written is read by nobody who only has the receipt.
        self.assertNotIn(WISH, self.browser.contents)
        self.assertEqual(["rights.answer"], self.duties(row.number))

    def test_what_is_missing_is_told_and_what_was_typed_stays(self):
        self.post(ask="1", wish=WISH)
        self.assertEqual(422, self.status)
        self.assertEqual("#kind", self.page.cssselect("#problems a")[0].get("href"))
        self.assertIn(WISH, self.page.cssselect("#wish")[0].text)
        self.post(ask="1", kind="correction")
        self.assertEqual(422, self.status)
        self.assertEqual("#wish", self.page.cssselect("#problems a")[0].get("href"))
        self.assertEqual([], self.asked())

    def test_wrong_code_and_an_address_alone_ask_for_nothing(self):
        self.post(code="0" * 10, ask="1", kind="copy")
        self.assertEqual([], self.page.cssselect("#ask"))
        known = {"number": self.case.number, "code": self.case.query_code}
        query = urlencode({**known, "ask": "1", "kind": "copy"})
        self.browser.open(f"{self.portal_url}/@@my-data?{query}")
        self.assertIn("@@track", self.browser.url)
        self.assertEqual([], self.asked())

    def test_reason_of_a_refusal_is_read_with_where_to_complain(self):
        number = self.ask("erasure")
        refuse(number, "supervisor", "档案须保存十年")
        transaction.commit()
        self.look_up()
        (shown,) = self.page.cssselect("#own-requests li")
        self.assertIn("第五十条", shown.text_content())
        # Who only has the receipt reads that it was refused.
        self.assertNotIn("档案须保存十年", self.browser.contents)
        self.assertNotIn("档案须保存十年", self.text)
        self.press("why", "why", why_document=DOCUMENT)
        self.assertEqual(200, self.status)
        (shown,) = self.page.cssselect("#own-requests li")
        self.assertIn("档案须保存十年", shown.text_content())
        self.assertEqual([], self.page.cssselect("#why"))
        self.assertEqual(1, self.audited().count("rights.read_reason"))

    def test_reason_is_for_nobody_without_the_number_of_the_document(self):
        number = self.ask("erasure")
        refuse(number, "supervisor", "档案须保存十年")
        transaction.commit()
        for wrong in ("", "12", "11010519491231002X"):
            with self.subTest(wrong):
                self.post(why="1", **{"why-document": wrong})
                self.assertEqual(422, self.status)
                (link,) = self.page.cssselect("#problems a")
                self.assertEqual("#why-document", link.get("href"))
                self.assertNotIn("档案须保存十年", self.text)
        self.post(why="1", code="0" * 10, **{"why-document": DOCUMENT})
        self.assertNotIn("档案须保存十年", self.text)
        self.assertEqual(0, self.audited().count("rights.read_reason"))

    def test_copy_opens_to_who_knows_the_number_of_the_document(self):
        number = self.granted("copy")
        self.look_up()
        for wrong in ("", "12", "11010519491231002X"):
            with self.subTest(wrong):
                self.post(fetch=number, document=wrong)
                self.assertEqual(422, self.status)
                self.assertEqual(1, len(self.page.cssselect("#document-problem")))
                self.assertEqual("granted", self.row(number).state)
        known = {"number": self.case.number, "code": self.case.query_code}
        form = {**known, "fetch": number, "document": DOCUMENT}
        for _try in range(2):
            self.browser.post(f"{self.portal_url}/@@my-data", urlencode(form))
            self.assertEqual(200, self.status)
            self.assertEqual("no-store", self.browser.headers["Cache-Control"])
            data = json.loads(self.browser.contents)
            self.assertEqual(PLANTED["name"], data["applicant"]["name"])
        self.assertEqual("done", self.row(number).state)
        self.assertEqual([], self.duties(number))

    def test_copy_is_read_as_a_pdf_and_stays_to_be_fetched_if_that_fails(self):
        number = self.granted("copy")
        with NOT_PRINTED:
            self.post(print=number, document=DOCUMENT)
        self.assertEqual(503, self.status)
        self.assertIn("PDF", self.page.cssselect("#problem")[0].text_content())
        self.assertEqual("granted", self.row(number).state)
        self.look_up()
        fetch = self.browser.getForm(id="fetch")
        fetch.getControl(name="document").value = DOCUMENT
        fetch.getControl(name="print").click()
        self.assertEqual("application/pdf", self.browser.headers["Content-Type"])
        self.assertEqual("no-store", self.browser.headers["Cache-Control"])
        self.assertTrue(self.browser.contents.startswith(b"%PDF"))
        self.assertEqual("done", self.row(number).state)

    def test_copy_is_fetched_with_what_was_handed_in(self):
        self.granted("copy")
        self.look_up()
        fetch = self.browser.getForm(id="fetch")
        fetch.getControl(name="document").value = DOCUMENT
        fetch.getControl(name="pack").click()
        self.assertEqual("no-store", self.browser.headers["Cache-Control"])
        self.assert_packed()

    def test_copy_of_another_case_or_one_not_granted_is_not_had(self):
        other = register_case(submission("nonce-2"))
        transaction.commit()
        number = ask_at_window("copy", other.number, "window-staff").number
        grant(number, "supervisor")
        own = self.ask("copy")
        transaction.commit()
        for each in (number, own, "x"):
            with self.subTest(each):
                self.post(fetch=each, document=DOCUMENT)
                self.assertEqual(409, self.status)
                self.assertNotIn(PLANTED["account"], self.browser.contents)
        self.assertEqual("granted", self.row(number).state)

    def test_shared_computer_hands_no_copy_out(self):
        number = self.granted("copy")
        with mock.patch(
            "onewindow_policy.rights.browser.mydata.MyDataView.is_shared", True
        ):
            self.post(fetch=number, document=DOCUMENT)
        self.assertEqual(1, len(self.page.cssselect("#copy-elsewhere")))
        self.assertEqual("granted", self.row(number).state)
