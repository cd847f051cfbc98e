"""The audit knows who did it, from where and in which session, and keeps it."""

from onewindow_policy.records.api import audit
from onewindow_policy.records.api import audit_apart
from onewindow_policy.records.api import AuditEntry
from onewindow_policy.records.api import note_session
from onewindow_policy.records.api import own_transaction
from onewindow_policy.records.api import write_session
from onewindow_policy.records.auditing import address_of
from onewindow_policy.records.database import get_database
from onewindow_policy.testing.records import POSTGRESQL_TESTING
from onewindow_policy.testing.records import SQLITE_TESTING
from sqlalchemy import select
from sqlalchemy import text
from sqlalchemy.orm import Session
from zope.annotation.attribute import AttributeAnnotations
from zope.annotation.interfaces import IAnnotations
from zope.annotation.interfaces import IAttributeAnnotatable
from zope.component import provideAdapter
from zope.component.testing import setUp as set_up_components
from zope.component.testing import tearDown as tear_down_components
from zope.globalrequest import clearRequest
from zope.globalrequest import setRequest
from zope.interface import alsoProvides
from ZPublisher.HTTPRequest import HTTPRequest
from ZPublisher.HTTPResponse import HTTPResponse

import io
import transaction
import unittest

ADDRESS = "203.0.113.7"


def request_from(address):
    """Return a request that came from `address`."""
    environ = {"SERVER_NAME": "x", "SERVER_PORT": "80", "REMOTE_ADDR": address}
    request = HTTPRequest(io.BytesIO(), environ, HTTPResponse())
    alsoProvides(request, IAttributeAnnotatable)
    return request


def entries():
    """Return all entries, as a transaction of their own sees them."""
    with Session(bind=get_database().reading) as session:
        return list(session.scalars(select(AuditEntry).order_by(AuditEntry.id)))


class AuditingTests:
    def setUp(self):
        set_up_components()
        self.addCleanup(tear_down_components)
        provideAdapter(AttributeAnnotations, (IAttributeAnnotatable,), IAnnotations)
        self.request = request_from(ADDRESS)
        setRequest(self.request)
        self.addCleanup(clearRequest)

    def test_entry_tells_account_session_and_address(self):
        note_session(self.request, "session-1", "uid-1")
        audit("test", "1")
        transaction.commit()
        (entry,) = entries()
        self.assertEqual("anonymous", entry.user_id)
        self.assertEqual("uid-1", entry.account_uid)
        self.assertEqual("session-1", entry.session_id)
        self.assertEqual(ADDRESS, address_of(entry))
        self.assertFalse(entry.kept_long)

    def test_address_is_sealed_in_the_row(self):
        audit("test", "1")
        transaction.commit()
        with get_database().reading.connect() as connection:
            stored = bytes(
                connection.scalar(text("SELECT address_sealed FROM audit_entries"))
            )
        self.assertTrue(stored)
        self.assertNotIn(ADDRESS.encode(), stored)

    def test_entry_names_who_is_only_about_to_be_somebody(self):
        audit("test", "1", user_id="zhao", account_uid="uid-2", kept_long=True)
        transaction.commit()
        (entry,) = entries()
        self.assertEqual(("zhao", "uid-2"), (entry.user_id, entry.account_uid))
        self.assertTrue(entry.kept_long)

    def test_entry_without_a_request_has_neither_address_nor_session(self):
        clearRequest()
        audit("test", "1")
        transaction.commit()
        (entry,) = entries()
        self.assertEqual("", address_of(entry))
        self.assertIsNone(entry.session_id)

    def test_entry_apart_is_kept_when_the_request_fails(self):
        audit_apart("test", "1")
        transaction.abort()
        (entry,) = entries()
        self.assertEqual(ADDRESS, address_of(entry))

    def test_entry_apart_waits_for_the_end_of_what_is_being_written(self):
        for end, kept in (
            (transaction.commit, ["joined", "apart"]),
            (transaction.abort, ["joined", "apart", "apart"]),
        ):
            with self.subTest(end):
                audit("test", "joined")
                write_session().flush()
                audit_apart("test", "apart")
                end()
                self.assertEqual(kept, [entry.subject for entry in entries()])

    def test_entry_apart_is_kept_once_when_the_commit_fails(self):
        write_session().execute(text("SELECT 1"))
        audit_apart("test", "apart")
        transaction.get().addBeforeCommitHook(lambda: 1 / 0)
        with self.assertRaises(ZeroDivisionError):
            transaction.commit()
        transaction.abort()
        self.assertEqual(["apart"], [entry.subject for entry in entries()])

    def test_entry_within_an_own_transaction_joins_it(self):
        with self.assertRaises(ZeroDivisionError), own_transaction():
            audit("test", "1")
            raise ZeroDivisionError
        self.assertEqual([], entries())
        with own_transaction():
            audit("test", "2")
        transaction.abort()
        self.assertEqual(["2"], [entry.subject for entry in entries()])


class TestAuditingOnSQLite(AuditingTests, unittest.TestCase):
    layer = SQLITE_TESTING


class TestAuditingOnPostgreSQL(AuditingTests, unittest.TestCase):
    layer = POSTGRESQL_TESTING
