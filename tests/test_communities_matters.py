"""The records of a community go to another one, on both databases."""

from dataclasses import replace
from onewindow_policy.cases.submissions import register_case
from onewindow_policy.cases.taking import cases_of_place
from onewindow_policy.communities.matters import PlaceByCode
from onewindow_policy.feedback.leaving import leave_suggestion
from onewindow_policy.feedback.leaving import NewSuggestion
from onewindow_policy.feedback.taking import suggestions_of_place
from onewindow_policy.rights.models import COPY
from onewindow_policy.rights.requests import ask_at_window
from onewindow_policy.rights.taking import rights_of_place
from onewindow_policy.testing.cases import submission
from onewindow_policy.testing.merging import CODE
from onewindow_policy.testing.merging import INTO
from onewindow_policy.testing.records import POSTGRESQL_TESTING
from onewindow_policy.testing.records import SQLITE_TESTING

import transaction
import unittest

#: What hands records over, in the order of the page; each is asked without a site.
OF_RECORDS = (cases_of_place, suggestions_of_place, rights_of_place)


class RecordsTests:
    """The records of a community, on both databases."""

    def setUp(self):
        self.former, self.target = PlaceByCode(CODE), PlaceByCode(INTO)
        for number, code in enumerate((CODE, CODE, INTO)):
            new = replace(submission(f"nonce-{number}"), community_code=code)
            self.case = register_case(new)
            leave_suggestion(NewSuggestion(f"nonce-{number}", "等了很久。", code))
            transaction.commit()
            ask_at_window(COPY, self.case.number, "window-staff")
            transaction.commit()
        leave_suggestion(NewSuggestion("nonce-of-no-place", "等了很久。"))
        transaction.commit()

    def counts(self, place):
        """Return by name how many of each kind refer to a place."""
        return {
            matter.name: matter.count
            for matters in OF_RECORDS
            for matter in matters.count(place)
            if matter.count
        }

    def hand_over(self):
        for matters in OF_RECORDS:
            matters.hand_over(self.former, self.target)

    def test_records_say_which_communities_they_name_and_what_is_there(self):
        for matters in OF_RECORDS:
            self.assertEqual({CODE, INTO}, matters.codes())
        names = ("cases_open", "suggestions_new", "rights_requests")
        self.assertEqual(dict.fromkeys(names, 2), self.counts(self.former))
        self.assertEqual(dict.fromkeys(names, 1), self.counts(self.target))

    def test_all_of_it_goes_to_the_other_community_when_it_is_committed(self):
        self.hand_over()
        transaction.commit()
        self.assertEqual({}, self.counts(self.former))
        self.assertEqual({3}, set(self.counts(self.target).values()))
        for matters in OF_RECORDS:
            self.assertEqual({INTO}, matters.codes())

    def test_none_of_it_goes_when_it_is_not(self):
        self.hand_over()
        self.assertEqual({}, self.counts(self.former))
        transaction.abort()
        self.assertEqual({2}, set(self.counts(self.former).values()))


class TestRecordsOnSQLite(RecordsTests, unittest.TestCase):
    layer = SQLITE_TESTING


class TestRecordsOnPostgreSQL(RecordsTests, unittest.TestCase):
    layer = POSTGRESQL_TESTING
