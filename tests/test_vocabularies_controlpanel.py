"""A city edits its code lists without code."""

from onewindow_policy.testing import FUNCTIONAL_TESTING
from onewindow_policy.testing.tickets import log_in
from onewindow_policy.vocabularies.api import code_list
from onewindow_policy.vocabularies.api import replace_code_list
from plone.testing.zope import Browser
from zope.component import getUtility
from zope.globalrequest import setRequest
from zope.schema.interfaces import IVocabularyFactory

import transaction
import unittest


class TestCodeLists(unittest.TestCase):
    layer = FUNCTIONAL_TESTING

    def setUp(self):
        self.portal = self.layer["portal"]

    def test_control_panel_saves_a_changed_name(self):
        browser = Browser(self.layer["app"])
        log_in(browser)
        browser.open(f"{self.portal.absolute_url()}/@@onewindow-code-lists")
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
