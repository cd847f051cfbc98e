"""Papers on the desk's page of a case, and on its applicant's."""

from dataclasses import replace
from lxml import html
from onewindow_policy.cases.models import Case
from onewindow_policy.cases.models import CaseEvent
from onewindow_policy.cases.papers.matters import matter_of_new
from onewindow_policy.cases.papers.models import Paper
from onewindow_policy.cases.papers.values import draft_of
from onewindow_policy.cases.submissions import Person
from onewindow_policy.cases.submissions import register_case
from onewindow_policy.communities.interfaces import IHall
from onewindow_policy.prints import press
from onewindow_policy.records.api import AuditEntry
from onewindow_policy.records.api import read_session
from onewindow_policy.testing import SAMPLE_FUNCTIONAL_TESTING
from onewindow_policy.testing.printed import printed_text
from onewindow_policy.testing.tickets import log_in
from plone import api
from plone.testing.zope import Browser
from sqlalchemy import select
from test_cases_pages import COMMUNITY
from test_cases_pages import new_case
from unittest.mock import patch
from zope.event import notify
from zope.lifecycleevent import ObjectModifiedEvent

import transaction
import unittest


class TestPaperPages(unittest.TestCase):
    layer = SAMPLE_FUNCTIONAL_TESTING

    def setUp(self):
        self.url = self.layer["portal"].absolute_url()
        new = new_case(taken_in_at=COMMUNITY, account="window-staff")
        receipt = draft_of("receipt", matter_of_new(new))
        self.case = register_case(replace(new, receipt=receipt))
        transaction.commit()
        self.address = f"{self.url}/@@desk/{self.case.number}"

    def browser(self, name=None, **cookies):
        browser = Browser(self.layer["app"])
        browser.raiseHttpErrors = False
        if name:
            log_in(browser, name)
        if cookies:
            pairs = (f"{name}={value}" for name, value in cookies.items())
            browser.addHeader("Cookie", "; ".join(pairs))
        return browser

    def page(self, browser):
        return html.fromstring(browser.contents)

    def accepted(self):
        """Accept the case at the desk, and return the browser on the page after it."""
        browser = self.browser("window-staff")
        browser.open(self.address)
        browser.getForm(id="go-accept").submit(name="transition")
        transaction.begin()
        return browser

    def track(self, **cookies):
        browser = self.browser(**cookies)
        browser.open(f"{self.url}/@@track")
        form = browser.getForm(id="track-form")
        form.getControl(name="number").value = self.case.number
        form.getControl(name="code").value = self.case.query_code
        form.submit()
        return browser

    def numbers(self, kind):
        query = select(Paper.number).join(Case).where(Paper.kind == kind)
        return read_session().scalars(query).all()

    def test_step_at_the_desk_issues_its_paper_which_is_printed_there(self):
        browser = self.accepted()
        (number,) = self.numbers("acceptance")
        page = self.page(browser)
        self.assertIn("高龄津贴申请", page.cssselect("h1")[0].text_content())
        (issued,) = page.cssselect("#issued")
        self.assertIn("已出具《受理通知书》", issued.text_content())
        self.assertTrue(issued.cssselect("a")[0].get("href").endswith(number))
        rows = [each.text_content() for each in page.cssselect("#papers li")]
        self.assertEqual(2, len(rows))
        self.assertIn("受理通知书", rows[0])
        self.assertIn("收件凭证", rows[1])
        for large in (False, True):
            browser.open(f"{self.address}/papers/{number}{'?large=1' if large else ''}")
            self.assertEqual("application/pdf", browser.headers["Content-Type"])
            self.assertIn("no-store", browser.headers["Cache-Control"])
            self.assertIn(f"{number}.pdf", browser.headers["Content-Disposition"])
            self.assertIn("样本老人", printed_text(browser.contents))
        transaction.begin()
        noted = select(AuditEntry.user_id, AuditEntry.subject, AuditEntry.detail).where(
            AuditEntry.action == "paper.print"
        )
        self.assertEqual(
            [("window-staff", self.case.number, number)] * 2,
            [tuple(row) for row in read_session().execute(noted)],
        )

    def step(self, name, **facts):
        """Fill in the form of a step at the desk, and press its button; return the page
        after it. What is given by several is a list."""
        browser = self.browser("window-staff")
        browser.open(self.address)
        form = browser.getForm(id=f"go-{name}")
        for fact, value in facts.items():
            form.getControl(name=f"{name}-{fact}").value = value
        form.submit(name="transition")
        confirming = self.page(browser).cssselect("#confirm-step")
        if confirming:
            browser.getForm(id="confirm-step").submit(name="confirmed")
        transaction.begin()
        return browser

    def printed(self, kind):
        """Print the only paper of a kind at the desk; return its text without spaces."""
        (number,) = self.numbers(kind)
        browser = self.browser("window-staff")
        browser.open(f"{self.address}/papers/{number}")
        self.assertEqual("application/pdf", browser.headers["Content-Type"])
        return "".join(printed_text(browser.contents).split())

    def values(self, kind):
        query = select(Paper).where(Paper.kind == kind)
        return read_session().scalars(query).one().values

    def test_notice_of_what_is_missing_tells_which_unit_comes_first(self):
        self.step("ask_correction", reason="户口簿缺第三页")
        street, bureau = "云河区望云街道办事处", "云河区民政局"
        first, then = self.values("notice")["order"]
        self.assertEqual(f"先由{street}办：受理、审核。", first)
        self.assertEqual(f"“公示”办完，再由{bureau}办：审批。", then)
        text = self.printed("notice")
        self.assertIn(f"谁先谁后{first}{then}", text)
        self.assertLess(text.index("办理流程"), text.index("谁先谁后"))

    def test_notice_of_what_one_unit_handles_tells_of_no_order(self):
        guide = self.layer["portal"].catalogue["sq-ll-001"].guide
        guide.process = [
            row if row["unit_role"] != "county:MZ" else {**row, "unit_role": "street"}
            for row in guide.process
        ]
        notify(ObjectModifiedEvent(guide))
        transaction.commit()
        self.step("ask_correction", reason="户口簿缺第三页")
        self.assertEqual([], self.values("notice")["order"])
        text = self.printed("notice")
        self.assertIn("办理流程", text)
        self.assertNotIn("谁先谁后", text)

    def test_notice_where_there_is_no_window_tells_the_place_of_the_guide(self):
        portal = self.layer["portal"]
        community = portal.communities["990102"]["990102001"][COMMUNITY]
        halls = [key for key, each in community.items() if IHall.providedBy(each)]
        self.assertTrue(halls)
        with api.env.adopt_roles(["Manager"]):
            community.manage_delObjects(halls)
        guide = portal.catalogue["sq-ll-001"].guide
        guide.location, guide.office_hours = "示例路9号", "周一至周五"
        notify(ObjectModifiedEvent(guide))
        transaction.commit()
        self.step("ask_correction", reason="户口簿缺第三页")
        told, text = self.values("notice"), self.printed("notice")
        self.assertEqual([], told["halls"])
        self.assertIn("到哪里办示例路9号周一至周五", text)
        self.assertIn("".join(told["reception"].split()), text)

    def test_refusal_offers_the_laws_of_the_guide_and_tells_the_chosen_one(self):
        self.accepted()
        self.step("start")
        browser = self.browser("window-staff")
        browser.open(self.address)
        page = self.page(browser)
        (field,) = page.cssselect("#go-refuse [name='refuse-basis']")
        offered = page.cssselect(f"#go-refuse datalist#{field.get('list')} option")
        laws = [each.get("value") for each in offered]
        self.assertEqual(2, len(laws))
        self.assertIn("《中华人民共和国老年人权益保障法》", laws[0])
        (hint,) = page.cssselect(f"#{field.get('aria-describedby')}")
        self.assertIn("监督人员", hint.text_content())
        browser = self.step("refuse", reason="户籍不在本市", basis=laws[0])
        (entry, *_earlier) = self.page(browser).cssselect("#history li")
        self.assertIn(f"法律依据：{laws[0]}", "".join(entry.text_content().split()))
        query = select(CaseEvent).where(CaseEvent.transition == "refuse")
        event = read_session().scalars(query).one()
        self.assertEqual(laws[0], event.facts["basis"])
        self.assertNotIn(laws[0].encode(), event.facts_sealed)
        self.assertEqual("guide", read_session().scalar(select(Case.ground_kind)))
        self.assertEqual(laws[0], self.values("refusal")["legal_ground"])
        self.assertIn("".join(laws[0].split()), self.printed("refusal"))
        # The applicant reads it, too.
        told = self.page(self.track()).cssselect("#history")[0].text_content()
        self.assertIn(laws[0], told)

    def test_refusal_without_a_ground_goes_and_is_for_supervisors_to_see(self):
        self.step("refuse_acceptance", ground=["not_met"], reason="户籍不在本市")
        self.assertEqual("none", read_session().scalar(select(Case.ground_kind)))
        self.assertEqual("", self.values("non_acceptance")["legal_ground"])
        self.assertNotIn("依据《", self.printed("non_acceptance"))

    def test_page_that_is_opened_again_announces_no_paper_of_before(self):
        self.accepted()
        browser = self.browser("window-staff")
        for query in ("", "?issued=receipt", "?issued=x"):
            browser.open(f"{self.address}{query}")
            page = self.page(browser)
            self.assertEqual(2, len(page.cssselect("#papers li")))
            self.assertEqual([], page.cssselect("#issued"))

    def test_desk_is_told_which_characters_of_a_name_no_paper_shows(self):
        rare = new_case(
            nonce="rare",
            taken_in_at=COMMUNITY,
            account="window-staff",
            applicant=Person("李𰻝"),
        )
        receipt = draft_of("receipt", matter_of_new(rare))
        case = register_case(replace(rare, receipt=receipt))
        transaction.commit()
        browser = self.browser("window-staff")
        browser.open(f"{self.url}/@@desk/{case.number}")
        (notice,) = self.page(browser).cssselect("#papers #unprinted")
        self.assertIn("𰻝", notice.text_content())
        browser.open(self.address)
        page = self.page(browser)
        self.assertEqual(1, len(page.cssselect("#papers")))
        self.assertEqual([], page.cssselect("#unprinted"))

    def test_receipt_that_is_printed_at_the_window_has_the_code(self):
        browser = self.browser("window-staff")
        browser.open(f"{self.address}/papers/{self.numbers('receipt')[0]}")
        self.assertEqual("application/pdf", browser.headers["Content-Type"])
        self.assertIn(self.case.query_code, printed_text(browser.contents))

    def test_paper_that_cannot_be_printed_leaves_the_case_and_says_so(self):
        browser = self.browser("window-staff")
        with (
            patch.object(press, "CHILD", press.CHILD.with_name("missing.py")),
            patch.object(press, "_press", press.Press),
            self.assertLogs("onewindow_policy", "ERROR"),
        ):
            browser.open(f"{self.address}/papers/{self.numbers('receipt')[0]}")
        self.assertEqual("503", browser.headers["status"][:3])
        page = self.page(browser)
        self.assertIn("高龄津贴申请", page.cssselect("h1")[0].text_content())
        self.assertIn("文书已经出具", page.cssselect("[role=alert]")[0].text_content())

    def test_paper_that_its_person_was_not_given_counts_as_opened_by_nobody(self):
        self.accepted()
        browser = self.track()
        with (
            patch.object(press, "CHILD", press.CHILD.with_name("missing.py")),
            patch.object(press, "_press", press.Press),
            self.assertLogs("onewindow_policy", "ERROR"),
        ):
            browser.getControl("下载（PDF）").click()
        self.assertEqual("503", browser.headers["status"][:3])
        self.assertIn(
            "高龄津贴申请", self.page(browser).cssselect("h1")[0].text_content()
        )
        transaction.begin()
        noted = read_session().scalars(select(AuditEntry.action)).all()
        self.assertNotIn("paper.download", noted)

    def test_what_is_no_paper_of_the_case_or_not_theirs_is_not_found(self):
        number = self.numbers("receipt")[0]
        for name, path in (
            ("window-staff", "papers/nothing"),
            ("window-staff", f"other/{number}"),
            ("coordinator", f"papers/{number}/more"),
        ):
            with self.subTest(path):
                browser = self.browser(name)
                browser.open(f"{self.address}/{path}")
                self.assertEqual("404", browser.headers["status"][:3])
        browser = self.browser()
        browser.open(f"{self.address}/papers/{number}")
        self.assertNotIn("application/pdf", browser.headers["Content-Type"])

    def test_supervisor_says_why_before_a_paper_opens(self):
        browser = self.browser("supervisor")
        browser.open(f"{self.address}/papers/{self.numbers('receipt')[0]}")
        self.assertEqual("409", browser.headers["status"][:3])
        self.assertIn(
            "高龄津贴申请", self.page(browser).cssselect("h1")[0].text_content()
        )

    def test_applicant_downloads_each_paper_by_number_and_code(self):
        self.accepted()
        browser = self.track()
        page = self.page(browser)
        self.assertIn("高龄津贴申请", page.cssselect("h1")[0].text_content())
        (row,) = page.cssselect("#papers li")
        self.assertIn("受理通知书", row.text_content())
        self.assertNotIn("样本老人", page.text_content())
        browser.getControl("下载（PDF）").click()
        self.assertEqual("application/pdf", browser.headers["Content-Type"])
        text = printed_text(browser.contents)
        self.assertIn("受理通知书", text)
        self.assertIn("样本老人", text)
        self.assertNotIn(self.case.query_code, text)

    def test_number_of_another_cases_paper_opens_nothing(self):
        other = new_case(nonce="other", taken_in_at=COMMUNITY, account="window-staff")
        receipt = draft_of("receipt", matter_of_new(other))
        register_case(replace(other, receipt=receipt))
        transaction.commit()
        number = max(self.numbers("receipt"))
        data = f"number={self.case.number}&code={self.case.query_code}&paper={number}"
        browser = self.browser()
        browser.post(f"{self.url}/@@track", data)
        self.assertEqual("404", browser.headers["status"][:3])
        self.assertIn(
            "高龄津贴申请", self.page(browser).cssselect("h1")[0].text_content()
        )

    def test_shared_computer_keeps_no_paper(self):
        self.accepted()
        browser = self.track(onewindow_shared="visit")
        page = self.page(browser)
        self.assertIn("高龄津贴申请", page.cssselect("h1")[0].text_content())
        self.assertEqual([], page.cssselect("#papers"))
