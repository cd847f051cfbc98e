"""Papers tell of remedies what the legal office confirmed, and nothing else."""

from onewindow_policy.cases.papers.remedies import confirmed_remedies
from onewindow_policy.cases.papers.remedies import RECORD
from onewindow_policy.cases.papers.remedies import Remedy
from onewindow_policy.cases.papers.remedies import remedy_for
from onewindow_policy.communities.units import find_unit
from onewindow_policy.inspection import remedies
from onewindow_policy.inspection.remedies import unconfirmed_remedies
from onewindow_policy.testing import SAMPLE_FUNCTIONAL_TESTING
from onewindow_policy.testing.tickets import log_in
from plone import api
from plone.testing.zope import Browser
from test_cases_issuing import COMMUNITY
from test_cases_issuing import IssuingSetup
from unittest.mock import patch

import transaction
import unittest

TEXT = "自收到本决定之日起60日内，可以向云河区人民政府申请行政复议。"

#: Of 高龄津贴.
BENEFIT = "05"


DEFENCE = "收到通知之日起5日内，可以向我们书面或者当面陈述、申辩。"

#: 行政许可.
LICENCE = "01"


def entered(level="county", text=TEXT, item_type=BENEFIT, defence="") -> dict:
    return {
        "item_type": item_type,
        "level": level,
        "text": text,
        "confirmed_by": "市司法局〔2026〕1号",
        "confirmed_on": "2026-11-01",
        "defence": defence,
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

    def test_papers_against_a_person_say_how_they_state_their_case(self):
        levels = ("county", "street", "community")
        rows = [entered(each, item_type=LICENCE, defence=DEFENCE) for each in levels]
        self.confirm(*rows)
        changes = {
            "item_type": LICENCE,
            "deciding_unit_code": find_unit("county:MZ", COMMUNITY).code,
        }
        refused = self.take_in("a", **changes)
        self.move(refused, "accept", "start")
        self.move(refused, "refuse", reason="户籍不在本市")
        not_accepted = self.take_in("b", **changes)
        self.move(
            not_accepted,
            "refuse_acceptance",
            reason="不归本机关管",
            ground="not_met",
        )
        to_complete = self.take_in("c", **changes)
        self.move(to_complete, "ask_correction", reason="缺户口簿")
        for case, kind in (
            (refused, "refusal"),
            (not_accepted, "non_acceptance"),
            (to_complete, "notice"),
        ):
            with self.subTest(kind):
                text = self.text(case, kind)
                self.assertIn("您的权利", text)
                self.assertIn(DEFENCE, text)
        self.assertNotIn(TEXT, self.text(to_complete, "notice"))
        self.confirm(*(entered(each, item_type=LICENCE) for each in levels))
        other = self.take_in("d", **changes)
        self.move(other, "ask_correction", reason="缺户口簿")
        text = self.text(other, "notice")
        self.assertIn("要补齐、改正的", text)
        self.assertNotIn("您的权利", text)
        # What was issued stays as it was.
        self.assertIn(DEFENCE, self.text(to_complete, "notice"))

    def test_row_from_before_the_defence_was_asked_for_is_read(self):
        row = entered()
        del row["defence"]
        self.confirm(row)
        self.assertEqual((Remedy(**entered()),), confirmed_remedies())
        self.assertIn(TEXT, self.text(self.refused("a"), "refusal"))

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

    def test_self_check_names_licences_whose_papers_tell_of_no_defence(self):
        rows = [entered(each, item_type=LICENCE) for each in ("county", "street")]
        told = [{**each, "defence": DEFENCE} for each in rows]

        def faults():
            return [
                each.title
                for each in unconfirmed_remedies("http://nohost")
                if each.faults[0] == "fault_defence_unconfirmed"
            ]

        with patch.object(
            remedies,
            "_decisions",
            return_value={(LICENCE, "county"), (BENEFIT, "county")},
        ):
            self.assertEqual([], faults())
            self.confirm(*rows, entered())
            self.assertEqual(["行政许可"], faults())
            self.confirm(*told, entered())
            self.assertEqual([], faults())

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
        browser.getControl(name=row.format("defence")).value = DEFENCE
        browser.getControl(name="form.buttons.save").click()
        transaction.begin()
        whole = entered(defence=DEFENCE)
        self.assertEqual((Remedy(**whole),), confirmed_remedies())
        self.assertEqual([whole], api.portal.get_registry_record(RECORD))
