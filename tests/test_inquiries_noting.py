"""What somebody only asks: from the two presses at the window to the row in SQL, the notice
as it is printed, and the page that shows it; and for whom none of that is."""

from dataclasses import replace
from datetime import date
from datetime import timedelta
from html import unescape
from lxml import html
from onewindow_policy.cases.papers.models import PaperSerial
from onewindow_policy.communities.api import get_city
from onewindow_policy.communities.matters import PlaceByCode
from onewindow_policy.duties.models import Duty
from onewindow_policy.guides.resolved import Eligibility
from onewindow_policy.guides.resolved import ResolvedGuide
from onewindow_policy.guides.wording import Wording
from onewindow_policy.indicators.counts import Day
from onewindow_policy.indicators.inquiries import received
from onewindow_policy.inquiries import notices
from onewindow_policy.inquiries.duties import CallBack
from onewindow_policy.inquiries.filling import InquiryFinding
from onewindow_policy.inquiries.finding import NOT_KEPT_YET
from onewindow_policy.inquiries.held import held_inquiry
from onewindow_policy.inquiries.models import Inquiry
from onewindow_policy.inquiries.numbers import number_text
from onewindow_policy.inquiries.printing import issued_notice
from onewindow_policy.inquiries.recording import masked_asker
from onewindow_policy.inquiries.retention import erase_old_inquiries
from onewindow_policy.inquiries.taking import inquiries_of_place
from onewindow_policy.records.api import AuditEntry
from onewindow_policy.records.api import read_session
from onewindow_policy.records.api import utc_now
from onewindow_policy.records.api import write_session
from onewindow_policy.testing import SAMPLE_FUNCTIONAL_TESTING
from onewindow_policy.testing.printed import printed_text
from onewindow_policy.testing.tickets import log_in
from onewindow_policy.workdays.api import today
from plone.app.testing import login
from plone.app.testing import logout
from plone.testing.zope import Browser
from sqlalchemy import select
from sqlalchemy import update
from types import SimpleNamespace
from urllib.parse import urlencode
from zope.event import notify
from zope.lifecycleevent import ObjectModifiedEvent

import transaction
import unittest

#: Where window-staff works, and another community of the same district.
WINDOW, ELSEWHERE = "990102001001", "990102001002"

NAME, PHONE = "欧阳秀英", "13812345678"


class InquiryCase(unittest.TestCase):
    layer = SAMPLE_FUNCTIONAL_TESTING

    def setUp(self):
        self.portal = self.layer["portal"]
        self.url = self.portal.absolute_url()

    def browser(self, account="window-staff"):
        browser = Browser(self.layer["app"])
        browser.raiseHttpErrors = False
        browser.handleErrors = True
        browser.addHeader("Accept", "text/html")
        log_in(browser, account)
        return browser

    def open(self, path, account="window-staff"):
        browser = self.browser(account)
        browser.open(f"{self.url}/{path}")
        return browser

    def page(self, browser, status="200"):
        self.assertTrue(browser.headers["status"].startswith(status), browser.headers)
        page = html.fromstring(browser.contents)
        self.assertEqual(1, len(page.cssselect("main h1")))
        return page

    def words(self, browser, selector, status="200"):
        found = self.page(browser, status).cssselect(selector)
        return [" ".join(each.text_content().split()) for each in found]

    def row(self, *columns):
        transaction.begin()
        found = read_session().execute(select(*(columns or (Inquiry,)))).one()
        return found if columns else found[0]

    def rows(self, *columns):
        transaction.begin()
        return [tuple(each) for each in read_session().execute(select(*columns))]

    def post(self, browser, path, **form):
        browser.post(f"{self.url}/{path}", urlencode(form))
        transaction.begin()

    def call(self, button="save", **typed):
        """Note a call about no service."""
        browser = self.open("@@inquire?channel=phone")
        values = {"matter": "想问年审几时办。", "told": "每年三月。"} | typed
        for name, value in values.items():
            control = browser.getControl(name=name)
            control.value = [value] if isinstance(control.value, list) else value
        browser.getControl(name=button).click()
        transaction.begin()
        return browser


