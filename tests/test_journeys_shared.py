"""Two people at one computer, and one person whose page is gone, in a real browser."""

from stdnum.cn import ric
from test_journeys import JourneyTestCase
from test_journeys import PHONE
from test_journeys import TABLET
from test_journeys_applying import ID_NUMBER

import re

FORM = "catalogue/sq-ll-001/apply"
NAME = "样本老人"
BODY = "99010219400102001"
OTHER_NUMBER = BODY + ric.calc_check_digit(BODY + "0")


class KeptCase(JourneyTestCase):
    def open_form(self, **options):
        page = self.visit(FORM, viewport=TABLET, **options)
        self.take_forms_at_once()
        return page

    def value(self, page, name):
        return page.input_value(f"[name='form.widgets.{name}']")

    def fill(self, page, **changes):
        values = {
            "applicant_name": NAME,
            "id_number": ID_NUMBER,
            "phone": "13800000000",
            "address": "示例路1号",
            "bank_name": "示例银行",
            "bank_card": "6222020000000000000",
        } | changes
        for name, value in values.items():
            page.fill(f"[name='form.widgets.{name}']", value)
        page.select_option("[name='form.widgets.community']", "990102001001")
        page.check("[name='form.widgets.account_kind'][value='social_card']")
        page.check("[name='form.widgets.material_m04_how'][value='window']")

    def send(self, page):
        page.click("text=提交申请")
        page.wait_for_load_state()

    def assertReceipt(self, page):
        self.assertRegex(page.url, r"/@@receipt/\d{15}$")
        self.assertTrue(page.locator("#query-code").is_visible())

    def at_desk(self, page):
        """Return what staff see of the application whose receipt is shown."""
        number = page.url.rpartition("/")[2]
        staff = self.visit(f"@@desk/{number}", login="window-staff")
        self.assertEqual("高龄津贴申请", staff.locator("h1").inner_text())
        return re.sub(r"\s+", " ", staff.locator("main").inner_text())

    def assertEmptyForm(self, page):
        page.wait_for_selector("[name='form.widgets.applicant_name']")
        for name in ("applicant_name", "id_number", "address", "bank_card"):
            self.assertEqual("", self.value(page, name), name)

    def assertNothingOf(self, page, *texts):
        shown = page.content()
        for text in (NAME, ID_NUMBER, "示例路1号", *texts):
            self.assertNotIn(text, shown)


class TestSharedComputer(KeptCase):
    def test_next_person_finds_neither_code_nor_form_after_the_button(self):
        for tick, number in ((True, ID_NUMBER), (False, OTHER_NUMBER)):
            with self.subTest(tick=tick):
                page = self.open_form()
                if tick:
                    page.check("[name='form.shared']")
                self.fill(page, id_number=number[:-1] + "0")
                self.send(page)
                self.assertIn("有一位数字不对", page.locator("#problems").inner_text())
                page.fill("[name='form.widgets.id_number']", number)
                self.send(page)
                self.assertReceipt(page)
                self.keep_picture(page, f"shared-receipt-{tick}", full_page=True)
                code = page.locator("#query-code").inner_text().splitlines()[0]
                page.click("#end-visit button")
                page.wait_for_url(re.compile("end-visit"))
                self.assertEqual("已经清除", page.locator("h1").inner_text())
                self.keep_picture(page, "shared-ended")
                page.go_back()
                self.assertEqual("打开收件凭证", page.locator("h1").inner_text())
                self.assertNothingOf(page, code, number)
                self.assertEqual([], page.evaluate("Object.keys(localStorage)"))

    def test_next_person_finds_nothing_by_going_back_without_the_button(self):
        page = self.open_form()
        page.check("[name='form.shared']")
        self.fill(page)
        self.send(page)
        self.assertReceipt(page)
        code = page.locator("#query-code").inner_text().splitlines()[0]
        page.goto(f"{self.base}/news")
        page.go_back()
        page.wait_for_url(re.compile("end-visit"))
        self.assertEqual("已经清除", page.locator("h1").inner_text())
        self.assertNothingOf(page, code)

    def test_half_filled_form_does_not_come_back_on_a_shared_computer(self):
        page = self.open_form()
        page.check("[name='form.shared']")
        self.fill(page)
        page.goto(f"{self.base}/news")
        page.go_back()
        self.assertEmptyForm(page)
        self.assertEqual([], page.evaluate("Object.keys(localStorage)"))
        page.reload()
        self.assertEmptyForm(page)

    def test_refused_form_does_not_come_back_on_a_shared_computer(self):
        page = self.open_form()
        page.check("[name='form.shared']")
        self.fill(page, id_number=ID_NUMBER[:-1] + "0")
        self.send(page)
        self.assertEqual("示例路1号", self.value(page, "address"))
        page.goto(f"{self.base}/news")
        page.go_back()
        self.assertEmptyForm(page)


