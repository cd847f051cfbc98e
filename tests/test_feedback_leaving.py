"""One submission makes one suggestion, sealed, and it is erased when its time is over."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from onewindow_policy.feedback import leaving
from onewindow_policy.feedback.leaving import leave_suggestion
from onewindow_policy.feedback.leaving import NewSuggestion
from onewindow_policy.feedback.listing import count_published
from onewindow_policy.feedback.listing import published_suggestion
from onewindow_policy.feedback.listing import published_suggestions
from onewindow_policy.feedback.models import ANSWERED
from onewindow_policy.feedback.models import CLOSED
from onewindow_policy.feedback.models import NEW
from onewindow_policy.feedback.models import Suggestion
from onewindow_policy.feedback.numbers import new_number
from onewindow_policy.feedback.numbers import parse_number
from onewindow_policy.feedback.retention import erase_old_suggestions
from onewindow_policy.records.api import AuditEntry
from onewindow_policy.records.api import DatabaseBusy
from onewindow_policy.records.api import read_session
from onewindow_policy.records.api import SentOtherwise
from onewindow_policy.records.api import utc_now
from onewindow_policy.records.api import write_session
from onewindow_policy.records.database import Database
from onewindow_policy.records.database import get_database
from onewindow_policy.records.database import replace_database
from onewindow_policy.testing.cases import run_at_once
from onewindow_policy.testing.records import POSTGRESQL_TESTING
from onewindow_policy.testing.records import SQLITE_TESTING
from sqlalchemy import func
from sqlalchemy import select
from threading import Barrier
from unittest import mock

import dataclasses
import transaction
import unittest

MESSAGE = "三号窗口排队太久，上周二等了两个小时，我姓欧阳，电话13812345678。"
NEW_SUGGESTION = NewSuggestion(
    nonce="nonce-1",
    message=MESSAGE,
    community_code="990102001001",
    name="欧阳秀英",
    contact="13812345678",
)


LEAVE_CONTENT = """
from onewindow_policy.feedback.leaving import leave_suggestion
from onewindow_policy.feedback.leaving import NewSuggestion
from onewindow_policy.records.api import SentOtherwise
import transaction

def main(message):
    try:
        left = leave_suggestion(NewSuggestion("same", message))
    except SentOtherwise:
        return "sent otherwise"
    transaction.commit()
    return left.number
