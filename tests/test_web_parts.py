"""Files that staff send in parts are bounded before anything of them is written."""

from base64 import b64encode
from onewindow_policy.testing import SAMPLE_FUNCTIONAL_TESTING
from onewindow_policy.testing.doors import DoorsSetup
from onewindow_policy.web.parts import MEGABYTE
from onewindow_policy.web.parts import MOST_BEGUN
from onewindow_policy.web.parts import MOST_BYTES
from onewindow_policy.web.parts import MOST_BYTES_OF_ONE
from onewindow_policy.web.parts import tidy_parts
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest import mock

import os
import unittest


class TestParts(DoorsSetup, unittest.TestCase):
    layer = SAMPLE_FUNCTIONAL_TESTING

    def setUp(self):
        super().setUp()
        folder = TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        patch = mock.patch.dict(os.environ, {"TUS_TMP_FILE_DIR": folder.name})
        patch.start()
        self.addCleanup(patch.stop)

    def ask(self, who, method, url, body=b"", **headers):
        return self.session_of(who).request(
            method,
            url,
            data=body,
            headers={
                "Accept": "application/json",
                "Content-Type": "application/offset+octet-stream",
                "Tus-Resumable": "1.0.0",
                **{name.replace("_", "-"): text for name, text in headers.items()},
            },
        )

    def begin(self, length, who="editor", service="@tus-upload", **headers):
        name = b64encode(b"a.txt").decode()
        headers.setdefault("Upload_Metadata", f"filename {name}")
        url = f"{self.url}/news/{service}"
        return self.ask(who, "POST", url, Upload_Length=str(length), **headers)

    def send(self, answer, body, offset=0, who="editor"):
        url = answer.headers["Location"]
        return self.ask(who, "PATCH", url, body, Upload_Offset=str(offset))

    def assertNothingIsWritten(self):
        self.assertEqual([], list(self.folder.iterdir()))

    def test_file_is_taken_in_parts_and_leaves_nothing_behind(self):
        answer = self.begin(6, "manager")
        self.assertEqual(201, answer.status_code, answer.text)
        first = self.send(answer, b"abc", who="manager")
        self.assertEqual(
            (204, "3"), (first.status_code, first.headers["Upload-Offset"])
        )
        last = self.send(answer, b"def", 3, who="manager")
        self.assertEqual(204, last.status_code, last.text)
        self.assertIn("/news/", last.headers["Location"])
        self.assertNothingIsWritten()

    def test_length_above_what_a_file_may_have_is_refused_and_nothing_written(self):
        lengths = (MOST_BYTES + 1, 10**12, 10**18, 10**40)
        for service in ("@tus-upload", "@tus-replace"):
            for length in lengths:
                with self.subTest(service=service, length=length):
                    answer = self.begin(length, "manager", service)
                    self.assertIn(answer.status_code, (400, 413), answer.text)
        self.assertEqual(413, self.begin(MOST_BYTES + 1).status_code)
        self.assertNothingIsWritten()
        self.assertEqual(201, self.begin(MOST_BYTES).status_code)

    def test_length_that_is_none_is_refused_and_nothing_written(self):
        for length in ("", "-1", "0", "1e9", "0x10", "١٢".encode(), "9" * 5000):
            with self.subTest(length=length[:20]):
                answer = self.ask(
                    "editor",
                    "POST",
                    f"{self.url}/news/@tus-upload",
                    **{"Upload-Length": length},
                )
                self.assertEqual(400, answer.status_code, answer.text[:300])
        self.assertNothingIsWritten()

    def test_metadata_that_cannot_be_read_are_refused_and_nothing_written(self):
        long = b64encode(b"a" * 60_000).decode()
        for metadata in ("filename x", "filename /w==", f"filename {long}"):
            with self.subTest(metadata=metadata[:20]):
                answer = self.begin(6, Upload_Metadata=metadata)
                self.assertIn(answer.status_code, (400, 431), answer.text[:300])
        self.assertNothingIsWritten()

    def test_no_more_is_taken_than_was_said(self):
        answer = self.begin(6, "manager")
        for offset, body in ((0, b"a" * 7), (0, b"a" * MEGABYTE)):
            refused = self.send(answer, body, offset, "manager")
            self.assertEqual(413, refused.status_code, refused.text)
        self.assertEqual(204, self.send(answer, b"abc", 0, "manager").status_code)
        refused = self.send(answer, b"defg", 3, "manager")
        self.assertEqual(413, refused.status_code, refused.text)
        for offset in (0, 2, 4, 6):
            refused = self.send(answer, b"d", offset, "manager")
            self.assertEqual(409, refused.status_code, refused.text)
        sizes = sorted(path.stat().st_size for path in self.folder.glob("*"))
        self.assertEqual(3, sizes[0])

    def test_one_person_begins_so_many_files_and_no_more(self):
        for _number in range(MOST_BEGUN):
            self.assertEqual(201, self.begin(1).status_code)
        refused = self.begin(1)
        self.assertEqual(429, refused.status_code, refused.text)
        self.assertEqual("3600", refused.headers["Retry-After"])
        # Others are not kept from it.
        self.assertEqual(201, self.begin(1, "manager").status_code)

    def test_sizes_of_what_one_person_has_begun_are_counted_together(self):
        for _number in range(MOST_BYTES_OF_ONE // MOST_BYTES):
            self.assertEqual(201, self.begin(MOST_BYTES).status_code)
        self.assertEqual(429, self.begin(1).status_code)

    def test_sizes_of_what_all_have_begun_are_counted_together(self):
        with mock.patch("onewindow_policy.web.parts.MOST_BYTES_OF_ALL", 10):
            self.assertEqual(201, self.begin(6).status_code)
            self.assertEqual(429, self.begin(6, "manager").status_code)
            self.assertEqual(201, self.begin(4, "manager").status_code)

    def test_what_nobody_goes_on_with_makes_room(self):
        for _number in range(MOST_BEGUN):
            self.begin(1)
        for path in self.folder.iterdir():
            os.utime(path, (1, 1))
        self.assertEqual(201, self.begin(1).status_code)
        self.assertEqual(1, len(list(self.folder.iterdir())))

    def test_tidying_removes_what_nobody_goes_on_with(self):
        answer = self.begin(6, "manager")
        self.send(answer, b"abc", 0, "manager")
        self.begin(6, "manager")
        self.assertEqual(0, tidy_parts(self.folder))
        for path in self.folder.iterdir():
            os.utime(path, (1, 1))
        self.assertEqual(2, tidy_parts(self.folder))
        self.assertNothingIsWritten()

    def test_file_that_is_refused_when_it_is_whole_leaves_nothing_behind(self):
        described = {"filename": "a.png", "content-type": "image/png", "@type": "Image"}
        metadata = ",".join(
            f"{name} {b64encode(text.encode()).decode()}"
            for name, text in described.items()
        )
        answer = self.begin(6, "manager", Upload_Metadata=metadata)
        refused = self.send(answer, b"\x89PNG\r\n", 0, "manager")
        self.assertLess(refused.status_code, 500, refused.text)
        self.assertNothingIsWritten()
