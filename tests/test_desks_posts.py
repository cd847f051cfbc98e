"""Each form of the staff's desks keeps to the contract of all of them."""

from lxml import html
from onewindow_policy.cases.handling import move_case
from onewindow_policy.cases.models import Case
from onewindow_policy.cases.submissions import register_case
from onewindow_policy.feedback.answering import answer_suggestion
from onewindow_policy.feedback.answering import close_suggestion
from onewindow_policy.feedback.answering import publish_suggestion
from onewindow_policy.feedback.leaving import leave_suggestion
from onewindow_policy.feedback.leaving import NewSuggestion
from onewindow_policy.feedback.models import Suggestion
from onewindow_policy.jobs.leases import note_jobs
from onewindow_policy.jobs.models import JobState
from onewindow_policy.jobs.running import jobs_by_name
from onewindow_policy.messages.api import post
from onewindow_policy.messages.models import Message
from onewindow_policy.messages.states import FAILED
from onewindow_policy.records.api import AuditEntry
from onewindow_policy.records.api import read_session
from onewindow_policy.records.api import utc_now
from onewindow_policy.records.api import write_session
from onewindow_policy.records.database import Database
from onewindow_policy.records.database import get_database
from onewindow_policy.records.database import replace_database
from onewindow_policy.search.synonyms import synonym_lines
from onewindow_policy.testing import SAMPLE_FUNCTIONAL_TESTING
from onewindow_policy.testing.cases import COMMUNITY
from onewindow_policy.testing.cases import submission
from onewindow_policy.testing.mails import use_mail_server
from onewindow_policy.testing.posts import PostContract
from onewindow_policy.testing.records import empty_postgresql
from onewindow_policy.testing.tickets import log_in
from plone import api
from plone.app.testing import login
from plone.testing.zope import Browser
from sqlalchemy import select
from sqlalchemy import update
from urllib.parse import urlencode

import transaction
import unittest


class SampleTestCase(unittest.TestCase):
    layer = SAMPLE_FUNCTIONAL_TESTING

    def person(self, name):
        login(self.layer["portal"], name)
        return api.user.get_current()

    def row(self, *columns):
        """Return the one row of a table, as it is stored."""
        transaction.begin()
        return tuple(read_session().execute(select(*columns)).one())


class TestCases(PostContract, SampleTestCase):
    writer = "window-staff"
    stranger = "coordinator"
    texts = {"return-reason": "户口簿缺了最后一页"}
    inputs = {"transition": "return"}
    too_long = ("return-reason", "缺" * 2001)
    required = ("return-reason",)

    def make(self):
        self.case = register_case(submission("a"))
        transaction.commit()
        return f"@@desk/{self.case.number}"

    def stored(self):
        return self.row(Case.state, Case.version)

    def change(self):
        user = self.person("window-staff").getUser()
        move_case(self.case.number, "accept", user, version=1)
        transaction.commit()


#: A row that the end of the transaction refuses.
FAILING_ON_SQLITE = (
    "CREATE TABLE failing (of INTEGER REFERENCES failing_at (id)"
    " DEFERRABLE INITIALLY DEFERRED)",
    "CREATE TABLE failing_at (id INTEGER PRIMARY KEY)",
    "CREATE TRIGGER failing AFTER UPDATE ON cases BEGIN"
    " INSERT INTO failing VALUES (1); END",
)

#: The server drops the connection at the end of the transaction.
DROPPING_ON_POSTGRESQL = (
    "CREATE FUNCTION drop_connection() RETURNS trigger LANGUAGE plpgsql AS"
    " $$ BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NULL; END $$",
    "CREATE CONSTRAINT TRIGGER dropping AFTER UPDATE ON cases DEFERRABLE INITIALLY"
    " DEFERRED FOR EACH ROW EXECUTE FUNCTION drop_connection()",
)


