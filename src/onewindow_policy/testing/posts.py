"""What every form of the staff's desks keeps to, whichever room it is of."""

from lxml import html
from onewindow_policy.records.database import Database
from onewindow_policy.records.database import get_database
from onewindow_policy.records.database import replace_database
from onewindow_policy.records.settings import read_url
from onewindow_policy.testing.tickets import log_in
from plone.testing.zope import Browser
from urllib.parse import urlencode

import dataclasses


class PostContract:
    """To be mixed into a test case of the sample city, one for each form.

    Texts are those of inputs by `texts`; a form without any has nothing to keep.
    """

    #: An account that may press the button, and one that may not.
    writer: str
    stranger: str
    #: The inputs that somebody types into, with what a test types; and all others that the
    #: form sends, but for token and version.
    texts: dict[str, str] = {}
    inputs: dict[str, str] = {}
    #: An input and what is too long for it; and those that must not be empty.
    too_long: tuple[str, str] | None = None
    required: tuple[str, ...] = ()
    #: Whether the form sends the version that was looked at.
    has_versions = True

    def setUp(self):
        super().setUp()
        self.address = f"{self.layer['portal'].absolute_url()}/{self.make()}"
        self.browser = Browser(self.layer["app"])
        self.browser.raiseHttpErrors = False
        self.browser.addHeader("Accept", "text/html")
        log_in(self.browser, self.writer)
        self.page = self.open()
        self.token = self.value("_authenticator")
        self.before = self.stored()

    def make(self) -> str:
        """Make what the form is about, and return the address of the page in the site."""
        raise NotImplementedError

    def stored(self):
        """Return all that the button changes, as it is stored now."""
        raise NotImplementedError

    def change(self) -> None:
        """Change what the form is about, as a colleague does meanwhile."""
        raise NotImplementedError

    @property
    def status(self):
        return int(self.browser.headers["status"].split()[0])

    def open(self):
        self.browser.open(self.address)
        self.assertEqual(200, self.status)
        return self.read()

    def read(self):
        """Return the page, which is a page of the portal."""
        self.page = html.fromstring(self.browser.contents)
        self.assertEqual(1, len(self.page.cssselect("main h1")))
        return self.page

    def value(self, name):
        """Return what the first input of this name holds."""
        (field, *_others) = self.page.cssselect(f"main form [name='{name}']")
        return field.text or "" if field.tag == "textarea" else field.get("value")

    def sent(self, **changes):
        form = {**self.inputs, **self.texts, "_authenticator": self.token}
        if self.has_versions:
            form["version"] = "1"
        return {**form, **changes}

    def post(self, **changes):
        self.post_bytes(urlencode(self.sent(**changes)))

    def post_bytes(self, data):
        self.browser.post(self.address, data)

    def assert_kept(self, status, texts=None):
        """Assert that nothing was saved, and that the page has all that was typed."""
        self.assertEqual(status, self.status)
        self.read()
        for name, text in (self.texts if texts is None else texts).items():
            self.assertEqual(text, self.value(name).lstrip("\n"))
        if status != 503:
            self.assertEqual(self.before, self.stored())

    def problems(self):
        return [
            " ".join(each.text_content().split())
            for each in self.page.cssselect("#problems li, #away")
        ]

    def test_button_does_its_work_and_leads_on_by_get(self):
        self.post()
        self.assertEqual(200, self.status)
        self.read()
        self.assertEqual([], self.problems())
        self.assertEqual(1, len(self.page.cssselect(".portalMessage")))
        self.assertNotEqual(self.before, self.stored())
        # What is loaded anew is not sent once more.
        after = self.stored()
        self.browser.reload()
        self.assertEqual(200, self.status)
        self.assertEqual(after, self.stored())

    def test_address_alone_writes_nothing(self):
        self.browser.open(f"{self.address}{self.mark}{urlencode(self.sent())}")
        self.assertEqual(200, self.status)
        self.read()
        self.assertEqual(self.before, self.stored())

    @property
    def mark(self):
        return "&" if "?" in self.address else "?"

    def test_stale_page_comes_back_as_it_was_and_works_then(self):
        for token in ("0" * 40, ""):
            with self.subTest(token=token):
                self.post(_authenticator=token)
                self.assert_kept(403)
                (problem,) = self.problems()
                self.assertIn("再点一次按钮", problem)
        self.token = self.value("_authenticator")
        self.post()
        self.assertEqual(200, self.status)
        self.assertNotEqual(self.before, self.stored())

    def test_outage_is_admitted_and_what_was_typed_stays(self):
        kept = get_database()
        settings = dataclasses.replace(
            kept.settings, url=read_url("postgresql://127.0.0.1:1/nobody")
        )
        lost = Database(settings)
        self.addCleanup(lost.dispose)
        replace_database(lost)
        try:
            with self.assertLogs("onewindow_policy", "ERROR"):
                self.post()
        finally:
            replace_database(kept)
        self.assert_kept(503)
        self.assertIn("Retry-After", self.browser.headers)
        (problem,) = self.problems()
        self.assertIn("数据库暂时连不上", problem)
        self.assertEqual(self.before, self.stored())
        if self.texts:
            self.token = self.value("_authenticator")
            self.post()
            self.assertEqual(200, self.status)
            self.assertNotEqual(self.before, self.stored())

    def test_who_was_slower_sees_how_it_stands_and_keeps_what_they_typed(self):
        if not self.has_versions:
            return
        self.change()
        self.before = self.stored()
        self.post()
        self.assertEqual(422, self.status)
        self.read()
        self.assertEqual(1, len(self.problems()))
        for text in self.texts.values():
            self.assertIn(text, self.page.cssselect("main")[0].text_content())
        self.assertEqual(self.before, self.stored())

    def test_version_that_is_none_of_ours_is_told_and_nothing_is_lost(self):
        if not self.has_versions:
            return
        for version in ("9" * 5000, "²", "-1", "x", ""):
            with self.subTest(version=version[:3]):
                self.post(version=version)
                self.assert_kept(422)
                self.assertEqual(1, len(self.problems()))

    def test_text_that_is_too_long_is_kept_as_a_whole_and_told_at_its_field(self):
        if self.too_long is None:
            return
        name, text = self.too_long
        self.post(**{name: text})
        self.assert_kept(422, {**self.texts, name: text})
        self.assert_told_at(name)

    def test_what_is_missing_is_told_at_its_field(self):
        for name in self.required:
            with self.subTest(name=name):
                self.post(**{name: ""})
                others = {k: v for k, v in self.texts.items() if k != name}
                self.assert_kept(422, others)
                self.assert_told_at(name)

    def assert_told_at(self, name):
        (link,) = self.page.cssselect("#problems a")
        self.assertEqual(f"#{name}", link.get("href"))
        (field,) = self.page.cssselect(f"#{name}")
        self.assertEqual("true", field.get("aria-invalid"))
        self.assertIn(f"{name}-error", field.get("aria-describedby"))
        (error,) = self.page.cssselect(f"#{name}-error")
        self.assertTrue(error.text_content().strip())

    def test_bytes_that_are_no_text_write_nothing_and_never_fail(self):
        for name in self.texts:
            with self.subTest(name=name):
                form = urlencode({k: v for k, v in self.sent().items() if k != name})
                self.post_bytes(f"{form}&{name}=%ff%fe%00")
                self.assertIn(self.status, (400, 422))
                self.read()
                self.assertEqual(self.before, self.stored())

    def test_inputs_of_other_shapes_never_fail(self):
        for name in (*self.texts, *self.inputs):
            for written in (f"{name}:record", f"{name}.x:records", f"{name}:int"):
                with self.subTest(written=written):
                    form = urlencode(
                        {k: v for k, v in self.sent().items() if k != name}
                    )
                    self.post_bytes(f"{form}&{urlencode({written: 'x'})}")
                    self.assertLess(self.status, 500)
                    self.read()

    def test_it_is_refused_to_who_may_not(self):
        self.browser = Browser(self.layer["app"])
        self.browser.raiseHttpErrors = False
        for name in (None, self.stranger):
            with self.subTest(name=name):
                if name:
                    log_in(self.browser, name)
                self.post()
                page = html.fromstring(self.browser.contents)
                self.assertEqual(1, len(page.cssselect("h1")))
                self.assertEqual(self.before, self.stored())
                for field in self.texts:
                    self.assertEqual([], page.cssselect(f"#{field}"))
