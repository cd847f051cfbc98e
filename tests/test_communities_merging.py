"""A community is merged into another: all that refers to it goes along, or nothing does."""

from contextlib import contextmanager
from dataclasses import replace
from lxml import html
from onewindow_policy.cases.api import register_case
from onewindow_policy.cases.models import Case
from onewindow_policy.cases.taking import cases_of_place
from onewindow_policy.communities.matters import PlaceByCode
from onewindow_policy.feedback.api import leave_suggestion
from onewindow_policy.feedback.api import NewSuggestion
from onewindow_policy.feedback.models import Suggestion
from onewindow_policy.feedback.taking import suggestions_of_place
from onewindow_policy.publishing.lettinggo import let_go
from onewindow_policy.records.api import read_session
from onewindow_policy.records.database import get_database
from onewindow_policy.rights.models import COPY
from onewindow_policy.rights.models import RightsRequest
from onewindow_policy.rights.requests import ask_at_window
from onewindow_policy.rights.taking import rights_of_place
from onewindow_policy.testing import SAMPLE_FUNCTIONAL_TESTING
from onewindow_policy.testing.cases import submission
from onewindow_policy.testing.doors import DoorsSetup
from onewindow_policy.testing.records import POSTGRESQL_TESTING
from onewindow_policy.testing.records import SQLITE_TESTING
from onewindow_policy.testing.tickets import MANAGER
from plone import api
from plone.testing.zope import Browser
from plone.uuid.interfaces import IUUID
from sqlalchemy import select
from sqlalchemy import text

import requests
import transaction
import unittest

STREET = "communities/990102/990102001"
CODE = "990102001001"
OLD = f"{STREET}/{CODE}"
INTO = "990102001002"
NEW = f"{STREET}/{INTO}"
PAGE = f"{OLD}/@@merge-place"


class MergingSetup(DoorsSetup):
    """The sample community with matters of each kind, closed ones too."""

    layer = SAMPLE_FUNCTIONAL_TESTING

    def setUp(self):
        super().setUp()
        self.case = register_case(submission("nonce-1"))
        self.closed = register_case(submission("nonce-2"))
        transaction.commit()
        self.move(self.closed, "return")
        leave_suggestion(NewSuggestion("nonce", "等了很久。", CODE))
        ask_at_window(COPY, self.closed.number, "window-staff")
        self.portal.news["n001"].related_communities = [INTO, CODE]
        self.screen = api.content.create(
            self.portal.screens, "Screen", title="屏", community=CODE
        )
        transaction.commit()

    def move(self, case, transition):
        """Lead a case on, as window staff do at their desk."""
        answer = self.post(
            "window-staff",
            f"@@desk/{case.number}",
            {"transition": transition, "version": "1", "reason": "材料不是本人的"},
        )
        self.assertEqual(200, answer.status_code, answer.text[:500])

    def codes(self):
        """Return the codes that records have, table by table."""
        transaction.begin()
        session = read_session()
        return [
            sorted(session.scalars(select(table.community_code)))
            for table in (Case, Suggestion, RightsRequest)
        ]

    def give(self, path, principal, role):
        place = self.portal.unrestrictedTraverse(path)
        place.manage_setLocalRoles(principal, [role])
        place.reindexObjectSecurity()
        transaction.commit()

    def merge(self, who=MANAGER, **form):
        return self.post(who, PAGE, {"to": INTO, **form})

    def counts(self, page):
        """Return by name how many of each kind the page says there are."""
        return {
            row.get("data-matter"): int(row.cssselect(".badge")[0].text_content())
            for row in html.fromstring(page).cssselect("#matters > li")
        }

    @contextmanager
    def faulty_rights(self):
        """Within this, requests about data cannot be changed."""
        with get_database().writing.begin() as connection:
            connection.execute(
                text(
                    "CREATE TRIGGER fault BEFORE UPDATE ON rights_requests"
                    " BEGIN SELECT RAISE(ABORT, 'disk I/O error'); END"
                )
            )
        yield
        with get_database().writing.begin() as connection:
            connection.execute(text("DROP TRIGGER fault"))

    def is_there(self, path):
        return self.portal.unrestrictedTraverse(path, None) is not None


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
                "rights_requests": 1,
                "halls": 1,
            },
            {name: counts[name] for name in list(counts)[:6]},
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
        hall = self.portal.unrestrictedTraverse(OLD).objectIds()[0]
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
        self.assertIn("已收件", browser.contents)
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


class TestStreets(MergingSetup, unittest.TestCase):
    """A street goes into another: its communities lie there by new codes."""

    PAGE = f"{STREET}/@@merge-place"
    TARGET = "990102002"
    ELSEWHERE = f"communities/990102/{TARGET}"

    def setUp(self):
        super().setUp()
        self.street = self.portal.unrestrictedTraverse(STREET)
        self.codes_before = sorted(self.street.objectIds())
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

    def street_code(self):
        return STREET.rpartition("/")[2]

    def test_staff_of_the_street_go_along_where_the_administrator_says_so(self):
        self.give(STREET, "department-officer", "Window Staff")
        self.merge_street(staff="move")
        target = self.portal.unrestrictedTraverse(self.ELSEWHERE)
        roles = dict(target.get_local_roles())["department-officer"]
        self.assertIn("Window Staff", roles)

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
            ({name: "12"}, "12 位数字"),
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
        self.assertEqual(self.codes_before, sorted(self.street.objectIds()))
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
            self.assertIn("有 1 件申请尚未办结", answer.json()["message"])
            self.assertIn("把街道并入其他街道", answer.json()["message"])


