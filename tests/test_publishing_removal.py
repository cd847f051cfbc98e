"""Nothing goes round publication by being deleted, moved, renamed or hidden."""

from onewindow_policy.cases.submissions import register_case
from onewindow_policy.communities.api import get_district
from onewindow_policy.feedback.leaving import leave_suggestion
from onewindow_policy.feedback.leaving import NewSuggestion
from onewindow_policy.guides.editing import create_district_guide
from onewindow_policy.guides.overrides import Override
from onewindow_policy.publishing.exceptions import RemovalRefused
from onewindow_policy.setuphandlers import STRUCTURE
from onewindow_policy.testing import build_item
from onewindow_policy.testing import SAMPLE_FUNCTIONAL_TESTING
from onewindow_policy.testing.cases import submission
from onewindow_policy.testing.doors import DoorsSetup
from onewindow_policy.testing.tickets import MANAGER
from plone import api
from plone.uuid.interfaces import IUUID
from zope.event import notify
from zope.lifecycleevent import ObjectModifiedEvent

import html
import json
import transaction
import unittest

DISTRICT = "communities/990102"
COMMUNITY = "communities/990102/990102001/990102001001"

REFUSALS = ("content.delete_refused", "content.move_refused")

#: Doors that delete and are open.
DELETING = ("page", "link", "list", "REST")

ROOMS = tuple(name for name, *_rest in STRUCTURE)


class RemovalSetup(DoorsSetup):
    layer = SAMPLE_FUNCTIONAL_TESTING

    def path_of(self, content):
        return "/".join(content.getPhysicalPath()[2:])

    def is_there(self, path):
        return self.portal.unrestrictedTraverse(path, None) is not None

    def doors(self, path):
        """Yield the name of each door to removing `path`, and how to knock at it.

        Each takes who knocks, and returns the answer.
        """
        parent, _sep, name = path.rpartition("/")
        content = self.portal.unrestrictedTraverse(path)
        uid = IUUID(content)
        selection = {"selection": json.dumps([uid]), "folder": f"/{parent}"}

        def under(view):
            return f"{parent}/{view}" if parent else view

        yield (
            "page",
            lambda who: self.post(
                who, f"{path}/delete_confirmation", {"form.buttons.Delete": "Delete"}
            ),
        )
        yield "link", lambda who: self.post(who, f"{path}/object_delete", {})
        yield (
            "list",
            lambda who: self.post(who, under("@@fc-delete"), selection),
        )
        yield "REST", lambda who: self.send(who, "DELETE", path)
        yield (
            "method of Zope",
            lambda who: self.post(who, under("manage_delObjects"), {"ids:list": name}),
        )
        yield "WebDAV", lambda who: self.session_of(who).delete(f"{self.url}/{path}")
        yield (
            "renaming",
            lambda who: self.post(
                who,
                f"{path}/object_rename",
                {
                    "form.widgets.new_id": "elsewhere",
                    "form.widgets.new_title": "x",
                    "form.buttons.Rename": "Rename",
                },
            ),
        )
        yield (
            "renaming in a list",
            lambda who: self.post(
                who,
                under("@@fc-rename"),
                {"UID_0": uid, "newid_0": "elsewhere", "newtitle_0": "x"},
            ),
        )
        yield (
            "moving by REST",
            lambda who: self.move_by_rest(who, path),
        )
        yield "cutting and pasting", lambda who: self.cut_and_paste(who, path)
        yield (
            "cutting and pasting in lists",
            lambda who: self.cut_and_paste_in_lists(who, path),
        )

    def other_parent(self, content):
        """Return the path of a place that `content` could be moved to by its type."""
        parent = content.__parent__
        found = self.portal.portal_catalog.unrestrictedSearchResults(
            portal_type=parent.portal_type
        )
        paths = (self.path_of(brain._unrestrictedGetObject()) for brain in found)
        own = self.path_of(parent)
        return next((path for path in paths if path != own), own)

    def move_by_rest(self, who, path):
        target = self.other_parent(self.portal.unrestrictedTraverse(path))
        return self.send(who, "POST", f"{target}/@move", {"source": f"/{path}"})

    def cut_and_paste(self, who, path):
        session = self.session_of(who)
        token = self.token_of(session)
        target = self.other_parent(self.portal.unrestrictedTraverse(path))
        session.get(f"{self.url}/{path}/object_cut?_authenticator={token}")
        answer = session.get(f"{self.url}/{target}/object_paste?_authenticator={token}")
        transaction.begin()
        return answer

    def cut_and_paste_in_lists(self, who, path):
        session = self.session_of(who)
        token = self.token_of(session)
        content = self.portal.unrestrictedTraverse(path)
        target = self.other_parent(content)
        session.post(
            f"{self.url}/@@fc-cut",
            {
                "selection": json.dumps([IUUID(content)]),
                "_authenticator": token,
                "folder": "/",
            },
        )
        answer = session.post(
            f"{self.url}/{target}/@@fc-paste",
            {"folder": f"/{target}", "_authenticator": token},
        )
        transaction.begin()
        return answer

    def assertStands(self, path, who):
        """Knock at each door to removing `path`: it stays, with all that it holds."""
        content = self.portal.unrestrictedTraverse(path)
        title = content.title
        held = len(self.portal.portal_catalog.unrestrictedSearchResults(path=path))
        for door, knock in self.doors(path):
            with self.subTest(path=path, door=door, who=who):
                answer = knock(who)
                self.assertLess(answer.status_code, 500, answer.text[:2000])
                self.assertTrue(self.is_there(path))
                content = self.portal.unrestrictedTraverse(path)
                self.assertEqual(title, content.title)
        found = self.portal.portal_catalog.unrestrictedSearchResults(path=path)
        self.assertEqual(held, len(found))


