"""A window takes an application in: from the form that its staff post to the row in SQL and
the page that shows it, and for whom none of that is."""

from html import unescape
from onewindow_policy.cases.exceptions import TransitionNotAllowed
from onewindow_policy.cases.handling import move_case
from onewindow_policy.cases.handling import transitions_of
from onewindow_policy.cases.models import CaseEvent
from onewindow_policy.cases.papers.models import Paper
from onewindow_policy.communities.divisions import all_communities
from onewindow_policy.records.api import AuditEntry
from onewindow_policy.records.api import read_session
from onewindow_policy.testing.applying import ApplyingCase
from onewindow_policy.testing.applying import CARD
from onewindow_policy.testing.applying import FORM
from onewindow_policy.testing.applying import ID_NUMBER
from onewindow_policy.testing.applying import NAME
from onewindow_policy.testing.applying import PHONE
from onewindow_policy.testing.tickets import log_in
from plone import api
from plone.testing.zope import Browser
from sqlalchemy import select

import re
import transaction

AT_WINDOW = f"{FORM}/@@take-in"

#: Where window-staff works, and another community of the same district.
WINDOW, ELSEWHERE = "990102001001", "990102001002"


class TakingInCase(ApplyingCase):
    """Fills the form in as staff of a window do, without scripts."""

    def browser(self, account="window-staff"):
        browser = Browser(self.layer["app"])
        browser.raiseHttpErrors = False
        browser.handleErrors = True
        if account:
            log_in(browser, account)
        return browser

    def open(self, path, account="window-staff"):
        browser = self.browser(account)
        browser.open(f"{self.url}/{path}")
        return browser

    def fill_at_window(self, browser, **changes):
        values = {
            "phone": PHONE,
            "address": "示例路1号",
            "bank_name": "示例银行",
            "bank_card": CARD,
            "account_kind": ["social_card"],
            "material_m04_how": ["seen_copied"],
        } | changes
        for name, value in values.items():
            browser.getControl(name=f"form.widgets.{name}").value = value
        browser.getControl(name="form.consents.told").value = ["1"]

    def read_card(self, browser, line=f"{ID_NUMBER}\t{NAME}"):
        browser.getControl(name="form.card").value = line

    def take_in(self, account="window-staff", **changes):
        browser = self.open(AT_WINDOW, account)
        self.read_card(browser)
        self.fill_at_window(browser, **changes)
        return self.press(browser, "form.buttons.submit")

    def press(self, browser, name):
        browser.getControl(name=name).click()
        transaction.begin()
        return browser

    def assertHeld(self, browser, words):
        self.assertIn(words, self.text_of(browser))
        name = browser.getControl(name="form.widgets.applicant_name")
        self.assertEqual(NAME, name.value)

    def text_of(self, browser):
        # Pages of whoever is logged in have references in the place of characters.
        return unescape(browser.contents)

    def at_window_of(self, code, account):
        """Have an account work at the window of another community."""
        (path,) = (
            each.place.path for each in all_communities() if each.place.code == code
        )
        community = self.portal.unrestrictedTraverse(path.strip("/"))
        community.manage_setLocalRoles(account, ["Window Staff"])
        community.reindexObjectSecurity()
        transaction.commit()

    def noted(self, action):
        query = select(AuditEntry.user_id, AuditEntry.subject).where(
            AuditEntry.action == action
        )
        return [tuple(row) for row in read_session().execute(query)]


