"""Paper follows the case: it goes with a list, which the other side receives."""

from datetime import timedelta
from lxml import html
from onewindow_policy.cases.api import held_case
from onewindow_policy.cases.archive.contents import contents_of
from onewindow_policy.cases.archive.writing import cases_to_archive
from onewindow_policy.cases.archive.writing import write_package
from onewindow_policy.cases.closing.days import left_over
from onewindow_policy.cases.handling import move_case
from onewindow_policy.cases.lacking import lacking_in
from onewindow_policy.cases.lacking import ON_WAY
from onewindow_policy.cases.models import Case
from onewindow_policy.cases.moving import find_case
from onewindow_policy.cases.opening import open_case
from onewindow_policy.cases.papers.matters import CHINESE
from onewindow_policy.cases.papers.numbers import paper_number_text
from onewindow_policy.cases.taking import cases_of_place
from onewindow_policy.cases.taking import cases_of_unit
from onewindow_policy.cases.tracking import withdraw
from onewindow_policy.cases.transferring import duties
from onewindow_policy.cases.transferring.duties import FIND
from onewindow_policy.cases.transferring.duties import FOLLOW_UP
from onewindow_policy.cases.transferring.duties import RECEIVE
from onewindow_policy.cases.transferring.exceptions import LineRefused
from onewindow_policy.cases.transferring.exceptions import NobodyWorksHere
from onewindow_policy.cases.transferring.exceptions import NoCaseChosen
from onewindow_policy.cases.transferring.exceptions import NoPlaceToGo
from onewindow_policy.cases.transferring.exceptions import NotYourPlace
from onewindow_policy.cases.transferring.exceptions import OriginalAway
from onewindow_policy.cases.transferring.exceptions import TooManyCases
from onewindow_policy.cases.transferring.exceptions import TransferChanged
from onewindow_policy.cases.transferring.exceptions import TransferRefused
from onewindow_policy.cases.transferring.exceptions import TransferUnknown
from onewindow_policy.cases.transferring.gathering import MOST_CASES
from onewindow_policy.cases.transferring.gathering import offered_cases
from onewindow_policy.cases.transferring.gathering import sending_places
from onewindow_policy.cases.transferring.gathering import waiting_at
from onewindow_policy.cases.transferring.models import PaperPlace
from onewindow_policy.cases.transferring.models import TransferLine
from onewindow_policy.cases.transferring.models import TransferList
from onewindow_policy.cases.transferring.printing import issued_list
from onewindow_policy.cases.transferring.reading import list_to_print
from onewindow_policy.cases.transferring.reading import lists_for
from onewindow_policy.cases.transferring.reading import open_list
from onewindow_policy.cases.transferring.receiving import EXPLAINED
from onewindow_policy.cases.transferring.receiving import FOUND
from onewindow_policy.cases.transferring.receiving import settle_missing
from onewindow_policy.cases.transferring.sending import cancel_list
from onewindow_policy.cases.transferring.sending import SentCase
from onewindow_policy.cases.transferring.sending import SentPaper
from onewindow_policy.cases.upkeep import erase_case
from onewindow_policy.cases.wording import CaseWording
from onewindow_policy.communities.scopes import scope_of
from onewindow_policy.duties.api import count_duties
from onewindow_policy.duties.models import Duty
from onewindow_policy.duties.models import OPEN
from onewindow_policy.records.api import read_session
from onewindow_policy.records.api import utc_now
from onewindow_policy.records.api import write_session
from onewindow_policy.records.database import get_database
from onewindow_policy.testing import SAMPLE_FUNCTIONAL_TESTING
from onewindow_policy.testing import SAMPLE_POSTGRESQL_FUNCTIONAL_TESTING
from onewindow_policy.testing.cases import ADDRESS
from onewindow_policy.testing.cases import PLANTED
from onewindow_policy.testing.printed import printed_text
from onewindow_policy.testing.tickets import log_in
from onewindow_policy.testing.transfers import BUREAU
from onewindow_policy.testing.transfers import CARD
from onewindow_policy.testing.transfers import OFFICE
from onewindow_policy.testing.transfers import OTHER_OFFICE
from onewindow_policy.testing.transfers import OTHER_WINDOW
from onewindow_policy.testing.transfers import TransferSetup
from onewindow_policy.testing.transfers import WINDOW
from onewindow_policy.workdays.deadlines import local_date
from pathlib import Path
from plone import api
from plone.testing.zope import Browser
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from tempfile import TemporaryDirectory
from types import SimpleNamespace
from urllib.parse import urlencode

