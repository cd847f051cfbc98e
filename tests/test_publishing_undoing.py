"""Each change of a state asks, says what it hides, and is undone by whoever may."""

from onewindow_policy.testing.tickets import MANAGER
from plone import api
from plone.uuid.interfaces import IUUID
from test_publishing_removal import RemovalSetup

import html
import json
import re
import requests
import transaction
import unittest

ITEM = "catalogue/sq-ll-001"
UNDO = re.compile(r'name="undo"\s+type="hidden"\s+value="([^"]+)"')


class UndoingSetup(RemovalSetup):
    def page(self, who, path):
        answer = self.session_of(who).get(f"{self.url}/{path}")
        self.assertEqual(200, answer.status_code, answer.text[-800:])
        self.assertIn("<h1", answer.text)
        return " ".join(html.unescape(re.sub(r"<[^>]+>", "", answer.text)).split())

    def send_form(self, who, path, form):
        """Post a form, and return the page that it leads to, as the same person."""
        session = self.session_of(who)
        answer = session.post(
            f"{self.url}/{path}",
            {**form, "_authenticator": self.token_for(who)},
            allow_redirects=False,
        )
        transaction.begin()
        return self.led_on(who, answer)

    def led_on(self, who, answer):
        # A header that a test has set is not sent along where a page leads to another.
        while "Location" in answer.headers:
            answer = self.session_of(who).get(
                answer.headers["Location"], allow_redirects=False
            )
        return answer

    def as_resident(self, path):
        answer = requests.get(f"{self.url}/{path}", timeout=60)
        self.assertEqual(200, answer.status_code)
        return answer.text

    def step(self, who, path, transition, comment=""):
        """Make a step on our page, and return the page that it leads to."""
        return self.send_form(
            who,
            f"{path}/@@publication",
            {"transition": transition, "comment": comment},
        )

    def undo(self, who, path):
        """Press the button of the page of states; None where there is none."""
        page = self.session_of(who).get(f"{self.url}/{path}/@@publication?undo=").text
        found = UNDO.search(page)
        if found is None:
            return None
        answer = self.send_form(who, f"{path}/@@publication", {"undo": found.group(1)})
        self.assertEqual(200, answer.status_code, answer.text[:500])
        return answer

    def state(self, path):
        return api.content.get_state(self.portal.unrestrictedTraverse(path))

    def is_seen(self, path):
        answer = requests.get(f"{self.url}/{path}", allow_redirects=False)
        return answer.status_code == 200

    def refer(self, path, target):
        """Let the text of what is at `path` refer to `target`."""
        link = f'<p><a href="resolveuid/{IUUID(target)}">旧通知</a></p>'
        text = {"data": link, "content-type": "text/html"}
        answer = self.send("reviewer", "PATCH", path, {"text": text})
        self.assertEqual(204, answer.status_code, answer.text)

    def folder(self, state="published"):
        """Return the path of a folder of Plone with public news in it."""
        folder = api.content.create(self.portal.news, "Folder", "year", "旧闻")
        api.content.transition(folder, to_state=state)
        api.content.move(self.portal.news["n001"], folder)
        transaction.commit()
        return "news/year"


