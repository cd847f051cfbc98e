"""Each list of the staff's desks keeps to the contract of all of them."""

from onewindow_policy.cases.browser.list import CaseList
from onewindow_policy.cases.numbers import case_number_text
from onewindow_policy.cases.submissions import register_case
from onewindow_policy.desks.browser.duties import DutyList
from onewindow_policy.feedback.browser.desk import SuggestionList
from onewindow_policy.feedback.leaving import leave_suggestion
from onewindow_policy.feedback.leaving import NewSuggestion
from onewindow_policy.feedback.numbers import number_text
from onewindow_policy.testing import SAMPLE_FUNCTIONAL_TESTING
from onewindow_policy.testing.cases import COMMUNITY
from onewindow_policy.testing.cases import submission
from onewindow_policy.testing.lists import ListContract

import transaction
import unittest


class TestCases(ListContract, unittest.TestCase):
    layer = SAMPLE_FUNCTIONAL_TESTING
    view = "@@desk"
    list_class = CaseList
    reader = "window-staff"
    stranger = "editor"
    exporter = "coordinator"
    choice = {"state": "received", "community": COMMUNITY}
    nothing = {"state": "withdrawn"}
    secrets = ("赵计华", "13900001234", "990102194003074219")

    def add(self, key):
        case = register_case(submission(key))
        transaction.commit()
        return case_number_text(case.number)


class TestSuggestions(ListContract, unittest.TestCase):
    layer = SAMPLE_FUNCTIONAL_TESTING
    view = "@@suggestion-desk"
    list_class = SuggestionList
    reader = "window-staff"
    stranger = "editor"
    exporter = "supervisor"
    choice = {"state": "new"}
    nothing = {"state": "closed"}
    secrets = ("欧阳秀英", "13812345678")

    def add(self, key):
        new = NewSuggestion(
            key, "我叫欧阳秀英，窗口太少。", COMMUNITY, "欧阳秀英", "13812345678"
        )
        number = leave_suggestion(new).number
        transaction.commit()
        return number_text(number)


class TestDuties(ListContract, unittest.TestCase):
    layer = SAMPLE_FUNCTIONAL_TESTING
    view = "@@duties"
    list_class = DutyList
    reader = "window-staff"
    stranger = "editor"
    exporter = "manager"
    choice = {"kind": "feedback.answer"}
    nothing = {"whose": "overseen"}
    secrets = ("欧阳秀英", "13812345678")

    def add(self, key):
        return TestSuggestions.add(self, key)