import transaction
import unittest

VIEW_CASES = "onewindow_policy: View Cases"


class FlowTests(TransferSetup):
    def where(self, case, user=None):
        found = open_case(case.number, user or self.window, "handle").whereabouts
        transaction.commit()
        return found

    def open_duties(self):
        query = select(Duty.kind, Duty.community_code, Duty.unit_code)
        with get_database().reading.connect() as connection:
            found = connection.execute(
                query.where(Duty.state == OPEN, Duty.kind.in_(duties.KINDS))
            )
            return sorted(tuple(row) for row in found)

    def test_papers_go_with_a_list_and_are_where_they_were_received(self):
        case = self.take_in()
        self.assertEqual(WINDOW, self.where(case).place)
        number = self.send(case)
        self.assertRegex(number, rf"^{WINDOW}-\d{{4}}-\d{{6}}$")
        found = self.where(case)
        self.assertEqual((WINDOW, OFFICE), (found.place, found.to_place))
        self.assertEqual(number, found.list_number)
        self.assertEqual(
            [(FOLLOW_UP, WINDOW, None), (RECEIVE, WINDOW, OFFICE)], self.open_duties()
        )
        self.receive(number)
        found = self.where(case)
        self.assertEqual((OFFICE, None), (found.place, found.list_number))
        self.assertEqual(("received", "street-officer"), self.stood(number))
        self.assertEqual([], self.open_duties())

    def lacking(self, case):
        """Return what a case says did not arrive, and whether it says until when."""
        transaction.begin()
        found = lacking_in(open_case(case.number, self.window, "handle"), ())
        return [
            (each.words, each.until is not None)
            for each in found
            if each.kind == ON_WAY
        ]

    def stood(self, number):
        return self.list_of(number, "state", "received_by")

    def test_what_is_missing_is_up_to_the_sender_until_it_is_found_or_explained(self):
        first, second = self.take_in("a"), self.take_in("b")
        number = self.send(first, second)
        self.receive(number, lines=("户口簿复印件", "两张照片"))
        self.assertEqual("missing", self.stood(number)[0])
        self.assertEqual([(FIND, WINDOW, None)], self.open_duties())
        self.assertEqual(OFFICE, self.where(first).place)
        self.assertEqual([("户口簿复印件", True)], self.lacking(first))
        self.settle(number, 0, FOUND, version=2)
        self.assertEqual([], self.lacking(first))
        self.assertEqual("missing", self.stood(number)[0])
        with self.assertRaises(TransferRefused) as raised:
            self.settle(number, 1, EXPLAINED, version=3)
        self.assertEqual("words-1", raised.exception.field)
        self.settle(number, 1, EXPLAINED, "本人留着", version=3)
        self.assertEqual("received", self.stood(number)[0])
        self.assertEqual([], self.open_duties())
        lines = open_list(number, self.window).lines
        self.assertEqual(
            [("户口簿复印件", FOUND, ""), ("两张照片", EXPLAINED, "本人留着")],
            [
                tuple(line.outcome[name] for name in ("missing", "settled", "words"))
                for line in lines
            ],
        )

    def test_receiver_says_what_was_found_and_leaves_explaining_to_the_sender(self):
        first, second = self.take_in("a"), self.take_in("b")
        number = self.send(first, second)
        self.receive(number, lines=("户口簿复印件", "两张照片"))
        officer = self.street_officer
        with self.assertRaises(TransferRefused) as raised:
            self.settle(number, 0, EXPLAINED, "本人留着", version=2, user=officer)
        self.assertEqual("how-0", raised.exception.field)
        with self.assertRaises(TransferUnknown):
            self.settle(number, 0, FOUND, version=2, user=self.staff)
        self.settle(number, 0, FOUND, version=2, user=officer)
        self.settle(number, 1, FOUND, version=3, user=officer)
        self.assertEqual("received", self.stood(number)[0])
        self.assertEqual([], self.open_duties())

    def settle(self, number, position, how, words="", *, version, user=None):
        try:
            settle_missing(
                number, position, how, words, user or self.window, version=version
            )
            transaction.commit()
        finally:
            transaction.abort()

    def test_of_two_who_receive_at_once_one_is_told(self):
        number = self.send(self.take_in())
        self.receive(number)
        with self.assertRaises(TransferChanged):
            self.receive(number)
        with self.assertRaises(TransferChanged):
            self.receive(number, version=2)

    def test_papers_of_a_case_are_on_one_way_at_a_time(self):
        case = self.take_in()
        number = self.send(case)
        with self.assertRaises(LineRefused) as raised:
            self.send(case)
        self.assertEqual(f"case-{case.number}", raised.exception.field)
        session = write_session()
        (line,) = session.scalars(select(TransferLine)).all()
        twice = TransferLine(
            line.data_key,
            list_id=line.list_id,
            case_id=line.case_id,
            position=1,
            state="on_way",
            says={},
        )
        session.add(twice)
        with self.assertRaises(IntegrityError):
            session.flush()
        transaction.abort()
        self.assertEqual(1, self.list_of(number, "case_count")[0])


