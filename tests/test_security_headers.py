"""What every answer tells the browser to refuse, and that our pages do without it."""

from lxml import html
from onewindow_policy.browse.browser.home import HomeView
from onewindow_policy.portal.browser.main_template import MainTemplate
from onewindow_policy.sites.accounts import sample_password
from onewindow_policy.testing import SAMPLE_FUNCTIONAL_TESTING
from onewindow_policy.testing.applying import JPEG
from onewindow_policy.testing.tickets import log_in
from onewindow_policy.web.headers import EDITING_POLICY
from onewindow_policy.web.headers import HEADERS
from onewindow_policy.web.headers import PUBLIC_POLICY
from plone.app.testing import login
from plone.app.testing import SITE_OWNER_NAME
from plone.namedfile.file import NamedBlobImage
from plone.testing.zope import Browser
from test_journeys import JourneyTestCase
from unittest import mock

import tempfile
import transaction
import unittest

DISTRICT = "communities/990102"

#: A page of each kind of the public face.
PUBLIC_PAGES = (
    "",
    "catalogue",
    "catalogue?channels=online",
    "catalogue/@@not-issued",
    "catalogue/sq-ll-001",
    "catalogue/sq-ll-001/990102",
    "catalogue/sq-ll-001/blank-1",
    "catalogue/sq-ll-001/apply",
    "communities",
    DISTRICT,
    f"{DISTRICT}/990102001",
    f"{DISTRICT}/990102001/990102001001",
    f"{DISTRICT}/990102001/990102001001/h001",
    "samples",
    "news",
    "news/n001",
    "forms/suggest",
    "sitemap",
    "screens",
    "login",
    "mail_password_form",
    "@@find?q=dibao",
    "@@suggestions",
    "@@track",
    "@@resume",
    "@@receipt/261125000000018",
    "nothing",
)

#: What staff who do not edit see in the public face, with who sees it.
STAFF_PAGES = (
    ("window-staff", "@@desk"),
    ("window-staff", "@@suggestion-desk"),
    ("window-staff", "@@personal-information"),
    ("window-staff", "@@change-password"),
)

#: What administrators alone see, or each for oneself: with its heading.
PRIVATE_PAGES = {
    "@@my-account": "我的账号",
    "@@second-factor": "第二重验证",
    "@@staff-accounts": "工作人员账号",
    "catalogue/@@search-desk": "居民在搜什么",
    "catalogue/@@onewindow-search": "搜索用词",
    "catalogue/@@self-check": "自查",
    f"{DISTRICT}/990102001/990102001001/@@merge-place": "并入其他社区",
}


