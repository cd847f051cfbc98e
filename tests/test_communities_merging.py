"""A community is merged into another: all that refers to it goes along, or nothing does."""

from datetime import date
from lxml import html
from onewindow_policy.cases.assigning.models import HandOver
from onewindow_policy.cases.models import Case
from onewindow_policy.cases.submissions import register_case
from onewindow_policy.records.api import read_session
from onewindow_policy.records.api import utc_now
from onewindow_policy.records.api import write_session
from onewindow_policy.testing.cases import submission
from onewindow_policy.testing.merging import CODE
from onewindow_policy.testing.merging import INTO
from onewindow_policy.testing.merging import MergingSetup
from onewindow_policy.testing.merging import NEW
from onewindow_policy.testing.merging import OLD
from onewindow_policy.testing.merging import PAGE
from onewindow_policy.testing.merging import STREET
from onewindow_policy.testing.tickets import MANAGER
from plone.testing.zope import Browser
from sqlalchemy import select

import requests
import transaction
import unittest


class TestMerging(MergingSetup, unittest.TestCase):
    def test_page_says_what_refers_to_the_place_and_what_will_happen(self):
        session = self.session_of(MANAGER)
        page = session.get(f"{self.url}/{PAGE}").text
        self.assertIn("<h1>并入其他社区</h1>", page)
        counts = self.counts(page)
        self.assertEqual(
            {
                "cases_open": 1,
                "cases_closed": 1,
                "suggestions_new": 1,
                "suggestions_settled": 0,
                "inquiries": 0,
                "rights_requests": 1,
                "halls": 1,
            },
            {name: counts[name] for name in list(counts)[:7]},
        )
        for name in ("screens", "news", "staff"):
            self.assertLess(0, counts[name], name)
        self.assertNotIn('id="merging"', page)
        (found,) = html.fromstring(
            session.get(f"{self.url}/{PAGE}", params={"q": INTO}).text
        ).cssselect("#targets a")
        page = session.get(f"{self.url}/{PAGE}", params={"to": INTO}).text
        self.assertIn(f"并入“{found.text_content()}”", page)
        self.assertIn("并入后不能撤销", page)
        self.assertEqual([[CODE] * 2, [CODE], [CODE]], self.codes())

    def test_everything_goes_along(self):
        self.give(NEW, "department-officer", "Window Staff")
        hall = "h001"
        answer = self.merge()
        self.assertEqual(f"{self.url}/{NEW}", answer.url)
        self.assertIn("已把", answer.text)
        self.assertEqual([[INTO] * 2, [INTO], [INTO]], self.codes())
        self.assertFalse(self.is_there(OLD))
        self.assertTrue(self.is_there(f"{NEW}/{hall}"))
        self.assertEqual([INTO], self.portal.news["n001"].related_communities)
        screen = self.portal.screens[self.screen.getId()]
        self.assertEqual(INTO, screen.community)
        # Addresses on paper and in browsers lead on.
        for tail in ("", "/@@my-window", "/community_view", f"/{hall}"):
            with self.subTest(tail=tail):
                moved = requests.get(f"{self.url}/{OLD}{tail}", allow_redirects=False)
                self.assertEqual(302, moved.status_code)
                self.assertEqual(f"{self.url}/{NEW}{tail}", moved.headers["Location"])
                self.assertEqual(
                    200, requests.get(moved.headers["Location"]).status_code
                )
        # The applicant finds the case by what was handed out.
        browser = Browser(self.layer["app"])
        browser.open(f"{self.portal.absolute_url()}/@@track")
        form = browser.getForm(id="track-form")
        form.getControl(name="number").value = self.case.number
        form.getControl(name="code").value = self.case.query_code
        form.submit()
        self.assertIn("已提交", browser.contents)
        # Staff of the other community have both, those of the old one neither.
        desk = self.session_of("department-officer").get(f"{self.url}/@@desk?state=all")
        for case in (self.case, self.closed):
            self.assertIn(f"/@@desk/{case.number}", desk.text)
        desk = self.session_of("window-staff").get(
            f"{self.url}/@@desk/{self.case.number}"
        )
        self.assertNotIn("case-state", desk.text)
        ((who, _action, subject, detail),) = self.noted("place.merge")
        self.assertEqual((MANAGER, CODE), (who, subject))
        self.assertIn(f"into {INTO}, staff=False: cases_open=1, cases_closed=1", detail)

    def test_what_a_window_took_in_follows_it_and_is_to_be_taken_on_anew(self):
        taken_in = {"taken_in_at": CODE, "account": "window-staff"}
        own = register_case(submission("nonce-3", **taken_in))
        others = {**taken_in, "community_code": "990103001001"}
        other = register_case(submission("nonce-4", **others))
        # Of the community that stays, which goes on as it was.
        there = {"community_code": INTO, "taken_in_at": INTO, "account": "other-staff"}
        stays = register_case(submission("nonce-5", **there))
        own_id = select(Case.id).where(Case.number == own.number)
        handed = write_session().scalar(own_id)
        write_session().add(
            HandOver(
                case_id=handed,
                from_user="window-staff",
                to_user="grid-worker",
                asked_at=utc_now(),
                due_on=date.today(),
            )
        )
        transaction.commit()
        answer = self.merge()
        self.assertEqual(f"{self.url}/{NEW}", answer.url)
        transaction.begin()
        columns = Case.community_code, Case.taken_in_at, Case.assignee
        found = {
            number: tuple(row)
            for number, *row in read_session().execute(select(Case.number, *columns))
        }
        self.assertEqual((INTO, INTO, None), found[own.number])
        elsewhere = ("990103001001", INTO, "window-staff")
        self.assertEqual(elsewhere, found[other.number])
        self.assertEqual((INTO, INTO, "other-staff"), found[stays.number])
        outcomes = read_session().scalars(select(HandOver.outcome)).all()
        self.assertEqual(["ended"], outcomes)

    def test_staff_go_along_where_the_administrator_says_so(self):
        self.merge(staff="move")
        place = self.portal.unrestrictedTraverse(NEW)
        self.assertIn("Window Staff", dict(place.get_local_roles())["window-staff"])
        desk = self.session_of("window-staff").get(
            f"{self.url}/@@desk/{self.case.number}"
        )
        self.assertIn("case-state", desk.text)

    def test_what_was_sent_meanwhile_and_former_mergers_lead_on(self):
        self.merge()
        # A form that was sent at the same moment still named the old place.
        late = register_case(submission("nonce-3"))
        transaction.commit()
        third = "990102001003"
        answer = self.post(MANAGER, f"{NEW}/@@merge-place", {"to": third})
        self.assertEqual(f"{self.url}/{STREET}/{third}", answer.url)
        moved = requests.get(f"{self.url}/{OLD}", allow_redirects=False)
        self.assertEqual(f"{self.url}/{STREET}/{third}", moved.headers["Location"])
        self.give(f"{STREET}/{third}", "department-officer", "Window Staff")
        desk = self.session_of("department-officer").get(f"{self.url}/@@desk")
        for case in (self.case, late):
            self.assertIn(f"/@@desk/{case.number}", desk.text)

    def test_place_without_matters_is_deleted_as_before(self):
        self.merge()
        answer = self.send(MANAGER, "DELETE", NEW)
        self.assertEqual(403, answer.status_code)
        self.assertIn("把社区并入其他社区", answer.json()["message"])


