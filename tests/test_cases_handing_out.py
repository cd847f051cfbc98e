"""Handing results out: by which way, to whom, with which parcel, and what becomes of it."""

from datetime import date
from datetime import timedelta
from onewindow_policy.cases.browser.steps import step_forms
from onewindow_policy.cases.exceptions import CaseChanged
from onewindow_policy.cases.exceptions import TransitionNotPossible
from onewindow_policy.cases.handingout.choosing import choose_way
from onewindow_policy.cases.handingout.choosing import ways_to_choose
from onewindow_policy.cases.handingout.earlier import EarlierCases
from onewindow_policy.cases.handingout.exceptions import AuthorityMissing
from onewindow_policy.cases.handingout.exceptions import CarrierUnknown
from onewindow_policy.cases.handingout.exceptions import DayBeforeDecision
from onewindow_policy.cases.handingout.exceptions import ParcelNotPossible
from onewindow_policy.cases.handingout.exceptions import ResultOnItsWay
from onewindow_policy.cases.handingout.exceptions import WayNotOffered
from onewindow_policy.cases.handingout.exceptions import WayUnfit
from onewindow_policy.cases.handling import move_case
from onewindow_policy.cases.held import held_case
from onewindow_policy.cases.listing import cases_in
from onewindow_policy.cases.models import Case
from onewindow_policy.cases.models import CaseEvent
from onewindow_policy.cases.opening import open_case
from onewindow_policy.cases.papers.models import Paper
from onewindow_policy.cases.settings import carriers
from onewindow_policy.cases.settings import hand_out_days
from onewindow_policy.cases.states import BY_NAME
from onewindow_policy.cases.states import CHECK_COMMITMENT
from onewindow_policy.cases.states import COME_BACK
from onewindow_policy.cases.states import STATES
from onewindow_policy.cases.stepexceptions import FactMissing
from onewindow_policy.cases.tracking import open_by_code
from onewindow_policy.cases.upkeep import erase_case
from onewindow_policy.cases.wording import CaseWording
from onewindow_policy.forms import handingout
from onewindow_policy.records.api import read_session
from onewindow_policy.records.api import write_session
from onewindow_policy.testing import SAMPLE_FUNCTIONAL_TESTING
from onewindow_policy.testing import SAMPLE_POSTGRESQL_FUNCTIONAL_TESTING
from onewindow_policy.testing.applying import ApplyingCase
from onewindow_policy.testing.cases import ADDRESS
from onewindow_policy.testing.cases import PLANTED
from onewindow_policy.testing.handling import HandlingSetup
from onewindow_policy.testing.tickets import log_in
from plone.testing.zope import Browser
from sqlalchemy import select
from sqlalchemy import update
from types import SimpleNamespace
from unittest.mock import patch
from urllib.parse import urlencode

import html
import json
import re
import transaction
import unittest

#: A service of the sample whose result is a card: handed out in all three ways.
CARD_ITEM = {"item_code": "SQ-LL-006", "item_title": "老年人优待证办理"}
GOES_TO = {"addressee": "赵小计", "phone": "13900005678", "address": "示例路1号"}
PARCEL = {"carrier": "EMS", "parcel": "EA123456789CN"}
MYSELF = {"way": "window", "receiver": "本人", "seen": "1"}


class ResultCase(HandlingSetup):
    """Cases whose result is a card, by post."""

    def register_card(self, nonce="nonce-1", **changes):
        wanted = {"result_way": "post", "destination": GOES_TO}
        return self.register(nonce, **(CARD_ITEM | wanted | changes))

    def decided(self, nonce="nonce-1", **changes):
        case = self.register_card(nonce, **changes)
        self.move(case, "accept", "start", "approve")
        return case

    def row(self, case):
        transaction.begin()
        return read_session().scalar(select(Case).where(Case.number == case.number))

    def last_event(self, case):
        query = (
            select(CaseEvent)
            .where(CaseEvent.case_id == self.row(case).id)
            .order_by(CaseEvent.version.desc())
        )
        return read_session().scalars(query).first()

    def tracked(self, case):
        transaction.begin()
        return open_by_code(case.number, case.query_code, ADDRESS)

    def choose(self, case, **given):
        transaction.begin()
        found = choose_way(case.number, case.query_code, ADDRESS, given)
        transaction.commit()
        return found

    def listed(self, **wanted):
        transaction.begin()
        found = cases_in(self.staff, states=STATES, **wanted)
        return [each.number for each in found.rows]


