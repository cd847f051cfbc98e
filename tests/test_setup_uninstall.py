"""Uninstalled, the product leaves a Plone that works, and can be installed again."""

from contextlib import contextmanager
from onewindow_policy.sites import commands
from onewindow_policy.sites.accounts import sample_password
from onewindow_policy.sites.api import SITE_ID
from onewindow_policy.sites.instance import Instance
from onewindow_policy.testing import INTEGRATION_TESTING
from onewindow_policy.testing import SAMPLE_FUNCTIONAL_TESTING
from onewindow_policy.testing.doors import DoorsSetup
from onewindow_policy.testing.tickets import MANAGER
from pathlib import Path
from plone.app.testing import login
from plone.app.testing import SITE_OWNER_NAME
from plone.app.testing import SITE_OWNER_PASSWORD
from plone.registry.interfaces import IRegistry
from Products.CMFPlone.factory import addPloneSite
from Products.CMFPlone.utils import get_installer
from unittest import mock
from zope.component import getUtility
from zope.component.hooks import setSite

import io
import re
import requests
import tarfile
import transaction
import unittest

PACKAGE = "onewindow_policy"
PRODUCT = f"@addons/{PACKAGE}"
OUR_STYLES = f"{PACKAGE}/portal.css"

#: Pages that must be as they were when the portal is installed again.
COMPARED = (
    *("", "news", "samples", "screens", "catalogue", "catalogue/sq-ll-001/guide"),
    "catalogue/sq-ll-001/apply",
)

#: Pages for everybody, and a word on each.
PAGES = {
    "": "示例市",
    "news": "动态公告",
    "news/n001": "公告",
    "catalogue": "高龄津贴",
    "catalogue/sq-ll-001/guide": "高龄津贴",
    "communities": "云河区",
    "samples": "",
    "screens": "",
    "sitemap": "",
    "login": "__ac_password",
    "@@search?SearchableText=x": "",
}

#: Pages of whoever administers.
OWN_PAGES = {
    "@@overview-controlpanel": "",
    "prefs_install_products_form": "onewindow",
    "folder_contents": "",
    "news/n001/edit": "form.widgets",
}


OWN_TYPES = (
    *("City", "Community", "District", "Grid", "Hall", "Journey", "SampleDocument"),
    *("Screen", "ServiceCatalogue", "ServiceGuide", "ServiceItem", "Street", "Unit"),
)

#: What GenericSetup writes of a site, but for what is content or accounts.
STEPS = ("actions", "browserlayer", "controlpanel", "skins", "typeinfo", "viewlets")

#: In the forms of Zope's own root.
ROOT_TOKEN = re.compile(r'name="_authenticator"[^>]* value="([^"]+)"')

#: What stays: the names of types that content has, a home page that lists what the site
#: holds, a behavior that Plone itself has no more, and an empty list of hidden viewlets.
LEFT = {
    *(f'<object name="{name}" meta_type="Dexterity FTI"/>' for name in OWN_TYPES),
    '<property name="default_view">document_view</property>',
    '<property name="default_view">listing_view</property>',
    '<element value="plone.allowdiscussion"/>',
    '<hidden manager="plone.abovecontent" skinname="Plone Default"/>',
}


def outline(text):
    """Return the words and links of a page, without what differs each time."""
    body = text.partition("<body")[2]
    body = re.sub(r"(?s)<script.*?</script>", "", body)
    return re.findall(r'href="([^"]*)"|>([^<>]*[^<>\s][^<>]*)<', body)


