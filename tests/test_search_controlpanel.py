"""The words that reviewers keep for the search, in its control panel."""

from lxml import html
from onewindow_policy.search.aliases import item_names
from onewindow_policy.search.aliases import ItemNames
from onewindow_policy.search.aliases import lines_from
from onewindow_policy.search.elsewhere import departments_for
from onewindow_policy.search.elsewhere import elsewhere_problems
from onewindow_policy.search.elsewhere import standard_elsewhere
from onewindow_policy.search.synonyms import problems_of
from onewindow_policy.search.synonyms import standard_lines
from onewindow_policy.search.synonyms import synonym_lines
from onewindow_policy.testing import SAMPLE_FUNCTIONAL_TESTING
from onewindow_policy.testing.tickets import log_in
from onewindow_policy.testing.tickets import MANAGER
from plone.testing.zope import Browser
from Products.ZCatalog.CatalogBrains import AbstractCatalogBrain
from unittest import mock
from urllib.parse import quote
from urllib.parse import urlencode
from zope.component.hooks import setSite

import transaction
import unittest


class EditorsTestCase(unittest.TestCase):
    layer = SAMPLE_FUNCTIONAL_TESTING

    def setUp(self):
        self.url = self.layer["portal"].absolute_url()

    def browser_of(self, name="reviewer"):
        browser = Browser(self.layer["app"])
        browser.raiseHttpErrors = False
        log_in(browser, name)
        return browser

    def texts(self, browser, selector):
        page = html.fromstring(browser.contents)
        return [
            " ".join(each.text_content().split()) for each in page.cssselect(selector)
        ]

    def finds(self, text):
        """Return the first result of a search by a resident."""
        browser = Browser(self.layer["app"])
        browser.open(f"{self.url}/@@find?q={quote(text)}")
        return [*self.texts(browser, ".result h2"), ""][0]


class TestControlPanel(EditorsTestCase):
    def open(self, name="reviewer"):
        self.browser = self.browser_of(name)
        self.browser.open(f"{self.url}/@@onewindow-search")
        return self.browser

    def save(self, button="save", **typed):
        for name, text in typed.items():
            self.browser.getControl(name=name).value = text
        self.browser.getControl(name=button).click()
        transaction.begin()

    def test_synonyms_hold_at_once(self):
        self.assertNotEqual("高龄津贴申请", self.finds("长寿红包"))
        text = self.open().getControl(name="synonyms").value
        self.save(synonyms=f"{text}\r\n长寿红包，高龄津贴")
        self.assertIn("已保存", self.browser.contents)
        self.assertEqual("长寿红包，高龄津贴", synonym_lines()[-1])
        self.assertEqual("高龄津贴申请", self.finds("长寿红包"))

    def test_lines_with_problems_come_back_with_their_numbers(self):
        self.open()
        typed = "老人、老年人\r\n孩子\r\n# 备注\r\n词、词"
        self.save(synonyms=typed, elsewhere="护照公安局")
        told = " ".join(self.texts(self.browser, ".text-danger"))
        self.assertIn("第2行：", told.replace(": ", "："))
        self.assertIn("第4行", told)
        self.assertIn("第1行", told)
        kept = self.browser.getControl(name="synonyms").value
        self.assertEqual(typed.split(), kept.split())
        self.assertEqual("护照公安局", self.browser.getControl(name="elsewhere").value)
        self.assertEqual(standard_lines(), synonym_lines())

    def test_change_of_another_meanwhile_is_not_overwritten(self):
        first, second = self.open(), self.browser_of(MANAGER)
        second.open(f"{self.url}/@@onewindow-search")
        second.getControl(name="synonyms").value = "老人、老年人"
        second.getControl(name="save").click()
        self.browser = first
        self.save(synonyms="孩子、儿童")
        self.assertEqual(["老人、老年人"], synonym_lines())
        self.assertIn("还没有保存", first.contents)
        self.assertEqual("孩子、儿童", first.getControl(name="synonyms").value)
        first.getControl(name="onewindow_over").controls[0].selected = True
        self.save()
        self.assertEqual(["孩子、儿童"], synonym_lines())

    def test_other_names_of_services_become_lines_to_look_through(self):
        self.open()
        self.save("import", synonyms="老人、老年人")
        lines = self.browser.getControl(name="synonyms").value.splitlines()
        self.assertEqual("老人、老年人", lines[0])
        self.assertIn("低保申请、低保、低保户", lines[1])
        self.assertGreater(len(lines), 40)
        self.assertEqual([], problems_of(lines))
        self.assertEqual(standard_lines(), synonym_lines())
        self.save()
        self.assertEqual(lines, synonym_lines())

    def test_other_names_are_listed_with_the_services_they_belong_to(self):
        self.open()
        link = self.browser.getLink("高龄津贴申请")
        self.assertTrue(link.url.endswith("/catalogue/sq-ll-001"))
        self.assertIn("长寿补贴", self.browser.contents)

    def test_other_names_are_known_without_loading_services(self):
        setSite(self.layer["portal"])
        with mock.patch.object(AbstractCatalogBrain, "getObject") as load:
            names = {each.title: each.names for each in item_names()}
        load.assert_not_called()
        self.assertIn("长寿补贴", names["高龄津贴申请"])

    def test_whoever_reviews_may_keep_words_and_whoever_edits_may_not(self):
        for name, may in (
            (MANAGER, True),
            ("reviewer", True),
            ("editor", False),
            ("district-editor", False),
            ("window-staff", False),
        ):
            browser = self.browser_of(name)
            browser.open(f"{self.url}/catalogue/@@onewindow-search")
            with self.subTest(name=name):
                self.assertEqual(may, 'name="synonyms"' in browser.contents)

    def test_post_without_a_token_changes_nothing(self):
        browser = self.browser_of()
        browser.post(
            f"{self.url}/catalogue/@@onewindow-search",
            urlencode({"synonyms": "假、假的", "save": "1"}),
        )
        self.assertIn("403", browser.headers["status"])
        transaction.begin()
        self.assertEqual(standard_lines(), synonym_lines())

    def test_offices_for_other_matters_hold_at_once(self):
        text = self.open().getControl(name="elsewhere").value
        self.save(elsewhere=f"{text}\r\n飞机票：航空公司")
        browser = Browser(self.layer["app"])
        browser.open(f"{self.url}/@@find?q={quote('买飞机票')}")
        self.assertIn("“飞机票”由航空公司负责", self.texts(browser, ".empty-state")[0])


