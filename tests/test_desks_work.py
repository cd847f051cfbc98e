"""Staff begin at their work: what waits, what is overdue, what they may do, a search."""

from AccessControl import getSecurityManager
from datetime import date
from onewindow_policy.accounts.api import known_passwords
from onewindow_policy.cases.models import Case
from onewindow_policy.desks import lists
from onewindow_policy.desks import waiting
from onewindow_policy.duties.models import Duty
from onewindow_policy.feedback.numbers import number_text
from onewindow_policy.publishing.entries import DraftEntry
from onewindow_policy.publishing.entries import ReviewEntry
from onewindow_policy.publishing.waiting import texts_in_work
from onewindow_policy.records import counting
from onewindow_policy.records.database import get_database
from onewindow_policy.testing import build_item
from onewindow_policy.testing import SAMPLE_FUNCTIONAL_TESTING
from onewindow_policy.testing.feedback import PageTestCase
from onewindow_policy.testing.handling import HandlingSetup
from onewindow_policy.workdays.deadlines import end_of_day
from plone import api
from plone.app.testing import login
from plone.app.testing import SITE_OWNER_NAME
from Products.ZCatalog.CatalogBrains import AbstractCatalogBrain
from sqlalchemy import event
from sqlalchemy import update
from unittest import mock

import transaction

#: What the page counts in, and what it does not any more.
TABLES = ("cases", "suggestions", "duties")

ELSEWHERE = "990101001001"
PASSWORD = "Quite-another-sentence-of-2026!"

#: Where that stands which is to be done about cases.
ACCEPT, DECIDE = "@@duties?kind=cases.accept", "@@duties?kind=cases.decide"


class WorkTestCase(HandlingSetup, PageTestCase):
    layer = SAMPLE_FUNCTIONAL_TESTING

    def setUp(self):
        PageTestCase.setUp(self)
        HandlingSetup.setUp(self)
        waiting.forget()
        self.addCleanup(waiting.forget)

    def work_of(self, user_id):
        """Open somebody's work, and be sure that it is that page."""
        self.log_in(user_id)
        self.open("@@work")
        self.assertEqual((200, "工作台"), (self.status, self.text("h1")))

    def text(self, selector="main, #content"):
        """Return what is read there, "" where there is nothing."""
        return " ".join(self.words(selector))

    def cards(self, section):
        """Return counts and titles of a section, with their addresses below the site."""
        return [
            (
                card.cssselect(".work-count")[0].text_content(),
                card.cssselect("span:last-child")[0].text_content(),
                card.get("href").removeprefix(f"{self.url}/"),
            )
            for card in self.page.cssselect(f"#{section} .work-card")
        ]

    def pages(self):
        """Return the addresses below the site of what somebody can do."""
        return [
            link.get("href").removeprefix(f"{self.url}/")
            for link in self.page.cssselect("#pages a")
        ]

    def look_for(self, text):
        self.post("@@work", text=text)

    def make_overdue(self, case):
        with get_database().writing.begin() as connection:
            connection.execute(
                update(Case)
                .where(Case.number == case.number)
                .values(due_on=date(2020, 1, 6))
            )
            connection.execute(
                update(Duty)
                .where(Duty.subject == case.number)
                .values(due_at=end_of_day(date(2020, 1, 6)))
            )


