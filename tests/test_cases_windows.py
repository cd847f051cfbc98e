"""A case goes from one community's window to another's, by who coordinates both."""

from lxml import html
from onewindow_policy.cases.assigning.models import HandOver
from onewindow_policy.cases.duties import ACCEPT
from onewindow_policy.cases.duties import ASKED_AGAIN
from onewindow_policy.cases.duties import MOVED_AWAY
from onewindow_policy.cases.duties import MOVED_HERE
from onewindow_policy.cases.duties import WINDOW_KINDS
from onewindow_policy.cases.exceptions import CaseChanged
from onewindow_policy.cases.exceptions import CaseUnknown
from onewindow_policy.cases.exceptions import ChangeUnknown
from onewindow_policy.cases.exceptions import TransitionNotAllowed
from onewindow_policy.cases.exceptions import TransitionNotPossible
from onewindow_policy.cases.handling import move_case
from onewindow_policy.cases.listing import cases_in
from onewindow_policy.cases.models import Case
from onewindow_policy.cases.moving import find_case
from onewindow_policy.cases.opening import open_case
from onewindow_policy.cases.papers.models import Paper
from onewindow_policy.cases.stepexceptions import FactMissing
from onewindow_policy.cases.stepexceptions import ReasonMissing
from onewindow_policy.cases.submissions import Answer
from onewindow_policy.cases.taking import cases_of_place
from onewindow_policy.cases.tallies import open_cases
from onewindow_policy.cases.telling import _values as values_of_message
from onewindow_policy.cases.transferring.gathering import way_of
from onewindow_policy.cases.transferring.sending import send_list
from onewindow_policy.cases.transferring.sending import SentCase
from onewindow_policy.cases.transferring.sending import SentPaper
from onewindow_policy.cases.transferring.ticked import ways_of_ticked
from onewindow_policy.cases.transferring.whereabouts import name_of
from onewindow_policy.cases.upkeep import erase_case
from onewindow_policy.cases.windows import rules
from onewindow_policy.cases.windows.exceptions import NoticeHangsHere
from onewindow_policy.cases.windows.exceptions import WindowUnfit
from onewindow_policy.cases.windows.exceptions import WindowUnstaffed
from onewindow_policy.cases.windows.knowing import know_change
from onewindow_policy.cases.windows.knowing import moved_cases
from onewindow_policy.cases.windows.models import WindowChange
from onewindow_policy.communities.halls import halls_for_community
from onewindow_policy.duties.api import DutyFacts
from onewindow_policy.duties.api import open_duties
from onewindow_policy.duties.interfaces import IDutyKind
from onewindow_policy.duties.models import Duty
from onewindow_policy.messages.models import Message
from onewindow_policy.records.api import read_session
from onewindow_policy.records.api import utc_now
from onewindow_policy.records.api import write_session
from onewindow_policy.testing import SAMPLE_FUNCTIONAL_TESTING
from onewindow_policy.testing import SAMPLE_POSTGRESQL_FUNCTIONAL_TESTING
from onewindow_policy.testing.cases import COMMUNITY
from onewindow_policy.testing.cases import PLANTED
from onewindow_policy.testing.handling import HandlingSetup
from onewindow_policy.testing.tickets import log_in
from plone import api
from plone.testing.zope import Browser
from sqlalchemy import select
from types import SimpleNamespace
from unittest.mock import patch
from urllib.parse import urlencode
from zope.component import getUtility

import transaction
import unittest

STREET = "communities/990102/990102001"
#: Of the same street; and of another one, and of another district.
OTHER, FAR, ABROAD = "990102001002", "990102002001", "990103001001"
AT_WINDOW = {"taken_in_at": COMMUNITY, "account": "window-staff"}
WHY = "窗口装修，暂停受理"
CARD = SentCase((SentPaper("SQ-LL-001-M01", "身份证", "original", 1),))


