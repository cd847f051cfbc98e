"""What runs out is renewed from the earlier answers, by its person alone, once they agree:
from the progress to the form, the row in SQL, and the pages that say so."""

from datetime import timedelta
from html import unescape
from lxml import html
from onewindow_policy.cases.archive.storing import erase_or_store
from onewindow_policy.cases.linking.choosing import earlier_case_of
from onewindow_policy.cases.models import Case
from onewindow_policy.cases.states import COMPLETED_APPROVED
from onewindow_policy.cases.submissions import person_hash_of
from onewindow_policy.cases.tracking import withdraw
from onewindow_policy.cases.upkeep import erase_case
from onewindow_policy.forms import nonces
from onewindow_policy.forms.earlier import renew_again
from onewindow_policy.forms.earlier import RENEWS
from onewindow_policy.forms.earlier import renews_in
from onewindow_policy.forms.earlier import sealed_renewal
from onewindow_policy.records.api import read_session
from onewindow_policy.records.api import utc_now
from onewindow_policy.records.api import write_session
from onewindow_policy.testing.applying import FORM
from onewindow_policy.testing.applying import ID_NUMBER
from onewindow_policy.testing.applying import id_number
from onewindow_policy.testing.applying import NAME
from onewindow_policy.testing.applying import PHONE
from onewindow_policy.workdays.deadlines import local_date
from plone import api
from sqlalchemy import select
from test_cases_takenin import AT_WINDOW
from test_cases_takenin import TakingInCase
from types import SimpleNamespace
from unittest.mock import patch
from urllib.parse import urlencode

import json
import time
import transaction

OTHERS_NUMBER = id_number("99010219410202003")


class RenewingCase(TakingInCase):
    """Somebody has what runs out in ten days."""

    def setUp(self):
        super().setUp()
        self.apply()
        (case,) = self.cases()
        self.number, self.code = case.number, case.query_code
        self.approve(self.number, 10)

    def approve(self, number, days):
        """Have a case be approved, with a result that is valid for so many days."""
        case = self.case(number, write_session())
        case.state, case.closed_at = COMPLETED_APPROVED, utc_now()
        case.valid_until = local_date(utc_now()) + timedelta(days=days)
        case.runs_out_on = case.valid_until
        transaction.commit()

    def case(self, number, session=None):
        session = session or read_session()
        return session.scalar(select(Case).where(Case.number == number))

    def fresh(self, number):
        transaction.begin()
        return self.case(number)

    def track(self, number=None, code=None):
        browser = self.open("@@track", None)
        browser.getControl(name="number").value = number or self.number
        browser.getControl(name="code").value = code or self.code
        browser.getForm(id="track-form").submit()
        transaction.begin()
        return browser

    def ask(self, document=ID_NUMBER, agreed=True):
        """Go from the progress to what is taken over, and send what proves whose it is;
        redirects are not followed."""
        browser = self.track()
        page = html.fromstring(browser.contents)
        self.assertEqual(1, len(page.cssselect("#to-renew")))
        browser.getForm(id="to-renew").submit()
        self.assertIn('id="renew-form"', browser.contents)
        browser.getControl(name="document").value = document
        browser.getControl(name="agreed").value = ["1"] if agreed else []
        browser.followRedirects = False
        browser.getControl(name="form.renew").click()
        transaction.begin()
        return browser

    def sent(self, **changes):
        """What a browser sends once more where 307 leads to."""
        return urlencode(
            {
                "form.renew": "1",
                "number": self.number,
                "code": self.code,
                "document": ID_NUMBER,
                "agreed": "1",
            }
            | changes
        )

    def renew(self):
        browser = self.ask()
        self.assertTrue(browser.headers["Status"].startswith("307"), browser.contents)
        there = browser.headers["Location"]
        self.assertEqual(f"{self.url}/{FORM}", there)
        browser.post(there, self.sent())
        browser.followRedirects = True
        return browser

    def value(self, browser, name):
        return browser.getControl(name=f"form.widgets.{name}").value