class TestWork(WorkTestCase):
    def test_windows_see_what_nobody_looked_at_and_what_is_overdue_in_their_community(
        self,
    ):
        new, late = self.register("a"), self.register("b")
        self.move(late, "accept")
        self.make_overdue(late)
        self.make_overdue(self.register("c", community_code=ELSEWHERE))
        self.leave()
        self.work_of("window-staff")
        self.assertEqual(
            [
                ("1", "待受理的办件", "@@duties?kind=cases.accept"),
                ("1", "待办结的办件", "@@duties?kind=cases.decide"),
                ("1", "待答复的意见", "@@duties?kind=feedback.answer"),
            ],
            self.cards("waiting"),
        )
        self.assertEqual(
            [("1", "待办结的办件", f"{DECIDE}&when=overdue")], self.cards("overdue")
        )
        self.open(ACCEPT)
        self.assertIn(new.number[-4:], self.text(".desk-list tbody"))
        self.assertNotIn(late.number[-4:], self.text())
        self.open(f"{DECIDE}&when=overdue")
        self.assertIn(late.number[-4:], self.text(".desk-list tbody tr:first-child"))
        self.assertIn("超期", self.text(".desk-list tbody tr:first-child"))
        self.browser.getLink("待办结的办件").click()
        self.assertEqual(f"{self.url}/@@desk/{late.number}", self.browser.url)

    def test_nothing_is_said_to_wait_where_nothing_does(self):
        self.work_of("window-staff")
        self.assertEqual([], self.cards("waiting"))
        self.assertIn("目前没有等您处理的事", self.text("#nothing-waits"))
        self.assertEqual([], self.page.cssselect("#overdue"))

    def test_who_only_looks_on_is_told_what_is_overdue_and_not_that_it_waits(self):
        self.make_overdue(self.register())
        self.work_of("manager")
        title = "待受理的办件（他人超期，请督办）"
        self.assertEqual(
            [("1", title, f"{ACCEPT}&whose=overseen")], self.cards("overdue")
        )
        self.assertNotIn("办件", self.text("#waiting"))

    def test_editors_find_drafts_and_reviewers_what_was_submitted(self):
        login(self.layer["app"], SITE_OWNER_NAME)
        build_item(self.portal, "SQ-XX-901")
        api.content.transition(self.portal.catalogue["sq-xx-901"]["blank-1"], "submit")
        transaction.commit()
        self.work_of("editor")
        self.assertEqual(
            [("2", "草稿：继续写、提交审核", "@@editorial-desk?show=draft")],
            self.cards("waiting"),
        )
        self.work_of("reviewer")
        self.assertIn(
            ("1", "等您审核的内容", "@@editorial-desk?show=submitted"),
            self.cards("waiting"),
        )
        self.work_of("district-editor")
        self.assertEqual([], self.cards("waiting"))
        self.assertIn("@@editorial-desk", self.pages())

    def test_everybody_finds_their_own_pages_and_no_others(self):
        account = ["@@my-account"]
        editing = [
            "@@editorial-desk",
            "@@search-desk",
            "catalogue/@@visits",
            "@@self-check",
        ]
        for user_id, pages in (
            ("editor", ["@@duties", "@@item-questions", *editing]),
            (
                "reviewer",
                ["@@duties", "@@item-questions", "@@editorial-desk", *editing],
            ),
            (
                "district-editor",
                ["@@duties", "@@item-questions", "@@editorial-desk"],
            ),
            (
                "window-staff",
                [
                    *("@@duties", "@@take-in", "@@desk", "@@close-day"),
                    *("@@transfers", "@@moved-cases"),
                    *("@@inquiries", "@@item-questions"),
                    *("@@suggestion-desk", "@@data-requests"),
                    *("catalogue", "communities/990102/990102001/990102001001"),
                    "@@deputies",
                ],
            ),
            (
                "grid-worker",
                [
                    "@@item-questions",
                    *("catalogue", "communities/990102/990102001/990102001001"),
                    "communities/990102/990102001/990102001001/990102001001001",
                ],
            ),
            (
                "supervisor",
                [
                    *("@@duties", "@@desk", "@@transfers", "@@moved-cases"),
                    *("@@inquiries", "@@item-questions"),
                    *("@@suggestion-desk", "@@data-requests", "@@destruction-lists"),
                    *("@@figures", "@@deputies"),
                ],
            ),
            ("personnel", ["@@place-staff"]),
            (
                "manager",
                [
                    *("@@duties", "@@desk", "@@transfers", "@@moved-cases"),
                    *("@@inquiries", "@@item-questions"),
                    *("@@suggestion-desk", "@@editorial-desk", *editing),
                    *("@@figures", "@@place-staff"),
                    *("@@staff-accounts", "@@onewindow-audit"),
                    *("@@jobs", "@@messages", "@@overview-controlpanel"),
                    "@@deputies",
                ],
            ),
        ):
            with self.subTest(user_id=user_id):
                self.work_of(user_id)
                self.assertEqual(pages + account, self.pages())
                for path in pages:
                    self.open(path)
                    self.assertEqual(200, self.status, path)
                    self.assertLeadsBack(path)

    def assertLeadsBack(self, path):
        """Pages of staff have the way back; what residents see as well has none, nor have
        Plone's own pages, which have it in their menus."""
        crumbs = [link.get("href") for link in self.page.cssselect("nav.breadcrumbs a")]
        if path.startswith("@@") and self.page.cssselect("header.masthead"):
            self.assertEqual([self.url, f"{self.url}/@@work"], crumbs[:2], path)

    def test_account_without_work_is_told_who_gives_some(self):
        self.log_in(self.make_account())
        self.open("@@work")
        self.assertEqual((403, "工作台"), (self.status, self.text("h1")))
        self.assertIn("请联系平台管理员", self.text("#no-work"))
        self.assertEqual([], self.page.cssselect("form#work-search"))

    def make_account(self):
        login(self.portal, "manager")
        with known_passwords():
            api.user.create(
                username="nobody-yet", email="nobody@example.com", password=PASSWORD
            )
        transaction.commit()
        return "nobody-yet"

    def test_visitors_are_asked_to_log_in(self):
        self.open("@@work")
        self.assertNotIn("工作台", self.text())
        self.assertEqual(1, len(self.page.cssselect("input[name=__ac_name]")))

    def test_page_costs_the_same_with_much_as_with_little(self):
        self.register("a")
        statements = self.statements_of("window-staff")
        for number in range(5):
            self.register(str(number))
            self.leave(f"n{number}")
        self.assertEqual(statements, self.statements_of("window-staff"))
        # One for all duties, and one for what is told beside them.
        self.assertEqual(2, len([each for each in statements if "count(" in each]))

    def test_counts_end_at_a_limit_and_the_pages_say_that_there_are_more(self):
        for number in range(3):
            self.make_overdue(self.register(str(number)))
            self.leave(f"n{number}")
        with (
            mock.patch.object(counting, "MOST_COUNTED", 2),
            mock.patch.object(lists, "MOST_COUNTED", 2),
        ):
            self.work_of("window-staff")
            self.assertEqual(
                ["超过2", "超过2"], [card[0] for card in self.cards("waiting")]
            )
            self.assertEqual(["超过2"], [card[0] for card in self.cards("overdue")])
            self.open("@@desk")
            self.assertEqual(
                ["未办结 超过2", "已提交 超过2"],
                [each for each in self.words("#state option") if "超过" in each],
            )
        with (
            mock.patch.object(counting, "MOST_COUNTED", 3),
            mock.patch.object(lists, "MOST_COUNTED", 3),
        ):
            self.work_of("window-staff")
            self.assertEqual(["3", "3"], [card[0] for card in self.cards("waiting")])

    def test_drafts_and_reviews_are_counted_and_listed_without_loading_any(self):
        login(self.layer["app"], SITE_OWNER_NAME)
        build_item(self.portal, "SQ-XX-901")
        item = self.portal.catalogue["sq-xx-901"]
        for content in (item["blank-1"], item["guide"]):
            api.content.transition(content, "submit")
        transaction.commit()
        for user_id, counts, titles in (
            ("reviewer", (1, 2), 3),
            ("editor", (1, 0), 1),
            ("district-editor", (0, 0), 0),
        ):
            login(self.portal, user_id)
            user = getSecurityManager().getUser()
            texts_in_work(user)
            with (
                mock.patch.object(AbstractCatalogBrain, "getObject") as seen,
                mock.patch.object(
                    AbstractCatalogBrain, "_unrestrictedGetObject"
                ) as loaded,
            ):
                found = texts_in_work(user)
                drafts = DraftEntry().waiting_for(user)
                reviews = ReviewEntry().waiting_for(user)
            self.assertEqual(counts, (drafts.count, reviews.count), user_id)
            self.assertEqual(titles, len(found), user_id)
            self.assertEqual((0, 0), (seen.call_count, loaded.call_count))

    def test_what_waits_follows_a_rejection_and_the_sharing_of_what_holds_it(self):
        login(self.layer["app"], SITE_OWNER_NAME)
        build_item(self.portal, "SQ-XX-901")
        item = self.portal.catalogue["sq-xx-901"]
        api.content.transition(item["guide"], "submit")
        transaction.commit()
        self.assertEqual(2, len(self.waiting_texts("editor", "draft")))
        self.assertEqual([], self.waiting_texts("window-staff", "draft"))
        login(self.layer["app"], SITE_OWNER_NAME)
        api.content.transition(item["guide"], "reject", comment="标准应为 880 元")
        transaction.commit()
        self.work_of("editor")
        self.open("@@editorial-desk?show=sent_back")
        self.assertEqual("编辑台", self.text("h1"))
        self.assertIn("标准应为 880 元", self.text(".desk-list tbody tr"))
        login(self.layer["app"], SITE_OWNER_NAME)
        item.manage_setLocalRoles("window-staff", ["Editor"])
        item.reindexObjectSecurity()
        transaction.commit()
        self.assertEqual(3, len(self.waiting_texts("window-staff", "draft")))
        login(self.layer["app"], SITE_OWNER_NAME)
        item.manage_delLocalRoles(["window-staff"])
        item.reindexObjectSecurity()
        transaction.commit()
        self.assertEqual([], self.waiting_texts("window-staff", "draft"))

    def waiting_texts(self, user_id, why):
        login(self.portal, user_id)
        user = getSecurityManager().getUser()
        return [each.title for each in texts_in_work(user) if each.is_among(why)]

    def statements_of(self, user_id):
        """Return what the page asks of the records, for the entries alone."""
        found = []

        def note(_connection, _cursor, statement, *_more):
            if any(f"FROM {each}" in statement for each in TABLES):
                found.append(statement)

        engine = get_database().engine
        event.listen(engine, "before_cursor_execute", note)
        try:
            self.work_of(user_id)
        finally:
            event.remove(engine, "before_cursor_execute", note)
        return found