class Results(ResultCase):
    def test_what_is_wanted_by_post_is_sent_and_has_arrived_when_the_carrier_says_so(
        self,
    ):
        case = self.decided()
        self.assertEqual("post", self.row(case).handing_out)
        self.move(case, "send", **PARCEL)
        row = self.row(case)
        self.assertEqual(("sent", None), (row.handing_out, row.delivered_at))
        self.assertIsNotNone(row.sent_at)
        self.assertEqual(PARCEL, dict(row.parcel))
        self.assertEqual(PARCEL, dict(self.tracked(case).parcel))
        self.assertEqual(PARCEL, self.tracked(case).history[-1].facts)
        self.move(case, "arrive", receiver="赵小计")
        row = self.row(case)
        self.assertIsNotNone(row.delivered_at)
        self.assertIsNone(row.handing_out)
        self.assertEqual(0, row.visits)
        papers = read_session().scalars(select(Paper).order_by(Paper.issued_at)).all()
        proof = papers[-1]
        self.assertEqual("proof_of_delivery", proof.kind)
        self.assertEqual(
            ("赵小计", "EMS　EA123456789CN"),
            (proof.values["receiver"], proof.values["parcel"]),
        )

    def test_parcel_that_came_back_waits_at_the_window_and_can_be_collected(self):
        case = self.decided()
        self.move(case, "send", **PARCEL)
        self.move(case, "come_back", note="电话打不通")
        row = self.row(case)
        self.assertEqual(("window", None), (row.handing_out, row.sent_at))
        self.assertIsNone(row.parcel)
        self.assertEqual("come_back", self.tracked(case).history[-1].transition)
        self.move(case, "deliver", **MYSELF)
        self.assertIsNone(self.row(case).handing_out)
        # Where it was sent to is known still, had it gone by post once more.
        self.assertEqual(GOES_TO, dict(self.row(case).destination))

    def test_only_what_fits_how_it_stands_is_possible(self):
        case = self.decided()
        for name, given in (("arrive", {"receiver": "赵"}), ("come_back", {})):
            with self.subTest(name), self.assertRaises(TransitionNotPossible):
                self.move(case, name, **given)
            transaction.abort()
        self.move(case, "send", **PARCEL)
        for name, given in (
            ("deliver", MYSELF),
            ("send", PARCEL),
            ("choose_way", {"way": "window"}),
        ):
            with self.subTest(name), self.assertRaises(TransitionNotPossible):
                self.move(case, name, **given)
            transaction.abort()
        transaction.begin()
        names = [
            each.name
            for each in open_case(case.number, self.staff, "handle").transitions
        ]
        self.assertEqual(["arrive", "come_back", "set_validity"], names)

    def test_parcel_has_a_carrier_of_the_city_and_a_number_that_can_be_one(self):
        case = self.decided()
        for given, error in (
            ({"parcel": "EA1"}, ParcelNotPossible),
            ({"parcel": "EA 123/456789"}, ParcelNotPossible),
            ({"carrier": "邻居"}, CarrierUnknown),
            ({"carrier": ""}, FactMissing),
            (
                {"sent_on": (date.today() - timedelta(days=1)).isoformat()},
                DayBeforeDecision,
            ),
        ):
            with self.subTest(given), self.assertRaises(error):
                self.move(case, "send", **(PARCEL | given))
            transaction.abort()
        self.move(case, "send", carrier="EMS", parcel=" ea 1234-56789 cn ")
        self.assertEqual("EA123456789CN", self.row(case).parcel["parcel"])

    def test_somebody_else_takes_it_on_an_authority_and_after_their_card_was_seen(self):
        case = self.decided(result_way="window", destination=None)
        other = MYSELF | {"receiver": "王小英"}
        for given, error in (
            (other, AuthorityMissing),
            (MYSELF | {"seen": ""}, FactMissing),
            (MYSELF | {"way": "post"}, WayNotOffered),
            (MYSELF | {"way": "home"}, FactMissing),
        ):
            with self.subTest(given), self.assertRaises(error):
                self.move(case, "deliver", **given)
            transaction.abort()
        self.move(case, "deliver", **other, authority="户口簿，女儿")
        self.assertEqual("户口簿，女儿", self.last_event(case).facts["authority"])
        papers = read_session().scalars(select(Paper).order_by(Paper.issued_at)).all()
        self.assertEqual("户口簿，女儿", papers[-1].values["authority"])

    def test_applicant_themselves_are_known_by_their_name_as_well(self):
        case = self.decided(result_way="window", destination=None)
        self.move(case, "deliver", **(MYSELF | {"receiver": PLANTED["name"]}))
        self.assertIsNotNone(self.row(case).delivered_at)

    def test_what_was_brought_home_says_by_whom_and_when_and_is_no_visit(self):
        case = self.decided(result_way="home")
        today = date.today().isoformat()
        given = {"way": "home", "bringer": "网格员李", "handed_on": today}
        self.move(case, "deliver", **(MYSELF | given))
        facts = self.last_event(case).facts
        self.assertEqual(("网格员李", today), (facts["bringer"], facts["handed_on"]))
        self.assertEqual(0, self.row(case).visits)

    def test_applicant_changes_the_way_until_it_is_sent(self):
        case = self.register_card(result_way="window", destination=None)
        self.assertEqual(("window", "post", "home"), ways_to_choose(self.tracked(case)))
        with self.assertRaises(WayUnfit) as caught:
            self.choose(case, way="post")
        self.assertEqual("address", caught.exception.field)
        transaction.abort()
        self.choose(case, way="post", address="示例路2号", phone="13900005678")
        row = self.row(case)
        self.assertEqual("post", row.result_way)
        self.assertEqual(
            {
                "addressee": PLANTED["name"],
                "phone": "13900005678",
                "address": "示例路2号",
            },
            dict(row.destination),
        )
        event = self.last_event(case)
        self.assertEqual(
            ("choose_way", "Applicant", "submitted"),
            (event.transition, event.role, event.state),
        )
        # Nothing of where it goes is told to who merely has the code.
        self.assertNotIn("示例路2号", repr(self.tracked(case).history))
        # A second press changes nothing, and what is left empty stays.
        version = row.version
        self.choose(case, way="post")
        self.assertEqual(version, self.row(case).version)
        self.move(case, "accept", "start", "approve")
        self.choose(case, way="home")
        self.assertEqual("home", self.row(case).handing_out)
        self.choose(case, way="post", address="示例路3号")
        self.assertEqual("示例路3号", self.row(case).destination["address"])
        self.move(case, "send", **PARCEL)
        self.assertEqual((), ways_to_choose(self.tracked(case)))
        with self.assertRaises(ResultOnItsWay) as caught:
            self.choose(case, way="window")
        self.assertEqual("sent", caught.exception.case.handing_out)
        transaction.abort()
        self.assertEqual("post", self.row(case).result_way)

    def test_only_ways_of_the_guide_can_be_chosen_and_by_who_has_a_result_to_get(self):
        case = self.register_card(result_way="window", destination=None)
        for given in ({"way": "pigeon"}, {"way": ""}):
            with self.subTest(given), self.assertRaises(WayUnfit):
                self.choose(case, **given)
            transaction.abort()
        money = self.register("nonce-2")
        self.assertEqual((), ways_to_choose(self.tracked(money)))
        with self.assertRaises(WayUnfit):
            self.choose(money, way="window")
        transaction.abort()
        self.assertIsNone(self.row(money).result_way)

    def test_window_that_changed_it_first_is_not_overwritten_by_a_colleague(self):
        case = self.register_card()
        version = self.stored(Case.version, case)
        self.choose(case, way="window")
        self.assertNotEqual(version, self.stored(Case.version, case))
        with self.assertRaises(CaseChanged):
            move_case(
                case.number,
                "choose_way",
                self.staff,
                version=version,
                facts={"way": "home", **GOES_TO},
            )
        transaction.abort()

    def test_results_that_wait_are_listed_by_way_and_gone_once_handed_out(self):
        posted = self.decided()
        collected = self.decided("nonce-2", result_way="window", destination=None)
        self.register_card("nonce-3")
        self.assertEqual(
            {posted.number, collected.number}, set(self.listed(is_to_hand_out=True))
        )
        self.assertEqual([posted.number], self.listed(waits_by="post"))
        self.move(posted, "send", **PARCEL)
        self.assertEqual([posted.number], self.listed(waits_by="sent"))
        self.assertEqual([], self.listed(waits_by="post"))
        self.move(collected, "deliver", **MYSELF)
        self.assertEqual([posted.number], self.listed(is_to_hand_out=True))

    def be_of_before(self, *cases):
        """Let cases be as the migration leaves those that were there."""
        numbers = [each.number for each in cases]
        values = {"result_way": None, "handing_out": None, "originals_held": 0}
        write_session().execute(
            update(Case).where(Case.number.in_(numbers)).values(values)
        )
        transaction.commit()

    def look_at_earlier(self):
        run = SimpleNamespace(keep_on=lambda: None)
        try:
            return EarlierCases()(run)
        finally:
            transaction.abort()

    def test_results_from_before_wait_at_the_window_and_nobody_is_reminded(self):
        decided, underway = self.decided("a"), self.register_card("b")
        handed_out = self.decided("c", result_way="window", destination=None)
        self.move(handed_out, "deliver", **MYSELF)
        money = self.register("d", result_way=None)
        self.move(money, "accept", "start", "approve")
        cases = decided, underway, handed_out, money
        self.be_of_before(*cases)
        self.assertEqual([], self.listed(is_to_hand_out=True))
        self.assertEqual(4, self.look_at_earlier())
        self.assertEqual([decided.number], self.listed(is_to_hand_out=True))
        ways = [self.row(each).result_way for each in cases]
        self.assertEqual(["window", "window", None, None], ways)
        self.assertEqual([None] * 4, [self.row(each).originals_held for each in cases])
        self.assertEqual(2, self.row(decided).collection_reminders)
        self.assertEqual(0, self.row(underway).collection_reminders)
        self.assertEqual(0, self.look_at_earlier())
        self.move(underway, "accept", "start", "approve")
        found = set(self.listed(is_to_hand_out=True, waits_by="window"))
        self.assertEqual({decided.number, underway.number}, found)
        self.move(decided, "deliver", **MYSELF)
        self.assertEqual([underway.number], self.listed(is_to_hand_out=True))

    def test_case_that_nobody_can_read_keeps_no_other_from_being_listed(self):
        broken, whole = self.decided("a"), self.decided("b")
        row = write_session().scalar(select(Case).where(Case.number == broken.number))
        *rest, last = row.answers_sealed
        row.answers_sealed = bytes([*rest, last ^ 1])
        transaction.commit()
        self.be_of_before(broken, whole)
        with self.assertLogs("onewindow_policy", "ERROR") as logged:
            self.assertEqual(2, self.look_at_earlier())
        self.assertIn(broken.number, logged.output[0])
        self.assertEqual([whole.number], self.listed(is_to_hand_out=True))

    def test_copy_for_its_person_has_where_it_went_and_erasing_leaves_no_address(self):
        case = self.decided()
        self.move(case, "send", **PARCEL)
        transaction.begin()
        copied = held_case(case.number).copy()
        self.assertEqual("post", copied["result_way"])
        self.assertEqual(GOES_TO, dict(copied["result_goes_to"]))
        self.assertEqual(PARCEL, dict(copied["parcel"]))
        json.dumps(copied)
        erase_case(case.number)
        transaction.commit()
        self.assertIsNone(self.stored(Case.handing_out, case))
        self.assertEqual([], self.listed(is_to_hand_out=True))


