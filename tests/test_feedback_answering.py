"""Staff read, answer and publish what is theirs, and nothing else; each time noted."""

from datetime import timedelta
from onewindow_policy.communities.phones import office_phones
from onewindow_policy.communities.scopes import scope_of
from onewindow_policy.feedback.answering import answer_suggestion
from onewindow_policy.feedback.answering import close_suggestion
from onewindow_policy.feedback.answering import open_suggestion
from onewindow_policy.feedback.answering import publish_suggestion
from onewindow_policy.feedback.answering import unpublish_suggestion
from onewindow_policy.feedback.exceptions import AlreadyErased
from onewindow_policy.feedback.exceptions import DetailsLeft
from onewindow_policy.feedback.exceptions import NotPossible
from onewindow_policy.feedback.exceptions import SuggestionChanged
from onewindow_policy.feedback.exceptions import SuggestionUnknown
from onewindow_policy.feedback.exceptions import TextUnfit
from onewindow_policy.feedback.leaving import leave_suggestion
from onewindow_policy.feedback.leaving import NewSuggestion
from onewindow_policy.feedback.listing import count_new_suggestions
from onewindow_policy.feedback.listing import published_suggestion
from onewindow_policy.feedback.listing import suggestions_for
from onewindow_policy.feedback.models import ANSWERED
from onewindow_policy.feedback.models import CLOSED
from onewindow_policy.feedback.models import NEW
from onewindow_policy.feedback.permissions import ANSWER_SUGGESTION
from onewindow_policy.feedback.permissions import PUBLISH_SUGGESTION
from onewindow_policy.feedback.retention import erase_old_suggestions
from onewindow_policy.records.api import AuditEntry
from onewindow_policy.records.api import read_session
from onewindow_policy.records.api import utc_now
from onewindow_policy.testing import SAMPLE_FUNCTIONAL_TESTING
from onewindow_policy.testing import SAMPLE_POSTGRESQL_FUNCTIONAL_TESTING
from plone import api
from plone.app.testing import login
from plone.app.testing import SITE_OWNER_NAME
from sqlalchemy import select

import transaction
import unittest

OWN = "990102001001"
NEIGHBOUR = "990102001002"
ELSEWHERE = "990103001001"

STRANGERS = (
    "editor",
    "reviewer",
    "district-editor",
    "grid-worker",
    "department-officer",
)


class FeedbackTestCase:
    def setUp(self):
        self.portal = self.layer["portal"]
        self.login("supervisor")

    def login(self, name):
        login(self.portal, name)
        self.user = api.user.get_current()

    def leave(self, nonce="n1", code=OWN, **values):
        values = {"message": "等了很久。", **values}
        values = {"kept_months": 12, **values}
        new = NewSuggestion(nonce=nonce, community_code=code, **values)
        number = leave_suggestion(new).number
        transaction.commit()
        return number

    def answered(self, **values):
        number = self.leave(**values)
        answer_suggestion(number, "已加派人手。", self.user, version=1)
        transaction.commit()
        return number

    def audited(self):
        entries = read_session().scalars(select(AuditEntry).order_by(AuditEntry.id))
        return [(entry.user_id, entry.action, entry.subject) for entry in entries]


