"""A city edits its code lists without code."""

from onewindow_policy.testing import FUNCTIONAL_TESTING
from onewindow_policy.testing.tickets import log_in
from onewindow_policy.vocabularies.api import code_list
from onewindow_policy.vocabularies.api import PREFIX
from onewindow_policy.vocabularies.api import replace_code_list
from onewindow_policy.vocabularies.browser.controlpanel import LISTS
from plone import api
from plone.testing.zope import Browser
from zope.component import getUtility
from zope.globalrequest import setRequest
from zope.schema.interfaces import IVocabularyFactory

import lxml.html
import transaction
import unittest


class TestCodeLists(unittest.TestCase):
    layer = FUNCTIONAL_TESTING

    def setUp(self):
        self.portal = self.layer["portal"]

    def open(self, path=""):
        browser = Browser(self.layer["app"])
        browser.raiseHttpErrors = False
        log_in(browser)
        browser.open(f"{self.portal.absolute_url()}/@@onewindow-code-lists{path}")
        return browser

    def test_overview_says_of_each_list_what_there_is_and_who_has_it(self):
        browser = self.open()
        page = lxml.html.fromstring(browser.contents)
        self.assertEqual("代码表", page.findtext(".//h1"))
        rows = page.xpath("//table[@id='code-lists']/tbody/tr")
        self.assertEqual(len(LISTS), len(rows))
        cells = {
            row.findtext("th/a"): [cell.text_content().strip() for cell in row[1:]]
            for row in rows
        }
        count = str(len(code_list("law_types")))
        self.assertEqual([count, "办事指南：办理依据"], cells["依据类型"])
        self.assertEqual("没有", cells["差评标签"][1])
        browser.getLink("依据类型").click()
        self.assertEqual(
            "依据类型", lxml.html.fromstring(browser.contents).findtext(".//h1")
        )
        browser.getLink("全部代码表").click()
        self.assertIn('id="code-lists"', browser.contents)

    def test_a_list_is_edited_alone(self):
        browser = self.open("/day_types")
        self.assertIn("form.widgets.day_types.0.widgets.title", browser.contents)
        self.assertNotIn("form.widgets.categories", browser.contents)
        for path in ("/nothing", "/satisfaction_note", "/categories/day_types"):
            with self.subTest(path=path):
                self.assertIn("404", self.open(path).headers["status"])

    def test_the_note_is_edited_with_the_levels_it_is_about(self):
        browser = self.open("/satisfaction_levels")
        browser.getControl(name="form.widgets.satisfaction_note").value = "说明"
        browser.getControl(name="form.buttons.save").click()
        transaction.begin()
        self.assertEqual(
            "说明", api.portal.get_registry_record(f"{PREFIX}.satisfaction_note")
        )

    def test_control_panel_saves_a_changed_name(self):
        browser = self.open("/categories")
        name = "form.widgets.categories.0.widgets.title"
        self.assertEqual("民政", browser.getControl(name=name).value)
        browser.getControl(name=name).value = "民政事务"
        browser.getControl(name="form.buttons.save").click()
        transaction.begin()
        self.assertEqual("民政事务", code_list("categories")["MZ"].title)
        self.assertEqual("民政局", code_list("categories")["MZ"].department)
        self.assertEqual("老", code_list("life_events")["养老"].glyph)

    def test_replacing_a_list_keeps_what_the_new_one_does_not_say(self):
        self.assertTrue(
            replace_code_list("life_events", [{"code": "养老", "title": "养老服务"}])
        )
        term = code_list("life_events")["养老"]
        self.assertEqual(
            ("养老服务", "老", "Ageing"), (term.title, term.glyph, term.title_en)
        )
        self.assertFalse(
            replace_code_list("life_events", [{"code": "养老", "title": "养老服务"}])
        )

    def test_vocabulary_follows_the_registry(self):
        replace_code_list("audiences", [{"code": "网约配送员", "title": "网约配送员"}])
        factory = getUtility(
            IVocabularyFactory, name="onewindow_policy.vocabularies.audiences"
        )
        terms = list(factory(self.portal))
        self.assertEqual(["网约配送员"], [term.value for term in terms])
        self.assertTrue(terms[0].token.isascii())

    def test_vocabulary_speaks_the_language_of_the_page(self):
        request = self.layer["request"]
        factory = getUtility(
            IVocabularyFactory, name="onewindow_policy.vocabularies.life_events"
        )
        titles = {}
        for language in ("zh-cn", "en"):
            request.set("LANGUAGE", language)
            setRequest(request)
            titles[language] = factory(self.portal).getTerm("养老").title
        self.assertEqual({"zh-cn": "养老", "en": "Ageing"}, titles)
