"""The same content from a page is one submission; other content is another one's."""

from onewindow_policy.cases.models import CaseFile
from onewindow_policy.feedback.models import Suggestion
from onewindow_policy.intake.models import ParkedUpload
from onewindow_policy.records.api import OutcomeUnknown
from onewindow_policy.records.api import read_session
from onewindow_policy.testing import SAMPLE_FUNCTIONAL_TESTING
from onewindow_policy.testing import SAMPLE_POSTGRESQL_FUNCTIONAL_TESTING
from onewindow_policy.testing.applying import ApplyingCase
from onewindow_policy.testing.applying import id_number
from onewindow_policy.testing.applying import JPEG
from onewindow_policy.testing.applying import NAME
from onewindow_policy.testing.pictures import picture
from sqlalchemy import select
from unittest import mock

import re
import transaction

OTHER_NAME = "样本邻居"
OTHER_NUMBER = id_number("99010219450203003")
OTHER_PICTURE = picture("PNG")

TWO_ACTIONS = """\
<model xmlns="http://namespaces.plone.org/supermodel/schema"><schema>
<field name="register" type="onewindow_policy.forms.actions.RegisterCase">
<title>Register</title></field>
<field name="suggest" type="onewindow_policy.forms.suggesting.LeaveSuggestion">
<title>Suggest</title><message>address</message></field>
</schema></model>
"""


