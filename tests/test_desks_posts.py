"""Each form of the staff's desks keeps to the contract of all of them."""

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
from onewindow_policy.testing import SAMPLE_FUNCTIONAL_TESTING
from onewindow_policy.testing.cases import COMMUNITY
from onewindow_policy.testing.cases import submission
from onewindow_policy.testing.mails import use_mail_server
from onewindow_policy.testing.posts import PostContract
from plone import api
from plone.app.testing import login
from sqlalchemy import select
from sqlalchemy import update

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
    texts = {"reason": "户口簿缺了最后一页"}
    inputs = {"transition": "return"}
    too_long = ("reason", "缺" * 2001)
    required = ("reason",)

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
