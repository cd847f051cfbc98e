"""Renaming and the lists of folders: a page that was loaded before somebody else saved
puts nothing back."""

from html import unescape
from onewindow_policy.editing.saves import save_of_content
from onewindow_policy.testing.twoeditors import TwoEditors
from plone import api
from plone.uuid.interfaces import IUUID
from urllib.parse import quote
from zope.lifecycleevent import modified

import json
import transaction


class TestLists(TwoEditors):
    """What is chosen in a list and changed there."""

    def setUp(self):
        super().setUp()
        self.news = api.content.create(
            self.portal["news"], "News Item", "n", title="记录", subject=["乙", "甲"]
        )
        transaction.commit()
        self.browser = self.open("news")

    def retitle(self, title):
        self.news.title = title
        modified(self.news)
        self.news.reindexObject()
        transaction.commit()

    def act(self, action, **form):
        """Carry out an action as the list does; return what it says."""
        url = f"{self.portal.absolute_url()}/news/@@{action}"
        fields = {"_authenticator": self.token(), **form}
        self.browser.post(url, "&".join(f"{k}={quote(v)}" for k, v in fields.items()))
        transaction.begin()
        return json.loads(self.browser.contents)

    def token(self):
        url = f"{self.portal.absolute_url()}/news/n/@@publication?transition=submit"
        self.browser.open(url)
        return self.browser.getControl(name="_authenticator", index=0).value

    def rename(self, title, read, name="n"):
        return self.act(
            "fc-rename",
            UID_0=IUUID(self.news),
            readtitle_0=read,
            newtitle_0=title,
            newid_0=name,
        )

    def test_a_new_name_leaves_a_title_that_somebody_else_wrote(self):
        self.retitle("记录（甲）")
        said = self.rename("记录", read="记录", name="m")
        self.assertEqual("success", said["status"], said)
        self.assertNotIn("n", self.portal["news"])
        self.assertEqual("记录（甲）", self.portal["news"]["m"].title)

    def test_a_new_title_over_one_that_was_not_read_is_refused(self):
        self.retitle("记录（甲）")
        said = self.rename("记录（乙）", read="记录", name="m")
        self.assertEqual("warning", said["status"], said)
        # What was typed is there, and what stands.
        self.assertIn("“记录（乙）”", said["msg"])
        self.assertIn("“记录（甲）”", said["msg"])
        self.assertEqual("记录（甲）", self.portal["news"]["n"].title)

    def test_a_title_that_stands_as_it_was_read_is_changed(self):
        said = self.rename("记录（乙）", read="记录")
        self.assertEqual("success", said["status"], said)
        self.assertEqual("记录（乙）", self.news.title)
        # Two who want the same are no two.
        said = self.rename("记录（乙）", read="记录")
        self.assertEqual("success", said["status"], said)

    def test_the_dialogue_says_what_it_read_and_takes_titles_for_text(self):
        self.browser.open(f"{self.portal.absolute_url()}/news/folder_contents")
        self.assertIn("readtitle_", self.browser.contents)
        self.assertIn("newtitle_", self.browser.contents)
        self.assertNotIn("<%= item.Title", unescape(self.browser.contents))

    def test_renaming_alone_is_compared_too(self):
        path, control = "news/n/object_rename", "form.widgets.new_title"
        first, second = self.open(path), self.open(path)
        first.getControl(name=control).value = "记录（甲）"
        self.save(first, "form.buttons.Rename")
        self.assertEqual("记录（甲）", self.news.title)
        second.getControl(name="form.widgets.new_id").value = "m"
        self.save(second, "form.buttons.Rename")
        self.assert_refused(second, "记录（甲）")
        self.assertIn("n", self.portal["news"])
        self.save_over(second, "form.buttons.Rename")
        self.assertEqual("记录", self.portal["news"]["m"].title)

    def test_tags_are_added_to_those_that_stand_in_their_order(self):
        selection = json.dumps([IUUID(self.news)])
        said = self.act(
            "fc-tags", selection=selection, folder="/news", toadd="丙", toremove="乙"
        )
        self.assertEqual("success", said["status"], said)
        self.assertEqual(("甲", "丙"), self.news.subject)
        saved = save_of_content(self.news).moment
        self.act("fc-tags", selection=selection, folder="/news", toadd="甲")
        self.assertEqual(("甲", "丙"), self.news.subject)
        self.assertEqual(saved, save_of_content(self.news).moment)

    def test_who_changed_something_in_a_list_is_named(self):
        self.assertIsNone(save_of_content(self.news))
        for action, form in (
            ("fc-tags", {"toadd": "丙"}),
            ("fc-properties", {"copyright": "甲局"}),
        ):
            with self.subTest(action):
                before = save_of_content(self.news)
                editor = self.open("news/n/edit")
                self.act(
                    action,
                    selection=json.dumps([IUUID(self.news)]),
                    folder="/news",
                    **form,
                )
                self.assertNotEqual(before, save_of_content(self.news))
                self.save(editor)
                self.assert_refused(editor, save_of_content(self.news).when)
