"""Rooms of the site are public for good: no click takes them from residents."""

from DateTime import DateTime
from onewindow_policy.publishing.interfaces import IRoom
from onewindow_policy.publishing.removal import has_dates
from onewindow_policy.setuphandlers import STRUCTURE
from onewindow_policy.testing.tickets import MANAGER
from onewindow_policy.upgrades.v1001.rooms import make_rooms_of_site
from plone import api
from plone.uuid.interfaces import IUUID
from test_publishing_removal import RemovalSetup
from zope.interface import noLongerProvides

import json
import requests
import transaction
import unittest

ROOMS = tuple(name for name, *_rest in STRUCTURE)

#: Forms stand with their services; the folder leads to what one can download.
SHOWN_AT = {"forms": "samples"}

#: Of pages of rooms that have another title than these.
TITLES = {"communities": "社区与窗口"}

#: Whoever writes in rooms, and who administers them.
#: Pages of Plone that any other folder has.
NOT_OFFERED = (
    *("@@ical_import_settings", "@@ical_import_settings/enable", "object_rename"),
    *("object_cut", "content-checkout", "select_default_page", "select_default_view"),
    *("selectViewTemplate", "ics_view", "content-checkin", "content-cancel-checkout"),
)

PEOPLE = ("editor", "reviewer", MANAGER)


