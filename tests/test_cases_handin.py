"""What is missing is handed in on the web, with number and code, without starting over."""

from datetime import date
from onewindow_policy.cases.exceptions import CodeRefused
from onewindow_policy.cases.exceptions import NothingMissing
from onewindow_policy.cases.models import Case
from onewindow_policy.cases.models import CaseEvent
from onewindow_policy.cases.models import CaseFile
from onewindow_policy.cases.opening import open_case
from onewindow_policy.cases.submissions import NewFile
from onewindow_policy.cases.supplementing import hand_in
from onewindow_policy.cases.supplementing import missing_in
from onewindow_policy.cases.tracking import open_by_code
from onewindow_policy.intake.models import ParkedUpload
from onewindow_policy.records.api import read_session
from onewindow_policy.testing import SAMPLE_FUNCTIONAL_TESTING
from onewindow_policy.testing import SAMPLE_POSTGRESQL_FUNCTIONAL_TESTING
from onewindow_policy.testing.cases import ADDRESS
from onewindow_policy.testing.handling import HandlingSetup
from onewindow_policy.testing.pictures import picture
from onewindow_policy.workdays.deadlines import due_date
from plone.testing.zope import Browser
from sqlalchemy import select
from webtest.forms import Upload

import html
import re
import transaction
import unittest

BOOK, PHOTO = "SQ-LL-001-M02", "SQ-LL-001-M03"
#: What the sample calls them.
WHY = "户口簿缺了本人那一页，照片是旧的"
NEW_FILE = NewFile(BOOK, "户口簿-1.png", "image/png", b"new")


class HandingInTests(HandlingSetup):
    def missing_case(self):
        case = self.register()
        self.move(case, "ask_correction", reason=WHY, materials=[BOOK, PHOTO])
        transaction.begin()
        return case

    def hand_in(self, case, files=(NEW_FILE,), note="", nonce="page-1"):
        tracked = hand_in(case.number, case.query_code, ADDRESS, files, note, nonce)
        transaction.commit()
        return tracked

    def files_of(self, case):
        transaction.begin()
        query = (
            select(CaseFile)
            .join(Case, Case.id == CaseFile.case_id)
            .where(Case.number == case.number)
            .order_by(CaseFile.position)
        )
        return [
            (each.position, each.material_code, each.content)
            for each in read_session().scalars(query)
        ]

    def test_applicant_is_told_what_is_missing(self):
        case = self.missing_case()
        tracked = open_by_code(case.number, case.query_code, ADDRESS)
        missing = missing_in(tracked)
        self.assertEqual(((BOOK, PHOTO), WHY), (missing.materials, missing.reason))

    def test_what_was_missing_joins_the_case_and_goes_back_to_the_window(self):
        case = self.missing_case()
        before = self.files_of(case)
        tracked = self.hand_in(case, note="照片今天重拍了")
        self.assertEqual(("received", None), (tracked.state, missing_in(tracked)))
        self.assertEqual([*before, (1, BOOK, b"new")], self.files_of(case))
        last = open_case(case.number, self.staff, "handle").history[-1]
        transaction.commit()
        self.assertEqual("supplement", last.transition)
        self.assertEqual("照片今天重拍了", last.facts["note"])
        query = select(CaseEvent.role, CaseEvent.user_id).order_by(
            CaseEvent.version.desc()
        )
        self.assertEqual(
            ("Applicant", None), tuple(read_session().execute(query).first())
        )

    def test_second_press_changes_nothing(self):
        case = self.missing_case()
        self.hand_in(case)
        version, files = self.stored(Case.version, case), self.files_of(case)
        self.assertEqual("received", self.hand_in(case).state)
        self.assertEqual(version, self.stored(Case.version, case))
        self.assertEqual(files, self.files_of(case))
        transaction.begin()
        with self.assertRaises(NothingMissing):
            self.hand_in(case, nonce="page-2")
        transaction.abort()

    def test_second_press_with_papers_to_follow_adds_nothing(self):
        case = self.register()
        until = due_date(date.today(), 3, "working").date.isoformat()
        self.move(
            case, "accept_conditionally", materials=[PHOTO], until=until, agreed="1"
        )
        for nonce, count in (("page-1", 2), ("page-1", 2), ("page-2", 3)):
            transaction.begin()
            self.hand_in(case, nonce=nonce)
            self.assertEqual(count, len(self.files_of(case)))

    def test_nothing_is_taken_in_where_nothing_is_missing(self):
        case = self.register()
        for step in (None, "accept"):
            if step:
                self.move(case, step)
            transaction.begin()
            with self.subTest(step), self.assertRaises(NothingMissing):
                self.hand_in(case)
            transaction.abort()
        self.assertEqual(1, len(self.files_of(case)))

    def test_nobody_hands_in_with_a_wrong_code(self):
        case = self.missing_case()
        wrong = f"{(int(case.query_code) + 1) % 10**10:010d}"
        with self.assertRaises(CodeRefused):
            hand_in(case.number, wrong, ADDRESS, [NEW_FILE])
        transaction.abort()
        self.assertEqual("awaiting_correction", self.stored(Case.state, case))

    def test_papers_to_follow_come_in_and_the_window_looks_at_them(self):
        case = self.register()
        until = due_date(date.today(), 3, "working").date.isoformat()
        self.move(
            case, "accept_conditionally", materials=[PHOTO], until=until, agreed="1"
        )
        transaction.begin()
        tracked = open_by_code(case.number, case.query_code, ADDRESS)
        self.assertEqual((PHOTO,), missing_in(tracked).materials)
        tracked = self.hand_in(case)
        self.assertEqual("accepted_conditionally", tracked.state)
        self.assertEqual("hand_in", tracked.history[-1].transition)
        self.assertEqual(2, len(self.files_of(case)))
        self.assertEqual("accepted", self.move(case, "bring_deferred"))


