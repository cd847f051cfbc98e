"""Files of residents through the form: whole, without traces, named by material."""

from base64 import b64decode
from io import BytesIO
from onewindow_policy.cases.models import CaseFile
from onewindow_policy.forms import uploads
from onewindow_policy.intake.models import ParkedUpload
from onewindow_policy.pictures.whole import clean_picture
from onewindow_policy.records.api import read_session
from onewindow_policy.testing import SAMPLE_FUNCTIONAL_TESTING
from onewindow_policy.testing import SAMPLE_POSTGRESQL_FUNCTIONAL_TESTING
from onewindow_policy.testing.applying import ApplyingCase
from onewindow_policy.testing.applying import JPEG
from onewindow_policy.testing.papers import PDF
from onewindow_policy.testing.papers import photograph
from onewindow_policy.testing.papers import refused_pdfs
from onewindow_policy.testing.papers import signed_pdf
from onewindow_policy.testing.papers import TRACE
from onewindow_policy.vocabularies.api import translation_target
from pikepdf import Pdf
from PIL import Image
from PIL import ImageOps
from sqlalchemy import select
from webtest.forms import Upload
from zope.i18n import translate

import html
import random
import re

TARGET = translation_target("zh-cn")


def said(message):
    """Return what the page says."""
    words = translate(message, "onewindow_policy", target_language=TARGET)
    return html.escape(words, quote=False)


class FilesCase(ApplyingCase):
    def choose(self, browser, *files, name=None):
        """Choose files as pairs of name and content for one field, the first by default."""
        name = name or self.file_fields(browser)[0]
        control = browser.getControl(name=f"form.widgets.{name}")
        control._control.force_value(
            [Upload(each, data, "image/jpeg") for each, data in files]
        )
        return name

    def send_files(self, *files, **changes):
        browser = self.open_form()
        self.fill(browser, **changes)
        self.choose(browser, *files)
        self.send(browser)
        return browser

    def kept(self):
        """Return the files of the only case, as they lie in SQL."""
        query = select(CaseFile).order_by(CaseFile.position)
        return read_session().scalars(query).all()


