"""What a revision changes, and how it is shown to those who review it."""

from onewindow_policy.publishing.comparison import Change
from onewindow_policy.publishing.comparison import compare
from onewindow_policy.publishing.comparison import Kind
from onewindow_policy.publishing.comparison import mark
from onewindow_policy.publishing.comparison import MARKED_LENGTH
from onewindow_policy.testing import SAMPLE_FUNCTIONAL_TESTING
from onewindow_policy.testing.tickets import log_in
from plone import api
from plone.app.testing import login
from plone.testing.zope import Browser

import re
import transaction
import unittest

GUIDE = "catalogue/sq-ll-001/guide"


def by_code(field, row):
    return row["code"]


class TestCompare(unittest.TestCase):
    def test_equal_values_are_no_change(self):
        value = {"title": "高龄津贴", "rows": [{"code": "M1", "copies": 1}]}
        self.assertEqual([], compare(value, dict(value), by_code))

    def test_unset_empty_and_false_are_the_same(self):
        old = {"text": None, "list": (), "flag": None}
        self.assertEqual(
            [], compare(old, {"text": "", "list": [], "flag": False}, by_code)
        )

    def test_zero_is_a_value(self):
        self.assertEqual(
            [Change("days", old=None, new=0)],
            compare({"days": None}, {"days": 0}, by_code),
        )

    def test_cell_of_a_row_is_named(self):
        old = {"rows": [{"code": "M1", "copies": 1}, {"code": "M2", "copies": 1}]}
        new = {"rows": [{"code": "M1", "copies": 1}, {"code": "M2", "copies": 2}]}
        self.assertEqual(
            [Change("rows", "M2", "copies", old=1, new=2)], compare(old, new, by_code)
        )

    def test_rows_come_and_go_as_a_whole(self):
        gone, came = {"code": "M1"}, {"code": "M2"}
        self.assertEqual(
            [
                Change("rows", "M2", kind=Kind.ADDED, new=came),
                Change("rows", "M1", kind=Kind.REMOVED, old=gone),
            ],
            compare({"rows": [gone]}, {"rows": [came]}, by_code),
        )

    def test_order_of_rows_is_one_change(self):
        first, second = {"code": "M1"}, {"code": "M2"}
        self.assertEqual(
            [Change("rows", kind=Kind.MOVED, old=("M1", "M2"), new=("M2", "M1"))],
            compare({"rows": [first, second]}, {"rows": [second, first]}, by_code),
        )

    def test_row_that_comes_first_moves_no_other(self):
        first, second, third = ({"code": code} for code in ("M1", "M2", "M3"))
        changes = compare(
            {"rows": [first, second]}, {"rows": [third, first, second]}, by_code
        )
        self.assertEqual([Kind.ADDED], [change.kind for change in changes])


class TestMark(unittest.TestCase):
    def differing(self, old, new):
        return [
            [part.text for part in parts if part.differs] for parts in mark(old, new)
        ]

    def test_what_differs_is_marked_on_both_sides(self):
        self.assertEqual([["20"], ["15"]], self.differing("20个工作日", "15个工作日"))

    def test_texts_are_whole_in_their_parts(self):
        old, new = "每月发放100元。", "每季度发放 300 元。"
        self.assertEqual(
            [old, new], ["".join(p.text for p in parts) for parts in mark(old, new)]
        )

    def test_texts_with_little_in_common_are_not_marked(self):
        self.assertEqual([[], []], self.differing("身份证复印件", "近期免冠照片两张"))

    def test_long_texts_are_not_compared(self):
        long = "办" * (MARKED_LENGTH + 1)
        self.assertEqual([[], []], self.differing(long, long + "理"))