class TestHandingInOnSQLite(HandingInTests, unittest.TestCase):
    layer = SAMPLE_FUNCTIONAL_TESTING


class TestHandingInOnPostgreSQL(HandingInTests, unittest.TestCase):
    layer = SAMPLE_POSTGRESQL_FUNCTIONAL_TESTING


class TestHandInPage(HandlingSetup, unittest.TestCase):
    layer = SAMPLE_FUNCTIONAL_TESTING

    def setUp(self):
        super().setUp()
        self.case = self.register()
        self.move(self.case, "ask_correction", reason=WHY, materials=[BOOK, PHOTO])
        self.browser = Browser(self.layer["app"])
        self.browser.raiseHttpErrors = False
        self.browser.open(f"{self.portal.absolute_url()}/@@track")
        form = self.browser.getForm(id="track-form")
        form.getControl(name="number").value = self.case.number
        form.getControl(name="code").value = self.case.query_code
        form.submit()
        self.browser.getForm(id="to-hand-in").submit()

    def text(self):
        words = re.sub(r"<[^>]+>", " ", html.unescape(self.browser.contents))
        return re.sub(r"\s+", " ", words)

    def send(self, note="", **files):
        form = self.browser.getForm(id="hand-in-form")
        for code, (content, kind, name) in files.items():
            control = form.getControl(name=f"files-{code.replace('_', '-')}")
            # The test browser's own way knows inputs for a single file only.
            control._control.force_value([Upload(name, content, kind)])
        form.getControl(name="note").value = note
        form.submit(name="hand_in")

    def count(self, table):
        transaction.begin()
        return len(read_session().scalars(select(table.id)).all())

    def test_page_says_what_is_missing_and_what_was_sent_lies_in_the_case(self):
        self.assertIn(WHY, self.text())
        self.assertNotIn(self.case.query_code, self.browser.url)
        self.send(
            "照片今天重拍了",
            **{
                BOOK.replace("-", "_"): (picture(), "image/png", "1.png"),
                PHOTO.replace("-", "_"): (picture("JPEG"), "image/jpeg", "2.jpg"),
            },
        )
        self.assertIn("材料已经收到", self.text())
        self.assertEqual("received", self.stored(Case.state, self.case))
        self.assertEqual(3, self.count(CaseFile))
        opened = open_case(self.case.number, self.staff, "handle")
        transaction.commit()
        self.assertEqual(
            [BOOK, PHOTO], [each.material_code for each in opened.files[1:]]
        )
        self.assertNotIn("2.jpg", [each.name for each in opened.files])

    def test_what_is_right_waits_while_something_is_not(self):
        book = BOOK.replace("-", "_")
        self.send("说明一下", **{book: (picture(), "image/png", "1.png")})
        self.assertIn("422", self.browser.headers["status"])
        self.assertIn("只有纸质材料的，请送到窗口", self.text())
        self.assertIn(f'href="#files-{PHOTO}"', self.browser.contents)
        form = self.browser.getForm(id="hand-in-form")
        self.assertEqual("说明一下", form.getControl(name="note").value)
        self.assertEqual(1, len(form.getControl(name="keep").value))
        self.assertEqual("awaiting_correction", self.stored(Case.state, self.case))
        self.assertEqual((1, 1), (self.count(CaseFile), self.count(ParkedUpload)))
        photo = PHOTO.replace("-", "_")
        self.send(**{photo: (picture("JPEG"), "image/jpeg", "2.jpg")})
        self.assertIn("材料已经收到", self.text())
        self.assertEqual((3, 0), (self.count(CaseFile), self.count(ParkedUpload)))

    def test_file_of_another_kind_is_refused_at_its_place(self):
        book = BOOK.replace("-", "_")
        self.send(**{book: (b"MZ program", "application/x-msdownload", "a.exe")})
        self.assertIn("422", self.browser.headers["status"])
        self.assertIn(f'id="files-{BOOK}-problem"', self.browser.contents)
        self.assertIn("只能", self.text())
        self.assertEqual(1, self.count(CaseFile))

    def test_address_alone_leads_to_the_progress(self):
        self.browser.followRedirects = False
        self.browser.open(f"{self.portal.absolute_url()}/@@hand-in")
        self.assertTrue(self.browser.headers["Location"].endswith("/@@track"))
