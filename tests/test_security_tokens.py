"""The token against forged requests: in every form that is posted, in no address.

The walk goes over the pages that docs/access.md lists, and over what Plone's editing
interface has beside them.
"""

from lxml import html
from onewindow_policy.testing import SAMPLE_FUNCTIONAL_TESTING
from onewindow_policy.testing.tickets import log_in
from onewindow_policy.web.tokens import is_posted
from onewindow_policy.web.tokens import TokensOfPostedForms
from plone import api
from plone.app.testing import login
from plone.app.testing import SITE_OWNER_NAME
from plone.testing.zope import Browser
from test_journeys import JourneyTestCase
from test_security_access import ACCOUNTS
from test_security_access import build_hidden_content
from test_security_access import leave_suggestion_of_table
from test_security_access import MAY
from test_security_access import read_table
from test_security_headers import PUBLIC_PAGES
from unittest import mock
from urllib.parse import quote
from urllib.parse import urlsplit

import transaction
import unittest

TOKEN = "_authenticator"

#: Those who see the desks, and the editing interface.
PEOPLE = ("window-staff", "supervisor", "administrator")

#: Pages of Plone's editing interface with forms, beside those of docs/access.md.
EDITING_PAGES = (
    *("folder_contents", "catalogue/folder_contents", "++add++Link", "news/edit"),
    *("catalogue/sq-ll-001/delete_confirmation", "catalogue/sq-ll-001/object_rename"),
    *("catalogue/sq-ll-001/@@historyview", "catalogue/sq-ll-001/@@manage-portlets"),
    *("catalogue/sq-ll-001/@@manage-content-rules", "forms/suggest/fields"),
    *(
        "catalogue/sq-ll-001/@@publication",
        "catalogue/sq-ll-001/@@manage-aliases",
    ),
    *(
        "@@user-information?userid=editor",
        "@@personal-preferences",
        "@@change-password",
    ),
    *("@@manage-viewlets", "dexterity-types/ServiceItem/@@fields"),
    *("@@error-log-form", "portal_registry", "@@theming-controlpanel"),
    *("@@site-controlpanel", "@@redirection-controlpanel", "@@rules-controlpanel"),
    *("@@dexterity-types", "@@caching-controlpanel", "@@resourceregistry-controlpanel"),
)

#: What the walk must have come by: pieces of the addresses that forms ask for by GET.
SEEN_BY_GET = (
    *("@@find", "@@desk", "@@suggestions", "/catalogue", "/communities"),
    *("@@error-log-update", "portal_registry"),
)


def has_token(form) -> bool:
    return bool(form.xpath(f'.//*[@name="{TOKEN}"]'))