class TestOwnDevice(KeptCase):
    def test_reload_brings_back_what_was_typed_but_for_numbers(self):
        page = self.open_form()
        self.fill(page)
        page.check("[name='form.widgets.acting'][value='agent']")
        page.fill("[name='form.widgets.agent_name']", "样本孙女")
        page.fill("[name='form.widgets.agent_relation']", f"孙女 {ID_NUMBER}")
        kept = page.evaluate("JSON.stringify(localStorage)")
        self.assertIn(NAME, kept)
        for number in (ID_NUMBER, ID_NUMBER[:-1], "6222020000000000000"):
            self.assertNotIn(number, kept)
        # As a phone that threw the page away: another tab of the same browser.
        page = page.context.new_page()
        page.goto(f"{self.base}/{FORM}")
        note = page.locator("[data-draft-note]")
        self.assertIn("要接着填吗", note.inner_text())
        self.keep_picture(page, "draft")
        # It is offered, not forced.
        for name in ("applicant_name", "address", "community"):
            self.assertEqual("", self.value(page, name))
        note.get_by_text("接着填", exact=True).click()
        self.assertFalse(note.is_visible())
        self.assertEqual(NAME, self.value(page, "applicant_name"))
        self.assertEqual("示例路1号", self.value(page, "address"))
        self.assertEqual("990102001001", self.value(page, "community"))
        self.assertEqual("样本孙女", self.value(page, "agent_name"))
        self.assertTrue(page.locator("[name='form.widgets.agent_name']").is_visible())
        for name in ("id_number", "bank_card", "agent_relation"):
            self.assertEqual("", self.value(page, name))

    def test_draft_that_is_not_wanted_goes(self):
        page = self.open_form()
        self.assertFalse(page.locator("[data-draft-note]").is_visible())
        self.assertIn("暂存一天", page.locator("[data-draft-told]").inner_text())
        self.fill(page)
        page.reload()
        page.locator("[data-draft-drop]").click()
        self.assertEmptyForm(page)
        self.assertEqual([], page.evaluate("Object.keys(localStorage)"))
        page.reload()
        self.assertEmptyForm(page)
        self.assertFalse(page.locator("[data-draft-note]").is_visible())

    def test_what_is_typed_before_the_draft_is_answered_loses_nothing(self):
        page = self.open_form()
        self.fill(page)
        page.reload()
        page.fill("[name='form.widgets.address']", "示例路2号")
        page.reload()
        page.locator("[data-draft-take]").click()
        self.assertEqual(NAME, self.value(page, "applicant_name"))
        self.assertEqual("示例路2号", self.value(page, "address"))

    def test_draft_goes_when_the_receipt_has_come(self):
        page = self.open_form()
        self.fill(page)
        self.assertNotEqual([], page.evaluate("Object.keys(localStorage)"))
        self.send(page)
        self.assertReceipt(page)
        self.assertEqual([], page.evaluate("Object.keys(localStorage)"))
        page.goto(f"{self.base}/{FORM}")
        self.assertEmptyForm(page)

    def test_form_that_was_kept_goes_on_at_another_device_and_takes_its_draft_along(
        self,
    ):
        page = self.open_form()
        self.fill(page, phone="")
        number, code = self.keep(page)
        self.assertNotIn("draft", page.evaluate("Object.keys(localStorage).join()"))
        self.keep_picture(page, "form-kept", full_page=True)
        other = self.visit("@@resume", viewport=PHONE)
        other.fill("#number", number)
        other.fill("#code", code)
        other.click("#resume-form .btn-primary")
        other.wait_for_selector("#form-resumed")
        self.assertEqual(f"{self.base}/{FORM}", other.url)
        self.assertFalse(other.locator("[data-draft-note]").is_visible())
        self.assertEqual(NAME, self.value(other, "applicant_name"))
        self.assertEqual("", self.value(other, "id_number"))
        other.fill("[name='form.widgets.id_number']", ID_NUMBER)
        other.fill("[name='form.widgets.phone']", "13800000000")
        other.click(".step-controls .btn-primary")
        other.wait_for_selector("#group-acting.is-current")
        self.assertEqual((number, code), self.keep(other))

    def keep(self, page):
        """Have the form kept, and return its two numbers."""
        page.click("#keep-form > summary")
        page.click("[name='form.keep']")
        page.wait_for_selector("#kept-number")
        code = page.locator("#kept-code").evaluate("(it) => it.firstChild.textContent")
        return page.locator("#kept-number").inner_text(), code

    def test_draft_goes_after_a_day(self):
        page = self.open_form()
        self.fill(page)
        page.evaluate(
            """() => Object.keys(localStorage).forEach((key) => {
                const draft = JSON.parse(localStorage[key]);
                draft.at -= 24 * 60 * 60 * 1000;
                localStorage[key] = JSON.stringify(draft);
            })"""
        )
        page.goto(f"{self.base}/{FORM}")
        self.assertEmptyForm(page)
        self.assertEqual([], page.evaluate("Object.keys(localStorage)"))
