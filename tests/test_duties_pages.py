"""From what a resident sends to the work of those whose turn it is, by real pages."""

from datetime import timedelta
from onewindow_policy.duties import counting
from onewindow_policy.duties.models import Duty
from onewindow_policy.records.api import read_session
from onewindow_policy.testing.applying import ApplyingCase
from onewindow_policy.testing.tickets import log_in
from plone.testing.zope import Browser
from sqlalchemy import select
from unittest.mock import patch

import lxml.html
import transaction

#: The units of its street and district decide here; windows only take in.
COMMUNITY = "990103001001"
STAFF = (
    *("street-officer", "department-officer", "window-staff", "grid-worker"),
    *("coordinator", "supervisor", "editor"),
)


class TestFromTheFormToTheWorkPage(ApplyingCase):
    def open_as(self, user_id, path):
        """Open a page as one of the staff; return the browser and the page."""
        browser = Browser(self.layer["app"])
        browser.raiseHttpErrors = False
        log_in(browser, user_id)
        browser.open(f"{self.url}/{path}")
        self.assertTrue(browser.headers["status"].startswith("200"), user_id)
        return browser, lxml.html.fromstring(browser.contents)

    def cards(self, user_id):
        """Return what stands on somebody's work page, section by section."""
        _browser, page = self.open_as(user_id, "@@work")
        self.assertEqual("工作台", page.cssselect("h1")[0].text_content())
        return [
            (section, *" ".join(card.text_content().split()).split(" "))
            for section in ("overdue", "waiting")
            for card in page.cssselect(f"#{section} .work-card")
        ]

    def assertWaits(self, expected):
        """Assert what waits for whom: nothing for all others."""
        found = {user_id: self.cards(user_id) for user_id in STAFF}
        waiting = {
            user_id: cards
            for user_id, all_cards in found.items()
            if (cards := [card for card in all_cards if "办件" in card[2]])
        }
        self.assertEqual(expected, waiting)

    def listed(self, user_id):
        _browser, page = self.open_as(user_id, "@@duties")
        self.assertEqual("我的待办", page.cssselect("h1")[0].text_content())
        return [
            " ".join(row.text_content().split())
            for row in page.cssselect("table.desk-list tbody tr")
        ]

    def test_what_is_sent_waits_for_whose_turn_it_is_until_it_is_done(self):
        self.assertWaits({})
        self.assertReceipt(self.apply(community=COMMUNITY))
        self.assertWaits({"street-officer": [("waiting", "1", "待受理的办件")]})
        (case,) = self.cases()
        (row,) = self.listed("street-officer")
        self.assertIn("青石区石桥街道办事处", row)
        self.assertIn(case.number[-4:], row)
        self.assertEqual([], self.listed("department-officer"))

        browser, _page = self.open_as("street-officer", "@@duties")
        browser.getLink("待受理的办件").click()
        self.assertEqual(f"{self.url}/@@desk/{case.number}", browser.url)
        browser.getControl("受理").click()
        transaction.begin()
        # The next step of the guide is theirs as well.
        self.assertWaits({"street-officer": [("waiting", "1", "待办结的办件")]})
        self.assertEqual([], self.listed("department-officer"))

        # The last day of the step goes by.
        over = read_session().scalar(select(Duty.due_at).where(Duty.state == "open"))
        with patch.object(
            counting, "utc_now", return_value=over - timedelta(seconds=1)
        ):
            self.assertNotIn("超期", self.listed("street-officer")[0])
        with patch.object(counting, "utc_now", return_value=over):
            self.assertWaits(
                {
                    "street-officer": [
                        ("overdue", "1", "待办结的办件"),
                        ("waiting", "1", "待办结的办件"),
                    ]
                }
            )
            self.assertIn("超期", self.listed("street-officer")[0])

        browser, _page = self.open_as("street-officer", f"@@desk/{case.number}")
        browser.getControl("开始办理").click()
        form = browser.getForm(id="go-refuse")
        form.getControl(name="refuse-reason").value = "年龄未满80周岁。"
        form.submit(name="transition")
        browser.getForm(id="confirm-step").submit(name="confirmed")
        transaction.begin()
        self.assertWaits({})
        states = read_session().execute(select(Duty.kind, Duty.state).order_by(Duty.id))
        self.assertEqual(
            [("cases.accept", "done"), ("cases.decide", "done")],
            [tuple(each) for each in states],
        )

    def test_what_is_long_overdue_is_heard_of_by_who_oversees_it(self):
        self.assertReceipt(self.apply())
        self.assertWaits({"window-staff": [("waiting", "1", "待受理的办件")]})
        later = read_session().scalar(select(Duty.due_at)) + timedelta(days=14)
        with patch.object(counting, "utc_now", return_value=later):
            self.assertWaits(
                {
                    "window-staff": [
                        ("overdue", "1", "待受理的办件"),
                        ("waiting", "1", "待受理的办件"),
                    ],
                    **dict.fromkeys(
                        ("coordinator", "supervisor"),
                        [("overdue", "1", "待受理的办件（他人超期，请督办）")],
                    ),
                }
            )
            browser, _page = self.open_as("coordinator", "@@work")
            browser.getLink("待受理的办件（他人超期，请督办）").click()
            self.assertIn("whose=overseen", browser.url)
            page = lxml.html.fromstring(browser.contents)
            (row,) = page.cssselect("table.desk-list tbody tr")
            self.assertIn("超期", row.text_content())
            self.assertIn("个工作日", row.text_content())
            # It leads to where the coordinator says who sees to it and at which window, and
            # goes no step.
            browser.getLink("待受理的办件", index=0).click()
            self.assertIn("/@@desk/", browser.url)
            forms = lxml.html.fromstring(browser.contents).cssselect("#move form")
            self.assertEqual(
                ["go-change_window", "go-assign"], [form.get("id") for form in forms]
            )
