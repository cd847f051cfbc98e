"""What is over the term of the archive: listed, appraised, signed by two, destroyed."""

from contextlib import redirect_stderr
from contextlib import redirect_stdout
from dataclasses import replace
from datetime import date
from datetime import datetime
from datetime import timedelta
from datetime import UTC
from io import BytesIO
from io import StringIO
from onewindow_policy.cases.archive import commands
from onewindow_policy.cases.archive import outside
from onewindow_policy.cases.archive import overdue
from onewindow_policy.cases.archive.exceptions import DecisionMissing
from onewindow_policy.cases.archive.exceptions import HeldAlready
from onewindow_policy.cases.archive.exceptions import HeldIsOpen
from onewindow_policy.cases.archive.exceptions import HoldUnknown
from onewindow_policy.cases.archive.exceptions import ListChanged
from onewindow_policy.cases.archive.exceptions import ListClosed
from onewindow_policy.cases.archive.exceptions import ListUnknown
from onewindow_policy.cases.archive.exceptions import NothingOverdue
from onewindow_policy.cases.archive.exceptions import NothingTicked
from onewindow_policy.cases.archive.exceptions import NumberUnknown
from onewindow_policy.cases.archive.exceptions import ReasonMissing
from onewindow_policy.cases.archive.exceptions import SignedAlready
from onewindow_policy.cases.archive.exceptions import SignedByOther
from onewindow_policy.cases.archive.exceptions import UntilPassed
from onewindow_policy.cases.archive.executing import execute_lines
from onewindow_policy.cases.archive.holds import hold_case
from onewindow_policy.cases.archive.holds import holds_in_force
from onewindow_policy.cases.archive.holds import lift_hold
from onewindow_policy.cases.archive.holds import open_holds
from onewindow_policy.cases.archive.lists import appraise
from onewindow_policy.cases.archive.lists import cancel_list
from onewindow_policy.cases.archive.lists import Decision
from onewindow_policy.cases.archive.lists import LineUnfit
from onewindow_policy.cases.archive.lists import make_list
from onewindow_policy.cases.archive.lists import sign_list
from onewindow_policy.cases.archive.models import CasePackage
from onewindow_policy.cases.archive.models import DestructionLine
from onewindow_policy.cases.archive.models import DestructionList
from onewindow_policy.cases.archive.outside import confirm_destroyed
from onewindow_policy.cases.archive.outside import confirmations_of
from onewindow_policy.cases.archive.outside import count_outside
from onewindow_policy.cases.archive.outside import digests_of
from onewindow_policy.cases.archive.outside import lines_outside
from onewindow_policy.cases.archive.outside import lists_with_packages
from onewindow_policy.cases.archive.overdue import count_overdue
from onewindow_policy.cases.archive.report import report_of
from onewindow_policy.cases.archive.storing import store_old_cases
from onewindow_policy.cases.held import held_case
from onewindow_policy.cases.models import Case
from onewindow_policy.cases.models import CaseFile
from onewindow_policy.cases.numbers import case_number_text
from onewindow_policy.cases.submissions import register_case
from onewindow_policy.cases.transferring.models import TransferLine
from onewindow_policy.cases.transferring.models import TransferList
from onewindow_policy.cases.upkeep import erase_case
from onewindow_policy.cases.upkeep import erase_old_cases
from onewindow_policy.cases.wording import CaseWording
from onewindow_policy.cli import main
from onewindow_policy.duties.api import DutyFacts
from onewindow_policy.duties.api import open_duties
from onewindow_policy.records.api import AuditEntry
from onewindow_policy.records.api import read_session
from onewindow_policy.records.api import utc_now
from onewindow_policy.records.api import write_session
from onewindow_policy.records.exceptions import DatabaseBusy
from onewindow_policy.records.exceptions import DataErased
from onewindow_policy.records.retention import months_after
from onewindow_policy.rights.requests import ask_at_window
from onewindow_policy.rights.requests import open_requests
from onewindow_policy.rights.requests import refuse
from onewindow_policy.rights.stops import OpenRequests
from onewindow_policy.testing.cases import closed_case
from onewindow_policy.testing.cases import PLANTED
from onewindow_policy.testing.cases import submission
from onewindow_policy.testing.records import POSTGRESQL_TESTING
from onewindow_policy.testing.records import SQLITE_TESTING
from openpyxl import load_workbook
from pathlib import Path
from sqlalchemy import delete
from sqlalchemy import func
from sqlalchemy import select
from sqlalchemy import update
from sqlalchemy.exc import DBAPIError
from tempfile import TemporaryDirectory
from test_cases_archive_terms import enter
from test_cases_archive_terms import NO_DUTY
from test_cases_archive_terms import TEN_YEARS
from test_cases_archive_terms import ZOPE_CONF
from unittest import mock
from zope.component import getGlobalSiteManager

