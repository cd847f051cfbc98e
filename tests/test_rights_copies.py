"""A granted copy for people: all that stands in the copy, in words, as a PDF."""

from contextlib import nullcontext
from contextlib import redirect_stdout
from dataclasses import replace
from datetime import datetime
from datetime import UTC
from io import BytesIO
from io import StringIO
from onewindow_policy.cases import factwords
from onewindow_policy.cases import giving as of_cases_giving
from onewindow_policy.cases import held as of_cases
from onewindow_policy.cases import states
from onewindow_policy.cases.heldlabels import LABELS as CASE_LABELS
from onewindow_policy.cases.heldwords import MORE_FACTS
from onewindow_policy.cases.noting.notes import add_note
from onewindow_policy.cases.opening import open_case
from onewindow_policy.cases.papers import values as papers
from onewindow_policy.cases.submissions import register_case
from onewindow_policy.cases.transferring import sending
from onewindow_policy.catalogue.api import find_item
from onewindow_policy.cli import main
from onewindow_policy.feedback import held as of_feedback
from onewindow_policy.feedback import heldwords as feedback_words
from onewindow_policy.feedback.held import held_suggestion
from onewindow_policy.feedback.leaving import leave_suggestion
from onewindow_policy.feedback.leaving import NewSuggestion
from onewindow_policy.guides import flow
from onewindow_policy.inquiries import held as of_inquiries
from onewindow_policy.inquiries import heldwords as inquiry_words
from onewindow_policy.inquiries import notices
from onewindow_policy.inquiries.asking import SELF
from onewindow_policy.intake import heldwords as kept_words
from onewindow_policy.intake import keeping
from onewindow_policy.intake.keeping import held_kept
from onewindow_policy.intake.keeping import keep_form
from onewindow_policy.records import giving
from onewindow_policy.records.api import audit
from onewindow_policy.records.api import HeldWords
from onewindow_policy.rights.copies import copy_as_pdf
from onewindow_policy.rights.copies import copy_as_zip
from onewindow_policy.rights.requests import ask_at_window
from onewindow_policy.rights.requests import grant
from onewindow_policy.rights.spelling import parts_of
from onewindow_policy.testing import SAMPLE_FUNCTIONAL_TESTING
from onewindow_policy.testing.cases import ADDRESS
from onewindow_policy.testing.cases import APPLICANT
from onewindow_policy.testing.cases import closed_case
from onewindow_policy.testing.cases import COMMUNITY
from onewindow_policy.testing.cases import PLANTED
from onewindow_policy.testing.cases import submission
from onewindow_policy.testing.inquiries import add_inquiry
from onewindow_policy.testing.inquiries import ASKER
from onewindow_policy.testing.inquiries import ASKERS_PHONE
from onewindow_policy.testing.lateness import LatenessSetup
from pathlib import Path
from plone import api
from tempfile import TemporaryDirectory
from types import SimpleNamespace
from unittest import mock
from zipfile import ZipFile

import ast
import pikepdf
import re
import transaction
import unittest

#: Where names of copies are written, with the functions that write them; all of the module
#: where none is named.
WRITTEN = (
    (of_cases, ("_copy", "_file"), CASE_LABELS),
    (of_cases_giving, ("_to_units", "_to_others"), CASE_LABELS),
    (giving, ("uses_noted",), giving.GIVEN_LABELS),
    (papers, (), CASE_LABELS),
    (sending, ("_says",), CASE_LABELS),
    (of_feedback, ("_copy",), feedback_words._LABELS),
    (of_inquiries, ("_copy",), inquiry_words._LABELS),
    (notices, ("draft_notice", "_row", "_halls"), inquiry_words._LABELS),
    (flow, ("flow_of",), inquiry_words._LABELS),
    (keeping, ("_copy",), kept_words._LABELS),
)


def names_in(module, functions):
    """Return the names of the dictionaries that functions of a module write down."""
    tree = ast.parse(Path(module.__file__).read_text("utf-8"))
    found = [
        each
        for each in ast.walk(tree)
        if isinstance(each, ast.FunctionDef)
        and (each.name in functions or not functions)
    ]
    return {
        key.value
        for function in found
        for each in ast.walk(function)
        if isinstance(each, ast.Dict)
        for key in each.keys
        if isinstance(key, ast.Constant)
    }


def said_in(parts):
    return "\n".join(
        text for part in parts for rows in part.entries for row in rows for text in row
    )


def labels_in(parts):
    return {label for part in parts for rows in part.entries for label, _text in rows}