class TestPages(unittest.TestCase):
    layer = SAMPLE_FUNCTIONAL_TESTING

    def setUp(self):
        self.portal = self.layer["portal"]

    def browser(self, name):
        browser = Browser(self.layer["app"])
        if name:
            log_in(browser, name)
        return browser

    def open(self, path, name="editor"):
        browser = self.browser(name)
        browser.open(f"{self.portal.absolute_url()}/{path}")
        return browser

    def revise(self, path=GUIDE, name="editor"):
        browser = self.open(path, name)
        browser.getLink("修订").click()
        browser.getControl("开始修订").click()
        transaction.begin()
        return browser

    def revision(self, browser):
        path = browser.url.removeprefix(self.portal.absolute_url() + "/")
        return self.portal.unrestrictedTraverse(path.removesuffix("/view"))

    def change(self, guide, **values):
        for name, value in values.items():
            setattr(guide, name, value)
        transaction.commit()

    def text(self, browser):
        return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", browser.contents))

    def test_bar_says_that_the_page_is_public(self):
        self.assertIn("已公开，居民看到的就是这一版", self.open(GUIDE).contents)

    def test_bar_offers_a_revision_to_editors_only(self):
        self.assertIn("@@content-checkout", self.open(GUIDE).contents)
        self.assertNotIn("@@content-checkout", self.open(GUIDE, None).contents)
        self.assertNotIn(
            "@@content-checkout", self.open(GUIDE, "window-staff").contents
        )

    def test_revision_is_named_on_what_is_public(self):
        self.revise()
        page = self.open(GUIDE, "reviewer").contents
        self.assertIn("正在修订", page)
        self.assertIn("打开修订稿", page)

    def test_revision_is_discarded_and_the_public_text_stays(self):
        browser = self.revise()
        browser.getLink("放弃修订").click()
        browser.getControl("放弃修订").click()
        self.assertEqual(f"{self.portal.absolute_url()}/{GUIDE}/view", browser.url)
        self.assertIn("已公开，居民看到的就是这一版", browser.contents)

    def test_revision_can_be_kept(self):
        browser = self.revise()
        at = browser.url
        browser.getLink("放弃修订").click()
        browser.getControl("保留").click()
        self.assertEqual(at, browser.url)

    def test_submitting_says_what_stands_against_publication_and_goes_on(self):
        browser = self.revise()
        self.change(self.revision(browser), materials=[])
        at = browser.url.removesuffix("/view")
        browser.open(f"{at}/@@publication?transition=submit")
        self.assertIn("审核人还不能发布", browser.contents)
        self.assertIn("申请材料", browser.contents.partition('id="gaps"')[2])
        browser.getForm(id="publication-form").submit()
        transaction.begin()
        copy = self.portal.unrestrictedTraverse(
            at.removeprefix(self.portal.absolute_url() + "/")
        )
        self.assertEqual("pending", api.content.get_state(copy))

    def test_comparison_shows_old_and_new_with_marks(self):
        browser = self.revise()
        guide = self.revision(browser)
        materials = [dict(row) for row in guide.materials]
        materials[0]["copies"] = 7
        conditions = [*guide.conditions[:-1], f"{guide.conditions[-1]}（含当月）"]
        self.change(guide, conditions=conditions, materials=materials)
        browser.reload()
        browser.getLink("查看变化").click()
        self.assertIn("<ins>（含当月）</ins>", browser.contents)
        self.assertIn(materials[0]["name"], self.text(browser))
        self.assertEqual(2, browser.contents.count('<section class="panel"'))
        # A material has a name; the conditions as a whole have none.
        self.assertEqual(1, browser.contents.count(">位置</th>"))

    def test_comparison_of_an_untouched_revision_says_so(self):
        browser = self.revise()
        browser.getLink("查看变化").click()
        self.assertIn("居民看到的内容与现在相同", browser.contents)

    def test_comparison_of_what_nobody_revises_says_so(self):
        self.assertIn("目前没有人在修订本页", self.open(f"{GUIDE}/@@compare").contents)

    def test_guide_of_a_district_is_compared_with_the_city_s(self):
        page = self.open(
            "catalogue/sq-ll-001/guide-990102/@@compare", "district-editor"
        )
        self.assertIn("市级指南", page.contents)
        self.assertIn("comparison-new", page.contents)

    def test_news_is_compared_without_its_markup(self):
        browser = self.revise("news/n001")
        news = self.revision(browser)
        login(self.portal, "editor")
        news.title = "新标题"
        transaction.commit()
        browser.reload()
        browser.getLink("查看变化").click()
        self.assertIn("新标题", browser.contents)
        self.assertEqual(1, browser.contents.count('<section class="panel"'))

    def test_draft_that_was_never_public_has_no_comparison(self):
        login(self.portal, "editor")
        api.content.create(self.portal.news, "News Item", "a-draft", "草稿")
        transaction.commit()
        self.assertIn("本页还没有公开过", self.open("news/a-draft/@@compare").contents)


class TestResidentFace(unittest.TestCase):
    layer = SAMPLE_FUNCTIONAL_TESTING

    def test_editor_looks_as_a_resident_and_comes_back(self):
        portal_url = self.layer["portal"].absolute_url()
        browser = Browser(self.layer["app"])
        log_in(browser, "editor")
        browser.open(f"{portal_url}/{GUIDE}")
        browser.getLink("以居民身份查看").click()
        self.assertNotIn("edit-zone", browser.contents)
        browser.getLink("返回编辑").click()
        self.assertIn("edit-zone", browser.contents)

    def test_cookie_changes_nothing_for_residents(self):
        browser = Browser(self.layer["app"])
        browser.open(f"{self.layer['portal'].absolute_url()}/@@set-face?face=public")
        self.assertIn('class="masthead"', browser.contents)
        self.assertNotIn("返回编辑", browser.contents)
