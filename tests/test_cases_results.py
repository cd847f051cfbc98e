"""What a unit decides, out as a sheet and back in: all or none, and nothing twice."""

from datetime import date
from datetime import timedelta
from io import BytesIO
from lxml import html
from onewindow_policy.cases.handling import move_case
from onewindow_policy.cases.held import held_case
from onewindow_policy.cases.models import Case
from onewindow_policy.cases.models import CaseEvent
from onewindow_policy.cases.numbers import case_number_text
from onewindow_policy.cases.papers.models import Paper
from onewindow_policy.cases.results import importing
from onewindow_policy.cases.results.exceptions import NoResults
from onewindow_policy.cases.results.exceptions import ResultsUnfit
from onewindow_policy.cases.results.importing import check_results
from onewindow_policy.cases.results.importing import enter_results
from onewindow_policy.cases.results.waiting import sheet_of_waiting
from onewindow_policy.cases.submissions import Answer
from onewindow_policy.cases.tracking import open_by_code
from onewindow_policy.cases.wording import CaseWording
from onewindow_policy.records.database import get_database
from onewindow_policy.testing import SAMPLE_FUNCTIONAL_TESTING
from onewindow_policy.testing import SAMPLE_POSTGRESQL_FUNCTIONAL_TESTING
from onewindow_policy.testing.cases import ADDRESS
from onewindow_policy.testing.cases import PLANTED
from onewindow_policy.testing.handling import HandlingSetup
from onewindow_policy.testing.tickets import log_in
from openpyxl import load_workbook
from openpyxl import Workbook
from plone import api
from plone.testing.zope import Browser
from sqlalchemy import select
from unittest.mock import patch

import transaction
import unittest

#: Of the sample, these two decide here; and a community of theirs.
BUREAU, OFFICE = "U-990103-MZ", "U-990103001"
COMMUNITY = "990103001001"

HEADINGS = ["办件编号", "办理结果", "决定日期", "理由（不予办理时填写）"]
WORDS = CaseWording("zh-cn")


class ResultsSetup(HandlingSetup):
    def setUp(self):
        super().setUp()
        self.street_officer = api.user.get("street-officer")

    def case(self, nonce, *transitions, **changes):
        """Register a case that the bureau decides, and lead it on."""
        units = {"unit_code": OFFICE, "deciding_unit_code": BUREAU}
        case = self.register(nonce, community_code=COMMUNITY, **units, **changes)
        for transition in transitions:
            user = self.street_officer if transition == "accept" else self.officer
            version = self.stored(Case.version, case)
            move_case(case.number, transition, user, version=version)
            transaction.commit()
        return case

    def sheet(self, *rows, headings=HEADINGS):
        book = Workbook()
        book.active.title = "结果"
        book.active.append(headings)
        for row in rows:
            book.active.append([getattr(each, "number", each) for each in row])
        file = BytesIO()
        book.save(file)
        return file.getvalue()

    def enter(self, *rows):
        entered = enter_results(self.sheet(*rows), self.officer)
        transaction.commit()
        return entered

    def faults(self, *rows):
        """Return what is wrong with a sheet: row, column and words of each fault."""
        with self.assertRaises(ResultsUnfit) as caught:
            check_results(self.sheet(*rows), self.officer)
        transaction.abort()
        return [
            (each.row, each.column, WORDS(each.message))
            for each in caught.exception.faults
        ]

    def events(self, case):
        with get_database().reading.connect() as connection:
            query = select(CaseEvent.transition).where(
                CaseEvent.case_id == self.stored(Case.id, case)
            )
            return list(connection.scalars(query.order_by(CaseEvent.version)))

    def state(self, case):
        return self.stored(Case.state, case)


