"""Each step that makes a paper issues it in the name of whoever decides, in final words."""

from contextlib import suppress
from dataclasses import replace
from datetime import date
from onewindow_policy.cases.exceptions import CaseUnknown
from onewindow_policy.cases.exceptions import PaperUnknown
from onewindow_policy.cases.models import Case
from onewindow_policy.cases.papers import printing
from onewindow_policy.cases.papers.kinds import ACCEPTING
from onewindow_policy.cases.papers.kinds import DECIDING
from onewindow_policy.cases.papers.kinds import KINDS
from onewindow_policy.cases.papers.kinds import WINDOW
from onewindow_policy.cases.papers.listing import papers_of
from onewindow_policy.cases.papers.matters import CHINESE
from onewindow_policy.cases.papers.matters import matter_of_new
from onewindow_policy.cases.papers.models import Paper
from onewindow_policy.cases.papers.opening import open_paper
from onewindow_policy.cases.papers.values import draft_of
from onewindow_policy.cases.states import TRANSITIONS
from onewindow_policy.cases.submissions import Person
from onewindow_policy.cases.submissions import register_case
from onewindow_policy.cases.wording import CaseWording
from onewindow_policy.communities.units import find_unit
from onewindow_policy.prints import press
from onewindow_policy.prints.glyphs import as_printed
from onewindow_policy.records.api import read_session
from onewindow_policy.testing import SAMPLE_FUNCTIONAL_TESTING
from onewindow_policy.testing import SAMPLE_POSTGRESQL_FUNCTIONAL_TESTING
from onewindow_policy.testing.cases import COMMUNITY
from onewindow_policy.testing.cases import submission
from onewindow_policy.testing.handling import HandlingSetup
from onewindow_policy.testing.printed import printed_text
from onewindow_policy.workdays.deadlines import due_date
from pathlib import Path
from plone import api
from sqlalchemy import select
from unittest.mock import patch

import re
import transaction
import unittest

DOCUMENTATION = Path(__file__).parent.parent / "docs" / "papers.md"

REASON = "户口簿缺第三页"

#: With 〇; of Extension B and Extension G; Tibetan.
NAMES = ("王〇", "王𠀀", "李𰻝", "བོད་སྐྱིད")
UYGHUR = "ئاينۇر"


class IssuingSetup(HandlingSetup):
    def take_in(self, nonce="nonce-1", **changes):
        """Register a case at the window, with its receipt."""
        new = submission(
            nonce,
            **{"taken_in_at": COMMUNITY, "account": self.staff.getId(), **changes},
        )
        receipt = draft_of("receipt", matter_of_new(new))
        case = register_case(replace(new, receipt=receipt))
        transaction.commit()
        return case

    def papers(self, case):
        transaction.begin()
        session = read_session()
        found = session.scalar(select(Case).where(Case.number == case.number))
        return papers_of(session, found)

    def opened(self, case, kind):
        """Open the last paper of a kind."""
        numbers = [each.number for each in self.papers(case) if each.kind == kind]
        opened = open_paper(case.number, numbers[-1], self.staff)
        transaction.commit()
        return opened

    def text(self, case, kind):
        return printed_text(self.opened(case, kind).pdf())

    def receipt_for(self, case, user_id):
        (number,) = (each.number for each in self.papers(case))
        opened = open_paper(case.number, number, api.user.get(user_id))
        transaction.commit()
        return printed_text(opened.pdf())


class IssuingTests(IssuingSetup):
    def test_from_walk_in_to_completion_there_are_three_papers(self):
        case = self.take_in()
        self.move(case, "accept", "start", "approve")
        self.assertEqual(
            [
                ("receipt", f"{COMMUNITY}-2026-000001", 1),
                ("acceptance", f"{COMMUNITY}-2026-000002", 2),
                ("completion", f"{COMMUNITY}-2026-000003", 4),
            ],
            [
                (
                    each.kind,
                    each.number.replace(str(date.today().year), "2026"),
                    version,
                )
                for each in self.papers(case)
                for version in [each.case_version]
            ],
        )
        for kind, said in (
            ("receipt", ["收件凭证", "材料已经收到", "赵**", "5个工作日内告诉您"]),
            (
                "acceptance",
                ["受理通知书", "赵计华", "受理后7个工作日内办结", "公示5天"],
            ),
            ("completion", ["办结通知书", "赵计华", "同意办理", "津贴资金按月发放"]),
        ):
            text = self.text(case, kind)
            for each in (*said, "晨光社区党群服务中心（盖章）", "高龄津贴申请"):
                with self.subTest(kind, said=each):
                    self.assertIn(each, text)

    def test_what_did_not_happen_leaves_no_paper_and_no_gap(self):
        case = self.take_in()
        with (
            patch("onewindow_policy.cases.handling.audit", side_effect=OSError),
            suppress(OSError),
        ):
            self.move(case, "accept")
        transaction.abort()
        self.assertEqual(["receipt"], [each.kind for each in self.papers(case)])
        self.move(case, "accept")
        self.assertTrue(self.papers(case)[-1].number.endswith("-000002"))