class WindowSetup(HandlingSetup):
    """`window-staff` works at `COMMUNITY`, `grid-worker` at `OTHER` and `FAR`; the street
    of the first two is `coordinator`'s, its district `district-coordinator`'s."""

    def setUp(self):
        super().setUp()
        for place in (f"{STREET}/{OTHER}", f"communities/990102/{FAR[:9]}/{FAR}"):
            self.give(place, "grid-worker", "Window Staff")
        self.other = api.user.get("grid-worker")

    def give(self, path, user_id, role):
        place = self.portal.unrestrictedTraverse(path)
        place.manage_setLocalRoles(user_id, [role])
        place.reindexObjectSecurity()
        transaction.commit()

    def go(self, case, user_id, transition, version=None, **facts):
        version = self.stored(Case.version, case) if version is None else version
        user = api.user.get(user_id)
        try:
            move_case(case.number, transition, user, version=version, facts=facts)
            transaction.commit()
        finally:
            transaction.abort()

    def give_away(self, case, to=OTHER, by="coordinator"):
        self.go(case, by, "change_window", window=to, reason=WHY)

    def duties(self, *kinds):
        """Return the open duties of these kinds: what, where, at which unit."""
        transaction.begin()
        query = select(Duty.kind, Duty.community_code, Duty.unit_code).where(
            Duty.state == "open", Duty.kind.in_(kinds)
        )
        return sorted(tuple(row) for row in read_session().execute(query))

    def numbers(self, user, **wanted):
        transaction.begin()
        return [row.number for row in cases_in(user, **wanted).rows]

    def opened(self, case, user):
        transaction.begin()
        found = open_case(case.number, user, "handle")
        transaction.commit()
        return found