class TestLabels(unittest.TestCase):
    def test_each_name_that_a_copy_can_have_has_a_label(self):
        # What messages are filled with is none.
        no_names = {"duration", "day"}
        for module, functions, labels in WRITTEN:
            names = names_in(module, functions)
            self.assertTrue(names)
            known = {each.rpartition(".")[2] for each in labels}
            with self.subTest(module.__name__, functions=functions):
                self.assertEqual(set(), names - known - no_names)

    def test_each_fact_that_is_given_with_a_step_has_a_label(self):
        # A reason stands with its step.
        labelled = {*factwords._LABELS, *MORE_FACTS, states.REASON}
        self.assertEqual(set(), set(states.FACTS) - labelled)


class TestSpelling(unittest.TestCase):
    def parts(self, copy, **words):
        return parts_of(copy, HeldWords("办件", {"a": "甲", "b.a": "乙"}, **words))

    def test_what_is_empty_is_left_out_and_nothing_else(self):
        copy = {"a": "", "b": [{"a": None}, {"a": 0}, {"a": False}], "c": "x"}
        first, second = self.parts(copy)
        self.assertEqual([[("c", "x")]], first.entries)
        self.assertEqual([("乙", "0")], second.entries[1])
        self.assertEqual([("乙", "否")], second.entries[2])

    def test_days_and_moments_are_said_as_people_write_them(self):
        moment = datetime(2026, 3, 1, 16, 30, tzinfo=UTC).isoformat()
        for text, said in (
            (moment, "2026年3月2日 00:30"),
            ("2026-03-01", "2026年3月1日"),
            ("2026-02-31", "2026-02-31"),
        ):
            with self.subTest(text):
                ((row,),) = self.parts({"a": text})[0].entries
                self.assertEqual(("甲", said), row)

    def test_code_is_said_by_its_path_before_its_name(self):
        says = {"a": lambda _code: "名", "b.a": lambda _code: "路"}
        first, second = self.parts({"a": "x", "b": [{"a": "y"}]}, says=says)
        self.assertEqual("名", first.entries[0][0][1])
        self.assertEqual("路", second.entries[0][0][1])


