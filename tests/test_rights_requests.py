"""A person's copy, correction and erasure: asked, decided with a reason, carried out."""

from base64 import b64decode
from contextlib import redirect_stderr
from contextlib import redirect_stdout
from io import StringIO
from onewindow_policy.cases.exceptions import CodeRefused
from onewindow_policy.cases.models import Case
from onewindow_policy.cases.submissions import register_case
from onewindow_policy.cli import main
from onewindow_policy.communities.scopes import Scope
from onewindow_policy.feedback.leaving import leave_suggestion
from onewindow_policy.feedback.leaving import NewSuggestion
from onewindow_policy.feedback.models import Suggestion
from onewindow_policy.records.api import AuditEntry
from onewindow_policy.records.api import read_session
from onewindow_policy.records.database import get_database
from onewindow_policy.records.exceptions import DataErased
from onewindow_policy.rights.exceptions import NotPossible
from onewindow_policy.rights.exceptions import ReasonMissing
from onewindow_policy.rights.exceptions import RequestUnknown
from onewindow_policy.rights.exceptions import SubjectUnknown
from onewindow_policy.rights.exceptions import WishUnfit
from onewindow_policy.rights.models import RightsRequest
from onewindow_policy.rights.requests import ask_at_window
from onewindow_policy.rights.requests import ask_by_code
from onewindow_policy.rights.requests import grant
from onewindow_policy.rights.requests import open_requests
from onewindow_policy.rights.requests import refuse
from onewindow_policy.testing.cases import ADDRESS
from onewindow_policy.testing.cases import COMMUNITY
from onewindow_policy.testing.cases import PLANTED
from onewindow_policy.testing.cases import submission
from onewindow_policy.testing.records import POSTGRESQL_TESTING
from onewindow_policy.testing.records import SQLITE_TESTING
from pathlib import Path
from sqlalchemy import select
from tempfile import TemporaryDirectory
from unittest import mock

import json
import stat
import transaction
import unittest

ZOPE_CONF = Path(__file__).resolve().parent.parent / "instance" / "etc" / "zope.conf"

WISH = "电话写错了，应为一三九开头的那个号码"