class TestUninstalling(DoorsSetup, unittest.TestCase):
    layer = SAMPLE_FUNCTIONAL_TESTING

    def change(self, step):
        answer = self.send(MANAGER, "POST", f"{PRODUCT}/{step}", {})
        self.assertIn(answer.status_code, (200, 204), answer.text[:500])
        self.portal._p_jar.sync()

    def assertPages(self, pages, ask):
        for path, words in pages.items():
            with self.subTest(path=path):
                answer = ask(f"{self.url}/{path}", headers={"Accept": "text/html"})
                self.assertEqual(200, answer.status_code, path)
                self.assertIn(words, answer.text)

    def assertLogsIn(self, name, path):
        """Log in by the form of Plone, and open a page that is not for everybody."""
        session = requests.Session()
        self.addCleanup(session.close)
        self.assertIn("__ac_password", session.get(path).text)
        form = {
            "__ac_name": name,
            "__ac_password": sample_password(name),
            "buttons.login": "1",
        }
        session.post(f"{self.url}/login", form)
        page = session.get(f"{self.url}/news/folder_contents")
        self.assertEqual(200, page.status_code)
        self.assertNotIn("__ac_password", page.text)
        news = session.get(f"{self.url}/news/n001")
        self.assertIn("plone-contentmenu-actions", news.text)

    def test_plone_works_without_the_product_and_with_it_again(self):
        before = {path: requests.get(f"{self.url}/{path}").text for path in COMPARED}
        self.assertIn(OUR_STYLES, before[""])
        self.change("uninstall")
        self.assertFalse(get_installer(self.portal).is_product_installed(PACKAGE))
        self.assertNotIn(OUR_STYLES, requests.get(self.url).text)
        self.assertPages(PAGES, requests.get)
        self.assertPages(OWN_PAGES, self.session_of(MANAGER).get)
        setup = self.session_of(MANAGER).get(f"{self.url}/@@overview-controlpanel").text
        self.assertNotIn("onewindow-", setup)
        add = self.session_of(MANAGER).get(f"{self.url}/catalogue").text
        self.assertNotIn("++add++Service", add)
        for path in ("forms/suggest", "catalogue/sq-ll-001/apply"):
            for ask in (requests.get, requests.post):
                page = ask(f"{self.url}/{path}", headers={"Accept": "text/html"})
                # What is posted without a token is refused by Plone before.
                self.assertIn(page.status_code, (403, 410), path)
                if ask is requests.get:
                    self.assertIn("这张表单已经停用", page.text)
        self.assertLogsIn("editor", f"{self.url}/news/n001/edit")
        self.assertContentIsTheAdministrators()
        self.change("install")
        for path, text in before.items():
            with self.subTest(path=path):
                page = requests.get(f"{self.url}/{path}")
                self.assertEqual(200, page.status_code)
                self.assertEqual(outline(text), outline(page.text))

    def assertContentIsTheAdministrators(self):
        """Write, publish and delete what the portal would not let go."""
        note = {"@type": "Document", "id": "note", "title": "说明"}
        publish = "@workflow/publish"
        for method, path, body in (
            ("POST", "", {"@type": "Folder", "id": "room", "title": "新栏目"}),
            ("POST", "room", note),
            ("POST", f"room/{publish}", {}),
            ("POST", f"room/note/{publish}", {}),
        ):
            answer = self.send(MANAGER, method, path, body)
            self.assertIn(answer.status_code, (200, 201), f"{path}: {answer.text}")
        page = requests.get(f"{self.url}/room/note")
        self.assertEqual(200, page.status_code)
        self.assertIn("说明", page.text)
        self.assertEqual(204, self.send(MANAGER, "DELETE", "room").status_code)

    def test_a_site_with_all_it_holds_is_deleted_by_whoever_administers_the_root(self):
        name = self.portal.getId()
        url = self.url.removesuffix(f"/{name}")
        session = requests.Session()
        self.addCleanup(session.close)
        session.auth = SITE_OWNER_NAME, SITE_OWNER_PASSWORD
        page = session.get(f"{url}/manage_main")
        self.assertIn(f'value="{name}"', page.text)
        form = {
            "ids:list": name,
            "manage_delObjects:method": "Delete",
            "_authenticator": ROOT_TOKEN.search(page.text).group(1),
        }
        answer = session.post(f"{url}/", form)
        self.assertEqual(200, answer.status_code, answer.text[:500])
        self.assertNotIn(f'value="{name}"', answer.text)
        self.assertEqual(404, requests.get(self.url).status_code)
        self.assertNewSiteFindsNothing(url)

    def assertNewSiteFindsNothing(self, url):
        """Start as after a restart: the search has nothing of the site that was deleted."""

        @contextmanager
        def open_root():
            self.layer["app"]._p_jar.sync()
            yield self.layer["app"]

        self.addCleanup(setSite, self.portal)
        with (
            mock.patch.object(commands, "open_root", open_root),
            mock.patch("sys.stdout", io.StringIO()),
        ):
            instance = Instance(home=Path("instance"), var=Path("var"))
            commands.prepare_site(instance, sample=False)
        transaction.commit()
        self.assertNotIn(self.portal.getId(), self.layer["app"].objectIds())
        answer = requests.get(
            f"{url}/{SITE_ID}/@find?q=高龄津贴", headers={"Accept": "application/json"}
        )
        self.assertEqual(200, answer.status_code)
        self.assertEqual(0, answer.json()["items_total"])


class TestConfiguration(unittest.TestCase):
    """What a site is set to, before and after: as GenericSetup writes it."""

    layer = INTEGRATION_TESTING

    def setUp(self):
        app = self.layer["app"]
        login(app, SITE_OWNER_NAME)
        self.site = addPloneSite(
            app,
            "stock",
            title="Stock",
            setup_content=False,
            default_language="zh-cn",
            portal_timezone="Asia/Shanghai",
        )
        setSite(self.site)
        self.addCleanup(setSite, self.layer["portal"])
        tool = self.site.portal_setup
        for profile in tool.getDependenciesForProfile(f"profile-{PACKAGE}:default"):
            tool.runAllImportStepsFromProfile(profile)
        self.installer = get_installer(self.site)

    def exported(self):
        """Return the files of the site's settings that say the same each time."""
        tool = self.site.portal_setup
        files = {}
        for step in STEPS:
            content = io.BytesIO(tool.runExportStep(step)["tarball"])
            with tarfile.open(fileobj=content) as archive:
                for each in filter(tarfile.TarInfo.isfile, archive.getmembers()):
                    files[each.name] = archive.extractfile(each).read().decode()
        return files

    def records(self):
        """Return the values in the registry."""
        records = getUtility(IRegistry).records
        return {name: record.value for name, record in records.items()}

    def changes(self, before, after):
        """Return the names and values in lines that are not in both."""
        return {
            line.strip()
            for name in sorted({*before, *after})
            for line in set(before.get(name, "").splitlines())
            ^ set(after.get(name, "").splitlines())
        }

    def test_what_plone_had_is_as_before_but_for_what_the_guide_names(self):
        before, records = self.exported(), self.records()
        self.assertTrue(self.installer.install_product(PACKAGE))
        installed = self.exported()
        ours = {name for name in installed if PACKAGE in installed[name]} - {*before}
        self.installer.uninstall_product(PACKAGE)
        after = self.exported()
        self.assertEqual(before.keys(), after.keys() - ours)
        for name in ours:
            del after[name]
        self.assertEqual(LEFT, self.changes(before, after))
        for name, value in self.records().items():
            if not name.startswith(f"{PACKAGE}."):
                self.assertNotIn(PACKAGE, repr(value), name)
        self.assertEqual([], sorted(records.keys() - self.records().keys()))
        self.assertTrue(self.installer.install_product(PACKAGE))
        self.assertEqual(set(), self.changes(installed, self.exported()))