class TestScopes(FeedbackTestCase, unittest.TestCase):
    layer = SAMPLE_FUNCTIONAL_TESTING

    def reach(self, permission=ANSWER_SUGGESTION):
        """Return the codes where the user may do something; None stands for the city."""
        scope = scope_of(self.user, permission)
        return scope.communities | ({None} if scope.has_city else set())

    def test_window_staff_answer_where_they_work(self):
        self.login("window-staff")
        self.assertEqual({OWN}, self.reach())
        self.assertEqual(set(), self.reach(PUBLISH_SUGGESTION))

    def test_supervisors_of_the_city_answer_and_publish_everywhere(self):
        for permission in (ANSWER_SUGGESTION, PUBLISH_SUGGESTION):
            areas = self.reach(permission)
            self.assertLessEqual({OWN, NEIGHBOUR, ELSEWHERE, None}, areas)

    def test_supervisors_of_a_district_answer_for_it_alone(self):
        district = self.portal.communities["990102"]
        district.manage_addLocalRoles("grid-worker", ["Supervisor"])
        district.reindexObjectSecurity()
        self.login("grid-worker")
        areas = self.reach()
        self.assertLessEqual({OWN, NEIGHBOUR}, areas)
        self.assertTrue(areas.isdisjoint({ELSEWHERE, None}))
        self.assertEqual(areas, self.reach(PUBLISH_SUGGESTION))

    def test_administrators_answer_everywhere(self):
        login(self.layer["app"], SITE_OWNER_NAME)
        self.user = api.user.get_current()
        areas = self.reach()
        self.assertLessEqual({OWN, ELSEWHERE, None}, areas)

    def test_nobody_else_answers_anything(self):
        for name in STRANGERS:
            self.login(name)
            self.assertEqual(set(), self.reach(), name)


class AnsweringTests(FeedbackTestCase):
    def test_opening_shows_all_and_is_noted(self):
        number = self.leave(name="欧阳秀英", contact="13812345678")
        opened = open_suggestion(number, self.user)
        transaction.commit()
        self.assertEqual("等了很久。", opened.message)
        self.assertEqual(("欧阳秀英", "13812345678"), (opened.name, opened.contact))
        self.assertEqual([("supervisor", "suggestion.open", number)], self.audited())
        for secret in ("等了很久", "欧阳", "13812345678"):
            self.assertNotIn(secret, repr(opened))

    def test_what_is_elsewhere_does_not_exist(self):
        theirs = [
            self.leave(nonce, code)
            for nonce, code in (("n1", NEIGHBOUR), ("n2", ELSEWHERE), ("n3", None))
        ]
        self.login("window-staff")
        for number in (*theirs, "260115483921"):
            with self.assertRaises(SuggestionUnknown):
                open_suggestion(number, self.user)
            with self.assertRaises(SuggestionUnknown):
                answer_suggestion(number, "好", self.user, version=1)
            with self.assertRaises(SuggestionUnknown):
                close_suggestion(number, self.user, version=1)
        transaction.commit()
        self.assertEqual([], self.audited())

    def test_answer_is_kept_and_noted_and_can_be_mended(self):
        self.login("window-staff")
        number = self.leave()
        answer_suggestion(number, "  已加派人手。\n", self.user, version=1)
        transaction.commit()
        opened = open_suggestion(number, self.user)
        self.assertEqual((ANSWERED, 2), (opened.state, opened.version))
        self.assertEqual("已加派人手。", opened.reply)
        answer_suggestion(number, "已加派两人。", self.user, version=2)
        transaction.commit()
        self.assertEqual("已加派两人。", open_suggestion(number, self.user).reply)
        self.assertIn(("window-staff", "suggestion.answer", number), self.audited())

    def test_answer_without_words_or_end_is_refused(self):
        number = self.leave()
        for reply in ("", " \n", "长" * 5001):
            with self.assertRaises(TextUnfit) as refused:
                answer_suggestion(number, reply, self.user, version=1)
            self.assertEqual("reply", refused.exception.field)

    def test_nobody_overwrites_what_they_have_not_seen(self):
        number = self.leave()
        answer_suggestion(number, "好", self.user, version=1)
        transaction.commit()
        for change in (
            lambda: answer_suggestion(number, "不", self.user, version=1),
            lambda: close_suggestion(number, self.user, version=1),
            lambda: publish_suggestion(number, "问", "答", self.user, version=1),
            lambda: unpublish_suggestion(number, self.user, version=1),
        ):
            with self.assertRaises(SuggestionChanged):
                change()
        self.assertEqual("好", open_suggestion(number, self.user).reply)

    def test_new_suggestion_is_closed_once_and_can_still_be_answered(self):
        number = self.leave()
        close_suggestion(number, self.user, version=1)
        transaction.commit()
        with self.assertRaises(NotPossible):
            close_suggestion(number, self.user, version=2)
        self.assertEqual(CLOSED, open_suggestion(number, self.user).state)
        self.assertIn(("supervisor", "suggestion.close", number), self.audited())
        answer_suggestion(number, "好", self.user, version=2)
        self.assertEqual(ANSWERED, open_suggestion(number, self.user).state)

    def test_what_was_erased_can_be_looked_at_and_not_be_answered(self):
        number = self.answered()
        erase_old_suggestions(utc_now() + timedelta(days=370))
        transaction.commit()
        opened = open_suggestion(number, self.user)
        self.assertTrue(opened.is_erased)
        self.assertIsNone(opened.message)
        with self.assertRaises(AlreadyErased):
            answer_suggestion(number, "好", self.user, version=2)
        with self.assertRaises(AlreadyErased):
            publish_suggestion(number, "问", "答", self.user, version=2)


