"""What is not public is told by no address: no draft, nothing before or after its time.

The walk asks at such content for every view and service that is registered for it, and
for everything that its class publishes by name.
"""

from DateTime import DateTime
from onewindow_policy.testing import build_item
from onewindow_policy.testing import SAMPLE_FUNCTIONAL_TESTING
from onewindow_policy.testing.tickets import log_in
from onewindow_policy.testing.tickets import MANAGER
from onewindow_policy.web import openings
from plone.app.testing import login
from plone.app.testing import SITE_OWNER_NAME
from plone.testing.zope import Browser
from plone.uuid.interfaces import IUUID
from urllib.parse import quote
from zope.component import getSiteManager
from zope.interface import alsoProvides
from zope.interface import Interface
from zope.interface import providedBy

import json
import transaction
import unittest

SECRET = "绝密标题"

HIDDEN = {
    "draft": "sq-xx-901",
    "expired": "sq-xx-903",
    "embargoed": "sq-xx-904",
}

#: Zope's conversions of inputs, as a way to ask for more.
INACTIVE = "show_inactive=1&show_inactive:boolean=1&show_inactive:int=1"


class OpeningsCase(unittest.TestCase):
    layer = SAMPLE_FUNCTIONAL_TESTING

    def setUp(self):
        self.portal = self.layer["portal"]
        login(self.layer["app"], SITE_OWNER_NAME)
        for state, name in HIDDEN.items():
            item = build_item(self.portal, name.upper())
            contents = (item["blank-1"], item["guide"], item)
            for content in contents if state != "draft" else ():
                self.portal.portal_workflow.doActionFor(content, "publish")
            for content in contents:
                content.title = content.description = SECRET
            if state == "expired":
                item.expiration_date = DateTime("2020-01-01T00:00:00Z")
            if state == "embargoed":
                item.effective_date = DateTime("2090-01-01T00:00:00Z")
            for content in contents:
                content.reindexObject()
        transaction.commit()
        self.url = self.portal.absolute_url()

    def browser(self, accept="text/html", person=None):
        browser = Browser(self.layer["app"])
        browser.raiseHttpErrors = False
        browser.followRedirects = False
        browser.addHeader("Accept", accept)
        if person:
            log_in(browser, person)
        return browser

    def ask(self, browser, path):
        """Return the status, and what was answered, headers and all."""
        browser.open(f"{self.url}/{quote(path, safe='/?&=@+:%')}")
        status = int(browser.headers["status"].split()[0])
        return status, f"{browser.headers}{browser.contents}"

    def names(self, content):
        """Return what there is to ask of content: views, services, what it publishes."""
        request = self.layer["request"]
        alsoProvides(request, openings.IOneWindowLayer)
        found = getSiteManager().adapters.lookupAll(
            [providedBy(content), providedBy(request)], Interface
        )
        views = {f"@@{name}" for name, _factory in found if name}
        published = {
            name
            for name in dir(type(content))
            if not name.startswith("_")
            and getattr(getattr(type(content), name, None), "__doc__", None)
        }
        return sorted(views), sorted(published)


