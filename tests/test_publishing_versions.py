"""Each text that was public is kept: numbered, compared, brought back, and found by day."""

from datetime import datetime
from datetime import timedelta
from html import unescape
from onewindow_policy.publishing.versions import discarded_of
from onewindow_policy.publishing.versions import keep_version
from onewindow_policy.publishing.versions import versions_of
from onewindow_policy.publishing.versions import versions_on
from onewindow_policy.testing import SAMPLE_FUNCTIONAL_TESTING
from onewindow_policy.testing.tickets import log_in
from onewindow_policy.testing.tickets import MANAGER
from onewindow_policy.upgrades.v1001.versions import keep_first_versions
from onewindow_policy.workdays.api import city_time
from onewindow_policy.workdays.api import CITY_ZONE
from plone import api
from plone.app.testing import login
from plone.app.testing import SITE_OWNER_NAME
from plone.testing.zope import Browser
from zope.annotation.interfaces import IAnnotations
from zope.event import notify
from zope.lifecycleevent import ObjectModifiedEvent

import re
import transaction
import unittest

GUIDE = "catalogue/sq-ll-001/guide"
DISTRICT_GUIDE = "catalogue/sq-ll-001/guide-990102"
OLD = "每月发放100元，原来的标准"
NEW = "每月发放200元，新的标准"


class VersionCase(unittest.TestCase):
    layer = SAMPLE_FUNCTIONAL_TESTING

    def setUp(self):
        self.portal = self.layer["portal"]
        self.guide = self.portal.unrestrictedTraverse(GUIDE)
        self.write(self.guide, OLD)

    def write(self, guide, standard):
        """Write in a guide directly, as whoever may do so."""
        login(self.layer["app"], SITE_OWNER_NAME)
        guide.standard = standard
        notify(ObjectModifiedEvent(guide))
        transaction.commit()

    def open(self, path, name="editor"):
        browser = Browser(self.layer["app"])
        browser.raiseHttpErrors = False
        log_in(browser, name)
        browser.open(f"{self.portal.absolute_url()}/{path}")
        return browser

    def text(self, browser):
        main = browser.contents.partition("<main")[2].partition("</main>")[0]
        return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", main))

    def numbers(self, content=None):
        transaction.begin()
        return [each.number for each in versions_of(content or self.guide)]

    def begin_revision(self, name="editor"):
        browser = self.open(GUIDE, name)
        browser.getLink("修订").click()
        browser.getControl("开始修订").click()
        transaction.begin()
        path = browser.url.removeprefix(f"{self.portal.absolute_url()}/")
        return path.removesuffix("/view")

    def move(self, path, transition, name, comment=""):
        browser = self.open(f"{path}/@@publication?transition={transition}", name)
        browser.getControl(name="comment").value = comment
        browser.getForm(id="publication-form").submit()
        transaction.begin()
        return browser

    def publish_revision(self, standard):
        path = self.begin_revision()
        copy = self.portal.unrestrictedTraverse(path)
        copy.standard = standard
        transaction.commit()
        self.move(path, "submit", "editor", "标准提高了")
        self.move(path, "publish", "reviewer", "依据2026年通知")


