"""Files that editors upload and Debian's clamd, at every door that takes files: what is
infected, or was not looked at, becomes no content.
"""

from base64 import b64encode
from contextlib import contextmanager
from http.client import HTTPConnection
from json import dumps
from json import loads
from lxml import html
from onewindow_policy.records.api import AuditEntry
from onewindow_policy.records.api import read_session
from onewindow_policy.testing import SAMPLE_FUNCTIONAL_TESTING
from onewindow_policy.testing.pictures import picture
from onewindow_policy.testing.scanners import clamd
from onewindow_policy.testing.scanners import EICAR
from onewindow_policy.testing.scanners import scanner_at
from onewindow_policy.testing.scanners import SIGNATURE
from onewindow_policy.testing.tickets import cookie_for
from onewindow_policy.testing.tickets import log_in
from plone import api
from plone.app.testing import login
from plone.app.testing import SITE_OWNER_NAME
from plone.formwidget.namedfile.utils import FILE_UPLOAD_MAP_KEY
from plone.namedfile.file import NamedBlobImage
from plone.testing.zope import Browser
from sqlalchemy import select
from unittest import mock
from webtest.forms import Upload
from zope.annotation.interfaces import IAnnotations

import os
import tempfile
import transaction
import unittest

CLEAN = b"%PDF-1.4 rules of the hall"
INFECTED = CLEAN + EICAR

VIRUS = "查出了病毒，没有收下"
AWAY = "现在没法给文件查毒"


class ContentCase(unittest.TestCase):
    layer = SAMPLE_FUNCTIONAL_TESTING

    def setUp(self):
        self.portal = self.layer["portal"]
        self.news = self.portal.news
        self.url = self.portal.absolute_url()
        self.scanner = self.enterContext(clamd())
        self.enterContext(scanner_at(self.scanner.socket))
        folder = self.enterContext(tempfile.TemporaryDirectory())
        self.enterContext(mock.patch.dict(os.environ, {"TUS_TMP_FILE_DIR": folder}))
        self.before = set(self.news.objectIds())

    def browser(self, accept="text/html"):
        browser = Browser(self.layer["app"])
        browser.raiseHttpErrors = False
        browser.addHeader("Accept", accept)
        log_in(browser)
        return browser

    def status(self, browser):
        return int(browser.headers["status"].split()[0])

    def added(self):
        """Return the contents that came into the folder."""
        transaction.begin()
        return [self.news[each] for each in set(self.news.objectIds()) - self.before]

    def noted(self):
        transaction.begin()
        query = select(AuditEntry.subject, AuditEntry.detail).where(
            AuditEntry.action == "file.infected"
        )
        return [tuple(row) for row in read_session().execute(query)]

    @contextmanager
    def away(self):
        self.scanner.stop()
        with self.assertLogs("onewindow_policy", "ERROR") as logged:
            yield
        self.assertIn("the scanner is away", "\n".join(logged.output))
        self.scanner.start()

    def judge(self, send, kind="application/pdf"):
        """Have `send(data)` send a file in three ways; it returns status and what is said.

        An infected one, one while the scanner is away, and one that is clean.
        """
        status, said = send(INFECTED)
        self.assertIn(status, (200, 400), said)
        self.assertIn(VIRUS, said)
        self.assertEqual([], self.added())
        self.assertEqual(
            [("content", f"{kind} {len(INFECTED)} {SIGNATURE}")], self.noted()
        )
        with self.away():
            status, said = send(CLEAN)
        self.assertEqual(503, status, said)
        self.assertIn(AWAY, said)
        self.assertEqual([], self.added())
        status, said = send(CLEAN)
        self.assertIn(status, (200, 201, 204), said)
        (content,) = self.added()
        self.assertEqual(CLEAN, content.file.data)


