"""What editors see in a text when they save it is what residents read."""

from base64 import b64encode
from onewindow_policy.publishing.texts import reason_against
from onewindow_policy.publishing.texts import shown_in
from onewindow_policy.testing import SAMPLE_FUNCTIONAL_TESTING
from onewindow_policy.testing.doors import DoorsSetup
from onewindow_policy.testing.pictures import picture
from plone import api
from plone.app.iterate.interfaces import ICheckinCheckoutPolicy
from unittest import mock

import html
import json
import lxml.html
import requests
import transaction
import unittest

WECHAT = "https://mmbiz.qpic.cn/sz_mmbiz_png/abc/640?wx_fmt=png"
WPS = "file:///C:/Users/wps/AppData/Local/Temp/ksohtml/clip_image002.png"
DATA = f"data:image/png;base64,{b64encode(picture()).decode()}"
OURS = frozenset({"portal.example"})


class TestAddresses(unittest.TestCase):
    """Without a site."""

    def unseen(self, text):
        return [
            shown.address for shown in shown_in(text) if reason_against(shown, OURS)
        ]

    def test_what_residents_would_not_see_is_found_however_it_is_written(self):
        for text, address in (
            (f'<p><img src="{WPS}"></p>', WPS),
            (f"<IMG alt='' SRC='{WECHAT}'>", WECHAT),
            (f'<img class="rich_pages" data-src="{WECHAT}">', WECHAT),
            ('<img src="//cdn.example.com/a.png">', "//cdn.example.com/a.png"),
            ('<img src="C:\\Users\\a.png">', "C:\\Users\\a.png"),
            ('<a href="file:///D:/a.docx">表</a>', "file:///D:/a.docx"),
            (f'<p style="background: url({WECHAT})">', WECHAT),
            (
                '<img src="blob:https://portal.example/1">',
                "blob:https://portal.example/1",
            ),
            ('<img src="cid:1@wps">', "cid:1@wps"),
            ('<iframe src="https://v.qq.com/x">', "https://v.qq.com/x"),
            ('<img src="data:image/bmp;base64,AAAA">', "data:image/bmp;base64,AAAA"),
            ('<img src="https://[broken/a.png">', "https://[broken/a.png"),
        ):
            with self.subTest(text=text):
                self.assertEqual([address], self.unseen(text))

    def test_what_they_see_is_left_alone(self):
        for text in (
            "<p>文字 file:///C:/a 只是文字</p>",
            '<img src="resolveuid/0123456789abcdef0123456789abcdef/@@images/image">',
            '<img src="https://portal.example/news/a/@@images/image/large">',
            '<a href="https://www.gov.cn/">中国政府网</a>',
            '<img src="/images/a.png"><img src="a.png">',
        ):
            with self.subTest(text=text):
                self.assertEqual([], self.unseen(text))