class WindowTests(WindowSetup):
    def test_case_is_the_other_windows_and_out_of_sight_of_the_former(self):
        case = self.register()
        self.give_away(case)
        self.assertEqual(OTHER, self.stored(Case.community_code, case))
        self.assertEqual([case.number], self.numbers(self.other))
        self.assertEqual([], self.numbers(self.staff))
        with self.assertRaises(CaseUnknown):
            self.opened(case, self.staff)
        self.go(case, "grid-worker", "receive")
        self.assertEqual("grid-worker", self.stored(Case.assignee, case))

    def test_window_that_took_it_in_sees_it_still(self):
        case = self.register(**AT_WINDOW)
        self.give_away(case)
        self.assertEqual(COMMUNITY, self.stored(Case.taken_in_at, case))
        names = {each.name for each in self.opened(case, self.staff).transitions}
        self.assertNotIn("accept", names)
        self.assertEqual([case.number], self.numbers(self.staff))

    def test_history_has_both_windows_and_why(self):
        case = self.register()
        self.give_away(case)
        last = self.opened(case, self.other).history[-1]
        self.assertEqual(("coordinator", WHY), (last.user_id, last.reason))
        self.assertEqual(
            (name_of(COMMUNITY), name_of(OTHER)),
            (last.facts["moved_from"], last.facts["moved_to"]),
        )

    def test_only_who_coordinates_both_gives_it_and_says_why(self):
        case = self.register()
        for user_id in ("window-staff", "supervisor"):
            with self.subTest(user_id), self.assertRaises(TransitionNotAllowed):
                self.give_away(case, by=user_id)
        for code in (COMMUNITY, FAR, "990102009999", "x"):
            with self.subTest(code), self.assertRaises(WindowUnfit):
                self.give_away(case, to=code)
        # What goes by another district's guide goes to no window there.
        self.give("communities", "coordinator", "Coordinator")
        with self.assertRaises(WindowUnfit):
            self.give_away(case, to=ABROAD)
        with self.assertRaises(FactMissing):
            self.go(case, "coordinator", "change_window", reason=WHY)
        with self.assertRaises(ReasonMissing):
            self.go(case, "coordinator", "change_window", window=OTHER)
        self.assertEqual(COMMUNITY, self.stored(Case.community_code, case))

    def test_who_coordinates_one_window_alone_is_not_offered_it(self):
        case = self.register()
        self.give(f"{STREET}/{COMMUNITY}", "grid-worker", "Coordinator")
        names = {each.name for each in self.opened(case, self.other).transitions}
        self.assertIn("assign", names)
        self.assertNotIn("change_window", names)
        with self.assertRaises(TransitionNotPossible):
            self.give_away(case, by="grid-worker")

    def test_nothing_goes_to_where_nobody_works(self):
        case = self.register()
        with self.assertRaises(WindowUnstaffed):
            self.give_away(case, to="990102001003")

    def test_what_hangs_on_a_board_stays_with_its_window(self):
        case = self.register()
        with (
            patch.object(rules, "hanging_sheet", return_value=object()),
            self.assertRaises(NoticeHangsHere),
        ):
            self.give_away(case)
        self.assertEqual(COMMUNITY, self.stored(Case.community_code, case))

    def test_of_two_who_do_something_at_once_one_is_told(self):
        case = self.register()
        version = self.stored(Case.version, case)
        self.go(case, "window-staff", "receive")
        with self.assertRaises(CaseChanged):
            why = {"window": OTHER, "reason": WHY}
            self.go(case, "coordinator", "change_window", version, **why)
        self.assertEqual(COMMUNITY, self.stored(Case.community_code, case))

    def test_both_windows_are_told_until_each_knows(self):
        case = self.register()
        self.give_away(case)
        away, here = (MOVED_AWAY, COMMUNITY, None), (MOVED_HERE, OTHER, None)
        self.assertEqual([away, here], self.duties(*WINDOW_KINDS))
        self.check_duties()
        (row,) = moved_cases(self.staff)
        self.assertEqual((True, False, WHY), (row.is_mine, row.is_seen, row.reason))
        transaction.abort()
        with self.assertRaises(ChangeUnknown):
            know_change(row.subject, api.user.get("coordinator"))
        transaction.abort()
        self.know(row, self.staff)
        self.assertEqual([here], self.duties(*WINDOW_KINDS))
        self.check_duties()
        (row,) = moved_cases(self.staff)
        self.assertEqual((False, ""), (row.is_mine, row.reason))
        self.know(row, self.other)
        self.assertEqual([], self.duties(*WINDOW_KINDS))
        self.check_duties()

    def know(self, row, user):
        transaction.abort()
        know_change(row.subject, user)
        transaction.commit()

    def check_duties(self):
        """Let the nightly check go over the duties; it has nothing to mend."""
        for name in WINDOW_KINDS:
            transaction.begin()
            facts = getUtility(IDutyKind, name).standing(write_session(), "", 500)
            self.assertEqual(
                self.duties(name),
                [(each.kind, each.community_code, each.unit_code) for each in facts],
            )
            transaction.abort()

    def test_who_had_it_is_told_also_where_it_has_gone_on_since(self):
        case = self.register()
        self.give_away(case)
        self.give_away(case, to=FAR, by="district-coordinator")
        self.assertEqual(
            [
                (MOVED_AWAY, COMMUNITY, None),
                (MOVED_AWAY, OTHER, None),
                (MOVED_HERE, OTHER, None),
                (MOVED_HERE, FAR, None),
            ],
            sorted(self.duties(*WINDOW_KINDS), key=lambda each: (each[0], each[1])),
        )
        self.check_duties()

    def test_all_that_is_to_be_done_about_it_follows(self):
        case, stays = self.register("a"), self.register("b")
        for each in (case, stays):
            duty = DutyFacts(ASKED_AGAIN, each.number, community_code=COMMUNITY)
            open_duties(write_session(), [duty])
        transaction.commit()
        self.give_away(case)
        self.assertEqual(
            [
                (kind, code, None)
                for kind in (ACCEPT, ASKED_AGAIN)
                for code in (COMMUNITY, OTHER)
            ],
            self.duties(ACCEPT, ASKED_AGAIN),
        )

    def test_hand_over_that_waits_is_ended_and_nobody_sees_to_it(self):
        self.give(f"{STREET}/{COMMUNITY}", "department-officer", "Window Staff")
        case = self.register(**AT_WINDOW)
        to = {"colleague": "department-officer", "reason": "我要休假"}
        self.go(case, "window-staff", "hand_over", **to)
        self.give_away(case)
        self.assertIsNone(self.stored(Case.assignee, case))
        outcomes = read_session().scalars(select(HandOver.outcome)).all()
        self.assertEqual(["ended"], outcomes)
        self.assertEqual([], self.duties("cases.accept_hand_over"))
        self.assertEqual("window-staff", self.stored(Case.first_contact, case))

    def test_units_of_another_street_go_on_and_who_ended_a_step_stands_by_it(self):
        codes = {"unit_code": "U-990102001", "deciding_unit_code": "U-990102-MZ"}
        case = self.register(**codes)
        self.give_away(case)
        self.assertEqual("U-990102001", self.stored(Case.unit_code, case))
        self.give_away(case, to=FAR, by="district-coordinator")
        self.assertEqual("U-990102002", self.stored(Case.unit_code, case))
        self.assertEqual("U-990102-MZ", self.stored(Case.deciding_unit_code, case))
        self.assertEqual([(ACCEPT, FAR, "U-990102002")], self.duties(ACCEPT))
        self.go(case, "grid-worker", "accept")
        self.give_away(case, to=COMMUNITY, by="district-coordinator")
        self.assertEqual("U-990102002", self.stored(Case.unit_code, case))

    def test_papers_stay_until_the_window_that_has_them_hands_them_on(self):
        original = Answer("m", "身份证", "已收原件", "SQ-LL-001-M01", "taken")
        case = self.register(**AT_WINDOW, answers=(original,))
        self.give_away(case)
        self.hands_papers_on(case)

    def test_papers_of_what_came_online_stay_where_they_were_brought(self):
        case = self.register()
        stored = find_case(write_session(), case.number)
        stored.note_visit(utc_now().date())
        transaction.commit()
        self.give_away(case)
        self.hands_papers_on(case)

    def hands_papers_on(self, case):
        transaction.begin()
        (row,) = moved_cases(self.staff)
        self.assertEqual((COMMUNITY, OTHER), (row.papers_at, row.papers_to))
        self.assertEqual((COMMUNITY, OTHER), way_of(case.number, self.staff))
        (ticked,) = ways_of_ticked([case.number], self.staff)
        self.assertEqual((COMMUNITY, OTHER), ticked.way)
        here = self.opened(case, self.other).whereabouts
        self.assertEqual((COMMUNITY, None), (here.place, here.to_place))
        send_list(COMMUNITY, OTHER, {case.number: CARD}, self.staff)
        transaction.commit()
        here = self.opened(case, self.other).whereabouts
        self.assertEqual((COMMUNITY, OTHER), (here.place, here.to_place))
        (row,) = moved_cases(self.staff)
        self.assertIsNone(row.papers_at)

    def test_of_what_has_no_papers_none_are_anywhere(self):
        case = self.register()
        self.give_away(case)
        self.assertIsNone(self.opened(case, self.other).whereabouts)

    def test_papers_and_messages_name_the_window_that_has_it(self):
        case = self.register(**AT_WINDOW)
        self.give_away(case, to=FAR, by="district-coordinator")
        self.go(case, "grid-worker", "ask_correction", reason="缺户口簿")
        transaction.begin()
        paper = read_session().scalar(select(Paper).where(Paper.kind == "notice"))
        (hall, *_) = halls_for_community(FAR)
        self.assertTrue(paper.number.startswith(FAR), paper.number)
        self.assertIn(hall.title, str(paper.values["halls"]))
        message = values_of_message(find_case(write_session(), case.number), None)
        self.assertIn(hall.phones[0], message["phone"])
        transaction.abort()

    def test_messages_that_wait_to_go_name_the_window_that_has_it(self):
        case = self.register(**AT_WINDOW)
        stored = find_case(write_session(), case.number)
        values = values_of_message(stored, None)
        (former, *_), (hall, *_) = map(halls_for_community, (COMMUNITY, FAR))
        self.assertIn(former.phones[0], values["phone"])
        for state in ("waiting", "sent"):
            message = Message(
                stored.data_key,
                has_own_key=False,
                channel="sms",
                template="cases.sms.received",
                language="zh-cn",
                subject=f"case {case.number}",
                state=state,
                created_at=utc_now(),
                tries=0,
                unclear=0,
                values=values,
            )
            write_session().add(message)
        transaction.commit()
        self.give_away(case, to=FAR, by="district-coordinator")
        transaction.begin()
        said = {
            each.state: each.values["phone"]
            for each in read_session().scalars(select(Message))
        }
        self.assertIn(hall.phones[0], said["waiting"])
        self.assertIn(former.phones[0], said["sent"])

    def test_window_that_took_in_for_another_stays_the_persons(self):
        case = self.register(**{**AT_WINDOW, "community_code": OTHER})
        self.give_away(case, to=FAR, by="district-coordinator")
        transaction.begin()
        stored = find_case(read_session(), case.number)
        self.assertEqual(COMMUNITY, rules.window_of(read_session(), stored))

    def test_figures_count_it_once(self):
        case = self.register()
        self.give_away(case)
        transaction.begin()
        rows = open_cases(utc_now())
        self.assertEqual([(OTHER, 1)], [(row[0], row.numerator) for row in rows])

    def test_what_is_erased_is_nobodys_to_know(self):
        case = self.register()
        self.give_away(case)
        erase_case(case.number)
        transaction.commit()
        self.assertEqual([], self.duties(*WINDOW_KINDS))
        self.check_duties()
        self.assertEqual([], moved_cases(self.staff))

    def test_changes_go_along_where_a_window_is_merged_away(self):
        case = self.register()
        self.give_away(case)
        places = (SimpleNamespace(code=each) for each in (COMMUNITY, "990102001003"))
        cases_of_place.hand_over(*places)
        transaction.commit()
        transaction.begin()
        codes = select(WindowChange.from_code, WindowChange.to_code)
        self.assertEqual(
            ("990102001003", OTHER), tuple(read_session().execute(codes).one())
        )