class TestKeeping(VersionCase):
    def test_publication_of_a_revision_is_a_version_with_who_wrote_and_who_published(
        self,
    ):
        before = self.numbers()
        self.publish_revision(NEW)
        self.assertEqual([*before, before[-1] + 1], self.numbers())
        former, version = versions_of(self.guide)[-2:]
        self.assertEqual(OLD, former.stored["standard"])
        self.assertEqual(NEW, version.stored["standard"])
        self.assertEqual(former.ended, version.begun)
        self.assertIsNone(version.ended)
        for user, who in (("editor", version.author), ("reviewer", version.publisher)):
            self.assertEqual(api.user.get(username=user).getId(), who)
        self.assertEqual("依据2026年通知", version.remark)
        self.assertEqual(
            [("submit", "标准提高了"), ("publish", "依据2026年通知")],
            [(step["action"], step["comments"]) for step in version.steps],
        )
        page = self.text(self.open(f"{GUIDE}/@@versions"))
        self.assertIn(f"第{version.number}版", page)
        self.assertIn("标准提高了", page)

    def test_who_publishes_what_nobody_submitted_is_not_said_to_have_written_it(self):
        path = self.begin_revision()
        self.portal.unrestrictedTraverse(path).standard = NEW
        transaction.commit()
        self.move(path, "publish", "reviewer")
        self.assertEqual(NEW, self.guide.standard)
        version = versions_of(self.guide)[-1]
        for user, who in (("editor", version.author), ("reviewer", version.publisher)):
            self.assertEqual(api.user.get(username=user).getId(), who)

    def test_a_revision_of_what_was_changed_meanwhile_replaces_it_knowingly_only(self):
        path = self.begin_revision()
        copy = self.portal.unrestrictedTraverse(path)
        copy.standard = NEW
        transaction.commit()
        self.move(path, "submit", "editor")
        self.write(self.guide, "评审直接改的标准")
        page = self.open(f"{path}/@@publication?transition=publish", "reviewer")
        self.assertIn('id="changed-meanwhile"', page.contents)
        page = self.move(path, "publish", "reviewer")
        self.assertIn("没有发布", page.contents)
        self.assertEqual("评审直接改的标准", self.guide.standard)
        self.assertIn(path.rpartition("/")[2], self.guide.__parent__)
        page.getControl(name="onewindow_over").controls[0].selected = True
        page.getForm(id="publication-form").submit()
        transaction.begin()
        self.assertEqual(NEW, self.guide.standard)

    def test_whoever_writes_in_what_is_public_begins_a_version_once(self):
        before = self.numbers()
        self.write(self.guide, NEW)
        self.write(self.guide, NEW)
        self.assertEqual([*before, before[-1] + 1], self.numbers())

    def test_what_one_transaction_does_is_one_version(self):
        before = self.numbers()
        login(self.layer["app"], SITE_OWNER_NAME)
        for standard in ("甲", "乙", NEW):
            self.guide.standard = standard
            notify(ObjectModifiedEvent(self.guide))
            transaction.savepoint(optimistic=True)
        transaction.commit()
        self.assertEqual([*before, before[-1] + 1], self.numbers())
        self.assertEqual(NEW, versions_of(self.guide)[-1].stored["standard"])

    def test_what_is_taken_back_ends_and_what_comes_again_begins(self):
        before = self.numbers()
        login(self.layer["app"], SITE_OWNER_NAME)
        for transition in ("archive", "restore"):
            api.content.transition(self.guide, transition)
            transaction.commit()
            self.assertEqual(before, self.numbers())
            self.assertIsNotNone(versions_of(self.guide)[-1].ended)
        api.content.transition(self.guide, "publish")
        transaction.commit()
        self.assertEqual([*before, before[-1] + 1], self.numbers())

    def test_revision_that_is_given_up_leaves_who_wrote_it(self):
        path = self.begin_revision()
        self.move(path, "submit", "editor", "请审核")
        self.move(path, "reject", "reviewer", "标准有误")
        browser = self.open(path)
        browser.getLink("放弃修订").click()
        browser.getControl("放弃修订").click()
        transaction.begin()
        (discarded,) = discarded_of(self.guide)
        self.assertEqual(api.user.get(username="editor").getId(), discarded.author)
        page = self.text(self.open(f"{GUIDE}/@@versions"))
        self.assertIn("放弃的修订", page)
        self.assertIn("标准有误", page)
        self.publish_revision(NEW)
        self.assertEqual(1, len(discarded_of(self.guide)))
        path = self.begin_revision()
        login(self.layer["app"], SITE_OWNER_NAME)
        copy = self.portal.unrestrictedTraverse(path)
        api.content.delete(copy, check_linkintegrity=False)
        self.assertEqual(2, len(discarded_of(self.guide)))

    def test_copy_has_no_versions_of_its_original(self):
        login(self.layer["app"], SITE_OWNER_NAME)
        news = self.portal.news.objectValues()[0]
        notify(ObjectModifiedEvent(news))
        self.assertTrue(versions_of(news))
        copy = api.content.copy(news, self.portal.news, safe_id=True)
        self.assertEqual([], versions_of(copy))
        self.assertTrue(versions_of(news))

    def test_upgrade_begins_with_what_is_public(self):
        login(self.layer["app"], SITE_OWNER_NAME)
        for key in list(IAnnotations(self.guide)):
            del IAnnotations(self.guide)[key]
        keep_first_versions(self.portal.portal_setup)
        keep_first_versions(self.portal.portal_setup)
        (version,) = versions_of(self.guide)
        self.assertEqual(city_time(self.guide.modified()), version.begun)
        self.assertEqual(OLD, version.stored["standard"])


