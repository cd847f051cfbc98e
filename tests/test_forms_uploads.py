"""Files that residents hand in, judged by their content."""

from hypothesis import given
from hypothesis import strategies as st
from io import BytesIO
from onewindow_policy.forms import uploads
from onewindow_policy.forms.exceptions import UnfitFile
from onewindow_policy.pictures.headers import BoundedReader
from onewindow_policy.testing.papers import PDF
from PIL import Image
from unittest import mock

import struct
import unittest
import zlib


def picture(kind, size=(40, 30), **options):
    stream = BytesIO()
    Image.new("RGB", size, "white").save(stream, kind, **options)
    return stream.getvalue()


def bomb(width, height):
    """Return a PNG of a few bytes that claims to be as large as this."""
    header = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(part) - 4) + part + struct.pack(">I", zlib.crc32(part))
        for part in (header, b"IDAT", b"IEND")
    )


class TestContent(unittest.TestCase):
    def refused(self, data, name="x.jpg"):
        with self.assertRaises(UnfitFile) as error:
            uploads.read_file(name, data)
        return error.exception.args[0]

    def test_photos_and_pdf_are_taken_whatever_their_name(self):
        for data, content_type, ending in (
            (picture("JPEG"), "image/jpeg", ".jpg"),
            (picture("JPEG", progressive=True), "image/jpeg", ".jpg"),
            (picture("PNG"), "image/png", ".png"),
            (PDF, "application/pdf", ".pdf"),
            (b"\xef\xbb\xbf" + PDF, "application/pdf", ".pdf"),
        ):
            with self.subTest(content_type=content_type):
                handed_in = uploads.read_file("证件.exe", data)
                self.assertEqual(content_type, handed_in.content_type)
                self.assertEqual("证件" + ending, handed_in.filename)
                self.assertEqual(len(handed_in.data), handed_in.size)

    def test_sizes_are_read_as_a_decoder_reads_them(self):
        for kind, options in (
            ("PNG", {}),
            ("JPEG", {}),
            ("JPEG", {"progressive": True}),
            ("JPEG", {"comment": b"\xff\xc0" * 40}),
        ):
            for size in ((1, 1), (640, 480), (33, 2000)):
                with self.subTest(kind=kind, size=size):
                    data = picture(kind, size, **options)
                    self.assertEqual(size, uploads.image_size(data))

    def test_tables_before_the_frame_are_no_frames(self):
        data = picture("JPEG", (40, 30))
        for marker in (b"\xc4", b"\xc8", b"\xcc"):
            table = b"\xff" + marker + struct.pack(">H", 12) + b"\x07" * 10
            with self.subTest(marker=marker):
                found = uploads.image_size(data[:2] + table + data[2:])
                self.assertEqual((40, 30), found)

    def test_what_goes_on_without_a_frame_is_given_up_after_some_steps(self):
        frame = picture("JPEG")[2:]
        for fill in (b"\xff", b"\x00", b"\xff\xd0", b"\xff\x01", b"\xff\xe1\x00\x02"):
            data = b"\xff\xd8\xff" + fill * (uploads.MAX_FILE_SIZE // 2 // len(fill))
            reader = self.counted()
            with self.subTest(fill=fill):
                self.assertEqual("error_image_broken", self.refused(data + frame))
                self.assertLess(sum(reader), 10_000)

    def counted(self):
        """Return a list that grows by one with each reading of a header's file."""
        readings = []
        read = BoundedReader.read

        def counting(reader, *args):
            readings.append(1)
            return read(reader, *args)

        self.enterContext(mock.patch.object(BoundedReader, "read", counting))
        return readings

    def test_other_content_is_refused_whatever_its_name(self):
        for data in (
            b"MZ\x90\x00 a program",
            b"<html><script>alert(1)</script></html>",
            b"GIF89a" + b"\0" * 40,
            b"PK\x03\x04 a Word document",
            b"<svg xmlns='http://www.w3.org/2000/svg'/>",
            b"<html>%PDF-1.7",
        ):
            with self.subTest(data=data):
                self.assertEqual("error_file_type", self.refused(data))

    def test_photo_of_an_iphone_gets_words_of_its_own(self):
        data = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic"
        self.assertEqual("error_file_heic", self.refused(data))

    def test_bombs_are_refused_without_being_decoded(self):
        for width, height in ((60_000, 60_000), (12_001, 1), (9_000, 9_000)):
            with self.subTest(width=width):
                found = self.refused(bomb(width, height))
                self.assertEqual("error_image_dimensions", found)
                self.assertEqual(width, found.mapping["width"])

    def test_largest_photo_of_a_phone_is_taken(self):
        self.assertEqual(
            "image/png", uploads.read_file("a", bomb(8160, 6120)).content_type
        )

    def test_pictures_without_a_size_are_damaged(self):
        for data in (
            bomb(0, 10),
            b"\xff\xd8\xff\xd9",
            b"\xff\xd8\xff\xe0\x00\x00" + b"\0" * 100,
        ):
            with self.subTest(data=data[:12]):
                self.assertEqual("error_image_broken", self.refused(data))

    def test_empty_and_too_large_files_are_refused(self):
        self.assertEqual("error_file_empty", self.refused(b""))
        full = picture("PNG")
        full += b"\0" * (uploads.MAX_FILE_SIZE - len(full))
        self.assertEqual("image/png", uploads.read_file("a", full).content_type)
        self.assertEqual("error_file_too_large", self.refused(full + b"\0"))

    def test_files_together_have_a_limit_too(self):
        uploads.require_total([uploads.MAX_FILE_SIZE] * 3)
        with self.assertRaises(UnfitFile):
            uploads.require_total([uploads.MAX_FILE_SIZE] * 3 + [1])

    @given(st.binary(max_size=400), st.sampled_from([b"", b"\xff\xd8\xff", b"%PDF-"]))
    def test_any_bytes_are_taken_or_refused_in_words(self, data, start):
        self.take_or_refuse(start + data)

    @given(st.data())
    def test_any_damage_to_a_picture_is_survived(self, data):
        whole = bytearray(picture(data.draw(st.sampled_from(["PNG", "JPEG"]))))
        for _number in range(data.draw(st.integers(0, 8))):
            place = data.draw(st.integers(0, len(whole) - 1))
            whole[place] = data.draw(st.integers(0, 255))
        self.take_or_refuse(bytes(whole[: data.draw(st.integers(0, len(whole)))]))

    def take_or_refuse(self, data):
        try:
            handed_in = uploads.read_file("a.pdf", data)
        except UnfitFile as error:
            self.assertTrue(error.args[0].default)
        else:
            self.assertIn(handed_in.content_type, uploads.EXTENSIONS)

    def test_representation_shows_neither_name_nor_content(self):
        handed_in = uploads.read_file("样本老人.pdf", PDF)
        self.assertIn(type(handed_in).__name__, repr(handed_in))
        self.assertNotIn("样本老人", repr(handed_in))
        self.assertNotIn("endobj", repr(handed_in))


class TestNames(unittest.TestCase):
    def test_paths_and_tricks_are_taken_out(self):
        for name, safe in (
            ("../../etc/passwd", "passwd.pdf"),
            ("C:\\Users\\老人\\户口簿.PDF", "户口簿.pdf"),
            ("a.pdf.exe", "a.pdf.pdf"),
            ("\u202efdp.exe", "fdp.pdf"),
            ("a\r\nContent-Type: text/html.pdf", "html.pdf"),
            ("..", "file.pdf"),
            (".htaccess", "htaccess.pdf"),
            ("", "file.pdf"),
            (None, "file.pdf"),
            ('x" onload="y.png', "x_onload=_y.pdf"),
            ("a" * 300 + ".pdf", "a" * 80 + ".pdf"),
        ):
            with self.subTest(name=name):
                self.assertEqual(safe, uploads.safe_filename(name, "application/pdf"))

    @given(st.text())
    def test_any_name_becomes_one_that_is_safe_to_store_by(self, name):
        safe = uploads.safe_filename(name, "image/png")
        self.assertRegex(safe, r"^[^/\\\x00-\x1f<>:\"|?*]+\.png$")
        self.assertFalse(safe.startswith("."))
        self.assertLessEqual(len(safe), 84)
        safe.encode("utf-8")