class TestWindows(WindowTests, unittest.TestCase):
    layer = SAMPLE_FUNCTIONAL_TESTING


class TestWindowsOnPostgreSQL(WindowTests, unittest.TestCase):
    layer = SAMPLE_POSTGRESQL_FUNCTIONAL_TESTING


class TestWindowPages(WindowSetup, unittest.TestCase):
    """The whole way: what is sent, the row, and the pages that show it."""

    layer = SAMPLE_FUNCTIONAL_TESTING

    def setUp(self):
        super().setUp()
        self.site = self.portal.absolute_url()
        self.browser = Browser(self.layer["app"])
        self.browser.raiseHttpErrors = False
        self.browser.addHeader("Accept", "text/html")

    def read(self, status="200"):
        self.assertTrue(
            self.browser.headers["status"].startswith(status), self.browser.contents
        )
        self.page = html.fromstring(self.browser.contents)
        return " ".join(self.page.cssselect("main")[0].text_content().split())

    def open(self, user_id, path, status="200"):
        log_in(self.browser, user_id)
        self.browser.open(f"{self.site}/{path}")
        return self.read(status)

    def post(self, path, *fields, status="200", **given):
        (token, *_) = self.page.cssselect("main [name=_authenticator]")
        form = [("_authenticator", token.get("value")), *fields, *given.items()]
        self.browser.post(f"{self.site}/{path}", urlencode(form))
        return self.read(status)

    def give_on_page(self, case, **given):
        self.open("district-coordinator", f"@@desk/{case.number}")
        (select_box,) = self.page.cssselect("select#change_window-window")
        values = [each.get("value") for each in select_box.cssselect("option")]
        self.assertLess({OTHER, FAR}, set(values))
        self.assertNotIn(COMMUNITY, values)
        self.assertNotIn(ABROAD, values)
        return [
            ("transition", "change_window"),
            ("version", str(self.stored(Case.version, case))),
            *((f"change_window-{name}", value) for name, value in given.items()),
        ]

    def test_coordinator_gives_it_and_its_applicant_reads_where_it_is(self):
        case = self.register()
        form = self.give_on_page(case, window=FAR, reason="")
        words = self.post(f"@@desk/{case.number}", *form, status="422")
        self.assertIn("写明", words)
        chosen = self.page.cssselect("#change_window-window option[selected]")
        self.assertEqual([FAR], [each.get("value") for each in chosen])
        form = self.give_on_page(case, window=FAR, reason=WHY)
        words = self.post(f"@@desk/{case.number}", *form)
        self.assertEqual(FAR, self.stored(Case.community_code, case))
        for told in (WHY, name_of(COMMUNITY), name_of(FAR), "转到其他社区窗口"):
            self.assertIn(told, words)
        self.open("window-staff", f"@@desk/{case.number}", status="404")
        self.browser.open(f"{self.site}/@@track")
        form = self.browser.getForm(id="track-form")
        form.getControl(name="number").value = case.number
        form.getControl(name="code").value = case.query_code
        form.submit()
        words = self.read()
        (hall, *_) = halls_for_community(FAR)
        for told in (hall.title, hall.phones[0], WHY, "改由另一社区的窗口办理"):
            self.assertIn(told, words)

    def test_windows_read_on_their_page_what_went_and_say_that_they_know(self):
        case = self.register(**AT_WINDOW)
        self.give_away(case)
        self.assertIn("已转到其他窗口的办件", self.open("window-staff", "@@work"))
        words = self.open("window-staff", "@@moved-cases")
        (hall, *_) = halls_for_community(OTHER)
        for told in (WHY, name_of(OTHER), hall.phones[0], "材料还在"):
            self.assertIn(told, words)
        self.assertNotIn(PLANTED["name"], self.browser.contents)
        (button,) = self.page.cssselect("#to-know button")
        (link,) = self.page.cssselect("#to-know a[href*=hand-papers]")
        subject = button.get("value")
        words = self.post("@@moved-cases", change=subject)
        self.assertNotIn(WHY, words)
        self.assertEqual([], self.page.cssselect("#to-know"))
        (row,) = self.page.cssselect("#known li")
        self.assertEqual([(MOVED_HERE, OTHER, None)], self.duties(*WINDOW_KINDS))
        self.browser.open(link.get("href"))
        self.assertIn(name_of(OTHER), self.read())
        (box,) = self.page.cssselect("[name=case]")
        self.assertEqual(case.number, box.get("value"))

    def test_what_is_no_windows_of_theirs_is_refused(self):
        case = self.register()
        self.give_away(case)
        subject = read_session().scalar(select(WindowChange.subject))
        self.open("street-officer", "@@moved-cases", status="403")
        self.open("window-staff", "@@moved-cases")
        self.assertIn(
            "不是您窗口", self.post("@@moved-cases", change="x", status="422")
        )
        self.open("editor", "@@moved-cases", status="403")
        self.assertEqual(2, len(self.duties(*WINDOW_KINDS)))
        self.assertTrue(subject.startswith(case.number))

    def test_several_are_given_at_once_and_what_cannot_be_is_said_before(self):
        cases = [self.register(each) for each in "abc"]
        closed = cases[2]
        self.move(closed, "return", reason="不是本人")
        self.open("coordinator", "@@desk?state=all")
        self.assertEqual(
            ["change_window"],
            [each.get("value") for each in self.page.cssselect("#ticked button")],
        )
        ticked = [("ticked", each.number) for each in cases]
        words = self.post("@@batch", *ticked, what="change_window")
        self.assertIn("能办2件，办不了1件", words)
        options = self.page.cssselect("select#window option")
        self.assertIn(OTHER, [each.get("value") for each in options])
        rows = [each.get("value") for each in self.page.cssselect("[name=row]")]
        form = [("row", each) for each in rows]
        given = {"what": "change_window", "mode": "each", "go": "1"}
        words = self.post("@@batch", *form, **given, window=OTHER, status="422")
        self.assertEqual(COMMUNITY, self.stored(Case.community_code, cases[0]))
        words = self.post("@@batch", *form, **given, window=OTHER, reason=WHY)
        self.assertIn("已办2件，没有办成1件", words)
        self.assertEqual(
            [OTHER, OTHER, COMMUNITY],
            [self.stored(Case.community_code, each) for each in cases],
        )
        self.assertEqual(2, self.count_of(WindowChange))
