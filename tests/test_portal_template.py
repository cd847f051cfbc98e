"""Who gets which main template, and what every public page has around it."""

from lxml import etree
from lxml import html
from onewindow_policy.interfaces import IOneWindowLayer
from onewindow_policy.sites.accounts import sample_password
from onewindow_policy.testing import SAMPLE_FUNCTIONAL_TESTING
from onewindow_policy.testing import SAMPLE_INTEGRATION_TESTING
from onewindow_policy.testing.tickets import log_in
from pathlib import Path
from plone import api
from plone.app.testing import login
from plone.app.testing import logout
from plone.app.testing import setRoles
from plone.app.testing import SITE_OWNER_NAME
from plone.app.testing import TEST_USER_ID
from plone.testing.zope import Browser
from Products.CMFPlone.browser import main_template as stock
from Products.Five import BrowserView
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from Products.statusmessages.interfaces import IStatusMessage
from unittest import mock
from urllib.parse import quote
from zope.component import getMultiAdapter
from zope.interface import alsoProvides

import gzip
import re
import tempfile
import transaction
import unittest

STOCK_TEMPLATE = Path(stock.__file__).parent / "templates" / "main_template.pt"

COMMUNITY = "communities/990102/990102001/990102001001"


class TestChoice(unittest.TestCase):
    layer = SAMPLE_INTEGRATION_TESTING

    def setUp(self):
        self.portal = self.layer["portal"]
        self.request = self.layer["request"]
        alsoProvides(self.request, IOneWindowLayer)

    def view(self, context=None):
        return getMultiAdapter(
            (context or self.portal, self.request), name="main_template"
        )

    def is_public(self, context=None):
        view = self.view(context)
        self.assertNotEqual(view.public_template.filename, view.main_template.filename)
        return view.template.filename == view.public_template.filename

    def test_anonymous_visitors_get_the_public_template(self):
        logout()
        self.assertTrue(self.is_public())

    def test_staff_who_do_not_edit_get_the_public_template(self):
        for role in (
            *("Window Staff", "Grid Worker", "Department Officer", "Supervisor"),
            *("Coordinator", "Personnel", "Auditor", "Archivist"),
        ):
            with self.subTest(role=role):
                setRoles(self.portal, TEST_USER_ID, ["Member", role])
                self.assertTrue(self.is_public())

    def test_editors_get_the_stock_template(self):
        for role in ("Editor", "Reviewer", "Contributor", "Site Administrator"):
            with self.subTest(role=role):
                setRoles(self.portal, TEST_USER_ID, ["Member", role])
                self.assertFalse(self.is_public())

    def test_editors_of_one_place_get_the_stock_template_there_only(self):
        district = self.portal.communities["990102"]
        district.manage_setLocalRoles(TEST_USER_ID, ["Editor"])
        self.assertFalse(self.is_public(district))
        self.assertTrue(self.is_public(self.portal.communities["990103"]))

    def test_pages_loaded_by_scripts_get_the_public_template_too(self):
        logout()
        self.request.form["ajax_load"] = "1"
        self.assertTrue(self.is_public())

    def test_public_template_turns_the_theme_off_and_the_stock_one_does_not(self):
        setRoles(self.portal, TEST_USER_ID, ["Editor"])
        self.assertIsNotNone(self.view().macros)
        self.assertIsNone(self.request.response.getHeader("X-Theme-Disabled"))
        logout()
        self.assertIsNotNone(self.view().macros)
        self.assertEqual("1", self.request.response.getHeader("X-Theme-Disabled"))