class ResultsTests(ResultsSetup):
    def test_results_are_entered_with_their_papers(self):
        one, other = self.case("1", "accept"), self.case("2", "accept", "start")
        entered = self.enter(
            (one, "同意办理", None, None),
            (case_number_text(other.number), "不予办理", None, "年龄未满80周岁。"),
        )
        self.assertEqual(2, len(entered.results))
        self.assertEqual("completed_approved", self.state(one))
        self.assertEqual("completed_refused", self.state(other))
        self.assertEqual(["register", "accept", "start", "approve"], self.events(one))
        self.assertEqual(["register", "accept", "start", "refuse"], self.events(other))
        with get_database().reading.connect() as connection:
            kinds = select(Paper.kind).order_by(Paper.kind)
            found = list(connection.scalars(kinds.where(Paper.kind != "acceptance")))
        self.assertEqual(["completion", "refusal"], found)
        told = open_by_code(other.number, other.query_code, ADDRESS).history[-1]
        self.assertEqual("年龄未满80周岁。", told.reason)

    def test_legal_ground_of_a_refusal_is_a_column_that_may_stay_empty(self):
        named, none, approved = (self.case(each, "accept") for each in "123")
        headings = [*HEADINGS, "法律依据（不予办理时填写）"]
        rows = (
            (named, "不予办理", None, "年龄未满80周岁。", "《某办法》第三条"),
            (none, "不予办理", None, "年龄未满80周岁。", None),
        )
        enter_results(self.sheet(*rows, headings=headings), self.officer)
        transaction.commit()
        kinds = [self.stored(Case.ground_kind, each) for each in (named, none)]
        self.assertEqual(["other", "none"], kinds)
        told = open_by_code(named.number, named.query_code, ADDRESS).history[-1]
        self.assertEqual("《某办法》第三条", told.facts["basis"])
        # With what is approved nobody would read it.
        row = (approved, "同意办理", None, None, "《某办法》第三条")
        with self.assertRaises(ResultsUnfit) as caught:
            check_results(self.sheet(row, headings=headings), self.officer)
        self.assertEqual(["basis"], [each.column for each in caught.exception.faults])

    def test_the_same_sheet_once_more_changes_nothing(self):
        one, other = self.case("1", "accept"), self.case("2", "accept")
        rows = [(one, "同意办理", None, None)]
        self.enter(*rows)
        before = self.count_of(CaseEvent), self.stored(Case.version, one)
        again = self.enter(*rows)
        self.assertEqual((0, 1), (len(again.results), len(again.known)))
        self.assertEqual(
            before, (self.count_of(CaseEvent), self.stored(Case.version, one))
        )
        both = self.enter(*rows, (other, "同意办理", None, None))
        self.assertEqual((1, 1), (len(both.results), len(both.known)))

    def test_one_fault_keeps_all_out(self):
        one, other = self.case("1", "accept"), self.case("2")
        rows = (
            (one, "同意办理", None, None),
            (other, "同意办理", None, None),
        )
        self.assertEqual(
            [(3, "number", "这件办件现在还不能作出决定，请到办件页面查看。")],
            self.faults(*rows),
        )
        with self.assertRaises(ResultsUnfit):
            self.enter(*rows)
        transaction.commit()
        self.assertEqual("accepted", self.state(one))

    def test_what_is_found_out_late_takes_back_what_came_before(self):
        one, other = self.case("1", "accept"), self.case("2", "accept")
        moved = importing.move_case

        def move(number, *args, **kwargs):
            if number == other.number:
                raise importing.CaseUnknown
            return moved(number, *args, **kwargs)

        rows = sorted([one.number, other.number], key=lambda each: each == other.number)
        with (
            patch.object(importing, "move_case", move),
            self.assertRaises(importing.CaseUnknown),
        ):
            self.enter(*((number, "同意办理", None, None) for number in rows))
        transaction.commit()
        self.assertEqual("accepted", self.state(one))
        self.assertEqual(["register", "accept"], self.events(one))


