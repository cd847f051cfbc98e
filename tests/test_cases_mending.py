"""What is wrong in an answer is mended on the spot, and the history says what it was."""

from onewindow_policy.cases.correcting.exceptions import AnswerNotMendable
from onewindow_policy.cases.correcting.exceptions import AnswerNotPossible
from onewindow_policy.cases.correcting.exceptions import AnswerTheSame
from onewindow_policy.cases.exceptions import TransitionNotPossible
from onewindow_policy.cases.models import Case
from onewindow_policy.cases.models import CaseEvent
from onewindow_policy.cases.opening import open_case
from onewindow_policy.cases.stepexceptions import FactMissing
from onewindow_policy.cases.submissions import Answer
from onewindow_policy.cases.tracking import open_by_code
from onewindow_policy.forms.api import application_form
from onewindow_policy.forms.api import mendable_questions
from onewindow_policy.records.api import read_session
from onewindow_policy.records.database import get_database
from onewindow_policy.testing import SAMPLE_FUNCTIONAL_TESTING
from onewindow_policy.testing.cases import ADDRESS
from onewindow_policy.testing.handling import HandlingSetup
from onewindow_policy.testing.tickets import log_in
from plone.testing.zope import Browser
from sqlalchemy import select
from sqlalchemy import text

import html
import transaction
import unittest

WRONG, RIGHT = "6222020000001234567", "6222020000007654321"
GIVEN = {"field": "bank_card", "mended": RIGHT, "agreed": "1"}


class TestMending(HandlingSetup, unittest.TestCase):
    layer = SAMPLE_FUNCTIONAL_TESTING

    def case(self, **changes):
        form = application_form(self.portal.catalogue["sq-ll-001"])
        titles = mendable_questions(form)
        answers = (
            Answer("bank_card", titles["bank_card"], WRONG),
            Answer("material_m01_how", "身份证", "已验原件", "SQ-LL-001-M01", "seen"),
        )
        return self.register(answers=answers, **changes)

    def answers(self, case):
        transaction.begin()
        found = read_session().scalar(select(Case).where(Case.number == case.number))
        return {each["name"]: each["value"] for each in found.answers}

    def page(self, browser):
        return html.unescape(browser.contents)

    def test_answer_is_mended_from_the_page_to_the_row_and_the_history(self):
        case = self.case()
        browser = Browser(self.layer["app"])
        log_in(browser, "window-staff")
        browser.open(f"{self.portal.absolute_url()}/@@desk/{case.number}")
        form = browser.getForm(id="go-mend_answer")
        form.getControl(name="mend_answer-field").value = ["bank_card"]
        form.getControl(name="mend_answer-mended").value = f"{RIGHT[:4]} {RIGHT[4:]}"
        form.getControl(name="mend_answer-agreed").value = ["1"]
        form.getControl(name="transition").click()
        page = self.page(browser)
        self.assertIn("当场更正", page)
        # Masked as all numbers are.
        self.assertNotIn(RIGHT, page)
        self.assertNotIn(WRONG, page)
        self.assertEqual(RIGHT, self.answers(case)["bank_card"])
        query = select(CaseEvent).order_by(CaseEvent.version.desc()).limit(1)
        event = read_session().scalar(query)
        self.assertEqual(
            ("mend_answer", "window-staff", "submitted", WRONG, RIGHT, "1"),
            (
                *(event.transition, event.user_id, event.state),
                *(event.facts[name] for name in ("before", "mended", "agreed")),
            ),
        )

    def test_neither_what_stood_there_nor_what_stands_there_lies_in_clear(self):
        case = self.case()
        self.move(case, "mend_answer", **GIVEN)
        with get_database().reading.connect() as connection:
            for table in ("cases", "case_events", "audit_entries"):
                rows = str(connection.execute(text(f"SELECT * FROM {table}")).all())
                self.assertTrue(rows)
                self.assertNotIn(RIGHT, rows)
                self.assertNotIn(WRONG, rows)

    def test_applicant_reads_that_it_was_done_and_no_answer(self):
        case = self.case()
        self.move(case, "mend_answer", **GIVEN)
        transaction.begin()
        entry = open_by_code(case.number, case.query_code, ADDRESS).history[-1]
        self.assertEqual(("mend_answer", {}), (entry.transition, dict(entry.facts)))

    def test_what_is_no_answer_of_the_form_is_not_taken(self):
        case = self.case()
        for given, error in (
            ({"mended": "12ab"}, AnswerNotPossible),
            ({"mended": WRONG}, AnswerTheSame),
            ({"field": "material_m01_how"}, AnswerNotMendable),
            ({"field": "applicant_id"}, AnswerNotMendable),
            ({"agreed": ""}, FactMissing),
        ):
            with self.subTest(given), self.assertRaises(error):
                self.move(case, "mend_answer", **(GIVEN | given))
            transaction.abort()
        self.assertEqual(WRONG, self.answers(case)["bank_card"])

    def test_what_was_accepted_is_mended_no_more(self):
        case = self.case()
        self.move(case, "accept")
        with self.assertRaises(TransitionNotPossible):
            self.move(case, "mend_answer", **GIVEN)
        transaction.abort()
        transaction.begin()
        self.assertEqual({}, open_case(case.number, self.staff, "handle").mendable)


if __name__ == "__main__":
    unittest.main()