class TestSlots(unittest.TestCase):
    layer = SAMPLE_INTEGRATION_TESTING

    def setUp(self):
        self.portal = self.layer["portal"]
        self.request = self.layer["request"]
        alsoProvides(self.request, IOneWindowLayer)
        logout()

    def render(self, source, view_class=BrowserView):
        """Return the page of a view with `source` as its template."""
        with tempfile.NamedTemporaryFile("w", suffix=".pt", encoding="utf-8") as file:
            file.write(source)
            file.flush()
            view = view_class(self.portal, self.request)
            return ViewPageTemplateFile(file.name).__get__(view, view_class)()

    def stock_slots(self):
        slots = re.findall(r'define-slot="(\w[\w-]*)"', STOCK_TEMPLATE.read_text())
        self.assertGreater(len(slots), 12)
        return slots

    def test_what_fills_any_stock_slot_is_shown(self):
        for slot in self.stock_slots():
            with self.subTest(slot=slot):
                page = self.render(
                    '<html metal:use-macro="context/@@main_template/macros/master">'
                    f'<p metal:fill-slot="{slot}">filled {slot}</p></html>'
                )
                self.assertIn(f"filled {slot}", page)

    def test_what_is_waited_for_before_a_page_is_painted_comes_before_its_main_part(
        self,
    ):
        source = '<html metal:use-macro="context/@@main_template/macros/master"/>'
        page = html.fromstring(self.render(source))
        (link,) = page.cssselect("head link[rel=expect][blocking=render]")
        (awaited,) = page.cssselect(link.get("href"))
        self.assertNotEqual([], awaited.xpath("following-sibling::main"))
        # It is that page, and no other, whose part this is.
        self.assertEqual([], page.cssselect("base"))

    def test_all_stock_macros_are_there(self):
        ours = getMultiAdapter((self.portal, self.request), name="main_template")
        names = re.findall(r'define-macro="(\w+)"', STOCK_TEMPLATE.read_text())
        self.assertEqual(["master", "content"], names)
        for name in names:
            self.assertIsNotNone(ours.macros[name])

    def test_all_variables_of_the_stock_template_are_defined_in_its_slots(self):
        source = STOCK_TEMPLATE.read_text()
        definitions = re.findall(r'tal:define="(.*?)"', source, re.DOTALL)
        names = re.findall(r"(?:^|;)\s*(\w+) ", ";".join(definitions))
        self.assertIn("portal_state", names)
        self.assertIn("body_class", names)
        for name in set(names) - {"dummy"}:
            with self.subTest(name=name):
                # An undefined name would raise; a path would fall back to nothing.
                self.render(
                    '<html metal:use-macro="context/@@main_template/macros/master">'
                    f'<p metal:fill-slot="main" tal:content="python:repr({name})"/>'
                    "</html>"
                )

    def test_view_says_what_its_page_is_called(self):
        class View(BrowserView):
            page_title = "津贴"
            page_description = "按月发"
            canonical_url = "http://nohost/plone/one-address"
            breadcrumbs = (("上一级", "http://nohost/plone/above"), ("津贴", None))

        page = self.render(
            '<html metal:use-macro="context/@@main_template/macros/master"/>', View
        )
        site = api.portal.get_registry_record("plone.site_title")
        self.assertIn(f"<title>津贴 - {site}</title>", page)
        self.assertIn('<meta name="description" content="按月发" />', page)
        self.assertIn('rel="canonical" href="http://nohost/plone/one-address"', page)
        self.assertIn('<a href="http://nohost/plone/above">上一级</a>', page)
        self.assertRegex(page, r'<li aria-current="page">津贴</li>')

    def test_methods_of_stock_views_by_the_same_names_are_not_called(self):
        class View(BrowserView):
            def breadcrumbs(self, item):
                raise AssertionError

            def batch(self):
                raise AssertionError

        self.render(
            '<html metal:use-macro="context/@@main_template/macros/master"/>', View
        )

    def test_markup_in_titles_is_shown_and_not_run(self):
        class View(BrowserView):
            page_title = "<script>alert(1)</script>"
            breadcrumbs = (("<em>", 'x" onclick="y'), ("<i>", None))

        page = self.render(
            '<html metal:use-macro="context/@@main_template/macros/master"/>', View
        )
        self.assertIn("&lt;script&gt;alert(1)", page)
        for forbidden in ("<script>alert", "<em>", "<i>", 'onclick="y'):
            self.assertNotIn(forbidden, page)

    def test_status_message_is_shown_once_with_its_kind_in_words(self):
        IStatusMessage(self.request).add("办好了 <b>", type="error")
        source = '<html metal:use-macro="context/@@main_template/macros/master"/>'
        page = self.render(source)
        self.assertRegex(
            page, r'alert-danger"[^>]*role="alert"|role="alert"[^>]*alert-danger'
        )
        self.assertIn("办好了 &lt;b&gt;", page)
        self.assertRegex(page, r"<strong>\s*\w+")
        self.assertNotIn("办好了", self.render(source))


def inline_parts(contents: str) -> list[str]:
    """Return what a strict Content-Security-Policy would not let a page do."""
    page = html.fromstring(contents)
    found = [each.tag for each in page.cssselect("style, script:not([src])")]
    for element in page.iter(etree.Element):
        found += [
            name for name in element.attrib if name == "style" or name.startswith("on")
        ]
    return found


class TestInlineParts(unittest.TestCase):
    def test_each_kind_is_seen(self):
        page = (
            "<html><head><style>a{}</style><script>b()</script></head>"
            '<body><p style="color:red" onclick="c()">x</p>'
            '<script src="d.js"></script></body></html>'
        )
        self.assertEqual(["style", "script", "style", "onclick"], inline_parts(page))


