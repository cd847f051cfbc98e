"""What communities that are gone have left behind is found, and handed over."""

from lxml import html
from onewindow_policy.cases.submissions import register_case
from onewindow_policy.publishing.lettinggo import let_go
from onewindow_policy.testing.cases import submission
from onewindow_policy.testing.merging import CODE
from onewindow_policy.testing.merging import INTO
from onewindow_policy.testing.merging import MergingSetup
from onewindow_policy.testing.merging import NEW
from onewindow_policy.testing.merging import OLD
from onewindow_policy.testing.tickets import MANAGER

import transaction
import unittest


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
        page = session.get(f"{self.url}/catalogue/@@self-check?kind=former").text
        (finding,) = html.fromstring(page).cssselect(".desk-list tbody tr")
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
        self.assertIn('value="columns"', page)
        self.assertNotIn('value="former"', page)
