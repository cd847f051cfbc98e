"""Units accept and decide what their guides say, where they do so in this system."""

from onewindow_policy.cases.duties import ACCEPT
from onewindow_policy.cases.duties import DECIDE
from onewindow_policy.cases.entries import CaseSearch
from onewindow_policy.cases.exceptions import CaseUnknown
from onewindow_policy.cases.exceptions import TransitionNotAllowed
from onewindow_policy.cases.handling import move_case
from onewindow_policy.cases.listing import cases_in
from onewindow_policy.cases.listing import count_cases
from onewindow_policy.cases.models import Case
from onewindow_policy.cases.models import CaseEvent
from onewindow_policy.cases.opening import open_case
from onewindow_policy.cases.states import AMONG_STAFF
from onewindow_policy.cases.units import communities_within
from onewindow_policy.cases.units import units_for
from onewindow_policy.communities.scopes import scope_of
from onewindow_policy.duties.api import count_duties
from onewindow_policy.guides.api import resolve_guide
from onewindow_policy.guides.released import released_guides
from onewindow_policy.records.database import get_database
from onewindow_policy.testing import SAMPLE_FUNCTIONAL_TESTING
from onewindow_policy.testing import SAMPLE_INTEGRATION_TESTING
from onewindow_policy.testing import SAMPLE_POSTGRESQL_FUNCTIONAL_TESTING
from onewindow_policy.testing.applying import ApplyingCase
from onewindow_policy.testing.applying import NAME
from onewindow_policy.testing.handling import HandlingSetup
from onewindow_policy.testing.tickets import log_in
from plone import api
from plone.app.testing import login
from plone.app.testing import SITE_OWNER_NAME
from plone.testing.zope import Browser
from sqlalchemy import select
from zope.event import notify
from zope.lifecycleevent import ObjectModifiedEvent

import html
import re
import transaction
import unittest

#: Of the sample, these two decide here; and a community of theirs.
BUREAU, OFFICE = "U-990103-MZ", "U-990103001"
COMMUNITY = "990103001001"
STREET = "communities/990103/990103001"

VIEW_CASES = "onewindow_policy: View Cases"


class TestUnitsOfGuides(unittest.TestCase):
    layer = SAMPLE_INTEGRATION_TESTING

    def units_for(self, code, community=COMMUNITY):
        item = self.layer["portal"].catalogue[code.lower()]
        guide = resolve_guide(*released_guides(item, community[:6]), community[:6])
        return units_for(item.acceptance_mode, guide, community)

    def test_first_step_of_a_unit_is_acceptance_and_the_guide_says_who_decides(self):
        self.assertEqual((OFFICE, BUREAU), self.units_for("SQ-LL-001"))
        self.assertEqual(
            ("U-990102001", "U-990102-MZ"),
            self.units_for("SQ-LL-001", "990102001001"),
        )

    def test_community_that_decides_by_itself_hands_nothing_to_units(self):
        catalogue = self.layer["portal"].catalogue
        direct = [
            item.code
            for item in catalogue.values()
            if getattr(item, "acceptance_mode", None) == "direct"
        ]
        self.assertGreater(len(direct), 5)
        for code in direct:
            self.assertEqual((None, None), self.units_for(code), code)

    def test_everything_else_in_the_sample_has_both(self):
        adopted = self.layer["portal"].communities["990102"]
        proxied = [
            item.code
            for item in self.layer["portal"].catalogue.values()
            if getattr(item, "acceptance_mode", None) == "proxy"
            and adopted.has_adopted(item.code)
        ]
        self.assertGreater(len(proxied), 20)
        for code in proxied:
            self.assertTrue(all(self.units_for(code, "990102001001")), code)

    def test_without_a_guide_there_is_none(self):
        self.assertEqual((None, None), units_for("proxy", None, COMMUNITY))


