"""Everything to fill in for a service, in one archive, and nothing else."""

from io import BytesIO
from onewindow_policy.samples.bundle import BundledFile
from onewindow_policy.samples.bundle import BundleStream
from onewindow_policy.samples.bundle import fitting
from onewindow_policy.samples.bundle import safe_name
from onewindow_policy.samples.bundle import unique_names
from onewindow_policy.testing import SAMPLE_FUNCTIONAL_TESTING
from plone import api
from plone.namedfile.file import NamedBlobFile
from plone.testing.zope import Browser
from unittest.mock import patch
from urllib.parse import unquote

import transaction
import unittest
import zipfile


def bundled(name, data=b"x"):
    return BundledFile(name, len(data), lambda: BytesIO(data))


class TestNames(unittest.TestCase):
    def test_names_cannot_leave_the_folder_they_are_unpacked_in(self):
        for name in ("../../etc/passwd", "..\\..\\a.docx", "/etc/passwd", "C:\\a.txt"):
            safe = safe_name(name)
            self.assertNotRegex(safe, r"[/\\:]")
            self.assertFalse(safe.startswith("."))

    def test_names_that_some_system_reserves_are_changed(self):
        self.assertEqual("con-.docx", safe_name("con.docx"))
        self.assertEqual("file", safe_name("..."))
        self.assertEqual("a-b.docx", safe_name("a\x00\x1fb.docx"))
        self.assertNotIn("\u202e", safe_name("表\u202excod.exe"))

    def test_chinese_names_stay_as_they_are(self):
        self.assertEqual(
            "高龄津贴申请表(空白).docx", safe_name("高龄津贴申请表(空白).docx")
        )

    def test_long_names_fit_into_255_bytes_and_keep_their_suffix(self):
        name = safe_name("很" * 300 + ".docx")
        self.assertLess(len(name.encode()), 255)
        self.assertTrue(name.endswith(".docx"))

    def test_equal_names_become_different(self):
        self.assertEqual(
            ["表.docx", "表-2.docx", "表-3.docx", "A.txt", "a-2.txt"],
            unique_names(["表.docx", "表.docx", "表.docx", "A.txt", "a.txt"]),
        )


class TestStream(unittest.TestCase):
    def test_the_same_files_give_the_same_bytes(self):
        files = [bundled("一.docx", b"1" * 1000), bundled("二.txt", b"2")]
        first = b"".join(BundleStream(files))
        self.assertEqual(first, b"".join(BundleStream(files)))

    def test_the_announced_length_is_what_is_sent(self):
        stream = BundleStream([bundled("一.bin", b"\0" * 3_000_000)])
        length = len(stream)
        pieces = list(stream)
        self.assertEqual(length, sum(map(len, pieces)))
        self.assertLessEqual(max(map(len, pieces)), 1 << 16)

    def test_files_beyond_the_limit_are_left_out_and_named(self):
        files = [
            bundled("a", b"1" * 60),
            bundled("b", b"2" * 60),
            bundled("c", b"3" * 40),
        ]
        fits, left_out = fitting(files, 100)
        self.assertEqual(["a", "c"], [file.name for file in fits])
        self.assertEqual(["b"], [file.name for file in left_out])


