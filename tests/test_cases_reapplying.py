"""What was not granted is applied for once more from what was said then: by its person, at
a window or online, as a new case that both know of."""

from lxml import html
from onewindow_policy.cases.archive.contents import contents_of
from onewindow_policy.cases.handling import move_case
from onewindow_policy.cases.held import held_case
from onewindow_policy.cases.linking.kinds import REAPPLICATION
from onewindow_policy.cases.linking.reading import can_reapply
from onewindow_policy.cases.states import COMPLETED_REFUSED
from onewindow_policy.cases.states import IN_PROGRESS
from onewindow_policy.cases.states import NOT_ACCEPTED
from onewindow_policy.cases.states import RETURNED
from onewindow_policy.cases.states import WITHDRAWN
from onewindow_policy.cases.tracking import withdraw
from onewindow_policy.cases.upkeep import erase_case
from onewindow_policy.cases.wording import CaseWording
from onewindow_policy.records.api import read_session
from onewindow_policy.records.api import utc_now
from onewindow_policy.records.api import write_session
from onewindow_policy.testing.applying import ID_NUMBER
from onewindow_policy.testing.applying import NAME
from plone import api
from test_cases_renewing import OTHERS_NUMBER
from test_cases_renewing import RenewingCase
from test_cases_takenin import AT_WINDOW

import transaction

WHY = "户口本还缺本人页"


class ReapplyingCase(RenewingCase):
    """Somebody was told that their application is not accepted."""

    def approve(self, number, days):
        """Nothing is approved here."""

    def setUp(self):
        super().setUp()
        case = self.fresh(self.number)
        move_case(
            self.number,
            "refuse_acceptance",
            api.user.get("window-staff"),
            version=case.version,
            facts={"ground": "not_met", "reason": WHY},
        )
        transaction.commit()
        self.assertEqual(NOT_ACCEPTED, self.fresh(self.number).state)

    def new_case(self):
        transaction.begin()
        return next(each for each in self.cases() if each.number != self.number)

    def assertLinked(self):
        new, old = self.new_case(), self.fresh(self.number)
        self.assertEqual(
            (self.number, REAPPLICATION), (new.earlier_number, new.earlier_link)
        )
        self.assertEqual(
            (new.number, REAPPLICATION), (old.later_number, old.later_link)
        )
        return new


class TestReapplyingAtTheWindow(ReapplyingCase):
    def begin(self):
        """Begin a new application from the page of the case."""
        browser = self.open(f"@@desk/{self.number}")
        (link,) = html.fromstring(browser.contents).cssselect("#reapply a")
        browser.open(link.get("href"))
        return browser

    def test_window_reads_why_it_ended_and_fills_in_what_the_person_agrees_to(self):
        browser = self.begin()
        (panel,) = html.fromstring(browser.contents).cssselect("#last-time")
        self.assertIn(WHY, panel.text_content())
        self.assertIn("不予受理", panel.text_content())
        # Before the person agrees, nothing of it is filled in.
        self.assertEqual("", self.value(browser, "bank_name"))
        browser.getControl(name="form.widgets.id_number").value = ID_NUMBER
        self.press(browser, "form.prefill")
        self.assertEqual("示例银行", self.value(browser, "bank_name"))
        self.assertEqual("", self.value(browser, "bank_card"))
        # It stays beside the form.
        self.assertIn(WHY, self.text_of(browser))
        self.fill_at_window(browser)
        self.press(browser, "form.buttons.submit")
        new = self.assertLinked()
        self.assertIn("taken_over", new.consents)

    def test_who_does_not_agree_is_linked_and_nothing_is_taken_over(self):
        browser = self.begin()
        self.read_card(browser)
        self.fill_at_window(browser)
        self.press(browser, "form.buttons.submit")
        new = self.assertLinked()
        self.assertNotIn("taken_over", new.consents)

    def test_another_person_gets_none_of_the_answers_and_is_not_linked(self):
        browser = self.begin()
        # They have been here before, or nothing at all would be known.
        browser.getControl(name="form.widgets.id_number").value = OTHERS_NUMBER
        self.press(browser, "form.prefill")
        self.assertEqual("", self.value(browser, "bank_name"))
        self.read_card(browser, f"{OTHERS_NUMBER}\t样本邻居")
        self.fill_at_window(browser, id_number=OTHERS_NUMBER, applicant_name="样本邻居")
        self.press(browser, "form.buttons.submit")
        new = self.new_case()
        self.assertIsNone(new.earlier_number)
        self.assertIsNone(self.fresh(self.number).later_number)

    def test_who_is_taken_in_without_that_is_not_linked(self):
        self.take_in()
        self.assertIsNone(self.new_case().earlier_number)

    def test_it_is_offered_once_and_by_windows_alone(self):
        for account in ("supervisor", "department-officer"):
            page = html.fromstring(self.open(f"@@desk/{self.number}", account).contents)
            self.assertEqual([], page.cssselect("#reapply"), account)
        browser = self.begin()
        self.read_card(browser)
        self.fill_at_window(browser)
        self.press(browser, "form.buttons.submit")
        page = html.fromstring(self.open(f"@@desk/{self.number}").contents)
        self.assertEqual([], page.cssselect("#reapply"))
        browser = self.open(f"{AT_WINDOW}?earlier={self.number}")
        self.assertNotIn('id="last-time"', browser.contents)

    def test_pages_package_and_copy_of_both_name_the_other(self):
        browser = self.begin()
        self.read_card(browser)
        self.fill_at_window(browser)
        self.press(browser, "form.buttons.submit")
        new = self.assertLinked().number
        for of, other in ((self.number, new), (new, self.number)):
            page = self.open(f"@@desk/{of}").contents
            self.assertIn(f"/@@desk/{other}", page)
            transaction.begin()
            copy = held_case(of).copy()
            self.assertIn(
                other, (copy["applies_again_after"], copy["applied_again_by"])
            )
            self.assertIsNone(copy["renews"])
            transaction.abort()
        package = contents_of(
            read_session(), self.case(self.number), CaseWording("zh-cn")
        )
        self.assertEqual(new[-4:], dict(package.about)["重新申请的办件"][-4:])

    def test_number_of_another_service_shows_nothing(self):
        case = self.case(self.number, write_session())
        case.item_code = "SQ-LL-002"
        transaction.commit()
        browser = self.open(f"{AT_WINDOW}?earlier={self.number}")
        self.assertIn('id="form-card"', browser.contents)
        self.assertNotIn('id="last-time"', browser.contents)


