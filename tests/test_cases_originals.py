"""Originals that stay at a window: listed with the case, given back against signature."""

from contextlib import redirect_stderr
from contextlib import redirect_stdout
from datetime import date
from datetime import timedelta
from io import StringIO
from onewindow_policy.cases.archive import commands
from onewindow_policy.cases.archive.models import CasePackage
from onewindow_policy.cases.archive.writing import OriginalsHere
from onewindow_policy.cases.archive.writing import write_package
from onewindow_policy.cases.closing.days import left_over
from onewindow_policy.cases.exceptions import TransitionNotPossible
from onewindow_policy.cases.handingout.exceptions import AuthorityMissing
from onewindow_policy.cases.held import held_case
from onewindow_policy.cases.models import Case
from onewindow_policy.cases.opening import open_case
from onewindow_policy.cases.papers.models import Paper
from onewindow_policy.cases.stepexceptions import FactMissing
from onewindow_policy.cases.stepexceptions import MaterialUnknown
from onewindow_policy.cases.submissions import Answer
from onewindow_policy.records.api import read_session
from onewindow_policy.testing import SAMPLE_FUNCTIONAL_TESTING
from onewindow_policy.testing.cases import COMMUNITY
from onewindow_policy.testing.handling import HandlingSetup
from onewindow_policy.testing.tickets import log_in
from pathlib import Path
from plone.testing.zope import Browser
from sqlalchemy import select
from tempfile import TemporaryDirectory
from types import SimpleNamespace

import html
import transaction
import unittest

CARD, BOOK = "SQ-LL-001-M01", "SQ-LL-001-M02"
ANSWERS = (
    Answer("a", "身份证", "已收原件", CARD, "taken"),
    Answer("b", "户口簿", "已收原件", BOOK, "taken"),
    Answer("c", "银行卡", "已验原件", "SQ-LL-001-M04", "seen"),
)
SIGNED = {"receiver": "本人", "seen": "1"}


class TestOriginals(HandlingSetup, unittest.TestCase):
    layer = SAMPLE_FUNCTIONAL_TESTING

    def taken_in(self):
        return self.register(
            answers=ANSWERS, taken_in_at=COMMUNITY, account="window-staff"
        )

    def opened(self, case):
        transaction.begin()
        return open_case(case.number, self.staff, "handle")

    def held(self):
        transaction.begin()
        return {each.kind: each.count for each in left_over(self.staff)}["originals"]

    def test_originals_are_listed_until_they_are_given_back_against_signature(self):
        case = self.taken_in()
        self.assertEqual((CARD, BOOK), self.opened(case).originals_here)
        self.assertEqual(1, self.held())
        self.move(case, "give_back", materials=[CARD], **SIGNED)
        opened = self.opened(case)
        self.assertEqual(
            ((CARD, BOOK), (BOOK,)), (opened.originals, opened.originals_here)
        )
        self.assertEqual(1, self.held())
        entry = opened.history[-1]
        self.assertEqual(
            ("give_back", "window-staff", "本人"),
            (entry.transition, entry.user_id, entry.facts["receiver"]),
        )
        paper = (
            read_session().scalars(select(Paper).order_by(Paper.issued_at)).all()[-1]
        )
        self.assertEqual("return_of_originals", paper.kind)
        self.assertEqual(1, len(paper.values["returned"]))
        self.move(case, "accept", "start", "approve")
        self.move(case, "give_back", materials=[BOOK], **SIGNED)
        self.assertEqual((), self.opened(case).originals_here)
        self.assertEqual(0, self.held())
        with self.assertRaises(TransitionNotPossible):
            self.move(case, "give_back", materials=[BOOK], **SIGNED)

    def test_only_what_is_here_goes_back_and_to_whom_it_belongs(self):
        case = self.taken_in()
        for given, error in (
            ({"materials": ["SQ-LL-001-M04"]}, MaterialUnknown),
            ({"materials": []}, FactMissing),
            ({"receiver": "王小英"}, AuthorityMissing),
            ({"seen": ""}, FactMissing),
        ):
            with self.subTest(given), self.assertRaises(error):
                self.move(case, "give_back", **({"materials": [CARD]} | SIGNED | given))
            transaction.abort()
        self.assertIsNone(self.stored(Case.given_back, case))

    def test_archive_leaves_out_and_names_what_still_has_originals_here(self):
        case = self.taken_in()
        self.move(case, "return", reason="重复申请")
        with TemporaryDirectory() as name:
            folder = Path(name)
            with self.assertRaises(OriginalsHere):
                write_package(case.number, folder)
            transaction.abort()
            output, errors = StringIO(), StringIO()
            options = SimpleNamespace(
                folder=folder,
                closed_before=date.today() + timedelta(days=1),
                again=False,
                with_originals=False,
            )
            with redirect_stdout(output), redirect_stderr(errors):
                self.assertEqual(0, commands.write(options))
            self.assertIn("originals are still at the window", errors.getvalue())
            self.assertIn("0 cases written", output.getvalue())
            self.assertEqual(0, self.count_of(CasePackage))
            self.assertEqual([], list(folder.glob("*.zip")))
            options.with_originals = True
            with redirect_stdout(output):
                self.assertEqual(0, commands.write(options))
            self.assertEqual(1, self.count_of(CasePackage))

    def test_copy_for_its_person_tells_which_are_here(self):
        case = self.taken_in()
        self.move(case, "give_back", materials=[CARD], **SIGNED)
        transaction.begin()
        copied = held_case(case.number).copy()
        self.assertEqual([CARD, BOOK], copied["originals"])
        self.assertEqual([CARD], copied["originals_given_back"])

    def test_page_of_a_closed_case_says_that_originals_are_here(self):
        case = self.taken_in()
        self.move(case, "return", reason="重复申请")
        browser = Browser(self.layer["app"])
        log_in(browser, "window-staff")
        browser.open(f"{self.portal.absolute_url()}/@@desk/{case.number}")
        text = html.unescape(browser.contents)
        self.assertIn("高龄津贴申请", text)
        self.assertIn("申请人的原件还没有退还", text)
        form = browser.getForm(id="go-give_back")
        form.getControl(name="give_back-materials").value = [CARD, BOOK]
        form.getControl(name="give_back-receiver").value = "本人"
        form.getControl(name="give_back-seen").value = ["1"]
        form.getControl(name="transition").click()
        text = html.unescape(browser.contents)
        self.assertIn("已退还", text)
        self.assertNotIn("申请人的原件还没有退还", text)
        self.assertEqual([CARD, BOOK], self.stored(Case.given_back, case))