class TestFailedCommit(SampleTestCase):
    """A button has done its work, and the end of the transaction fails."""

    def setUp(self):
        self.browser = Browser(self.layer["app"])
        self.browser.raiseHttpErrors = False
        self.browser.addHeader("Accept", "text/html")

    def fail(self, statements):
        """Post a reason while these statements of SQL are in force; return the page."""
        case = register_case(submission("a"))
        transaction.commit()
        log_in(self.browser, "window-staff")
        self.browser.open(f"{self.layer['portal'].absolute_url()}/@@desk/{case.number}")
        self.assertIn("200", self.browser.headers["status"])
        page = html.fromstring(self.browser.contents)
        (token, *_others) = page.cssselect("main form [name='_authenticator']")
        with get_database().writing.begin() as connection:
            for statement in statements:
                connection.exec_driver_sql(statement)
        form = {
            "transition": "return",
            "return-reason": "户口簿缺了最后一页",
            "version": "1",
            "_authenticator": token.get("value"),
        }
        self.browser.post(self.browser.url, urlencode(form))
        page = html.fromstring(self.browser.contents)
        self.assertEqual(1, len(page.cssselect("main h1")))
        (reason,) = page.cssselect("main form [name='return-reason']")
        self.assertEqual("户口簿缺了最后一页", reason.text.strip())
        self.assertEqual([], page.cssselect(".portalMessage"))
        self.assertNotIn("Location", self.browser.headers)
        self.assertEqual(("submitted", 1), self.row(Case.state, Case.version))
        return page

    def test_form_comes_back_with_all_that_was_typed(self):
        def mend():
            with get_database().writing.begin() as connection:
                connection.exec_driver_sql("DROP TRIGGER failing")
                connection.exec_driver_sql("DROP TABLE failing")
                connection.exec_driver_sql("DROP TABLE failing_at")

        self.addCleanup(mend)
        page = self.fail(FAILING_ON_SQLITE)
        self.assertIn("500", self.browser.headers["status"])
        (problem,) = page.cssselect("#problems li")
        self.assertIn("我们这边出了问题", problem.text_content())

    def test_whose_connection_broke_is_asked_to_look_first(self):
        kept = get_database()
        settings = self.enterContext(empty_postgresql())
        database = Database(settings)
        database.upgrade()
        self.addCleanup(database.dispose)
        self.addCleanup(replace_database, kept)
        replace_database(database)
        page = self.fail(DROPPING_ON_POSTGRESQL)
        self.assertIn("503", self.browser.headers["status"])
        (perhaps,) = page.cssselect("#perhaps")
        self.assertIn("看看是否已经保存", perhaps.text_content())
        self.assertEqual([], page.cssselect("#away, #problems"))


class TestDisclosure(PostContract, SampleTestCase):
    writer = "supervisor"
    stranger = "editor"
    inputs = {"why": "complaint", "disclose": "1"}
    required = ("why",)
    has_versions = False

    def make(self):
        self.case = register_case(submission("a"))
        transaction.commit()
        return f"@@desk/{self.case.number}"

    def stored(self):
        transaction.begin()
        noted = select(AuditEntry.id).where(AuditEntry.action == "case.disclose")
        return read_session().scalars(noted).all()


class SuggestionPosts(PostContract):
    writer = "supervisor"
    stranger = "editor"
    view: str

    def make(self):
        new = NewSuggestion("n1", "窗口太少。", COMMUNITY, "欧阳秀英", "13812345678")
        self.number = leave_suggestion(new).number
        self.prepare()
        transaction.commit()
        return f"{self.view}?number={self.number}"

    def prepare(self):
        """Bring the suggestion to where the form is offered."""

    def stored(self):
        return self.row(Suggestion.state, Suggestion.version, Suggestion.published_at)


class TestAnswer(SuggestionPosts, SampleTestCase):
    view = "@@answer-suggestion"
    texts = {"reply": "已经加派了人手，谢谢您。"}
    inputs = {"answer": "1"}
    too_long = ("reply", "长" * 5001)
    required = ("reply",)

    def change(self):
        close_suggestion(self.number, self.person("supervisor"), version=1)
        transaction.commit()


class TestPublication(SuggestionPosts, SampleTestCase):
    view = "@@publish-suggestion"
    texts = {
        "public_question": "窗口为什么这么少？",
        "public_reply": "已经加派了人手。",
    }
    inputs = {"is_read": "1", "publish": "1"}
    too_long = ("public_reply", "长" * 5001)
    required = ("public_question", "public_reply", "is_read")

    def prepare(self):
        answer_suggestion(
            self.number, "已加派人手。", self.person("supervisor"), version=1
        )

    def sent(self, **changes):
        return super().sent(**{"version": "2", **changes})

    def change(self):
        publish_suggestion(
            self.number, "窗口呢？", "有。", self.person("supervisor"), version=2
        )
        transaction.commit()


class TestJobs(PostContract, SampleTestCase):
    writer = "manager"
    stranger = "supervisor"
    inputs = {"job": "intake.tries"}
    has_versions = False

    def make(self):
        note_jobs(jobs_by_name(), utc_now())
        return "@@jobs"

    def stored(self):
        transaction.begin()
        query = select(JobState.due_at).where(JobState.name == "intake.tries")
        return read_session().scalar(query)


class TestMessages(PostContract, SampleTestCase):
    writer = "manager"
    stranger = "supervisor"
    has_versions = False

    def make(self):
        use_mail_server(25)
        values = {"sender": "a@example.cn", "mime": "Subject: x"}
        post("messages.stock", "b@example.cn", values, subject="plone")
        write_session().execute(update(Message).values(state=FAILED, due_at=None))
        transaction.commit()
        (message_id,) = self.row(Message.id)
        self.inputs = {"message": str(message_id), "do": "again"}
        return "@@messages"

    def stored(self):
        return self.row(Message.state, Message.due_at)


class TestSynonym(PostContract, SampleTestCase):
    writer = "reviewer"
    stranger = "window-staff"
    texts = {"query": "长寿红包", "meaning": "高龄津贴"}
    too_long = ("meaning", "长" * 21)
    required = ("query", "meaning")
    has_versions = False

    def make(self):
        return "catalogue/@@add-synonym"

    def stored(self):
        transaction.begin()
        return synonym_lines()