class TestHeaders(unittest.TestCase):
    layer = SAMPLE_FUNCTIONAL_TESTING

    def setUp(self):
        self.portal = self.layer["portal"]
        self.url = self.portal.absolute_url()
        self.browser = Browser(self.layer["app"])
        self.browser.raiseHttpErrors = False
        self.browser.followRedirects = False
        self.browser.addHeader("Accept", "text/html")

    def headers(self, path="", **headers):
        for name, value in headers.items():
            self.browser.addHeader(name.replace("_", "-"), value)
        self.browser.open(f"{self.url}/{path}")
        return self.browser.headers

    def cookies(self):
        return self.browser.headers.get_all("Set-Cookie")

    def by_tls(self, path):
        """Return the headers of a page that a web server hands on from TLS."""
        self.browser.open(f"{self.url.replace('http:', 'https:')}/{path}")
        return self.browser.headers

    def test_every_kind_of_answer_has_the_headers(self):
        for path in (
            *("", "catalogue/sq-ll-001", "nothing", "@@track", "login"),
            "++resource++onewindow_policy/portal.css",
            "catalogue/sq-ll-001/blank-1/@@download",
            "catalogue/sq-ll-001/@@guide",
            "@@editorial-desk",
            "@@set-elder-mode?on=1",
        ):
            headers = self.headers(path)
            with self.subTest(path=path):
                self.assertEqual(HEADERS, {name: headers.get(name) for name in HEADERS})

    def test_pages_of_the_public_face_allow_no_inline_script_or_style(self):
        self.assertNotIn("unsafe", PUBLIC_POLICY)
        for path in PUBLIC_PAGES:
            with self.subTest(path=path):
                self.assertEqual(
                    PUBLIC_POLICY, self.headers(path)["Content-Security-Policy"]
                )

    def test_page_of_a_failure_has_the_policy_too(self):
        failing = property(mock.Mock(side_effect=ValueError))
        for broken, name in ((HomeView, "often"), (MainTemplate, "template")):
            with mock.patch.object(broken, name, failing):
                headers = self.headers()
            with self.subTest(broken=broken.__name__):
                self.assertIn("500", headers["status"])
                self.assertEqual(PUBLIC_POLICY, headers["Content-Security-Policy"])

    def test_editors_pages_ask_no_other_host(self):
        log_in(self.browser)
        headers = self.headers("catalogue/edit")
        self.assertEqual(EDITING_POLICY, headers["Content-Security-Policy"])
        self.assertNotIn("http", EDITING_POLICY)

    def test_no_cache_keeps_what_is_not_for_everybody(self):
        log_in(self.browser)
        for path, heading in PRIVATE_PAGES.items():
            headers = self.headers(path)
            with self.subTest(path=path):
                (found,) = html.fromstring(self.browser.contents).cssselect("h1")
                self.assertEqual(heading, found.text_content().strip())
                self.assertEqual("no-store", headers["Cache-Control"])

    def test_drawing_with_a_script_is_kept_from_running_it(self):
        login(self.layer["app"], SITE_OWNER_NAME)
        drawing = b'<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>'
        self.portal.invokeFactory("Image", "drawing", title="图")
        self.portal.drawing.image = NamedBlobImage(drawing, filename="drawing.svg")
        transaction.commit()
        headers = self.headers("drawing/@@images/image")
        self.assertIn("sandbox", headers["Content-Security-Policy"])

    def test_browsers_are_told_to_come_by_tls_only_where_they_did(self):
        self.assertNotIn("Strict-Transport-Security", self.headers())
        self.assertIn("max-age", self.by_tls("")["Strict-Transport-Security"])

    def test_cookies_are_closed_to_scripts_other_sites_and_plain_connections(self):
        cookies = []
        for path in ("@@set-elder-mode?on=1", "@@set-language?language=en", "login"):
            self.by_tls(path)
            if path == "login":
                self.browser.getControl(name="__ac_name").value = "window-staff"
                password = self.browser.getControl(name="__ac_password")
                password.value = sample_password("window-staff")
                self.browser.getControl(name="buttons.login").click()
            cookies += self.cookies()
        self.assertEqual(
            {"I18N_LANGUAGE", "__ac", "onewindow_device", "onewindow_elder"},
            {cookie.partition("=")[0] for cookie in cookies} - {"statusmessages"},
        )
        for cookie in cookies:
            with self.subTest(cookie=cookie.partition("=")[0]):
                for word in ("HttpOnly", "SameSite=Lax", "Secure"):
                    self.assertIn(word, cookie)


class TestPolicyInABrowser(JourneyTestCase):
    """Nothing that a page does is refused by its own policy, nobody else is asked."""

    def watched(self, **options):
        page = self.visit(**options)
        page.refused, page.hosts = [], set()
        page.on("request", lambda request: page.hosts.add(request.url.split("/")[2]))
        page.on(
            "console",
            lambda message: (
                page.refused.append((page.url, message.text))
                if "Content Security Policy" in message.text
                else None
            ),
        )
        page.on("pageerror", lambda error: page.refused.append((page.url, str(error))))
        return page

    def assert_kept(self, page):
        self.assertEqual([], page.refused)
        self.assertLessEqual(page.hosts, {self.base.split("/")[2]})

    def test_public_pages_keep_their_policy(self):
        page = self.watched()
        for path in PUBLIC_PAGES:
            page.goto(f"{self.base}/{path}")
        self.assert_kept(page)

    def test_pages_of_staff_keep_their_policy(self):
        page = self.watched(login="window-staff")
        for _login, path in STAFF_PAGES:
            page.goto(f"{self.base}/{path}")
        self.assert_kept(page)

    def test_form_that_comes_back_with_its_files_keeps_its_policy(self):
        page = self.watched(path="catalogue/sq-ll-001/apply")
        with tempfile.NamedTemporaryFile(suffix=".jpg") as picture:
            picture.write(JPEG)
            picture.flush()
            page.set_input_files("input[type=file] >> nth=0", picture.name)
            page.click("text=提交申请")
            page.wait_for_load_state()
        self.assertGreater(page.locator("[aria-invalid=true]").count(), 0)
        self.assert_kept(page)

    def test_script_in_a_page_is_refused(self):
        page = self.watched()
        with mock.patch(
            "onewindow_policy.browse.browser.home.HomeView.body",
            lambda view: "<p id='x'></p><script>x.textContent = 'ran'</script>",
        ):
            page.goto(self.base)
        self.assertEqual("", page.locator("#x").inner_text())
        for _try in range(600):
            if page.refused:
                break
            page.wait_for_timeout(100)
        self.assertTrue(page.refused)
