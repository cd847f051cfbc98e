"""Rooms of the site are hidden by nobody, and what is public by no side door."""

from datetime import datetime
from datetime import timedelta
from lxml import html
from onewindow_policy.publishing.api import is_effective
from onewindow_policy.publishing.removal import has_dates
from onewindow_policy.testing.tickets import MANAGER
from plone import api
from plone.uuid.interfaces import IUUID
from test_publishing_removal import RemovalSetup

import json
import requests
import transaction
import unittest

#: Rooms that have a state of their own, and one that has dates only.
ROOMS = ("news", "forms", "samples", "journeys", "screens")

#: Who may write in them: who asks for a review, and who decides on it.
TRANSITIONS = (("editor", "retract"), ("reviewer", "reject"), ("reviewer", "retract"))

LONG_AGO = "2020-01-01T00:00"


class TestHiding(RemovalSetup, unittest.TestCase):
    def state_doors(self, path, transition):
        uid = IUUID(self.portal.unrestrictedTraverse(path))
        yield (
            "page",
            lambda who: self.post(
                who,
                f"{path}/content_status_modify",
                {"workflow_action": transition},
            ),
        )
        yield (
            "list",
            lambda who: self.post(
                who,
                f"{path}/@@fc-workflow",
                {
                    "selection": json.dumps([uid]),
                    "folder": "/",
                    "transition": transition,
                    "recurse": "yes",
                },
            ),
        )
        yield (
            "REST",
            lambda who: self.send(who, "POST", f"{path}/@workflow/{transition}", {}),
        )
        yield (
            "REST with all that it holds",
            lambda who: self.send(
                who,
                "POST",
                f"{path}/@workflow/{transition}",
                {"include_children": True, "expires": LONG_AGO},
            ),
        )

    def test_no_editor_or_reviewer_takes_a_room_back(self):
        for room in ROOMS:
            for who, transition in TRANSITIONS:
                for door, knock in self.state_doors(room, transition):
                    with self.subTest(room=room, who=who, door=door, by=transition):
                        answer = knock(who)
                        self.assertLess(answer.status_code, 500, answer.text[:2000])
                        content = self.portal[room]
                        self.assertEqual("published", api.content.get_state(content))
                        self.assertTrue(is_effective(content), answer.text[:300])

    def test_refusal_says_whom_to_ask(self):
        """Of a folder beside the rooms, which an administrator may take back."""
        folder = self.folder_beside_rooms()
        answer = self.send("editor", "POST", "party/@workflow/retract", {})
        self.assertEqual(400, answer.status_code, answer.text)
        self.assertIn("请联系管理员", answer.json()["error"]["message"])
        for door, knock in list(self.state_doors("party", "retract"))[:3]:
            with self.subTest(door=door):
                answer = knock(MANAGER)
                self.assertEqual("private", api.content.get_state(folder), answer.text)
                api.content.transition(folder, to_state="published")
                transaction.commit()

    def folder_beside_rooms(self):
        """Return a public folder in the site that an editor may write in."""
        folder = api.content.create(self.portal, "Folder", "party", "党建")
        api.content.transition(folder, to_state="published")
        folder.manage_setLocalRoles("editor", ["Editor"])
        transaction.commit()
        return folder

    def date_doors(self, path):
        uid = IUUID(self.portal.unrestrictedTraverse(path))
        yield "REST", lambda who: self.send(who, "PATCH", path, {"expires": LONG_AGO})
        yield (
            "REST, not yet",
            lambda who: self.send(
                who,
                "PATCH",
                path,
                {"effective": (datetime.now() + timedelta(days=99)).isoformat()},
            ),
        )
        tomorrow = (datetime.now() + timedelta(days=1)).isoformat()
        yield (
            "REST, until tomorrow",
            lambda who: self.send(who, "PATCH", path, {"expires": tomorrow}),
        )
        for name in ("expirationDate", "effectiveDate"):
            year = 2020 if name == "expirationDate" else 2099
            yield (
                f"list, {name}",
                lambda who, name=name, year=year: self.post(
                    who,
                    "@@fc-properties",
                    {
                        "selection": json.dumps([uid]),
                        "folder": "/",
                        name: f"{year}-01-01 00:00",
                    },
                ),
            )
        yield (
            "history form",
            lambda who: self.post(
                who,
                f"{path}/content_status_modify",
                {
                    "workflow_action": "published",
                    "form.widgets.expiration_date": LONG_AGO,
                },
            ),
        )
        yield "form", lambda who: self.save_form(who, path)

    def save_form(self, who, path):
        """Save the form of a room as its page sends it, but for the date."""
        session = self.session_of(who)
        content = self.portal.unrestrictedTraverse(path)
        sent = {
            "form.widgets.IDublinCore.title": content.title,
            "form.widgets.IDublinCore.expires": LONG_AGO,
            "form.buttons.save": "Save",
            "_authenticator": self.token_of(session),
        }
        answer = session.post(f"{self.url}/{path}/edit", sent)
        self.portal._p_jar.sync()
        return answer

    def test_nobody_gives_a_room_a_date(self):
        people = {"news": ("editor", "reviewer", MANAGER), "samples": ("reviewer",)}
        for room in (*ROOMS, "catalogue", "communities"):
            for who in people.get(room, (MANAGER,)):
                for door, knock in self.date_doors(room):
                    with self.subTest(room=room, who=who, door=door):
                        answer = knock(who)
                        self.assertLess(answer.status_code, 500, answer.text[:2000])
                        self.assertFalse(
                            has_dates(self.portal[room]), answer.text[:300]
                        )

    def test_refusal_of_a_date_says_why(self):
        for who in ("editor", MANAGER):
            answer = self.send(who, "PATCH", "news", {"expires": LONG_AGO})
            self.assertEqual(403, answer.status_code)
            self.assertIn("始终公开", answer.json()["message"])
            sent = {
                "selection": json.dumps([IUUID(self.portal.news)]),
                "folder": "/",
                "expirationDate": "2020-01-01 00:00",
            }
            answer = self.post(who, "news/@@fc-properties", sent)
            self.assertIn("始终公开", answer.json()["msg"])

    def test_form_of_a_room_has_no_dates(self):
        self.folder_beside_rooms()
        session = self.session_of(MANAGER)
        for path, is_there in (
            *(("news", False), ("catalogue", False), ("communities", False)),
            ("party", True),
        ):
            page = session.get(f"{self.url}/{path}/edit").text
            self.assertIn('id="form-buttons-save"', page)
            self.assertEqual(is_there, "IDublinCore.expires" in page, path)
            self.assertEqual(is_there, "IDublinCore.effective" in page, path)

    def test_no_districts_editor_gives_a_place_a_date(self):
        place = "communities/990102"
        for door, knock in self.date_doors(place):
            if door != "form":
                with self.subTest(door=door):
                    answer = knock("district-editor")
                    self.assertLess(answer.status_code, 500, answer.text[:2000])
                    content = self.portal.unrestrictedTraverse(place)
                    self.assertFalse(has_dates(content))

    def test_administrator_does_at_each_of_these_doors(self):
        """That they lead somewhere, with a folder beside the rooms."""
        folder = self.folder_beside_rooms()
        for door, knock in self.date_doors("party"):
            with self.subTest(door=door):
                folder.effective_date = folder.expiration_date = None
                transaction.commit()
                knock(MANAGER)
                self.assertTrue(has_dates(folder))

    def test_editor_writes_in_what_an_administrator_has_dated(self):
        folder = self.folder_beside_rooms()
        for moment in (LONG_AGO, "2099-01-01T00:00"):
            answer = self.send(MANAGER, "PATCH", "party", {"expires": moment})
            self.assertEqual(204, answer.status_code, answer.text)
            answer = self.send("editor", "PATCH", "party", {"description": moment})
            self.assertEqual(204, answer.status_code, answer.text)
            self.assertEqual(moment, folder.description)

    def test_nobody_gives_dates_by_a_transition_to_what_they_may_not_change(self):
        """The stock service asks for the right to see it only, and keeps the date of what
        it refuses."""
        for path in ("news/n001", "catalogue/sq-ll-001", "news"):
            content = self.portal.unrestrictedTraverse(path)
            for who in ("grid-worker", "window-staff", "district-editor", "editor"):
                for transition in ("publish", "archive", "retract", "nothing"):
                    for body in (
                        {"expires": LONG_AGO},
                        {"effective": "2099-01-01T00:00", "include_children": True},
                    ):
                        with self.subTest(path=path, who=who, by=transition):
                            answer = self.send(
                                who, "POST", f"{path}/@workflow/{transition}", body
                            )
                            self.assertIn(answer.status_code, (400, 401, 403, 404))
                            self.assertTrue(is_effective(content))

    def test_visitor_gives_none_either(self):
        for transition in ("publish", "archive"):
            answer = requests.post(
                f"{self.url}/news/n001/@workflow/{transition}",
                json={"effective": "2099-01-01T00:00"},
                headers={"Accept": "application/json"},
            )
            self.assertIn(answer.status_code, (401, 403, 404))
            transaction.begin()
            self.assertTrue(is_effective(self.portal.news["n001"]))

    def test_reviewer_gives_dates_by_a_transition(self):
        """That the service does so; and not where the transition is refused."""
        later = {"effective": "2099-01-01T00:00"}
        path = "news/n001/@workflow"
        answer = self.send("reviewer", "POST", f"{path}/nothing", later)
        self.assertEqual(400, answer.status_code, answer.text)
        self.assertTrue(is_effective(self.portal.news["n001"]))
        answer = self.send("reviewer", "POST", f"{path}/archive", later)
        self.assertEqual(200, answer.status_code, answer.text)
        self.assertFalse(is_effective(self.portal.news["n001"]))

    def test_list_does_not_go_on_to_what_is_public(self):
        """The stock action asks for the right to what was selected only."""
        folder = api.content.create(self.portal.news, "Folder", "drafts")
        news = api.content.move(self.portal.news["n001"], folder)
        folder.manage_setLocalRoles("editor", ["Owner"])
        transaction.commit()
        self.assertEqual("published", api.content.get_state(news))
        sent = {
            "selection": json.dumps([IUUID(folder)]),
            "folder": "/news",
            "recurse": "yes",
            "expirationDate": "2020-01-01 00:00",
        }
        answer = self.post("editor", "news/@@fc-properties", sent)
        self.assertEqual(200, answer.status_code)
        self.assertIn("您无权修改", answer.json()["msg"])
        self.assertTrue(is_effective(self.portal.news.drafts["n001"]))
        self.assertFalse(is_effective(self.portal.news.drafts))

    def test_tries_are_in_the_audit(self):
        self.send("editor", "PATCH", "news", {"expires": LONG_AGO})
        noted = self.noted("content.move_refused")
        self.assertEqual(["editor"], [who for who, *_rest in noted])
        for _who, _action, subject, detail in noted:
            self.assertEqual(IUUID(self.portal.news), subject)
            self.assertTrue(detail.endswith("/news"), detail)


