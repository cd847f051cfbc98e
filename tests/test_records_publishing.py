"""Records and content in one transaction of Zope's, through the publisher."""

from onewindow_policy.interfaces import IOneWindowLayer
from onewindow_policy.records.api import audit
from onewindow_policy.records.api import AuditEntry
from onewindow_policy.records.api import check_write
from onewindow_policy.records.api import DatabaseBusy
from onewindow_policy.records.api import DatabaseUnavailable
from onewindow_policy.records.api import OutcomeUnknown
from onewindow_policy.records.api import own_transaction
from onewindow_policy.records.api import read_session
from onewindow_policy.records.api import write_session
from onewindow_policy.records.database import Database
from onewindow_policy.records.database import get_database
from onewindow_policy.records.database import replace_database
from onewindow_policy.records.exceptions import WaitedTooLong
from onewindow_policy.testing import FUNCTIONAL_TESTING
from onewindow_policy.testing import POSTGRESQL_FUNCTIONAL_TESTING
from onewindow_policy.testing.records import empty_postgresql
from onewindow_policy.testing.servers import locked_sqlite
from onewindow_policy.testing.tickets import log_in
from onewindow_policy.testing.tickets import MANAGER
from onewindow_policy.testing.views import OurView
from plone import api
from plone.protect.authenticator import createToken
from plone.testing.zope import Browser
from sqlalchemy import event
from sqlalchemy import select
from sqlalchemy import text
from unittest import mock
from urllib.parse import urlencode
from zExceptions import Forbidden
from zope.component import getGlobalSiteManager
from zope.interface import Interface
from ZPublisher.HTTPRequest import HTTPRequest

import dataclasses
import json
import transaction
import unittest

#: A row whose reference is looked at only when the transaction commits.
LATE_REFERENCE = """
CREATE TABLE late_references (
  key_id VARCHAR(32) REFERENCES master_keys (id) DEFERRABLE INITIALLY DEFERRED
)
"""


def subjects():
    """Return the subjects of all audit entries, as a transaction of their own sees."""
    with get_database().reading.connect() as connection:
        return list(connection.scalars(select(AuditEntry.subject).order_by("id")))


