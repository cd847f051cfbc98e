"""Packages of closed cases: whole, the same again, and readable without this software."""

from contextlib import redirect_stderr
from contextlib import redirect_stdout
from datetime import timedelta
from hashlib import sha256
from io import BytesIO
from io import StringIO
from onewindow_policy.cases import scanning
from onewindow_policy.cases.archive import commands
from onewindow_policy.cases.archive import writing
from onewindow_policy.cases.archive.models import CasePackage
from onewindow_policy.cases.archive.writing import cases_to_archive
from onewindow_policy.cases.archive.writing import check_package
from onewindow_policy.cases.archive.writing import count_archived
from onewindow_policy.cases.archive.writing import PackageBroken
from onewindow_policy.cases.archive.writing import write_package
from onewindow_policy.cases.exceptions import CaseOpen
from onewindow_policy.cases.numbers import case_number_text
from onewindow_policy.cases.upkeep import erase_case
from onewindow_policy.prints.exceptions import PrintFailed
from onewindow_policy.records.api import utc_now
from onewindow_policy.testing import SAMPLE_FUNCTIONAL_TESTING
from onewindow_policy.testing.cases import PLANTED
from onewindow_policy.testing.handling import HandlingSetup
from onewindow_policy.workdays.deadlines import local_date
from pathlib import Path
from tempfile import TemporaryDirectory
from types import SimpleNamespace
from unittest.mock import patch
from xml.etree import ElementTree
from zipfile import ZipFile

import pikepdf
import stat
import transaction
import unittest

#: Of the city: when this is read, the zone of the process may be another one.
TODAY = local_date(utc_now())
TOMORROW = TODAY + timedelta(days=1)