class TestNotice(InquiryCase):
    def test_two_presses_print_what_this_person_brings(self):
        browser = self.open("@@take-in")
        self.assertIn("高龄津贴申请", self.words(browser, "#all-services a"))
        browser.getLink(url="@@inquire?item=SQ-LL-001").click()
        self.assertEqual(["登记咨询"], self.words(browser, "h1"))
        browser.getControl(name="print").click()
        self.assertEqual("application/pdf", browser.headers["content-type"])
        text = printed_text(browser.contents)
        one = self.row()
        self.assertEqual(f"{WINDOW}-{today().year}-000001", one.paper_number)
        self.assertEqual(
            ("window", "SQ-LL-001", WINDOW, WINDOW),
            (one.channel, one.item_code, one.community_code, one.lives_in),
        )
        self.assertEqual("window-staff", one.recorded_by)
        self.assertIn("一次性告知书", text)
        self.assertIn(number_text(one.number), text)
        self.assertIn("本人来办", text)
        self.assertIn("银行卡", text)
        self.assertNotIn("委托书", text)
        # Nobody was asked who they are.
        self.assertIsNone(one.contact)
        self.assertIsNone(one.masked)

    def test_the_notice_tells_the_flow_and_which_unit_comes_first(self):
        browser = self.open("@@inquire?item=SQ-LL-001")
        browser.getControl(name="print").click()
        text = "".join(printed_text(browser.contents).split())
        values = self.row().values
        steps = [each["name"] for each in values["flow"]]
        self.assertEqual(["收件", "受理", "审核", "公示", "审批", "办结送达"], steps)
        self.assertIn("办理流程步骤做什么谁来办多久", text)
        office, bureau = "云河区望云街道办事处", "云河区民政局"
        self.assertEqual([office, bureau], values["units"])
        self.assertIn(f"由几个部门先后办理：{office}、{bureau}。", text)
        # Which is first, and what has to be done before the next.
        first, *then = values["order"]
        self.assertIn(office, first)
        self.assertIn(f"先由{office}", text)
        self.assertTrue(any(bureau in each and "办完" in each for each in then))
        flow = text.split("办理流程步骤")[1]
        places = [flow.index(each) for each in ("收件", office, bureau, "办结送达")]
        self.assertEqual(sorted(places), places)
        self.assertIn("3个工作日", flow)

    def test_the_notice_says_where_each_material_comes_from(self):
        browser = self.open("@@inquire?item=SQ-LL-001")
        browser.getControl(name="print").click()
        text = "".join(printed_text(browser.contents).split())
        materials = self.row().values["materials"]
        self.assertTrue(materials)
        for each in materials:
            self.assertTrue(each["source"])
            self.assertIn(f"来源：{each['source']}", text)

    def test_the_notice_of_before_is_printed_without_the_flow(self):
        self.open("@@inquire?item=SQ-LL-001").getControl(name="print").click()
        transaction.begin()
        notice = issued_notice(self.row())
        new = ("flow", "units", "location", "office_hours")
        values = {key: each for key, each in notice.values.items() if key not in new}
        for row in values["materials"]:
            del row["source"], row["note"]
        text = printed_text(replace(notice, values=values).pdf())
        self.assertIn("一次性告知书", text)
        self.assertNotIn("办理流程", text)

    def test_where_there_is_no_window_the_place_that_the_guide_names_is_told(self):
        self.open("@@inquire?item=SQ-LL-001").getControl(name="print").click()
        transaction.begin()
        notice = issued_notice(self.row())
        place = {"halls": [], "location": "示例路9号", "office_hours": "周一至周五"}
        text = printed_text(replace(notice, values={**notice.values, **place}).pdf())
        self.assertIn("示例路9号", text)
        self.assertIn("周一至周五", text)

    def test_the_notice_for_who_comes_for_another_names_what_they_bring(self):
        browser = self.open("@@inquire?item=SQ-LL-001")
        browser.getControl(name="comes").value = ["agent"]
        browser.getControl(name="print").click()
        text = printed_text(browser.contents)
        self.assertIn("他人代办", text)
        self.assertIn("委托书", text)

    def test_what_is_not_met_stands_in_the_notice_and_sends_nobody_away(self):
        browser = self.open("@@inquire?item=SQ-LL-001")
        legend = self.page(browser).cssselect("#conditions input[value='not_met']")[0]
        browser.getControl(name=legend.get("name")).value = ["not_met"]
        browser.getControl(name="print").click()
        text = printed_text(browser.contents)
        self.assertIn("现在不符合。您仍然可以申请", text)
        self.assertEqual("not_met", self.row().said[legend.get("name")])

    def test_a_second_press_notes_nothing_twice(self):
        browser = self.open("@@inquire?item=SQ-LL-001")
        sent = {
            each.get("name"): each.get("value")
            for each in self.page(browser).cssselect("#inquire input[type='hidden']")
        }
        for _press in range(2):
            self.post(browser, "@@inquire", print="1", comes="self", **sent)
            self.assertEqual("application/pdf", browser.headers["content-type"])
        self.assertEqual(1, len(self.rows(Inquiry.number)))
        self.assertEqual([(1,)], self.rows(PaperSerial.last))

    def test_the_same_notice_comes_again_and_is_noted_each_time(self):
        browser = self.open("@@inquire?item=SQ-LL-001")
        browser.getControl(name="print").click()
        first = browser.contents
        browser.open(f"{self.url}/@@inquiry?number={self.row().number}")
        self.assertEqual(["一次性告知书"], self.words(browser, "#notice h2"))
        browser.getLink("打印", index=0).click()
        self.assertEqual(first, browser.contents)
        noted = [each for (each,) in self.rows(AuditEntry.action)]
        self.assertEqual(2, noted.count("inquiry.print"))
        self.assertEqual(1, noted.count("inquiry.open"))

    def test_where_the_district_does_not_offer_it_nothing_is_printed(self):
        item = self.portal.catalogue["sq-ll-001"]
        get_city()["990102"].adopted_items = []
        transaction.commit()
        browser = self.open(f"@@inquire?item={item.code}")
        self.assertEqual(1, len(self.words(browser, "#no-guide")))
        browser.getControl(name="print").click()
        self.assertEqual(1, len(self.words(browser, "#lives_in-error", "422")))
        self.assertEqual([], self.rows(Inquiry.number))
        # Who lives where it is offered gets theirs.
        browser.getControl(name="lives_in").value = ["990103001001"]
        browser.getControl(name="print").click()
        self.assertEqual("application/pdf", browser.headers["content-type"])

    def test_where_the_guide_lets_nobody_else_come_the_notice_says_so(self):
        guide = self.portal.catalogue["sq-ll-001"].guide
        guide.channel_agent = False
        notify(ObjectModifiedEvent(guide))
        transaction.commit()
        browser = self.open("@@inquire?item=SQ-LL-001&comes=agent")
        self.assertEqual([], self.page(browser).cssselect("[name='comes']"))
        browser.getControl(name="print").click()
        text = printed_text(browser.contents)
        self.assertIn("本人来办", text)
        self.assertNotIn("委托书", text)

    def test_conditions_of_which_one_is_enough_are_one(self):
        one, other, apart = (
            Eligibility(sentence, sentence, "self", "age", group=group)
            for sentence, group in (
                ("年满80周岁", "age"),
                ("年满60周岁且失能", "age"),
                ("有本市户籍", None),
            )
        )
        guide = ResolvedGuide(eligibility=(one, other, apart))
        found = notices._conditions(guide, Wording(notices.CHINESE))
        self.assertEqual(2, len(found))
        self.assertEqual("有本市户籍", found[1])
        self.assertRegex(found[0], "^年满80周岁.*年满60周岁且失能$")