class UnitTests(HandlingSetup):
    def setUp(self):
        super().setUp()
        self.street_officer = api.user.get("street-officer")
        # Who works at the window of the community, besides.
        self.give(f"{STREET}/{COMMUNITY}", "grid-worker", "Window Staff")
        self.window = api.user.get("grid-worker")
        self.case = self.register(
            community_code=COMMUNITY, unit_code=OFFICE, deciding_unit_code=BUREAU
        )

    def give(self, path, user_id, role):
        place = self.portal.unrestrictedTraverse(path)
        place.manage_setLocalRoles(user_id, [role])
        place.reindexObjectSecurity()
        transaction.commit()

    def decide_here(self, path, value):
        unit = self.portal.unrestrictedTraverse(path)
        unit.decides_here = value
        notify(ObjectModifiedEvent(unit))
        transaction.commit()

    def offered(self, user):
        opened = open_case(self.case.number, user, "handle")
        transaction.commit()
        names = (each.name for each in opened.transitions)
        return [name for name in names if name not in AMONG_STAFF]

    def go(self, user, transition, reason=""):
        version = self.stored(Case.version, self.case)
        try:
            state = move_case(
                self.case.number,
                transition,
                user,
                version=version,
                facts={"reason": reason},
            )
            transaction.commit()
        finally:
            transaction.abort()
        return state

    def numbers(self, user):
        return [row.number for row in cases_in(user).rows]

    def test_officers_of_both_units_see_the_case_masked_and_others_do_not(self):
        self.register("nonce-2", community_code=COMMUNITY)
        elsewhere = self.register(
            "nonce-3",
            community_code=COMMUNITY,
            unit_code="U-990103002",
            deciding_unit_code="U-990103-SB",
        )
        for user in (self.officer, self.street_officer):
            with self.subTest(user.getId()):
                self.assertEqual([self.case.number], self.numbers(user))
                self.assertEqual({"submitted": 1}, count_cases(user))
                (row,) = cases_in(user).rows
                self.assertNotIn("赵计华", row.name)
                with self.assertRaises(CaseUnknown):
                    open_case(elsewhere.number, user, "handle")
        self.assertEqual(3, len(self.numbers(self.window)))
        self.assertEqual([], self.numbers(self.staff))

    def waiting(self, user):
        """Return how many cases are to be accepted or decided by somebody."""
        found = {each.name: each.waiting for each in count_duties(user)}
        return sum(found.get(name, 0) for name in (ACCEPT, DECIDE))

    def listed(self, user):
        """Return how many cases the list shows that nobody has begun with."""
        return len(cases_in(user, is_waiting=True).rows)

    def test_it_waits_for_whose_turn_it_is(self):
        self.register("nonce-2", community_code=COMMUNITY)
        everybody = (self.window, self.street_officer, self.officer)
        self.assertEqual([1, 1, 0], [self.waiting(each) for each in everybody])
        self.assertEqual([1, 1, 0], [self.listed(each) for each in everybody])
        self.go(self.street_officer, "accept")
        self.assertEqual([1, 0, 1], [self.waiting(each) for each in everybody])
        self.assertEqual([1, 0, 1], [self.listed(each) for each in everybody])
        found = CaseSearch().find(self.officer, self.case.number)
        self.assertEqual([f"@@desk/{self.case.number}"], [each.path for each in found])
        self.assertEqual([], CaseSearch().find(self.staff, self.case.number))
        self.decide_here("communities/990103/u-990103-mz", False)
        # The window enters what is decided on paper.
        self.assertEqual([2, 0, 0], [self.waiting(each) for each in everybody])
        self.assertEqual([1, 0, 0], [self.listed(each) for each in everybody])

    def test_looking_at_it_is_noted(self):
        login(self.portal, "department-officer")
        self.offered(self.officer)
        noted = ("department-officer", "case.open", self.case.number, "handle")
        self.assertIn(noted, self.noted())

    def test_each_unit_goes_its_own_steps_and_the_window_none(self):
        accept = [
            *("accept", "accept_conditionally", "ask_correction"),
            *("refuse_acceptance", "return"),
        ]
        self.assertEqual(accept, self.offered(self.street_officer))
        # A window receives, and tells what is missing.
        for user, offered in (
            (self.officer, []),
            (self.window, ["receive", "ask_correction"]),
        ):
            with self.subTest(user.getId()):
                self.assertEqual(offered, self.offered(user))
                with self.assertRaises(TransitionNotAllowed):
                    self.go(user, "accept")
        self.assertEqual("accepted", self.go(self.street_officer, "accept"))
        self.assertEqual(["start", "return"], self.offered(self.officer))
        for user in (self.street_officer, self.window):
            with self.subTest(user.getId()):
                self.assertEqual([], self.offered(user))
                with self.assertRaises(TransitionNotAllowed):
                    self.go(user, "start")
        self.assertEqual("in_progress", self.go(self.officer, "start"))
        self.assertEqual("completed_approved", self.go(self.officer, "approve"))
        with get_database().reading.connect() as connection:
            steps = select(CaseEvent.transition, CaseEvent.role, CaseEvent.user_id)
            found = connection.execute(steps.order_by(CaseEvent.version)).all()
        officer = "Department Officer"
        self.assertEqual(
            [
                ("accept", officer, "street-officer"),
                ("start", officer, "department-officer"),
                ("approve", officer, "department-officer"),
            ],
            [tuple(each) for each in found][1:],
        )

    def test_what_was_missing_is_taken_in_at_the_window(self):
        self.go(self.street_officer, "ask_correction", "缺户口簿")
        self.assertEqual(["supplement"], self.offered(self.window))
        self.assertEqual(["refuse_acceptance"], self.offered(self.street_officer))
        self.assertEqual("received", self.go(self.window, "supplement"))

    def test_window_enters_what_a_unit_decides_on_paper(self):
        self.decide_here(f"{STREET}/u-990103001", False)
        self.assertIn("accept", self.offered(self.window))
        self.assertEqual([], self.offered(self.street_officer))
        self.go(self.window, "accept")
        # The second unit decides here.
        self.assertEqual([], self.offered(self.window))
        self.assertIn("start", self.offered(self.officer))
        self.decide_here("communities/990103/u-990103-mz", False)
        self.assertIn("start", self.offered(self.window))
        self.assertEqual([], self.offered(self.officer))

    def test_case_of_a_unit_that_is_gone_is_the_windows(self):
        gone = self.register(
            "nonce-2",
            community_code=COMMUNITY,
            unit_code="U-1",
            deciding_unit_code="U-1",
        )
        opened = open_case(gone.number, self.window, "handle")
        self.assertIn("accept", [each.name for each in opened.transitions])
        self.assertIsNone(opened.unit)

    def test_role_on_a_division_reaches_its_units_and_no_community(self):
        self.give("communities/990103", "editor", "Department Officer")
        editor = api.user.get("editor")
        scope = scope_of(editor, VIEW_CASES)
        self.assertLessEqual({BUREAU, OFFICE}, scope.units)
        self.assertFalse(any("990102" in code for code in scope.units))
        self.assertEqual(frozenset(), scope.communities)
        self.assertEqual([self.case.number], self.numbers(editor))
        self.assertIn("accept", self.offered(editor))
        self.register("nonce-2", community_code=COMMUNITY)
        self.assertEqual([self.case.number], self.numbers(editor))

    def test_window_staff_of_a_district_reach_no_unit(self):
        self.give("communities/990103", "editor", "Window Staff")
        scope = scope_of(api.user.get("editor"), VIEW_CASES)
        self.assertIn(COMMUNITY, scope.communities)
        self.assertEqual(frozenset(), scope.units)

    def test_communities_of_officers_are_those_of_their_units(self):
        def codes(user):
            found = communities_within(scope_of(user, VIEW_CASES))
            return {each.place.code for each in found}

        self.assertLess(1, len(codes(self.street_officer)))
        self.assertEqual(
            {COMMUNITY[:9]}, {each[:9] for each in codes(self.street_officer)}
        )
        self.assertLess(codes(self.street_officer), codes(self.officer))
        self.assertEqual({"990103"}, {each[:6] for each in codes(self.officer)})
        self.assertEqual({"990102001001"}, codes(self.staff))


