"""A file that is named as a document and is none is refused, at each field for files."""

from base64 import b64encode
from io import BytesIO
from lxml import html
from onewindow_policy.scanning.kinds import is_what_it_says
from onewindow_policy.testing import SAMPLE_FUNCTIONAL_TESTING
from onewindow_policy.testing.tickets import log_in
from plone.testing.zope import Browser
from webtest.forms import Upload
from zipfile import ZipFile

import json
import transaction
import unittest

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def archive_of(*names: str) -> bytes:
    file = BytesIO()
    with ZipFile(file, "w") as archive:
        for name in names:
            archive.writestr(name, "<x/>")
    return file.getvalue()


class TestKinds(unittest.TestCase):
    def is_taken(self, name, data):
        return is_what_it_says(name, BytesIO(data))

    def test_documents_are_what_they_say(self):
        for name, data in (
            ("a.docx", archive_of("[Content_Types].xml", "word/document.xml")),
            ("名册.XLSX", archive_of("xl/workbook.xml")),
            ("a.odt", archive_of("content.xml")),
            ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 rest"),
            ("a.doc", b"{\\rtf1 rest}"),
            ("a.pdf", b"\xef\xbb\xbf%PDF-1.7"),
            ("a.txt", b"anything"),
            ("a", b""),
        ):
            with self.subTest(name=name, data=data):
                self.assertTrue(self.is_taken(name, data))

    def test_what_says_so_and_is_none(self):
        document = archive_of("word/document.xml")
        for name, data in (
            ("a.docx", b""),
            ("a.docx", b"<html>saved from a page</html>"),
            ("a.docx", archive_of("xl/workbook.xml")),
            ("a.docx", document[: len(document) // 2]),
            ("a.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 locked by a password"),
            ("a.xlsx", document),
            ("a.doc", document),
            ("a.pdf", document),
        ):
            with self.subTest(name=name, data=data[:20]):
                self.assertFalse(self.is_taken(name, data))


class TestDoors(unittest.TestCase):
    layer = SAMPLE_FUNCTIONAL_TESTING

    def setUp(self):
        self.portal = self.layer["portal"]
        self.item = self.portal.catalogue["sq-ll-001"]
        self.url = self.item.absolute_url()

    def browser(self):
        browser = Browser(self.layer["app"])
        browser.raiseHttpErrors = False
        log_in(browser, "editor")
        return browser

    def send(self, data):
        """Upload a Word file by the form for samples; return what is said."""
        browser = self.browser()
        browser.open(f"{self.url}/++add++SampleDocument")
        form = browser.getForm(id="form")
        control = form.getControl(name="form.widgets.file")
        control._control.force_value(Upload("申请表.docx", data, MEDIA_TYPE))
        form.getControl(name="form.widgets.IBasic.title").value = "新申请表"
        form.getControl(name="form.buttons.save").click()
        transaction.begin()
        return html.fromstring(browser.contents).text_content()

    def titles(self):
        return [each.title for each in self.item.objectValues()]

    def test_form_says_it_at_the_field_and_takes_a_real_one(self):
        said = self.send(b"<html>no document</html>")
        self.assertIn("打不开", said)
        self.assertNotIn("新申请表", self.titles())
        self.send(archive_of("word/document.xml"))
        self.assertIn("新申请表", self.titles())

    def test_programs_are_told_alike(self):
        for data, status in ((b"none", 400), (archive_of("word/document.xml"), 201)):
            browser = self.browser()
            browser.addHeader("Accept", "application/json")
            browser.addHeader("Accept-Language", "zh-CN")
            browser.post(
                self.url,
                json.dumps(
                    {
                        "@type": "SampleDocument",
                        "title": "新申请表",
                        "file": {
                            "data": b64encode(data).decode(),
                            "encoding": "base64",
                            "filename": "申请表.docx",
                            "content-type": MEDIA_TYPE,
                        },
                    }
                ),
                "application/json",
            )
            transaction.begin()
            self.assertTrue(browser.headers["status"].startswith(str(status)))
            self.assertEqual(status == 201, "新申请表" in self.titles())