class TestTakingIn(TakingInCase):
    def test_page_at_the_window_alone_may_ask_for_the_camera(self):
        browser = self.open(AT_WINDOW)
        self.assertIn("camera=(self)", browser.headers["Permissions-Policy"])
        self.assertIn("/camera.js?", browser.contents)
        # Hidden, and none that can be tabbed to, until the script has found a camera.
        places = re.findall(
            r'<div class="camera[^>]*?\shidden[^>]*data-camera="([^"]+)"',
            browser.contents,
        )
        self.assertTrue(places)
        for place in places:
            self.assertIn(f'id="{place}"', browser.contents)
        # What comes back with something wrong is taken with the camera as well.
        browser = self.press(browser, "form.buttons.submit")
        self.assertIn("form.card", browser.contents)
        self.assertIn("camera=(self)", browser.headers["Permissions-Policy"])
        for path, account in ((FORM, ""), ("@@take-in", "window-staff")):
            browser = self.open(path, account)
            self.assertEqual("200", browser.headers["status"].split()[0])
            self.assertIn("camera=()", browser.headers["Permissions-Policy"])
            self.assertNotIn("data-camera", browser.contents)

    def test_what_is_posted_at_a_window_is_received_there_and_shown_to_it(self):
        browser = self.take_in()
        self.assertRegex(browser.url, r"/@@taken-in/\d{15}$", browser.contents[:3000])
        (case,) = self.cases()
        self.assertEqual(
            ("received", "window", WINDOW, WINDOW, "window-staff"),
            (
                case.state,
                case.channel,
                case.taken_in_at,
                case.community_code,
                case.first_contact,
            ),
        )
        self.assertEqual(
            (NAME, ID_NUMBER), (case.applicant["name"], case.applicant["id_number"])
        )
        self.assertEqual(["told"], case.consents)
        ways = {each["material"]: each["way"] for each in case.answers if each["way"]}
        self.assertEqual({"SQ-LL-001-M04": "seen_copied"}, ways)
        (event,) = read_session().scalars(select(CaseEvent)).all()
        self.assertEqual(
            ("take_in", "Window Staff", "window-staff"),
            (event.transition, event.role, event.user_id),
        )
        self.assertIn("已收件", self.text_of(browser))
        self.assertNotIn(NAME, self.text_of(browser))
        self.assertNotIn(case.query_code, self.text_of(browser))

    def test_receipt_is_printed_by_the_window_and_noted(self):
        browser = self.take_in()
        (case,) = self.cases()
        (paper,) = read_session().scalars(select(Paper)).all()
        row = {
            "title": "申请人社会保障卡或本人银行卡",
            "count": 1,
            "how": "已验原件、已收复印件",
        }
        self.assertEqual([row], paper.values["handed_in"])
        self.press(browser, "print")
        self.assertEqual("application/pdf", browser.headers["Content-Type"])
        self.assertTrue(browser.contents.startswith(b"%PDF"))
        self.assertEqual(
            [("window-staff", case.number)], self.noted("case.print_receipt")
        )

    def test_resident_of_another_community_is_taken_in_here_and_belongs_there(self):
        self.take_in(community=[ELSEWHERE])
        (case,) = self.cases()
        self.assertEqual((WINDOW, ELSEWHERE), (case.taken_in_at, case.community_code))

    def test_both_windows_list_what_one_took_in_and_the_responsible_one_leads_it_on(
        self,
    ):
        self.take_in(community=[ELSEWHERE])
        (case,) = self.cases()
        self.at_window_of(ELSEWHERE, "grid-worker")
        accepts = {"window-staff": False, "grid-worker": True}
        for account, is_theirs in accepts.items():
            with self.subTest(account=account):
                desk = self.open("@@desk", account)
                self.assertIn("晨光社区代收", self.text_of(desk))
                self.assertEqual(1, desk.contents.count(f"/@@desk/{case.number}"))
                shown = self.open(f"@@desk/{case.number}", account)
                self.assertIn(NAME, self.text_of(shown))
                self.assertEqual(is_theirs, 'value="accept"' in shown.contents)
        self.at_window_of("990102001003", "department-officer")
        third = self.open("@@desk", "department-officer")
        self.assertIn("<h1", third.contents)
        self.assertNotIn(case.number, third.contents)

    def test_nothing_is_taken_in_before_the_person_was_told(self):
        browser = self.open(AT_WINDOW)
        self.read_card(browser)
        self.fill_at_window(browser)
        browser.getControl(name="form.consents.told").value = []
        self.press(browser, "form.buttons.submit")
        self.assertHeld(browser, "请先告知申请人")
        self.assertEqual([], self.cases())

    def test_card_fills_in_what_is_empty_and_a_broken_one_says_so(self):
        browser = self.open(AT_WINDOW)
        self.read_card(browser, NAME)
        self.fill_at_window(browser, applicant_name=NAME)
        self.press(browser, "form.buttons.submit")
        self.assertHeld(browser, "没有读到18位的身份证号码")
        self.read_card(browser, f"{ID_NUMBER} 另一位")
        self.press(browser, "form.buttons.submit")
        self.assertRegex(browser.url, r"/@@taken-in/\d{15}$", browser.contents[:3000])
        (case,) = self.cases()
        self.assertEqual(NAME, case.applicant["name"])

    def test_second_open_case_of_a_person_is_told_at_once_and_taken_in_when_meant(self):
        self.take_in()
        browser = self.take_in(phone="13900000000")
        (first,) = self.cases()
        self.assertHeld(browser, "本人的这个事项已有一件在办")
        self.assertEqual(
            [("window-staff", first.number)], self.noted("case.tell_repeat")
        )
        browser.getControl(name="form.again").value = ["1"]
        self.press(browser, "form.buttons.submit")
        self.assertRegex(browser.url, r"/@@taken-in/\d{15}$", browser.contents[:3000])
        self.assertEqual(2, len(self.cases()))

    def test_stale_token_saves_nothing_and_the_same_press_works_then(self):
        browser = self.open(AT_WINDOW)
        self.read_card(browser)
        self.fill_at_window(browser)
        browser.getControl(name="_authenticator", index=0).value = "0" * 40
        self.press(browser, "form.buttons.submit")
        self.assertHeld(browser, "页面打开的时间太长了")
        self.assertEqual([], self.cases())
        self.press(browser, "form.buttons.submit")
        self.assertEqual(1, len(self.cases()), browser.contents[:3000])

    def test_residents_form_stays_as_it_is_whatever_a_browser_sends(self):
        browser = self.open_form()
        self.assertIn("提交申请", self.text_of(browser))
        for absent in ("form.card", "form.window", "已验原件", "form.consents.told"):
            self.assertNotIn(absent, self.text_of(browser))
        self.fill(browser)
        browser.post(
            f"{self.url}/{FORM}?form.window={WINDOW}",
            f"form.window={WINDOW}&form.widgets.material_m04_how=seen_copied",
        )
        self.assertEqual([], self.cases())

    def test_window_that_took_it_in_hands_the_result_out_and_does_nothing_else(
        self,
    ):
        self.take_in(community=[ELSEWHERE])
        (case,) = self.cases()
        self.at_window_of(ELSEWHERE, "grid-worker")
        here, there = map(api.user.get, ("window-staff", "grid-worker"))
        facts = {"reason": "年龄未满80周岁。"}
        for transition in ("accept", "start", "refuse"):
            version = self.cases()[0].version
            with self.assertRaises(TransitionNotAllowed):
                move_case(case.number, transition, here, version=version, facts=facts)
            transaction.abort()
            move_case(case.number, transition, there, version=version, facts=facts)
            transaction.commit()
        (case,) = self.cases()
        self.assertEqual(
            ["deliver"], [each.name for each in transitions_of(case, here)]
        )
        facts = {"way": "window", "receiver": "本人", "seen": "1"}
        move_case(case.number, "deliver", here, version=case.version, facts=facts)
        transaction.commit()
        self.assertIsNotNone(self.cases()[0].delivered_at)


