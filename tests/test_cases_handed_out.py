"""What a resident was handed works until its term ends, whatever became of the item."""

from Acquisition import aq_base
from onewindow_policy.cases.browser.receipt import RECEIPT_COOKIE
from onewindow_policy.cases.models import Case
from onewindow_policy.cases.models import CaseEvent
from onewindow_policy.cases.submissions import register_case
from onewindow_policy.records.api import read_session
from onewindow_policy.records.api import write_session
from onewindow_policy.testing import SAMPLE_FUNCTIONAL_TESTING
from onewindow_policy.testing import SAMPLE_POSTGRESQL_FUNCTIONAL_TESTING
from plone import api
from plone.app.testing import login
from plone.app.testing import setRoles
from plone.app.testing import SITE_OWNER_NAME
from plone.app.testing import TEST_USER_ID
from plone.testing.zope import Browser
from sqlalchemy import select
from test_cases_pages import new_case
from urllib.parse import urlencode

import re
import transaction
import unittest


class HandedOut:
    def setUp(self):
        self.portal = self.layer["portal"]
        self.url = self.portal.absolute_url()
        self.case = register_case(new_case())
        transaction.commit()

    @property
    def item(self):
        return self.portal.catalogue["sq-ll-001"]

    def as_owner(self):
        login(self.layer["app"], SITE_OWNER_NAME)
        self.addCleanup(login, self.portal, "test-user")
        setRoles(self.portal, TEST_USER_ID, ["Manager"])

    def give_address(self, old, new):
        """Give an item another address, as earlier versions let administrators do."""
        catalogue = self.portal.catalogue
        item = aq_base(catalogue[old])
        catalogue[old].unindexObject()
        catalogue._delObject(old, suppress_events=True)
        item._setId(new)
        catalogue._setObject(new, item, suppress_events=True)
        catalogue[new].reindexObject()

    def rename(self):
        self.as_owner()
        self.give_address("sq-ll-001", "former-allowance")

    def replace(self):
        """Let another item have the address."""
        self.rename()
        self.give_address("sq-ll-002", "sq-ll-001")

    def archive(self):
        self.as_owner()
        api.content.transition(self.item, "archive")

    def expire(self):
        self.item.expiration_date = self.portal.created() - 1

    def lose_the_guide(self):
        self.item._delObject("guide", suppress_events=True)

    def delete(self):
        # No page lets anybody delete it while applications are open; a database that
        # was restored from yesterday's copy may lack it all the same.
        self.as_owner()
        self.portal.portal_catalog.unindexObject(self.item)
        self.portal.catalogue._delObject("sq-ll-001", suppress_events=True)

    def open_receipt(self):
        browser = Browser(self.layer["app"])
        browser.raiseHttpErrors = False
        token = self.case.receipt_token
        browser.addHeader("Cookie", f"{RECEIPT_COOKIE}={token}")
        browser.open(f"{self.url}/@@receipt/{self.case.number}")
        return browser

    def track(self, **more):
        browser = Browser(self.layer["app"])
        browser.raiseHttpErrors = False
        typed = {"number": self.case.number, "code": self.case.query_code, **more}
        browser.post(f"{self.url}/@@track", urlencode(typed))
        transaction.begin()
        return browser

    def row(self):
        return read_session().scalar(select(Case))

    def events(self):
        query = select(CaseEvent.transition).order_by(CaseEvent.version)
        return read_session().scalars(query).all()

    def assertShows(self, browser, *words):
        self.assertEqual("200", browser.headers["status"][:3], browser.contents[:500])
        text = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", browser.contents))
        for each in words:
            self.assertIn(each, text)

    def assertWorksAfter(self, change):
        change()
        transaction.commit()
        code = self.case.query_code
        self.assertShows(
            self.open_receipt(),
            "我们收到了",
            "高龄津贴申请",
            f"{code[:3]} {code[3:6]} {code[6:]}",
            "身份证.jpg",
        )
        self.assertShows(self.track(), "高龄津贴申请", "已提交", "身份证.jpg")
        self.assertShows(self.track(withdraw="1"), "确定要撤回申请吗？", "已提交")
        self.assertShows(self.track(withdraw_confirmed="1"), "您的申请已撤回", "已撤回")
        self.assertEqual("withdrawn", self.row().state)

    def test_all_works_when_the_item_was_renamed(self):
        self.assertWorksAfter(self.rename)

    def test_all_works_when_another_item_has_the_address(self):
        self.assertWorksAfter(self.replace)

    def test_all_works_when_the_item_was_archived(self):
        self.assertWorksAfter(self.archive)

    def test_all_works_when_the_item_expired(self):
        self.assertWorksAfter(self.expire)

    def test_all_works_when_the_guide_is_gone(self):
        self.assertWorksAfter(self.lose_the_guide)

    def test_all_works_when_the_item_is_gone(self):
        self.assertWorksAfter(self.delete)

    def test_progress_of_what_is_over_is_shown_when_its_item_was_deleted(self):
        self.track(withdraw_confirmed="1")
        self.as_owner()
        # As far as the rest of the city lets it go.
        for district in self.portal.communities.objectValues():
            district.adopted_items = []
        for journey in self.portal.journeys.objectValues():
            journey.steps = []
        api.content.transition(self.item, "archive")
        api.content.delete(self.item)
        transaction.commit()
        self.assertNotIn("sq-ll-001", self.portal.catalogue)
        self.assertShows(self.track(), "高龄津贴申请", "已撤回", "身份证.jpg")
        self.assertShows(self.open_receipt(), "高龄津贴申请", "身份证.jpg")

    def test_renamed_item_still_says_what_its_materials_are_called(self):
        self.rename()
        transaction.commit()
        for browser in (self.open_receipt(), self.track()):
            self.assertShows(browser, "申请人居民身份证", "身份证.jpg")

    def test_item_at_the_old_address_is_not_taken_for_it(self):
        self.replace()
        transaction.commit()
        self.assertShows(self.track(), "申请人居民身份证", "身份证.jpg")

    def test_second_press_of_withdraw_says_that_it_is_withdrawn(self):
        for _press in range(2):
            browser = self.track(withdraw_confirmed="1")
            self.assertShows(browser, "您的申请已撤回", "已撤回")
        self.assertEqual(["register", "withdraw"], self.events())
        # So does an old page that asks whether to.
        self.assertShows(self.track(withdraw="1"), "已撤回")

    def test_withdrawal_of_what_was_closed_a_moment_ago_is_answered_in_words(self):
        for state, words in (
            ("completed_approved", "已办结"),
            ("returned", "已退件"),
            ("not_accepted", "不予受理"),
        ):
            with self.subTest(state):
                write_session()
                self.row().state = state
                transaction.commit()
                browser = self.track(withdraw_confirmed="1")
                self.assertEqual("409", browser.headers["status"][:3])
                self.assertIn("您撤回之前，这件申请已经办结", browser.contents)
                self.assertIn("高龄津贴申请", browser.contents)
                self.assertIn(words, browser.contents)
                self.assertEqual(state, self.row().state)
        self.assertEqual(["register"], self.events())


class TestHandedOutOnSQLite(HandedOut, unittest.TestCase):
    layer = SAMPLE_FUNCTIONAL_TESTING


class TestHandedOutOnPostgreSQL(HandedOut, unittest.TestCase):
    layer = SAMPLE_POSTGRESQL_FUNCTIONAL_TESTING
