"""A paper keeps the wording that held when it was issued, whatever is written later."""

from onewindow_policy.cases.held import held_case
from onewindow_policy.cases.papers.values import draft_of
from onewindow_policy.cases.transferring.models import TransferLine
from onewindow_policy.cases.transferring.models import TransferList
from onewindow_policy.cases.transferring.printing import issued_list
from onewindow_policy.records.api import read_session
from onewindow_policy.testing import SAMPLE_FUNCTIONAL_TESTING
from onewindow_policy.testing import SAMPLE_POSTGRESQL_FUNCTIONAL_TESTING
from onewindow_policy.testing.printed import printed_text
from onewindow_policy.testing.transfers import TransferSetup
from onewindow_policy.wordings.papers import keep_wording
from onewindow_policy.wordings.papers import worded_paper
from onewindow_policy.wordings.papers import wording_of
from sqlalchemy import select
from test_cases_issuing import IssuingSetup
from unittest.mock import patch

import json
import transaction
import unittest

OPENING = "“${item}”好了：${day}同意办理，*来领吧*。"
NOTE = "本市从今年起不收复印件。"


def write(name, **changed):
    """Have a paper say something else from now on."""
    paper, held = worded_paper(name), wording_of(name)
    sentences = {**paper.shipped, **held.sentences, **changed}
    keep_wording(paper, sentences, "admin", version=held.version)
    transaction.commit()


class IssuedTests(IssuingSetup):
    def test_old_paper_stays_to_the_last_byte_and_a_new_one_says_the_new(self):
        old = self.take_in("old")
        self.move(old, "accept", "start", "approve")
        before = self.opened(old, "completion")
        printed = before.pdf(), before.pdf(is_large=True)
        write("cases.completion", opening=OPENING, note=NOTE)
        new = self.take_in("new")
        self.move(new, "accept", "start", "approve")
        again = self.opened(old, "completion")
        self.assertFalse(again.is_set_anew)
        self.assertEqual(printed, (again.pdf(), again.pdf(is_large=True)))
        text = self.text(new, "completion")
        self.assertIn("同意办理，来领吧。", text)
        self.assertIn(NOTE, text)
        self.assertNotIn("已于", text)
        self.assertEqual(1, self.opened(new, "completion").values["wording_version"])
        write("cases.completion", opening="“${item}”，${day}。")
        self.assertIn("来领吧", self.text(new, "completion"))


class TestIssuedOnSQLite(IssuedTests, unittest.TestCase):
    layer = SAMPLE_FUNCTIONAL_TESTING

    def test_paper_from_before_sentences_could_be_changed_says_what_is_shipped(self):
        case = self.take_in()

        def without_wording(*args):
            draft = draft_of(*args)
            for name in ("wording", "wording_version"):
                del draft.values[name]
            return draft

        place = "onewindow_policy.cases.papers.moved.draft_of"
        with patch(place, without_wording):
            self.move(case, "accept")
        write("cases.acceptance", opening="“${item}”${accepted_on}收下了。")
        self.assertIn("我们已于", self.text(case, "acceptance"))

    def test_copy_for_its_person_has_what_papers_say_and_no_sentence_to_fill_in(self):
        case = self.take_in()
        self.move(case, "accept")
        self.assertIn("wording", self.opened(case, "acceptance").values)
        papers = held_case(case.number).copy()["papers"]
        said = {each["kind"]: each["says"] for each in papers}
        self.assertEqual("高龄津贴申请", said["acceptance"]["item"])
        for kind, says in said.items():
            with self.subTest(kind):
                self.assertNotIn("${", json.dumps(says, ensure_ascii=False))
                self.assertNotIn("wording_version", says)

    def test_board_and_receipt_say_what_a_city_wrote(self):
        write("cases.receipt", opening="${issuer}收到了“${item}”。", note=NOTE)
        text = self.text(self.take_in(), "receipt")
        self.assertIn("收到了“高龄津贴申请”。", text)
        self.assertIn(NOTE, text)


class TestIssuedOnPostgreSQL(IssuedTests, unittest.TestCase):
    layer = SAMPLE_POSTGRESQL_FUNCTIONAL_TESTING


class TestIssuedLists(TransferSetup, unittest.TestCase):
    layer = SAMPLE_FUNCTIONAL_TESTING

    def printed(self, number):
        session = read_session()
        found = session.scalar(
            select(TransferList).where(TransferList.number == number)
        )
        lines = session.scalars(
            select(TransferLine).where(TransferLine.list_id == found.id)
        )
        return issued_list(found, lines).pdf()

    def test_list_keeps_its_wording_too(self):
        old = self.send(self.take_in("a"))
        before = self.printed(old)
        write("cases.transfer_list", consequence="请当面点清。")
        new = self.send(self.take_in("b"))
        self.assertEqual(before, self.printed(old))
        self.assertIn("请接收人逐件核对", printed_text(before))
        self.assertIn("请当面点清。", printed_text(self.printed(new)))