"""


def leave(nonce="n1", **values):
    """Leave a suggestion and return its number."""
    new = NewSuggestion(
        nonce=nonce, **{"message": MESSAGE, "kept_months": 12, **values}
    )
    number = leave_suggestion(new).number
    transaction.commit()
    return number


def stored(number):
    """Return the row, from the write session if there is one."""
    return read_session().scalar(select(Suggestion).where(Suggestion.number == number))


def settle(number, state, days_ago, **values):
    """Let a suggestion have been answered or closed some days ago."""
    write_session()
    suggestion = stored(number)
    suggestion.settle(state, utc_now() - timedelta(days=days_ago))
    for name, value in values.items():
        setattr(suggestion, name, value)
    transaction.commit()


class LeavingTests:
    def test_suggestion_is_kept_as_it_was_left(self):
        left = leave_suggestion(NEW_SUGGESTION)
        transaction.commit()
        self.assertTrue(left.created)
        self.assertEqual(left.number, parse_number(left.number))
        suggestion = stored(left.number)
        self.assertEqual(MESSAGE, suggestion.message)
        self.assertEqual("欧阳秀英", suggestion.name)
        self.assertEqual("13812345678", suggestion.contact)
        self.assertEqual("990102001001", suggestion.community_code)
        self.assertEqual((NEW, 1, True), self.facts(suggestion))

    def facts(self, suggestion):
        return suggestion.state, suggestion.version, suggestion.has_contact

    def test_name_contact_and_community_may_be_missing(self):
        suggestion = stored(leave(name="", contact=None))
        self.assertIsNone(suggestion.name)
        self.assertIsNone(suggestion.contact)
        self.assertIsNone(suggestion.community_code)
        self.assertFalse(suggestion.has_contact)

    def test_nothing_personal_is_stored_in_clear(self):
        leave_suggestion(NEW_SUGGESTION)
        transaction.commit()
        with get_database().reading.connect() as connection:
            for table in (Suggestion.__table__, AuditEntry.__table__):
                for row in connection.execute(select(table)):
                    for value in row:
                        data = (
                            value if isinstance(value, bytes) else str(value).encode()
                        )
                        for secret in ("欧阳", "13812345678", "排队", "nonce-1"):
                            self.assertNotIn(secret.encode(), data)
            suggestions = select(func.count()).select_from(Suggestion)
            self.assertEqual(1, connection.scalar(suggestions))

    def test_nothing_personal_is_in_a_representation(self):
        shown = repr(NEW_SUGGESTION)
        self.assertIn("NewSuggestion", shown)
        for secret in ("欧阳", "13812345678", "排队", "nonce-1"):
            self.assertNotIn(secret, shown)

    def test_excerpt_tells_the_beginning_and_not_who(self):
        message = f"我叫欧阳秀英，\n电话13812345678。{MESSAGE}"
        excerpt = stored(leave(message=message, name="欧阳秀英")).excerpt
        self.assertEqual(
            "我叫***， 电话***。三号窗口排队太久，上周二等了两个小时，我姓欧阳，电话*…",
            excerpt,
        )
        self.assertEqual(
            "很好，谢谢！", stored(leave("n2", message="很好，谢谢！")).excerpt
        )

    def test_same_submission_again_is_the_same_suggestion(self):
        first = leave()
        again = leave_suggestion(NewSuggestion("n1", MESSAGE, kept_months=12))
        transaction.commit()
        self.assertEqual((first, False), (again.number, again.created))
        self.assertNotEqual(first, leave("n2"))

    def test_other_content_with_the_same_nonce_gets_nothing_of_the_first(self):
        first = leave()
        for values in ({"message": "另一句话"}, {"name": "别人"}, {"content": "sent"}):
            with self.subTest(values), self.assertRaises(SentOtherwise) as caught:
                leave(**values)
            transaction.abort()
            self.assertEqual(stored(first).received_at, caught.exception.at)
            self.assertNotIn(first, repr(vars(caught.exception)))
        self.assertEqual(1, read_session().scalar(select(func.count(Suggestion.id))))

    def test_different_contents_at_once_make_one_suggestion(self):
        said = run_at_once(LEAVE_CONTENT, ["一", "二", "三"])
        self.assertEqual(2, said.count("sent otherwise"))
        self.assertEqual(1, read_session().scalar(select(func.count(Suggestion.id))))

    def test_same_submission_at_the_same_moment_is_one_suggestion(self):
        together = Barrier(8)

        def draw_together(moment):
            # All have looked whether the submission came before, and nobody has written.
            together.wait(30)
            return new_number(moment)

        def leave_one(_number):
            with transaction.manager:
                return leave_suggestion(NEW_SUGGESTION)

        with (
            mock.patch.object(leaving, "new_number", draw_together),
            ThreadPoolExecutor(8) as pool,
        ):
            left = list(pool.map(leave_one, range(8)))
        self.assertEqual(1, len({each.number for each in left}))
        self.assertEqual(1, sum(each.created for each in left))
        self.assertEqual(1, read_session().scalar(select(func.count(Suggestion.id))))

    def test_number_that_is_taken_is_drawn_anew(self):
        taken = leave()
        drawn = iter([taken, taken, "260115483921"])
        with mock.patch.object(leaving, "new_number", lambda _moment: next(drawn)):
            self.assertEqual("260115483921", leave("n2"))

    def test_when_no_number_is_left_it_is_tried_again_later(self):
        taken = leave()
        with (
            mock.patch.object(leaving, "new_number", lambda _moment: taken),
            self.assertRaises(DatabaseBusy),
        ):
            leave("n2")
        transaction.abort()
        self.assertEqual(1, read_session().scalar(select(func.count(Suggestion.id))))


class RetentionTests:
    def erase(self, **size):
        count = erase_old_suggestions(utc_now(), **size)
        transaction.commit()
        return count

    def test_what_was_settled_long_ago_is_erased_with_its_key(self):
        number = leave(name="欧阳秀英", contact="13812345678")
        settle(number, ANSWERED, 400, reply="已加派人手。")
        self.assertEqual(1, self.erase())
        suggestion = stored(number)
        self.assertTrue(suggestion.is_erased)
        self.assertIsNone(suggestion.content_hash)
        for name in ("message", "name", "contact", "excerpt", "reply"):
            self.assertIsNone(getattr(suggestion, f"{name}_sealed"), name)
        transaction.abort()
        self.assertEqual(0, self.erase())

    def test_what_is_public_stays(self):
        number = leave()
        settle(
            number,
            ANSWERED,
            400,
            public_question="为什么排队久？",
            public_reply="已加派人手。",
            published_at=utc_now(),
        )
        self.erase()
        self.assertEqual("已加派人手。", published_suggestion(number).reply)

    def test_what_is_recent_or_unanswered_stays(self):
        recent, closed, waiting = leave("n1"), leave("n2"), leave("n3")
        settle(recent, ANSWERED, 300)
        settle(closed, CLOSED, 400)
        write_session()
        stored(waiting).received_at = utc_now() - timedelta(days=4000)
        transaction.commit()
        self.assertEqual(1, self.erase())
        self.assertEqual(MESSAGE, stored(recent).message)
        self.assertEqual(MESSAGE, stored(waiting).message)

    def test_each_sender_was_told_a_term_of_its_own(self):
        longer, never = leave("n1", kept_months=24), leave("n2", kept_months=None)
        for number in (longer, never):
            settle(number, CLOSED, 400)
        self.assertEqual(0, self.erase())
        settle(longer, CLOSED, 800)
        self.assertEqual(1, self.erase())
        self.assertFalse(stored(never).is_erased)

    def test_each_erasure_is_in_the_audit(self):
        number = leave()
        settle(number, CLOSED, 400)
        self.erase()
        entry = read_session().scalar(select(AuditEntry))
        self.assertEqual(
            ("suggestion.erase", number, "retention"),
            (entry.action, entry.subject, entry.detail),
        )

    def test_erasing_takes_turns_until_none_is_left(self):
        for nonce in ("n1", "n2", "n3"):
            settle(leave(nonce), CLOSED, 400)
        self.assertEqual([2, 1, 0], [self.erase(size=2) for _turn in range(3)])


class PublishedTests:
    def publish(self, nonce, minutes_ago):
        number = leave(nonce)
        settle(
            number,
            ANSWERED,
            0,
            public_question=f"问 {nonce}",
            public_reply=f"答 {nonce}",
            published_at=utc_now() - timedelta(minutes=minutes_ago),
        )
        return number

    def test_published_ones_are_listed_newest_first_in_pages(self):
        leave("n0")
        for minutes_ago in (3, 1, 2):
            self.publish(f"n{minutes_ago}", minutes_ago)
        self.assertEqual(3, count_published())
        pages = [published_suggestions(start, 2) for start in (0, 2, 4)]
        self.assertEqual(
            [["问 n1", "问 n2"], ["问 n3"], []],
            [[each.question for each in page] for page in pages],
        )

    def test_only_what_is_published_is_found_by_its_number(self):
        waiting, published = leave("n0"), self.publish("n1", 1)
        self.assertIsNone(published_suggestion(waiting))
        self.assertEqual("答 n1", published_suggestion(published).reply)
        self.assertIsNone(published_suggestion("260115483921"))


class TestLeavingOnSQLite(LeavingTests, unittest.TestCase):
    layer = SQLITE_TESTING

    def test_repeated_submission_waits_for_no_writer(self):
        number = leave()
        settings = dataclasses.replace(get_database().settings, wait_seconds=0.05)
        impatient = Database(settings)
        self.addCleanup(impatient.dispose)
        impatient.ensure_ready()
        replace_database(impatient)
        with impatient.writing.begin():
            self.assertEqual(number, leave())


class TestLeavingOnPostgreSQL(LeavingTests, unittest.TestCase):
    layer = POSTGRESQL_TESTING


class TestRetentionOnSQLite(RetentionTests, unittest.TestCase):
    layer = SQLITE_TESTING


class TestRetentionOnPostgreSQL(RetentionTests, unittest.TestCase):
    layer = POSTGRESQL_TESTING


class TestPublishedOnSQLite(PublishedTests, unittest.TestCase):
    layer = SQLITE_TESTING


class TestPublishedOnPostgreSQL(PublishedTests, unittest.TestCase):
    layer = POSTGRESQL_TESTING