class TestProgrammes(ContentCase):
    """The doors of the API."""

    def send(self, method, path, body):
        browser = self.browser("application/json")
        browser.addHeader("Content-Type", "application/json")
        browser.addHeader("Accept-Language", "zh-CN")
        url = f"{self.url}{path}"
        browser._processRequest(
            url,
            lambda args: browser.testapp._gen_request(
                method, url, params=dumps(body).encode(), **args
            ),
        )
        text = browser.contents
        return self.status(browser), dumps(
            loads(text), ensure_ascii=False
        ) if text else ""

    def field(self, data):
        return {
            "data": b64encode(data).decode(),
            "encoding": "base64",
            "filename": "rules.pdf",
            "content-type": "application/pdf",
        }

    def test_file_that_is_added(self):
        self.judge(
            lambda data: self.send(
                "POST",
                "/news",
                {"@type": "File", "title": "Rules", "file": self.field(data)},
            )
        )

    def test_file_that_is_replaced(self):
        body = {"@type": "File", "title": "Rules", "file": self.field(CLEAN)}
        self.assertEqual(201, self.send("POST", "/news", body)[0])
        (content,) = self.added()
        path = f"/news/{content.getId()}"
        status, said = self.send("PATCH", path, {"file": self.field(INFECTED)})
        self.assertEqual(400, status)
        self.assertIn(VIRUS, said)
        with self.away():
            status, said = self.send("PATCH", path, {"file": self.field(CLEAN + b"2")})
        self.assertEqual(503, status)
        self.assertIn(AWAY, said)
        self.assertEqual(CLEAN, self.added()[0].file.data)
        self.assertEqual(
            204, self.send("PATCH", path, {"file": self.field(CLEAN + b"2")})[0]
        )
        self.assertEqual(CLEAN + b"2", self.added()[0].file.data)

    def test_copying_moving_and_titles_ask_nobody(self):
        body = {"@type": "File", "title": "Rules", "file": self.field(CLEAN)}
        self.assertEqual(201, self.send("POST", "/news", body)[0])
        (content,) = self.added()
        path = f"/news/{content.getId()}"
        self.scanner.stop()
        self.assertEqual(204, self.send("PATCH", path, {"title": "New"})[0])
        status, said = self.send("POST", "/news/@copy", {"source": f"{self.url}{path}"})
        self.assertEqual(200, status, said)
        self.assertEqual([CLEAN, CLEAN], [each.file.data for each in self.added()])

    def test_picture_that_leads_a_news_item(self):
        field = {**self.field(picture() + EICAR), "content-type": "image/png"}
        body = {"@type": "News Item", "title": "a", "image": field}
        status, said = self.send("POST", "/news", body)
        self.assertEqual(400, status)
        self.assertIn(VIRUS, said)
        self.assertEqual([], self.added())

    def test_portrait_that_is_stored_as_it_was_sent(self):
        portraits = self.portal.portal_memberdata.portraits
        portrait = {**self.field(picture("GIF") + EICAR), "scale": False}
        portrait["content-type"] = "image/gif"
        status, said = self.send("PATCH", "/@users/editor", {"portrait": portrait})
        self.assertEqual(400, status, said)
        self.assertIn(VIRUS, said)
        transaction.begin()
        self.assertNotIn("editor", portraits.objectIds())
        portrait["data"] = b64encode(picture("GIF")).decode()
        status, said = self.send("PATCH", "/@users/editor", {"portrait": portrait})
        self.assertEqual(204, status, said)
        transaction.begin()
        self.assertIn("editor", portraits.objectIds())

    def test_file_that_comes_in_parts(self):
        def send(data):
            metadata = {
                "filename": "rules.pdf",
                "content-type": "application/pdf",
                "@type": "File",
            }
            told = {
                "Upload-Length": str(len(data)),
                "Upload-Metadata": ",".join(
                    f"{key} {b64encode(value.encode()).decode()}"
                    for key, value in metadata.items()
                ),
            }
            start = self.tus("POST", "/news/@tus-upload", b"", told)
            self.assertEqual(201, start.status)
            path = start.headers["Location"].removeprefix(self.url)
            first = self.tus("PATCH", path, data[:9], {"Upload-Offset": "0"})
            self.assertEqual(204, first.status)
            end = self.tus("PATCH", path, data[9:], {"Upload-Offset": "9"})
            return end.status, end.text

        self.judge(send)

    def tus(self, method, path, body, headers):
        peer = HTTPConnection(self.layer["host"], self.layer["port"], timeout=60)
        self.addCleanup(peer.close)
        peer.request(
            method,
            f"/plone{path}",
            body,
            {
                "Accept": "application/json",
                "Accept-Language": "zh-CN",
                "Cookie": cookie_for(),
                "Content-Type": "application/offset+octet-stream",
                "Tus-Resumable": "1.0.0",
                **headers,
            },
        )
        answer = peer.getresponse()
        text = answer.read().decode()
        answer.text = dumps(loads(text), ensure_ascii=False) if text else ""
        return answer


