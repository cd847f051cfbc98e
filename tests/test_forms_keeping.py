"""A form is kept half filled in, and gone on with by number and code on another device."""

from onewindow_policy.cases.models import CaseFile
from onewindow_policy.intake.models import KeptForm
from onewindow_policy.intake.models import ParkedUpload
from onewindow_policy.messages.models import Message
from onewindow_policy.messages.sending import send_due
from onewindow_policy.records.api import read_session
from onewindow_policy.records.api import utc_now
from onewindow_policy.records.exceptions import DatabaseUnavailable
from onewindow_policy.testing.applying import ApplyingCase
from onewindow_policy.testing.applying import CARD
from onewindow_policy.testing.applying import FORM
from onewindow_policy.testing.applying import ID_NUMBER
from onewindow_policy.testing.applying import NAME
from onewindow_policy.testing.mails import mail_server
from plone import api
from sqlalchemy import select
from unittest import mock

import re
import transaction

MAIL = "wang@example.cn"
ANOTHER_SITE = {"Sec-Fetch-Site": "cross-site", "Origin": "https://example.com"}


class TestKeeping(ApplyingCase):
    def keep(self, browser=None, **changes):
        """Return number and code of a form that was kept, and the browser."""
        if browser is None:
            browser = self.open_form()
            self.fill(browser, **changes)
        browser.getControl("同意，存起来").click()
        transaction.begin()
        self.assertIn("<h1>已经存好，还没有提交</h1>", browser.contents)
        number, code = (
            re.search(rf'id="kept-{part}">([\d -]+)<', browser.contents)[1]
            for part in ("number", "code")
        )
        return number, code, browser

    def ask(self, number, code, button="接着填", browser=None):
        """Type number and code, and return what comes of it; redirects are not followed."""
        browser = browser or self.open_form("@@resume")
        self.assertIn("<h1>接着填没填完的表</h1>", browser.contents)
        browser.getControl(name="number").value = number
        browser.getControl(name="code").value = code
        browser.followRedirects = False
        browser.getControl(button).click()
        transaction.begin()
        return browser

    def resume(self, number, code):
        """Open a form as browsers do, which send the same once more where 307 leads to."""
        browser = self.ask(number, code)
        self.assertTrue(browser.headers["Status"].startswith("307"), browser.contents)
        there = browser.headers["Location"]
        self.assertNotIn(code.replace(" ", ""), there)
        self.assertNotIn("?", there)
        browser.post(there, f"form.resume=1&number={number}&code={code}")
        browser.followRedirects = True
        return browser

    def value(self, browser, name):
        return browser.getControl(name=f"form.widgets.{name}").value

    def test_what_was_typed_is_there_on_another_device_and_goes_when_it_is_sent(self):
        number, code, first = self.keep(phone="")
        self.assertEqual([], self.cases())
        self.assertEqual("no-store", first.headers["Cache-Control"])
        self.assertIn("data-arrived", first.contents)
        self.assertNotIn(code.replace(" ", ""), first.url)
        browser = self.resume(number, code)
        self.assertIn('id="form-resumed"', browser.contents)
        self.assertEqual("no-store", browser.headers["Cache-Control"])
        self.assertEqual(NAME, self.value(browser, "applicant_name"))
        self.assertEqual(["990102001001"], self.value(browser, "community"))
        # Nothing is judged that was only kept.
        self.assertNotIn('id="problems"', browser.contents)
        self.fill(browser)
        self.send(browser)
        self.assertReceipt(browser)
        self.assertEqual(0, self.count(KeptForm))
        self.assertIn("打不开", self.ask(number, code).contents)

    def test_numbers_of_documents_and_cards_are_not_kept_and_asked_anew(self):
        number, code, first = self.keep()
        self.assertIn('id="kept-anew"', first.contents)
        kept = read_session().scalar(select(KeptForm))
        self.assertIn(NAME, repr(kept.answers))
        for secret in (ID_NUMBER, CARD):
            self.assertNotIn(secret, repr(kept.answers))
        browser = self.resume(number, code)
        self.assertIn("请重新填写", browser.contents)
        self.assertEqual("", self.value(browser, "id_number"))
        self.assertEqual("", self.value(browser, "bank_card"))
        # By steps one begins where the first of them is asked for.
        self.assertEqual("group-applicant", browser.getControl(name="form.at").value)

    def test_who_typed_none_of_them_goes_on_at_the_step_where_it_was_kept(self):
        browser = self.open_form()
        self.fill(browser, id_number="", bank_card="")
        browser.getControl(name="form.at").value = "group-bank"
        number, code, browser = self.keep(browser)
        self.assertNotIn('id="kept-anew"', browser.contents)
        browser = self.resume(number, code)
        self.assertEqual("group-bank", browser.getControl(name="form.at").value)

    def test_files_are_kept_with_it_and_reach_the_case(self):
        browser = self.open_form()
        self.fill(browser)
        names = self.file_fields(browser)
        self.upload(browser, names[0])
        number, code, browser = self.keep(browser)
        self.assertIn("1个文件也存好了", browser.contents)
        kept = read_session().scalar(select(KeptForm))
        upload = read_session().scalar(select(ParkedUpload))
        self.assertEqual(kept.expires_at, upload.expires_at)
        browser = self.resume(number, code)
        self.assertIn(f'name="form.kept.{names[0]}"', browser.contents)
        self.fill(browser)
        for name in names[1:]:
            self.upload(browser, name)
        self.send(browser)
        self.assertReceipt(browser)
        files = read_session().scalars(select(CaseFile)).all()
        self.assertTrue(any("居民身份证" in file.name for file in files))
        self.assertEqual(0, self.count(ParkedUpload))

    def test_file_that_is_refused_or_for_which_there_is_no_room_is_named(self):
        browser = self.open_form()
        self.fill(browser)
        self.upload(browser, content=b"no picture", filename="letter.jpg")
        _number, _code, browser = self.keep(browser)
        lost = re.search(r'id="kept-lost".*?</p>', browser.contents, re.S)[0]
        self.assertIn("letter.jpg", lost)
        self.assertNotIn('id="kept-files"', browser.contents)
        self.replace("onewindow_policy.intake.parking.KEPT_TOTAL_QUOTA_BYTES", 1)
        browser = self.open_form()
        self.fill(browser)
        self.upload(browser)
        _number, _code, browser = self.keep(browser)
        lost = re.search(r'id="kept-lost".*?</p>', browser.contents, re.S)[0]
        self.assertIn("id-card.jpg", lost)

    def test_page_with_both_numbers_stays_in_large_print_and_in_english(self):
        number, code, browser = self.keep()
        browser.getControl(name="form.switch", index=1).click()
        self.assertIn("<h1>It is kept, and not sent yet</h1>", browser.contents)
        for told in (number, code):
            self.assertIn(f">{told}<", browser.contents)
        browser.followRedirects = False
        browser.getControl("Go on now after all").click()
        self.assertEqual(NAME, self.value(browser, "applicant_name"))

    def test_kept_once_more_it_has_the_same_two_numbers(self):
        number, code, _browser = self.keep(phone="")
        browser = self.resume(number, code)
        browser.getControl(name="form.widgets.address").value = "示例路2号"
        self.assertEqual((number, code), self.keep(browser)[:2])
        self.assertEqual(1, self.count(KeptForm))
        browser = self.resume(number, code)
        self.assertEqual("示例路2号", self.value(browser, "address"))

    def test_wrong_code_says_what_an_unknown_number_says_and_shows_nothing(self):
        number, code, _browser = self.keep()
        wrong = f"{(int(code.replace(' ', '')) + 1) % 10**10:010d}"
        unknown = "261130-0000-0006"
        said = set()
        for typed in ((number, wrong), (unknown, code)):
            browser = self.ask(*typed)
            self.assertEqual(typed[0], browser.getControl(name="number").value)
            self.assertEqual("", browser.getControl(name="code").value)
            self.assertNotIn(NAME, browser.contents)
            said.add(re.search(r'id="problem">([^<]+)<', browser.contents)[1])
        self.assertEqual(1, len(said), said)
        for typed in (("123", code), (number, "45"), ("", "")):
            self.assertIn('id="problem"', self.ask(*typed).contents)
        # Posted to the form's own page they open nothing either.
        browser.post(
            f"{self.url}/{FORM}", f"form.resume=1&number={number}&code={wrong}"
        )
        self.assertEqual(f"{self.url}/@@resume", browser.headers["Location"])

    def test_both_numbers_are_taken_where_they_were_pasted_into_one_field(self):
        number, code, _browser = self.keep()
        browser = self.ask(f"编号 {number} 取回码 {code}", "")
        self.assertTrue(browser.headers["Status"].startswith("307"))

    def test_too_many_wrong_codes_close_it_for_a_while(self):
        number, code, _browser = self.keep()
        for _try in range(5):
            self.ask(number, "0000000000" if code != "000 000 0000" else "1")
        browser = self.ask(number, code)
        self.assertTrue(browser.headers["Status"].startswith("429"))
        self.assertIn("分钟", browser.contents)

    def test_what_is_not_wanted_any_more_is_erased(self):
        number, code, _browser = self.keep()
        browser = self.ask(number, code, "删除存的内容")
        self.assertIn('id="dropped"', browser.contents)
        self.assertEqual(0, self.count(KeptForm))

    def test_page_of_another_site_neither_keeps_nor_opens_a_form(self):
        number, code, _browser = self.keep()
        browser = self.ask(number, code, browser=self.foreign("@@resume"))
        self.assertIn("再按一次", browser.contents)
        browser.post(f"{self.url}/{FORM}", f"form.resume=1&number={number}&code={code}")
        self.assertEqual(f"{self.url}/@@resume", browser.headers["Location"])
        browser = self.foreign(FORM)
        self.fill(browser)
        browser.getControl("同意，存起来").click()
        self.assertHeld(browser, "没有表明")
        self.assertEqual(1, self.count(KeptForm))

    def foreign(self, path):
        browser = self.open_form(path)
        for header in ANOTHER_SITE.items():
            browser.addHeader(*header)
        return browser

    def test_number_goes_to_the_address_that_was_left_and_the_code_does_not(self):
        server = self.enterContext(mail_server())
        transaction.commit()
        number, code, browser = self.keep(email=MAIL)
        self.assertIn('id="kept-told"', browser.contents)
        self.assertEqual(1, send_due(utc_now, lambda: None))
        (mail,) = server.mails
        self.assertEqual([MAIL], server.recipients)
        text = mail.get_content()
        self.assertIn(number, text)
        self.assertIn("/@@resume", text)
        for secret in (code, code.replace(" ", ""), NAME, "高龄"):
            self.assertNotIn(secret, text + mail["Subject"])
        # Nobody's mailbox is filled.
        for _each in range(3):
            _number, _code, browser = self.keep(email=MAIL)
        self.assertNotIn('id="kept-told"', browser.contents)
        self.assertEqual(3, self.count(Message))

    def test_what_has_changed_meanwhile_is_said_and_what_does_not_fit_is_given_back(
        self,
    ):
        number, code, _browser = self.keep()
        form = self.portal.unrestrictedTraverse(FORM)
        model = form.fields_model
        changed = re.sub(
            r'<field name="address".*?</field>', "", model, count=1, flags=re.S
        )
        self.assertNotEqual(model, changed)
        form.fields_model = changed
        transaction.commit()
        browser = self.resume(number, code)
        self.assertEqual(NAME, self.value(browser, "applicant_name"))
        self.assertIn("示例路1号", browser.contents)
        changes = re.search(r'id="changed".*?</div>', browser.contents, re.S)
        self.assertIsNotNone(changes, browser.contents[:4000])

    def test_service_that_was_archived_says_so_and_gives_back_what_was_typed(self):
        number, code, _browser = self.keep()
        item = self.portal.catalogue["sq-ll-001"]
        with api.env.adopt_roles(["Manager"]):
            api.content.transition(item, "archive")
        transaction.commit()
        browser = self.ask(number, code)
        self.assertTrue(browser.headers["Status"].startswith("404"))
        self.assertIn("<h1>这份表现在不能在网上提交了</h1>", browser.contents)
        self.assertIn(NAME, browser.contents)
        # It is still there, should the service come back.
        self.assertEqual(1, self.count(KeptForm))

    def test_it_is_offered_for_services_and_not_on_shared_devices_nor_by_every_city(
        self,
    ):
        offer = "先存起来"
        self.assertIn(offer, self.open_form().contents)
        browser = self.open_form("forms/suggest")
        self.assertIn("写意见", browser.contents)
        self.assertNotIn(offer, browser.contents)
        browser = self.open_form()
        self.fill(browser)
        # Said in the very moment: nothing is kept, and nothing typed is lost.
        browser.getControl(name="form.shared").value = ["1"]
        browser.getControl("同意，存起来").click()
        self.assertHeld(browser, "这台电脑是公用的")
        self.assertNotIn(offer, browser.contents)
        self.assertEqual(0, self.count(KeptForm))
        self.set("keeps_on_shared_devices", True)
        browser.open(f"{self.url}/{FORM}")
        self.assertIn(offer, browser.contents)
        self.set("kept_form_days", 0)
        self.assertIn("申请人姓名", self.open_form().contents)
        self.assertNotIn(offer, self.open_form().contents)

    def set(self, name, value):
        api.portal.set_registry_record(f"onewindow_policy.notice.{name}", value)
        transaction.commit()

    def test_city_says_for_how_many_days(self):
        self.set("kept_form_days", 3)
        self.assertIn("最多3天", self.open_form().contents)
        self.keep()
        kept = read_session().scalar(select(KeptForm))
        days = (kept.expires_at - utc_now()).total_seconds() / 86400
        self.assertTrue(3 <= days <= 4, days)

    def test_nothing_typed_is_lost_where_the_database_is_away(self):
        browser = self.open_form()
        self.fill(browser)
        with mock.patch(
            "onewindow_policy.forms.browser.keeping.keep",
            side_effect=DatabaseUnavailable("away"),
        ):
            browser.getControl("同意，存起来").click()
        self.assertTrue(browser.headers["Status"].startswith("503"))
        self.assertHeld(browser, "现在存不了")

    def test_page_of_a_visit_that_was_ended_opens_nothing(self):
        number, code, _browser = self.keep()
        browser = self.open_form("@@resume")
        browser.getControl(name="shown_at").value = "1"
        browser.cookies["onewindow_ended"] = "2"
        browser = self.ask(number, code, browser=browser)
        self.assertNotIn("Location", browser.headers)
        self.assertEqual("", browser.getControl(name="number").value)