class TestArchive(HandlingSetup, unittest.TestCase):
    layer = SAMPLE_FUNCTIONAL_TESTING

    def setUp(self):
        super().setUp()
        folder = TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def closed(self, nonce="nonce-1", reason="户口不在本市。"):
        case = self.register(nonce)
        self.move(case, "accept", "start")
        self.move(case, "refuse", reason=reason)
        return case

    def write(self, case):
        package = write_package(case.number, self.folder)
        transaction.commit()
        return package

    def run_command(self, **options):
        given = SimpleNamespace(
            folder=self.folder,
            closed_before=TOMORROW,
            again=False,
            with_originals=False,
            **options,
        )
        out, err = StringIO(), StringIO()
        with redirect_stdout(out), redirect_stderr(err):
            status = commands.write(given)
        return status, out.getvalue(), err.getvalue()

    def test_package_holds_all_of_the_case_and_anybody_can_read_it(self):
        case = self.closed()
        self.write(case)
        path = self.folder / f"{case.number}.zip"
        self.assertEqual(0o600, stat.S_IMODE(path.stat().st_mode))
        with ZipFile(path) as archive:
            names = archive.namelist()
            sums = archive.read("SHA256SUMS").decode()
            for line in sums.splitlines():
                digest, name = line.split("  ")
                self.assertEqual(digest, sha256(archive.read(name)).hexdigest(), name)
            root = ElementTree.fromstring(archive.read("metadata.xml"))  # noqa: S314 (our own)
            file = archive.read("file.pdf")
            handed_in = archive.read("files/01-SQ-LL-001-M01.png")
        self.assertEqual(
            ["README.txt", "SHA256SUMS", "file.pdf", "files", "metadata.xml", "papers"],
            sorted({name.partition("/")[0] for name in names}),
        )
        self.assertEqual(2, sum(name.startswith("papers/") for name in names), names)
        self.assertEqual(PLANTED["content"].encode(), handed_in)
        space = {"a": "https://onewindow.invalid/archive/1"}
        told = {
            each.get("label"): each.text for each in root.iterfind(".//a:value", space)
        }
        for label, value in (
            ("办理事项", "高龄津贴申请"),
            ("申请人", PLANTED["name"]),
            ("申请人证件号码", PLANTED["id_number"]),
            ("代办人", PLANTED["agent"]),
            ("银行卡号", PLANTED["account"]),
            ("理由", "户口不在本市。"),
            ("办理结果", "已办结（不予批准）"),
        ):
            with self.subTest(label):
                self.assertEqual(value, told[label])
        whos = {each.get("who") for each in root.iterfind(".//a:event", space)}
        self.assertIn(self.staff.getProperty("fullname"), whos)
        with pikepdf.open(BytesIO(file)) as pdf:
            self.assertEqual("办件档案", str(pdf.docinfo["/Title"]))

    def test_same_case_again_is_the_same_package(self):
        case = self.closed()
        self.assertEqual(self.write(case).digest, self.write(case).digest)
        self.assertEqual(2, self.count_of(CasePackage))

    def test_closed_cases_are_written_once_and_open_ones_never(self):
        case, still_open = self.closed(), self.register("2")
        erased = self.closed("3")
        erase_case(erased.number)
        transaction.commit()
        self.assertEqual([], list(cases_to_archive(TODAY)))
        self.assertEqual([case.number], list(cases_to_archive(TOMORROW)))
        with self.assertRaises(CaseOpen):
            write_package(still_open.number, self.folder)
        transaction.abort()
        status, out, _err = self.run_command()
        self.assertEqual(0, status)
        self.assertIn("1 cases written", out)
        self.assertIn("0 cases written", self.run_command()[1])
        self.assertEqual([case.number], list(cases_to_archive(TOMORROW, is_again=True)))
        noted = [each[1:3] for each in self.noted() if each[1] == "case.archive"]
        self.assertEqual([("case.archive", case.number)], noted)

    def test_what_happens_after_it_was_written_is_written_too(self):
        case = self.closed()
        self.run_command()
        self.assertEqual((1, 0), count_archived())
        self.move(case, "deliver", way="window", receiver="本人", seen="1")
        transaction.begin()
        self.assertEqual((0, 1), count_archived())
        self.assertIn("1 cases written", self.run_command()[1])
        with ZipFile(self.folder / f"{case.number}.zip") as archive:
            papers = [name for name in archive.namelist() if name.startswith("papers/")]
        self.assertEqual(3, len(papers))
        transaction.begin()
        self.assertEqual((1, 0), count_archived())
        self.assertIn("0 cases written", self.run_command()[1])

    def test_package_is_marked_as_lacking_a_file_that_waits_for_the_scanner(self):
        case = self.closed()
        with patch.object(scanning, "is_configured", return_value=True):
            status, out, err = self.run_command()
        self.assertEqual(3, status)
        self.assertIn("1 files left out", out)
        self.assertIn("1 files were not scanned", err)
        # It lies outside, and is to be destroyed with the case.
        self.assertEqual(1, self.count_of(CasePackage))
        self.assertIn(case_number_text(case.number), self.status())
        transaction.begin()
        self.assertEqual((0, 1), count_archived())
        self.assertEqual(0, self.run_command()[0])
        self.assertEqual(2, self.count_of(CasePackage))
        self.assertNotIn(case_number_text(case.number), self.status())
        transaction.begin()
        self.assertEqual((1, 0), count_archived())

    def status(self):
        transaction.begin()
        out = StringIO()
        with redirect_stdout(out):
            commands.show_status()
        return out.getvalue()

    def test_what_could_not_be_printed_is_not_marked_and_leaves_nothing(self):
        self.closed()
        with patch.object(writing, "package_of", side_effect=PrintFailed("away")):
            status, out, err = self.run_command()
        self.assertEqual(3, status)
        self.assertIn("0 cases written", out)
        self.assertIn("Run it again.", err)
        self.assertEqual(0, self.count_of(CasePackage))
        self.assertEqual([], list(self.folder.iterdir()))

    def test_package_that_was_changed_is_found_out(self):
        case = self.closed()
        self.write(case)
        path = self.folder / f"{case.number}.zip"
        self.assertGreater(check_package(path), 6)
        with ZipFile(path) as archive:
            parts = {name: archive.read(name) for name in archive.namelist()}
        for name, change in (
            ("metadata.xml", {"metadata.xml": b"<case/>"}),
            ("what its list names", {"more.txt": b"more"}),
        ):
            with ZipFile(path, "w") as archive:
                for part, content in {**parts, **change}.items():
                    archive.writestr(part, content)
            with self.subTest(name), self.assertRaisesRegex(PackageBroken, name):
                check_package(path)
        path.write_bytes(b"PK")
        out = StringIO()
        with redirect_stdout(out), redirect_stderr(StringIO()):
            self.assertEqual(1, commands.check(self.folder))
        self.assertIn("1 are not", out.getvalue())