class PublishingTests:
    def setUp(self):
        self.portal = self.layer["portal"]
        self.browser = Browser(self.layer["app"])
        self.browser.raiseHttpErrors = False
        self.browser.addHeader("Accept", "text/html")
        # As zope.conf has it, unless told otherwise.
        patched = mock.patch.object(HTTPRequest, "retry_max_count", 3)
        patched.start()
        self.addCleanup(patched.stop)
        waiting = mock.patch.object(HTTPRequest, "delay_retry", lambda _request: None)
        waiting.start()
        self.addCleanup(waiting.stop)

    def serve(self, work):
        """Let the address `@@test-work` of everything do `work(view)`."""

        class WorkView(OurView):
            def __call__(self):
                return work(self)

        manager = getGlobalSiteManager()
        registered = {
            "factory": WorkView,
            "required": (Interface, IOneWindowLayer),
            "provided": Interface,
            "name": "test-work",
        }
        manager.registerAdapter(**registered)
        self.addCleanup(manager.unregisterAdapter, **registered)

    def open(self, **form):
        transaction.commit()
        address = f"{self.portal.absolute_url()}/@@test-work"
        if form:
            self.browser.post(address, urlencode(form))
        else:
            self.browser.open(address)
        transaction.begin()
        return int(self.browser.headers["status"].split()[0])

    def impatient_database(self):
        settings = dataclasses.replace(get_database().settings, wait_seconds=0.05)
        database = Database(settings)
        self.addCleanup(database.dispose)
        replace_database(database)
        return database

    def test_request_that_others_were_in_the_way_of_is_tried_again(self):
        tries = []

        def work(view):
            tries.append(1)
            audit("test", "1")
            write_session().flush()
            if len(tries) == 1:
                raise DatabaseBusy("planted reason")
            return "done"

        self.serve(work)
        self.assertEqual(200, self.open())
        self.assertEqual(2, len(tries))
        self.assertEqual(["1"], subjects())

    def test_request_that_always_finds_it_locked_ends_in_an_honest_page(self):
        database = self.impatient_database()
        tries = []

        def work(view):
            tries.append(1)
            audit("test", "1")
            write_session().execute(text("UPDATE lookup_keys SET suite = suite"))

        self.serve(work)
        with database.writing.begin() as holder:
            holder.execute(text("UPDATE lookup_keys SET suite = suite"))
            self.assertEqual(503, self.open(something="written"))
        # There was no time left for another one.
        self.assertEqual(1, len(tries))
        self.assertIn("没有保存", self.browser.contents)
        self.assertEqual([], subjects())

    def test_records_and_content_are_saved_together(self):
        def work(view):
            self.written(view)
            return "done"

        self.serve(work)
        self.assertEqual(200, self.open())
        self.assertEqual(["1"], subjects())
        self.assertEqual("written", self.portal.description)

    def test_failing_request_saves_neither(self):
        def work(view):
            self.written(view)
            write_session().flush()
            raise ValueError("no")

        self.serve(work)
        self.assertEqual(500, self.open())
        self.assert_nothing_saved()

    def test_records_that_fail_in_the_vote_leave_content_unchanged(self):
        with get_database().writing.begin() as connection:
            connection.execute(text(LATE_REFERENCE))
        self.addCleanup(self.drop, "late_references")

        def work(view):
            self.written(view)
            statement = "INSERT INTO late_references VALUES ('nowhere')"
            write_session().execute(text(statement))
            return "done"

        self.serve(work)
        self.assertEqual(500, self.open())
        self.assert_nothing_saved()

    def test_content_that_conflicts_leaves_records_unchanged(self):
        tries = []

        def work(view):
            tries.append(1)
            view.context.description = "written"
            audit("test", str(len(tries)))
            write_session().flush()
            if len(tries) == 1:
                self.change_content_meanwhile()
            return "done"

        self.serve(work)
        self.assertEqual(200, self.open())
        self.assertEqual(2, len(tries))
        self.assertEqual(["2"], subjects())

    def test_savepoint_of_plone_takes_records_back_with_content(self):
        def work(view):
            self.written(view)
            savepoint = transaction.savepoint()
            audit("test", "2")
            view.context.description = "written later"
            savepoint.rollback()
            return "done"

        self.serve(work)
        self.assertEqual(200, self.open())
        self.assertEqual(["1"], subjects())
        self.assertEqual("written", self.portal.description)

    def test_page_says_that_nothing_was_saved_and_when_to_come_back(self):
        def work(view):
            raise DatabaseUnavailable("planted reason")

        self.serve(work)
        self.assertEqual(503, self.open(something="written"))
        self.assertEqual("60", self.browser.headers["Retry-After"])
        self.assertIn("没有保存", self.browser.contents)
        self.assertIn('class="main-nav"', self.browser.contents)
        self.assertNotIn("planted reason", self.browser.contents)

    def test_page_that_only_shows_something_does_not_say_that_it_was_not_saved(self):
        def work(view):
            raise DatabaseUnavailable("planted reason")

        self.serve(work)
        self.assertEqual(503, self.open())
        self.assertEqual("60", self.browser.headers["Retry-After"])
        self.assertIn("不会丢失", self.browser.contents)
        self.assertNotIn("没有保存", self.browser.contents)

    def test_page_claims_nothing_when_the_outcome_is_unknown(self):
        def work(view):
            raise OutcomeUnknown("planted reason")

        self.serve(work)
        self.assertEqual(503, self.open())
        self.assertIn("不能确定刚才是否已经保存", self.browser.contents)
        self.assertNotIn("没有保存", self.browser.contents)

    def test_editors_get_the_same_page_without_a_traceback(self):
        def work(view):
            raise DatabaseBusy("planted reason")

        self.serve(work)
        self.log_in()
        self.assertEqual(503, self.open(something="written"))
        self.assertIn("没有保存", self.browser.contents)
        self.assertNotIn("planted reason", self.browser.contents)

    def test_programs_get_the_same_status(self):
        def work(view):
            raise DatabaseUnavailable("planted reason")

        self.serve(work)
        self.browser = Browser(self.layer["app"])
        self.browser.raiseHttpErrors = False
        self.browser.addHeader("Accept", "application/json")
        self.assertEqual(503, self.open())
        self.assertEqual(
            {"error_type": "DatabaseUnavailable"}, json.loads(self.browser.contents)
        )

    def test_write_by_a_person_needs_their_token(self):
        def work(view):
            check_write(view.request)
            audit("test", view.request.form["subject"])
            return "done"

        self.serve(work)
        self.log_in()
        self.assertEqual(403, self.open())
        self.assertEqual(403, self.open(subject="no token"))
        self.assertEqual(403, self.open(subject="wrong token", _authenticator="0" * 40))
        self.assertEqual([], subjects())
        with api.env.adopt_user(MANAGER):
            token = createToken()
        self.assertEqual(200, self.open(subject="right", _authenticator=token))
        self.assertEqual(["right"], subjects())

    def test_token_in_an_address_does_not_make_a_write(self):
        request = self.layer["request"].clone()
        request.environ["REQUEST_METHOD"] = "GET"
        request.form["_authenticator"] = createToken()
        with self.assertRaises(Forbidden):
            check_write(request)

    def test_audit_names_the_person_of_the_request(self):
        def work(view):
            audit("test", "1")
            return "done"

        self.serve(work)
        self.open()
        self.log_in()
        self.open()
        found = read_session().scalars(select(AuditEntry.user_id).order_by("id"))
        self.assertEqual(["anonymous", MANAGER], list(found))

    def log_in(self):
        log_in(self.browser)

    def written(self, view):
        audit("test", "1")
        view.context.description = "written"

    def assert_nothing_saved(self):
        self.assertEqual([], subjects())
        self.assertNotEqual("written", self.portal.description)

    def drop(self, table):
        transaction.abort()
        with get_database().writing.begin() as connection:
            connection.execute(text(f"DROP TABLE {table}"))

    def change_content_meanwhile(self):
        """Commit another change of the site, by a connection of its own."""
        manager = transaction.TransactionManager()
        connection = self.layer["zodbDB"].open(manager)
        site = connection.root()["Application"][self.portal.getId()]
        site.description = "changed meanwhile"
        manager.commit()
        connection.close()