import transaction
import unittest

#: Long enough ago that ten years are over.
LONG_AGO = datetime(2014, 5, 6, 8, tzinfo=UTC)
DESTROY = Decision("destroy")
WHY = "关系到还没有结束的官司，当事人赵计华"


class DestroyingTests:
    def setUp(self):
        registry, stop = getGlobalSiteManager(), OpenRequests()
        registry.registerUtility(stop, name="rights")
        self.addCleanup(registry.unregisterUtility, stop, name="rights")
        enter(TEN_YEARS)

    def case(self, number):
        transaction.begin()
        return read_session().scalar(select(Case).where(Case.number == number))

    def stored(self, nonce="a", **changes):
        """Make a case that is only stored and over its term; return its number."""
        number = closed_case(nonce, at=LONG_AGO, **changes)
        store_old_cases(utc_now())
        transaction.commit()
        self.assertIsNotNone(self.case(number).stored_at)
        return number

    def make(self):
        made = make_list("archivist").number
        transaction.commit()
        return made

    def of_list(self, number, column):
        transaction.begin()
        query = select(column).where(DestructionList.number == number)
        return read_session().scalar(query)

    def do(self, work, number, *arguments, by="archivist"):
        version = self.of_list(number, DestructionList.version)
        done = work(number, version, *arguments, by)
        transaction.commit()
        return done

    def appraise(self, number, *decisions):
        self.do(appraise, number, dict(enumerate(decisions, start=1)))

    def sign(self, number):
        """Have two sign a list."""
        self.assertFalse(self.do(sign_list, number))
        self.assertTrue(self.do(sign_list, number, by="supervisor"))

    def execute(self, now=None, **options):
        done = execute_lines(now or utc_now(), **options)
        transaction.commit()
        return done

    def outcomes(self):
        transaction.begin()
        query = select(
            DestructionLine.case_number,
            DestructionLine.outcome,
            DestructionLine.stopped_by,
        ).order_by(DestructionLine.list_id, DestructionLine.position)
        return [tuple(row) for row in read_session().execute(query)]

    def noted(self, action):
        transaction.begin()
        query = select(AuditEntry.subject, AuditEntry.detail)
        query = query.where(AuditEntry.action == action).order_by(AuditEntry.id)
        return [tuple(row) for row in read_session().execute(query)]

    # -- the list

    def test_what_is_over_its_term_is_listed_without_its_person(self):
        number = self.stored()
        other = self.stored("b", item_code="SQ-CJ-001")
        recent = closed_case("c")
        store_old_cases(months_after(utc_now(), 132))
        transaction.commit()
        made = self.make()
        self.assertEqual(f"{utc_now().year}-0001", made)
        # Of other services no term was approved, and this one's is not over.
        self.assertEqual([(number, None, None)], self.outcomes())
        self.assertNotIn(other, [each for each, *_rest in self.outcomes()])
        self.assertIsNotNone(self.case(recent).stored_at)
        row = read_session().execute(select(DestructionLine.__table__)).one()
        for secret in PLANTED.values():
            self.assertNotIn(secret, str(row._asdict()))
        self.assertEqual(date(2014, 5, 6), row.closed_on)
        self.assertEqual((10, "示档〔2026〕1号"), (row.years, row.approval_number))
        with self.assertRaises(NothingOverdue):
            make_list("archivist")
        transaction.abort()
        self.assertEqual(0, count_overdue(read_session(), utc_now()))
        self.assertEqual([(made, "1")], self.noted("archive.make_list"))

    def test_nothing_is_destroyed_until_all_is_appraised_and_two_have_signed(self):
        first, second = self.stored("a"), self.stored("b")
        made = self.make()
        self.appraise(made, DESTROY)
        with self.assertRaises(DecisionMissing):
            self.do(sign_list, made)
        transaction.abort()
        self.appraise(made, DESTROY, DESTROY)
        self.assertFalse(self.do(sign_list, made))
        with self.assertRaises(SignedByOther):
            self.do(sign_list, made)
        transaction.abort()
        with self.assertRaises(SignedAlready):
            self.appraise(made, Decision("keep", WHY))
        transaction.abort()
        self.assertEqual(0, self.execute())
        for number in (first, second):
            self.assertIsNone(self.case(number).erased_at)
        self.assertTrue(self.do(sign_list, made, by="supervisor"))
        self.assertEqual(2, self.execute())
        for number in (first, second):
            case = self.case(number)
            self.assertIsNotNone(case.erased_at)
            with self.assertRaises(DataErased):
                _applicant = case.applicant
        self.assertIsNone(read_session().scalar(select(CaseFile.id)))
        self.assertEqual("executed", self.of_list(made, DestructionList.state))
        self.assertEqual(
            {(first, f"list {made}"), (second, f"list {made}")},
            set(self.noted("case.erase")),
        )
        self.assertEqual([(made, "")], self.noted("archive.execute_list"))
        with self.assertRaises(ListClosed):
            self.do(sign_list, made, by="third")

    def test_line_that_is_kept_says_why_and_until_when(self):
        number = self.stored()
        made = self.make()
        yesterday = utc_now().date() - timedelta(days=2)
        for decision, refusal in (
            (Decision("keep", " "), ReasonMissing),
            (Decision("keep", WHY, yesterday), UntilPassed),
        ):
            with self.subTest(refusal), self.assertRaises(LineUnfit) as caught:
                self.appraise(made, decision)
            transaction.abort()
            self.assertIsInstance(caught.exception.__cause__, refusal)
            self.assertEqual(f"{refusal.field}-1", caught.exception.field)
        until = utc_now().date() + timedelta(days=40)
        self.appraise(made, Decision("keep", WHY, until))
        self.sign(made)
        self.execute()
        self.assertEqual([(number, "kept", None)], self.outcomes())
        self.assertIsNone(self.case(number).erased_at)
        (held,) = holds_in_force()
        self.assertEqual(
            (WHY, until, "appraisal"), (held.reason, held.until, held.kind)
        )
        self.assertEqual(WHY, held_case(number).copy()["kept_besides"][0]["reason"])
        with self.assertRaises(NothingOverdue):
            self.make()
        transaction.abort()
        # Once the day is over it may be on another list.
        later = months_after(utc_now(), 3)
        self.assertEqual(1, count_overdue(read_session(), later))

    def test_reason_is_sealed_with_the_case(self):
        self.stored()
        made = self.make()
        self.appraise(made, Decision("keep", WHY))
        transaction.begin()
        sealed = read_session().execute(select(DestructionLine.__table__)).one()
        self.assertNotIn(WHY.encode(), sealed.reason_sealed)
        self.appraise(made, DESTROY)
        transaction.begin()
        self.assertIsNone(read_session().scalar(select(DestructionLine.reason_sealed)))

    def test_who_was_slower_changes_nothing(self):
        self.stored()
        made = self.make()
        self.appraise(made, DESTROY)
        for work, arguments in (
            (appraise, ({1: DESTROY},)),
            (sign_list, ()),
            (cancel_list, ()),
        ):
            with self.subTest(work.__name__), self.assertRaises(ListChanged):
                work(made, 1, *arguments, "archivist")
            transaction.abort()
        with self.assertRaises(ListUnknown):
            sign_list("2026-9999", 1, "archivist")

    def test_list_that_is_given_up_lets_its_cases_go(self):
        number = self.stored()
        made = self.make()
        self.appraise(made, DESTROY)
        self.do(sign_list, made)
        self.do(cancel_list, made)
        self.assertEqual(0, self.execute())
        self.assertEqual(f"{utc_now().year}-0002", self.make())
        self.assertEqual(
            [(number, "cancelled", None), (number, None, None)], self.outcomes()
        )

    # -- what stands against it

    def signed(self):
        made = self.make()
        lines = len([each for each in self.outcomes() if each[1] is None])
        self.appraise(made, *[DESTROY] * lines)
        self.sign(made)
        return made

    def stop_by_rights(self, number):
        ask_at_window("copy", number, "window-staff")

    def stop_by_duty(self, number):
        open_duties(write_session(), [DutyFacts("cases.asked_again", number)])

    def stop_by_papers(self, number):
        session = write_session()
        case = session.scalar(select(Case).where(Case.number == number))
        session.add(
            TransferList(
                number="TL0001",
                version=1,
                state="on_way",
                from_place="990102001001",
                to_place="county:MZ",
                names={},
                case_count=1,
                sent_at=utc_now(),
                sent_by="window",
                due_on=utc_now().date(),
                template_version="t",
                typst_version="1",
                fonts_version="1",
            )
        )
        session.flush()
        of_list = session.scalar(select(TransferList.id))
        line = {"list_id": of_list, "case_id": case.id, "position": 1}
        session.add(TransferLine(case.data_key, **line, state="on_way", says={}))

    def stop_by_order(self, number):
        hold_case(number, WHY, None, "archivist")

    def stop_by_term(self, _number):
        enter(replace(TEN_YEARS, years=30))

    def test_what_stands_against_a_line_stops_it_and_no_other(self):
        for name, stop in (
            ("rights", self.stop_by_rights),
            ("duty", self.stop_by_duty),
            ("papers", self.stop_by_papers),
            ("order", self.stop_by_order),
            ("not_over", self.stop_by_term),
        ):
            with self.subTest(name):
                number = self.stored(name)
                self.signed()
                stop(number)
                transaction.commit()
                self.assertEqual(1, self.execute())
                self.assertEqual((number, "stopped", name), self.outcomes()[-1])
                self.assertIsNone(self.case(number).erased_at)

    def test_what_stands_against_it_keeps_a_case_from_a_list(self):
        stopped, free = self.stored("a"), self.stored("b")
        self.stop_by_rights(stopped)
        transaction.commit()
        self.make()
        self.assertEqual([(free, None, None)], self.outcomes())

    # -- holds

    def test_clock_erases_nothing_that_its_person_asks_about_and_all_else(self):
        enter(NO_DUTY)
        enter(replace(TEN_YEARS, is_archived=False, years=None))
        asked = [closed_case(each, at=LONG_AGO) for each in "ab"]
        other = closed_case("c", at=LONG_AGO)
        for number in asked:
            self.stop_by_rights(number)
        transaction.commit()
        self.assertEqual(1, erase_old_cases(utc_now(), size=1))
        transaction.commit()
        self.assertIsNotNone(self.case(other).erased_at)
        self.assertEqual(0, erase_old_cases(utc_now(), size=1))
        transaction.commit()
        request = open_requests()[0]
        refuse(request.number, "supervisor", "已经当面给了")
        transaction.commit()
        self.assertEqual(1, erase_old_cases(utc_now(), size=1))

    def test_what_is_stopped_keeps_nothing_else_from_a_list(self):
        for nonce in "abc":
            number = self.stored(nonce)
            self.stop_by_duty(number)
            transaction.commit()
        last = self.stored("d")
        with mock.patch.object(overdue, "_AT_ONCE", 2):
            made = self.make()
        self.assertEqual([(last, None, None)], self.outcomes())
        self.assertTrue(made)

    def test_what_is_held_is_neither_erased_nor_listed_until_that_is_lifted(self):
        number = closed_case("a", state="withdrawn", at=LONG_AGO)
        hold_case(number, WHY, None, "archivist")
        transaction.commit()
        self.assertEqual(0, erase_old_cases(utc_now()))
        store_old_cases(utc_now())
        transaction.commit()
        self.assertIsNotNone(self.case(number).stored_at)
        held_case(number).erase("rights")
        transaction.commit()
        self.assertIsNone(self.case(number).erased_at)
        (held,) = holds_in_force()
        with self.assertRaises(NothingOverdue):
            self.make()
        transaction.abort()
        lift_hold(held.id, "archivist")
        transaction.commit()
        self.assertEqual([], holds_in_force())
        with self.assertRaises(HoldUnknown):
            lift_hold(held.id, "archivist")
        transaction.abort()
        self.make()
        self.assertEqual([(number, None, None)], self.outcomes())
        self.assertEqual([(number, "order")], self.noted("case.hold"))
        self.assertEqual([(number, "order")], self.noted("case.lift_hold"))

    def test_same_order_is_taken_once_and_another_one_besides(self):
        number = closed_case("a", state="withdrawn", at=LONG_AGO)
        hold_case(number, WHY, None, "archivist")
        transaction.commit()
        with self.assertRaises(HeldAlready):
            hold_case(number, f" {WHY}\n", None, "archivist")
        transaction.abort()
        hold_case(number, WHY, date(2099, 1, 1), "archivist")
        hold_case(number, "法院要求", None, "archivist")
        transaction.commit()
        held = open_holds()
        transaction.commit()
        self.assertEqual(3, len(held))
        self.assertEqual([(number, "")], self.noted("case.open_hold"))
        for each in held:
            lift_hold(each.id, "archivist")
        hold_case(number, WHY, None, "archivist")

    def test_what_is_no_hold_is_refused(self):
        opened = register_case(submission("b")).number
        number = closed_case("a")
        for arguments, refusal in (
            ((opened, WHY, None), HeldIsOpen),
            (("260115483920775", WHY, None), NumberUnknown),
            ((number, "", None), ReasonMissing),
            ((number, WHY, date(2020, 1, 1)), UntilPassed),
        ):
            with self.subTest(refusal), self.assertRaises(refusal):
                hold_case(*arguments, "archivist")
            transaction.abort()
        with self.assertRaises(HoldUnknown):
            lift_hold("none", "archivist")

    # -- carrying out

    def test_what_was_broken_off_goes_on_and_nothing_is_half_erased(self):
        for each in "abc":
            self.stored(each)
        made = self.signed()
        self.assertEqual(2, self.execute(size=2))
        self.assertEqual("signed", self.of_list(made, DestructionList.state))
        # Broken off before it was kept.
        self.assertEqual(1, execute_lines(utc_now(), size=2))
        transaction.abort()
        case = self.case(self.outcomes()[-1][0])
        self.assertEqual(PLANTED["name"], case.applicant["name"])
        self.assertEqual(1, self.execute(size=2))
        self.assertEqual(0, self.execute(size=2))
        self.assertEqual({"destroyed"}, {each for _n, each, _s in self.outcomes()})
        self.assertEqual("executed", self.of_list(made, DestructionList.state))

    def test_command_that_tidies_carries_it_out_as_the_clock_does(self):
        self.stored()
        self.signed()
        out = StringIO()
        with (
            mock.patch(
                "onewindow_policy.sites.api.prepare_instance", return_value=ZOPE_CONF
            ),
            redirect_stdout(out),
        ):
            self.assertEqual(0, main(["records", "tidy"]))
        self.assertIn(
            "      1 lines of destruction lists carried out\n", out.getvalue()
        )
        self.assertEqual(["destroyed"], [each for _n, each, _s in self.outcomes()])

    def test_report_stays_and_names_nobody_but_staff(self):
        destroyed, kept = self.stored("a"), self.stored("b")
        made = self.make()
        order = [each for each, *_rest in self.outcomes()]
        decisions = {destroyed: DESTROY, kept: Decision("keep", WHY)}
        self.appraise(made, *[decisions[each] for each in order])
        self.sign(made)
        self.execute()
        transaction.begin()
        session = read_session()
        found = session.scalar(select(DestructionList))
        with (
            mock.patch(
                "onewindow_policy.cases.archive.report.staff_name", lambda each: each
            ),
        ):
            sheet = report_of(session, found, CaseWording("zh-cn"))
        rows = list(load_workbook(BytesIO(sheet)).active.iter_rows(values_only=True))
        text = str(rows)
        for said in (made, case_number_text(destroyed), "archivist", "supervisor"):
            self.assertIn(said, text)
        for secret in (*PLANTED.values(), WHY):
            self.assertNotIn(secret, text)

    def write_packages(self, number, *digests):
        case = self.case(number)
        for digest in digests:
            write_session().add(
                CasePackage(
                    case_id=case.id,
                    case_version=case.version,
                    made_at=utc_now(),
                    digest=digest * 32,
                    size_bytes=9,
                )
            )
        transaction.commit()

    def outside(self):
        transaction.begin()
        session = read_session()
        found = session.scalar(select(DestructionList))
        lines = lines_outside(session, found)
        self.assertEqual(count_outside(session), len(lines))
        self.assertEqual({found.id} if lines else set(), lists_with_packages(session))
        digests = digests_of(session, [each.case_id for each in lines])
        return {
            each.case_number: (each.position, digests[each.case_id]) for each in lines
        }

    def test_packages_outside_are_named_until_somebody_says_that_they_are_destroyed(
        self,
    ):
        number = self.stored("a")
        self.stored("b")
        self.write_packages(number, b"\1", b"\2")
        made = self.make()
        self.appraise(made, DESTROY, DESTROY)
        self.assertEqual({}, self.outside())
        self.sign(made)
        self.execute()
        position, digests = self.outside()[number]
        self.assertEqual({"01" * 32, "02" * 32}, set(digests))
        other = 3 - position
        for positions, refusal in (
            ((), NothingTicked),
            ((other,), ListChanged),
            ((position, other), ListChanged),
        ):
            with self.subTest(positions), self.assertRaises(refusal):
                confirm_destroyed(made, positions, "archivist")
            transaction.abort()
        confirm_destroyed(made, [position], "archivist")
        transaction.commit()
        self.assertEqual({}, self.outside())
        self.assertEqual([(made, "1")], self.noted("archive.confirm_packages"))
        found = read_session().scalar(select(DestructionList))
        (gone,) = confirmations_of(read_session(), found).values()
        self.assertEqual("archivist", gone.user_id)
        with self.assertRaises(ListChanged):
            confirm_destroyed(made, [position], "archivist")

    def test_command_deletes_the_packages_of_what_is_erased_and_no_others(self):
        erased, kept = self.stored("a"), self.stored("b")
        erase_case(erased, "list 2026-0001")
        transaction.commit()
        out, err = StringIO(), StringIO()
        with TemporaryDirectory() as folder:
            names = [f"{erased}.zip", f"{kept}.zip", "999999999999999.zip", "a.zip"]
            names += [f"{erased}.txt", f"{erased}.part"]
            for name in names:
                Path(folder, name).write_bytes(b"package")
            with (
                mock.patch(
                    "onewindow_policy.sites.api.prepare_instance",
                    return_value=ZOPE_CONF,
                ),
                redirect_stdout(out),
                redirect_stderr(err),
            ):
                self.assertEqual(0, main(["archive", "destroy", folder]))
                for subcommand in ("destroy", "check"):
                    nowhere = str(Path(folder, "mistyped"))
                    self.assertEqual(2, main(["archive", subcommand, nowhere]))
                    self.assertIn(f"{nowhere}: No such file", err.getvalue())
            left = {each.name for each in Path(folder).iterdir()}
        self.assertEqual(set(names) - {f"{erased}.zip", f"{erased}.part"}, left)
        self.assertIn("2 packages of erased cases deleted", out.getvalue())
        self.assertEqual([(erased, "")] * 2, self.noted("case.delete_package"))
        self.assertEqual([(erased, "")] * 2, self.noted("case.package_deleted"))

    def test_no_package_goes_without_a_word_and_none_is_said_to_be_gone_that_is_not(
        self,
    ):
        erased = self.stored("a")
        erase_case(erased, "list 2026-0001")
        transaction.commit()
        folder = Path(self.enterContext(TemporaryDirectory()))
        path = folder / f"{erased}.zip"
        path.write_bytes(b"package")
        with (
            mock.patch.object(outside, "audit", side_effect=DatabaseBusy("locked")),
            self.assertRaises(DatabaseBusy),
        ):
            commands.destroy(folder)
        transaction.abort()
        self.assertTrue(path.exists())
        self.assertEqual([], self.noted("case.delete_package"))
        with (
            mock.patch.object(Path, "unlink", side_effect=OSError(30, "read-only")),
            self.assertRaises(OSError),
        ):
            commands.destroy(folder)
        transaction.abort()
        self.assertTrue(path.exists())
        self.assertEqual([(erased, "")], self.noted("case.delete_package"))
        self.assertEqual([], self.noted("case.package_deleted"))
        commands.destroy(folder)
        self.assertFalse(path.exists())
        self.assertEqual([(erased, "")], self.noted("case.package_deleted"))

    def test_lists_are_never_deleted_and_what_became_of_a_line_stays(self):
        self.stored()
        self.signed()
        self.execute()
        for statement in (
            delete(DestructionLine),
            delete(DestructionList),
            update(DestructionLine).values(outcome="kept"),
        ):
            with self.subTest(str(statement)), self.assertRaises(DBAPIError):
                write_session().execute(statement)
            transaction.abort()
        count = select(func.count()).select_from(DestructionLine)
        self.assertEqual(1, read_session().scalar(count))


class TestDestroyingOnSQLite(DestroyingTests, unittest.TestCase):
    layer = SQLITE_TESTING


class TestDestroyingOnPostgreSQL(DestroyingTests, unittest.TestCase):
    layer = POSTGRESQL_TESTING