class TestResultsOnSQLite(Results, unittest.TestCase):
    layer = SAMPLE_FUNCTIONAL_TESTING


class TestResultsOnPostgreSQL(Results, unittest.TestCase):
    layer = SAMPLE_POSTGRESQL_FUNCTIONAL_TESTING


class TestResultPages(ResultCase, unittest.TestCase):
    layer = SAMPLE_FUNCTIONAL_TESTING

    def browser(self, account=None):
        browser = Browser(self.layer["app"])
        browser.raiseHttpErrors = False
        if account:
            log_in(browser, account)
        return browser

    def track(self, case, **more):
        browser = self.browser()
        typed = {"number": case.number, "code": case.query_code, **more}
        browser.post(f"{self.portal.absolute_url()}/@@track", urlencode(typed))
        transaction.begin()
        return browser

    def text_of(self, browser):
        text = html.unescape(re.sub(r"<[^>]+>", " ", browser.contents))
        return re.sub(r"\s+", " ", text)

    def test_administrator_names_carriers_and_days_and_one_carrier_at_least(self):
        browser = self.browser()
        log_in(browser)
        browser.open(f"{self.portal.absolute_url()}/@@onewindow-desk-settings")
        self.assertIn("办理期限和窗口设置", browser.contents)
        names = browser.getControl(name="form.widgets.carriers")
        names.value = " \n"
        browser.getControl(name="form.buttons.save").click()
        self.assertIn("请至少写一家寄送单位。", browser.contents)
        transaction.begin()
        self.assertEqual(("EMS", "中国邮政", "顺丰速运"), carriers())
        names = browser.getControl(name="form.widgets.carriers")
        names.value = "EMS\n\n京东快递 "
        browser.getControl(name="form.widgets.hand_out_days").value = "5"
        browser.getControl(name="form.buttons.save").click()
        transaction.begin()
        self.assertEqual((("EMS", "京东快递"), 5), (carriers(), hand_out_days()))

    def test_applicant_sees_the_way_changes_it_and_hears_what_is_missing(self):
        case = self.register_card(result_way="window", destination=None)
        browser = self.track(case)
        self.assertIn("老年人优待证办理", self.text_of(browser))
        self.assertIn("到窗口领取", self.text_of(browser))
        more = {"choose_way": "1", "result-way": "post"}
        browser = self.track(case, **more, **{"result-addressee": "赵小计"})
        self.assertIn("请填写地址。", self.text_of(browser))
        self.assertIn('value="赵小计"', browser.contents)
        self.assertEqual("window", self.row(case).result_way)
        browser = self.track(case, **more, **{"result-address": "示例路9号"})
        self.assertIn("已经改好", self.text_of(browser))
        self.assertNotIn("示例路9号", browser.contents)
        self.assertEqual("示例路9号", self.row(case).destination["address"])

    def test_parcel_is_told_and_what_comes_too_late_is_answered_in_words(self):
        case = self.decided()
        self.move(case, "send", **PARCEL)
        browser = self.track(case)
        self.assertIn("已由EMS寄出，单号EA123456789CN", self.text_of(browser))
        self.assertNotIn("choose-result", browser.contents)
        late = {"choose_way": "1", "result-way": "window"}
        browser = self.track(case, **late)
        self.assertEqual("409", browser.headers["status"][:3], browser.contents)
        self.assertIn("结果刚刚已经寄出或者领走了", self.text_of(browser))

    def test_window_sends_it_from_the_page_of_the_case(self):
        case = self.decided()
        browser = self.browser("window-staff")
        url = f"{self.portal.absolute_url()}/@@desk/{case.number}"
        browser.open(url)
        self.assertIn("老年人优待证办理", self.text_of(browser))
        self.assertIn("示例路1号 赵小计 13900005678", self.text_of(browser))
        form = browser.getForm(id="go-send")
        form.getControl(name="send-carrier").value = ["EMS"]
        form.getControl(name="send-parcel").value = "EA1"
        form.getControl(name="transition").click()
        self.assertIn("请照快递单抄写单号", self.text_of(browser))
        form = browser.getForm(id="go-send")
        self.assertEqual(["EMS"], form.getControl(name="send-carrier").value)
        form.getControl(name="send-parcel").value = "EA123456789CN"
        form.getControl(name="transition").click()
        transaction.begin()
        self.assertEqual("sent", self.row(case).handing_out)
        self.assertIn("EMS EA123456789CN", self.text_of(browser))
        browser.open(f"{self.portal.absolute_url()}/@@desk?state=to-hand-out&way=sent")
        self.assertIn("已寄出，待签收", self.text_of(browser))
        self.assertIn(case.number, browser.contents)