class TestWhole(FilesCase):
    def assertRefused(self, data, message):
        browser = self.send_files(("file", data))
        self.assertHeld(browser, said(message))
        self.assertEqual([], self.cases())
        self.assertEqual(0, self.count(ParkedUpload))

    def test_pdfs_that_nobody_reads_or_that_do_something_are_refused(self):
        for kind, (message, data) in refused_pdfs().items():
            with self.subTest(kind=kind):
                self.assertRefused(data, message)

    def test_pictures_that_are_not_whole_are_refused(self):
        jpeg, png = photograph("JPEG"), photograph("PNG")
        end = jpeg.index(b"\xff\xd9", jpeg.index(b"\xff\xda"))
        data = png.index(b"IDAT")
        for kind, content, message in (
            ("JPEG without its end", jpeg[:end], "error_image_cut"),
            ("JPEG cut in its tables", jpeg[: end // 2], "error_image_cut"),
            ("PNG without its end", png[: png.index(b"IEND") - 4], "error_image_cut"),
            ("PNG cut in its data", png[: data + 9], "error_image_cut"),
            (
                "PNG with a wrong sum",
                png[: data + 6] + b"\x55" + png[data + 7 :],
                "error_image_broken",
            ),
        ):
            with self.subTest(kind=kind):
                self.assertRefused(content, message)

    def test_what_takes_too_much_to_read_is_refused_and_ends(self):
        # Ten megabytes that become as many lists as fill 700.
        data = (
            b"%PDF-1.5\n1 0 obj<</Type/Catalog/Pages 2 0 R/X["
            + b"[]" * 5_000_000
            + b"]>>endobj 2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj"
            b" trailer<</Root 1 0 R/Size 3>>\nstartxref\n0\n%%EOF"
        )
        browser = self.send_files(("file", data))
        reasons = [said("error_pdf_intricate"), said("error_pdf_broken")]
        self.assertTrue(any(each in browser.contents for each in reasons))
        self.assertHeld(browser, "PDF")
        self.assertEqual(0, self.count(ParkedUpload))

    def test_pdfs_that_cannot_be_judged_just_now_are_not_taken(self):
        self.replace("onewindow_policy.pdfs.judging.sys.executable", "/nowhere")
        with self.assertLogs("onewindow_policy", "ERROR") as logged:
            self.assertRefused(PDF, "error_pdf_unjudged")
        self.assertIn("cannot be judged", logged.output[0])

    def test_any_damage_to_a_file_is_told_or_survived(self):
        chance = random.Random(14)
        wholes = [photograph("JPEG"), photograph("PNG"), PDF]
        for number in range(30):
            data = bytearray(wholes[number % 3])
            for _change in range(chance.randrange(1, 9)):
                data[chance.randrange(len(data))] = chance.randrange(256)
            data = bytes(data[: chance.randrange(10, len(data) + 1)])
            with self.subTest(number=number):
                browser = self.send_files(("file", data), applicant_name="")
                self.assertIn("申请人姓名", browser.contents)
                self.assertNotIn("500", browser.headers["status"])


class TraceTests:
    def test_sealed_pictures_say_nothing_of_their_maker_and_stay_upright(self):
        for kind in ("JPEG", "PNG"):
            for orientation in (1, 6):
                with self.subTest(kind=kind, orientation=orientation):
                    sent = photograph(kind, orientation=orientation)
                    self.assertIn(TRACE.encode(), sent)
                    self.assertKept(sent, orientation)

    def assertKept(self, sent, orientation):
        before = len(self.kept())
        browser = self.send_files(("IMG_0001.jpg", sent))
        if "form.again" in browser.contents:
            browser.getControl(name="form.again").value = ["1"]
            self.send(browser)
        self.assertReceipt(browser)
        content = self.kept_after(before)
        self.assertNotIn(TRACE.encode(), content)
        picture = Image.open(BytesIO(content))
        exif = picture.getexif()
        self.assertEqual({0x0112: 6} if orientation == 6 else {}, dict(exif))
        self.assertEqual({}, dict(exif.get_ifd(0x8825)))
        self.assertNotIn("xmp", picture.info)
        self.assertNotIn("comment", picture.info)
        turned = ImageOps.exif_transpose(Image.open(BytesIO(sent)))
        self.assertEqual(turned.size, ImageOps.exif_transpose(picture).size)
        self.assertEqual(
            turned.convert("RGB").tobytes(),
            ImageOps.exif_transpose(picture).convert("RGB").tobytes(),
        )
        self.assertEqual(content, clean_picture(content))

    def kept_after(self, before):
        files = self.kept()
        self.assertEqual(before + 1, len(files))
        ids = getattr(self, "seen", set())
        (new,) = [each for each in files if each.id not in ids]
        self.seen = {each.id for each in files}
        return new.content

    def test_what_waits_has_none_already(self):
        self.send_files(("a.jpg", photograph()), applicant_name="")
        (parked,) = read_session().scalars(select(ParkedUpload)).all()
        self.assertTrue(parked.content.startswith(b"\xff\xd8"))
        self.assertNotIn(TRACE.encode(), parked.content)

    def test_sealed_pdf_has_no_author_and_its_pages(self):
        self.assertReceipt(self.send_files(("a.pdf", PDF)))
        (file,) = self.kept()
        self.assertNotIn(TRACE.encode(), file.content)
        with Pdf.open(BytesIO(file.content)) as pdf:
            self.assertEqual(1, len(pdf.pages))
            self.assertNotIn("/Info", pdf.trailer)
            self.assertNotIn("/Metadata", pdf.Root)

    def test_signed_pdf_stays_as_it_is(self):
        signed = signed_pdf()
        self.assertReceipt(self.send_files(("a.pdf", signed)))
        self.assertEqual(signed, self.kept()[0].content)


class PreviewTests:
    """Small pictures of what waits are in the page that comes back, and nowhere else."""

    def test_picture_that_waits_is_shown_small_and_upright(self):
        sent = photograph(size=(2000, 1000))
        browser = self.send_files(("a.jpg", sent), ("b.pdf", PDF), id_number="")
        self.assertIn("-2.pdf</span>", browser.contents)
        self.assertPreview(browser)
        self.assertIn("img-src 'self' data:", self.policy(browser))
        self.assertIn("no-store", browser.headers["Cache-Control"])
        # It is sealed, comes again with the next try, and goes with the last.
        (first, _second) = read_session().scalars(select(ParkedUpload)).all()
        self.assertNotIn(first.preview, first.preview_sealed)
        self.send(browser)
        self.assertPreview(browser)
        self.fill(browser)
        self.send(browser)
        self.assertReceipt(browser)
        self.assertEqual(0, self.count(ParkedUpload))

    def assertPreview(self, browser):
        (found,) = re.findall(r'"data:image/jpeg;base64,([^"]+)"', browser.contents)
        data = b64decode(found)
        self.assertLess(len(data), 8_000)
        self.assertNotIn(b"Exif", data)
        self.assertNotIn(TRACE.encode(), data)
        self.assertEqual((80, 160), Image.open(BytesIO(data)).size)

    def policy(self, browser):
        return browser.headers["Content-Security-Policy"]

    def test_pages_without_one_take_no_pictures_from_themselves(self):
        browser = self.open_form()
        self.assertIn("img-src 'self';", self.policy(browser))
        self.fill(browser, id_number="")
        self.send(browser)
        self.assertHeld(browser, "身份证")
        self.assertIn("img-src 'self';", self.policy(browser))

    def test_picture_that_would_cost_much_has_none_and_is_taken(self):
        self.replace("onewindow_policy.pictures.previews.MAX_PNG_PIXELS", 1000)
        browser = self.send_files(("a.png", photograph("PNG")), id_number="")
        self.assertIn("-1.png</span>", browser.contents)
        self.assertNotIn("data:image", browser.contents)


class NamesTests:
    def test_files_are_called_by_their_material_everywhere(self):
        browser = self.send_files(
            ("image.jpg", JPEG), ("image.jpg", JPEG), ("image.jpg", PDF), id_number=""
        )
        self.assertIn("form.kept.", browser.contents)
        self.assertNotIn("image.jpg", browser.contents)
        for ending in ("-1.jpg", "-2.jpg", "-3.pdf"):
            self.assertIn(f"{ending}</span>", browser.contents)
        self.assertIn(">1 KB</span>", browser.contents)
        self.fill(browser)
        self.send(browser)
        self.assertReceipt(browser)
        names = [each.name for each in self.kept()]
        (stem,) = {name.rpartition("-")[0] for name in names}
        self.assertTrue(stem)
        endings = ("-1.jpg", "-2.jpg", "-3.pdf")
        self.assertEqual([stem + ending for ending in endings], names)
        self.assertEqual([stem + ending for ending in endings], self.answered(names))
        self.assertIn(names[2], browser.contents)

    def answered(self, names):
        (case,) = self.cases()
        (found,) = [
            each["value"] for each in case.answers if names[0] in (each["value"] or ())
        ]
        return found


class SiblingTests:
    """Those that fit stay when one does not."""

    def test_good_ones_of_the_same_field_stay(self):
        _message, locked = refused_pdfs()["locked"]
        browser = self.send_files(
            ("good.jpg", JPEG), ("locked.pdf", locked), ("other.jpg", JPEG)
        )
        self.assertHeld(browser, said("error_pdf_locked"))
        self.assertIn("locked", browser.contents)
        self.assertEqual(2, self.count(ParkedUpload))
        self.assertIn("-2.jpg</span>", browser.contents)
        self.fill(browser)
        self.send(browser)
        self.assertReceipt(browser)
        self.assertEqual([JPEG, JPEG], [each.content for each in self.kept()])

    def test_those_that_fit_stay_when_all_together_are_too_much(self):
        limit = len(JPEG) * 5 // 2
        self.replace("onewindow_policy.forms.uploads.MAX_TOTAL_SIZE", limit)
        self.replace("onewindow_policy.intake.parking.NONCE_QUOTA_BYTES", limit)
        browser = self.send_files(("1.jpg", JPEG), ("2.jpg", JPEG), ("third.jpg", JPEG))
        self.assertHeld(browser, "合计超过")
        self.assertEqual(2, self.count(ParkedUpload))
        self.assertIn("请把这些文件再选一次：third", browser.contents)
        self.fill(browser)
        self.send(browser)
        self.assertReceipt(browser)
        self.assertEqual(2, len(self.kept()))

    def test_each_file_is_read_once_however_often_it_is_asked_for(self):
        reading = self.replace_with_count("onewindow_policy.forms.uploads.read_file")
        self.send_files(("1.jpg", JPEG), ("2.jpg", JPEG), applicant_name="")
        self.assertEqual(2, len(reading))

    def replace_with_count(self, name):
        calls, read = [], uploads.read_file

        def counting(*args):
            calls.append(1)
            return read(*args)

        self.replace(name, counting)
        return calls


class TestFilesOnSQLite(TraceTests, PreviewTests, NamesTests, SiblingTests, FilesCase):
    layer = SAMPLE_FUNCTIONAL_TESTING


class TestFilesOnPostgreSQL(
    TraceTests, PreviewTests, NamesTests, SiblingTests, FilesCase
):
    layer = SAMPLE_POSTGRESQL_FUNCTIONAL_TESTING
