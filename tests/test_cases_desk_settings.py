"""What a city settles about its applications is set on one page, within the law."""

from onewindow_policy.cases import settings
from onewindow_policy.duties.settings import escalation_days
from onewindow_policy.testing import SAMPLE_FUNCTIONAL_TESTING
from onewindow_policy.testing.tickets import log_in
from plone.testing.zope import Browser

import html
import transaction
import unittest


class TestDeskSettings(unittest.TestCase):
    layer = SAMPLE_FUNCTIONAL_TESTING

    def setUp(self):
        self.portal = self.layer["portal"]
        self.browser = Browser(self.layer["app"])
        self.browser.raiseHttpErrors = False
        log_in(self.browser)
        self.browser.open(f"{self.portal.absolute_url()}/@@onewindow-desk-settings")
        self.assertIn("办理期限和窗口设置", self.page)

    @property
    def page(self):
        return html.unescape(self.browser.contents)

    def enter(self, **values):
        for name, value in values.items():
            self.browser.getControl(name=f"form.widgets.{name}").value = value
        self.browser.getControl(name="form.buttons.save").click()
        transaction.begin()

    def test_deadlines_and_who_hears_of_it_are_set_on_one_page(self):
        self.enter(
            answer_days="2",
            acceptance_days="3",
            warning_days="1",
            hand_over_days="2",
            street_days="3",
            district_days="7",
            hand_out_days="8",
            rights_reply_days="10",
        )
        self.assertIn("更改已经保存", self.page)
        self.assertEqual(
            (2, 3, 1, 2, 8, 10),
            (
                settings.answer_days(),
                settings.acceptance_days("02"),
                settings.warning_days(),
                settings.hand_over_days(),
                settings.hand_out_days(),
                settings.rights_reply_days(),
            ),
        )
        self.assertEqual({3, 7}, set(escalation_days().values()) - {0})

    def test_days_of_one_type_of_item_are_set_by_its_code(self):
        self.enter(acceptance_days_of_types="01 4\n\n05 7")
        self.assertIn("更改已经保存", self.page)
        self.assertEqual(7, settings.acceptance_days("05"))
        self.assertEqual(4, settings.acceptance_days("01"))
        self.assertEqual(5, settings.acceptance_days("02"))

        self.browser.open(self.browser.url)
        lines = self.browser.getControl(name="form.widgets.acceptance_days_of_types")
        self.assertEqual("01 4\n05 7", lines.value.replace("\r", ""))
        lines.value = ""
        self.enter()
        self.assertEqual(5, settings.acceptance_days("01"))

    def test_line_that_is_no_code_with_days_is_named_and_stays(self):
        for wrong in ("01", "01 x", "01 4 5", "05 7\n05 8"):
            with self.subTest(wrong):
                self.enter(acceptance_days_of_types=wrong)
                self.assertIn(f"“{wrong.splitlines()[-1]}”不是", self.page)
                name = "form.widgets.acceptance_days_of_types"
                kept = self.browser.getControl(name=name).value
                self.assertEqual(wrong, kept.replace("\r", ""))
        self.assertEqual(5, settings.acceptance_days("01"))

    def test_what_the_law_forbids_is_refused(self):
        self.enter(acceptance_days="6")
        self.assertIn("行政许可（01）最多5个工作日", self.page)
        self.assertEqual(5, settings.acceptance_days("01"))

    def test_type_that_no_item_has_and_days_that_are_none_are_refused(self):
        self.enter(silence_accepts="01\nxx")
        self.assertIn("没有“xx”这种事项类型", self.page)
        self.assertEqual({"01"}, settings.silence_accepts())
        self.browser.getControl(name="form.widgets.silence_accepts").value = "01"
        self.enter(warning_days="-1")
        self.assertEqual(2, settings.warning_days())