class TestTexts(DoorsSetup, unittest.TestCase):
    layer = SAMPLE_FUNCTIONAL_TESTING

    def setUp(self):
        super().setUp()
        self.draft = api.content.create(
            self.portal.news, "News Item", "draft", "通知", news_category="news"
        )
        transaction.commit()
        self.path = "news/draft"

    def save(self, text, who="editor", *, in_parts=False):
        """Save a text by the form of its page, `in_parts` as its own form sends it."""
        path = self.path
        page = self.session_of(who).get(f"{self.url}/{path}/edit")
        form = lxml.html.fromstring(page.content).get_element_by_id("form")
        sent = {
            name: value for name, value in form.form_values() if "buttons" not in name
        }
        sent |= {"form.widgets.IRichTextBehavior.text": text, "form.buttons.save": "1"}
        if in_parts:
            parts = {name: (None, value) for name, value in sent.items()}
            return self.session_of(who).post(f"{self.url}/{path}/edit", files=parts)
        return self.post(who, f"{path}/edit", sent)

    def add(self, text):
        """Save a text by the form that adds news."""
        page = self.session_of("editor").get(f"{self.url}/news/++add++News Item")
        self.assertEqual(200, page.status_code)
        form = lxml.html.fromstring(page.content).get_element_by_id("form")
        sent = {
            name: value for name, value in form.form_values() if "buttons" not in name
        }
        sent |= {
            "form.widgets.IDublinCore.title": "新通知",
            "form.widgets.IRichTextBehavior.text": text,
            "form.buttons.save": "1",
        }
        return self.post("editor", "news/++add++News Item", sent)

    def publish(self):
        return self.send("reviewer", "POST", f"{self.path}/@workflow/publish", {})

    def test_pasted_picture_becomes_one_that_residents_see(self):
        answer = self.save(f'<p>看图：<img src="{DATA}" alt="窗口" /></p>')
        self.assertEqual(200, answer.status_code)
        self.assertNotIn("data:image", self.draft.text.raw)
        self.assertIn('alt="窗口"', self.draft.text.raw)
        image = self.portal.news["draft-picture"]
        self.assertEqual((40, 30), image.image.getImageSize())
        self.assertEqual(200, self.publish().status_code)
        page = requests.get(f"{self.url}/{self.path}", timeout=60)
        self.assertIn("看图", page.text)
        (source,) = lxml.html.fromstring(page.text).xpath("//img[@alt='窗口']/@src")
        shown = requests.get(source, timeout=60)
        self.assertEqual(200, shown.status_code, source)
        self.assertEqual("image/png", shown.headers["Content-Type"])
        # Saved once more it stays that one.
        self.save(self.draft.text.raw, who="reviewer")
        self.assertEqual(
            ["draft-picture"],
            [name for name in self.portal.news.objectIds() if "picture" in name],
        )

    def test_programs_paste_alike(self):
        answer = self.send(
            "editor", "PATCH", self.path, {"text": f"<p><img src='{DATA}'></p>"}
        )
        self.assertEqual(204, answer.status_code, answer.text[:300])
        self.assertIn("resolveuid/", self.draft.text.raw)
        self.assertIn("draft-picture", self.portal.news)

    def test_picture_is_kept_of_what_is_added_by_its_form_and_by_a_program(self):
        self.add(f'<p><img src="{DATA}"></p>')
        posted = self.send(
            "editor",
            "POST",
            "news",
            {
                "@type": "News Item",
                "id": "posted",
                "title": "程序写的",
                "news_category": "news",
                "text": f'<p><img src="{DATA}"></p>',
            },
        )
        self.assertEqual(201, posted.status_code, posted.text[:300])
        added = [each for each in self.portal.news.values() if each.title == "新通知"]
        self.assertEqual(1, len(added), self.portal.news.objectIds())
        for content in (*added, self.portal.news["posted"]):
            with self.subTest(content=content.getId()):
                self.assertIn("resolveuid/", content.text.raw)
                self.assertNotIn("data:", content.text.raw)
                self.assertIn(f"{content.getId()}-picture", self.portal.news)

    def test_picture_that_was_pasted_into_a_revision_outlives_its_check_in(self):
        self.save("<p>好</p>")
        self.assertEqual(200, self.publish().status_code)
        with api.env.adopt_roles(["Manager"]):
            policy = ICheckinCheckoutPolicy(self.draft)
            copy = policy.checkout(self.portal.news)
        transaction.commit()
        path = f"news/{copy.getId()}"
        answer = self.send(
            "editor", "PATCH", path, {"text": f'<p>改<img src="{DATA}" alt="图"></p>'}
        )
        self.assertEqual(204, answer.status_code, answer.text[:300])
        answer = self.send("reviewer", "POST", f"{path}/@workflow/publish", {})
        self.assertLess(answer.status_code, 300, answer.text[:300])
        page = requests.get(f"{self.url}/{self.path}", timeout=60)
        (source,) = lxml.html.fromstring(page.text).xpath("//img[@alt='图']/@src")
        shown = requests.get(source, timeout=60)
        self.assertEqual((200, "image/png"), self.kind_of(shown), source)

    def kind_of(self, answer):
        return answer.status_code, answer.headers["Content-Type"]

    def test_what_is_no_whole_picture_of_bounded_size_is_named(self):
        whole = picture()
        for data, limit in ((whole[:-20], 10_000_000), (whole, len(whole) - 1)):
            address = f"data:image/png;base64,{b64encode(data).decode()}"
            with (
                self.subTest(limit=limit),
                mock.patch("onewindow_policy.publishing.pasted.MAX_BYTES", limit),
            ):
                saved = self.save(f'<p><img src="{address}"></p>')
                self.assertIn("粘贴的内容存不下来", html.unescape(saved.text))
                self.assertIn("data:image/png", self.draft.text.raw)
                self.assertNotIn("draft-picture", self.portal.news)
                self.assertEqual(400, self.publish().status_code)

    def test_each_that_residents_would_not_see_is_named(self):
        text = (
            f'<p><img src="{WPS}"><img src="{WECHAT}"><a href="file:///C:/a">a</a></p>'
        )
        saved = self.save(text)
        self.assertEqual(200, saved.status_code)
        for address in (WPS, WECHAT, "file:///C:/a"):
            self.assertIn(f"“{address}”", html.unescape(saved.text))
        self.assertEqual(3, saved.text.count("居民看不到："))
        refused = self.publish()
        self.assertEqual(400, refused.status_code)
        said = refused.json()["error"]["message"] if "error" in refused.json() else ""
        for address in (WPS, WECHAT, "file:///C:/a"):
            self.assertIn(f"“{address}”", said or refused.json()["message"])
        self.assertEqual("draft", api.content.get_state(self.draft))

    def test_what_is_public_stays_and_the_text_comes_back(self):
        self.save("<p>好</p>")
        self.assertEqual(200, self.publish().status_code)
        answer = self.send(
            "reviewer", "PATCH", self.path, {"text": f'<img src="{WECHAT}">'}
        )
        self.assertEqual(400, answer.status_code)
        self.assertIn(WECHAT, json.dumps(answer.json(), ensure_ascii=False))
        transaction.begin()
        self.assertEqual("<p>好</p>", self.draft.text.raw)
        # Last, since it leaves the page locked.
        page = self.save(f'<p>写了很久<img src="{WPS}"></p>', who="reviewer")
        self.assertIn(f"“{WPS}”", html.unescape(page.text))
        self.assertIn("写了很久", html.unescape(page.text))
        self.assertEqual("<p>好</p>", self.draft.text.raw)

    def test_text_that_is_too_long_is_refused_with_the_limit(self):
        text = "<p>" + "字" * 300_001 + "</p>"
        with mock.patch("onewindow_policy.publishing.pasted.MAX_CHARACTERS", 300_000):
            answer = self.send("editor", "PATCH", self.path, {"text": text})
            self.assertEqual(400, answer.status_code)
            self.assertIn("300000", json.dumps(answer.json()))
            for page in (self.add(text), self.save(text)):
                self.assertIn("300000", page.text)
                self.assertIn('id="form"', page.text)
                self.assertIn("字" * 100, html.unescape(page.text))
        transaction.begin()
        self.assertFalse(self.draft.text)
        for in_parts in (True, False):
            with self.subTest(in_parts=in_parts):
                page = self.save("<p>" + "a" * 17_000_000 + "</p>", in_parts=in_parts)
                self.assertEqual(400, page.status_code)
                self.assertIn("16 MB", html.unescape(page.text))
        transaction.begin()
        self.assertFalse(self.draft.text)