class TestTakenInPage(TakingInCase):
    def test_form_at_the_window_is_for_staff_of_windows_alone(self):
        for account in ("grid-worker", "department-officer", "coordinator", None):
            for path in (AT_WINDOW, "@@take-in"):
                with self.subTest(account=account, path=path):
                    browser = self.open(path, account)
                    self.assertIn("<h1", browser.contents)
                    self.assertNotIn("form.card", browser.contents)
                    self.assertNotIn("take-in-q", browser.contents)
                    is_asked = "__ac_name" in browser.contents
                    self.assertEqual(account is None, is_asked)

    def test_what_another_window_took_in_is_not_there(self):
        browser = self.take_in()
        path = browser.url.removeprefix(f"{self.url}/")
        self.at_window_of(ELSEWHERE, "grid-worker")
        seen = self.open(path, "grid-worker")
        self.assertIn("404", seen.headers["Status"])


class TestDrafts(TakingInCase):
    def test_draft_is_there_for_its_account_whole_and_goes_when_taken_in(
        self,
    ):
        browser = self.open(AT_WINDOW)
        self.read_card(browser)
        self.fill_at_window(browser)
        self.press(browser, "form.draft")
        self.assertEqual(f"{self.url}/@@take-in", browser.url, browser.contents[:3000])
        self.assertIn("我的草稿", self.text_of(browser))
        self.assertNotIn(NAME, self.text_of(browser))
        self.at_window_of(WINDOW, "grid-worker")
        colleague = self.open("@@take-in", "grid-worker")
        self.assertIn("窗口收件", self.text_of(colleague))
        self.assertNotIn("我的草稿", self.text_of(colleague))
        self.press(browser, "form.open_draft")
        self.assertEqual(
            (ID_NUMBER, CARD),
            tuple(
                browser.getControl(name=f"form.widgets.{name}").value
                for name in ("id_number", "bank_card")
            ),
        )
        self.assertEqual(1, len(self.noted("kept_form.open")))
        browser.getControl(name="form.consents.told").value = ["1"]
        self.press(browser, "form.buttons.submit")
        self.assertEqual(1, len(self.cases()), browser.contents[:3000])
        browser.open(f"{self.url}/@@take-in")
        self.assertIn("窗口收件", self.text_of(browser))
        self.assertNotIn("我的草稿", self.text_of(browser))


class TestPrefilling(TakingInCase):
    def test_what_a_person_gave_before_is_filled_in_when_they_agree_and_noted(self):
        self.take_in()
        (case,) = self.cases()
        browser = self.open(AT_WINDOW)
        browser.getControl(name="form.widgets.id_number").value = ID_NUMBER
        browser.getControl(name="form.widgets.phone").value = "13900000000"
        self.press(browser, "form.prefill")
        self.assertIn("已带出本人以往填写的信息", self.text_of(browser))
        self.assertEqual(
            (NAME, "13900000000", "示例路1号", ""),
            tuple(
                browser.getControl(name=f"form.widgets.{name}").value
                for name in ("applicant_name", "phone", "address", "bank_card")
            ),
        )
        self.assertEqual([("window-staff", case.number)], self.noted("case.prefill"))

    def test_nothing_is_told_without_the_whole_number(self):
        self.take_in()
        browser = self.open(AT_WINDOW)
        browser.getControl(name="form.widgets.applicant_name").value = NAME
        browser.getControl(name="form.widgets.id_number").value = ID_NUMBER[:17]
        self.press(browser, "form.prefill")
        self.assertIn("请先刷身份证", self.text_of(browser))
        self.assertEqual("", browser.getControl(name="form.widgets.phone").value)
        self.assertEqual([], self.noted("case.prefill"))
