"""Two who edit the same thing: nobody's text is written over without their knowing."""

from collective.easyform.api import get_actions
from collective.easyform.api import get_schema
from onewindow_policy.editing.matching import etag_of
from onewindow_policy.editing.saves import save_of_content
from onewindow_policy.guides.api import stored_overrides
from onewindow_policy.testing.loggedin import LoggedIn
from onewindow_policy.testing.pictures import picture
from onewindow_policy.testing.tickets import cookie_for
from onewindow_policy.testing.tickets import MANAGER
from onewindow_policy.testing.twoeditors import TwoEditors
from plone import api
from plone.locking.interfaces import ILockable
from plone.namedfile.file import NamedBlobFile
from plone.namedfile.file import NamedBlobImage
from plone.testing.zope import Browser
from zope.lifecycleevent import modified

import re
import transaction

DISTRICT = "guide-990102"
TITLE = "form.widgets.IDublinCore.title"


class TestContent(TwoEditors):
    """Forms of content."""

    def test_a_service(self):
        item = self.portal["catalogue"]["sq-ll-001"]
        self.check(
            "catalogue/sq-ll-001/edit",
            "form.widgets.IBasic.title",
            lambda: item.title,
            "老年优待证明（甲改）",
            "老年优待证明（乙改）",
        )

    def test_a_stock_page(self):
        api.content.create(self.portal, "Document", "notes", title="记录")
        transaction.commit()
        self.check(
            "notes/edit",
            TITLE,
            lambda: self.portal["notes"].title,
            "记录（甲）",
            "记录（乙）",
        )

    def test_all_that_editors_write(self):
        """Stock types, whose forms are Plone's."""
        file = NamedBlobFile(b"a,b", "text/csv", "a.csv")
        image = NamedBlobImage(picture(), "image/png", "a.png")
        for kind, fields, prefix in (
            ("Event", {}, "IDublinCore."),
            ("File", {"file": file}, ""),
            ("Folder", {}, "IDublinCore."),
            ("Image", {"image": image}, ""),
            ("Link", {"remoteUrl": "https://example.org"}, "IDublinCore."),
            ("News Item", {}, "IDublinCore."),
        ):
            with self.subTest(kind):
                name = kind.replace(" ", "-").lower()
                content = api.content.create(
                    self.portal, kind, name, title="记录", **fields
                )
                transaction.commit()
                self.check(
                    f"{name}/edit",
                    f"form.widgets.{prefix}description",
                    lambda content=content: content.description,
                    "记录（甲）",
                    "记录（乙）",
                )

    def test_a_district_guide_whose_city_guide_changed(self):
        guide = self.portal["catalogue"]["sq-ll-001"]["guide"]
        browser = self.open(f"catalogue/sq-ll-001/{DISTRICT}/edit")
        names = {each.field for each in stored_overrides(guide.__parent__[DISTRICT])}
        self.assertNotIn("start_rule", names)
        guide.start_rule = "全市新规定"
        modified(guide)
        transaction.commit()
        self.save(browser)
        # It would have kept the city's former text as a rule of its own.
        self.assert_refused(browser, "全市新规定")

    def test_what_nobody_edited_is_no_change(self):
        folder = api.content.create(self.portal["news"], "Folder", "y", title="甲")
        transaction.commit()
        browser = self.open("news/y/edit")
        api.content.create(folder, "News Item", "z", title="乙")
        api.content.transition(folder, "publish")
        folder.reindexObject()
        transaction.commit()
        browser.getControl(name="form.widgets.IDublinCore.description").value = "丙"
        self.save(browser)
        self.assertNotIn('id="changed-meanwhile"', browser.contents)
        self.assertEqual("丙", self.portal["news"]["y"].description)

    def test_only_what_was_edited_is_named(self):
        """Forms write nothing, and the ends of lines, otherwise than an import does."""
        path = "news/n001/edit"
        first = self.open(path)
        second = self.open(path)
        description = "form.widgets.IDublinCore.description"
        first.getControl(name=description).value = ""
        self.save(first)
        second.getControl(name=TITLE).value = "另一个标题"
        self.save(second)
        box = second.contents.partition('id="changed-meanwhile"')[2]
        box = box.partition("</section>")[0]
        # An import leaves the language open, which the form does not.
        self.assertEqual(["摘要", "语言"], re.findall(r"<dt>([^<]+)</dt>", box))
        self.assertIn("（空）", box)
        self.assertIn("简体中文", box)
        self.assertNotIn("请打开页面查看", box)

    def test_who_was_faster_and_when(self):
        news = api.content.create(self.portal["news"], "News Item", "n", title="记录")
        transaction.commit()
        path = "news/n/edit"
        first = self.open(path, "reviewer")
        # Who takes an editor's lock away edits at the same time.
        ILockable(news).clear_locks()
        transaction.commit()
        second = self.open(path)
        first.getControl(name=TITLE).value = "记录（甲）"
        self.save(first)
        self.save(second)
        name = api.user.get("reviewer").getProperty("fullname")
        self.assertTrue(name)
        when = save_of_content(news).when
        self.assert_refused(second, name, when)
        self.assertIn(f'href="{news.absolute_url()}/view"', second.contents)

    def test_two_saves_within_a_second(self):
        notes = api.content.create(self.portal, "Document", "notes", title="记录")
        transaction.commit()
        browser = self.open("notes/edit")
        before = notes.modification_date
        notes.title = "记录（甲）"
        modified(notes)
        notes.modification_date = before
        transaction.commit()
        self.save(browser)
        self.assert_refused(browser, "记录（甲）")