class TestAsking(UndoingSetup, unittest.TestCase):
    def test_links_of_menus_lead_to_the_question_and_change_nothing(self):
        """With the token that Plone puts into them."""
        for path, transition in ((ITEM, "archive"), (self.folder(), "reject")):
            session = self.session_of("reviewer")
            answer = session.get(
                f"{self.url}/{path}/content_status_modify",
                params={
                    "workflow_action": transition,
                    "_authenticator": self.token_for("reviewer"),
                },
                allow_redirects=False,
            )
            answer = self.led_on("reviewer", answer)
            self.assertEqual(200, answer.status_code)
            self.assertIn(f"/@@publication?transition={transition}", answer.url)
            self.assertIn('id="publication-form"', answer.text)
            transaction.begin()
            self.assertEqual("published", self.state(path))

    def test_history_page_leads_to_the_states(self):
        for path in (ITEM, self.folder()):
            answer = self.session_of("reviewer").get(
                f"{self.url}/{path}/content_status_history", allow_redirects=False
            )
            answer = self.led_on("reviewer", answer)
            self.assertTrue(answer.url.endswith("/@@publication"), answer.url)
            self.assertIn("<h1>发布状态</h1>", answer.text)

    def test_question_about_a_form_says_what_the_guide_will_say(self):
        form, told = f"{ITEM}/apply", "居民在指南上会看到“暂时不能网上申请”"
        guide = self.portal.unrestrictedTraverse(f"{ITEM}/guide")
        page = self.page("reviewer", f"{form}/@@publication?transition=archive")
        self.assertIn(f"“{guide.Title()}”写明可以网上申请", page)
        self.assertIn(told, page)
        answer = self.send("reviewer", "POST", f"{form}/@workflow/archive", {})
        self.assertEqual(409, answer.status_code)
        self.assertIn(told, answer.json()["error"]["message"])
        offered = self.send("reviewer", "GET", f"{form}/@workflow").json()
        self.assertIn(told, json.dumps(offered, ensure_ascii=False))
        self.assertEqual("published", self.state(form))
        before = self.as_resident(ITEM)
        self.assertIn(f"/{form}", before)
        self.assertNotIn("online-suspended", before)
        listed = self.as_resident("catalogue?channel=online")
        self.assertIn(f"/{ITEM}", listed)
        answer = self.send(
            "reviewer", "POST", f"{form}/@workflow/archive", {"hides": 1}
        )
        self.assertEqual(200, answer.status_code, answer.text[:300])
        page = self.as_resident(ITEM)
        self.assertIn('id="online-suspended"', page)
        self.assertIn("可网办（暂停）", page)
        self.assertNotIn(f"/{form}", page)
        listed = self.as_resident("catalogue?channel=online")
        self.assertIn("<h1", listed)
        self.assertNotIn(f"/{ITEM}", listed)
        self.undo("reviewer", form)
        self.assertEqual(before, self.as_resident(ITEM))
        listed = self.as_resident("catalogue?channel=online")
        self.assertIn(f"/{ITEM}", listed)

    def test_question_about_a_guide_says_that_its_form_goes_on(self):
        page = self.page("reviewer", f"{ITEM}/guide/@@publication?transition=archive")
        form = self.portal.unrestrictedTraverse(f"{ITEM}/apply")
        self.assertIn(f"表单“{form.title}”仍可提交申请", page)
        page = self.page("reviewer", f"{ITEM}/@@publication?transition=archive")
        self.assertIn("居民将看不到它", page)
        self.assertNotIn("仍可提交申请", page)
        self.assertNotIn("暂时不能网上申请", page)

    def test_question_says_what_is_hidden_along_and_who_refers_to_it(self):
        news = self.portal.news["n001"]
        self.assertEqual("published", api.content.get_state(news))
        page = self.page("reviewer", f"{ITEM}/@@publication?transition=archive")
        self.assertIn("居民将看不到它", page)
        held = [
            each
            for each in self.portal[ITEM.split("/")[0]]["sq-ll-001"].values()
            if api.content.get_state(each) == "published"
        ]
        self.assertIn(f"其中的{len(held)}项也一并看不到", page)
        self.assertIn("之后您可以在“状态与撤销”页撤销", page)

    def test_question_counts_public_pages_that_refer_to_it(self):
        page = self.page("reviewer", "news/n001/@@publication?transition=archive")
        self.assertNotIn("引用", page)
        self.refer("news/n002", self.portal.news["n001"])
        page = self.page("reviewer", "news/n001/@@publication?transition=archive")
        title = self.portal.news["n002"].title
        self.assertIn(f"有1个公开页面引用它：{title}", page)

    def test_what_hides_nothing_warns_of_nothing(self):
        self.step("reviewer", ITEM, "archive")
        page = self.page("reviewer", f"{ITEM}/@@publication?transition=restore")
        self.assertNotIn("居民将看不到", page)

    def test_question_says_who_brings_it_back(self):
        folder = api.content.create(self.portal.news, "Folder", "empty", "空")
        api.content.transition(folder, to_state="published")
        transaction.commit()
        page = self.page("editor", "news/empty/@@publication?transition=retract")
        self.assertIn("您自己不能恢复；审核员可以", page)

    def test_list_says_beforehand_and_afterwards_how_much_is_hidden(self):
        path = self.folder()
        sent = {
            "selection": json.dumps([IUUID(self.portal.news.year)]),
            "folder": "/news",
            "transition": "reject",
        }
        answer = self.post("reviewer", "news/@@fc-workflow", {**sent, "render": "yes"})
        titles = {each["id"]: each["title"] for each in answer.json()["transitions"]}
        self.assertEqual("打回（居民将看不到2项）", titles["reject"])
        self.assertTrue(self.is_seen(f"{path}/n001"))
        answer = self.post("reviewer", "news/@@fc-workflow", sent)
        self.assertIn("居民已看不到2项", answer.json()["msg"])
        self.assertFalse(self.is_seen(f"{path}/n001"))

    def test_list_names_what_was_left_as_it_was(self):
        sent = {
            "selection": json.dumps([IUUID(self.portal.news["n001"])]),
            "folder": "/news",
            "transition": "restore",
        }
        answer = self.post("reviewer", "news/@@fc-workflow", sent).json()
        self.assertEqual("warning", answer["status"])
        self.assertIn(self.portal.news["n001"].title, answer["msg"])