class TestPublicPages(unittest.TestCase):
    layer = SAMPLE_FUNCTIONAL_TESTING

    def setUp(self):
        self.portal = self.layer["portal"]
        self.url = self.portal.absolute_url()
        self.browser = Browser(self.layer["app"])

    def open(self, path=""):
        self.browser.open(f"{self.url}/{quote(path, safe='/?&=@')}")
        return self.browser.contents

    def log_in(self, name):
        self.open("login")
        self.browser.getControl(name="__ac_name").value = name
        self.browser.getControl(name="__ac_password").value = sample_password(name)
        self.browser.getControl(name="buttons.login").click()

    def test_stock_pages_stand_in_the_public_face(self):
        for path in (
            "login",
            "@@login-help",
            "mail_password_form",
            "logged-out",
        ):
            with self.subTest(path=path):
                contents = self.open(path)
                self.assertIn('class="main-nav"', contents)
                self.assertNotIn("++plone++", contents)
                self.assertEqual("1", self.browser.headers["X-Theme-Disabled"])

    def test_easyform_stands_in_the_public_face_and_can_be_sent_without_scripts(self):
        login(self.layer["app"], SITE_OWNER_NAME)
        form = api.content.create(self.portal, "EasyForm", "opinion", "意见箱")
        self.portal.portal_workflow.doActionFor(form, "publish")
        transaction.commit()
        self.assertIn('class="main-nav"', self.open("opinion"))
        self.assertIn("<title>意见箱 - ", self.browser.contents)
        # The stock form wants an address for its mail; sent empty, it says what is missing.
        self.browser.getControl(name="form.buttons.submit").click()
        self.assertIn("invalid-feedback", self.browser.contents)

    def test_folder_and_document_stand_in_the_public_face(self):
        login(self.layer["app"], SITE_OWNER_NAME)
        folder = api.content.create(self.portal, "Folder", "about", "关于")
        document = api.content.create(folder, "Document", "us", "关于我们")
        for each in (folder, document):
            api.content.transition(each, "publish")
        transaction.commit()
        self.assertIn("关于我们", self.open("about"))
        contents = self.open("about/us")
        self.assertIn('class="prose"', contents)
        self.assertIn(f'<a href="{self.url}/about">关于</a>', contents)

    def test_our_pages_hold_nothing_inline(self):
        for path in (
            "",
            "catalogue?life_event=养老&district=990102",
            "catalogue/@@not-issued",
            "catalogue/@@not-issued/健在证明",
            "catalogue/sq-ll-001",
            "@@find?q=津贴",
            "news",
            "news/n002",
            "sitemap",
        ):
            with self.subTest(path=path):
                self.assertEqual([], inline_parts(self.open(path)))

    def test_every_page_says_that_the_city_is_fictional_with_its_notice(self):
        notice = self.portal.communities.notice
        for path in ("", "catalogue", "news/n002", "login", "@@find"):
            with self.subTest(path=path):
                contents = self.open(path)
                self.assertIn('class="demo-banner"', contents)
                self.assertIn(notice, contents)

    def test_real_city_has_no_such_notice(self):
        self.portal.communities.fictional = False
        transaction.commit()
        page = self.open()
        self.assertIn('class="masthead"', page)
        self.assertNotIn("demo-banner", page)
        self.assertNotIn(self.portal.communities.notice, self.browser.contents)

    def test_footer_names_the_civil_affairs_bureau_as_organiser(self):
        self.assertRegex(self.open(), r"主办：<span[^>]*>示例市民政局</span>")

    def test_navigation_marks_the_room_that_a_page_is_in(self):
        contents = self.open("news/n002")
        self.assertRegex(contents, rf'<a href="{self.url}/news"\s+aria-current="true"')
        self.assertEqual(1, contents.count('aria-current="true"'))

    def test_staff_see_their_name_and_the_way_out(self):
        self.log_in("window-staff")
        contents = self.open("catalogue")
        self.assertIn('class="main-nav"', contents)
        self.assertIn(f'href="{self.url}/@@work"', contents)
        self.assertIn(f'href="{self.url}/@@logout"', contents)
        self.assertNotIn(f'href="{self.url}/login"', contents)

    def test_visitors_see_the_way_in_for_staff(self):
        contents = self.open("catalogue")
        self.assertIn(f'href="{self.url}/login"', contents)
        self.assertNotIn("@@logout", contents)

    def test_address_of_the_style_sheet_changes_with_its_content(self):
        path = "onewindow_policy.portal.browser.frame.static_query"
        with mock.patch(path, lambda name: f"v=digest-of-{name}"):
            contents = self.open()
        self.assertIn("portal.css?v=digest-of-portal.css", contents)
        self.browser.open(re.search(r'stylesheet" href="([^"]+)"', contents)[1])
        self.assertIn("text/css", self.browser.headers["Content-Type"])

    def test_site_map_leads_to_services_places_and_news(self):
        contents = self.open("sitemap")
        for path in (
            "catalogue?life_event=",
            "catalogue?category=LL",
            "communities/990102/990102001",
            "news?category=notice",
            "samples",
        ):
            self.assertIn(f"{self.url}/{path}", contents)

    def test_search_engines_find_each_page_for_residents_once(self):
        robots = self.open("robots.txt")
        url = re.search(r"^Sitemap: (\S+)$", robots, re.M)[1]

        def addresses(url):
            self.browser.open(url)
            content = gzip.decompress(self.browser.contents)
            return etree.fromstring(content).xpath("//*[local-name()='loc']/text()")

        parts = addresses(url)
        found = [address for part in parts for address in addresses(part)]
        self.assertEqual(len(set(found)), len(found))
        for path in ("", "/catalogue/sq-ll-001", "/news/n001", f"/{COMMUNITY}/h001"):
            self.assertIn(f"{self.url}{path}", found)
        for path in ("/catalogue/sq-ll-001/guide", "/catalogue/sq-ll-001/apply"):
            self.assertNotIn(f"{self.url}{path}", found)

    def test_editors_keep_the_stock_site_map(self):
        log_in(self.browser)
        self.assertIn("portal-sitemap", self.open("sitemap"))