class TestRemovalByEditors(RemovalSetup, unittest.TestCase):
    def test_rooms_of_the_site_stand_whoever_edits(self):
        for room in ROOMS:
            self.assertStands(room, "editor")
        self.assertStands("news", "reviewer")

    def test_district_stands_before_its_editor(self):
        self.assertStands(DISTRICT, "district-editor")

    def test_places_stand_before_editors(self):
        community = self.portal.unrestrictedTraverse(COMMUNITY)
        hall = next(iter(community.values()))
        for place in (COMMUNITY, self.path_of(hall)):
            self.assertStands(place, "editor")

    def test_what_is_public_stands_before_editors(self):
        item = self.portal.catalogue["sq-ll-001"]
        for content in (item, item["guide"], self.portal.news["n001"]):
            self.assertStands(self.path_of(content), "editor")

    def test_draft_that_holds_what_is_public_stands_before_editors(self):
        item = build_item(self.portal, "SQ-XX-901")
        self.portal.portal_workflow.doActionFor(item["blank-1"], "publish")
        transaction.commit()
        self.assertEqual("draft", api.content.get_state(item))
        self.assertStands("catalogue/sq-xx-901", "editor")

    def test_editor_deletes_a_draft(self):
        build_item(self.portal, "SQ-XX-901")
        transaction.commit()
        answer = self.post(
            "editor",
            "catalogue/sq-xx-901/delete_confirmation",
            {"form.buttons.Delete": "Delete"},
        )
        self.assertEqual(200, answer.status_code)
        self.assertFalse(self.is_there("catalogue/sq-xx-901"))

    def test_refusal_is_said_in_words_where_it_was_asked(self):
        answer = self.post(
            "editor", "news/delete_confirmation", {"form.buttons.Delete": "Delete"}
        )
        self.assertEqual(403, answer.status_code)
        page = html.unescape(answer.text)
        self.assertIn("<h1>这一步没有办成</h1>", page)
        self.assertIn("是网站的组成部分", page)
        answer = self.send("editor", "DELETE", "news")
        self.assertEqual(403, answer.status_code)
        self.assertIn("是网站的组成部分", answer.json()["message"])

    def test_refusal_is_said_in_words_in_a_list(self):
        item = build_item(self.portal, "SQ-XX-901")
        self.portal.portal_workflow.doActionFor(item["blank-1"], "publish")
        transaction.commit()
        selection = json.dumps([IUUID(item)])
        answer = self.post(
            "editor",
            "catalogue/@@fc-delete",
            {"selection": selection, "folder": "/catalogue"},
        )
        self.assertEqual("warning", answer.json()["status"])
        self.assertIn("您无权删除或移动", answer.json()["msg"])

    def test_screens_stand_before_editors(self):
        """What hangs in a hall shows its address."""
        screen = self.portal.screens.objectIds()[0]
        for who in ("editor", "reviewer"):
            self.assertStands(f"screens/{screen}", who)

    def test_forms_that_the_site_works_by_stand_before_editors(self):
        workflow = self.portal.portal_workflow
        for path in ("forms/template", "forms/suggest"):
            form = self.portal.unrestrictedTraverse(path)
            if api.content.get_state(form) == "published":
                workflow.doActionFor(form, "archive")
                transaction.commit()
            for who in ("editor", "reviewer"):
                self.assertStands(path, who)

    def test_menu_offers_nothing_that_would_be_refused(self):
        """Deleting, cutting and renaming; the page of a draft has them all."""
        build_item(self.portal, "SQ-XX-901")
        transaction.commit()
        for who, path, is_offered in (
            ("editor", "news", False),
            ("reviewer", "news", False),
            ("district-editor", DISTRICT, False),
            ("editor", "forms/template", False),
            ("editor", "catalogue/sq-ll-001", False),
            ("editor", "catalogue/sq-xx-901", True),
            (MANAGER, "news", False),
            (MANAGER, "forms/template", True),
        ):
            with self.subTest(who=who, path=path):
                answer = self.session_of(who).get(f"{self.url}/{path}/view")
                self.assertEqual(200, answer.status_code)
                self.assertIn('id="edit-zone"', answer.text)
                offered = {
                    name: f"/{path}/{name}" in answer.text
                    for name in ("delete_confirmation", "object_cut", "object_rename")
                }
                if path.startswith("catalogue/"):
                    # Services are found by their codes, and never renamed.
                    self.assertFalse(offered.pop("object_rename"))
                self.assertEqual(set([is_offered]), set(offered.values()), offered)


