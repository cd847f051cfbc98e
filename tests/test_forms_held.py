"""What is not taken in is shown again, filled, with the reason; so it is in a fault."""

from datetime import timedelta
from html import unescape
from onewindow_policy.cases.models import Case
from onewindow_policy.cases.models import CaseFile
from onewindow_policy.cases.submissions import register_case
from onewindow_policy.forms import nonces
from onewindow_policy.records.api import DatabaseBusy
from onewindow_policy.records.api import DatabaseUnavailable
from onewindow_policy.records.api import OutcomeUnknown
from onewindow_policy.records.api import read_session
from onewindow_policy.sites.accounts import sample_password
from onewindow_policy.testing.applying import ApplyingCase
from onewindow_policy.testing.applying import FORM
from onewindow_policy.testing.applying import ID_NUMBER
from onewindow_policy.testing.applying import id_number
from onewindow_policy.testing.applying import JPEG
from onewindow_policy.testing.applying import NAME
from onewindow_policy.testing.applying import NO_ACTIONS
from sqlalchemy import select
from unittest import mock

import transaction


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
        for nonce in ("", "x" * 60, "ä", nonces.sealed(nonces.new_nonce(), b"other")):
            with self.subTest(nonce=nonce):
                browser = self.open_form()
                self.fill(browser)
                browser.getControl(name="form.nonce").value = nonce
                self.send(browser)
                self.assertHeld(browser, "打开的时间太长")
        self.send(browser)
        self.assertReceipt(browser)

    def test_programs_are_held_that_fill_in_what_nobody_sees(self):
        browser = self.open_form()
        self.fill(browser)
        browser.getControl(name="form.homepage").value = "http://example.com"
        self.send(browser)
        self.assertHeld(browser, "应当留空的格子")
        self.assertNotIn("太快", browser.contents)
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
        self.replace("onewindow_policy.intake.senders.submissions_per_hour", lambda: 1)
        self.apply()
        browser = self.apply(id_number="", applicant_name=NAME)
        self.fill(browser)
        browser.getControl(name="form.widgets.id_number").value = id_number(
            "99010219400102001"
        )
        self.send(browser)
        self.assertEqual(1, len(self.cases()))

    def test_staff_who_file_for_people_are_counted_by_account(self):
        self.replace("onewindow_policy.intake.senders.submissions_per_hour", lambda: 2)
        for number in range(2):
            browser = self.apply(id_number=id_number(f"9901021940010{number + 1}001"))
            self.assertReceipt(browser)
        people = iter(range(10, 20))

        def file_as(user_id):
            browser = self.open_form("login")
            browser.getControl(name="__ac_name").value = user_id
            browser.getControl(name="__ac_password").value = sample_password(user_id)
            browser.getControl(name="buttons.login").click()
            browser.open(f"{self.url}/{FORM}")
            self.fill(browser, id_number=id_number(f"990102194002{next(people)}001"))
            self.send(browser)
            return browser

        # The hall's address is used up; staff go on, each up to their own limit.
        for _time in range(2):
            self.assertReceipt(file_as("window-staff"))
        # Pages of whoever is logged in are written anew, with entities.
        self.assertIn("尝试次数太多", unescape(file_as("window-staff").contents))
        self.assertReceipt(file_as("grid-worker"))
        # Who has no right to file for people is one of those at the address.
        self.assertIn("尝试次数太多", unescape(file_as("supervisor").contents))
        self.assertEqual(5, len(self.cases()))

    def test_too_many_applications_keep_nobody_from_a_suggestion(self):
        self.replace("onewindow_policy.intake.senders.submissions_per_hour", lambda: 1)
        self.assertReceipt(self.apply())
        other = id_number("99010219400102001")
        self.assertHeld(self.apply(id_number=other), "尝试次数太多")
        browser = self.open_form("forms/suggest")
        browser.getControl(name="form.widgets.message").value = "窗口的椅子太少。"
        browser.getControl("提交意见").click()
        self.assertIn("@@suggestion-left?number=", browser.url)

    def test_warnings_of_an_open_case_count_as_submissions(self):
        self.replace("onewindow_policy.intake.senders.submissions_per_hour", lambda: 3)
        self.apply()
        for _warning in range(2):
            self.assertHeld(self.apply(), "已经在办理")
        # Who has an open case and who has none are told the same from now on.
        other = id_number("99010219400102001")
        for number in (ID_NUMBER, other):
            browser = self.apply(id_number=number)
            self.assertHeld(browser, "尝试次数太多")
            self.assertNotIn("已经在办理", browser.contents)
            self.assertNotIn("form.again", browser.contents)
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
            material_m04_how="upload",
            material_m05_how="upload",
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

    def break_registering(self, error):
        self.replace(
            "onewindow_policy.cases.registering.register_case",
            mock.Mock(side_effect=error),
        )

    def test_database_that_is_down_leaves_the_form_filled(self):
        self.break_registering(DatabaseUnavailable("down"))
        browser = self.apply()
        self.assertHeld(browser, "没有提交成功")
        self.assertEqual("503", browser.headers["status"][:3])

    def test_answer_that_is_not_taken_in_says_when_to_come_back(self):
        self.break_registering(DatabaseUnavailable("down"))
        self.assertEqual("60", self.apply().headers["Retry-After"])

    def test_files_that_could_not_be_kept_have_to_be_chosen_again(self):
        self.break_registering(DatabaseUnavailable("down"))
        self.replace(
            "onewindow_policy.forms.browser.parking.park_upload",
            mock.Mock(side_effect=DatabaseUnavailable("down")),
        )
        browser = self.open_form()
        self.fill(browser)
        self.upload(browser)
        self.send(browser)
        self.assertHeld(browser, "文件需要重新选择")
        self.assertIn("请把这些文件再选一次：id-card", browser.contents)

    def test_files_that_were_kept_need_not_be_chosen_again(self):
        self.break_registering(DatabaseUnavailable("down for a moment"))
        browser = self.open_form()
        self.fill(browser)
        self.upload(browser)
        self.send(browser)
        self.assertHeld(browser, "选好的文件都还在")
        self.assertNotIn("再选一次", browser.contents)
        self.assertNotIn("重新选择", browser.contents)

    def test_database_that_stays_busy_leaves_the_form_filled(self):
        self.break_registering(DatabaseBusy("locked"))
        parking = self.replace(
            "onewindow_policy.forms.browser.parking.park_upload", mock.Mock()
        )
        browser = self.open_form()
        self.fill(browser)
        self.upload(browser)
        self.send(browser)
        self.assertHeld(browser, "没有提交成功")
        self.assertIn("请把这些文件再选一次：id-card", browser.contents)
        self.assertEqual("503", browser.headers["status"][:3])
        parking.assert_not_called()

    def test_busy_database_is_tried_again_before_anybody_is_told(self):
        self.replace("ZPublisher.HTTPRequest.HTTPRequest.retry_max_count", 3)
        self.replace("ZPublisher.HTTPRequest.HTTPRequest.delay_retry", mock.Mock())
        outcomes = [DatabaseBusy("locked"), DatabaseBusy("locked"), mock.DEFAULT]
        registering = self.replace(
            "onewindow_policy.cases.registering.register_case",
            mock.Mock(side_effect=outcomes, wraps=register_case),
        )
        self.assertReceipt(self.apply())
        self.assertEqual(3, registering.call_count)

    def test_unknown_outcome_says_when_files_have_to_be_chosen_again(self):
        self.break_registering(OutcomeUnknown("broke"))
        self.replace(
            "onewindow_policy.forms.browser.parking.park_upload",
            mock.Mock(side_effect=DatabaseUnavailable("down")),
        )
        browser = self.open_form()
        self.fill(browser)
        self.upload(browser)
        self.send(browser)
        self.assertHeld(browser, "请把文件再选一次，再点一次提交")

    def test_files_that_waited_are_not_lost_with_the_database(self):
        browser = self.open_form()
        self.fill(browser, applicant_name="")
        name = self.upload(browser)
        self.send(browser)
        self.fill(browser)
        with mock.patch(
            "onewindow_policy.forms.submissions.parked_files",
            side_effect=DatabaseUnavailable("down"),
        ):
            browser.getControl("提交申请").click()
        self.assertHeld(browser, "没有提交成功")
        self.assertEqual("503", browser.headers["status"][:3])
        self.assertIn("您之前上传的文件", browser.contents)
        self.assertEqual(0, self.count(Case))
        transaction.begin()
        self.send(browser)
        self.assertReceipt(browser)
        (file,) = read_session().scalars(select(CaseFile)).all()
        self.assertRegex(file.name, r"^\w+-1\.jpg$")
        self.assertEqual(JPEG, file.content)
        self.assertIn(file.material_code[-3:].lower(), name)

    def test_unknown_outcome_asks_to_press_again(self):
        browser = self.open_form()
        self.fill(browser)
        with mock.patch("transaction.commit", side_effect=OutcomeUnknown("broke")):
            browser.getControl("提交申请").click()
        self.assertHeld(browser, "再点一次")
        self.send(browser)
        self.assertReceipt(browser)
        self.assertEqual(1, len(self.cases()))