class TestDays(VersionCase):
    def test_day_of_the_city_s_calendar_tells_what_was_public(self):
        login(self.layer["app"], SITE_OWNER_NAME)
        del IAnnotations(self.guide)["onewindow_policy.publishing.versions"]
        first = datetime(2026, 5, 1, 0, 30, tzinfo=CITY_ZONE)
        keep_version(self.guide, at=first)
        transaction.commit()
        self.guide.standard = NEW
        keep_version(self.guide, at=first + timedelta(days=2))
        transaction.commit()
        for day, expected in ((-1, []), (0, [1]), (1, [1]), (2, [1, 2]), (3, [2])):
            found = versions_on(self.guide, (first + timedelta(days=day)).date())
            self.assertEqual(expected, [each.number for each in found], day)
        page = self.open(f"{GUIDE}/@@versions?on=2026-05-02")
        self.assertIn("第1版", page.contents.partition("version-on-day")[2][:200])
        page = self.open(f"{GUIDE}/@@versions?on=2026-04-30")
        self.assertIn("没有公开", page.contents.partition("version-on-day")[2][:200])
        page = self.open(f"{GUIDE}/@@versions?on=2026-02-30")
        self.assertTrue(page.headers["status"].startswith("422"))
        self.assertIn('id="on-fault"', page.contents)
        self.assertIn('value="2026-02-30"', page.contents)