class TestRemovalByAdministrators(RemovalSetup, unittest.TestCase):
    def delete(self, path):
        return self.send(MANAGER, "DELETE", path)

    def test_rooms_stand(self):
        for room in ("news", "catalogue", "screens"):
            self.assertStands(room, MANAGER)

    def test_other_folder_stands_while_it_holds_what_is_public(self):
        folder = api.content.create(self.portal, "Folder", "party", "党建")
        api.content.move(self.portal.news["n001"], folder)
        transaction.commit()
        answer = self.delete("party")
        self.assertEqual(403, answer.status_code)
        self.assertIn("其中有已公开的内容", answer.json()["message"])
        api.content.transition(folder["n001"], "archive")
        transaction.commit()
        self.assertEqual(204, self.delete("party").status_code)
        self.assertNotIn("party", self.portal)

    def test_place_stands_while_people_work_there(self):
        answer = self.delete(COMMUNITY)
        self.assertEqual(403, answer.status_code)
        self.assertIn("在此任职", answer.json()["message"])
        self.assertTrue(self.is_there(COMMUNITY))

    def free_community(self):
        """Return the path of a community that nothing refers to."""
        street = self.portal.unrestrictedTraverse("communities/990102/990102001")
        community = api.content.create(
            container=street,
            type="Community",
            id="990102001099",
            title="空社区",
            code="990102001099",
        )
        transaction.commit()
        return self.path_of(community), community.code

    def test_place_that_nothing_uses_is_deleted(self):
        path, _code = self.free_community()
        answer = self.delete(path)
        self.assertEqual(204, answer.status_code, answer.text)
        self.assertFalse(self.is_there(path))

    def test_place_stands_while_it_has_open_cases(self):
        path, code = self.free_community()
        register_case(submission("nonce-1", community_code=code))
        transaction.commit()
        self.assertStands(path, MANAGER)
        self.assertIn("1件申请尚未办结", self.delete(path).json()["message"])

    def test_place_stands_while_suggestions_wait(self):
        path, code = self.free_community()
        leave_suggestion(NewSuggestion("nonce", "等了很久。", code))
        transaction.commit()
        answer = self.delete(path)
        self.assertIn("1条意见尚未答复", answer.json()["message"])
        self.assertTrue(self.is_there(path))

    def test_place_stands_while_a_screen_shows_it(self):
        path, code = self.free_community()
        api.content.create(
            container=self.portal.screens, type="Screen", title="屏", community=code
        )
        transaction.commit()
        answer = self.delete(path)
        self.assertIn("1块大屏", answer.json()["message"])
        self.assertTrue(self.is_there(path))

    def test_item_stands_while_applications_for_it_are_open(self):
        register_case(submission("nonce-1"))
        transaction.commit()
        answer = self.delete("catalogue/sq-ll-001")
        self.assertEqual(403, answer.status_code)
        self.assertIn("1件申请尚未办结", answer.json()["message"])
        self.assertTrue(self.is_there("catalogue/sq-ll-001"))

    def test_form_stands_while_a_public_guide_says_online(self):
        path = "catalogue/sq-mz-001/apply"
        self.assertStands(path, MANAGER)
        answer = self.delete(path)
        self.assertEqual(403, answer.status_code)
        self.assertIn("请先在指南中取消“可网办”", answer.json()["message"])
        page = self.post(
            MANAGER, f"{path}/delete_confirmation", {"form.buttons.Delete": "Delete"}
        )
        self.assertIn("<h1>这一步没有办成</h1>", page.text)
        self.assertIn("请先在指南中取消“可网办”", html.unescape(page.text))
        # Archived it stands as well: the guide is public.
        told = self.send("reviewer", "POST", f"{path}/@workflow/archive", {"hides": 1})
        self.assertEqual(200, told.status_code, told.text[:300])
        self.assertEqual(403, self.delete(path).status_code)
        # The way.
        answer = self.send(
            MANAGER, "PATCH", "catalogue/sq-mz-001/guide", {"channel_online": False}
        )
        self.assertEqual(204, answer.status_code, answer.text[:300])
        self.assertEqual(204, self.delete(path).status_code)

    def test_form_goes_along_with_its_service(self):
        for journey in self.portal.journeys.objectValues():
            # It stays while one leads to it.
            journey.steps = []
        transaction.commit()
        answer = self.delete("catalogue/sq-mz-001")
        self.assertEqual(204, answer.status_code, answer.text[:300])
        self.assertNotIn("sq-mz-001", self.portal.catalogue)

    def test_form_stands_for_the_guide_of_a_district_alone(self):
        item = self.portal.catalogue["sq-mz-001"]
        own = create_district_guide(item, get_district("990102"))
        own.overrides = [Override("channel_online", value=True).as_dict()]
        item["guide"].channel_online = False
        notify(ObjectModifiedEvent(own))
        notify(ObjectModifiedEvent(item["guide"]))
        api.content.transition(own, "publish")
        transaction.commit()
        answer = self.delete("catalogue/sq-mz-001/apply")
        self.assertEqual(403, answer.status_code)
        self.assertIn(own.Title(), answer.json()["message"])

    def test_programs_are_refused_as_well(self):
        for remove in (
            lambda: api.content.delete(self.portal.news, check_linkintegrity=False),
            lambda: self.portal._delObject("news"),
            lambda: api.content.rename(self.portal.news, "elsewhere"),
        ):
            with self.assertRaises(RemovalRefused):
                remove()
            transaction.abort()
        self.assertIn("news", self.portal)
