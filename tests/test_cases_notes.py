"""Notes among colleagues: sealed, only added to, and not for the applicant's page."""

from lxml import html
from onewindow_policy.cases.api import held_case
from onewindow_policy.cases.exceptions import CaseSealed
from onewindow_policy.cases.exceptions import CaseUnknown
from onewindow_policy.cases.exceptions import NoteMissing
from onewindow_policy.cases.exceptions import NoteTooLong
from onewindow_policy.cases.models import Case
from onewindow_policy.cases.noting.models import CaseNote
from onewindow_policy.cases.noting.notes import add_note
from onewindow_policy.cases.noting.notes import LONGEST_NOTE
from onewindow_policy.cases.opening import open_case
from onewindow_policy.cases.tracking import open_by_code
from onewindow_policy.cases.upkeep import erase_case
from onewindow_policy.records.database import get_database
from onewindow_policy.testing import SAMPLE_FUNCTIONAL_TESTING
from onewindow_policy.testing import SAMPLE_POSTGRESQL_FUNCTIONAL_TESTING
from onewindow_policy.testing.cases import ADDRESS
from onewindow_policy.testing.handling import HandlingSetup
from onewindow_policy.testing.tickets import log_in
from plone import api
from plone.testing.zope import Browser
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError
from urllib.parse import urlencode

import transaction
import unittest

NOTE = "老人耳背，打电话请找女儿"


class NoteTests(HandlingSetup):
    def setUp(self):
        super().setUp()
        self.case = self.register()

    def note(self, words=NOTE, user=None):
        add_note(self.case.number, words, user or self.staff)
        transaction.commit()

    def notes(self, user=None):
        opened = open_case(self.case.number, user or self.staff, "handle")
        transaction.commit()
        return [(each.user_id, each.text) for each in opened.notes]

    def test_note_is_there_for_colleagues_and_moves_nothing(self):
        self.note(f"  {NOTE}\n")
        coordinator = api.user.get("coordinator")
        self.note("已联系", coordinator)
        self.assertEqual(
            [("window-staff", NOTE), ("coordinator", "已联系")], self.notes(coordinator)
        )
        self.assertEqual(1, self.stored(Case.version, self.case))
        self.assertIsNone(self.stored(Case.assignee, self.case))
        self.assertIn(("window-staff", "case.note", self.case.number, ""), self.noted())

    def test_note_lies_sealed_and_stays_as_it_is(self):
        self.note()
        with get_database().reading.connect() as connection:
            (sealed,) = connection.scalars(text("SELECT text_sealed FROM case_notes"))
        self.assertNotIn(NOTE.encode(), bytes(sealed))
        for statement in (
            "UPDATE case_notes SET user_id = 'x'",
            "DELETE FROM case_notes",
        ):
            with (
                self.subTest(statement),
                self.assertRaises(DatabaseError),
                get_database().writing.begin() as connection,
            ):
                connection.execute(text(statement))
        self.assertEqual([("window-staff", NOTE)], self.notes())

    def test_empty_and_too_long_notes_are_not_kept(self):
        with self.assertRaises(NoteMissing):
            self.note(" \n ")
        transaction.abort()
        with self.assertRaises(NoteTooLong):
            self.note("长" * (LONGEST_NOTE + 1))
        transaction.abort()
        self.note("长" * LONGEST_NOTE)
        self.assertEqual(1, self.count_of(CaseNote))

    def test_who_has_no_part_in_the_case_leaves_none(self):
        for user_id, refusal in (
            ("supervisor", CaseSealed),
            ("grid-worker", CaseUnknown),
            ("department-officer", CaseUnknown),
        ):
            with self.subTest(user_id), self.assertRaises(refusal):
                self.note(user=api.user.get(user_id))
            transaction.abort()
        self.assertEqual(0, self.count_of(CaseNote))

    def test_applicant_has_them_in_the_copy_alone_and_erasing_ends_them(self):
        self.note()
        tracked = open_by_code(self.case.number, self.case.query_code, ADDRESS)
        self.assertEqual(["register"], [each.transition for each in tracked.history])
        self.assertNotIn(NOTE, repr(tracked))
        copied = held_case(self.case.number).copy()
        self.assertEqual([NOTE], [each["text"] for each in copied["notes"]])
        self.assertNotIn("window-staff", str(copied["notes"]))
        transaction.abort()
        erase_case(self.case.number, "test")
        transaction.commit()
        with self.assertRaises(CaseUnknown):
            self.notes()
        transaction.abort()
        with get_database().reading.connect() as connection:
            count = connection.scalar(
                text(
                    "SELECT count(*) FROM case_notes n JOIN data_keys k"
                    " ON k.id = n.data_key_id WHERE k.wrapped IS NOT NULL"
                )
            )
        self.assertEqual(0, count)


class TestNotesOnSQLite(NoteTests, unittest.TestCase):
    layer = SAMPLE_FUNCTIONAL_TESTING


class TestNotesOnPostgreSQL(NoteTests, unittest.TestCase):
    layer = SAMPLE_POSTGRESQL_FUNCTIONAL_TESTING


class TestNotesOnThePage(HandlingSetup, unittest.TestCase):
    layer = SAMPLE_FUNCTIONAL_TESTING

    def setUp(self):
        super().setUp()
        self.case = self.register()
        self.address = f"{self.portal.absolute_url()}/@@desk/{self.case.number}"

    def open(self, user_id):
        self.browser = Browser(self.layer["app"])
        self.browser.raiseHttpErrors = False
        self.browser.addHeader("Accept", "text/html")
        log_in(self.browser, user_id)
        self.browser.open(self.address)
        return self.read()

    def read(self, status="200"):
        self.assertTrue(self.browser.headers["status"].startswith(status))
        page = html.fromstring(self.browser.contents)
        self.assertEqual(1, len(page.cssselect("main h1")))
        return page

    def test_note_is_typed_below_the_case_and_stands_there_with_its_name(self):
        self.open("window-staff")
        form = self.browser.getForm(id="add-note")
        form.getControl(name="case-note").value = NOTE
        form.submit(name="add-note")
        (notes,) = self.read().cssselect("#notes")
        self.assertIn(NOTE, notes.text_content())
        name = api.user.get("window-staff").getProperty("fullname")
        self.assertIn(name, notes.text_content())
        (notes,) = self.open("coordinator").cssselect("#notes")
        self.assertIn(NOTE, notes.text_content())

    def test_what_was_typed_comes_back_with_what_is_wrong(self):
        page = self.open("window-staff")
        (token, *_) = page.cssselect("#add-note [name=_authenticator]")
        long = "长" * (LONGEST_NOTE + 1)
        for words in ("", long):
            form = {
                "_authenticator": token.get("value"),
                "add-note": "1",
                "case-note": words,
            }
            self.browser.post(self.address, urlencode(form))
            page = self.read("422")
            self.assertEqual(1, len(page.cssselect('[href="#case-note"]')))
            (field,) = page.cssselect("#case-note")
            self.assertEqual(words, (field.text or "").strip())
        self.browser.post(self.address, urlencode({"add-note": "1", "case-note": NOTE}))
        (field,) = self.read("403").cssselect("#case-note")
        self.assertEqual(NOTE, field.text.strip())
        self.assertEqual(0, self.count_of(CaseNote))

    def test_who_only_oversees_is_shown_no_note_and_no_form(self):
        add_note(self.case.number, NOTE, self.staff)
        transaction.commit()
        page = self.open("supervisor")
        self.assertEqual(1, len(page.cssselect("#disclose")))
        self.assertEqual([], page.cssselect("#notes"))
        self.assertNotIn(NOTE, self.browser.contents)