class TestResults(ResultsTests, unittest.TestCase):
    layer = SAMPLE_FUNCTIONAL_TESTING

    def test_day_of_the_decision_is_told(self):
        yesterday = date.today() - timedelta(days=1)
        case = self.case("1", "accept")
        accepted = self.stored(Case.reckoned_from, case)
        before = (accepted - timedelta(days=1)).isoformat()
        (fault,) = self.faults((case, "同意办理", before, None))
        self.assertEqual((2, "decided_on"), fault[:2])
        day = f"{accepted.year}年{accepted.month}月{accepted.day}日"
        self.assertIn(day, fault[2])
        tomorrow = date.today() + timedelta(days=2)
        (fault,) = self.faults((case, "同意办理", tomorrow, None))
        self.assertEqual((2, "decided_on", "请选今天或今天以前的日期。"), fault)
        with get_database().writing.begin() as connection:
            connection.execute(Case.__table__.update().values(reckoned_from=yesterday))
        text = f"{yesterday:%Y}年{yesterday.month}月{yesterday.day}日"
        self.enter((case, "同意办理", text, None))
        event = open_by_code(case.number, case.query_code, ADDRESS).history[-1]
        self.assertEqual({"decided_on": yesterday.isoformat()}, dict(event.facts))
        (paper,) = (
            each
            for each in held_case(case.number).copy()["papers"]
            if text in str(each)
        )
        self.assertIn("completion", str(paper))

    def test_each_cell_says_what_is_wrong_with_it(self):
        one, elsewhere = self.case("1", "accept"), self.register("9")
        closed = self.case("2", "accept", "start", "approve")
        wrong = f"{one.number[:-1]}{(int(one.number[-1], 11) + 1) % 10}"
        found = self.faults(
            (wrong, "同意办理", None, None),
            (one, "好", "明天", None),
            (one, "不予办理", None, None),
            (one, "同意办理", None, None),
            (elsewhere, "同意办理", None, None),
            (closed, "不予办理", None, "材料不实。"),
            (closed, "同意办理", None, "祝贺。"),
        )
        self.assertEqual(
            [
                (2, "number"),
                (3, "result"),
                (3, "decided_on"),
                (4, "reason"),
                (5, "number"),
                (6, "number"),
                (7, "result"),
                (8, "reason"),
            ],
            [each[:2] for each in found],
        )
        words = [each[2] for each in found]
        self.assertEqual("请填：同意办理、不予办理。", words[1])
        self.assertEqual("这件办件在表里出现了两次。", words[4])
        self.assertEqual("您单位没有这个编号的办件。", words[5])
        self.assertIn("结果与表中不同", words[6])

    def test_question_of_the_form_that_is_called_like_a_column_is_none(self):
        case, other = self.case("1", "accept"), self.case("2", "accept")
        headings = [*HEADINGS, "办件编号", "办理结果"]
        row = (case, "同意办理", None, None, other, "不予办理")
        checked = check_results(self.sheet(row, headings=headings), self.officer)
        found = [(each.number, each.transition) for each in checked.results]
        self.assertEqual([(case.number, "approve")], found)

    def test_sheet_without_results_says_so(self):
        case = self.case("1", "accept")
        for rows, headings in (
            ([], HEADINGS),
            ([(case, None, None, None)], HEADINGS),
            ([(case, "同意办理")], ["编号", "结论"]),
        ):
            with self.subTest(headings), self.assertRaises(NoResults):
                check_results(self.sheet(*rows, headings=headings), self.officer)

    def test_what_was_handed_out_comes_back_with_results(self):
        answers = (
            Answer("account", "银行卡号", "=6222"),
            Answer("needs", "需要", ["送餐", "理发"]),
        )
        case = self.case("1", "accept", answers=answers)
        self.case("2")
        self.register("9")
        content = sheet_of_waiting(self.officer, "", WORDS, "http://city/@@desk")
        transaction.commit()
        book = load_workbook(BytesIO(content))
        (page,) = book.worksheets
        heads, row = [[cell.value for cell in line] for line in page.iter_rows()]
        told = dict(zip(heads, row, strict=True))
        self.assertEqual(HEADINGS, heads[:4])
        self.assertEqual(
            {
                "办件编号": case_number_text(case.number),
                "办理结果": None,
                "申请人": PLANTED["name"],
                "证件号码": PLANTED["id_number"],
                "银行卡号": "=6222",
                "需要": "送餐、理发",
                "材料和办理经过": f"http://city/@@desk/{case.number}",
            },
            {
                name: told[name] or None
                for name in (
                    *("办件编号", "办理结果", "申请人", "证件号码", "银行卡号"),
                    *("需要", "材料和办理经过"),
                )
            },
        )
        column = heads.index("银行卡号") + 1
        self.assertEqual("s", page.cell(2, column).data_type)
        noted = [each for each in self.noted() if each[1] == "case.export"]
        self.assertEqual([("window-staff", "case.export", case.number, BUREAU)], noted)
        page.cell(2, 2).value = "同意办理"
        filled = BytesIO()
        book.save(filled)
        entered = enter_results(filled.getvalue(), self.officer)
        transaction.commit()
        self.assertEqual([case.number], [each.number for each in entered.results])
        self.assertEqual("completed_approved", self.state(case))


