"""Links out of the portal say so first, and only its own do."""

from onewindow_policy.portal.interfaces import SETTINGS_PREFIX
from onewindow_policy.portal.leaving import host_of
from onewindow_policy.portal.leaving import is_direct
from onewindow_policy.portal.leaving import leaving_url
from onewindow_policy.portal.links import with_notice
from onewindow_policy.testing import SAMPLE_FUNCTIONAL_TESTING
from plone import api
from plone.app.testing import login
from plone.app.testing import SITE_OWNER_NAME
from plone.app.textfield.value import RichTextValue
from plone.keyring.interfaces import IKeyManager
from plone.testing.zope import Browser
from urllib.parse import parse_qs
from urllib.parse import urlencode
from urllib.parse import urlsplit
from zope.component import getUtility

import re
import transaction
import unittest


class TestHosts(unittest.TestCase):
    def test_what_browsers_could_read_differently_has_no_host(self):
        self.assertEqual("www.example.com", host_of("https://WWW.example.com./a?b=1"))
        for url in (
            "javascript:alert(1)",
            "data:text/html,x",
            "//www.example.com",
            "https://gov.cn\\@evil.example/",
            "https://www.gov.cn@evil.example/",
            "https://evil.example/\n",
            "https://evil .example/",
            "https://[evil/",
            "https:///x",
            "https://a.example/" + "a" * 2000,
        ):
            with self.subTest(url=url):
                self.assertIsNone(host_of(url))

    def test_authorities_and_listed_hosts_are_direct_and_lookalikes_are_not(self):
        for host in ("www.gov.cn", "gov.cn", "portal.example", "www.listed.example"):
            with self.subTest(host=host):
                self.assertTrue(
                    is_direct(host, "portal.example", ["www.listed.example"])
                )
        for host in ("notgov.cn", "gov.cn.evil.example", "listed.example", "x.com"):
            with self.subTest(host=host):
                self.assertFalse(
                    is_direct(host, "portal.example", ["www.listed.example"])
                )


class TestMarkup(unittest.TestCase):
    def rewrite(self, html):
        return with_notice(
            html,
            "https://in.example/p",
            lambda url: f"L?{url}" if "out.example" in url else url,
        )

    def test_only_addresses_of_links_that_lead_away_change(self):
        html = (
            '<a href="https://in.example/p">in</a><img src="https://out.example/i.png">'
            '<a class="x" href="https://out.example/?a=1&amp;b=2">out</a> https://out.example'
            '<article data-href="https://out.example/"></article>'
        )
        self.assertEqual(
            '<a href="https://in.example/p">in</a><img src="https://out.example/i.png">'
            '<a class="x" href="L?https://out.example/?a=1&amp;b=2">out</a>'
            ' https://out.example<article data-href="https://out.example/"></article>',
            self.rewrite(html),
        )

    def test_address_without_a_scheme_leads_away_too(self):
        self.assertIn(
            'href="L?//out.example/"', self.rewrite("<a href='//out.example/'>x</a>")
        )

    def test_address_that_only_begins_like_the_portals_leads_away_too(self):
        self.assertIn(
            'href="L?https://in.example/p.out.example/"',
            self.rewrite('<a href="https://in.example/p.out.example/">x</a>'),
        )


class TestLeaving(unittest.TestCase):
    layer = SAMPLE_FUNCTIONAL_TESTING

    def setUp(self):
        self.portal = self.layer["portal"]
        self.url = self.portal.absolute_url()
        self.browser = Browser(self.layer["app"])
        self.browser.raiseHttpErrors = False
        self.browser.addHeader("Accept", "text/html")
        self.browser.followRedirects = False
        login(self.layer["app"], SITE_OWNER_NAME)

    def open(self, url):
        self.browser.open(url)
        return self.browser.contents

    def write(self, html):
        self.portal.news.n001.text = RichTextValue(
            html, "text/html", "text/x-html-safe"
        )
        transaction.commit()

    def links(self):
        page = self.open(f"{self.url}/news/n001")
        return re.findall(r'<a [^>]*href="([^"]+)"[^>]*>LINK', page)

    def test_links_in_rich_text_go_by_way_of_the_notice(self):
        self.write(
            '<p><a href="https://www.gov.cn/zhengce/">LINK</a>'
            '<a href="https://www.example.com/a?b=1&amp;c=2">LINK</a>'
            f'<a href="{self.url}/samples">LINK</a></p>'
        )
        authority, foreign, own = self.links()
        self.assertEqual("https://www.gov.cn/zhengce/", authority)
        self.assertTrue(own.endswith("/samples"), own)
        self.assertTrue(foreign.startswith(f"{self.url}/@@leaving?to="), foreign)
        page = self.open(foreign.replace("&amp;", "&"))
        self.assertTrue(self.browser.headers["Status"].startswith("200"))
        self.assertIn('href="https://www.example.com/a?b=1&amp;c=2"', page)
        self.assertIn("noreferrer", page)
        self.assertIn("www.example.com", page)

    def test_listed_host_is_reached_at_once(self):
        api.portal.set_registry_record(
            f"{SETTINGS_PREFIX}.direct_hosts", ["www.example.com"]
        )
        self.write('<p><a href="https://www.example.com/a">LINK</a></p>')
        self.assertEqual(["https://www.example.com/a"], self.links())

    def test_programs_read_the_text_as_it_was_written(self):
        self.write('<p><a href="https://www.example.com/a">LINK</a></p>')
        program = Browser(self.layer["app"])
        program.addHeader("Accept", "application/json")
        program.open(f"{self.url}/news/n001")
        answer = program.contents.decode()
        self.assertIn("https://www.example.com/a", answer)
        self.assertNotIn("@@leaving", answer)

    def test_address_that_the_portal_did_not_seal_is_not_found_and_not_named(self):
        query = parse_qs(urlsplit(leaving_url("https://good.example/", self.url)).query)
        seal = query["seal"][0]
        for form in (
            {},
            {"to": "https://evil.example/"},
            {"to": "https://evil.example/", "seal": seal},
            {"to": "https://good.example/", "seal": seal[:-1]},
            {"to": "https://good.example/", "seal": "印"},
            {"to": "https://good.example/x", "seal": seal},
        ):
            with self.subTest(form=form):
                page = self.open(f"{self.url}/@@leaving?{urlencode(form)}")
                self.assertTrue(self.browser.headers["Status"].startswith("404"))
                self.assertNotIn('href="https://evil', page)
                self.assertNotIn('href="https://good', page)

    def test_page_in_a_cache_still_leads_on_after_the_secrets_rotated(self):
        url = leaving_url("https://good.example/", self.url)
        getUtility(IKeyManager).rotate()
        transaction.commit()
        self.assertIn('href="https://good.example/"', self.open(url))
        self.assertNotEqual(url, leaving_url("https://good.example/", self.url))
