"""A street is merged into another, its communities with it."""

from html import unescape
from lxml import html
from onewindow_policy.cases.models import Case
from onewindow_policy.communities.streets import communities_of
from onewindow_policy.records.api import read_session
from onewindow_policy.records.api import write_session
from onewindow_policy.testing.merging import CODE
from onewindow_policy.testing.merging import INTO
from onewindow_policy.testing.merging import MergingSetup
from onewindow_policy.testing.merging import OLD
from onewindow_policy.testing.merging import STREET
from onewindow_policy.testing.tickets import MANAGER
from plone.uuid.interfaces import IUUID
from sqlalchemy import select
from sqlalchemy import update

import requests
import transaction
import unittest


class TestStreets(MergingSetup, unittest.TestCase):
    """A street goes into another: its communities lie there by new codes."""

    PAGE = f"{STREET}/@@merge-place"
    TARGET = "990102002"
    ELSEWHERE = f"communities/990102/{TARGET}"

    def setUp(self):
        super().setUp()
        self.street = self.portal.unrestrictedTraverse(STREET)
        self.codes_before = [each.code for each in communities_of(self.street)]
        self.taken = set(self.portal.unrestrictedTraverse(self.ELSEWHERE).objectIds())

    def proposed(self, to=TARGET):
        """Return the codes that the page has in its inputs, by their names."""
        page = self.session_of(MANAGER).get(f"{self.url}/{self.PAGE}?to={to}")
        page = html.fromstring(page.text)
        self.assertEqual(["并入其他街道"], [each.text for each in page.cssselect("h1")])
        return {
            each.get("name"): each.get("value")
            for each in page.cssselect("#communities input")
        }

    def merge_street(self, who=MANAGER, codes=None, **form):
        codes = self.proposed() if codes is None else codes
        return self.post(who, self.PAGE, {"to": self.TARGET, **codes, **form})

    def test_page_proposes_codes_that_nobody_had_and_says_what_goes_along(self):
        page = self.session_of(MANAGER).get(f"{self.url}/{self.PAGE}")
        page = html.fromstring(page.text)
        (row,) = page.cssselect(f"[data-code='{CODE}']")
        (cases,) = row.cssselect("[data-matter=cases_open] .badge")
        self.assertEqual("1", cases.text_content())
        self.assertFalse(page.cssselect("#merging, #communities input"))
        self.assertTrue(page.cssselect(f"#targets a[href*='to={self.TARGET}']"))
        codes = self.proposed()
        self.assertEqual({f"code-{each}" for each in self.codes_before}, set(codes))
        self.assertEqual(len(codes), len(set(codes.values())))
        for code in codes.values():
            self.assertRegex(code, rf"^{self.TARGET}\d{{3}}$")
            self.assertNotIn(code, self.taken)
        self.assertTrue(self.is_there(OLD))

    def test_everything_goes_along(self):
        self.give(STREET, "department-officer", "Window Staff")
        unit = f"{STREET}/u-990102001"
        values = {"unit_code": "U-990102001", "deciding_unit_code": "U-990102-MZ"}
        write_session().execute(update(Case).values(values))
        transaction.commit()
        # Nobody lets go of it while its cases are open.
        answer = self.send(MANAGER, "DELETE", unit)
        self.assertIn("1件未办结的申请由它受理或决定", unescape(answer.text))
        answer = self.send(MANAGER, "PATCH", unit, {"code": "U-990102009"})
        self.assertIn("2件申请", answer.json()["message"])
        self.give(unit, "department-officer", "Department Officer")
        uid = IUUID(self.portal.unrestrictedTraverse(OLD))
        codes = self.proposed()
        new = codes[f"code-{CODE}"]
        place = f"{self.ELSEWHERE}/{new}"
        answer = self.merge_street(codes=codes)
        self.assertEqual(f"{self.url}/{self.ELSEWHERE}", answer.url)
        self.assertEqual([[new] * 2, [new], [new]], self.codes())
        self.assertFalse(self.is_there(STREET))
        self.assertTrue(self.is_there(f"{place}/h001"))
        community = self.portal.unrestrictedTraverse(place)
        self.assertEqual((uid, new), (IUUID(community), community.code))
        related = self.portal.news["n001"].related_communities
        self.assertEqual([codes[f"code-{INTO}"], new], related)
        self.assertEqual(new, self.portal.screens[self.screen.getId()].community)
        self.assertTrue(self.is_there(f"{place}/{new}001"))
        moved = requests.get(f"{self.url}/{OLD}/{CODE}001")
        self.assertEqual(f"{self.url}/{place}/{new}001", moved.url)
        # Another office does what the street's did.
        moved = requests.get(f"{self.url}/{unit}")
        successor = f"{self.ELSEWHERE}/u-{self.ELSEWHERE[-9:]}"
        self.assertEqual(f"{self.url}/{successor}", moved.url)
        self.assertNotIn("department-officer", self.roles_at(successor))
        codes = [(each.unit_code, each.deciding_unit_code) for each in self.cases()]
        self.assertEqual([(f"U-{self.TARGET}", "U-990102-MZ")] * 2, codes)
        for tail in ("", "/@@my-window", "/h001"):
            moved = requests.get(f"{self.url}/{OLD}{tail}")
            self.assertEqual(200, moved.status_code)
            self.assertEqual(f"{self.url}/{place}{tail}", moved.url)
        moved = requests.get(f"{self.url}/{STREET}")
        self.assertEqual(f"{self.url}/{self.ELSEWHERE}", moved.url)
        # Staff of the community work on; the street's do not.
        seen = {
            who: "case-state"
            in self.session_of(who).get(f"{self.url}/@@desk/{self.case.number}").text
            for who in ("window-staff", "department-officer")
        }
        self.assertEqual({"window-staff": True, "department-officer": False}, seen)
        noted = {
            subject: detail for _w, _a, subject, detail in self.noted("place.merge")
        }
        self.assertEqual({*self.codes_before, self.street_code()}, set(noted))
        self.assertIn(f"into {new}, staff=True: cases_open=1", noted[CODE])
        # Nothing keeps the new code from being saved, nor lets it be let go again.
        answer = self.send(MANAGER, "PATCH", place, {"title": "新社区"})
        self.assertEqual(204, answer.status_code, answer.text[:300])
        answer = self.send(MANAGER, "DELETE", place)
        self.assertEqual(403, answer.status_code)

    def cases(self):
        """Return all cases, by number."""
        transaction.begin()
        return list(read_session().scalars(select(Case).order_by(Case.number)))

    def roles_at(self, path):
        """Return the local roles at a place by the names of who has them."""
        return dict(self.portal.unrestrictedTraverse(path).get_local_roles())

    def street_code(self):
        return STREET.rpartition("/")[2]

    def test_staff_of_the_street_go_along_where_the_administrator_says_so(self):
        self.give(STREET, "department-officer", "Window Staff")
        self.give(f"{STREET}/u-990102001", "department-officer", "Department Officer")
        self.merge_street(staff="move")
        for path, role in (
            (self.ELSEWHERE, "Window Staff"),
            (f"{self.ELSEWHERE}/u-{self.ELSEWHERE[-9:]}", "Department Officer"),
        ):
            self.assertIn(role, self.roles_at(path)["department-officer"])

    def test_unit_that_nobody_succeeds_goes_along(self):
        successor = f"u-{self.ELSEWHERE[-9:]}"
        self.portal.unrestrictedTraverse(self.ELSEWHERE)._delObject(successor)
        transaction.commit()
        self.give(f"{STREET}/u-990102001", "department-officer", "Department Officer")
        self.merge_street()
        roles = self.roles_at(f"{self.ELSEWHERE}/u-990102001")
        self.assertIn("Department Officer", roles["department-officer"])

    def test_street_of_another_district_takes_it_over(self):
        district = next(
            each
            for each in self.portal.communities.objectValues()
            if each.code != "990102"
        )
        target = next(iter(district.objectValues()))
        codes = self.proposed(target.code)
        answer = self.merge_street(codes=codes, to=target.code)
        self.assertEqual(target.absolute_url(), answer.url)
        self.assertEqual([[codes[f"code-{CODE}"]] * 2], self.codes()[:1])

    def test_what_cannot_be_is_refused_in_words_and_changes_nothing(self):
        codes = self.proposed()
        name = f"code-{CODE}"
        other = codes[f"code-{INTO}"]
        taken = min(self.taken)
        for sent, said in (
            ({"to": ""}, "请从列表中选择接收的街道"),
            ({"to": "990102001"}, "请从列表中选择接收的街道"),
            ({name: "12"}, "12位数字"),
            ({name: "990102001777"}, "开头"),
            ({name: other}, "出现了两次"),
            ({name: taken}, "属于"),
        ):
            with self.subTest(sent=sent):
                answer = self.merge_street(codes={**codes, **sent})
                self.assertEqual(422, answer.status_code, answer.text[:300])
                page = html.fromstring(answer.text)
                self.assertIn(said, page.cssselect("#problem")[0].text_content())
                if name in sent:
                    (typed,) = page.cssselect(f"input[name={name}]")
                    self.assertEqual(sent[name], typed.get("value"))
        self.assertEqual([[CODE] * 2, [CODE], [CODE]], self.codes())
        codes = [each.code for each in communities_of(self.street)]
        self.assertEqual(self.codes_before, codes)
        self.assertEqual([], self.noted("place.merge"))

    def test_nobody_but_administrators_merges_streets(self):
        codes = self.proposed()
        for who in ("editor", "reviewer", "district-editor", "window-staff"):
            self.merge_street(who, codes)
        session = self.session_of(MANAGER)
        answer = session.post(f"{self.url}/{self.PAGE}", {"to": self.TARGET, **codes})
        self.assertEqual(403, answer.status_code)
        transaction.begin()
        self.assertTrue(self.is_there(OLD))

    def test_fault_on_the_way_leaves_nothing_half_done(self):
        codes = self.proposed()
        with self.faulty_rights():
            answer = self.merge_street(codes=codes)
        self.assertLessEqual(500, answer.status_code)
        self.assertEqual([[CODE] * 2, [CODE], [CODE]], self.codes())
        self.assertTrue(self.is_there(f"{OLD}/h001"))
        answer = self.merge_street(codes=codes)
        self.assertEqual(f"{self.url}/{self.ELSEWHERE}", answer.url)

    def test_deleting_a_street_or_district_says_how_much_waits_and_the_way(self):
        for path in (STREET, "communities/990102"):
            answer = self.send(MANAGER, "DELETE", path)
            self.assertEqual(403, answer.status_code)
            self.assertIn("有1件申请尚未办结", answer.json()["message"])
            self.assertIn("把街道并入其他街道", answer.json()["message"])