class TestRenewingOnline(RenewingCase):
    def test_earlier_answers_are_filled_in_and_the_new_case_renews_the_old_one(self):
        browser = self.renew()
        self.assertIn('id="form-filled-in"', browser.contents)
        self.assertEqual("no-store", browser.headers["Cache-Control"])
        for name, value in (
            ("applicant_name", NAME),
            ("phone", PHONE),
            ("community", ["990102001001"]),
            ("address", "示例路1号"),
            ("account_kind", ["social_card"]),
            ("bank_name", "示例银行"),
        ):
            self.assertEqual(value, self.value(browser, name), name)
        # What proves who it is, and where money goes, is asked anew.
        self.assertEqual("", self.value(browser, "id_number"))
        self.assertEqual("", self.value(browser, "bank_card"))
        self.assertNotIn(ID_NUMBER, browser.contents)
        # Nothing is judged that was only filled in.
        self.assertNotIn('id="problems"', browser.contents)
        self.fill(browser, address="示例路2号")
        self.send(browser)
        self.assertReceipt(browser)
        new = next(each for each in self.cases() if each.number != self.number)
        self.assertEqual(self.number, new.earlier_number)
        self.assertIn("taken_over", new.consents)
        old = self.fresh(self.number)
        self.assertEqual(new.number, old.later_number)
        self.assertIsNone(old.runs_out_on)
        self.assertEqual([self.number], [each[1] for each in self.noted("case.renew")])

    def test_both_pages_of_progress_and_both_at_the_desk_say_which_renews_which(self):
        browser = self.renew()
        self.fill(browser)
        self.send(browser)
        new = next(each for each in self.cases() if each.number != self.number)
        number, code = new.number, new.query_code
        page = html.fromstring(self.track().contents)
        (renewal,) = page.cssselect("#renewal")
        self.assertIn(number[-4:], renewal.text_content())
        self.assertEqual([], page.cssselect("#to-renew"))
        page = html.fromstring(self.track(number, code).contents)
        (renews,) = page.cssselect("#case-renewal-of")
        self.assertIn(self.number[-4:], renews.text_content())
        for of, other in ((self.number, number), (number, self.number)):
            browser = self.open(f"@@desk/{of}")
            self.assertIn(f"/@@desk/{other}", browser.contents)

    def test_who_has_only_the_receipt_reads_no_answer(self):
        browser = self.ask(document=OTHERS_NUMBER)
        page = html.fromstring(browser.contents)
        self.assertIn("和上次填的不一样", page.cssselect("#document-problem")[0].text)
        for answer in ("示例路1号", "示例银行", PHONE, NAME):
            self.assertNotIn(answer, browser.contents)
        browser.post(f"{self.url}/{FORM}", self.sent(document=OTHERS_NUMBER))
        self.assertEqual(f"{self.url}/@@track", browser.headers["Location"])
        self.assertEqual([], self.noted("case.renew"))

    def test_nothing_is_taken_over_before_its_person_agrees(self):
        browser = self.ask(agreed=False)
        page = html.fromstring(browser.contents)
        self.assertEqual(1, len(page.cssselect("#agreed-problem")))
        # What was typed is still there.
        self.assertEqual(ID_NUMBER, browser.getControl(name="document").value)
        browser.post(f"{self.url}/{FORM}", self.sent(agreed=""))
        self.assertEqual(f"{self.url}/@@track", browser.headers["Location"])

    def test_wrong_numbers_of_documents_are_counted(self):
        for _try in range(5):
            self.ask(document=OTHERS_NUMBER)
        self.assertTrue(self.ask().headers["Status"].startswith("429"))

    def test_page_names_the_questions_and_none_of_the_answers(self):
        browser = self.track()
        browser.getForm(id="to-renew").submit()
        (panel,) = html.fromstring(browser.contents).cssselect("#taken-over")
        titles = [each.text for each in panel.cssselect("li")]
        self.assertIn("联系电话", titles)
        self.assertNotIn("示例路1号", browser.contents)

    def test_it_is_offered_from_some_days_before_on_and_after_the_day(self):
        for days, is_offered in ((31, False), (30, True), (0, True), (-40, True)):
            with self.subTest(days):
                self.approve(self.number, days)
                page = html.fromstring(self.track().contents)
                self.assertEqual(1, len(page.cssselect("#renewal")))
                self.assertEqual(is_offered, bool(page.cssselect("#to-renew")))
                (day,) = page.cssselect("#case-validity")
                self.assertEqual(days < 0, "已到期" in day.text)

    def test_programs_read_until_when_it_is_valid_and_what_is_said_of_renewing(self):
        browser = self.browser(None)
        browser.addHeader("Accept", "application/json")
        sent = json.dumps({"number": self.number, "code": self.code}).encode()
        browser.post(f"{self.url}/@track", sent, content_type="application/json")
        answer = json.loads(browser.contents)
        day = local_date(utc_now()) + timedelta(days=10)
        self.assertEqual(day.isoformat(), answer["valid_until"])
        self.assertIn(answer["renewal"], self.said_of_renewing())
        self.assertIsNone(answer["expected"])

    def said_of_renewing(self):
        (panel,) = html.fromstring(self.track().contents).cssselect("#renewal")
        return panel.text_content()

    def test_nobody_is_promised_a_reminder_where_the_city_sends_none(self):
        self.approve(self.number, 60)
        self.assertIn("到时我们提醒您", self.said_of_renewing())
        name = "onewindow_policy.cases.renewal_days"
        api.portal.set_registry_record(name, 0)
        transaction.commit()
        said = self.said_of_renewing()
        self.assertIn("起可以续办", said)
        self.assertNotIn("提醒", said)

    def test_who_left_no_number_is_not_sent_to_apply_anew_before_it_is_time(self):
        self.case(self.number, write_session()).person_hash = None
        transaction.commit()
        for days, words in ((60, "起可以续办"), (10, "要续办的，请重新申请")):
            with self.subTest(days):
                self.approve(self.number, days)
                self.assertIn(words, self.said_of_renewing())

    def test_what_is_only_stored_says_why_it_fills_in_nothing(self):
        erase_or_store(self.number, "test")
        transaction.commit()
        browser = self.track()
        self.assertIn("只为存档", unescape(browser.contents))
        self.assertNotIn('id="to-renew"', browser.contents)
        browser.followRedirects = False
        browser.post(f"{self.url}/{FORM}", self.sent())
        self.assertEqual(f"{self.url}/@@track", browser.headers["Location"])

    def test_where_the_service_is_not_applied_for_online_it_says_to_go_to_the_window(
        self,
    ):
        with api.env.adopt_roles(["Manager"]):
            self.portal["catalogue"]["sq-ll-001"]["guide"].channel_online = False
        transaction.commit()
        browser = self.track()
        browser.getForm(id="to-renew").submit()
        self.assertIn('id="no-renewal"', browser.contents)
        self.assertNotIn('id="renew-form"', browser.contents)

    def test_renewal_that_is_withdrawn_lets_the_result_run_out_again(self):
        browser = self.renew()
        self.fill(browser)
        self.send(browser)
        new = next(each for each in self.cases() if each.number != self.number)
        withdraw(new.number, new.query_code, "10.0.0.1")
        transaction.commit()
        old = self.fresh(self.number)
        self.assertIsNone(old.later_number)
        self.assertEqual(old.valid_until, old.runs_out_on)

    def test_case_that_is_erased_is_not_named_any_more_by_the_one_that_renews_it(self):
        browser = self.renew()
        self.fill(browser)
        self.send(browser)
        new = next(each for each in self.cases() if each.number != self.number)
        number, code = new.number, new.query_code
        erase_case(self.number, "test")
        transaction.commit()
        self.assertIsNone(self.fresh(number).earlier_number)
        page = html.fromstring(self.track(number, code).contents)
        self.assertEqual([], page.cssselect("#case-renewal-of"))

    def test_another_persons_case_is_not_renewed_whatever_a_browser_sends(self):
        browser = self.renew()
        self.fill(browser, id_number=OTHERS_NUMBER, applicant_name="样本邻居")
        self.send(browser)
        new = next(each for each in self.cases() if each.number != self.number)
        self.assertIsNone(new.earlier_number)
        self.assertNotIn("taken_over", new.consents)
        self.assertIsNotNone(self.fresh(self.number).runs_out_on)

    def test_number_that_somebody_only_guessed_tells_nothing(self):
        guessed = [self.number, self.carried()[:-4] + "AAAA", "x" * 500, "文"]
        with patch.object(nonces.time, "time", return_value=time.time() - 90_000):
            guessed.append(sealed_renewal(self.number))
        guessed.append(nonces.sealed(nonces.new_nonce(), self.number.encode()))
        for text in guessed:
            request = SimpleNamespace(form={RENEWS: text})
            with self.subTest(text):
                self.assertIsNone(renews_in(request))
        request = SimpleNamespace(form={RENEWS: self.carried()})
        self.assertEqual(self.number, renews_in(request))

    def carried(self):
        """What the form carries that was filled in from the earlier answers."""
        browser = self.renew()
        carried = browser.getControl(name=RENEWS).value
        self.assertNotIn(self.number, browser.contents)
        return carried

    def test_form_that_was_kept_renews_as_before_however_long_that_was(self):
        with patch.object(nonces.time, "time", return_value=time.time() - 90_000):
            request = SimpleNamespace(form={RENEWS: sealed_renewal(self.number)})
        self.assertIsNone(renews_in(request))
        renew_again(request)
        self.assertEqual(self.number, renews_in(request))
        request.form[RENEWS] = self.number
        renew_again(request)
        self.assertIsNone(renews_in(request))

    def test_who_applies_anew_with_the_same_phone_renews_it_too(self):
        found = {
            "person_hash": person_hash_of(ID_NUMBER),
            "item_code": "SQ-LL-001",
            "declared": None,
            "today": local_date(utc_now()),
        }
        for phone, at_window, expected in (
            (PHONE, False, self.number),
            ("13900000000", False, None),
            (None, True, self.number),
        ):
            with self.subTest(phone=phone, at_window=at_window):
                link = earlier_case_of(phone=phone, at_window=at_window, **found)
                self.assertEqual(expected, link.number if link is not None else None)
        long_before = found | {"today": local_date(utc_now()) - timedelta(days=60)}
        self.assertIsNone(earlier_case_of(phone=PHONE, at_window=True, **long_before))


class TestRenewingAtTheWindow(RenewingCase):
    def test_answers_are_filled_in_when_the_person_agrees_and_it_renews_the_old_one(
        self,
    ):
        browser = self.open(AT_WINDOW)
        browser.getControl(name="form.widgets.id_number").value = ID_NUMBER
        self.press(browser, "form.prefill")
        self.assertIn("这次是续办", self.text_of(browser))
        self.assertEqual("示例银行", self.value(browser, "bank_name"))
        self.assertEqual("", self.value(browser, "bank_card"))
        self.fill_at_window(browser)
        self.press(browser, "form.buttons.submit")
        self.assertRegex(browser.url, r"/@@taken-in/\d{15}$", browser.contents[:3000])
        new = next(each for each in self.cases() if each.number != self.number)
        self.assertEqual(self.number, new.earlier_number)
        self.assertIn("taken_over", new.consents)
        self.assertEqual(new.number, self.fresh(self.number).later_number)

    def test_who_is_taken_in_without_that_renews_it_as_well_and_agreed_to_nothing(self):
        self.take_in()
        new = next(each for each in self.cases() if each.number != self.number)
        self.assertEqual(self.number, new.earlier_number)
        self.assertNotIn("taken_over", new.consents)
