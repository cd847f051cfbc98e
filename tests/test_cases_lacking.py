"""The page of a case says at its top what is missing, and until when."""

from datetime import date
from onewindow_policy.cases.models import CaseFile
from onewindow_policy.cases.models import FileScan
from onewindow_policy.cases.submissions import Answer
from onewindow_policy.cases.supplementing import hand_in
from onewindow_policy.records.api import utc_now
from onewindow_policy.records.api import write_session
from onewindow_policy.testing import SAMPLE_FUNCTIONAL_TESTING
from onewindow_policy.testing.cases import ADDRESS
from onewindow_policy.testing.handling import HandlingSetup
from onewindow_policy.testing.tickets import log_in
from onewindow_policy.workdays.deadlines import due_date
from plone.testing.zope import Browser
from sqlalchemy import select

import html
import re
import transaction
import unittest

CARD, BOOK, PHOTO = "SQ-LL-001-M01", "SQ-LL-001-M02", "SQ-LL-001-M03"
REASON = "请在申请表上签名"


class TestLacking(HandlingSetup, unittest.TestCase):
    layer = SAMPLE_FUNCTIONAL_TESTING

    def page(self, case, user_id="window-staff"):
        browser = Browser(self.layer["app"])
        log_in(browser, user_id)
        browser.open(f"{self.portal.absolute_url()}/@@desk/{case.number}")
        page = html.unescape(browser.contents)
        self.assertIn('id="case-state"', page)
        return page

    def lacking(self, case):
        """Return the rows at the top, each as address and words; each leads to a place
        that the page has."""
        page = self.page(case)
        found = re.search(r'<section [^>]*id="lacking">(.*?)</section>', page, re.S)
        if found is None:
            return []
        rows = re.findall(r'<li>.*?href="#([^"]+)"[^>]*>(.*?)</li>', found[1], re.S)
        for place, _row in rows:
            self.assertIn(f'id="{place}"', page)
        return [
            (place, " ".join(re.sub("<[^>]+>", " ", row).split()))
            for place, row in rows
        ]

    def test_what_the_window_waits_for_stands_there_until_it_is_brought(self):
        case = self.register()
        self.assertIn(f"material-{BOOK}", dict(self.lacking(case)))
        # Its file came with the form.
        self.assertNotIn(f"material-{CARD}", dict(self.lacking(case)))
        self.move(case, "ask_correction", reason="请补齐", materials=[BOOK])
        self.move(case, "supplement")
        self.assertNotIn(f"material-{BOOK}", dict(self.lacking(case)))

    def test_what_was_asked_for_says_when_and_that_no_day_was_set(self):
        case = self.register()
        self.move(case, "ask_correction", reason=REASON, materials=[BOOK, PHOTO])
        rows = self.lacking(case)
        self.assertEqual(
            [f"material-{BOOK}", f"material-{PHOTO}"], [place for place, _row in rows]
        )
        self.assertIn("告知补正", rows[0][1])
        self.assertIn("未定期限", rows[0][1])

    def test_what_was_said_in_words_alone_leads_to_the_history(self):
        case = self.register()
        self.move(case, "ask_correction", reason=REASON)
        ((place, row),) = self.lacking(case)
        self.assertEqual("history", place)
        self.assertIn(REASON, row)

    def test_what_was_promised_says_its_day_and_whether_something_came(self):
        case = self.register()
        until = due_date(date.today(), 3, "working").date
        self.move(
            case,
            "accept_conditionally",
            materials=[PHOTO],
            until=until.isoformat(),
            agreed="1",
        )
        ((place, row),) = self.lacking(case)
        self.assertEqual(f"material-{PHOTO}", place)
        day = f"{until.year}年{until.month}月{until.day}日"
        self.assertIn(f"最迟{day}", row)
        self.assertNotIn("网上", row)
        hand_in(case.number, case.query_code, ADDRESS, (), "补了照片", "page-1")
        transaction.commit()
        self.assertIn("网上", self.lacking(case)[0][1])
        self.move(case, "ask_rest", reason="照片不清楚")
        self.assertNotIn("网上", self.lacking(case)[0][1])
        self.move(case, "bring_deferred")
        self.assertEqual([], self.lacking(case))

    def test_file_with_a_virus_asks_for_the_paper(self):
        case = self.register(
            answers=[
                Answer(code, code, "已验原件", code, "seen") for code in (BOOK, PHOTO)
            ]
        )
        session = write_session()
        file_id = session.scalar(select(CaseFile.id))
        session.add(
            FileScan(file_id=file_id, scanned_at=utc_now(), signature="Eicar-Test")
        )
        transaction.commit()
        self.assertIn(f"file-{file_id}", dict(self.lacking(case)))

    def test_who_is_shown_nothing_in_clear_is_told_of_nothing_missing(self):
        case = self.register()
        self.move(case, "ask_correction", reason=REASON)
        page = self.page(case, "supervisor")
        self.assertNotIn('id="lacking"', page)
        self.assertNotIn(REASON, page)


if __name__ == "__main__":
    unittest.main()