class TestLedger(InquiryCase):
    def test_a_call_is_kept_sealed_and_listed_masked(self):
        browser = self.call(name=NAME, contact=f" {PHONE}")
        one = self.row()
        self.assertEqual(
            ("phone", None, PHONE), (one.channel, one.item_code, one.contact)
        )
        self.assertIn("想问年审几时办。", unescape(browser.contents))
        self.assertNotIn(NAME.encode(), one.name_sealed)
        browser = self.open("@@inquiries")
        (row,) = self.words(browser, "tbody tr")
        self.assertIn("欧**英", row)
        self.assertIn("138****5678", row)
        self.assertNotIn(NAME, unescape(browser.contents))

    def find(self, text, account="window-staff"):
        """Look for it from the list; return the numbers of the rows that are shown."""
        browser = self.open("@@inquiries", account)
        form = browser.getForm(id="inquiry-search")
        form.getControl(name="text").value = text
        form.submit()
        self.found_page = self.page(browser, browser.headers["status"][:3])
        self.assertNotIn(NAME, unescape(browser.contents))
        self.assertNotIn(text, browser.url)
        transaction.begin()
        shown = self.found_page.cssselect("tbody tr")
        return [" ".join(each.text_content().split()) for each in shown]

    def test_who_called_before_is_found_by_their_phone_and_by_its_tail(self):
        self.call(name=NAME, contact=f"{PHONE}（儿子）")
        self.call(matter="另一件", contact="0816-2345678")
        number = number_text(self.rows(Inquiry.number)[0][0])
        for typed in ("5678", PHONE, "138 1234 5678"):
            with self.subTest(typed):
                rows = self.find(typed)
                self.assertIn("138****5678", " ".join(rows))
        self.assertEqual(2, len(self.find("5678")))
        self.assertEqual(1, len(self.find(PHONE)))
        self.assertEqual(1, len(self.find(number)))
        self.assertEqual([], self.find("0000"))
        self.assertIn("没有", self.found_page.cssselect("#found")[0].text_content())
        self.assertEqual([], self.find("欧阳"))
        self.assertEqual(1, len(self.found_page.cssselect("#text-error")))
        noted = self.rows(AuditEntry.action, AuditEntry.detail)
        kinds = [detail for action, detail in noted if action == "inquiry.find"]
        self.assertEqual(
            ["phone_tail", "phone", "phone", "phone_tail", "phone", "number"],
            kinds[:6],
        )
        self.assertNotIn("5678", " ".join(kinds))

    def test_search_finds_what_the_list_shows_and_no_more(self):
        self.call(contact=PHONE)
        self.assertEqual(1, len(self.find(PHONE, "supervisor")))
        browser = self.open("@@find-inquiries", "editor")
        self.assertFalse(browser.headers["status"].startswith("200"))

    def test_what_says_nothing_is_refused_and_comes_back(self):
        for missing, error in (
            ("matter", "写下来问了什么：没有选事项，光看登记看不出来。"),
            ("told", "写下怎么答复的，或者哪天前回电；也可以打印告知书。"),
        ):
            browser = self.call(**{missing: "", "name": NAME})
            self.assertEqual([error], self.words(browser, f"#{missing}-error", "422"))
            self.assertEqual(NAME, browser.getControl(name="name").value)
        self.assertEqual([], self.rows(Inquiry.number))

    def test_a_call_back_needs_a_number_and_a_day_that_is_to_come(self):
        late = (today() - timedelta(days=1)).isoformat()
        soon = today().isoformat()
        for typed, field in (
            ({"follow_up_on": soon}, "contact"),
            ({"follow_up_on": late, "contact": PHONE}, "follow_up_on"),
            ({"follow_up_on": "30日", "contact": PHONE}, "follow_up_on"),
        ):
            browser = self.call(**typed)
            self.assertEqual(1, len(self.words(browser, f"#{field}-error", "422")))
        self.assertEqual([], self.rows(Inquiry.number))

    def test_a_promised_call_waits_until_it_is_noted(self):
        self.call(contact=PHONE, follow_up_on=today().isoformat())
        one = self.row()
        # A call that nobody makes keeps nothing for ever.
        self.assertGreater(one.erase_at, utc_now() + timedelta(days=300))
        waiting = self.open("@@duties?kind=inquiries.call_back")
        (duty,) = self.words(waiting, "tbody tr")
        self.assertIn(number_text(one.number), duty)
        browser = self.open(f"@@inquiry?number={one.number}")
        browser.getControl(name="called").click()
        self.assertEqual(1, len(self.words(browser, "#note-error", "422")))
        browser.getControl(name="note").value = "已说明要带户口簿。"
        browser.getControl(name="called").click()
        self.assertEqual(1, len(self.words(browser, "#called")))
        one = self.row()
        self.assertEqual("已说明要带户口簿。", one.follow_up_note)
        self.assertEqual("window-staff", one.followed_up_by)
        self.assertGreater(one.erase_at, utc_now() + timedelta(days=300))
        self.assertEqual([("done",)], self.rows(Duty.state), "the duty is not done")

    def test_who_oversees_is_led_to_the_masked_list(self):
        self.call(contact=PHONE, follow_up_on=today().isoformat(), name=NAME)
        login(self.layer["portal"], "supervisor")
        self.addCleanup(logout)
        path = CallBack().path_of(self.row().number)
        listed = self.open(path, "supervisor")
        (row,) = self.words(listed, "tbody tr")
        self.assertIn(number_text(self.row().number), row)
        self.assertNotIn(NAME, row)

    def test_who_works_elsewhere_sees_nothing_of_it(self):
        self.call()
        number = self.row().number
        for account, path in (
            ("editor", "@@inquire"),
            ("grid-worker", "@@inquiries"),
            ("supervisor", f"@@inquiry?number={number}"),
            ("coordinator", f"@@inquiry?number={number}&print=1"),
        ):
            browser = self.open(path, account)
            self.assertNotIn("想问年审几时办。", unescape(browser.contents))
            self.assertFalse(browser.headers["status"].startswith("200"), account)
        (row,) = self.words(self.open("@@inquiries", "supervisor"), "tbody tr")
        self.assertIn(number_text(number), row)

    def test_nobody_notes_at_a_window_that_is_not_theirs(self):
        browser = self.open("@@inquire")
        sent = {
            each.get("name"): each.get("value")
            for each in self.page(browser).cssselect("#inquire input[type='hidden']")
        }
        sent |= {"window": ELSEWHERE, "matter": "问", "told": "答", "save": "1"}
        self.post(browser, "@@inquire", **sent)
        self.assertEqual((WINDOW,), tuple(self.row(Inquiry.community_code)))

    def test_anything_may_stand_in_the_address(self):
        for query in ("item=x", "item:list=SQ-LL-001", "channel=x", "comes=x"):
            self.page(self.open(f"@@inquire?{query}"))
        browser = self.open("@@inquiry?number=x")
        self.page(browser, "404")


