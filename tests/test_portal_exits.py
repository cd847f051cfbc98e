"""Wherever an address can be written: the public face says first that it leads away.

The places are those that docs/editors.md lists.
"""

from lxml import html
from onewindow_policy.portal.interfaces import SETTINGS_PREFIX
from onewindow_policy.testing import SAMPLE_FUNCTIONAL_TESTING
from onewindow_policy.testing.tickets import log_in
from onewindow_policy.testing.tickets import MANAGER
from plone import api
from plone.app.testing import login
from plone.app.testing import SITE_OWNER_NAME
from plone.app.textfield.value import RichTextValue
from plone.testing.zope import Browser
from test_security_access import ACCOUNTS
from urllib.parse import parse_qs
from urllib.parse import urljoin
from urllib.parse import urlsplit

import transaction
import unittest

AWAY = "https://www.example.com/a?b=1&c=2"
TEXT = '<p><a href="https://www.example.com/a?b=1&amp;c=2">去看看</a></p>'

FORM_MODEL = """<model xmlns="http://namespaces.plone.org/supermodel/schema">
  <schema>
    <field name="note" type="zope.schema.TextLine">
      <title>备注</title><required>False</required>
    </field>
    {field}
  </schema>
</model>"""

RICH_LABEL = f"""<field name="hint" type="collective.easyform.fields.RichLabel">
  <title>说明</title><required>False</required>
  <rich_label>{TEXT.replace("&", "&amp;").replace("<", "&lt;")}</rich_label>
</field>"""


def rich(text=TEXT):
    return RichTextValue(text, "text/html", "text/x-html-safe")