class PublishingTests(FeedbackTestCase):
    def publish(
        self, number, question="为什么等很久？", reply="已加派人手。", version=2
    ):
        publish_suggestion(number, question, reply, self.user, version=version)
        transaction.commit()

    def test_published_texts_are_those_written_for_it(self):
        number = self.answered()
        self.publish(number)
        found = published_suggestion(number)
        self.assertEqual("为什么等很久？", found.question)
        self.assertIn(("supervisor", "suggestion.publish", number), self.audited())

    def test_window_staff_answer_and_others_publish(self):
        self.login("window-staff")
        number = self.answered()
        self.assertFalse(open_suggestion(number, self.user).may_publish)
        with self.assertRaises(SuggestionUnknown):
            self.publish(number)
        with self.assertRaises(SuggestionUnknown):
            unpublish_suggestion(number, self.user, version=2)
        transaction.abort()
        self.login("supervisor")
        self.assertTrue(open_suggestion(number, self.user).may_publish)

    def test_only_what_was_answered_is_published(self):
        with self.assertRaises(NotPossible):
            self.publish(self.leave(), version=1)

    def test_texts_with_numbers_of_people_are_refused(self):
        number = self.answered(name="欧阳秀英", contact="xiuying@example.com")
        for name, texts in (
            ("public_question", {"question": "我的电话１３８１２３４５６７８"}),
            ("public_question", {"question": "欧阳秀英等了很久"}),
            ("public_reply", {"reply": "身份证990102194006150022已查"}),
            ("public_reply", {"reply": "已写信到XiuYing@example.com"}),
        ):
            with self.subTest(texts), self.assertRaises(DetailsLeft) as refused:
                self.publish(number, **texts)
            details = refused.exception.details
            self.assertEqual([name], list(details))
            shown = f"{refused.exception!r} {details!r}"
            for found in details[name]:
                self.assertNotIn(found.text, shown)
        transaction.abort()
        self.assertIsNone(published_suggestion(number))

    def test_phones_of_offices_may_be_published(self):
        phone = min(office_phones())
        number = self.answered()
        self.publish(number, reply=f"请打{phone[:4]}-{phone[4:]}")
        self.assertIsNotNone(published_suggestion(number))

    def test_empty_texts_are_refused(self):
        number = self.answered()
        for name, texts in (
            ("public_question", {"question": " "}),
            ("public_reply", {"reply": ""}),
        ):
            with self.assertRaises(TextUnfit) as refused:
                self.publish(number, **texts)
            self.assertEqual(name, refused.exception.field)

    def test_what_is_taken_back_is_gone(self):
        number = self.answered()
        self.publish(number)
        unpublish_suggestion(number, self.user, version=3)
        transaction.commit()
        self.assertIsNone(published_suggestion(number))
        self.assertIsNone(open_suggestion(number, self.user).public_question)
        with self.assertRaises(NotPossible):
            unpublish_suggestion(number, self.user, version=4)
        self.assertIn(("supervisor", "suggestion.unpublish", number), self.audited())

    def test_published_text_can_be_mended_and_keeps_its_day(self):
        number = self.answered()
        self.publish(number)
        before = published_suggestion(number)
        self.publish(number, question="为什么排队？", version=3)
        after = published_suggestion(number)
        self.assertEqual("为什么排队？", after.question)
        self.assertEqual(before.published_at, after.published_at)


