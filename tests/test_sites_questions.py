"""What the sample city's residents are said to have looked for."""

from onewindow_policy.search.api import find
from onewindow_policy.search.api import Question
from onewindow_policy.search.usage import countable
from onewindow_policy.sites.sample_questions import ask_sample_questions
from onewindow_policy.sites.sample_questions import QUESTIONS
from test_search_controlpanel import EditorsTestCase
from zope.component.hooks import setSite

SECTIONS = ("unanswered", "hardly-opened", "asked-otherwise")


class TestSampleQuestions(EditorsTestCase):
    def setUp(self):
        super().setUp()
        setSite(self.layer["portal"])
        ask_sample_questions()

    def asked(self, days=7):
        browser = self.browser_of("editor")
        browser.open(f"{self.url}/@@search-desk?days={days}")
        return {
            name: self.texts(browser, f"#{name} tbody th:first-child")
            for name in SECTIONS
        }

    def test_editors_see_what_the_desk_is_for(self):
        for days in (7, 30):
            for name, questions in self.asked(days).items():
                with self.subTest(days=days, name=name):
                    self.assertTrue(questions)

    def test_numbers_of_results_are_those_that_there_are(self):
        listed = " ".join(self.asked(30)["unanswered"])
        for question in QUESTIONS:
            with self.subTest(question.text):
                finds_nothing = find(Question(question.text)).total == 0
                self.assertEqual(finds_nothing, question.text in listed)

    def test_only_what_would_be_counted_of_residents_is_there(self):
        for question in QUESTIONS:
            with self.subTest(question.text):
                self.assertEqual(question.text, countable(question.text))
                self.assertLessEqual(question.opened, question.visitors)