class TestCopies(LatenessSetup, unittest.TestCase):
    layer = SAMPLE_FUNCTIONAL_TESTING

    def read(self, held):
        copy = held.copy()
        return copy, parts_of(copy, held.words())

    def assert_in_words(self, parts):
        """Nothing is called by a name of programs."""
        for label in labels_in(parts):
            self.assertNotRegex(label, re.compile(r"^[a-z_.]+$"))

    def test_case_says_all_of_its_copy_in_words(self):
        case = register_case(submission())
        user = api.user.get("window-staff").getUser()
        add_note(case.number, "家属来过电话", user)
        transaction.commit()
        copy, parts = self.read(of_cases.held_case(case.number))
        said = said_in(parts)
        for name in ("name", "id_number", "phone", "agent", "account", "file_name"):
            self.assertIn(PLANTED[name], said)
        self.assertIn("家属来过电话", said)
        self.assertNotIn("window-staff", said)
        # Of a file that it was handed in, not its bytes.
        self.assertNotIn(copy["files"][0]["content"], said)
        self.assert_in_words(parts)

    def test_papers_and_steps_say_what_they_say_in_words(self):
        case = self.promise()
        copy, parts = self.read(of_cases.held_case(case.number))
        self.assertTrue(copy["papers"])
        said = said_in(parts)
        for paper in copy["papers"]:
            for name in ("issuer", "person", "enquiry", "site_url"):
                self.assertIn(paper["says"][name], said)
        self.assertIn("容缺受理通知书", said)
        self.assertIn("2026年3月6日", said)
        self.assert_in_words(parts)

    def test_closed_case_says_its_history_in_words(self):
        copy, parts = self.read(of_cases.held_case(closed_case("nonce-2")))
        (history,) = [each for each in parts if each.title == "办理经过"]
        self.assertEqual(len(copy["history"]), len(history.entries))
        for entry in copy["history"]:
            self.assertNotIn(f"{entry['what']}\n", said_in([history]))
        self.assert_in_words(parts)

    def test_copy_says_to_whom_the_case_was_given(self):
        applicant = replace(APPLICANT, told_by=["sms"])
        number = register_case(submission(applicant=applicant)).number
        transaction.commit()
        user = api.user.get("window-staff").getUser()
        for _time in range(2):
            open_case(number, user, "")
        audit("case.export", number, "990102-cs")
        transaction.commit()
        copy, parts = self.read(of_cases.held_case(number))
        self.assertEqual(
            [("staff", 2), ("990102-cs", 1), ("gateway", None)],
            [(each["to"], each.get("times")) for each in copy["given_to"]],
        )
        (given,) = [each for each in parts if each.title == "给谁看过、给过谁"]
        said = said_in([given])
        for text in ("工作人员", "查看办件", "导出表格", "990102-cs", "短信平台"):
            self.assertIn(text, said)
        self.assertNotIn("window-staff", said)
        self.assert_in_words(parts)

    def test_units_of_steps_that_began_are_among_those_it_was_given_to(self):
        case = register_case(submission())
        transaction.commit()
        begun = datetime(2026, 3, 2, 1, tzinfo=UTC)
        steps = [
            SimpleNamespace(unit_code=unit, begun_at=at)
            for unit, at in ((None, begun), ("990102-cs", begun), ("990102-mz", None))
        ]
        with mock.patch("onewindow_policy.cases.giving.steps_of", return_value=steps):
            given = of_cases.held_case(case.number).copy()["given_to"]
        self.assertEqual(
            [{"to": "990102-cs", "what": "decides", "since": begun.isoformat()}], given
        )

    def test_suggestion_and_kept_form_are_said_in_words(self):
        left = leave_suggestion(
            NewSuggestion("n", "等了很久", name="钱一一", contact="13900001111")
        )
        kept = keep_form("5e" * 16, {"form.widgets.city": "样本市"}, b"", ADDRESS)
        transaction.commit()
        _copy, parts = self.read(held_suggestion(left.number))
        for text in ("等了很久", "钱一一", "13900001111", "待答复"):
            self.assertIn(text, said_in(parts))
        self.assert_in_words(parts)
        _copy, parts = self.read(held_kept(kept.number))
        self.assertIn("样本市", said_in(parts))

    def test_inquiry_says_its_notice_in_words(self):
        item = find_item("SQ-LL-001")
        notice = notices.draft_notice(
            item,
            notices.guide_of(item, COMMUNITY),
            window_code=COMMUNITY,
            lives_in=COMMUNITY,
            comes=SELF,
            replies={},
            user_id="window-staff",
        )
        number = add_inquiry(
            item_code=item.code,
            item_title=item.title,
            said={"comes": SELF},
            notice=notice,
        )
        transaction.commit()
        copy, parts = self.read(of_inquiries.held_inquiry(number))
        said = said_in(parts)
        for text in (ASKER, ASKERS_PHONE, copy["notice"]["issuer"], "电话"):
            self.assertIn(text, said)
        for each in copy["notice"]["materials"]:
            self.assertIn(each["name"], said)
        self.assert_in_words(parts)

    def test_zip_has_what_was_handed_in_under_names_that_any_system_takes(self):
        case = register_case(submission())
        transaction.commit()
        data = of_cases.held_case(case.number).copy()
        (file,) = data["files"]
        wrong = {**file, "name": "../../身份证:\\正面\n.jpg"}
        left_out = {**file, "content": None}
        data["files"] = [file, left_out, wrong, {**file, "name": "长" * 200 + ".pdf"}]
        packed = copy_as_zip(data)
        self.assertEqual(f"data-{case.number}.zip", packed.name)
        with ZipFile(BytesIO(packed.content)) as found:
            names = found.namelist()
            self.assertEqual(
                [
                    f"data-{case.number}.pdf",
                    f"01-{PLANTED['file_name']}",
                    "03-_.._身份证__正面_.jpg",
                    f"04-{'长' * 60}.pdf",
                ],
                names,
            )
            self.assertEqual(PLANTED["content"].encode(), found.read(names[1]))

    def test_command_writes_what_people_read(self):
        case = register_case(submission())
        for ending, starts in ((".pdf", b"%PDF"), (".zip", b"PK"), (".json", b"{")):
            number = ask_at_window("copy", case.number, "window-staff").number
            grant(number, "supervisor")
            transaction.commit()
            path = Path(self.enterContext(TemporaryDirectory())) / f"copy{ending}"
            with (
                self.subTest(ending),
                mock.patch("onewindow_policy.sites.api.prepare_instance"),
                mock.patch(
                    "onewindow_policy.rights.commands.open_site",
                    return_value=nullcontext(),
                ) as opened,
                redirect_stdout(StringIO()),
            ):
                self.assertEqual(0, main(["rights", "copy", number, str(path)]))
                self.assertTrue(path.read_bytes().startswith(starts))
                # In a site where words of it are needed, and in none else.
                self.assertEqual(ending != ".json", opened.called)

    def test_pdf_is_tagged_and_called_by_a_number(self):
        case = register_case(submission())
        transaction.commit()
        file = copy_as_pdf(of_cases.held_case(case.number).copy())
        self.assertEqual(f"data-{case.number}.pdf", file.name)
        with pikepdf.open(BytesIO(file.content)) as document:
            self.assertTrue(document.Root.MarkInfo.Marked)
            self.assertEqual("个人信息副本", str(document.docinfo["/Title"]))