class TestFormsForResidents(TwoEditors):
    """EasyForm's editors."""

    FORM = "catalogue/sq-ll-001/apply"

    def form(self):
        return self.portal.unrestrictedTraverse(self.FORM)

    def test_a_question(self):
        path = f"{self.FORM}/fields/bank_card"

        def title():
            return get_schema(self.form())["bank_card"].title

        self.check(path, "form.widgets.title", title, "银行卡（甲）", "银行卡（乙）")

    def test_the_toolbar_stands_beside_what_is_no_content(self):
        for path in ("fields", "actions", "fields/@@modeleditor"):
            with self.subTest(path):
                browser = self.open(f"{self.FORM}/{path}")
                self.assertIn('id="edit-zone"', browser.contents)
                self.assertNotIn("error while rendering", browser.contents)

    def test_the_model_as_xml(self):
        path = f"{self.FORM}/fields/@@modeleditor"
        first, second = self.open(path), self.open(path)
        for browser, text in ((first, "甲"), (second, "乙")):
            source = browser.getControl(name="source")
            self.assertIn("</schema>", source.value)
            source.value = source.value.replace("</schema>", f"<!--{text}--></schema>")
        self.save(first, "form.button.save")
        self.assertNotIn('id="changed-meanwhile"', first.contents)
        self.assertIn("<!--甲-->", self.form().fields_model)
        self.save(second, "form.button.save")
        self.assertIn('id="changed-meanwhile"', second.contents)
        self.assertIn("&lt;!--乙--&gt;", second.contents)
        self.assertIn("请打开页面查看", second.contents)
        self.assertNotIn("（空）", second.contents)
        self.assertIn("<!--甲-->", self.form().fields_model)
        self.save_over(second, "form.button.save")
        self.assertIn("<!--乙-->", self.form().fields_model)
        # Whoever goes on in the page that has saved writes over nobody.
        self.save(first, "form.button.save")
        self.assertIn('id="changed-meanwhile"', first.contents)

    def test_an_action(self):
        path = f"{self.FORM}/actions/register_case"

        def title():
            return get_actions(self.form())["register_case"].title

        self.check(path, "form.widgets.title", title, "登记（甲）", "登记（乙）")

    def test_the_form_itself(self):
        self.check(
            f"{self.FORM}/edit", TITLE, lambda: self.form().title, "网办甲", "网办乙"
        )

    def test_defaults_in_the_list_of_questions(self):
        path, field = f"{self.FORM}/fields", "form.widgets.bank_name"
        first, second = self.open(path), self.open(path)
        first.getControl(name=field).value = "甲"
        self.save(first)
        self.assertEqual("甲", get_schema(self.form())["bank_name"].default)
        second.getControl(name=field).value = "乙"
        self.save(second)
        self.assert_refused(second)
        self.assertEqual("乙", second.getControl(name=field).value)
        self.assertEqual("甲", get_schema(self.form())["bank_name"].default)
        self.save_over(second)
        self.assertEqual("乙", get_schema(self.form())["bank_name"].default)

    def test_a_question_that_was_added_meanwhile_is_no_change(self):
        path = f"{self.FORM}/fields"
        browser = self.open(path)
        form = self.form()
        extra = (
            '<field name="more" type="zope.schema.TextLine"><title>x</title></field>'
        )
        form.fields_model = form.fields_model.replace("</schema>", f"{extra}</schema>")
        modified(form)
        transaction.commit()
        self.save(browser)
        self.assertNotIn('id="changed-meanwhile"', browser.contents)
        self.assertIn("more", get_schema(self.form()))

    def test_which_actions_are_carried_out(self):
        form = api.content.create(self.portal, "EasyForm", "contact", title="留言")
        transaction.commit()
        first, second = self.open("contact/actions"), self.open("contact/actions")
        control = "form.widgets.mailer:list"
        before = get_actions(form)["mailer"].required
        first.getControl(name=control).controls[0].selected = not before
        self.save(first)
        self.assertNotEqual(before, get_actions(form)["mailer"].required)
        self.save(second)
        self.assert_refused(second)
        self.assertNotEqual(before, get_actions(form)["mailer"].required)
        self.save_over(second)
        self.assertEqual(before, get_actions(form)["mailer"].required)