class TestKeeping(InquiryCase):
    def setUp(self):
        super().setUp()
        self.call(name=NAME, contact=PHONE)

    def test_what_is_over_its_term_is_erased_and_still_counted(self):
        ends = self.row().erase_at
        self.assertEqual(0, erase_old_inquiries(ends - timedelta(days=1)))
        self.assertEqual(1, erase_old_inquiries(ends))
        transaction.commit()
        one = self.row()
        self.assertTrue(one.is_erased)
        self.assertIsNone(one.contact_sealed)
        self.assertIsNone(one.masked_sealed)
        (count,) = received.tell(Day(today()))
        self.assertEqual(
            (1, WINDOW, "phone"), (count.numerator, count.division, count.channel)
        )
        browser = self.open(f"@@inquiry?number={one.number}")
        self.assertIn("已删除", unescape(browser.contents))

    def test_a_promised_call_is_kept_for_its_term_from_the_day_of_the_call(self):
        day = today() + timedelta(days=100)
        self.call(contact=PHONE, follow_up_on=day.isoformat())
        ends = max(ends for (ends,) in self.rows(Inquiry.erase_at))
        transaction.begin()
        self.assertEqual(1, erase_old_inquiries(ends - timedelta(days=1)))
        self.assertEqual(1, erase_old_inquiries(ends))
        transaction.commit()
        self.assertEqual([], self.rows(Duty.state))

    def hashes(self):
        return self.rows(Inquiry.phone_hash, Inquiry.phone_tail_hash)

    def test_what_finds_it_goes_with_a_correction_and_an_erasure(self):
        (before,) = self.hashes()
        self.assertNotIn(None, before)
        self.assertNotIn(b"5678", b"".join(before))
        held_inquiry(self.row().number).correct({"contact": "13900001111"})
        transaction.commit()
        (after,) = self.hashes()
        self.assertEqual(2, len({*before} ^ {*after}) // 2)
        held_inquiry(self.row().number).erase("rights")
        transaction.commit()
        self.assertEqual([(None, None)], self.hashes())

    def test_inquiries_of_before_are_found_once_a_job_has_opened_them(self):
        (found_by,) = self.hashes()
        values = {"phone_hash": None, "phone_tail_hash": NOT_KEPT_YET}
        write_session().execute(update(Inquiry).values(values))
        transaction.commit()
        run = SimpleNamespace(keep_on=lambda: None)
        self.assertEqual(1, InquiryFinding()(run))
        self.assertEqual([found_by], self.hashes())
        self.assertEqual(0, InquiryFinding()(run))

    def test_what_is_no_phone_shows_nothing_in_lists(self):
        for contact, shown in (
            ("13812345678 王明", "138****5678"),
            ("对门王明转", "***"),
            ("wang@example.org", "***@example.org"),
            ("13812345678", "138****5678"),
        ):
            with self.subTest(contact):
                self.assertEqual(shown, masked_asker(None, contact))

    def test_its_person_has_a_copy_a_correction_and_an_erasure(self):
        held = held_inquiry(self.row().number)
        copy = held.copy()
        self.assertEqual((NAME, PHONE), (copy["name"], copy["contact"]))
        self.assertEqual("每年三月。", copy["told"])
        self.assertIsNone(copy["notice"])
        held.correct({"name": "欧阳英"})
        self.assertIn("followed_up_at", copy)
        with self.assertRaises(ValueError):
            held.correct({"told": "别的"})
        transaction.commit()
        self.assertIn("欧*英", self.row().masked)
        held_inquiry(self.row().number).erase("rights")
        transaction.commit()
        self.assertIsNone(held_inquiry(self.row().number))

    def test_it_goes_along_when_its_community_is_merged(self):
        old, new = PlaceByCode(WINDOW), PlaceByCode(ELSEWHERE)
        self.assertEqual({WINDOW}, inquiries_of_place.codes())
        (matter,) = inquiries_of_place.count(old)
        self.assertEqual(1, matter.count)
        inquiries_of_place.hand_over(old, new)
        transaction.commit()
        one = self.row()
        self.assertEqual((ELSEWHERE, ELSEWHERE), (one.community_code, one.lives_in))


class TestRetentionTerm(InquiryCase):
    def test_the_term_is_the_citys(self):
        self.portal.portal_registry["onewindow_policy.inquiries.kept_months"] = 3
        transaction.commit()
        self.call()
        kept = self.row().erase_at - self.row().received_at
        self.assertLess(abs(kept - timedelta(days=91)), timedelta(days=3))
        self.assertIsInstance(self.row().erase_at.date(), date)