class ListTests(FeedbackTestCase):
    def listed(self, state=NEW, size=2):
        """Return the numbers of all pages."""
        pages, after = [], None
        while True:
            page = suggestions_for(self.user, state, page=after, size=size)
            pages.append([row.number for row in page.rows])
            after = page.next_page
            if after is None:
                return pages

    def test_new_ones_come_oldest_first_and_others_newest_first(self):
        numbers = [self.leave(f"n{each}") for each in range(5)]
        self.assertEqual([numbers[:2], numbers[2:4], numbers[4:]], self.listed())
        for number in numbers:
            close_suggestion(number, self.user, version=1)
        transaction.commit()
        newest = numbers[::-1]
        self.assertEqual([newest[:2], newest[2:4], newest[4:]], self.listed(CLOSED))
        self.assertEqual([[]], self.listed())

    def test_full_page_at_the_end_has_no_next_one(self):
        numbers = [self.leave(f"n{each}") for each in range(2)]
        self.assertEqual([numbers], self.listed())

    def test_unknown_key_begins_anew(self):
        number = self.leave()
        page = suggestions_for(self.user, NEW, page="260115483921")
        self.assertEqual([number], [row.number for row in page.rows])

    def test_everybody_sees_and_counts_what_is_theirs(self):
        own = self.leave("n1")
        for nonce, code in (("n2", NEIGHBOUR), ("n3", ELSEWHERE), ("n4", None)):
            self.leave(nonce, code)
        self.answered(nonce="n5")
        self.assertEqual(4, count_new_suggestions(self.user))
        self.login("window-staff")
        self.assertEqual([[own]], self.listed())
        self.assertEqual(1, count_new_suggestions(self.user))
        for name in STRANGERS:
            self.login(name)
            self.assertEqual([[]], self.listed(), name)

    def test_rows_are_masked_and_open_nothing_else(self):
        self.leave(message="我叫欧阳秀英", name="欧阳秀英", contact="13812345678")
        (row,) = suggestions_for(self.user, NEW).rows
        self.assertEqual("我叫***", row.excerpt)
        self.assertTrue(row.has_contact)
        self.assertNotIn("我叫", repr(row))
        self.assertEqual([], self.audited())

    def test_what_was_erased_is_listed_without_words(self):
        self.answered()
        erase_old_suggestions(utc_now() + timedelta(days=370))
        transaction.commit()
        (row,) = suggestions_for(self.user, ANSWERED).rows
        self.assertIsNone(row.excerpt)


class TestAnsweringOnSQLite(AnsweringTests, unittest.TestCase):
    layer = SAMPLE_FUNCTIONAL_TESTING


class TestAnsweringOnPostgreSQL(AnsweringTests, unittest.TestCase):
    layer = SAMPLE_POSTGRESQL_FUNCTIONAL_TESTING


class TestPublishingOnSQLite(PublishingTests, unittest.TestCase):
    layer = SAMPLE_FUNCTIONAL_TESTING


class TestPublishingOnPostgreSQL(PublishingTests, unittest.TestCase):
    layer = SAMPLE_POSTGRESQL_FUNCTIONAL_TESTING


class TestListsOnSQLite(ListTests, unittest.TestCase):
    layer = SAMPLE_FUNCTIONAL_TESTING


class TestListsOnPostgreSQL(ListTests, unittest.TestCase):
    layer = SAMPLE_POSTGRESQL_FUNCTIONAL_TESTING