class TestTokens(unittest.TestCase):
    layer = SAMPLE_FUNCTIONAL_TESTING
    maxDiff = None

    def setUp(self):
        self.portal = self.layer["portal"]
        self.url = self.portal.absolute_url()
        login(self.layer["app"], SITE_OWNER_NAME)
        build_hidden_content(self.portal)
        transaction.commit()

    def browser_of(self, person):
        browser = Browser(self.layer["app"])
        browser.raiseHttpErrors = False
        browser.addHeader("Accept", "text/html")
        if user_id := ACCOUNTS[person]:
            log_in(browser, user_id)
        return browser

    def page(self, browser, path):
        """Return a page, None for what is no page."""
        browser.open(f"{self.url}/{quote(path, safe='/?&=@+')}")
        if "text/html" not in browser.headers.get("Content-Type", ""):
            return None
        return html.fromstring(browser.contents)

    def test_every_posted_form_has_the_token_and_no_other_form_has(self):
        leave_suggestion_of_table()
        transaction.commit()
        wrong, posted, asked = [], 0, set()
        for person in PEOPLE:
            browser = self.browser_of(person)
            paths = [
                path.lstrip("/")
                for method, path, cells in read_table()
                if method == "GET" and cells[person] == MAY
            ]
            paths += EDITING_PAGES if person == "administrator" else PUBLIC_PAGES
            for path in paths:
                page = self.page(browser, path)
                for form in [] if page is None else page.iter("form"):
                    if is_posted(form) != has_token(form):
                        wrong.append((person, path, form.get("action")))
                    if is_posted(form):
                        posted += 1
                    else:
                        asked.add(form.get("action") or browser.url)
        self.assertEqual([], wrong)
        self.assertGreater(posted, 100)
        for piece in SEEN_BY_GET:
            self.assertTrue([url for url in asked if piece in url], piece)

    def test_search_of_somebody_logged_in_leaves_no_token_in_the_address(self):
        browser = self.browser_of("window-staff")
        browser.open(self.url)
        browser.getControl(name="q").value = "津贴"
        browser.getForm(action="@@find").submit()
        self.assertEqual("200 OK", browser.headers["status"])
        self.assertTrue(urlsplit(browser.url).query.startswith("q="), browser.url)
        self.assertNotIn(TOKEN, browser.url)

    def test_links_of_the_toolbar_that_only_lead_somewhere_have_no_token(self):
        browser = self.browser_of("administrator")
        page = self.page(browser, "catalogue/sq-xx-901")
        links = page.xpath('//*[@id="edit-zone"]//a/@href')
        reading = ("/edit", "/@@sharing", "/@@historyview", "/folder_contents")
        writing = ("/object_cut", "/object_copy")
        own = (self.portal.catalogue["sq-xx-901"].absolute_url(),)
        for piece in (
            *reading,
            "/@@publication?transition=submit",
            "/folder_factories",
        ):
            found = [link for link in links if piece in link]
            self.assertTrue(found, piece)
            self.assertEqual([], [link for link in found if TOKEN in link])
        self.assertTrue([link for link in links if link in own])
        for piece in writing:
            found = [link for link in links if piece in link]
            self.assertTrue(found, piece)
            self.assertEqual([], [link for link in found if TOKEN not in link])

    def test_page_that_asks_whether_a_change_was_meant_has_the_token_it_needs(self):
        browser = self.browser_of("administrator")
        folder = api.content.create(self.portal, "Folder", "party", "党建")
        transaction.commit()
        browser.open(
            f"{folder.absolute_url()}/selectViewTemplate?templateId=news_listing"
        )
        transaction.begin()
        self.assertEqual("listing_view", folder.getLayout())
        self.assertIn("@@confirm-action", browser.url)
        browser.getControl(name="form.button.confirm").click()
        transaction.begin()
        self.assertEqual("news_listing", folder.getLayout())

    def test_control_panels_ask_nothing_of_who_only_looks_at_them(self):
        browser = self.browser_of("administrator")
        overview = self.page(browser, "@@overview-controlpanel")
        panels = {
            link.split("?")[0]
            for link in overview.xpath("//main//a/@href")
            if link.startswith(f"{self.url}/")
        } | {f"{self.url}/@@usergroup-groupprefs"}
        self.assertIn(f"{self.url}/@@usergroup-userprefs", panels)
        self.assertGreater(len(panels), 20)
        for url in sorted(panels):
            with self.subTest(panel=url):
                browser.open(url)
                self.assertNotIn("confirm-action", browser.url)

    def test_pages_of_visitors_are_not_taken_apart(self):
        parsed = []
        original = TokensOfPostedForms.parseTree

        def spy(transform, result, encoding):
            parsed.append(transform.request.URL)
            return original(transform, result, encoding)

        with mock.patch.object(TokensOfPostedForms, "parseTree", spy):
            browser = self.browser_of("anonymous")
            for path in PUBLIC_PAGES:
                self.page(browser, path)
            self.assertEqual([], parsed)
            self.page(self.browser_of("window-staff"), "")
        self.assertTrue(parsed)

    def test_form_that_a_button_posts_is_a_posted_one(self):
        for markup, expected in (
            ("<form></form>", False),
            ('<form method="GET"></form>', False),
            ('<form method=" Post "></form>', True),
            ('<form><button formmethod="post">x</button></form>', True),
        ):
            with self.subTest(markup=markup):
                self.assertIs(expected, is_posted(html.fromstring(markup)))


class TestTokensInABrowser(JourneyTestCase):
    """What Plone's scripts send has the token still."""

    def test_reviewer_copies_a_page_in_the_list_of_contents(self):
        page = self.visit("news", login="reviewer")
        page.click("#contentview-folderContents a")
        page.locator("tr.itemRow input[type=checkbox]").first.check()
        with page.expect_response(
            lambda response: "fc-copy" in response.url
        ) as waiting:
            page.click("#btn-copy")
        self.assertEqual("success", waiting.value.json()["status"])
        self.assertTrue(page.url.endswith("/folder_contents"), page.url)