class RightsTests:
    def setUp(self):
        self.enterContext(
            mock.patch(
                "onewindow_policy.sites.api.prepare_instance", return_value=ZOPE_CONF
            )
        )
        self.case = register_case(submission())
        transaction.commit()

    def ask(self, kind, wish=""):
        case = self.case
        request = ask_by_code(kind, case.number, case.query_code, ADDRESS, wish)
        transaction.commit()
        return request.number

    def run_command(self, *arguments, said=""):
        transaction.commit()
        out, err = StringIO(), StringIO()
        with (
            mock.patch("sys.stdin", StringIO(said)),
            redirect_stdout(out),
            redirect_stderr(err),
        ):
            status = main(["rights", *map(str, arguments)])
        transaction.begin()
        return status, out.getvalue(), err.getvalue()

    def row(self, number):
        transaction.begin()
        query = select(RightsRequest).where(RightsRequest.number == number)
        return read_session().scalar(query)

    def stored_case(self):
        transaction.begin()
        query = select(Case).where(Case.number == self.case.number)
        return read_session().scalar(query)

    def audited(self):
        transaction.begin()
        entries = read_session().scalars(
            select(AuditEntry)
            .where(AuditEntry.action.like("rights.%"))
            .order_by(AuditEntry.id)
        )
        return [(each.action, each.subject, each.detail) for each in entries]

    def test_wrong_code_asks_for_nothing(self):
        with self.assertRaises(CodeRefused):
            ask_by_code("copy", self.case.number, "0" * 10, ADDRESS)
        transaction.abort()
        self.assertEqual([], open_requests())

    def test_request_has_its_day_and_says_nothing_in_clear(self):
        number = self.ask("correction", WISH)
        row = self.row(number)
        self.assertEqual(("asked", WISH), (row.state, row.wish))
        self.assertGreater(row.due_on, row.asked_at.date())
        with get_database().reading.connect() as connection:
            stored = connection.execute(select(RightsRequest.__table__)).one()
        self.assertNotIn(WISH.encode(), stored.wish_sealed)
        status, out, _err = self.run_command("list")
        self.assertEqual(0, status)
        self.assertIn(number, out)
        self.assertNotIn("一三九", out)
        self.assertIn(WISH, self.run_command("show", number)[1])

    def test_asking_twice_is_one_request(self):
        self.assertEqual(self.ask("copy"), self.ask("copy"))
        self.assertEqual(1, len(open_requests()))

    def test_correction_says_what_is_wrong(self):
        for wish in ("", " ", "长" * 2001):
            with self.subTest(wish=wish[:2]), self.assertRaises(WishUnfit):
                self.ask("correction", wish)
            transaction.abort()

    def test_refusal_has_a_reason_which_is_sealed(self):
        number = self.ask("erasure")
        with self.assertRaises(ReasonMissing):
            refuse(number, "somebody", " ")
        transaction.abort()
        status, _out, err = self.run_command("refuse", number, said="")
        self.assertEqual(1, status)
        self.assertTrue(err)
        status, _out, _err = self.run_command("refuse", number, said="档案须保存十年")
        self.assertEqual(0, status)
        row = self.row(number)
        self.assertEqual(("refused", "档案须保存十年"), (row.state, row.reason))
        self.assertIsNone(self.stored_case().erased_at)
        # What was refused is not done.
        self.assertEqual(1, self.run_command("erase", number)[0])
        self.assertIsNone(self.stored_case().erased_at)

    def test_nothing_is_carried_out_before_it_was_granted(self):
        for kind in ("erasure", "correction", "copy"):
            number = self.ask(kind, WISH)
            with self.subTest(kind), TemporaryDirectory() as folder:
                path = Path(folder) / "copy.json"
                for command in (
                    ("erase", number),
                    ("correct", number),
                    ("copy", number, path),
                ):
                    status, _out, _err = self.run_command(*command, said="{}")
                    self.assertEqual(1, status)
                self.assertFalse(path.exists())
        self.assertEqual(PLANTED["name"], self.stored_case().applicant["name"])

    def test_copy_has_all_that_is_kept_in_a_file_for_its_owner_alone(self):
        number = self.ask("copy")
        self.assertEqual(0, self.run_command("grant", number)[0])
        with TemporaryDirectory() as folder:
            path = Path(folder) / "copy.json"
            status, out, _err = self.run_command("copy", number, path)
            self.assertEqual(0, status)
            self.assertNotIn(PLANTED["name"], out)
            self.assertEqual(0o600, stat.S_IMODE(path.stat().st_mode))
            text = path.read_text("utf-8")
        data = json.loads(text)
        (file,) = data["files"]
        self.assertEqual(PLANTED["content"].encode(), b64decode(file["content"]))
        for name in ("name", "id_number", "phone", "agent", "account", "file_name"):
            self.assertIn(PLANTED[name], text)
        self.assertEqual("done", self.row(number).state)

    def test_copy_that_cannot_be_written_is_not_done(self):
        number = self.ask("copy")
        self.run_command("grant", number)
        status, _out, _err = self.run_command("copy", number, "/nowhere/copy.json")
        self.assertEqual(2, status)
        self.assertEqual("granted", self.row(number).state)

    def test_correction_reaches_what_lists_show_and_what_finds_the_person(self):
        number = self.ask("correction", WISH)
        self.run_command("grant", number)
        before = self.stored_case().person_hash
        changes = {
            "applicant": {"phone": "139 0000 5678", "id_number": "990102 194003074220"},
            "answers": {"account": "6222020000000000000"},
        }
        for wrong in (
            '{"state": "x"}',
            '{"applicant": {"x": "1"}}',
            '{"applicant": {"id_number": "990102194003074227"}}',
            "[]",
            "{",
        ):
            status, _out, err = self.run_command("correct", number, said=wrong)
            self.assertEqual(2, status, err)
        status, out, _err = self.run_command(
            "correct", number, said=json.dumps(changes)
        )
        self.assertEqual(0, status)
        self.assertNotIn("13900005678", out)
        case = self.stored_case()
        self.assertEqual("13900005678", case.applicant["phone"])
        self.assertEqual("990102194003074220", case.applicant["id_number"])
        self.assertEqual("6222020000000000000", case.answers[0]["value"])
        self.assertTrue(case.masked["phone"].endswith("5678"))
        self.assertNotEqual(before, case.person_hash)
        self.assertEqual("done", self.row(number).state)

    def test_erasure_takes_what_was_asked_along(self):
        number = self.ask("erasure", "不想再办了")
        self.run_command("grant", number)
        self.assertEqual(0, self.run_command("erase", number)[0])
        case, row = self.stored_case(), self.row(number)
        self.assertIsNotNone(case.erased_at)
        self.assertEqual("done", row.state)
        with self.assertRaises(DataErased):
            _wish = row.wish
        self.assertEqual(0, self.run_command("show", number)[0])
        with self.assertRaises(SubjectUnknown):
            ask_at_window("copy", self.case.number, "somebody")

    def test_suggestion_is_asked_about_at_the_window(self):
        left = leave_suggestion(
            NewSuggestion("n", "等了很久", name="钱一一", contact="13900001111")
        )
        transaction.commit()
        status, out, _err = self.run_command("take", "erasure", left.number)
        self.assertEqual(0, status)
        number = out.split()[0]
        self.assertIn("the city", out)
        self.run_command("grant", number)
        self.assertEqual(0, self.run_command("erase", number)[0])
        query = select(Suggestion).where(Suggestion.number == left.number)
        self.assertTrue(read_session().scalar(query).is_erased)

    def test_who_works_elsewhere_neither_takes_nor_decides(self):
        number = self.ask("copy")
        elsewhere = Scope(frozenset({"990103001001"}))
        here = Scope(frozenset({COMMUNITY}))
        with self.assertRaises(SubjectUnknown):
            ask_at_window("erasure", self.case.number, "x", scope=elsewhere)
        with self.assertRaises(RequestUnknown):
            grant(number, "x", elsewhere)
        with self.assertRaises(RequestUnknown):
            refuse(number, "x", "理由", elsewhere)
        self.assertEqual([], open_requests(elsewhere))
        self.assertEqual(1, len(open_requests(here)))
        grant(number, "x", here)
        with self.assertRaises(NotPossible):
            grant(number, "x", here)

    def test_each_step_is_in_the_audit_without_anything_personal(self):
        number = self.ask("erasure", "赵计华不想再办了")
        self.run_command("grant", number)
        self.run_command("erase", number)
        about = f"erasure of {self.case.number}"
        self.assertEqual(
            [
                ("rights.ask", number, about),
                ("rights.grant", number, about),
                ("rights.erasure", number, about),
            ],
            self.audited(),
        )


class TestRightsOnSQLite(RightsTests, unittest.TestCase):
    layer = SQLITE_TESTING


class TestRightsOnPostgreSQL(RightsTests, unittest.TestCase):
    layer = POSTGRESQL_TESTING