class TestFlowOnPostgresql(FlowTests, unittest.TestCase):
    layer = SAMPLE_POSTGRESQL_FUNCTIONAL_TESTING


class TestTransfers(FlowTests, unittest.TestCase):
    layer = SAMPLE_FUNCTIONAL_TESTING

    def test_what_the_window_took_in_stands_ticked_and_what_was_only_seen_does_not(
        self,
    ):
        case = self.take_in()
        (offered,) = offered_cases([case.number], self.window)
        ticked = {each.code: each.how for each in offered.papers if each.is_ticked}
        self.assertEqual({"SQ-LL-001-M01": "original"}, ticked)
        self.assertGreater(len(offered.papers), 1)
        self.assertNotIn(PLANTED["name"], repr(offered) + offered.name)
        self.assertEqual([], offered_cases([case.number], self.staff))

    def test_original_that_was_given_back_does_not_go_any_more(self):
        case = self.take_in()
        move_case(
            case.number,
            "give_back",
            self.window,
            version=1,
            facts={"materials": ["SQ-LL-001-M01"], "receiver": "本人", "seen": "1"},
        )
        transaction.commit()
        (offered,) = offered_cases([case.number], self.window)
        self.assertEqual([], [each.code for each in offered.papers if each.is_ticked])
        with self.assertRaises(LineRefused) as raised:
            self.send(case)
        self.assertIn("given back", str(raised.exception.message.default))
        copy = SentCase((SentPaper("SQ-LL-001-M01", "身份证", "copy", 1),))
        self.send(case, sent=copy)

    def test_original_is_given_back_where_it_is_and_nowhere_else(self):
        case = self.take_in()
        (offered,) = offered_cases([case.number], self.window)
        (card,) = (each for each in offered.papers if each.is_ticked)
        sent = SentCase((SentPaper(card.code, card.name, card.how, 1),))
        facts = {"materials": [card.code], "receiver": "本人", "seen": "1"}

        def give_back():
            return move_case(
                case.number, "give_back", self.window, version=1, facts=facts
            )

        def assert_away(number):
            transaction.commit()
            with self.assertRaises(OriginalAway) as raised:
                give_back()
            transaction.abort()
            away = raised.exception.message.mapping
            self.assertEqual(card.name, away["name"])
            self.assertEqual(paper_number_text(number), away["number"])

        number = self.send(case, sent=sent)
        assert_away(number)
        self.receive(number)
        assert_away(number)
        back = self.send(
            case, user=self.street_officer, way=(OFFICE, WINDOW), sent=sent
        )
        assert_away(back)
        self.receive(back, self.window)
        transaction.commit()
        give_back()
        transaction.commit()
        given = read_session().scalars(select(Case.given_back)).one()
        self.assertEqual([card.code], list(given))

    def test_cases_wait_to_go_to_whose_step_comes_next(self):
        case = self.take_in()
        self.register("online", community_code=WINDOW, unit_code=OFFICE)
        scope = scope_of(self.window, VIEW_CASES)
        self.assertEqual([case.number], waiting_at(WINDOW, scope))
        self.assertEqual([case.number], waiting_at(WINDOW, scope, OFFICE))
        self.assertEqual([], waiting_at(WINDOW, scope, BUREAU))
        self.receive(self.send(case))
        self.assertEqual([], waiting_at(WINDOW, scope))
        officer = scope_of(self.street_officer, VIEW_CASES)
        # It is their own step.
        self.assertEqual([], waiting_at(OFFICE, officer))

    def test_papers_of_what_came_in_elsewhere_go_to_the_window_that_has_it(self):
        case = self.take_in(
            community_code=OTHER_WINDOW, unit_code=None, deciding_unit_code=None
        )
        scope = scope_of(self.window, VIEW_CASES)
        self.assertEqual([case.number], waiting_at(WINDOW, scope, OTHER_WINDOW))
        number = self.send(case, way=(WINDOW, OTHER_WINDOW))
        self.receive(number, self.staff)
        self.assertEqual(OTHER_WINDOW, self.where(case, self.staff).place)

    def test_result_goes_back_to_the_window(self):
        case = self.take_in()
        self.receive(self.send(case))
        result = SentCase((), "准予通知书1份")
        number = self.send(
            case, user=self.street_officer, way=(OFFICE, WINDOW), sent=result
        )
        self.assertTrue(number.startswith(OFFICE))
        self.receive(number, self.window)
        self.assertEqual(WINDOW, self.where(case).place)

    def test_list_is_refused_as_a_whole_with_why(self):
        case, other = self.take_in("a"), self.take_in("b")
        on_list = {case.number, other.number}
        self.receive(self.send(other))
        for why, refused, options in (
            ("elsewhere", LineRefused, {"cases": (case, other)}),
            ("not theirs", NotYourPlace, {"user": self.staff}),
            ("nowhere", NoPlaceToGo, {"way": (WINDOW, WINDOW)}),
            ("nowhere", NoPlaceToGo, {"way": (WINDOW, "")}),
            ("stranger", LineRefused, {"way": (WINDOW, "U-990103-SB")}),
            ("no paper", LineRefused, {"sent": SentCase((), " ")}),
            ("no case", NoCaseChosen, {"cases": ()}),
            (
                "no sheets",
                TransferRefused,
                {"sent": SentCase((SentPaper("M", "x", "original", 0),))},
            ),
        ):
            with self.subTest(why), self.assertRaises(refused):
                cases = options.pop("cases", (case,))
                self.send(*cases, **options)
        many = [SimpleNamespace(number=str(each)) for each in range(MOST_CASES + 1)]
        with self.assertRaises(TooManyCases):
            self.send(*many)
        self.assertEqual(1, self.count_of(TransferList.__table__))
        self.assertEqual(2, len(on_list))

    def test_who_has_no_part_in_a_list_does_not_know_of_it(self):
        number = self.send(self.take_in())
        for user in (self.staff, self.officer, api.user.get("editor")):
            with self.subTest(user.getId()):
                with self.assertRaises(TransferUnknown):
                    open_list(number, user)
                with self.assertRaises(TransferUnknown):
                    self.receive(number, user)
                with self.assertRaises(TransferUnknown):
                    cancel_list(number, "x", user, version=1)
                transaction.abort()
        # Who sent it does not receive it for somebody who works here.
        with self.assertRaises(TransferUnknown):
            self.receive(number, self.window)
        self.assertEqual("on_way", self.list_of(number, "state")[0])

    def test_window_enters_who_signed_where_a_unit_does_not_work_here(self):
        case = self.take_in(
            community_code=OTHER_WINDOW,
            taken_in_at=OTHER_WINDOW,
            account="window-staff",
            unit_code=OTHER_OFFICE,
            deciding_unit_code="U-990102-MZ",
        )
        way = (OTHER_WINDOW, OTHER_OFFICE)
        number = self.send(case, user=self.staff, way=way)
        self.assertEqual(
            [(FOLLOW_UP, OTHER_WINDOW, None), (RECEIVE, OTHER_WINDOW, None)],
            self.open_duties(),
        )
        today = local_date(utc_now())
        for field, signed in (
            ("signed_by", {}),
            ("signed_on", {"signed_by": "老孙"}),
            (
                "signed_on",
                {"signed_by": "老孙", "signed_on": today + timedelta(days=1)},
            ),
        ):
            with self.assertRaises(TransferRefused) as raised:
                self.receive(number, self.staff, **signed)
            self.assertEqual(field, raised.exception.field)
        self.receive(number, self.staff, signed_by="老孙", signed_on=today)
        (line,) = open_list(number, self.staff).lines
        self.assertEqual("老孙", line.outcome["signed_by"])
        self.assertIn(OTHER_OFFICE, sending_places(self.staff))
        with self.assertRaises(NobodyWorksHere):
            self.send(case, user=self.staff, way=(OTHER_OFFICE, "U-990102-MZ"))
        # What comes back is entered by the window, too.
        back = self.send(case, user=self.staff, way=way[::-1])
        self.receive(back, self.staff)
        self.assertEqual(OTHER_WINDOW, self.where(case, self.staff).place)

    def test_list_is_taken_back_with_a_reason_until_it_is_received(self):
        case = self.take_in()
        number = self.send(case)
        with self.assertRaises(TransferRefused):
            cancel_list(number, " ", self.window, version=1)
        transaction.abort()
        cancel_list(number, "今天没有车", self.window, version=1)
        transaction.commit()
        self.assertEqual("cancelled", self.list_of(number, "state")[0])
        self.assertEqual(WINDOW, self.where(case).place)
        self.assertEqual([], self.open_duties())
        with self.assertRaises(TransferChanged):
            self.receive(number, version=2)
        again = self.send(case)
        self.receive(again)
        with self.assertRaises(TransferChanged):
            cancel_list(again, "晚了", self.window, version=2)
        transaction.abort()

    def test_nothing_on_a_list_is_received_without_saying_so_of_each_case(self):
        number = self.send(self.take_in("a"), self.take_in("b"))
        with self.assertRaises(TransferRefused) as raised:
            self.receive(number)
        self.assertEqual("line-1", raised.exception.field)
        self.assertEqual("on_way", self.list_of(number, "state")[0])

    def test_lists_show_what_comes_and_what_was_sent_and_name_nobody(self):
        number = self.send(self.take_in())
        seen = {
            (user.getId(), which): [row.number for row in lists_for(user, which).rows]
            for user in (self.window, self.street_officer, self.officer)
            for which in ("to_receive", "sent", "lacking", "all")
        }
        expected = {
            ("grid-worker", "sent"),
            ("grid-worker", "all"),
            ("street-officer", "to_receive"),
            ("street-officer", "all"),
        }
        self.assertEqual(
            {key: [number] if key in expected else [] for key in seen}, seen
        )
        self.receive(number, lines=("照片",))
        (row,) = lists_for(self.window, "lacking").rows
        self.assertEqual(number, row.number)
        self.assertNotIn(PLANTED["name"], repr(row))

    def test_same_list_again_has_the_same_bytes_and_names_nobody_in_full(self):
        case = self.take_in()
        number = self.send(case, self.take_in("b"), sent=CARD)
        first, second = (
            issued_list(*list_to_print(number, self.window)).pdf() for _each in "12"
        )
        transaction.commit()
        self.assertEqual(first, second)
        text = printed_text(first)
        for word in ("材料交接单", "身份证", "原件", "移交人", "接收人"):
            self.assertIn(word, text)
        self.assertNotIn(PLANTED["name"], text)
        self.assertIn(("grid-worker", "transfer.print", number, ""), self.told())

    def told(self):
        return [("grid-worker", *each[1:]) for each in self.noted()]

    def test_what_a_list_says_of_a_case_lies_sealed_and_goes_with_it(self):
        case = self.take_in()
        number = self.send(case)
        self.receive(number, lines=("赵计华的照片",))
        held = held_case(case.number).copy()["papers_handed_on"]
        transaction.commit()
        self.assertEqual([(number, "missing")], [(x["list"], x["state"]) for x in held])
        self.assertEqual("赵计华的照片", held[0]["outcome"]["missing"])
        withdraw(case.number, case.query_code, ADDRESS)
        transaction.commit()
        session = read_session()
        words = CaseWording(CHINESE)
        (row,) = contents_of(session, find_case(session, case.number), words).transfers
        self.assertIn(number.rsplit("-", 1)[1], row[0])
        self.assertIn("缺少：赵计华的照片", row[1])
        for table in (TransferList, TransferLine, PaperPlace):
            with get_database().reading.connect() as connection:
                for stored in connection.execute(select(table.__table__)):
                    self.assertNotIn("赵", repr(tuple(stored)))
        erase_case(case.number)
        transaction.commit()
        (line,) = open_list(number, self.window).lines
        self.assertEqual((None, None), (line.says, line.outcome))
        pdf = issued_list(*list_to_print(number, self.window)).pdf()
        self.assertIn("已删除", printed_text(pdf))
        # What is left to do of it can still be done.
        self.settle(number, 0, FOUND, version=2)
        self.assertEqual("received", self.list_of(number, "state")[0])

    def test_case_is_archived_anew_when_its_papers_went_on_since(self):
        case = self.take_in()
        number = self.send(case)
        withdraw(case.number, case.query_code, ADDRESS)
        transaction.commit()
        tomorrow = local_date(utc_now()) + timedelta(days=1)
        with TemporaryDirectory() as folder:
            write_package(case.number, Path(folder), with_originals_here=True)
            transaction.commit()
        self.assertEqual([], list(cases_to_archive(tomorrow)))
        self.receive(number)
        self.assertEqual([case.number], list(cases_to_archive(tomorrow)))

    def test_words_on_a_list_are_sealed_to_who_only_oversees(self):
        number = self.send(self.take_in())
        self.receive(number, lines=("赵计华的照片",))
        (line,) = open_list(number, api.user.get("supervisor")).lines
        self.assertEqual("身份证", line.says["papers"][0]["name"])
        self.assertIsNone(line.outcome)

    def test_originals_that_went_on_are_not_held_at_the_end_of_the_day(self):
        def held():
            transaction.begin()
            found = {each.kind: each.count for each in left_over(self.window)}
            return found["originals"]

        number = self.send(self.take_in())
        self.take_in("b")
        self.assertEqual(1, held())
        self.receive(number)
        self.assertEqual(1, held())

    def test_places_go_along_where_they_are_merged(self):
        case = self.take_in()
        self.receive(self.send(case))
        on_way = self.send(self.take_in("b"))
        here, there = (SimpleNamespace(code=code) for code in (OFFICE, "U-990103002"))
        cases_of_unit.hand_over(here, there)
        transaction.commit()
        self.assertEqual("U-990103002", self.where(case).place)
        self.assertEqual("U-990103002", self.list_of(on_way, "to_place")[0])
        here, there = (SimpleNamespace(code=code) for code in (WINDOW, "990103001002"))
        cases_of_place.hand_over(here, there)
        transaction.commit()
        self.assertEqual("990103001002", self.list_of(on_way, "from_place")[0])

    def test_nightly_check_finds_what_there_is_to_do(self):
        number = self.send(self.take_in())
        for kind in (duties.receiving, duties.following_up, duties.finding):
            found = kind.standing(write_session(), "", 10)
            transaction.abort()
            expected = [] if kind is duties.finding else [number]
            self.assertEqual(expected, [each.subject for each in found], kind.name)
        waiting = {
            each.name: each.waiting for each in count_duties(self.street_officer)
        }
        self.assertEqual(1, waiting[RECEIVE])
        sent = {each.name: each.waiting for each in count_duties(self.window)}
        self.assertEqual((1, 0), (sent[FOLLOW_UP], sent.get(RECEIVE, 0)))

    def browser(self, user_id):
        browser = Browser(self.layer["app"])
        browser.raiseHttpErrors = False
        browser.addHeader("Accept", "text/html")
        log_in(browser, user_id)
        return browser

    def page(self, browser, heading, status="200"):
        self.assertEqual(status, browser.headers["status"][:3])
        page = html.fromstring(browser.contents)
        (found,) = page.cssselect("main h1")
        self.assertIn(heading, found.text_content())
        return page

    def test_paper_goes_by_pages_from_the_window_to_the_street_and_something_is_missing(
        self,
    ):
        case = self.take_in()
        url = self.portal.absolute_url()
        window = self.browser("grid-worker")
        window.open(f"{url}/@@desk/{case.number}")
        window.getLink("移交这件的材料").click()
        page = self.page(window, "移交材料")
        self.assertEqual(1, len(page.cssselect("input[name=case][checked]")))
        self.assertNotIn(PLANTED["name"], window.contents)
        form = window.getForm(id="hand-papers")
        form.getControl(name="send").click()
        page = self.page(window, "交接单")
        number = self.only_number()
        (line,) = page.cssselect(".transfer-line")
        self.assertIn("高龄津贴申请表 原件", line.text_content())
        self.assertEqual([], page.cssselect("[name=receive]"))
        self.assertEqual(1, len(page.cssselect("#cancel")))
        window.open(f"{url}/@@desk/{case.number}")
        (at,) = html.fromstring(window.contents).cssselect("#case-papers-at")
        self.assertIn("在路上", at.text_content())
        street = self.browser("street-officer")
        street.open(f"{url}/@@transfers")
        self.page(street, "材料交接")
        street.getLink(url=f"number={number}").click()
        self.page(street, "交接单")
        street.getControl(name="receive").click()
        page = self.page(street, "交接单", "422")
        self.assertEqual(1, len(page.cssselect('[href="#line-0"]')))
        street.getControl(name="line-0").value = ["lacks"]
        street.getControl(name="missing-0").value = "照片一张"
        street.getControl(name="receive").click()
        page = self.page(street, "交接单")
        self.assertIn("照片一张", page.cssselect(".transfer-line")[0].text_content())
        self.assertEqual("missing", self.list_of(number, "state")[0])
        (found,) = page.cssselect("input[name=how-0]")
        self.assertEqual("found", found.get("value"))
        window.open(f"{url}/@@transfer?number={number}")
        self.page(window, "交接单")
        window.getControl(name="how-0").value = ["found"]
        window.getControl(name="settle").click()
        self.page(window, "交接单")
        self.assertEqual("received", self.list_of(number, "state")[0])
        window.open(f"{url}/@@transfer?number={number}&print=1")
        self.assertEqual("application/pdf", window.headers["Content-Type"])

    def only_number(self):
        with get_database().reading.connect() as connection:
            return connection.scalars(select(TransferList.number)).one()

    def test_page_keeps_what_was_typed_of_a_list_that_is_refused(self):
        case = self.take_in()
        browser = self.browser("grid-worker")
        url = f"{self.portal.absolute_url()}/@@hand-papers"
        browser.open(f"{url}?case={case.number}")
        token = self.page(browser, "移交材料").cssselect("[name=_authenticator]")
        form = {
            "_authenticator": token[0].get("value"),
            "from": WINDOW,
            "to": OFFICE,
            "case": case.number,
            f"p-{case.number}": "SQ-LL-001-M01",
            f"how-{case.number}-SQ-LL-001-M01": "copy",
            f"n-{case.number}-SQ-LL-001-M01": "0",
            f"other-{case.number}": "委托书",
            "send": "1",
        }
        browser.post(url, urlencode(form))
        page = self.page(browser, "移交材料", "422")
        (other,) = page.cssselect(f"[name=other-{case.number}]")
        self.assertEqual("委托书", other.get("value"))
        self.assertEqual(
            1, len(page.cssselect(f'[href="#n-{case.number}-SQ-LL-001-M01"]'))
        )
        self.assertEqual(0, self.count_of(TransferList.__table__))

    def test_window_chooses_whom_papers_go_to(self):
        self.take_in()
        browser = self.browser("grid-worker")
        browser.open(f"{self.portal.absolute_url()}/@@hand-papers")
        page = self.page(browser, "移交材料")
        (way,) = page.cssselect("#ways li")
        self.assertEqual("1件", way.cssselect(".rows-aside")[0].text_content())
        browser.getLink(url=f"to={OFFICE}").click()
        page = self.page(browser, "移交材料")
        self.assertEqual(1, len(page.cssselect("fieldset.transfer-case")))