class TestExits(unittest.TestCase):
    layer = SAMPLE_FUNCTIONAL_TESTING
    maxDiff = None

    def setUp(self):
        self.portal = self.layer["portal"]
        self.url = self.portal.absolute_url()
        self.host = urlsplit(self.url).netloc
        login(self.layer["app"], SITE_OWNER_NAME)
        self.browser = self.browser_of(None)

    def browser_of(self, person):
        browser = Browser(self.layer["app"])
        browser.raiseHttpErrors = False
        browser.followRedirects = False
        browser.addHeader("Accept", "text/html")
        if person:
            log_in(browser, ACCOUNTS[person])
        return browser

    def publish(self, container, portal_type, name, **values):
        content = api.content.create(
            container=container, type=portal_type, id=name, title="外面", **values
        )
        api.content.transition(content, to_state="published")
        return content

    def links(self, path, browser=None):
        browser = browser or self.browser
        transaction.commit()
        browser.open(f"{self.url}/{path}")
        root = html.fromstring(browser.contents)
        return [
            urljoin(browser.url, url) for url in root.xpath("//a/@href|//area/@href")
        ]

    def assert_noticed(self, path, browser=None, away=AWAY):
        """Assert that a page leads to `away` by way of the notice, and nowhere else out."""
        links = self.links(path, browser)
        ways = [url for url in links if "/@@leaving?" in url]
        self.assertEqual(
            [away], [parse_qs(urlsplit(url).query)["to"][0] for url in ways]
        )
        for url in links:
            parts = urlsplit(url)
            if parts.scheme in ("http", "https") and not parts.netloc.endswith(
                ".gov.cn"
            ):
                self.assertEqual(self.host, parts.netloc, url)
        self.browser.open(ways[0])
        self.assertTrue(self.browser.headers["status"].startswith("200"))

    def test_texts_of_pages_and_news_say_so(self):
        self.portal.news.n001.text = rich()
        self.publish(self.portal, "Document", "page", text=rich())
        for path in ("news/n001", "page"):
            with self.subTest(path=path):
                self.assert_noticed(path)

    def test_area_of_a_picture_says_so(self):
        area = f'<map name="m"><area href="{AWAY.replace("&", "&amp;")}" /></map>'
        self.publish(self.portal, "Document", "page", text=rich(area))
        self.assert_noticed("page")

    def test_address_with_backslashes_says_so(self):
        text = rich('<p><a href="/\\www.example.com/x">去看看</a></p>')
        self.publish(self.portal, "Document", "page", text=text)
        self.assert_noticed("page", away="https://www.example.com/x")

    def test_event_says_so_in_its_text_and_of_its_website(self):
        event = self.publish(self.portal, "Event", "event", event_url=AWAY)
        self.assert_noticed("event")
        event.event_url, event.text = None, rich()
        self.assert_noticed("event")

    def test_link_leads_to_the_notice_and_not_away(self):
        self.publish(self.portal, "Link", "link", remoteUrl=AWAY)
        transaction.commit()
        for person in (None, "window-staff"):
            browser = self.browser_of(person)
            browser.open(f"{self.url}/link")
            self.assertEqual("302 Found", browser.headers["status"])
            way = browser.headers["location"]
            self.assertTrue(way.startswith(f"{self.url}/@@leaving?to="), way)
            browser.open(way)
            self.assertEqual("200 OK", browser.headers["status"])

    def test_link_into_the_portal_to_an_authority_or_a_listed_host_leads_there(self):
        api.portal.set_registry_record(
            f"{SETTINGS_PREFIX}.direct_hosts", ["www.listed.example"]
        )
        link = self.publish(self.portal, "Link", "link")
        for address in (
            "https://www.gov.cn/zhengce/",
            "https://www.listed.example/",
            f"{self.url}/samples",
        ):
            link.remoteUrl = address
            transaction.commit()
            self.browser.open(f"{self.url}/link")
            self.assertEqual(address, self.browser.headers["location"])

    def test_link_that_is_only_shown_leads_to_the_notice(self):
        api.portal.set_registry_record("plone.redirect_links", False)
        self.publish(self.portal, "Link", "link", remoteUrl=AWAY)
        self.assert_noticed("link")

    def test_editor_of_a_link_is_told_the_address_and_led_to_the_notice(self):
        # In the navigation, whose link it is sees the link itself.
        login(self.portal, MANAGER)
        self.publish(self.portal, "Link", "link", remoteUrl=AWAY)
        browser = self.browser_of("administrator")
        links = self.links("link", browser)
        self.assertIn(AWAY.replace("&", "&amp;"), browser.contents)
        self.assertNotIn(AWAY, links)

    def test_lists_lead_to_the_link_and_not_away(self):
        folder = self.publish(self.portal, "Folder", "links")
        self.publish(folder, "Link", "link", remoteUrl=AWAY)
        for layout in ("listing_view", "summary_view", "tabular_view"):
            folder.setLayout(layout)
            links = self.links("links")
            with self.subTest(layout=layout):
                self.assertTrue([url for url in links if "/links/link" in url])
                self.assertEqual([], [url for url in links if "example.com" in url])
        folder.setLayout("full_view")
        self.assert_noticed("links")

    def test_form_says_so_above_below_among_its_questions_and_in_its_thanks(self):
        form = self.publish(self.portal.forms, "EasyForm", "ask")
        for name in ("formPrologue", "formEpilogue"):
            form.fields_model = FORM_MODEL.format(field="")
            setattr(form, name, rich())
            with self.subTest(name=name):
                self.assert_noticed("forms/ask")
            setattr(form, name, None)
        form.fields_model = FORM_MODEL.format(field=RICH_LABEL)
        self.assert_noticed("forms/ask")
        form.fields_model = FORM_MODEL.format(field="")
        form.actions_model = FORM_MODEL.format(field="").partition("<schema>")[0]
        form.actions_model += "<schema /></model>"
        form.thanksPrologue = rich()
        transaction.commit()
        self.browser.open(f"{self.url}/forms/ask")
        self.browser.getControl(name="form.buttons.submit").click()
        self.assertIn(
            "/@@leaving?to=https%3A%2F%2Fwww.example.com", self.browser.contents
        )
        self.assertNotIn('href="https://www.example.com', self.browser.contents)

    def test_profile_of_a_colleague_leads_nowhere(self):
        api.user.get("editor").setMemberProperties({"home_page": AWAY})
        transaction.commit()
        browser = self.browser_of("window-staff")
        browser.raiseHttpErrors = False
        browser.open(f"{self.portal.absolute_url()}/author/editor")
        self.assertTrue(browser.headers["status"].startswith("404"))
        self.assertNotIn("example.com", browser.contents)

    def test_foot_of_the_page_says_so_also_where_something_went_wrong(self):
        for name in ("police_url", "find_errors_url"):
            api.portal.set_registry_record(
                f"{SETTINGS_PREFIX}.police_number", "某公网安备"
            )
            api.portal.set_registry_record(f"{SETTINGS_PREFIX}.{name}", AWAY)
            for path in ("", "catalogue/sq-ll-001", "@@find", "nothing", "@@leaving"):
                with self.subTest(name=name, path=path):
                    self.assert_noticed(path)
            self.portal.portal_registry[f"{SETTINGS_PREFIX}.{name}"] = None

    def test_notice_itself_leads_out(self):
        self.portal.news.n001.text = rich()
        way = next(url for url in self.links("news/n001") if "@@leaving" in url)
        self.browser.open(way)
        self.assertIn(f'href="{AWAY.replace("&", "&amp;")}"', self.browser.contents)