class RepeatedTests:
    """What must hold on both databases."""

    def numbers_of(self, browser):
        """Return what opens a case: the number in the address, the code on the page."""
        code = re.search(r'id="query-code">([\d ]+)', browser.contents)[1]
        return browser.url[-15:], code.strip()

    def go_back_and_fill(self, browser, **changes):
        browser.goBack()
        self.fill(browser, **changes)

    def assertToldOfEarlier(self, browser, number, code):
        """The form says that something was sent, when, and nothing else of it."""
        self.assertIn('name="form.nonce"', browser.contents)
        self.assertRegex(browser.contents, r"刚才没有提交.*这一页在\d{4}年.*\d\d:\d\d")
        self.assertNotIn(code, browser.contents)
        for text in (number, f"{number[:6]}-{number[6:10]}-{number[10:]}"):
            self.assertNotIn(text, browser.contents)

    def test_next_person_at_the_same_page_gets_nothing_of_the_first(self):
        browser = self.apply()
        number, code = self.numbers_of(browser)
        changes = {"applicant_name": OTHER_NAME, "id_number": OTHER_NUMBER}
        self.go_back_and_fill(browser, **changes)
        self.send(browser)
        self.assertToldOfEarlier(browser, number, code)
        self.assertEqual([NAME], [case.applicant["name"] for case in self.cases()])
        # All that was typed is there; once more, and it is a case of its own.
        self.send(browser)
        self.assertReceipt(browser)
        other = self.numbers_of(browser)
        self.assertFalse({number, code} & set(other))
        self.assertEqual(
            {(NAME, number), (OTHER_NAME, other[0])},
            {(case.applicant["name"], case.number) for case in self.cases()},
        )

    def test_mended_word_is_another_content_and_a_second_case_is_confirmed(self):
        browser = self.apply()
        number, code = self.numbers_of(browser)
        self.go_back_and_fill(browser, address="示例路2号")
        self.send(browser)
        self.assertToldOfEarlier(browser, number, code)
        self.assertIn("已经在办理", browser.contents)
        browser.getControl(name="form.again").value = ["1"]
        self.send(browser)
        self.assertReceipt(browser)
        self.assertEqual(2, len(self.cases()))
        # The receipt names the first one, to whoever has number and phone.
        self.assertIn('id="earlier"', browser.contents)
        self.assertIn(number, re.sub(r"[\s-]", "", browser.contents))

    def test_other_phone_is_asked_about_nothing_and_hears_of_nothing(self):
        browser = self.apply()
        number, code = self.numbers_of(browser)
        self.go_back_and_fill(browser, phone="13900000000")
        self.send(browser)
        self.assertToldOfEarlier(browser, number, code)
        self.assertNotIn("已经在办理", browser.contents)
        self.send(browser)
        self.assertReceipt(browser)
        self.assertNotIn('id="earlier"', browser.contents)
        self.assertEqual(
            {"13800000000", "13900000000"},
            {case.applicant["phone"] for case in self.cases()},
        )

    def test_second_press_with_files_that_waited_gets_the_same_receipt(self):
        browser = self.open_form()
        self.fill(browser, id_number="")
        self.upload(browser)
        self.send(browser)
        self.fill(browser)
        self.send(browser)
        first = self.numbers_of(browser)
        self.assertEqual(0, self.count(ParkedUpload))
        # The file waits no more: it was handed in with the first press.
        self.go_back_and_fill(browser)
        self.send(browser)
        self.assertReceipt(browser)
        self.assertEqual(first, self.numbers_of(browser))
        self.assertEqual((1, 1), (len(self.cases()), self.count(CaseFile)))

    def test_second_press_gets_the_receipt_when_the_form_is_another_by_now(self):
        browser = self.apply()
        first = self.numbers_of(browser)
        form = self.portal.catalogue["sq-ll-001"]["apply"]
        form.fields_model = form.fields_model.replace(
            'name="address"', 'name="dwelling"'
        )
        transaction.commit()
        self.go_back_and_fill(browser)
        self.send(browser)
        self.assertReceipt(browser)
        self.assertEqual(first, self.numbers_of(browser))
        self.assertEqual(1, len(self.cases()))

    def test_press_after_an_unknown_outcome_gets_the_receipt_of_what_was_saved(self):
        browser = self.open_form()
        self.fill(browser)
        self.upload(browser)
        commit = transaction.commit

        def save_and_break():
            commit()
            patched.stop()
            raise OutcomeUnknown("broke")

        patched = mock.patch("transaction.commit", save_and_break)
        patched.start()
        self.send(browser)
        self.assertHeld(browser, "再点一次")
        self.assertEqual((1, 1), (len(self.cases()), self.count(ParkedUpload)))
        # What was chosen waits now, where it came along before: it is the same file.
        self.send(browser)
        self.assertReceipt(browser)
        self.assertEqual((1, 1), (len(self.cases()), self.count(CaseFile)))

    def test_another_file_is_another_content_and_waits_for_the_next_press(self):
        browser = self.open_form()
        self.fill(browser)
        self.upload(browser)
        self.send(browser)
        number, code = self.numbers_of(browser)
        changes = {"applicant_name": OTHER_NAME, "id_number": OTHER_NUMBER}
        for content in (OTHER_PICTURE, JPEG):
            with self.subTest(size=len(content)):
                self.go_back_and_fill(browser, **changes)
                self.upload(browser, content=content)
                self.send(browser)
                self.assertToldOfEarlier(browser, number, code)
                self.assertIn("申请人居民身份证-1.", browser.contents)
                self.assertEqual(1, len(self.cases()))
        self.send(browser)
        self.assertReceipt(browser)
        files = read_session().scalars(select(CaseFile)).all()
        self.assertEqual([JPEG, JPEG], [file.content for file in files])

    def test_only_another_file_is_another_content(self):
        browser = self.open_form()
        self.fill(browser)
        self.upload(browser)
        self.send(browser)
        number, code = self.numbers_of(browser)
        self.go_back_and_fill(browser)
        self.upload(browser, content=OTHER_PICTURE)
        self.send(browser)
        self.assertToldOfEarlier(browser, number, code)
        self.assertEqual(1, len(self.cases()))

    def test_file_that_waited_for_the_sent_page_waits_for_the_other(self):
        browser = self.apply()
        # Back at the page, something is wrong with what the next person enters.
        self.go_back_and_fill(browser, applicant_name=OTHER_NAME, id_number="")
        self.upload(browser, content=OTHER_PICTURE)
        self.send(browser)
        self.assertIn("申请人居民身份证-1.", browser.contents)
        self.fill(browser, applicant_name=OTHER_NAME, id_number=OTHER_NUMBER)
        self.send(browser)
        self.assertIn("刚才没有提交", browser.contents)
        self.assertIn("申请人居民身份证-1.", browser.contents)
        self.send(browser)
        self.assertReceipt(browser)
        (file,) = read_session().scalars(select(CaseFile)).all()
        self.assertEqual("image/png", file.media_type)
        self.assertEqual(0, self.count(ParkedUpload))

    def test_case_of_before_there_were_hashes_is_handed_to_nobody(self):
        browser = self.apply()
        number, code = self.numbers_of(browser)
        from onewindow_policy.records.api import write_session

        write_session()
        self.cases()[0].content_hash = None
        transaction.commit()
        self.go_back_and_fill(browser)
        self.send(browser)
        self.assertToldOfEarlier(browser, number, code)

    def open_suggestions(self):
        return self.open_form("forms/suggest")

    def write(self, browser, message):
        browser.getControl(name="form.widgets.message").value = message
        browser.getControl(name="form.buttons.submit").click()
        transaction.begin()

    def suggestions(self):
        return [each.message for each in read_session().scalars(select(Suggestion))]

    def test_second_message_from_the_same_page_is_another_suggestion(self):
        browser = self.open_suggestions()
        self.write(browser, "等了很久。")
        self.assertIn("@@suggestion-left", browser.url)
        first = browser.url
        browser.goBack()
        self.write(browser, "等了很久。")
        self.assertEqual(first, browser.url)
        browser.goBack()
        self.write(browser, "楼道灯坏了。")
        self.assertRegex(browser.contents, r"刚才没有提交.*这一页在\d{4}年")
        number = first.rpartition("=")[2]
        for text in (number, f"{number[:6]}-{number[6:]}"):
            self.assertNotIn(text, browser.contents)
        self.assertEqual(["等了很久。"], self.suggestions())
        self.write(browser, "楼道灯坏了。")
        self.assertIn("@@suggestion-left", browser.url)
        self.assertNotEqual(first, browser.url)
        self.assertEqual({"等了很久。", "楼道灯坏了。"}, set(self.suggestions()))

    def test_form_with_two_actions_takes_in_by_both_or_by_none(self):
        form = self.portal.catalogue["sq-ll-001"]["apply"]
        form.actions_model = TWO_ACTIONS
        transaction.commit()
        browser = self.apply()
        self.assertIn("@@suggestion-left", browser.url)
        self.assertEqual((1, ["示例路1号"]), (len(self.cases()), self.suggestions()))
        self.write(self.open_suggestions(), "等了很久。")
        self.replace("onewindow_policy.intake.senders.submissions_per_hour", lambda: 2)
        browser = self.apply(applicant_name=OTHER_NAME, id_number=OTHER_NUMBER)
        # One more application may be sent from this address, and no suggestion.
        self.assertIn("尝试次数太多", browser.contents)
        self.assertEqual((1, 2), (len(self.cases()), len(self.suggestions())))


class TestRepeatedOnSQLite(RepeatedTests, ApplyingCase):
    layer = SAMPLE_FUNCTIONAL_TESTING


class TestRepeatedOnPostgreSQL(RepeatedTests, ApplyingCase):
    layer = SAMPLE_POSTGRESQL_FUNCTIONAL_TESTING