class TestRemarks(unittest.TestCase):
    def test_what_came_back_and_what_was_checked_have_a_remark_of_their_own(self):
        steps = (COME_BACK, CHECK_COMMITMENT, "supplement")
        forms = step_forms(
            [BY_NAME[each] for each in steps],
            case=None,
            wanted="",
            given={},
            papers={},
            say=CaseWording("en"),
        )
        labels = {
            form["name"]: [
                each["label"] for each in form["fields"] if each["fact"] == "note"
            ]
            for form in forms
        }
        self.assertEqual(
            {
                COME_BACK: ["Why did it come back?"],
                CHECK_COMMITMENT: ["Remark"],
                "supplement": [],
            },
            labels,
        )


class TestChoosingInForm(ApplyingCase):
    """The service of the sample pays money; here its result is handed out."""

    def hand_it_out(self):
        self.replace("onewindow_policy.forms.handingout._MONEY", "")

    def test_form_asks_how_the_result_comes_and_the_case_has_it_by_itself(self):
        self.hand_it_out()
        browser = self.open_form()
        self.assertIn("办好后怎么给您", browser.contents)
        way = browser.getControl(name="form.widgets.result_way")
        self.assertEqual((["window"], ["window", "home"]), (way.value, way.options))
        browser = self.apply(result_way=["home"], result_phone="13900005678")
        self.assertReceipt(browser)
        self.assertIn("送到家里", browser.contents)
        (case,) = self.cases()
        self.assertEqual("home", case.result_way)
        self.assertEqual(
            {
                "addressee": "样本老人",
                "phone": "13900005678",
                "address": "示例路1号",
            },
            dict(case.destination),
        )
        names = [each["name"] for each in case.answers]
        self.assertIn("address", names)
        self.assertEqual([], [each for each in names if each.startswith("result_")])
        (paper,) = read_session().scalars(select(Paper)).all()
        self.assertEqual("送到家里", paper.values["result_way"])
        self.assertNotIn("示例路1号", json.dumps(paper.values, ensure_ascii=False))

    def test_form_says_how_the_result_comes_where_there_is_one_way_only(self):
        self.hand_it_out()
        for way, said in (
            ("window", "办好后到窗口领取。"),
            ("post", "办好后邮寄给您。"),
            ("home", "办好后送到您家里。"),
        ):
            with (
                self.subTest(way),
                patch.object(handingout, "result_ways", return_value=(way,)),
            ):
                browser = self.open_form()
                self.assertIn("结果怎么给您", browser.contents)
                self.assertIn(said, browser.contents)
                self.assertNotIn("form.widgets.result_way", browser.contents)
        self.assertNotIn("结果怎么给您", self.open_form().contents)

    def test_who_chooses_nothing_collects_it_at_the_window(self):
        self.hand_it_out()
        self.assertReceipt(self.apply())
        (case,) = self.cases()
        self.assertEqual(("window", None), (case.result_way, case.destination))

    def test_phone_that_cannot_be_right_is_told_at_its_field_and_nothing_is_lost(self):
        self.hand_it_out()
        browser = self.apply(result_way=["home"], result_phone="12")
        self.assertEqual([], self.cases())
        phone = browser.getControl(name="form.widgets.result_phone")
        self.assertEqual("12", phone.value)
        self.assertIn("form-widgets-result_phone-error", browser.contents)
        phone.value = ""
        self.send(browser)
        self.assertReceipt(browser)
        self.assertEqual("13800000000", self.cases()[0].destination["phone"])

    def test_form_whose_result_is_money_asks_nothing_about_it(self):
        browser = self.open_form()
        self.assertIn("提交申请", browser.contents)
        self.assertNotIn("result_way", browser.contents)
        self.assertReceipt(self.apply())
        self.assertIsNone(self.cases()[0].result_way)
