"""The same with several cases: shown first, each by its own rules, all or each."""

from contextlib import contextmanager
from lxml import html
from onewindow_policy.cases.batching import carry_out
from onewindow_policy.cases.batching import MOST_AT_ONCE
from onewindow_policy.cases.batching import preview
from onewindow_policy.cases.models import Case
from onewindow_policy.cases.papers.models import Paper
from onewindow_policy.records.api import write_session
from onewindow_policy.records.database import Database
from onewindow_policy.records.database import get_database
from onewindow_policy.records.database import replace_database
from onewindow_policy.records.settings import read_url
from onewindow_policy.testing import SAMPLE_FUNCTIONAL_TESTING
from onewindow_policy.testing.cases import COMMUNITY
from onewindow_policy.testing.cases import PLANTED
from onewindow_policy.testing.records import statements_of
from onewindow_policy.testing.tickets import log_in
from plone.testing.zope import Browser
from sqlalchemy import update
from test_cases_assigning import AssigningSetup
from unittest.mock import patch
from urllib.parse import urlencode

import dataclasses
import transaction
import unittest


class TestBatch(AssigningSetup, unittest.TestCase):
    layer = SAMPLE_FUNCTIONAL_TESTING

    def setUp(self):
        super().setUp()
        at_window = {"taken_in_at": COMMUNITY, "account": "window-staff"}
        self.cases = [self.register(each, **at_window) for each in "abc"]
        self.elsewhere = self.register("d", community_code="990103001001")
        self.site = self.portal.absolute_url()
        self.browser = Browser(self.layer["app"])
        self.browser.raiseHttpErrors = False
        self.browser.addHeader("Accept", "text/html")
        log_in(self.browser, "window-staff")

    def read(self, status="200"):
        self.assertTrue(self.browser.headers["status"].startswith(status))
        self.page = html.fromstring(self.browser.contents)
        self.assertEqual(1, len(self.page.cssselect("main h1")))
        return " ".join(self.page.cssselect("main")[0].text_content().split())

    def token(self):
        (token, *_) = self.page.cssselect("main [name=_authenticator]")
        return token.get("value")

    def tick(self, what, *cases, status="200"):
        """Tick these cases in the list, and press the button."""
        self.browser.open(f"{self.site}/@@desk")
        self.read()
        boxes = {each.get("value") for each in self.page.cssselect("[name=ticked]")}
        self.assertEqual({each.number for each in self.cases}, boxes)
        form = [("ticked", case.number) for case in cases]
        form += [("what", what), ("_authenticator", self.token())]
        self.browser.post(f"{self.site}/@@batch", urlencode(form))
        return self.read(status)

    def go(self, status="200", **given):
        """Press the button of the page that shows what will be done."""
        fields = self.page.cssselect("#batch input[type=hidden]")
        form = [(each.get("name"), each.get("value")) for each in fields]
        form += [("go", "1"), *given.items()]
        self.browser.post(f"{self.site}/@@batch", urlencode(form))
        return self.read(status) if status else ""

    def states(self):
        return [self.stored(Case.state, case) for case in self.cases]

    def test_what_will_be_done_is_shown_and_then_done(self):
        words = self.tick("accept", *self.cases[:2])
        self.assertIn("能办2件，办不了0件", words)
        self.assertNotIn(PLANTED["name"], self.browser.contents)
        self.assertEqual(["received"] * 3, self.states())
        words = self.go(mode="all")
        self.assertIn("已办2件", words)
        self.assertEqual(["accepted", "accepted", "received"], self.states())
        self.assertEqual(2, self.count_of(Paper))
        self.assertEqual([], self.page.cssselect("#batch"))
        moved = [each for each in self.noted() if each[1] == "case.move"]
        self.assertEqual(2, len(moved))

    def test_what_nobody_named_is_shown_and_not_done(self):
        self.tick("accept", *self.cases)
        for hidden in self.page.cssselect("#batch [name=what]"):
            hidden.set("value", "acceptt")
        words = self.go(mode="all")
        self.assertIn("能办3件，办不了0件", words)
        self.assertEqual(["received"] * 3, self.states())
        self.go(mode="all")
        self.assertEqual(["accepted"] * 3, self.states())

    def test_where_one_is_refused_none_is_done_or_all_others_as_was_said(self):
        self.tick("accept", *self.cases)
        self.move(self.cases[1], "accept")
        papers = self.count_of(Paper)
        words = self.go("422", mode="all")
        self.assertIn("一件也没有办", words)
        self.assertIn("同事刚刚处理过", words)
        self.assertEqual(["received", "accepted", "received"], self.states())
        self.assertEqual(papers, self.count_of(Paper))
        words = self.go(mode="each")
        self.assertIn("已办2件，没有办成1件", words)
        self.assertEqual(["accepted"] * 3, self.states())
        self.assertEqual(papers + 2, self.count_of(Paper))

    def test_case_of_others_is_refused_and_said_to_be_none(self):
        words = self.tick("accept", self.cases[0], self.elsewhere)
        self.assertIn("能办1件，办不了1件", words)
        (row,) = (
            each
            for each in self.page.cssselect(".rows li")
            if self.elsewhere.number[-4:] in each.text_content()
        )
        self.assertEqual([], row.cssselect("a"))
        self.assertNotIn("高龄津贴", row.text_content())
        self.go(mode="each")
        self.assertEqual("submitted", self.stored(Case.state, self.elsewhere))

    def test_each_case_is_read_once_however_many_there_are(self):
        for action, facts in (
            ("accept", {}),
            ("hand_over", {"reason": "休假", "colleague": "grid-worker"}),
        ):
            one, all_of_them = self.cases[:1], self.cases
            for do in (self.looked_at, self.gone_with):
                with self.subTest(action=action, do=do.__name__):
                    self.assertEqual(1, do(action, one, facts))
                    self.assertEqual(1, do(action, all_of_them, facts))

    def looked_at(self, action, cases, facts):
        return self.reads(
            lambda: preview(action, [each.number for each in cases], self.staff, facts)
        )

    def gone_with(self, action, cases, facts):
        versions = {each.number: self.stored(Case.version, each) for each in cases}
        return self.reads(
            lambda: carry_out(action, versions, self.staff, facts, is_all_or_none=True)
        )

    def reads(self, do):
        """Do something, undo it, and return how often whole cases were read meanwhile."""
        transaction.begin()
        with statements_of(get_database().engine) as found:
            rows = do()
        transaction.abort()
        self.assertEqual([None] * len(rows), [row.refusal for row in rows])
        return sum("applicant_sealed" in each and "SELECT" in each for each in found)

    def test_several_are_handed_over_to_one_who_can_take_them_all(self):
        self.tick("hand_over", *self.cases)
        words = self.go("422", mode="all", reason="明天起我休假")
        self.assertEqual(1, len(self.page.cssselect('[href="#colleague"]')))
        self.assertEqual("明天起我休假", self.page.cssselect("#reason")[0].text.strip())
        words = self.go(mode="all", reason="明天起我休假", colleague="grid-worker")
        self.assertIn("已办3件", words)
        handed = self.numbers(self.colleague, handed_to=["grid-worker"])
        self.assertEqual({each.number for each in self.cases}, set(handed))

    def test_nobody_is_asked_to_choose_where_nobody_can_take_them(self):
        name = "onewindow_policy.cases.browser.batchtakers.common_colleagues"
        with patch(name, return_value={}):
            words = self.tick("hand_over", *self.cases)
        self.assertIn("没有哪位同事能接下", words)
        self.assertEqual([], self.page.cssselect("#colleague, #reason, #batch button"))

    def test_papers_are_printed_as_one_file_and_each_is_noted(self):
        for case in self.cases[:2]:
            self.move(case, "accept")
        words = self.tick("print", *self.cases)
        self.assertIn("能办2件，办不了1件", words)
        self.go(None, mode="each")
        self.assertEqual("application/pdf", self.browser.headers["Content-Type"])
        self.assertTrue(self.browser.contents.startswith(b"%PDF"))
        printed = [each for each in self.noted() if each[1] == "paper.print"]
        self.assertEqual(
            {case.number for case in self.cases[:2]}, {each[2] for each in printed}
        )

    def test_papers_of_several_go_on_a_list_for_each_way_and_what_does_not_is_said(
        self,
    ):
        online = self.register("online")
        self.cases.append(online)
        office, bureau = "U-990102001", "U-990102-MZ"
        values = {"unit_code": office, "deciding_unit_code": bureau}
        write_session().execute(update(Case).values(values))
        transaction.commit()
        words = self.tick("papers", *self.cases, self.elsewhere)
        self.assertIn("移交几件的材料", words)
        self.assertIn("能办3件，办不了2件", words)
        self.assertIn("还没有纸质材料", words)
        self.assertNotIn(PLANTED["name"], self.browser.contents)
        (way,) = self.page.cssselect("#ways a")
        self.assertEqual([], self.page.cssselect("#batch"))
        self.browser.open(way.get("href"))
        self.read()
        ticked = {
            each.get("value") for each in self.page.cssselect("[name=case][checked]")
        }
        self.assertEqual({each.number for each in self.cases[:3]}, ticked)
        (to,) = self.page.cssselect("#hand-papers [name=to]")
        self.assertEqual(office, to.get("value"))

    def test_nothing_ticked_or_too_much_is_said(self):
        self.assertIn("请先在列表里勾选", self.tick("accept", status="422"))
        with patch("onewindow_policy.cases.browser.batch.MOST_AT_ONCE", 1):
            ticked = [("ticked", each.number) for each in self.cases]
            self.browser.open(f"{self.site}/@@desk")
            self.read()
            ticked += [("what", "accept"), ("_authenticator", self.token())]
            self.browser.post(f"{self.site}/@@batch", urlencode(ticked))
            self.assertIn("一次最多1件", self.read("422"))
        self.assertEqual(50, MOST_AT_ONCE)

    def test_without_its_token_nothing_is_done(self):
        self.tick("accept", *self.cases)
        form = [("row", f"{case.number}:1") for case in self.cases]
        form += [("what", "accept"), ("go", "1"), ("mode", "all")]
        self.browser.post(f"{self.site}/@@batch", urlencode(form))
        self.read("403")
        self.assertEqual(["received"] * 3, self.states())

    def test_what_was_ticked_comes_back_where_the_page_was_stale(self):
        form = [("ticked", case.number) for case in self.cases] + [("what", "accept")]
        self.browser.post(f"{self.site}/@@batch", urlencode(form))
        words = self.read("403")
        self.assertIn("能办3件", words)
        self.assertNotIn("没有选件", words)
        self.assertIn("已办3件", self.go(mode="all"))

    def test_while_the_database_is_away_what_was_chosen_and_typed_stays(self):
        self.tick("hand_over", *self.cases)
        with self.database_away():
            words = self.go(
                "503", mode="each", reason="明天休假", colleague="grid-worker"
            )
        self.assertNotIn("没有选件", words)
        self.assertIn("已办3件", self.go(mode="each", **self.typed()))

    @contextmanager
    def database_away(self):
        kept = get_database()
        url = read_url("postgresql://127.0.0.1:1/nobody")
        lost = Database(dataclasses.replace(kept.settings, url=url))
        self.addCleanup(lost.dispose)
        replace_database(lost)
        try:
            with self.assertLogs("onewindow_policy", "ERROR"):
                yield
        finally:
            replace_database(kept)

    def typed(self):
        (reason,) = self.page.cssselect("#reason")
        (chosen,) = self.page.cssselect("#colleague option[selected]")
        return {"reason": reason.text, "colleague": chosen.get("value")}

    def test_where_none_has_a_paper_that_is_said(self):
        self.tick("print", *self.cases)
        form = [("row", f"{case.number}:1") for case in self.cases]
        form += [("what", "print"), ("go", "1"), ("mode", "each")]
        self.browser.open(f"{self.site}/@@desk")
        self.read()
        form.append(("_authenticator", self.token()))
        self.browser.post(f"{self.site}/@@batch", urlencode(form))
        self.assertIn("都没有能打印的文书", self.read("422"))

    def test_who_only_oversees_has_no_boxes_and_no_page(self):
        log_in(self.browser, "supervisor")
        self.browser.open(f"{self.site}/@@desk")
        self.read()
        self.assertEqual([], self.page.cssselect("[name=ticked], #ticked"))
        self.browser.open(f"{self.site}/@@batch")
        self.assertNotIn("batch-summary", self.browser.contents)
        self.assertEqual(["received"] * 3, self.states())