class TestRooms(RemovalSetup, unittest.TestCase):
    def assertOnTheAir(self, name):
        answer = requests.get(f"{self.url}/{name}")
        self.assertEqual(200, answer.status_code)
        self.assertEqual(f"{self.url}/{SHOWN_AT.get(name, name)}", answer.url)
        shown = SHOWN_AT.get(name, name)
        title = TITLES.get(shown, self.portal[shown].title)
        self.assertIn(f"<title>{title} - ", answer.text)
        self.assertEqual("published", api.content.get_state(self.portal[name]))

    def doors(self, name):
        """Yield each door by which Plone lets somebody take a folder away, or show
        something else there."""
        uid = IUUID(self.portal[name])
        listed = {"selection": json.dumps([uid]), "folder": "/"}
        sent = {"workflow_action": "retract"}
        yield (
            "state",
            lambda who: self.post(who, f"{name}/content_status_modify", sent),
        )
        yield (
            "link",
            lambda who: self.follow(who, f"{name}/content_status_modify", sent),
        )
        yield (
            "page",
            lambda who: self.post(
                who, f"{name}/@@publication", {"transition": "retract"}
            ),
        )
        yield (
            "REST",
            lambda who: self.send(who, "POST", f"{name}/@workflow/retract", {}),
        )
        yield (
            "list",
            lambda who: self.post(
                who,
                f"{name}/@@fc-workflow",
                {**listed, "transition": "retract", "recurse": "yes"},
            ),
        )
        yield (
            "folder_publish",
            lambda who: self.post(
                who,
                f"{name}/folder_publish",
                {"workflow_action": "retract", "paths:list": f"/plone/{name}"},
            ),
        )
        yield (
            "view",
            lambda who: self.follow(
                who, f"{name}/selectViewTemplate", {"templateId": "listing_view"}
            ),
        )
        held = next(iter(self.portal[name].objectIds()), "nothing")
        yield (
            "page of its own",
            lambda who: self.post(
                who,
                f"{name}/select_default_page",
                {"form.buttons.Save": "Save", "objectId": held},
            ),
        )
        yield (
            "page of its own, in a list",
            lambda who: self.post(who, f"{name}/@@fc-setDefaultPage", {"id": held}),
        )
        for layout in ("listing_view", "no-such-view"):
            yield (
                f"view by REST, {layout}",
                lambda who, layout=layout: self.send(
                    who, "PATCH", name, {"layout": layout}
                ),
            )
        yield (
            "revision",
            lambda who: self.post(
                who, f"{name}/content-checkout", {"form.button.Checkout": "Check out"}
            ),
        )
        yield (
            "revision by REST",
            lambda who: self.send(who, "POST", f"{name}/@workingcopy", {}),
        )
        yield (
            "import of calendars",
            lambda who: self.follow(who, f"{name}/@@ical_import_settings/enable", {}),
        )
        yield "calendar", lambda who: self.follow(who, f"{name}/ics_view", {})

    def follow(self, who, path, values):
        """Follow a link of a menu of Plone, with the token in it."""
        session = self.session_of(who)
        answer = session.get(
            f"{self.url}/{path}",
            params={**values, "_authenticator": self.token_for(who)},
            allow_redirects=False,
        )
        transaction.begin()
        return answer

    def test_no_door_takes_a_room_away_or_shows_something_else_there(self):
        """The news by an editor, the others by whoever may do most."""
        for name, who in (
            ("news", "editor"),
            ("news", MANAGER),
            ("communities", MANAGER),
        ):
            before = self.portal[name].getLayout(), len(self.portal.objectIds())
            for door, knock in self.doors(name):
                with self.subTest(room=name, who=who, door=door):
                    answer = knock(who)
                    self.assertLess(answer.status_code, 500, answer.text[:1000])
                    room = self.portal[name]
                    self.assertEqual(
                        before, (room.getLayout(), len(self.portal.objectIds()))
                    )
                    self.assertIsNone(room.getDefaultPage())
                    self.assertNotIn("BEGIN:VCALENDAR", answer.text)
            self.assertOnTheAir(name)

    def test_rooms_have_no_transitions(self):
        """Nobody asks whether one may: there are none."""
        for name in ROOMS:
            (workflow,) = self.portal.portal_workflow.getWorkflowsFor(self.portal[name])
            self.assertEqual([], list(workflow.transitions))
            self.assertOnTheAir(name)

    def test_refusals_are_said_in_words(self):
        answer = self.send("editor", "PATCH", "news", {"layout": "listing_view"})
        self.assertIn("不能另选", answer.json()["message"])
        answer = self.send(MANAGER, "DELETE", "news")
        self.assertIn("全站的链接都指向这里", answer.json()["message"])

    def test_menu_of_a_room_offers_none_of_it(self):
        for who in PEOPLE:
            page = self.session_of(who).get(f"{self.url}/news/view").text
            self.assertIn('id="edit-zone"', page)
            for offered in (
                *(
                    "content_status_modify",
                    "@@publication",
                    "plone-contentmenu-display",
                ),
                *("ical_import", "object_rename", "object_cut", "content-checkout"),
                *("delete_confirmation", "selectViewTemplate", "select_default"),
            ):
                with self.subTest(who=who, offered=offered):
                    self.assertNotIn(offered, page)
        page = self.session_of(MANAGER).get(f"{self.url}/@@home_view").text
        self.assertIn('id="edit-zone"', page)
        self.assertNotIn("plone-contentmenu-display", page)

    def test_list_refuses_in_words_and_does_the_rest(self):
        news = self.portal.news["n001"]
        uids = [IUUID(self.portal.news), IUUID(news)]
        answer = self.post(
            "reviewer",
            "news/@@fc-workflow",
            {"selection": json.dumps(uids), "folder": "/", "transition": "archive"},
        )
        self.assertEqual(200, answer.status_code, answer.text[-1500:])
        told = answer.json()["msg"]
        self.assertIn("是网站的栏目", told)
        self.assertIn("居民已看不到1项", told)
        self.assertEqual("archived", api.content.get_state(self.portal.news["n001"]))
        self.assertOnTheAir("news")

    def test_front_page_stays_what_it_is(self):
        for path, sent in (
            ("select_default_page", {"form.buttons.Save": "1", "objectId": "news"}),
            ("@@fc-setDefaultPage", {"id": "news"}),
            ("select_default_view", {"form.button.Save": "1", "templateId": "view"}),
        ):
            with self.subTest(path=path):
                self.post(MANAGER, path, sent)
                self.assertIsNone(self.portal.getDefaultPage())
        answer = self.session_of(MANAGER).patch(
            self.url,
            json={"layout": "listing_view"},
            headers={"Accept": "application/json"},
        )
        transaction.begin()
        self.assertEqual(400, answer.status_code)
        self.assertEqual("home_view", self.portal.getLayout())

    def test_editor_gives_no_content_another_display(self):
        """A service would show its form, a place one of its communities."""
        item = self.portal.catalogue["sq-ll-001"]
        for who in ("editor", "reviewer"):
            self.post(who, "catalogue/sq-ll-001/@@fc-setDefaultPage", {"id": "guide"})
            self.send(who, "PATCH", "catalogue/sq-ll-001", {"layout": "no-such-view"})
            self.assertIsNone(item.getDefaultPage())
            self.assertEqual("item_view", item.getLayout())

    def test_stock_pages_of_folders_are_none_of_rooms(self):
        for page in NOT_OFFERED:
            for name in ("news", "catalogue"):
                with self.subTest(room=name, page=page):
                    answer = self.follow(MANAGER, f"{name}/{page}", {})
                    self.assertEqual(404, answer.status_code)

    def test_program_may_send_back_what_it_read(self):
        layout = self.send("editor", "GET", "news").json()["layout"]
        answer = self.send("editor", "PATCH", "news", {"layout": layout})
        self.assertEqual(204, answer.status_code, answer.text)

    def test_rooms_of_an_older_site_come_back(self):
        """One that an editor took back, which showed residents the staff's log-in."""
        news = self.portal.news
        noLongerProvides(news, IRoom)
        for name in ("View", "Access contents information"):
            news.manage_permission(name, ("Editor", "Manager"), acquire=0)
        self.portal.catalogue.expiration_date = DateTime(2020, 1, 1)
        news.reindexObjectSecurity()
        transaction.commit()
        answer = requests.get(f"{self.url}/news", allow_redirects=False)
        self.assertNotEqual(200, answer.status_code)
        make_rooms_of_site(self.portal.portal_setup)
        transaction.commit()
        for name in ROOMS:
            self.assertTrue(IRoom.providedBy(self.portal[name]))
            self.assertFalse(has_dates(self.portal[name]))
            self.assertOnTheAir(name)