class TestSettings(TwoEditors):
    """Control panels."""

    def check_panel(self, panel, field, record, theirs, mine):
        def value():
            return api.portal.get_registry_record(record)

        self.check(f"@@onewindow-{panel}", f"form.widgets.{field}", value, theirs, mine)

    def test_the_portal(self):
        record = "onewindow_policy.portal.hotline"
        self.check_panel("portal", "hotline", record, "12366", "96345")

    def test_the_notice(self):
        record = "onewindow_policy.notice.handler"
        self.check_panel("collection-notice", "handler", record, "甲局", "乙局")

    def test_accounts(self):
        record = "onewindow_policy.sessions.idle_minutes"

        def value():
            return str(api.portal.get_registry_record(record))

        self.check(
            "@@onewindow-accounts", "form.widgets.idle_minutes", value, "45", "50"
        )

    def test_stock_settings(self):
        record = "plone.twitter_username"

        def value():
            return api.portal.get_registry_record(record)

        field = "form.widgets.twitter_username"
        self.check("@@social-controlpanel", field, value, "jia", "yi")

    def change(self, name, row):
        record = f"onewindow_policy.{name}"
        rows = api.portal.get_registry_record(record)
        api.portal.set_registry_record(record, [*rows, row])
        transaction.commit()

    def test_code_lists(self):
        browser = self.open("@@onewindow-code-lists/life_events")
        row = {"code": "xin", "title": "新"}
        # Another list is another thing.
        self.change("vocabularies.audiences", row)
        self.save(browser)
        self.assertIn("更改已经保存", browser.contents)
        self.change("vocabularies.life_events", {"code": "xin", "title": "新事件"})
        self.save(browser)
        self.assert_refused(browser)
        rows = api.portal.get_registry_record(
            "onewindow_policy.vocabularies.life_events"
        )
        self.assertEqual("xin", rows[-1]["code"])
        self.save_over(browser)
        self.assertNotIn('id="changed-meanwhile"', browser.contents)

    def test_working_days(self):
        browser = self.open("@@onewindow-working-days")
        row = {"day": "2031-01-02", "is_working": True, "note": ""}
        self.change("working_days.exceptions", row)
        self.save(browser)
        self.assert_refused(browser)
        rows = api.portal.get_registry_record(
            "onewindow_policy.working_days.exceptions"
        )
        self.assertEqual("2031-01-02", rows[-1]["day"])

    def test_words_of_the_search(self):
        browser = self.open("@@onewindow-search")
        record = "onewindow_policy.search.synonyms"
        api.portal.set_registry_record(record, ["老人、长者"])
        transaction.commit()
        browser.getControl(name="synonyms").value = "老人、老年人"
        self.save(browser, "save")
        self.assert_refused(browser, "老人、老年人")
        self.assertEqual(["老人、长者"], api.portal.get_registry_record(record))
        self.save_over(browser, "save")
        self.assertEqual(["老人、老年人"], api.portal.get_registry_record(record))


class TestPrograms(LoggedIn, TwoEditors):
    """REST: who says what was read writes over nothing else."""

    def patch(self, title, cookie, **headers):
        testapp = Browser(self.layer["app"]).testapp
        headers |= {"Accept": "application/json", "Cookie": cookie}
        answer = testapp.patch_json(
            "/plone/news/n", {"title": title}, headers=headers, expect_errors=True
        )
        transaction.begin()
        return answer

    def test_a_write_over_what_was_not_read(self):
        news = api.content.create(self.portal["news"], "News Item", "n", title="记录")
        transaction.commit()
        cookie = cookie_for(MANAGER)
        tag = self.send("GET", "news/n", cookie=cookie).headers["ETag"]
        self.assertEqual(204, self.patch("甲", cookie).status_int)
        answer = self.patch("乙", cookie, **{"If-Match": tag})
        self.assertEqual(412, answer.status_int, answer.text)
        self.assertEqual("StaleWrite", answer.json["type"])
        self.assertIn("什么都没有改", answer.json["message"])
        self.assertIn("If-Match", answer.json["message"])
        self.assertEqual("甲", news.title)
        tag = self.send("GET", "news/n", cookie=cookie).headers["ETag"]
        answer = self.patch("乙", cookie, **{"If-Match": f'"other", {tag}'})
        self.assertEqual(204, answer.status_int, answer.text)
        self.assertEqual("乙", news.title)
        # The answer to a change tells the new state.
        answer = self.patch("丙", cookie, **{"If-Match": answer.headers["ETag"]})
        self.assertEqual(204, answer.status_int, answer.text)
        self.assertEqual(204, self.patch("丁", cookie, **{"If-Match": "*"}).status_int)

    def test_steps_of_the_workflow_are_writes_too(self):
        api.content.create(self.portal["news"], "News Item", "n", title="记录")
        transaction.commit()
        answer = Browser(self.layer["app"]).testapp.post_json(
            "/plone/news/n/@workflow/submit",
            {},
            headers={
                "Accept": "application/json",
                "Cookie": cookie_for(MANAGER),
                "If-Match": '"old"',
            },
            expect_errors=True,
        )
        self.assertEqual(412, answer.status_int, answer.text)
        transaction.begin()
        self.assertEqual("draft", api.content.get_state(self.portal["news"]["n"]))

    def test_visitors_are_told_no_state(self):
        answer = self.send("GET", "catalogue/sq-ll-001")
        self.assertEqual(200, answer.status_int)
        tag = etag_of(self.portal["catalogue"]["sq-ll-001"])
        self.assertNotEqual(tag, answer.headers.get("ETag"))