class TestResultsOnPostgreSQL(ResultsTests, unittest.TestCase):
    layer = SAMPLE_POSTGRESQL_FUNCTIONAL_TESTING


class TestResultsPage(ResultsSetup, unittest.TestCase):
    layer = SAMPLE_FUNCTIONAL_TESTING

    def setUp(self):
        super().setUp()
        self.address = f"{self.portal.absolute_url()}/@@case-results"
        self.browser = self.browser_of("department-officer")

    def browser_of(self, name):
        browser = Browser(self.layer["app"])
        browser.raiseHttpErrors = False
        browser.addHeader("Accept", "text/html")
        log_in(browser, name)
        return browser

    def read(self, status="200"):
        self.assertTrue(self.browser.headers["status"].startswith(status))
        self.page = html.fromstring(self.browser.contents)
        self.assertEqual("本单位办理结果", self.words("main h1"))

    def words(self, selector):
        found = self.page.cssselect(selector)
        return " ".join(" ".join(each.text_content().split()) for each in found)

    def send(self, content, status="200", name="结果.xlsx"):
        self.browser.open(self.address)
        self.read()
        form = self.browser.getForm(id="results-in")
        form.getControl(name="sheet").add_file(
            BytesIO(content), "application/octet-stream", name
        )
        form.getControl(name="check").click()
        self.read(status)

    def test_sheet_goes_out_is_filled_in_checked_and_entered(self):
        case = self.case("1", "accept")
        self.browser.open(self.address)
        self.read()
        self.browser.getForm(id="results-out").getControl(name="out").click()
        headers = self.browser.headers
        self.assertIn("spreadsheetml", headers["content-type"])
        self.assertEqual("no-store", headers["cache-control"])
        book = load_workbook(BytesIO(self.browser._response.body))
        self.assertIn(case_number_text(case.number), str(list(book.active.values)))
        book.active.cell(2, 2).value = "不予办理"
        book.active.cell(2, 4).value = "年龄未满80周岁。"
        filled = BytesIO()
        book.save(filled)
        self.send(filled.getvalue())
        self.assertIn("年龄未满80周岁。", self.words("#checked"))
        self.assertEqual("accepted", self.state(case))
        again = self.browser.contents
        self.browser.getForm(id="enter-results").getControl(name="enter").click()
        self.read()
        told = "登记了1件，以前登记过的0件。"
        self.assertIn(told, self.words("#global_statusmessage"))
        self.assertEqual("completed_refused", self.state(case))
        # A second press of the same button.
        form = html.fromstring(again).get_element_by_id("enter-results")
        self.browser.open(
            self.address,
            "&".join(f"{name}={value}" for name, value in form.form_values())
            + "&enter=1",
        )
        self.read()
        told = "登记了0件，以前登记过的1件。"
        self.assertIn(told, self.words("#global_statusmessage"))

    def test_faults_stand_on_the_page_and_nothing_is_entered(self):
        case = self.case("1", "accept")
        self.send(self.sheet((case, "不予办理", None, None)), "422")
        self.assertIn("结果 2 理由（不予办理时填写）", self.words("#faults tbody"))
        self.assertIn("没有登记任何结果", self.words("#sheet-error"))
        self.assertEqual([], self.page.cssselect("#enter-results"))
        self.assertEqual("accepted", self.state(case))
        self.send(b"a,b", "422", "结果.csv")
        self.assertIn("请交Excel表格", self.words("#sheet-error"))

    def test_sheet_that_waits_no_more_is_asked_for_again(self):
        case = self.case("1", "accept")
        self.send(self.sheet((case, "同意办理", None, None)))
        form = self.browser.getForm(id="enter-results")
        form.getControl(name="parked").value = "0"
        form.getControl(name="enter").click()
        self.read("422")
        self.assertIn("请重新选择表格", self.words("#sheet-error"))
        self.assertEqual("accepted", self.state(case))

    def test_page_is_for_officers_of_units_that_decide_here(self):
        for name in ("window-staff", "coordinator", "supervisor"):
            with self.subTest(name):
                browser = self.browser_of(name)
                browser.open(self.address)
                self.assertIn("403", browser.headers["status"])