class TestUnitsOnSQLite(UnitTests, unittest.TestCase):
    layer = SAMPLE_FUNCTIONAL_TESTING


class TestUnitsOnPostgreSQL(UnitTests, unittest.TestCase):
    layer = SAMPLE_POSTGRESQL_FUNCTIONAL_TESTING


class TestFromTheFormToTheDecision(ApplyingCase):
    layer = SAMPLE_FUNCTIONAL_TESTING

    def desk(self, user_id, path=""):
        browser = Browser(self.layer["app"])
        browser.raiseHttpErrors = False
        log_in(browser, user_id)
        browser.open(f"{self.url}/@@desk{path}")
        return browser

    def text(self, browser):
        return re.sub(r"\s+", " ", html.unescape(browser.contents))

    def progress(self, number, code):
        browser = Browser(self.layer["app"])
        browser.open(f"{self.url}/@@track")
        browser.getControl(name="number").value = number
        browser.getControl(name="code").value = code
        browser.getControl("查询").click()
        return self.text(browser)

    def test_officers_find_accept_and_decide_what_a_resident_sent(self):
        receipt = self.apply(community=COMMUNITY)
        self.assertReceipt(receipt)
        (case,) = self.cases()
        number, code = case.number, case.query_code
        page = self.progress(number, code)
        self.assertIn("您的申请已转给青石区石桥街道办事处，正在查看材料。", page)
        self.assertIn("告知您是否受理，或者还缺什么。", page)

        bureau = self.desk("department-officer", f"/{number}")
        self.assertIn("等待青石区石桥街道办事处受理", self.text(bureau))
        self.assertNotIn('id="move"', self.text(bureau))

        street = self.desk("street-officer")
        self.assertIn("办件", self.text(street))
        self.assertNotIn(NAME, self.text(street))
        street.getLink("高龄津贴申请").click()
        self.assertIn(NAME, self.text(street))
        street.getControl("受理", index=0).click()
        # The next step of the guide is theirs as well; the bureau's comes after it.
        self.assertIn("等待青石区石桥街道办事处", self.text(street))
        bureau = self.desk("department-officer", f"/{number}")
        self.assertIn("等待青石区石桥街道办事处", self.text(bureau))
        self.assertNotIn("开始办理", self.text(bureau))

        street.getControl("开始办理").click()
        form = street.getForm(id="go-refuse")
        form.getControl(name="refuse-reason").value = "年龄未满80周岁。"
        form.submit(name="transition")
        street.getForm(id="confirm-step").submit(name="confirmed")
        self.assertIn("case-state", self.text(street))
        page = self.progress(number, code)
        self.assertIn("受理单位已受理您的申请。", page)
        self.assertIn("您的申请已办结，结果为不予批准。", page)
        self.assertNotIn("窗口已受理", page)

    def test_officer_of_another_place_finds_nothing(self):
        self.apply(community="990102001001")
        (case,) = self.cases()
        self.assertEqual("U-990102001", case.unit_code)
        page = self.desk("department-officer")
        self.assertIn("办件", self.text(page))
        self.assertNotIn(case.number, self.text(page))
        status = self.desk("department-officer", f"/{case.number}").headers["status"]
        self.assertTrue(status.startswith("404"))

    def test_sharing_of_a_unit_offers_its_officers_and_of_a_grid_its_workers(self):
        login(self.layer["app"], SITE_OWNER_NAME)
        for path, expected in (
            ("communities/990103/u-990103-mz", {"Department Officer"}),
            (
                "communities/990103",
                {"Department Officer", "Grid Worker", "Coordinator"},
            ),
        ):
            content = self.portal.unrestrictedTraverse(path)
            view = content.restrictedTraverse("@@sharing")
            roles = {each["id"] for each in view.roles()}
            self.assertLessEqual(expected, roles)
            self.assertEqual("Window Staff" in roles, path == "communities/990103")