class TestUndoing(UndoingSetup, unittest.TestCase):
    def test_each_step_is_undone(self):
        for path, begin, who, step, after in (
            (ITEM, "published", "reviewer", "archive", "archived"),
            ("news/n001", "archived", "reviewer", "restore", "draft"),
            ("news/n002", "draft", "editor", "submit", "pending"),
            ("news/n003", "pending", "editor", "retract", "draft"),
            ("news/n004", "pending", "reviewer", "reject", "draft"),
            ("news/n005", "pending", "reviewer", "publish", "published"),
            ("news/n006", "draft", "reviewer", "publish", "published"),
        ):
            with self.subTest(path=path, step=step):
                content = self.portal.unrestrictedTraverse(path)
                way = {"archived": ["archive"], "draft": ["archive", "restore"]}
                way["pending"] = [*way["draft"], "submit"]
                for name in way.get(begin, ()):
                    api.content.transition(content, name)
                transaction.commit()
                self.assertEqual(begin, self.state(path))
                answer = self.step(who, path, step, "请改标题")
                self.assertEqual(200, answer.status_code)
                self.assertEqual(after, self.state(path))
                self.assertIn("撤销，恢复为", html.unescape(answer.text))
                self.undo(who, path)
                self.assertEqual(begin, self.state(path))
                history = content.workflow_history["publication_workflow"]
                self.assertEqual("撤销", history[-1]["comments"])
                self.assertEqual(begin == "published", self.is_seen(path))

    def test_undoing_that_hides_something_asks_first(self):
        """Its last change was its publication, perhaps long ago."""
        answer = self.session_of("reviewer").get(f"{self.url}/{ITEM}/@@publication")
        self.assertIn('id="ask-undo"', answer.text)
        self.assertIsNone(UNDO.search(answer.text))
        page = self.page("reviewer", f"{ITEM}/@@publication?undo=")
        self.assertIn("居民将看不到它", page)
        self.assertIn("项也一并看不到", page)
        self.undo("reviewer", ITEM)
        self.assertEqual("draft", self.state(ITEM))
        self.undo("reviewer", ITEM)
        self.assertTrue(self.is_seen(ITEM))

    def test_undoing_brings_back_all_that_was_hidden(self):
        self.assertTrue(self.is_seen(f"{ITEM}/guide"))
        self.step("reviewer", ITEM, "archive")
        self.assertFalse(self.is_seen(f"{ITEM}/guide"))
        self.undo("reviewer", ITEM)
        self.assertTrue(self.is_seen(ITEM))
        self.assertTrue(self.is_seen(f"{ITEM}/guide"))
        # Several steps led back; they were one click, and are undone as one.
        self.undo("reviewer", ITEM)
        self.assertEqual("archived", self.state(ITEM))

    def test_reviewer_mends_what_an_editor_took_back(self):
        """A folder of Plone: in its workflow reviewers would not even see it."""
        folder = api.content.create(self.portal.news, "Folder", "empty", "空")
        api.content.transition(folder, to_state="published")
        transaction.commit()
        path = "news/empty"
        answer = self.step("editor", path, "retract")
        self.assertEqual(200, answer.status_code)
        self.assertFalse(self.is_seen(path))
        self.assertIn("您自己不能恢复；审核员可以", html.unescape(answer.text))
        self.assertIsNone(self.undo("editor", path))
        self.undo("reviewer", path)
        self.assertTrue(self.is_seen(path))

    def test_editor_takes_back_no_folder_that_holds_what_is_public(self):
        path = self.folder()
        for door, knock in (
            ("page", lambda: self.step("editor", path, "retract")),
            (
                "stock page",
                lambda: self.post(
                    "editor",
                    f"{path}/content_status_modify",
                    {"workflow_action": "retract"},
                ),
            ),
            (
                "list",
                lambda: self.post(
                    "editor",
                    "news/@@fc-workflow",
                    {
                        "selection": json.dumps([IUUID(self.portal.news.year)]),
                        "folder": "/news",
                        "transition": "retract",
                    },
                ),
            ),
            (
                "REST",
                lambda: self.send("editor", "POST", f"{path}/@workflow/retract", {}),
            ),
        ):
            with self.subTest(door=door):
                answer = knock()
                self.assertLess(answer.status_code, 500)
                if door != "stock page":
                    text = answer.text.encode().decode(
                        "unicode_escape" if door != "page" else "utf-8"
                    )
                    self.assertIn("由审核员撤下", text)
                self.assertEqual("published", self.state(path))
                self.assertTrue(self.is_seen(f"{path}/n001"))
        self.step("reviewer", path, "reject")
        self.assertFalse(self.is_seen(f"{path}/n001"))
        self.undo("reviewer", path)
        self.assertTrue(self.is_seen(f"{path}/n001"))

    def test_programs_are_told_what_a_step_hides_and_say_so(self):
        item = self.portal.unrestrictedTraverse(ITEM)
        public = [
            each for each in item.values() if api.content.get_state(each) == "published"
        ]
        told = self.send("reviewer", "GET", f"{ITEM}/@workflow").json()["transitions"]
        (archive,) = (each for each in told if each["@id"].endswith("/archive"))
        self.assertEqual(1 + len(public), archive["hides"])
        self.assertEqual([], archive["referring"])
        answer = self.send("reviewer", "GET", f"{ITEM}?expand=workflow").json()
        self.assertEqual(told, answer["@components"]["workflow"]["transitions"])
        path = f"{ITEM}/@workflow/archive"
        for body in (
            {},
            {"hides": 1},
            {"hides": True},
            {"hides": str(archive["hides"])},
        ):
            answer = self.send("reviewer", "POST", path, body)
            self.assertEqual(409, answer.status_code, answer.text)
            error = answer.json()["error"]
            self.assertEqual(archive["hides"], error["hides"])
            self.assertIn(f"居民将看不到{archive['hides']}项", error["message"])
            self.assertEqual("published", self.state(ITEM))
            self.assertTrue(self.is_seen(ITEM))
        answer = self.send("reviewer", "POST", path, {"hides": archive["hides"]})
        self.assertEqual(200, answer.status_code, answer.text)
        self.assertEqual("archived", self.state(ITEM))
        told = self.send("reviewer", "GET", f"{ITEM}/@workflow").json()["transitions"]
        self.assertEqual([], [each for each in told if "hides" in each])

    def test_program_hides_alone_what_nobody_refers_to(self):
        path = "news/n003/@workflow/archive"
        answer = self.send("reviewer", "POST", path, {})
        self.assertEqual(200, answer.status_code, answer.text)
        self.refer("news/n002", self.portal.news["n001"])
        path = "news/n001/@workflow/archive"
        answer = self.send("reviewer", "POST", path, {})
        self.assertEqual(409, answer.status_code, answer.text)
        self.assertEqual("published", self.state("news/n001"))
        answer = self.send("reviewer", "POST", path, {"hides": 1})
        self.assertEqual(200, answer.status_code, answer.text)

    def test_program_that_hides_all_that_a_folder_holds_says_so(self):
        """The folder itself stays as it is: it is hidden already."""
        path = "news/year"
        folder = api.content.create(self.portal.news, "Folder", "year", "旧闻")
        for name in ("spring", "autumn"):
            held = api.content.create(folder, "Folder", name, name)
            api.content.transition(held, to_state="published")
        transaction.commit()
        sent = {"include_children": True}
        answer = self.send("reviewer", "POST", f"{path}/@workflow/reject", sent)
        self.assertEqual(409, answer.status_code, answer.text)
        self.assertEqual(2, answer.json()["error"]["hides"])
        self.assertEqual("published", self.state(f"{path}/spring"))
        sent["hides"] = 2
        answer = self.send("reviewer", "POST", f"{path}/@workflow/reject", sent)
        self.assertEqual("private", self.state(f"{path}/spring"), answer.text)

    def test_steps_of_one_second_are_undone_one_by_one(self):
        for transition in ("archive", "restore"):
            self.step("reviewer", ITEM, transition)
        content = self.portal.unrestrictedTraverse(ITEM)
        # As fast as no machine is yet.
        *former, archived, restored = content.workflow_history["publication_workflow"]
        content.workflow_history["publication_workflow"] = (
            *former,
            archived,
            {**restored, "time": archived["time"]},
        )
        transaction.commit()
        self.undo("reviewer", ITEM)
        self.assertEqual("archived", self.state(ITEM))

    def test_an_old_page_undoes_nothing_else(self):
        self.step("reviewer", ITEM, "archive")
        page = self.session_of("reviewer").get(f"{self.url}/{ITEM}/@@publication").text
        key = UNDO.search(page).group(1)
        self.step("reviewer", ITEM, "restore")
        answer = self.post("reviewer", f"{ITEM}/@@publication", {"undo": key})
        self.assertEqual(400, answer.status_code)
        self.assertEqual("draft", self.state(ITEM))

    def test_undoing_asks_for_the_token_and_the_right(self):
        self.step("reviewer", ITEM, "archive")
        session = self.session_of("reviewer")
        page = session.get(f"{self.url}/{ITEM}/@@publication").text
        key = UNDO.search(page).group(1)
        for who in ("reviewer", "editor", "grid-worker"):
            with self.subTest(who=who):
                session = self.session_of(who)
                # The one who may, without the token.
                token = (
                    {"_authenticator": self.token_for(who)} if who != "reviewer" else {}
                )
                answer = session.post(
                    f"{self.url}/{ITEM}/@@publication", {"undo": key, **token}
                )
                transaction.begin()
                self.assertEqual("archived", self.state(ITEM))
                self.assertNotIn("撤销，恢复为", html.unescape(answer.text))
        answer = session.get(f"{self.url}/{ITEM}/@@publication", params={"undo": key})
        transaction.begin()
        self.assertEqual("archived", self.state(ITEM))

    def test_only_what_was_in_the_archive_is_put_back_there(self):
        draft = api.content.create(self.portal.news, "News Item", "draft", "新")
        transaction.commit()
        offered = self.portal.portal_workflow.getTransitionsFor(draft)
        self.assertNotIn("put_back", {each["id"] for each in offered})
        answer = self.step(MANAGER, "news/draft", "put_back")
        self.assertEqual(400, answer.status_code)
