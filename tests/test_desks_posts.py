"""Each form of the staff's desks keeps to the contract of all of them."""

from datetime import datetime
from datetime import UTC
from lxml import html
from onewindow_policy.cases.archive.lists import appraise
from onewindow_policy.cases.archive.lists import Decision
from onewindow_policy.cases.archive.lists import make_list
from onewindow_policy.cases.archive.models import ArchiveTerm
from onewindow_policy.cases.archive.models import CaseHold
from onewindow_policy.cases.archive.models import DestructionLine
from onewindow_policy.cases.archive.models import DestructionList
from onewindow_policy.cases.handling import move_case
from onewindow_policy.cases.models import Case
from onewindow_policy.cases.submissions import register_case
from onewindow_policy.cases.transferring.sending import cancel_list
from onewindow_policy.feedback.answering import answer_suggestion
from onewindow_policy.feedback.answering import close_suggestion
from onewindow_policy.feedback.answering import publish_suggestion
from onewindow_policy.feedback.leaving import leave_suggestion
from onewindow_policy.feedback.leaving import NewSuggestion
from onewindow_policy.feedback.models import Suggestion
from onewindow_policy.inquiries.models import Inquiry
from onewindow_policy.inquiries.opening import note_call
from onewindow_policy.jobs.leases import note_jobs
from onewindow_policy.jobs.models import JobState
from onewindow_policy.jobs.running import jobs_by_name
from onewindow_policy.messages.api import post
from onewindow_policy.messages.models import Message
from onewindow_policy.messages.states import FAILED
from onewindow_policy.questions.models import ItemQuestion
from onewindow_policy.records.api import AuditEntry
from onewindow_policy.records.api import read_session
from onewindow_policy.records.api import utc_now
from onewindow_policy.records.api import write_session
from onewindow_policy.records.database import Database
from onewindow_policy.records.database import get_database
from onewindow_policy.records.database import replace_database
from onewindow_policy.rights.models import RightsRequest
from onewindow_policy.rights.requests import ask_at_window
from onewindow_policy.rights.requests import grant
from onewindow_policy.search.synonyms import synonym_lines
from onewindow_policy.testing import SAMPLE_FUNCTIONAL_TESTING
from onewindow_policy.testing.cases import closed_case
from onewindow_policy.testing.cases import COMMUNITY
from onewindow_policy.testing.cases import submission
from onewindow_policy.testing.inquiries import add_inquiry
from onewindow_policy.testing.mails import use_mail_server
from onewindow_policy.testing.posts import PostContract
from onewindow_policy.testing.questions import add_answer
from onewindow_policy.testing.questions import add_question
from onewindow_policy.testing.records import empty_postgresql
from onewindow_policy.testing.tickets import log_in
from onewindow_policy.testing.transfers import TransferSetup
from onewindow_policy.workdays.deadlines import local_date
from plone import api
from plone.app.testing import login
from plone.testing.zope import Browser
from sqlalchemy import func
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
    inputs = {"transition": "return", "confirmed": "1"}
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


class TestInquiries(PostContract, SampleTestCase):
    writer = "window-staff"
    stranger = "coordinator"
    texts = {"matter": "想问年审几时办。", "told": "每年三月。"}
    inputs = {"save": "1", "nonce": "n", "channel": "phone"}
    too_long = ("matter", "长" * 2001)
    required = ("matter",)
    has_versions = False

    def make(self):
        return "@@inquire?channel=phone"

    def stored(self):
        transaction.begin()
        return tuple(read_session().scalars(select(Inquiry.number)))

    def change(self):
        pass


class TestTransfersTakenBack(TransferSetup, PostContract, SampleTestCase):
    writer = "grid-worker"
    stranger = "window-staff"
    texts = {"reason": "今天没有车。"}
    inputs = {"cancel": "1"}
    too_long = ("reason", "长" * 301)
    required = ("reason",)

    def setUp(self):
        TransferSetup.setUp(self)
        PostContract.setUp(self)

    def make(self):
        self.list_number = self.send(self.take_in())
        return f"@@transfer?number={self.list_number}"

    def stored(self):
        transaction.begin()
        return self.list_of(self.list_number, "state", "version")

    def change(self):
        self.receive(self.list_number)


class TestTransfersReceived(TestTransfersTakenBack):
    writer = "street-officer"
    texts = {"missing-0": "照片一张"}
    inputs = {"receive": "1", "line-0": "lacks"}
    too_long = ("missing-0", "长" * 301)
    required = ("missing-0",)

    def test_what_was_written_before_a_refusal_is_not_kept(self):
        before = self.openings()
        self.post(**{"missing-0": ""})
        self.assert_kept(422, texts={})
        # That of the page which came back, and not that of the button.
        self.assertEqual(before + 1, self.openings())

    def openings(self):
        transaction.begin()
        noted = select(func.count()).where(AuditEntry.action == "transfer.open")
        return read_session().scalar(noted)

    def change(self):
        cancel_list(self.list_number, "不送了", self.window, version=1)
        transaction.commit()