class TestFormer(MergingSetup, unittest.TestCase):
    """A community is gone, and what refers to it waits where nobody works."""

    PAGE = "communities/@@merge-place"

    def setUp(self):
        super().setUp()
        place = self.portal.unrestrictedTraverse(OLD)
        # As a former version let somebody do.
        let_go(place)
        place.aq_parent.manage_delObjects([CODE])
        transaction.commit()

    def test_administrators_see_what_waits_and_hand_it_over(self):
        session = self.session_of(MANAGER)
        page = session.get(f"{self.url}/@@self-check").text
        (finding,) = html.fromstring(page).cssselect("#former li")
        self.assertIn(CODE, finding.text_content())
        address = finding.cssselect("a")[0].get("href")
        page = html.fromstring(session.get(f"{self.url}/{self.PAGE}").text)
        (listed,) = page.cssselect(f"[data-code='{CODE}']")
        self.assertIn(address, listed.xpath(".//a/@href"))
        counts = self.counts(session.get(address).text)
        self.assertEqual((1, 1), (counts["cases_open"], counts["cases_closed"]))
        self.assertNotIn("staff", counts)
        page = html.fromstring(session.get(f"{address}&to={INTO}").text)
        self.assertIn("移交", page.cssselect("#merge-form button")[0].text_content())
        (link,) = html.fromstring(session.get(f"{address}&q={INTO}").text).cssselect(
            "#targets a"
        )
        self.assertIn(f"code={CODE}", link.get("href"))
        self.give(NEW, "department-officer", "Window Staff")
        answer = self.post(MANAGER, self.PAGE, {"code": CODE, "to": INTO})
        self.assertEqual(200, answer.status_code)
        self.assertIn("目前没有遗留事项", answer.text)
        self.assertEqual([[INTO] * 2, [INTO], [INTO]], self.codes())
        self.assertEqual([INTO], self.portal.news["n001"].related_communities)
        # What a form sends that still has the old code is the other community's, too.
        late = register_case(submission("nonce-3"))
        transaction.commit()
        desk = self.session_of("department-officer").get(f"{self.url}/@@desk")
        for case in (self.case, late):
            self.assertIn(f"/@@desk/{case.number}", desk.text)
        ((_who, _action, subject, _detail),) = self.noted("place.merge")
        self.assertEqual(CODE, subject)

    def test_nothing_else_is_handed_over_by_nobody_else(self):
        for who, code, to in (
            ("editor", CODE, INTO),
            ("reviewer", CODE, INTO),
            (MANAGER, INTO, "990102001003"),
            (MANAGER, "", INTO),
            (MANAGER, CODE, ""),
            (MANAGER, CODE, CODE),
        ):
            with self.subTest(who=who, code=code, to=to):
                answer = self.post(who, self.PAGE, {"code": code, "to": to})
                if who == MANAGER:
                    self.assertEqual(422, answer.status_code)
                    self.assertIn('id="problem"', answer.text)
        self.assertEqual([[CODE] * 2, [CODE], [CODE]], self.codes())
        page = self.session_of("editor").get(f"{self.url}/@@self-check").text
        self.assertIn('id="columns"', page)
        self.assertNotIn('id="former"', page)


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


#: What hands records over, in the order of the page; each is asked without a site.
OF_RECORDS = (cases_of_place, suggestions_of_place, rights_of_place)


class RecordsTests:
    """The records of a community, on both databases."""

    def setUp(self):
        self.former, self.target = PlaceByCode(CODE), PlaceByCode(INTO)
        for number, code in enumerate((CODE, CODE, INTO)):
            new = replace(submission(f"nonce-{number}"), community_code=code)
            self.case = register_case(new)
            leave_suggestion(NewSuggestion(f"nonce-{number}", "等了很久。", code))
            transaction.commit()
            ask_at_window(COPY, self.case.number, "window-staff")
            transaction.commit()
        leave_suggestion(NewSuggestion("nonce-of-no-place", "等了很久。"))
        transaction.commit()

    def counts(self, place):
        """Return by name how many of each kind refer to a place."""
        return {
            matter.name: matter.count
            for matters in OF_RECORDS
            for matter in matters.count(place)
            if matter.count
        }

    def hand_over(self):
        for matters in OF_RECORDS:
            matters.hand_over(self.former, self.target)

    def test_records_say_which_communities_they_name_and_what_is_there(self):
        for matters in OF_RECORDS:
            self.assertEqual({CODE, INTO}, matters.codes())
        names = ("cases_open", "suggestions_new", "rights_requests")
        self.assertEqual(dict.fromkeys(names, 2), self.counts(self.former))
        self.assertEqual(dict.fromkeys(names, 1), self.counts(self.target))

    def test_all_of_it_goes_to_the_other_community_when_it_is_committed(self):
        self.hand_over()
        transaction.commit()
        self.assertEqual({}, self.counts(self.former))
        self.assertEqual({3}, set(self.counts(self.target).values()))
        for matters in OF_RECORDS:
            self.assertEqual({INTO}, matters.codes())

    def test_none_of_it_goes_when_it_is_not(self):
        self.hand_over()
        self.assertEqual({}, self.counts(self.former))
        transaction.abort()
        self.assertEqual({2}, set(self.counts(self.former).values()))


class TestRecordsOnSQLite(RecordsTests, unittest.TestCase):
    layer = SQLITE_TESTING


class TestRecordsOnPostgreSQL(RecordsTests, unittest.TestCase):
    layer = POSTGRESQL_TESTING
