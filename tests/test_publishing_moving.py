"""What may be moved moves at each door; the audit has what went, and who was refused."""

from onewindow_policy.testing import build_item
from onewindow_policy.testing.tickets import MANAGER
from plone import api
from plone.app.testing import login
from plone.app.testing import SITE_OWNER_NAME
from plone.uuid.interfaces import IUUID
from test_publishing_removal import COMMUNITY
from test_publishing_removal import DELETING
from test_publishing_removal import REFUSALS
from test_publishing_removal import RemovalSetup

import requests
import transaction
import unittest


class TestDoors(RemovalSetup, unittest.TestCase):
    """Each door that moves does so where nothing stands against it."""

    def test_what_may_move_moves_at_each_door(self):
        folders = [
            api.content.create(self.portal, "Folder", title=title)
            for title in ("甲", "乙")
        ]
        api.content.create(folders[0], "News Item", id="page", title="稿")
        transaction.commit()
        self.other_parent = lambda content: self.path_of(
            next(
                each
                for each in folders
                if each.getId() not in content.getPhysicalPath()
            )
        )
        for moving in (
            self.cut_and_paste,
            self.cut_and_paste_in_lists,
            self.move_by_rest,
        ):
            page = next(each["page"] for each in folders if "page" in each)
            path = self.path_of(page)
            with self.subTest(path=path):
                answer = moving(MANAGER, path)
                self.assertEqual(200, answer.status_code, answer.text[:500])
                self.assertFalse(self.is_there(path))

    def test_coded_things_move_to_where_they_belong_by_rest(self):
        street = "communities/990102/990102001"
        other = self.path_of(
            next(
                each
                for each in self.portal.communities["990102"].values()
                if each.getId() != "990102001"
            )
        )
        empty = api.content.create(
            self.portal.unrestrictedTraverse(street),
            "Community",
            "990102001099",
            title="空社区",
            code="990102001099",
        )
        hall = api.content.create(
            empty, "Hall", "h901", title="厅", hall_id="H901", address="街"
        )
        item = build_item(self.portal, "SQ-XX-901")
        transaction.commit()
        for content, target, status in (
            (empty, other, 400),
            (empty, "communities", 400),
            (item, "news", 400),
            (hall, "catalogue", 400),
            (hall, COMMUNITY, 200),
        ):
            path = self.path_of(content)
            with self.subTest(path=path, target=target):
                answer = self.send(
                    MANAGER, "POST", f"{target}/@move", {"source": f"/{path}"}
                )
                self.assertEqual(status, answer.status_code, answer.text[:500])
                self.assertEqual(status != 200, self.is_there(path))
        self.assertIn("h901", self.portal.unrestrictedTraverse(COMMUNITY))


class TestRemovalIsNoted(RemovalSetup, unittest.TestCase):
    def test_deletion_is_in_the_audit(self):
        item = build_item(self.portal, "SQ-XX-901")
        uid, path = IUUID(item), "/".join(item.getPhysicalPath())
        transaction.commit()
        answer = self.send("editor", "DELETE", "catalogue/sq-xx-901")
        self.assertEqual(204, answer.status_code)
        self.assertEqual(
            [("editor", "content.delete", uid, f"ServiceItem {path}")],
            self.noted("content.delete"),
        )

    def test_refused_deletion_leaves_an_entry_of_the_try_alone(self):
        news = self.portal.news
        uid, path = IUUID(news), "/".join(news.getPhysicalPath())
        self.send("editor", "DELETE", "news")
        self.assertEqual([], self.noted("content.delete"))
        entry = ("editor", "content.delete_refused", uid, path)
        self.assertEqual([entry], self.noted("content.delete_refused"))

    def test_try_is_noted_at_each_door(self):
        """What is public the permissions alone keep from editors: no rule is asked."""
        for path in ("news", "news/n001"):
            for door, knock in self.doors(path):
                before = self.noted("content.delete_refused")
                if door in DELETING:
                    with self.subTest(path=path, door=door):
                        knock("editor")
                        after = self.noted("content.delete_refused")
                        (entry,) = after[len(before) :]
                        self.assertEqual("editor", entry[0])
                        # A list that is closed to them tells of no selection.
                        is_told = path in entry[3] or entry[3].endswith("fc-delete")
                        self.assertTrue(is_told, entry)

    def test_try_of_a_visitor_is_not_noted(self):
        answer = requests.delete(
            f"{self.url}/news", headers={"Accept": "application/json"}
        )
        self.assertGreaterEqual(answer.status_code, 400)
        self.assertEqual([], self.noted(*REFUSALS))

    def test_moving_is_in_the_audit(self):
        login(self.portal.aq_parent, SITE_OWNER_NAME)
        news = self.portal.news["n001"]
        api.content.rename(news, "n001-moved")
        transaction.commit()
        ((who, _action, subject, detail),) = self.noted("content.move")
        self.assertEqual((SITE_OWNER_NAME, IUUID(news)), (who, subject))
        self.assertTrue(detail.endswith("/news/n001-moved"), detail)