class TestNotMerged(MergingSetup, unittest.TestCase):
    def assertNothingDone(self):
        self.assertEqual([[CODE] * 2, [CODE], [CODE]], self.codes())
        self.assertTrue(self.is_there(f"{OLD}/h001"))
        self.assertEqual([INTO, CODE], self.portal.news["n001"].related_communities)
        place = self.portal.unrestrictedTraverse(OLD)
        self.assertIn("window-staff", dict(place.get_local_roles()))
        self.assertEqual([], self.noted("place.merge"))
        self.assertEqual(200, requests.get(f"{self.url}/{OLD}").status_code)

    def test_nobody_but_administrators_merges(self):
        for who in ("editor", "reviewer", "district-editor", "window-staff"):
            with self.subTest(who=who):
                page = self.session_of(who).get(f"{self.url}/{PAGE}")
                self.assertNotIn("matters-title", page.text)
                self.merge(who)
        self.assertNothingDone()

    def test_pages_of_others_and_links_merge_nothing(self):
        session = self.session_of(MANAGER)
        address = f"{self.url}/{PAGE}"
        answer = session.post(address, {"to": INTO})
        self.assertEqual(403, answer.status_code)
        session.get(address, params={"to": INTO, "staff": "move"})
        self.assertNothingDone()

    def test_what_takes_nothing_over_is_refused_in_words(self):
        for code in ("", CODE, "990102001", "990102009999"):
            with self.subTest(code=code):
                answer = self.merge(to=code)
                self.assertEqual(422, answer.status_code)
                self.assertIn("请从列表中选择接收的社区", answer.text)
        self.assertNothingDone()

    def test_place_that_somebody_edits_is_refused_in_words(self):
        page = self.session_of("editor").get(f"{self.url}/{OLD}/h001/edit")
        self.assertEqual(200, page.status_code)
        answer = self.merge()
        self.assertEqual(422, answer.status_code)
        self.assertIn("有人正在编辑", answer.text)
        self.assertNothingDone()

    def test_fault_of_the_database_on_the_way_leaves_nothing_half_done(self):
        with self.faulty_rights():
            answer = self.merge()
        self.assertLessEqual(500, answer.status_code)
        self.assertIn("<h1", answer.text)
        self.assertNotIn("已把", answer.text)
        self.assertNothingDone()
        self.assertEqual(f"{self.url}/{NEW}", self.merge().url)
