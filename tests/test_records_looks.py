"""Who looks through a list of people is noted once in ten minutes, and never waits."""

from onewindow_policy.records.database import get_database
from onewindow_policy.testing import SAMPLE_FUNCTIONAL_TESTING
from onewindow_policy.testing.doors import DoorsSetup
from sqlalchemy import text

import unittest


class TestLooks(DoorsSetup, unittest.TestCase):
    layer = SAMPLE_FUNCTIONAL_TESTING

    def look(self, who, path):
        answer = self.session_of(who).get(f"{self.url}/{path}")
        self.assertEqual(200, answer.status_code)
        self.assertIn("<h1", answer.text)
        return answer

    def test_look_through_a_list_is_noted_once_for_a_person_and_a_list(self):
        for who, path in (
            ("window-staff", "@@desk"),
            ("window-staff", "@@desk?state=all"),
            ("supervisor", "@@suggestion-desk"),
            ("window-staff", "@@suggestion-desk"),
            ("supervisor", "@@suggestion-desk"),
        ):
            self.look(who, path)
        told = [(who, what) for who, _do, what, _how in self.noted("list.view")]
        self.assertEqual(
            [
                ("window-staff", "cases"),
                ("supervisor", "suggestions"),
                ("window-staff", "suggestions"),
            ],
            # Two requests within ten minutes may lie on both sides of their end.
            list(dict.fromkeys(told)),
        )

    def test_page_is_shown_while_another_process_keeps_writing(self):
        with get_database().writing.begin() as connection:
            connection.execute(text("SELECT 1"))
            self.look("window-staff", "@@desk")
        self.assertEqual([], self.noted("list.view"))
        self.look("supervisor", "@@suggestion-desk")
        # The next success takes in what waited in the sealed file.
        told = {(who, what) for who, _do, what, _how in self.noted("list.view")}
        self.assertEqual(
            {("window-staff", "cases"), ("supervisor", "suggestions")}, told
        )

    def test_visitors_leave_no_entries(self):
        answer = self.session_of("editor").get(f"{self.url}/@@suggestions")
        self.assertEqual(200, answer.status_code)
        self.assertEqual([], self.noted("list.view"))