class TestForms(ContentCase):
    """The doors of the editing interface."""

    def test_form_says_what_is_wrong_and_keeps_what_was_typed(self):
        def send(data):
            browser = self.browser()
            browser.open(f"{self.url}/news/++add++File")
            form = browser.getForm(id="form")
            control = form.getControl(name="form.widgets.file")
            control._control.force_value(Upload("rules.pdf", data, "application/pdf"))
            form.getControl(name="form.widgets.title").value = "大厅守则"
            form.getControl(name="form.buttons.save").click()
            if not self.added():
                # The form is there again, with the message at its field.
                form = browser.getForm(id="form")
                title = form.getControl(name="form.widgets.title")
                self.assertEqual("大厅守则", title.value)
            said = html.fromstring(browser.contents).text_content()
            return self.status(browser), said

        self.judge(send)

    def test_uploads_of_the_editor(self):
        def send(data):
            page = self.browser()
            page.open(f"{self.url}/news/folder_contents")
            token = html.fromstring(page.contents).xpath(
                "//input[@name='_authenticator']/@value"
            )[0]
            boundary = "b0undary"
            body = (
                f'--{boundary}\r\nContent-Disposition: form-data; name="_authenticator"'
                f"\r\n\r\n{token}\r\n"
                f'--{boundary}\r\nContent-Disposition: form-data; name="file";'
                f' filename="rules.pdf"\r\nContent-Type: application/pdf\r\n\r\n'
            ).encode()
            body += data + f"\r\n--{boundary}--\r\n".encode()
            browser = self.browser("application/json")
            browser.addHeader("Accept-Language", "zh-CN")
            browser.addHeader(
                "Content-Type", f"multipart/form-data; boundary={boundary}"
            )
            browser.post(f"{self.url}/news/@@fileUpload", body)
            said = dumps(loads(browser.contents), ensure_ascii=False)
            return self.status(browser), said

        self.judge(send)

    def test_logo_of_the_site(self):
        def send(data):
            browser = self.browser()
            browser.open(f"{self.url}/@@onewindow-portal")
            control = browser.getControl(name="form.widgets.site_logo")
            if data is not None:
                control._control.force_value(Upload("logo.png", data, "image/png"))
                action = browser.getControl(name="form.widgets.site_logo.action")
                action.value = ["replace"]
            browser.getControl(name="form.buttons.save").click()
            said = html.fromstring(browser.contents).text_content()
            return self.status(browser), said

        def logo():
            transaction.begin()
            return api.portal.get_registry_record("plone.site_logo")

        former = logo()
        status, said = send(picture() + EICAR)
        self.assertEqual(200, status)
        self.assertIn(VIRUS, said)
        with self.away():
            status, said = send(picture())
        self.assertEqual(503, status)
        self.assertIn(AWAY, said)
        self.assertEqual(former, logo())
        self.assertEqual(200, send(picture())[0])
        stored = logo()
        self.assertNotEqual(former, stored)
        # Saving anything else asks nobody about the logo that there is.
        self.scanner.stop()
        status, said = send(None)
        self.assertEqual(200, status)
        self.assertNotIn(AWAY, said)
        self.assertEqual(stored, logo())

    def test_what_was_refused_waits_nowhere_in_the_content(self):
        browser = self.browser()
        browser.open(f"{self.url}/news/++add++File")
        control = browser.getControl(name="form.widgets.file")
        control._control.force_value(Upload("rules.pdf", INFECTED, "application/pdf"))
        browser.getControl(name="form.widgets.title").value = "大厅守则"
        browser.getForm(id="form").getControl(name="form.buttons.save").click()
        self.assertIn(VIRUS, html.fromstring(browser.contents).text_content())
        transaction.begin()
        kept = IAnnotations(self.portal).get(FILE_UPLOAD_MAP_KEY, {})
        self.assertEqual([], [each["filename"] for each in kept.values()])
        # The same page takes another file.
        form = browser.getForm(id="form")
        control = form.getControl(name="form.widgets.file")
        control._control.force_value(Upload("other.pdf", CLEAN, "application/pdf"))
        if "form.widgets.file.action" in browser.contents:
            form.getControl(name="form.widgets.file.action").value = ["replace"]
        form.getControl(name="form.buttons.save").click()
        (content,) = self.added()
        self.assertEqual((CLEAN, "大厅守则"), (content.file.data, content.title))

    def test_clean_file_waits_while_something_else_is_wrong(self):
        browser = self.browser()
        browser.open(f"{self.url}/news/++add++File")
        control = browser.getControl(name="form.widgets.file")
        control._control.force_value(Upload("rules.pdf", CLEAN, "application/pdf"))
        browser.getControl(name="form.widgets.IPublication.expires").value = "nonsense"
        browser.getForm(id="form").getControl(name="form.buttons.save").click()
        self.assertEqual([], self.added())
        transaction.begin()
        kept = IAnnotations(self.portal).get(FILE_UPLOAD_MAP_KEY, {})
        self.assertEqual(["rules.pdf"], [each["filename"] for each in kept.values()])


class TestReading(ContentCase):
    """What visitors read costs no question."""

    def test_smaller_copies_of_pictures_are_made_while_the_scanner_is_away(self):
        login(self.layer["app"], SITE_OWNER_NAME)
        image = api.content.create(self.portal.news, "Image", "hall", safe_id=True)
        image.image = NamedBlobImage(picture("PNG", (1600, 1200)), filename="hall.png")
        transaction.commit()
        self.scanner.stop()
        browser = self.browser()
        with self.assertNoLogs("onewindow_policy", "WARNING"):
            browser.open(f"{image.absolute_url()}/@@images/image/preview")
        self.assertEqual(200, self.status(browser))
        self.assertEqual("image/png", browser.headers["Content-Type"])

    def test_health_names_the_scanner_and_stays_well(self):
        def answer():
            browser = self.browser()
            browser.open(f"{self.url}/@@health")
            return self.status(browser), loads(browser.contents).get("scanner")

        self.assertEqual((200, "ok"), answer())
        self.scanner.stop()
        self.assertEqual((200, "failed"), answer())
        with scanner_at(""):
            self.assertEqual((200, None), answer())