class TestIssuingOnSQLite(IssuingTests, unittest.TestCase):
    layer = SAMPLE_FUNCTIONAL_TESTING

    def test_every_paper_that_a_step_makes_has_a_kind(self):
        # The receipt is made as a case comes in, and no step makes a second one.
        made = {kind for each in TRANSITIONS for kind in each.papers}
        self.assertEqual(set(KINDS) - {"receipt"}, made)

    def test_documentation_has_every_kind_as_it_is(self):
        rows = re.findall(
            r"^\| `(\w+)` \| (.*) \|$", DOCUMENTATION.read_text("utf-8"), re.M
        )
        names = {
            WINDOW: "the window",
            ACCEPTING: "who accepts",
            DECIDING: "who decides",
        }
        say = CaseWording(CHINESE)
        self.assertEqual(
            [
                (
                    kind.code,
                    " | ".join(
                        (
                            say(kind.title),
                            names[kind.issuer],
                            kind.person,
                            ", ".join(kind.needs),
                        )
                    ),
                )
                for kind in KINDS.values()
            ],
            rows,
        )

    def test_paper_is_of_the_unit_whose_decision_it_is(self):
        accepting = find_unit("street", COMMUNITY)
        deciding = find_unit("county:MZ", COMMUNITY)
        case = self.take_in(unit_code=accepting.code, deciding_unit_code=deciding.code)
        self.move(case, "accept", "start", "approve")
        issuers = [each.number.rsplit("-", 2)[0] for each in self.papers(case)]
        self.assertEqual([COMMUNITY, accepting.code, deciding.code], issuers)
        for kind, unit in (("acceptance", accepting), ("completion", deciding)):
            text = self.text(case, kind)
            self.assertIn(f"{unit.title}（盖章）", text)
            self.assertIn(f"咨询电话：{unit.phone}", text)

    def test_paper_says_the_same_whatever_becomes_of_unit_and_guide(self):
        case = self.take_in(unit_code=find_unit("street", COMMUNITY).code)
        self.move(case, "accept")
        first = self.opened(case, "acceptance").pdf()
        path = find_unit("street", COMMUNITY).path.lstrip("/")
        unit = self.portal.unrestrictedTraverse(path)
        unit.title, unit.phone = "另一个单位", "0000-1"
        unit.reindexObject()
        transaction.commit()
        self.assertEqual(first, self.opened(case, "acceptance").pdf())

    def test_paper_that_is_set_otherwise_says_so_and_else_the_same(self):
        case = self.take_in()
        opened = self.opened(case, "receipt")
        with patch.object(printing, "version_of", lambda template: "another"):
            again = self.opened(case, "receipt")
        self.assertFalse(opened.is_set_anew)
        note = "版式已更新，内容与出具时相同。"
        text = printed_text(again.pdf())
        self.assertIn(note, text)
        self.assertEqual(printed_text(opened.pdf()), text.replace(note, ""))

    def test_large_print_says_the_same(self):
        case = self.take_in()
        self.move(case, "accept")
        opened = self.opened(case, "acceptance")
        small, large = opened.pdf(), opened.pdf(is_large=True)
        self.assertNotEqual(small, large)
        self.assertIn("我们已于", printed_text(large))

    def test_names_of_all_peoples_are_printed(self):
        for name in NAMES:
            case = self.take_in(name, applicant=Person(name))
            self.move(case, "accept")
            text = self.text(case, "acceptance")
            with self.subTest(name):
                self.assertIn(as_printed(name).replace(" ", ""), text)

    def test_name_from_right_to_left_is_printed_in_its_own_letters(self):
        case = self.take_in(applicant=Person(UYGHUR))
        self.move(case, "accept")
        opened = self.opened(case, "acceptance")
        self.assertEqual(UYGHUR, opened.values["person"])
        self.assertEqual(UYGHUR, as_printed(UYGHUR))
        self.assertIn("受理通知书", printed_text(opened.pdf()))

    def test_what_is_missing_is_told_with_all_that_is_needed_for_it(self):
        case = self.take_in()
        self.move(case, "ask_correction", reason=REASON, materials=["SQ-LL-001-M03"])
        text = self.text(case, "notice")
        material = matter_of_new(submission()).guide.materials[2]
        for said in (
            "一次性告知书",
            REASON,
            material.name,
            "原件",
            "具有本市户籍",
            "《中华人民共和国老年人权益保障法》（2018年修正）第三十三条",
            "收件（居民所在社区综合服务窗口，当场）",
            "来源：政府部门核发",
            "审核（云河区望云街道办事处，2个工作日）",
            "不收费",
            "受理后7个工作日内办结",
            "咨询电话",
            "监督电话：0000-0012345",
            "示例路108号",
            "8:30",
        ):
            with self.subTest(said):
                self.assertIn(said, text)

    def test_every_other_kind_says_what_it_is_for(self):
        until = due_date(date.today(), 1, "working").date
        for path, facts, kind, said in (
            (
                ["refuse_acceptance"],
                {"ground": "not_ours", "where": "云河区人社局", "reason": REASON},
                "non_acceptance",
                ["不予受理通知书", "云河区人社局", REASON, "您的权利"],
            ),
            (
                ["accept", "start", "suspend"],
                {"reason": "公示"},
                "suspension",
                ["特殊环节告知书", "不算在承诺的时间里"],
            ),
            (
                ["return"],
                {"reason": "重复申请"},
                "return_of_application",
                [
                    *("申请退回签收单", "没有作出同意或者不同意的决定", "重复申请"),
                    *("退回的材料", "领取人（签名）", "可以重新申请"),
                ],
            ),
            (
                ["accept", "start", "refuse"],
                {"reason": "户籍不在本市"},
                "refusal",
                [
                    "不予办理决定书",
                    "户籍不在本市",
                    "《中华人民共和国老年人权益保障法》",
                ],
            ),
            (
                ["accept", "start", "approve", "deliver"],
                {
                    "way": "window",
                    "receiver": "赵小计",
                    "seen": "1",
                    "authority": "授权委托书",
                },
                "proof_of_delivery",
                [
                    *("送达回证", "赵小计", "授权委托书", "《办结通知书》"),
                    "受送达人（签名或盖章）",
                ],
            ),
            (
                ["accept_conditionally"],
                {
                    "materials": ["SQ-LL-001-M04"],
                    "until": until.isoformat(),
                    "agreed": "1",
                },
                "conditional_acceptance",
                [
                    "容缺受理通知书",
                    f"{until.year}年{until.month}月{until.day}日",
                    "按您撤回申请处理",
                    "一式两份",
                ],
            ),
        ):
            case = self.take_in(kind)
            self.move(case, *path, **facts)
            text = self.text(case, kind)
            for each in said:
                with self.subTest(kind, said=each):
                    self.assertIn(each, text)

    def test_query_code_is_printed_for_who_took_the_case_in_and_nobody_else(self):
        case = self.take_in()
        self.assertIn(case.query_code, self.receipt_for(case, "window-staff"))
        online = self.take_in("b", taken_in_at=None, account=None)
        for each, user_id in ((case, "coordinator"), (online, "window-staff")):
            text = self.receipt_for(each, user_id)
            with self.subTest(user_id):
                self.assertIn("收件凭证", text)
                self.assertNotIn(each.query_code, text)

    def test_look_at_a_paper_is_noted_and_for_the_cases_staff_alone(self):
        case, other = (
            self.take_in(),
            self.take_in(
                "b", community_code="990101001001", taken_in_at="990101001001"
            ),
        )
        number = self.papers(case)[0].number
        open_paper(case.number, number, self.staff)
        transaction.commit()
        self.assertEqual(
            ("window-staff", "paper.print", case.number, number), self.noted()[-1]
        )
        for wanted, number, error in (
            (case, self.papers(other)[0].number, PaperUnknown),
            (case, "nothing", PaperUnknown),
            (other, self.papers(other)[0].number, CaseUnknown),
        ):
            with self.subTest(error), self.assertRaises(error):
                open_paper(wanted.number, number, self.staff)

    def test_case_goes_on_where_nothing_can_be_printed(self):
        case = self.take_in()
        with patch.object(press, "CHILD", press.CHILD.with_name("missing.py")):
            self.assertEqual("accepted", self.move(case, "accept"))
        self.assertIn("受理通知书", self.text(case, "acceptance"))

    def test_values_of_a_paper_are_sealed(self):
        case = self.take_in()
        self.move(case, "accept")
        self.assertIn("赵计华", self.text(case, "acceptance"))
        rows = read_session().execute(select(Paper.__table__)).all()
        self.assertEqual(["receipt", "acceptance"], [row.kind for row in rows])
        for row in rows:
            self.assertNotIn("赵计华", str(tuple(row)))
            self.assertNotIn("赵计华".encode(), row.values_sealed)


class TestIssuingOnPostgreSQL(IssuingTests, unittest.TestCase):
    layer = SAMPLE_POSTGRESQL_FUNCTIONAL_TESTING
