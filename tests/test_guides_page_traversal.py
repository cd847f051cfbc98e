"""A district's version of a guide has an address, and nothing else loses its own."""

from lxml import html
from onewindow_policy.interfaces import IOneWindowLayer
from onewindow_policy.testing import SAMPLE_FUNCTIONAL_TESTING
from onewindow_policy.testing.tickets import log_in
from plone import api
from plone.testing.zope import Browser
from zope.component import getMultiAdapter
from zope.interface import alsoProvides

import json
import transaction
import unittest


class TestDistrictAddresses(unittest.TestCase):
    layer = SAMPLE_FUNCTIONAL_TESTING

    def setUp(self):
        self.portal = self.layer["portal"]
        self.url = self.portal.absolute_url()
        self.item = self.portal.catalogue["sq-mz-001"]

    def browser(self, *, manager=False):
        browser = Browser(self.layer["app"])
        browser.raiseHttpErrors = False
        if manager:
            log_in(browser)
        return browser

    def get(self, path, *, status=200, manager=False, accept=None):
        browser = self.browser(manager=manager)
        if accept:
            browser.addHeader("Accept", accept)
        browser.open(f"{self.url}/{path}")
        self.assertEqual(status, int(browser.headers["status"].split()[0]), path)
        return browser.contents

    def test_each_adopting_district_has_an_address(self):
        for code in ("990102", "990103", "990121"):
            self.assertIn("SQ-MZ-001-M01", self.get(f"catalogue/sq-mz-001/{code}"))

    def test_a_district_that_did_not_adopt_says_so_with_the_hotline(self):
        missing = sorted(
            set(self.portal.communities["990102"].adopted_items)
            - set(self.portal.communities["990121"].adopted_items)
        )
        self.assertEqual(5, len(missing))
        contents = self.get(f"catalogue/{missing[0].lower()}/990121", status=404)
        self.assertIn("明湖县", contents)
        self.assertIn('href="tel:12345"', contents)
        self.assertIn(f'{self.url}/catalogue/{missing[0].lower()}"', contents)
        self.assertIn("masthead", contents)

    def test_unknown_districts_and_other_numbers_are_not_found(self):
        for name in ("999999", "99010", "9901021", "990102x"):
            self.get(f"catalogue/sq-mz-001/{name}", status=404)

    def test_nothing_lies_below_a_districts_version(self):
        self.get("catalogue/sq-mz-001/990102/guide", status=404)

    def test_the_view_behind_it_has_no_address_of_its_own(self):
        self.get("catalogue/sq-mz-001/@@district-guide", status=404)

    def test_content_of_that_name_wins(self):
        with api.env.adopt_roles(["Manager"]):
            sample = api.content.create(
                container=self.item,
                type="SampleDocument",
                id="990102",
                title="名字像代码的表",
                generated=True,
                fields=[{"label": "姓名", "sample_value": None}],
            )
            api.content.transition(obj=sample, to_state="published")
        transaction.commit()
        self.assertIn("名字像代码的表", self.get("catalogue/sq-mz-001/990102"))

    def test_views_and_add_forms_keep_their_addresses(self):
        self.get("catalogue/sq-mz-001/@@item_view")
        self.get("catalogue/sq-mz-001/item_view")
        self.get("catalogue/sq-mz-001/guide")
        self.get("catalogue/sq-mz-001/++add++SampleDocument", manager=True)
        self.get("catalogue/sq-mz-001/edit", manager=True)

    def test_rest_requests_find_content_and_services(self):
        for path in ("sq-mz-001", "sq-mz-001/guide", "sq-mz-001/@guide"):
            contents = self.get(f"catalogue/{path}", accept="application/json")
            self.assertTrue(json.loads(contents)["@id"])
        contents = self.get("++api++/catalogue/sq-mz-001/guide")
        self.assertEqual("ServiceGuide", json.loads(contents)["@type"])

    def test_webdav_requests_do_not_see_virtual_addresses(self):
        from onewindow_policy.guides.browser.traversal import ItemPublishTraverse

        request = self.layer["request"].clone()
        request["REQUEST_METHOD"] = "PROPFIND"
        request.maybe_webdav_client = True
        traverse = ItemPublishTraverse(self.item, request)
        with self.assertRaises(KeyError):
            traverse.publishTraverse(request, "990102")
        self.assertEqual("guide", traverse.publishTraverse(request, "guide").getId())

    def test_virtual_hosts_lead_to_links_on_the_same_host(self):
        request = self.layer["request"]
        alsoProvides(request, IOneWindowLayer)
        request.setServerURL("https", "www.example.org", "8443")
        request["VirtualRootPhysicalPath"] = self.portal.getPhysicalPath()
        view = getMultiAdapter((self.item, request), name="district-guide")
        view.district = "990102"
        body = view.body()
        self.assertIn(
            'href="https://www.example.org:8443/catalogue/sq-mz-001/@@bundle/990102"',
            body,
        )
        for link in html.fromstring(body).xpath("//a/@href"):
            self.assertRegex(link, r"^(https://www\.example\.org:8443/|#|tel:)")

    def test_draft_item_does_not_even_answer_for_its_districts(self):
        with api.env.adopt_roles(["Manager"]):
            api.content.transition(obj=self.item, to_state="archived")
        transaction.commit()
        page = self.get_any("catalogue/sq-mz-001/990102")
        self.assertIn("login", page)
        self.assertNotIn("SQ-MZ-001-M01", page)

    def get_any(self, path):
        browser = self.browser()
        browser.open(f"{self.url}/{path}")
        return browser.contents