class TestPublishingOnSQLite(PublishingTests, unittest.TestCase):
    layer = FUNCTIONAL_TESTING

    def test_all_waits_of_a_request_together_are_no_longer_than_one(self):
        limit = 0.3
        settings = dataclasses.replace(get_database().settings, wait_seconds=limit)
        database = Database(settings)
        self.addCleanup(database.dispose)
        replace_database(database)
        database.ensure_ready()
        asked, begun, tries = [], [], []

        @event.listens_for(database.engine, "before_cursor_execute")
        def note(_connection, _cursor, statement, *_others):
            if statement.startswith("PRAGMA busy_timeout"):
                asked.append(int(statement.rpartition("=")[2]))
            elif statement == "BEGIN IMMEDIATE":
                begun.append(asked[-1])

        def work(view):
            tries.append(1)
            for _number in range(3):
                try:
                    with own_transaction():
                        audit("refused", "1")
                except (DatabaseBusy, DatabaseUnavailable):
                    view.context.description = "written"
            audit("test", "1")

        self.serve(work)
        with locked_sqlite(settings.sqlite_path):
            self.assertEqual(503, self.open(something="written"))
        self.assertIn("没有保存", self.browser.contents)
        self.assertEqual(1, len(tries))
        self.assertEqual(4, len(begun))
        self.assertLessEqual(sum(begun), limit * 1000)
        self.assert_nothing_saved()
        # The next request has a span of its own.
        self.serve(lambda view: audit("test", "next"))
        self.assertEqual(204, self.open(something="written"))
        self.assertGreater(asked[-1], 0)
        self.assertEqual(["next"], subjects())

    def test_thread_that_waits_for_its_turn_waits_within_the_same_span(self):
        database = self.impatient_database()
        met = []

        def work(view):
            for _number in range(2):
                try:
                    with own_transaction():
                        audit("refused", "1")
                except DatabaseUnavailable as error:
                    met.append(type(error))
            raise met[-1]("planted reason")

        self.serve(work)
        with database.writing.begin() as holder:
            holder.execute(text("UPDATE lookup_keys SET suite = suite"))
            self.assertEqual(503, self.open(something="written"))
        self.assertEqual([WaitedTooLong, WaitedTooLong], met)


class TestPublishingOnPostgreSQL(PublishingTests, unittest.TestCase):
    layer = POSTGRESQL_FUNCTIONAL_TESTING

    def test_outdated_tables_get_the_honest_page_and_a_line_for_the_operator(self):
        settings = self.enterContext(empty_postgresql())
        database = Database(settings)
        self.addCleanup(database.dispose)
        replace_database(database)

        def work(view):
            audit("test", "1")

        self.serve(work)
        with self.assertLogs("onewindow_policy", "ERROR") as logged:
            self.assertEqual(503, self.open(something="written"))
        self.assertIn("onewindow db upgrade", logged.output[0])
        self.assertIn("没有保存", self.browser.contents)
        self.browser.open(self.portal.absolute_url())
        self.assertIn("200", self.browser.headers["status"])