class TestReapplyingOnline(ReapplyingCase):
    def ask(self, document=ID_NUMBER, agreed=True):
        browser = self.track()
        browser.getForm(id="to-reapply").submit()
        self.assertIn('id="renew-form"', browser.contents)
        browser.getControl(name="document").value = document
        browser.getControl(name="agreed").value = ["1"] if agreed else []
        browser.followRedirects = False
        browser.getControl(name="form.renew").click()
        transaction.begin()
        return browser

    def test_progress_leads_to_the_form_filled_in_and_both_are_linked(self):
        browser = self.renew()
        self.assertIn('id="form-filled-in"', browser.contents)
        self.assertEqual("示例银行", self.value(browser, "bank_name"))
        self.assertEqual("", self.value(browser, "id_number"))
        self.fill(browser)
        self.send(browser)
        self.assertReceipt(browser)
        new = self.assertLinked()
        self.assertIn("taken_over", new.consents)
        number, code = new.number, new.query_code
        page = html.fromstring(self.track(number, code).contents)
        (of,) = page.cssselect("#case-reapplication-of")
        self.assertIn(self.number[-4:], of.text)
        page = html.fromstring(self.track().contents)
        (by,) = page.cssselect("#case-reapplication-by")
        self.assertIn(number[-4:], by.text)
        self.assertEqual([], page.cssselect("#to-reapply"))

    def test_page_says_why_it_was_not_accepted_and_who_has_the_receipt_reads_no_answer(
        self,
    ):
        browser = self.ask(document=OTHERS_NUMBER)
        page = html.fromstring(browser.contents)
        self.assertEqual(1, len(page.cssselect("#document-problem")))
        (said,) = page.cssselect("#last-time")
        self.assertIn(WHY, said.text_content())
        for answer in ("示例路1号", "示例银行", NAME):
            self.assertNotIn(answer, browser.contents)

    def test_new_one_that_is_withdrawn_stays_linked_and_the_old_one_offers_no_second(
        self,
    ):
        self.send_again()
        new = self.assertLinked()
        withdraw(new.number, new.query_code, "10.0.0.1")
        transaction.commit()
        self.assertLinked()
        page = html.fromstring(self.track().contents)
        self.assertEqual([], page.cssselect("#to-reapply"))
        # Who tries a third time does so from the last one.
        page = html.fromstring(self.track(new.number, new.query_code).contents)
        self.assertEqual(1, len(page.cssselect("#to-reapply")))

    def test_case_that_is_erased_is_not_named_any_more(self):
        self.send_again()
        number = self.assertLinked().number
        erase_case(self.number, "test")
        transaction.commit()
        new = self.fresh(number)
        self.assertEqual((None, None), (new.earlier_number, new.earlier_link))

    def send_again(self):
        browser = self.renew()
        self.fill(browser)
        self.send(browser)

    def test_what_ended_without_what_was_asked_for_can_be_applied_for_again(self):
        for state, expected in (
            (NOT_ACCEPTED, True),
            (COMPLETED_REFUSED, True),
            (RETURNED, True),
            (WITHDRAWN, True),
            (IN_PROGRESS, False),
            ("completed_approved", False),
        ):
            with self.subTest(state):
                case = self.case(self.number)
                case.state = state
                self.assertEqual(expected, can_reapply(case))
                case.stored_at = utc_now()
                self.assertFalse(can_reapply(case))
                transaction.abort()