ITEM = "catalogue/sq-ll-001"
COMMUNITY = "communities/990102/990102001/990102001001"


class TestDatesThatHide(RemovalSetup, unittest.TestCase):
    """A date that takes more than the content itself from residents asks first."""

    #: Who may date what.
    CONTENTS = ((ITEM, "reviewer"), ("party", MANAGER))

    def setUp(self):
        super().setUp()
        folder = api.content.create(self.portal, "Folder", "party", "党建")
        api.content.transition(folder, to_state="published")
        api.content.move(self.portal.news["n003"], folder)
        transaction.commit()

    def content(self, path):
        transaction.begin()
        return self.portal.unrestrictedTraverse(path)

    def moments(self):
        """Return dates that hide, at once and some day, as programs send them."""
        return ({"expires": LONG_AGO}, {"expires": self.soon}, {"effective": self.soon})

    @property
    def soon(self):
        """Return tomorrow at this time, as forms and programs send it."""
        return f"{datetime.now() + timedelta(days=1):%Y-%m-%dT%H:%M}"

    def count_seen(self, path):
        """Return how many contents residents see at and below `path`."""
        found = api.portal.get_tool("portal_catalog").unrestrictedSearchResults(
            path=f"/{self.portal.getId()}/{path}", allowedRolesAndUsers=["Anonymous"]
        )
        return len(found)

    def save_form(self, who, path, known=(), **more):
        """Save the form that `who` opens, with these fields; return what answers."""
        session = self.session_of(who)
        page = html.fromstring(session.get(f"{self.url}/{path}/edit").content)
        (form,) = (each for each in page.forms if each.get("id") == "form")
        sent = {**dict(form.form_values()), **dict(known), "form.buttons.save": "Save"}
        for name in form.fields:
            if name and name.rpartition(".")[2] in more:
                sent[name] = more[name.rpartition(".")[2]]
        answer = session.post(f"{self.url}/{path}/edit", sent)
        return html.fromstring(answer.content)

    def test_program_is_told_how_much_a_date_hides_and_says_so(self):
        for path, who in self.CONTENTS:
            count = self.count_seen(path)
            self.assertLess(1, count, path)
            for sent in self.moments():
                for known in ({}, {"hides": count - 1}, {"hides": True}):
                    with self.subTest(path=path, sent=sent, known=known):
                        answer = self.send(who, "PATCH", path, {**sent, **known})
                        self.assertEqual(409, answer.status_code, answer.text[:300])
                        self.assertIn(
                            f"居民将看不到{count}项", answer.json()["message"]
                        )
                        self.assertFalse(has_dates(self.content(path)))
            answer = self.send(who, "PATCH", path, {"title": "甲", "expires": None})
            self.assertEqual(204, answer.status_code, answer.text[:300])
            sent = {"expires": self.soon, "hides": count}
            answer = self.send(who, "PATCH", path, sent)
            self.assertEqual(204, answer.status_code, answer.text[:300])
            self.assertTrue(has_dates(self.content(path)))
            # Whoever has it shown for longer is not asked.
            for sent in ({"expires": "2099-01-01T00:00"}, {"expires": None}):
                answer = self.send(who, "PATCH", path, sent)
                self.assertEqual(204, answer.status_code, answer.text[:300])

    def test_transition_with_dates_says_it_once(self):
        count = self.count_seen(ITEM)
        path, sent = f"{ITEM}/@workflow/archive", {"expires": self.soon}
        answer = self.send("reviewer", "POST", path, sent)
        self.assertEqual(409, answer.status_code, answer.text[:300])
        self.assertFalse(has_dates(self.content(ITEM)))
        answer = self.send("reviewer", "POST", path, {**sent, "hides": count})
        self.assertEqual(200, answer.status_code, answer.text[:300])

    def test_page_that_others_lead_to_is_asked_about_and_one_alone_is_not(self):
        path = "news/n001"
        self.assertEqual("published", api.content.get_state(self.content(path)))
        uid = IUUID(self.content(path))
        sent = {"expires": "2099-01-01T00:00"}
        self.assertEqual(204, self.send("reviewer", "PATCH", path, sent).status_code)
        text = f'<p><a href="resolveuid/{uid}">旧通知</a></p>'
        text = {"data": text, "content-type": "text/html"}
        self.send("reviewer", "PATCH", "news/n002", {"text": text})
        sent = {"expires": self.soon}
        self.assertEqual(409, self.send("reviewer", "PATCH", path, sent).status_code)
        self.assertTrue(is_effective(self.content(path)))

    def test_form_to_apply_by_says_what_its_guide_says_without_it(self):
        path = "catalogue/sq-ll-001/apply"
        sent = {"expires": self.soon}
        answer = self.send(MANAGER, "PATCH", path, sent)
        self.assertEqual(409, answer.status_code, answer.text[:300])
        self.assertIn("“暂时不能网上申请”", answer.json()["message"])
        page = self.save_form(MANAGER, path, **sent)
        (asked,) = page.cssselect(".hiding-question")
        self.assertIn("“暂时不能网上申请”", asked.text_content())
        self.assertFalse(has_dates(self.content(path)))
        answer = self.send(MANAGER, "PATCH", path, {**sent, "hides": 1})
        self.assertEqual(204, answer.status_code, answer.text[:300])
        self.assertTrue(has_dates(self.content(path)))

    def test_form_names_what_a_date_hides_keeps_it_and_asks(self):
        for path, who in self.CONTENTS:
            with self.subTest(path=path):
                count = self.count_seen(path)
                sent = {"expires": self.soon, "title": "乙"}
                page = self.save_form(who, path, **sent)
                (asked,) = page.cssselect(".hiding-question")
                self.assertIn(f"其中的{count - 1}项也一并看不到", asked.text_content())
                (box,) = asked.cssselect("input[type=checkbox]")
                # Fields of dates lie in a part of the form that is folded.
                self.assertFalse(asked.xpath("ancestor::fieldset"))
                (form,) = (each for each in page.forms if each.get("id") == "form")
                self.assertIn(box, list(form.iter("input")))
                self.assertEqual([box.get("id")], asked.xpath(".//label/@for"))
                (typed,) = page.cssselect("input[name$='.expires']")
                self.assertIn(self.soon[:10], typed.get("value"))
                self.assertFalse(has_dates(self.content(path)))
                self.assertNotEqual("乙", self.content(path).title)
                known = {box.get("name"): box.get("value")}
                page = self.save_form(who, path, known, **sent)
                self.assertFalse(page.cssselect(".hiding-question"))
                self.assertTrue(has_dates(self.content(path)))
                self.assertEqual("乙", self.content(path).title)
                # Whoever writes there afterwards is not asked again.
                page = self.save_form(who, path)
                self.assertFalse(page.cssselect(".hiding-question, #form"))

    def test_lists_and_the_old_form_of_states_lead_to_the_form(self):
        for path, who in self.CONTENTS:
            uid = IUUID(self.content(path))
            listed = {"selection": json.dumps([uid]), "folder": "/"}
            for sent in (
                {"expirationDate": self.soon},
                {"effectiveDate": "2099-01-01 00:00"},
                {"expirationDate": "2099-01-01 00:00", "recurse": "yes"},
            ):
                with self.subTest(path=path, sent=sent):
                    folder = path.rpartition("/")[0]
                    answer = self.post(
                        who, f"{folder}/@@fc-properties", {**listed, **sent}
                    )
                    self.assertIn("编辑页", answer.json()["msg"])
                    self.assertFalse(has_dates(self.content(path)))
            sent = {"form.widgets.expiration_date": LONG_AGO}
            self.post(
                who,
                f"{path}/content_status_modify",
                {"workflow_action": "published", **sent},
            )
            self.assertFalse(has_dates(self.content(path)))