class TestPromisedCalls(PostContract, SampleTestCase):
    writer = "window-staff"
    stranger = "coordinator"
    texts = {"note": "已说明。"}
    inputs = {"called": "1"}
    too_long = ("note", "长" * 2001)
    required = ("note",)

    def make(self):
        self.number = add_inquiry(follow_up_on=local_date(utc_now()))
        transaction.commit()
        return f"@@inquiry?number={self.number}"

    def stored(self):
        return self.row(Inquiry.followed_up_at, Inquiry.version)

    def change(self):
        user = self.person("window-staff").getUser()
        note_call(self.number, "已打过。", user, version=1)
        transaction.commit()


class TestDataRequestsTaken(PostContract, SampleTestCase):
    writer = "window-staff"
    stranger = "editor"
    texts = {"wish": "电话写错了。"}
    too_long = ("wish", "长" * 2001)
    required = ("wish",)
    has_versions = False

    def make(self):
        case = register_case(submission())
        transaction.commit()
        self.inputs = {
            "take": "1",
            "kind": "correction",
            "subject": case.number,
            "checked": "1",
        }
        return "@@take-data-request"

    def stored(self):
        transaction.begin()
        return tuple(read_session().scalars(select(RightsRequest.number)))

    def change(self):
        pass


class TestDataRequestsRefused(PostContract, SampleTestCase):
    writer = "supervisor"
    stranger = "editor"
    texts = {"reason": "这些材料须依法保密。"}
    inputs = {"refuse": "1"}
    too_long = ("reason", "长" * 2001)
    required = ("reason",)

    def make(self):
        case = register_case(submission())
        transaction.commit()
        self.number = ask_at_window("copy", case.number, "window-staff").number
        transaction.commit()
        return f"@@data-request?number={self.number}"

    def stored(self):
        return self.row(RightsRequest.state, RightsRequest.version)

    def change(self):
        grant(self.number, "supervisor")
        transaction.commit()


class TestQuestions(PostContract, SampleTestCase):
    writer = "window-staff"
    stranger = "supervisor"
    texts = {"text": "户口在外省的能办吗？"}
    inputs = {"ask": "1", "item": "SQ-LL-001", "community": COMMUNITY}
    too_long = ("text", "长" * 2001)
    required = ("text", "item")
    has_versions = False

    def make(self):
        return "@@ask-department?item=SQ-LL-001"

    def stored(self):
        transaction.begin()
        return tuple(read_session().scalars(select(ItemQuestion.number)))

    def change(self):
        pass


class TestAnswersByPhone(PostContract, SampleTestCase):
    writer = "window-staff"
    stranger = "supervisor"
    texts = {"answer": "能办，带居住证。"}
    too_long = ("answer", "长" * 2001)
    required = ("answer", "told_by", "told_on")

    def make(self):
        today = local_date(utc_now()).isoformat()
        self.inputs = {"give-answer": "1", "told_by": "陈科长", "told_on": today}
        self.number = add_question()
        transaction.commit()
        return f"@@item-question?number={self.number}"

    def stored(self):
        return self.row(ItemQuestion.state, ItemQuestion.version)

    def change(self):
        add_answer(self.number)
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
            "confirmed": "1",
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


class TestArchiveTerms(PostContract, SampleTestCase):
    writer = "archivist"
    stranger = "supervisor"
    texts = {"approved_by": "示例市档案局", "approval_number": "示档〔2026〕1号"}
    inputs = {"scope": "all", "duty": "kept", "years": "10"}
    inputs |= {"approved_on": "2026-11-02", "save": "1"}
    too_long = ("approved_by", "档" * 201)
    required = ("approved_by", "approval_number")
    has_versions = False

    def make(self):
        return "@@archive-terms"

    def stored(self):
        transaction.begin()
        query = select(ArchiveTerm.years, ArchiveTerm.approved_by)
        return [tuple(row) for row in read_session().execute(query)]


class TestHolds(PostContract, SampleTestCase):
    writer = "archivist"
    stranger = "supervisor"
    texts = {"reason": "审计要用"}
    too_long = ("reason", "审" * 501)
    required = ("reason",)
    has_versions = False

    def make(self):
        self.inputs = {"number": closed_case("a"), "hold": "1"}
        return "@@archive-holds"

    def stored(self):
        transaction.begin()
        return read_session().scalars(select(CaseHold.reason_sealed)).all()


class TestDestructionList(PostContract, SampleTestCase):
    writer = "archivist"
    stranger = "coordinator"
    texts = {"reason-1": "还有用"}
    inputs = {"decision-1": "keep", "appraise": "1"}
    too_long = ("reason-1", "用" * 501)
    required = ("reason-1",)

    def make(self):
        closed_case("a", state="withdrawn", at=datetime(2014, 5, 6, tzinfo=UTC))
        write_session().execute(update(Case).values(stored_at=utc_now()))
        number = make_list("archivist").number
        transaction.commit()
        return f"@@destruction-lists/{number}"

    def stored(self):
        return self.row(DestructionLine.decision, DestructionLine.reason_sealed)

    def change(self):
        (number,) = self.row(DestructionList.number)
        appraise(number, 1, {1: Decision("destroy")}, "archivist")
        transaction.commit()


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
