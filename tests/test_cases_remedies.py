"""Papers tell of remedies what the legal office confirmed, and nothing else."""

from onewindow_policy.cases.papers.remedies import confirmed_remedies
from onewindow_policy.cases.papers.remedies import RECORD
from onewindow_policy.cases.papers.remedies import Remedy
from onewindow_policy.cases.papers.remedies import remedy_for
from onewindow_policy.communities.units import find_unit
from onewindow_policy.inspection.remedies import unconfirmed_remedies
from onewindow_policy.testing import SAMPLE_FUNCTIONAL_TESTING
from onewindow_policy.testing.tickets import log_in
from plone import api
from plone.testing.zope import Browser
from test_cases_issuing import COMMUNITY
from test_cases_issuing import IssuingSetup

import transaction
import unittest

TEXT = "自收到本决定之日起60日内，可以向云河区人民政府申请行政复议。"

#: Of 高龄津贴.
BENEFIT = "05"


def entered(level="county", text=TEXT, item_type=BENEFIT) -> dict:
    return {
        "item_type": item_type,
        "level": level,
        "text": text,
        "confirmed_by": "市司法局〔2026〕1号",
        "confirmed_on": "2026-11-01",
    }


class TestRemedies(IssuingSetup, unittest.TestCase):
    layer = SAMPLE_FUNCTIONAL_TESTING

    def confirm(self, *rows):
        api.portal.set_registry_record(RECORD, list(rows))
        transaction.commit()

    def refused(self, nonce):
        case = self.take_in(
            nonce,
            item_type=BENEFIT,
            deciding_unit_code=find_unit("county:MZ", COMMUNITY).code,
        )
        self.move(case, "accept", "start")
        self.move(case, "refuse", reason="户籍不在本市")
        return case

    def test_decision_has_the_text_for_its_type_and_whoever_decides(self):
        self.confirm(entered())
        refused = self.refused("a")
        text = self.text(refused, "refusal")
        self.assertIn("您的权利", text)
        self.assertIn(TEXT, text)
        self.assertEqual(
            "市司法局〔2026〕1号 2026-11-01",
            self.opened(refused, "refusal").values["remedy_source"],
        )
        self.confirm(entered("street"), entered(item_type="01"))
        text = self.text(self.refused("b"), "refusal")
        self.assertIn("您的权利", text)
        self.assertNotIn("行政复议", text)
        self.assertIn("对这个决定有疑问，请打咨询电话", text)

    def test_window_and_unit_that_is_gone_have_the_text_of_communities(self):
        self.confirm(entered("community"))
        self.assertEqual(TEXT, remedy_for(BENEFIT, COMMUNITY).text)
        self.assertEqual(TEXT, remedy_for(BENEFIT, "U-gone").text)
        self.assertIsNone(remedy_for("01", COMMUNITY))

    def test_what_was_issued_says_what_was_confirmed_then(self):
        case = self.refused("a")
        before = self.opened(case, "refusal").pdf()
        self.confirm(entered())
        self.assertEqual(before, self.opened(case, "refusal").pdf())

    def test_self_check_names_what_nobody_confirmed(self):
        found = {
            (each.title, str(each.faults[0].mapping["level"].default))
            for each in unconfirmed_remedies("http://nohost")
        }
        self.assertIn(("行政给付", "District or county"), found)
        self.assertIn(("行政给付", "Street"), found)
        self.confirm(entered())
        left = {
            (each.title, str(each.faults[0].mapping["level"].default))
            for each in unconfirmed_remedies("http://nohost")
        }
        self.assertEqual({("行政给付", "District or county")}, found - left)

    def test_editors_read_of_it_in_words(self):
        browser = Browser(self.layer["app"])
        log_in(browser, "editor")
        url = self.portal.absolute_url()
        browser.open(f"{url}/catalogue/@@self-check?kind=remedies")
        self.assertIn("自查", browser.contents)
        self.assertIn("县（区）级决定的，文书上还没写能不能复议", browser.contents)

    def test_administrator_enters_a_text(self):
        browser = Browser(self.layer["app"])
        log_in(browser)
        self.confirm(entered(text="还没写好"))
        browser.open(f"{self.portal.absolute_url()}/@@onewindow-remedies")
        self.assertIn("文书上的救济途径", browser.contents)
        row = "form.widgets.remedies.0.widgets.{}"
        browser.getControl(name=row.format("text")).value = TEXT
        browser.getControl(name="form.buttons.save").click()
        transaction.begin()
        self.assertEqual((Remedy(**entered()),), confirmed_remedies())
        self.assertEqual([entered()], api.portal.get_registry_record(RECORD))