class TestWorkWhileRecordsAreAway(WorkTestCase):
    def test_what_cannot_be_counted_is_named_and_the_rest_is_shown(self):
        login(self.layer["app"], SITE_OWNER_NAME)
        build_item(self.portal, "SQ-XX-901")
        transaction.commit()
        self.work_of("manager")
        self.lose_database()
        with self.assertLogs("onewindow_policy", "WARNING") as logged:
            self.work_of("manager")
            self.work_of("manager")
        self.assertEqual(
            ["我的待办", "后台任务：平台自动完成的工作", "没有发出去的消息"],
            self.words("#away li"),
        )
        self.assertEqual(
            [("3", "草稿：继续写、提交审核", "@@editorial-desk?show=draft")],
            self.cards("waiting"),
        )
        self.assertIn("@@desk", self.pages())
        outages = [line for line in logged.output if "@@work" in line]
        self.assertEqual(3, len(outages), outages)


class TestSearch(WorkTestCase):
    def test_number_of_a_case_leads_to_it(self):
        case = self.register()
        self.work_of("window-staff")
        self.look_for(f" {case.number} ")
        self.assertEqual(f"{self.url}/@@desk/{case.number}", self.browser.url)
        self.assertIn("赵", self.text())

    def test_case_of_another_community_is_not_there(self):
        case = self.register(community_code=ELSEWHERE)
        self.work_of("window-staff")
        self.look_for(case.number)
        self.assertNothingFound()

    def assertNothingFound(self):
        self.assertEqual((200, "工作台"), (self.status, self.text("h1")))
        self.assertIn("没有找到", self.text("#found"))
        self.assertEqual([], self.page.cssselect("#found a"))

    def test_number_of_a_suggestion_leads_to_it(self):
        number = self.leave()
        self.work_of("supervisor")
        self.look_for(number_text(number))
        self.assertIn("@@answer-suggestion", self.browser.url)
        self.assertIn("等了很久", self.text())
        self.work_of("grid-worker")
        self.look_for(number_text(number))
        self.assertNothingFound()

    def test_words_of_a_title_find_drafts_for_those_who_see_them_only(self):
        login(self.layer["app"], SITE_OWNER_NAME)
        build_item(self.portal, "SQ-XX-901").title = "养蜂补贴"
        self.portal.catalogue["sq-xx-901"].reindexObject()
        transaction.commit()
        self.work_of("editor")
        self.look_for("养蜂")
        self.assertIn("养蜂补贴", self.text("#found"))
        self.assertIn("草稿", self.text("#found"))
        self.work_of("window-staff")
        self.look_for("养蜂")
        self.assertNothingFound()

    def test_code_of_a_service_leads_to_it(self):
        self.work_of("window-staff")
        self.look_for("sq-ll-001")
        self.assertEqual(f"{self.url}/catalogue/sq-ll-001/view", self.browser.url)
        self.assertIn("高龄津贴", self.text("h1"))

    def test_administrators_find_accounts_by_name_and_nobody_else_does(self):
        self.work_of("manager")
        self.look_for("王示窗")
        self.assertNotIn("text=", self.browser.url)
        self.browser.getLink("window-staff").click()
        self.assertIn("王示窗", self.browser.contents)
        self.work_of("supervisor")
        self.look_for("王示窗")
        self.assertNothingFound()

    def test_whatever_is_typed_has_an_answer(self):
        self.work_of("manager")
        for text in (
            "and",
            '"(',
            "*",
            "?",
            "-",
            "\0",
            "a" * 3000,
            "11010119900307",
            "🐝",
        ):
            with self.subTest(text=text):
                self.look_for(text)
                self.assertEqual((200, "工作台"), (self.status, self.text("h1")))

    def test_numbers_are_not_looked_for_while_records_are_away(self):
        case = self.register()
        self.work_of("window-staff")
        self.lose_database()
        self.look_for(case.number)
        self.assertEqual((200, "工作台"), (self.status, self.text("h1")))
        self.assertIn("办件现在查不了", self.text("#found"))
        self.assertNotIn("没有找到", self.text("#found"))
