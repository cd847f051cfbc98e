"""A service that people have applied for is archived, and deleted at no door."""

from onewindow_policy.cases.submissions import register_case
from onewindow_policy.testing import build_item
from onewindow_policy.testing.cases import submission
from onewindow_policy.testing.tickets import MANAGER
from plone import api
from plone.uuid.interfaces import IUUID
from test_publishing_removal import RemovalSetup

import html
import json
import transaction
import unittest

CODE = "SQ-XX-901"
ITEM = "catalogue/sq-xx-901"
WORDS = "有2件申请尚未办结：请先办结，或者把事项归档"


class TestServiceWithOpenCases(RemovalSetup, unittest.TestCase):
    def apply(self):
        for number in (1, 2):
            register_case(submission(f"nonce-{number}", item_code=CODE))
        transaction.commit()

    def test_draft_stands_before_its_editor_and_administrators_at_each_door(self):
        build_item(self.portal, CODE)
        self.apply()
        for who in ("editor", MANAGER):
            for door, knock in self.doors(ITEM):
                with self.subTest(door=door, who=who):
                    answer = knock(who)
                    self.assertLess(answer.status_code, 500, answer.text[:500])
                    self.assertTrue(self.is_there(ITEM))

    def test_refusal_says_how_many_and_names_archiving(self):
        item = build_item(self.portal, CODE)
        self.apply()
        answer = self.post(
            "editor",
            f"{ITEM}/delete_confirmation",
            {"form.buttons.Delete": "Delete"},
        )
        self.assertEqual(403, answer.status_code)
        page = html.unescape(answer.text)
        self.assertIn("<h1>这一步没有办成</h1>", page)
        self.assertIn(WORDS, page)
        selection = json.dumps([IUUID(item)])
        answer = self.post(
            "editor",
            "catalogue/@@fc-delete",
            {"selection": selection, "folder": "/catalogue"},
        )
        self.assertEqual("warning", answer.json()["status"])
        self.assertIn(WORDS, answer.json()["msg"])
        answer = self.send("editor", "DELETE", ITEM)
        self.assertEqual(403, answer.status_code)
        self.assertIn(WORDS, answer.json()["message"])
        self.assertTrue(self.is_there(ITEM))

    def test_what_holds_the_service_stands_with_it(self):
        other = api.content.create(
            self.portal, "ServiceCatalogue", "other", title="另一份目录"
        )
        item = build_item(self.portal, CODE)
        api.content.move(item, other)
        self.apply()
        answer = self.send(MANAGER, "DELETE", "other")
        self.assertEqual(403, answer.status_code, answer.text[:500])
        self.assertIn(WORDS, answer.json()["message"])
        self.assertTrue(self.is_there("other/sq-xx-901"))

    def test_service_is_archived_in_its_place(self):
        item = build_item(self.portal, CODE)
        for content in (item["blank-1"], item["guide"], item):
            api.content.transition(content, "publish")
        self.apply()
        # With its guide and its form to fill in.
        answer = self.send(
            "reviewer", "POST", f"{ITEM}/@workflow/archive", {"hides": 3}
        )
        self.assertEqual(200, answer.status_code, answer.text[:500])
        item = self.portal.unrestrictedTraverse(ITEM)
        self.assertEqual("archived", api.content.get_state(item))

    def test_who_archives_it_is_told_how_many_and_what_becomes_of_them(self):
        item = build_item(self.portal, CODE)
        for content in (item["blank-1"], item["guide"], item):
            api.content.transition(content, "publish")
        self.apply()
        for path in (ITEM, f"{ITEM}/guide"):
            with self.subTest(path):
                asked = f"{self.url}/{path}/@@publication?transition=archive"
                answer = self.session_of("reviewer").get(asked)
                self.assertEqual(200, answer.status_code)
                page = html.unescape(answer.text)
                self.assertIn("有2件申请还没有办结，照旧办下去", page)
                answer = self.send("reviewer", "POST", f"{path}/@workflow/archive", {})
                self.assertEqual(409, answer.status_code)
                self.assertIn("有2件申请还没有办结", str(answer.json()))

    def test_guide_stands_while_cases_go_on_by_it(self):
        build_item(self.portal, CODE)
        self.apply()
        guide = f"{ITEM}/guide"
        for who in ("editor", MANAGER):
            answer = self.send(who, "DELETE", guide)
            self.assertEqual(403, answer.status_code)
            self.assertIn("有2件申请还按它办理", answer.json()["message"])
        # One of a district, by which what came in there goes on.
        path = "catalogue/sq-ll-001/guide-990102"
        own = IUUID(self.portal.unrestrictedTraverse(path))
        register_case(submission("own", item_code="SQ-XX-999", guide_uid=own))
        transaction.commit()
        answer = self.send(MANAGER, "DELETE", path)
        self.assertEqual(403, answer.status_code)
        self.assertIn("有1件申请还按它办理", answer.json()["message"])
        self.assertTrue(self.is_there(path))