class TestPages(VersionCase):
    def test_window_is_called_after_the_page_then_after_what_it_is_about(self):
        site = "示例市社区一窗受理"
        for name, page, title in (
            ("editor", f"{GUIDE}/view", f"高龄津贴申请 — {site}"),
            ("editor", f"{GUIDE}/@@versions", f"历次版本 — 高龄津贴申请 — {site}"),
            (
                "editor",
                f"{GUIDE}/content_status_history",
                f"发布状态 — 高龄津贴申请 — {site}",
            ),
            ("editor", "catalogue/@@search-desk", f"居民在搜什么 — 办事指南 — {site}"),
            ("editor", "catalogue/edit", f"编辑 服务事项目录 — 办事指南 — {site}"),
            (MANAGER, "@@messages", f"没有发出去的消息 — {site}"),
        ):
            with self.subTest(page):
                self.assertEqual(title, unescape(self.open(page, name).title))

    def test_version_says_what_it_said_and_what_it_changed(self):
        self.publish_revision(NEW)
        last = self.numbers()[-1]
        page = self.text(self.open(f"{GUIDE}/@@version?number={last - 1}"))
        self.assertIn(f"第{last - 1}版", page)
        self.assertIn(OLD, page)
        self.assertNotIn(NEW, page)
        page = self.open(f"{GUIDE}/@@version?number={last}&with={last - 1}")
        self.assertIn("<del>1</del>", page.contents)
        self.assertIn("<ins>2</ins>", page.contents)
        for wrong in ("", "0", "999", "-1", "x", "9" * 5000, "%D9%A1"):
            page = self.open(f"{GUIDE}/@@version?number={wrong}")
            self.assertTrue(page.headers["status"].startswith("404"), wrong)

    def test_versions_of_everything_public_can_be_read(self):
        login(self.layer["app"], SITE_OWNER_NAME)
        for path in ("news/n001", "catalogue/sq-ll-001", "catalogue/sq-ll-001/apply"):
            with self.subTest(path=path):
                self.assertTrue(self.numbers(self.portal.unrestrictedTraverse(path)))
                page = self.open(f"{path}/@@versions", "reviewer")
                self.assertIn("第1版", self.text(page))
                page = self.open(f"{path}/@@version?number=1", "reviewer")
                self.assertIn("第1版", self.text(page))
                self.assertIn('class="panel"', page.contents)

    def test_district_s_version_inherits_what_the_city_s_was_then(self):
        guide = self.portal.unrestrictedTraverse(DISTRICT_GUIDE)
        self.guide.excluded = ["那时的步骤"]
        self.write(self.guide, OLD)
        login(self.layer["app"], SITE_OWNER_NAME)
        keep_version(guide, steps=())
        transaction.commit()
        number = self.numbers(guide)[-1]
        self.guide.excluded = ["后来的步骤"]
        self.write(self.guide, NEW)
        page = self.text(
            self.open(f"{DISTRICT_GUIDE}/@@version?number={number}", "reviewer")
        )
        self.assertIn("那时的步骤", page)
        self.assertNotIn("后来的步骤", page)

    def test_former_text_comes_back_as_a_revision_that_is_reviewed(self):
        self.publish_revision(NEW)
        last = self.numbers()[-1]
        browser = self.open(f"{GUIDE}/@@version?number={last - 1}")
        browser.getForm(id="restore-version").submit()
        transaction.begin()
        self.assertIn(f"第{last - 1}版的内容已放进修订稿", browser.contents)
        self.assertEqual(NEW, self.guide.standard)
        path = browser.url.removeprefix(f"{self.portal.absolute_url()}/")
        path = path.partition("?")[0].removesuffix("/view")
        self.assertEqual(OLD, self.portal.unrestrictedTraverse(path).standard)
        # Nobody begins a second one meanwhile.
        page = self.open(f"{GUIDE}/@@version?number={last - 1}")
        self.assertIn(OLD, page.contents)
        self.assertNotIn('id="restore-version"', page.contents)
        self.move(path, "submit", "editor")
        self.move(path, "publish", "reviewer")
        self.assertEqual(OLD, self.guide.standard)
        self.assertEqual(last + 1, self.numbers()[-1])

    def test_pages_of_states_lead_there_since_no_button_undoes_a_revision(self):
        path = f"{GUIDE}/@@publication"
        page = self.open("news/n001/@@publication")
        self.assertIn("发布状态", page.contents)
        self.assertNotIn('id="former-texts"', page.contents)
        copy = self.begin_revision()
        self.portal.unrestrictedTraverse(copy).standard = NEW
        transaction.commit()
        self.move(copy, "submit", "editor")
        page = self.move(copy, "publish", "reviewer")
        self.assertIn("修订没有“撤销”按钮", unescape(page.contents))
        page = self.open(path)
        self.assertIn('id="former-texts"', page.contents)
        page.getLink("历次版本").click()
        self.assertTrue(page.url.endswith(f"{GUIDE}/@@versions"), page.url)

    def test_link_alone_brings_nothing_back(self):
        number = self.numbers()[-1]
        before = list(self.portal.catalogue["sq-ll-001"].objectIds())
        page = self.open(f"{GUIDE}/@@restore-version?number={number}")
        self.assertFalse(page.headers["status"].startswith("200"))
        transaction.begin()
        self.assertEqual(before, list(self.portal.catalogue["sq-ll-001"].objectIds()))

    def test_bar_leads_editors_there_and_nobody_else_gets_in(self):
        self.assertIn(f"{GUIDE}/@@versions", self.open(GUIDE).contents)
        page = unescape(self.open(GUIDE, "window-staff").contents)
        self.assertIn("高龄津贴", page)
        self.assertNotIn("@@versions", page)
        page = self.open(f"{GUIDE}/@@versions", "window-staff")
        self.assertNotIn("第1版", page.contents)