class TestBundle(unittest.TestCase):
    layer = SAMPLE_FUNCTIONAL_TESTING

    def setUp(self):
        self.portal = self.layer["portal"]
        self.item = self.portal.catalogue["sq-mz-001"]

    def open(self, suffix="", *, item="sq-mz-001", status=200):
        browser = Browser(self.layer["app"])
        browser.raiseHttpErrors = False
        browser.open(f"{self.portal.absolute_url()}/catalogue/{item}/@@bundle{suffix}")
        self.assertEqual(status, int(browser.headers["status"].split()[0]))
        return browser

    def archive(self, suffix="", **options):
        browser = self.open(suffix, **options)
        contents = browser.contents
        if isinstance(contents, str):
            contents = contents.encode("utf-8", "surrogateescape")
        return zipfile.ZipFile(BytesIO(contents))

    def transition(self, content, state):
        with api.env.adopt_roles(["Manager"]):
            api.content.transition(obj=content, to_state=state)
        transaction.commit()

    def notice(self, archive):
        (name,) = (each for each in archive.namelist() if each.endswith(".txt"))
        return archive.read(name).decode("utf-8-sig")

    def test_it_holds_the_items_documents_and_the_forms_its_guide_names(self):
        archive = self.archive()
        self.assertIsNone(archive.testzip())
        names = " ".join(archive.namelist())
        self.assertEqual(6, len(archive.namelist()))
        for title in (
            "最低生活保障申请书",
            "家庭经济状况信息核对授权书",
            "家庭收入和财产状况诚信承诺书",
            "授权委托书",
        ):
            self.assertIn(title, names)
        self.assertNotIn("收件凭证", names)

    def test_every_document_in_it_is_the_one_on_the_site(self):
        archive = self.archive()
        stored = {
            sample.file.data
            for folder in (self.item, self.portal.samples)
            for sample in folder.objectValues()
            if sample.portal_type == "SampleDocument"
        }
        for name in archive.namelist():
            if name.endswith(".docx"):
                self.assertIn(archive.read(name), stored)

    def test_the_notice_tells_everything_at_once(self):
        text = self.notice(self.archive())
        self.assertIn("最低生活保障对象认定申请", text)
        for material in self.item["guide"].materials:
            self.assertIn(material["name"], text)
        self.assertIn("19", text)
        self.assertIn("12345", text)
        self.assertIn(self.portal.communities.notice, text)

    def test_a_districts_bundle_speaks_for_the_district(self):
        text = self.notice(self.archive("/990103"))
        self.assertIn("青石区", text)
        self.assertIn("15", text)
        self.assertIn("/catalogue/sq-mz-001/990103", text)

    def test_its_name_is_chinese_and_its_type_is_not_guessed(self):
        headers = self.open("/990103").headers
        self.assertIn("低保申请 青石区.zip", unquote(headers["content-disposition"]))
        self.assertTrue(headers["content-disposition"].startswith("attachment"))
        self.assertEqual("application/zip", headers["content-type"])
        self.assertEqual("nosniff", headers["x-content-type-options"])

    def test_documents_that_are_not_released_stay_out(self):
        self.transition(self.item["sample-1"], "archived")
        self.assertEqual(5, len(self.archive().namelist()))

    def test_staff_get_no_more_than_residents(self):
        self.transition(self.item["sample-1"], "archived")
        with api.env.adopt_roles(["Manager"]):
            view = api.content.get_view("bundle", self.item, self.layer["request"])
            archive = zipfile.ZipFile(BytesIO(b"".join(view())))
        self.assertEqual(5, len(archive.namelist()))

    def test_there_is_none_of_what_is_not_public(self):
        self.transition(self.item, "archived")
        self.open(status=404)

    def test_there_is_none_while_the_guide_is_not_released(self):
        self.transition(self.item["guide"], "archived")
        self.open(status=404)

    def test_there_is_none_for_districts_that_did_not_adopt_or_do_not_exist(self):
        self.open("/999999", status=404)
        self.open("/990121", item="sq-js-004", status=404)
        self.open("/990102/990103", status=404)

    def test_what_does_not_fit_is_named_in_the_notice(self):
        with patch("onewindow_policy.guides.browser.bundle.fitting") as fitting_mock:
            fitting_mock.side_effect = lambda files: fitting(files, 0)
            archive = self.archive()
        self.assertEqual(1, len(archive.namelist()))
        self.assertIn("最低生活保障申请书", self.notice(archive))

    def test_uploaded_documents_keep_their_format(self):
        with api.env.adopt_roles(["Manager"]):
            sample = self.item["blank-1"]
            sample.generated = False
            sample.file = NamedBlobFile(
                data=b"%PDF-1.7",
                contentType="application/pdf",
                filename="../坏/名字.pdf",
            )
        transaction.commit()
        names = self.archive().namelist()
        self.assertEqual(1, sum(name.endswith(".pdf") for name in names))
        self.assertFalse([name for name in names if "/" in name])

    def test_reading_writes_nothing(self):
        before = self.portal._p_jar.db().lastTransaction()
        self.open()
        self.assertEqual(before, self.portal._p_jar.db().lastTransaction())