class TestHidden(OpeningsCase):
    def test_nothing_that_can_be_asked_of_it_tells_a_title(self):
        self.assertEqual(404, self.ask(self.browser(), "catalogue/nothing")[0])
        draft = self.portal.catalogue[HIDDEN["draft"]]
        views, published = self.names(draft)
        self.assertIn("@@title", views)
        self.assertIn("acquire", published)
        told, tried = [], 0
        browser = self.browser()
        for state in ("draft", "expired"):
            for name in (*views, *published):
                path = f"catalogue/{HIDDEN[state]}/{name}"
                status, answer = self.ask(browser, path)
                tried += 1
                if status == 200 or SECRET in answer:
                    told.append((state, name, status))
        self.assertEqual([], told)
        self.assertGreater(tried, 600)

    def test_views_beside_the_page_are_refused_with_all_they_have(self):
        for person in (None, "window-staff", "supervisor"):
            for accept in ("text/html", "application/json"):
                browser = self.browser(accept, person)
                for state, name in HIDDEN.items():
                    for more in (
                        *("", "/", "/@@title", "/@@plone_context_state/object_title"),
                        *("/@@plone/", "/Title", "/title_or_id", "/getId", "/@@images"),
                        *("/++attribute++title", "/absolute_url", "/@@download"),
                        *("/guide", "/guide/@@title", "/blank-1/@@download"),
                        *("/@breadcrumbs", "/@types", "/@workflow", "/@history"),
                        *("/@contextnavigation", "/@aliases", "/@lock", "/@inherit"),
                        *("/@@POST_application_json_@copy", "/view/Title", "/RSS"),
                    ):
                        with self.subTest(person=person, state=state, more=more):
                            status, answer = self.ask(
                                browser, f"catalogue/{name}{more}"
                            )
                            self.assertIn(status, (302, 400, 401, 403, 404))
                            self.assertNotIn(SECRET, answer)

    def test_no_list_has_it(self):
        uid = IUUID(self.portal.catalogue[HIDDEN["expired"]])
        criteria = json.dumps(
            [
                {
                    "i": "show_inactive",
                    "o": f"{OPERATION}.showInactive",
                    "v": ["Owner"],
                },
                {"i": "portal_type", "o": f"{ANY}", "v": ["ServiceItem"]},
            ]
        )
        query = quote(json.dumps({"query": json.loads(criteria)}))
        for person in (None, "window-staff"):
            for path in (
                f"@search?portal_type=ServiceItem&b_size=500&{INACTIVE}",
                f"@search?UID={uid}&{INACTIVE}&metadata_fields=_all",
                f"@search?SearchableText={SECRET}&{INACTIVE}",
                f"@search?path=/plone/nothing&path=/plone/catalogue&{INACTIVE}",
                "@search?path.query=/plone/nothing&portal_type=ServiceItem",
                f"@querystring-search?query={query}",
                f"catalogue/@items?{INACTIVE}&b_size=500",
                f"catalogue/@contextnavigation?{INACTIVE}",
                f"@navigation?expand.navigation.depth=4&{INACTIVE}",
                f"catalogue?fullobjects=1&{INACTIVE}&b_size=500",
                f"@find?q={SECRET}&{INACTIVE}",
                f"@suggest?q={SECRET}",
                f"@vocabularies/plone.app.vocabularies.Catalog?title={SECRET}",
                f"@@getVocabulary?name=plone.app.vocabularies.Catalog&query={query}",
                "portal_catalog/searchResults?portal_type=ServiceItem",
            ):
                with self.subTest(person=person, path=path):
                    browser = self.browser("application/json", person)
                    status, answer = self.ask(browser, path)
                    self.assertLess(status, 500, answer)
                    self.assertNotIn(SECRET, _decoded(answer))
            browser = self.browser("text/html", person)
            for path in (
                f"@@search?SearchableText={SECRET}&{INACTIVE}",
                f"@@find?q=SQ-XX&{INACTIVE}",
                *("sitemap", "sitemap.xml.gz", "RSS", "search_rss", "rss.xml"),
                *("atom.xml", "catalogue/RSS", "catalogue/atom.xml", "@@folderListing"),
                f"catalogue/listing_view?{INACTIVE}&b_size=500",
                f"catalogue/tabular_view?{INACTIVE}",
                f"@@querybuilder_html_results?{INACTIVE}",
                f"@@ajax-search?SearchableText={SECRET}",
                f"catalogue?q=&{INACTIVE}",
                f"resolveuid/{uid}/@@title",
            ):
                with self.subTest(person=person, path=path):
                    status, answer = self.ask(browser, path)
                    self.assertLess(status, 500, answer)
                    at = answer.find(SECRET)
                    self.assertNotIn(SECRET, answer, answer[max(at - 900, 0) : at + 99])

    def test_editor_lists_it_still(self):
        browser = self.browser("application/json", MANAGER)
        found = self.ask(browser, f"@search?SearchableText={SECRET}&show_inactive=1")[1]
        self.assertIn(HIDDEN["expired"], found)


OPERATION = "plone.app.querystring.operation.string"
ANY = "plone.app.querystring.operation.selection.any"


def _decoded(answer):
    """Return JSON with what it has escaped as people read it."""
    return answer.encode().decode("unicode_escape", "replace") + answer


class TestList(OpeningsCase):
    def test_what_is_on_no_list_is_not_there(self):
        content = self.portal.news.n001
        views, published = self.names(content)
        browser = self.browser(person="window-staff")
        listed = openings.FOR_ALL | openings.FOR_STAFF
        for name in ("@@test-rendering", "@@plone_tools", "@@member-search", "acquire"):
            self.assertIn(name, (*views, *published))
            self.assertNotIn(name.removeprefix("@@"), listed)
            for person in (None, "window-staff", "editor"):
                for step in (name, name.replace("@@", "++view++")):
                    browser = self.browser(person=person)
                    status = self.ask(browser, f"news/n001/{step}")[0]
                    self.assertEqual(404, status, (person, step))
        browser = self.browser(person=MANAGER)
        self.assertEqual(200, self.ask(browser, "news/n001/@@test-rendering")[0])

    def test_tools_are_not_there(self):
        for path in (
            *("portal_catalog", "acl_users", "portal_membership/setPassword"),
            *("portal_url", "portal_properties", "plone_utils", "portal_skins"),
            *("portal_membership/getAuthenticatedMember", "portal_setup", "title"),
            *("portal_registry", "error_log", "mimetypes_registry", "MailHost"),
            *("news/portal_catalog/searchResults", "acl_users/users", "RAMCache"),
        ):
            for person in (None, "window-staff", "editor", "reviewer"):
                with self.subTest(path=path, person=person):
                    status = self.ask(self.browser(person=person), path)[0]
                    # 403 is what Zope says of objects that it never publishes.
                    self.assertIn(status, (302, 401, 403, 404))

    def test_every_name_of_a_list_exists(self):
        """A list that names what Plone no longer has would hide what is new by it."""
        known = set()
        for place in ("", "news", "news/n001", "catalogue/sq-ll-001", "forms/suggest"):
            content = self.portal.unrestrictedTraverse(place) if place else self.portal
            views, published = self.names(content)
            known.update(name.removeprefix("@@") for name in (*views, *published))
        kinds = {name for name in openings.FOR_STAFF | openings.FOR_ALL if "+" in name}
        named = (openings.FOR_ALL | openings.FOR_STAFF) - kinds
        elsewhere = {
            *("event_view", "file_view", "image_view", "link_redirect_view"),
            *("fields", "actions", "export-easyform", "import-easyform", "saveddata"),
        }
        self.assertEqual(set(), named - known - elsewhere - {"@@images"})