class TestLines(unittest.TestCase):
    def test_names_that_a_line_has_already_make_no_other_line(self):
        items = [
            ItemNames("高龄津贴申请", "", ("高龄津贴", "长寿补贴")),
            ItemNames("居住证申领", "", ("居住证", "暂住证", "暂 住证")),
            ItemNames("法律援助申请", "", ("法律援助",)),
        ]
        self.assertEqual(
            ["居住证、暂住证"], lines_from(items, ["长寿补贴、高龄津贴、敬老金"])
        )

    def test_offices_that_a_site_begins_with_have_no_problems(self):
        self.assertEqual([], elsewhere_problems(standard_elsewhere()))

    def test_office_without_matters_or_name_is_a_problem(self):
        found = elsewhere_problems(["# 备注", "", "：公安局", "护照：", "证：公安局"])
        self.assertEqual(
            [
                (3, "error_elsewhere_colon"),
                (4, "error_elsewhere_colon"),
                (5, "error_elsewhere_short"),
            ],
            [(each.line, str(each.message)) for each in found],
        )


class TestDepartments(EditorsTestCase):
    def names(self, text, category=""):
        return [each.name for each in departments_for(text, category)]

    def test_matter_in_a_question_names_its_office(self):
        self.assertEqual(["公安机关出入境管理部门"], self.names("我想办护照怎么办"))

    def test_name_of_a_category_leads_to_its_department(self):
        self.assertIn("残疾人联合会", self.names("残联电话"))
        self.assertEqual(["民政局"], self.names("什么", "MZ"))

    def test_matter_may_be_typed_in_other_characters_or_as_it_sounds(self):
        for text in ("護照", "huzhao", "hu zhao", "HÙZHÀO"):
            with self.subTest(text):
                self.assertEqual(["公安机关出入境管理部门"], self.names(text))
        self.assertEqual([], self.names("hu"))

    def test_unknown_matter_names_nobody(self):
        self.assertEqual([], self.names("飞机票"))
