"""Files of residents and Debian's clamd: from the form to the row, and to the desk."""

from base64 import b64decode
from contextlib import redirect_stderr
from contextlib import redirect_stdout
from html import unescape
from io import StringIO
from onewindow_policy.cases.api import held_case
from onewindow_policy.cases.models import CaseFile
from onewindow_policy.cases.models import FileScan
from onewindow_policy.cases.numbers import case_number_text
from onewindow_policy.cases.upkeep import erase_case
from onewindow_policy.cli import main
from onewindow_policy.intake.models import ParkedUpload
from onewindow_policy.records.api import AuditEntry
from onewindow_policy.records.api import read_session
from onewindow_policy.records.api import write_session
from onewindow_policy.scanning import verdicts
from onewindow_policy.testing import SAMPLE_FUNCTIONAL_TESTING
from onewindow_policy.testing import SAMPLE_POSTGRESQL_FUNCTIONAL_TESTING
from onewindow_policy.testing.applying import ApplyingCase
from onewindow_policy.testing.applying import HANDING_IN
from onewindow_policy.testing.applying import JPEG
from onewindow_policy.testing.scanners import clamd
from onewindow_policy.testing.scanners import EICAR
from onewindow_policy.testing.scanners import LOOKED_INTO_MEGABYTES
from onewindow_policy.testing.scanners import MOST_MEGABYTES
from onewindow_policy.testing.scanners import scanner_at
from onewindow_policy.testing.scanners import SIGNATURE
from onewindow_policy.testing.tickets import log_in
from pathlib import Path
from plone.testing.zope import Browser
from sqlalchemy import delete
from sqlalchemy import select
from tempfile import TemporaryDirectory
from unittest import mock
from uuid import UUID

import socket
import threading
import transaction

ZOPE_CONF = Path(__file__).resolve().parent.parent / "instance" / "etc" / "zope.conf"

#: Where it stays when what is not the picture is taken out.
INFECTED = JPEG[:-2] + EICAR + JPEG[-2:]

#: What the desk says.
NOT_SCANNED = "还没有查毒，暂时打不开"
IS_INFECTED = "查出病毒，不能打开"
#: What the form says.
REFUSED = "有一份文件查出了病毒，没有收下"


class ScanningCase(ApplyingCase):
    def setUp(self):
        super().setUp()
        self.scanner = self.enterContext(clamd())
        self.enterContext(scanner_at(self.scanner.socket))
        self.replace("onewindow_policy.scanning.verdicts._rests_until", 0.0)

    def apply_with(self, *contents, **changes):
        """Send the form with files, each for a field of its own."""
        browser = self.open_form()
        names = self.file_fields(browser)
        if f"{names[len(contents) - 1]}_how" == HANDING_IN:
            changes = {HANDING_IN: "upload"} | changes
        self.fill(browser, **changes)
        for number, content in enumerate(contents):
            self.upload(browser, names[number], content, f"file-{number}.jpg")
        self.send(browser)
        return browser

    def rows(self):
        """Return what was found in each file that there is, None for not scanned."""
        transaction.begin()
        query = (
            select(CaseFile, FileScan)
            .outerjoin(FileScan, FileScan.file_id == CaseFile.id)
            .order_by(CaseFile.position)
        )
        return [
            None if scan is None else scan.signature or "clean"
            for _file, scan in read_session().execute(query)
        ]

    def noted(self, action="file.infected"):
        transaction.begin()
        query = select(AuditEntry.subject, AuditEntry.detail).where(
            AuditEntry.action == action
        )
        return [tuple(row) for row in read_session().execute(query.order_by("id"))]

    def desk(self, path=""):
        """Return the page of the only case, or what lies below it."""
        (case,) = self.cases()
        browser = Browser(self.layer["app"])
        browser.raiseHttpErrors = False
        log_in(browser, "window-staff")
        browser.open(f"{self.url}/@@desk/{case.number}{path}")
        return browser

    def status(self, browser):
        return int(browser.headers["status"].split()[0])

    def file_ids(self):
        transaction.begin()
        query = select(CaseFile.id).order_by(CaseFile.position)
        return [str(each) for each in read_session().scalars(query)]

    def opened(self, file_id):
        """Return the content that the desk hands out, None where it does not."""
        browser = self.desk(f"/{file_id}")
        if self.status(browser) != 200:
            return None
        self.assertEqual("image/jpeg", browser.headers["Content-Type"])
        return browser.testapp.get(browser.url).body

    def assertShut(self, file_id, words):
        """The case opens and says why its file does not, at whatever address."""
        page = self.desk()
        self.assertIn('id="case-state"', page.contents)
        self.assertNotIn(f"/{file_id}", page.contents)
        self.assertIn(words, unescape(page.contents))
        browser = self.desk(f"/{file_id}")
        self.assertEqual(409, self.status(browser))
        self.assertIn('id="problems"', browser.contents)
        self.assertIn("text/html", browser.headers["Content-Type"])

    def command(self, *arguments):
        """Run `onewindow files …`; return status, output and errors."""
        transaction.commit()
        out, err = StringIO(), StringIO()
        with (
            mock.patch(
                "onewindow_policy.sites.api.prepare_instance", return_value=ZOPE_CONF
            ),
            redirect_stdout(out),
            redirect_stderr(err),
        ):
            status = main(["files", *arguments])
        transaction.begin()
        return status, out.getvalue(), err.getvalue()


class ScanningTests:
    """What must hold on both databases."""

    def test_clean_file_is_taken_in_scanned_and_opens(self):
        self.assertReceipt(self.apply_with(JPEG))
        self.assertEqual(["clean"], self.rows())
        (file_id,) = self.file_ids()
        self.assertEqual(JPEG, self.opened(file_id))
        self.assertEqual([], self.noted())

    def test_infected_file_is_refused_at_its_field_and_nothing_else_is_lost(self):
        browser = self.apply_with(INFECTED, JPEG)
        self.assertHeld(browser, REFUSED)
        self.assertEqual([], self.cases())
        # The clean one waits, the infected one is nowhere.
        (parked,) = read_session().scalars(select(ParkedUpload)).all()
        self.assertEqual(JPEG, parked.content)
        self.assertEqual(1, browser.contents.count(".jpg</span>"))
        ((subject, detail),) = self.noted()
        form = self.portal.unrestrictedTraverse("catalogue/sq-ll-001/apply")
        self.assertEqual(form.UID(), subject)
        self.assertEqual(f"image/jpeg {len(INFECTED)} {SIGNATURE}", detail)
        self.fill(browser)
        self.send(browser)
        self.assertReceipt(browser)
        self.assertEqual(["clean"], self.rows())

    def test_while_the_scanner_is_away_files_are_taken_in_and_open_for_nobody(self):
        self.scanner.stop()
        with self.assertLogs("onewindow_policy", "ERROR") as logged:
            self.assertReceipt(self.apply_with(JPEG, INFECTED))
        self.assertIn("the scanner is away", "\n".join(logged.output))
        self.assertNotIn("file-0", "\n".join(logged.output))
        self.assertEqual([None, None], self.rows())
        clean, infected = self.file_ids()
        self.assertShut(clean, NOT_SCANNED)
        self.assertShut(infected, NOT_SCANNED)
        status, out, err = self.command("scan")
        self.assertEqual(3, status)
        self.assertIn("The scanner is away", err)
        self.assertIn("2 were not scanned yet", out)
        self.assertEqual([None, None], self.rows())

        self.scanner.start()
        (case,) = self.cases()
        status, out, err = self.command("scan")
        self.assertEqual((0, ""), (status, err))
        self.assertIn("1 files scanned: clean", out)
        self.assertIn("1 files scanned: infected", out)
        self.assertIn(f"infected: case {case_number_text(case.number)}", out)
        self.assertNotIn("file-", out)
        self.assertEqual(["clean", SIGNATURE], self.rows())
        self.assertEqual(JPEG, self.opened(clean))
        self.assertShut(infected, IS_INFECTED)
        detail = f"image/jpeg {len(INFECTED)} {SIGNATURE}"
        self.assertEqual([(case.number, detail)], self.noted())

        # Again: nothing to do, nothing new in the audit, and still named.
        status, out, err = self.command("scan")
        self.assertEqual((0, ""), (status, err))
        self.assertIn("0 files scanned: clean", out)
        self.assertIn("1 are infected and stay shut", out)
        self.assertEqual(1, len(self.noted()))

    def test_scanner_that_goes_away_in_the_middle_leaves_the_rest_for_the_next_run(
        self,
    ):
        self.scanner.stop()
        self.assertReceipt(self.apply_with(JPEG, INFECTED))
        self.scanner.start()
        scan, seen = verdicts.signature_in, []

        def once(*args):
            if seen:
                self.scanner.stop()
            seen.append(1)
            return scan(*args)

        with mock.patch.object(verdicts, "signature_in", once):
            status, out, _err = self.command("scan")
        self.assertEqual(3, status)
        self.assertIn("1 were not scanned yet", out)
        self.assertEqual(1, self.rows().count(None))
        self.scanner.start()
        self.assertEqual(0, self.command("scan")[0])
        self.assertEqual(["clean", SIGNATURE], self.rows())

    def test_copy_for_the_person_leaves_out_what_does_not_open(self):
        self.scanner.stop()
        self.assertReceipt(self.apply_with(JPEG, INFECTED, JPEG))
        self.scanner.start()
        self.assertEqual(0, self.command("scan")[0])
        third = self.file_ids()[2]
        self.forget_scan(third)
        (case,) = self.cases()
        files = held_case(case.number).copy()["files"]
        self.assertEqual(JPEG, b64decode(files[0]["content"]))
        self.assertEqual((None, "infected"), self.left_out(files[1]))
        self.assertEqual((None, "unscanned"), self.left_out(files[2]))

    def left_out(self, file):
        return file["content"], file["left_out"]

    def forget_scan(self, file_id):
        write_session().execute(
            delete(FileScan).where(FileScan.file_id == UUID(file_id))
        )
        transaction.commit()

    def test_erasing_a_case_takes_what_was_found_along(self):
        self.assertReceipt(self.apply_with(JPEG))
        (case,) = self.cases()
        erase_case(case.number)
        transaction.commit()
        self.assertEqual((0, 0), (self.count(CaseFile), self.count(FileScan)))


class TestScanning(ScanningTests, ScanningCase):
    layer = SAMPLE_FUNCTIONAL_TESTING

    def test_file_that_waits_is_scanned_once_more_when_it_is_sent(self):
        self.scanner.stop()
        browser = self.apply_with(JPEG, INFECTED, id_number="")
        self.assertEqual(2, browser.contents.count(".jpg</span>"))
        self.assertEqual(2, self.count(ParkedUpload))
        self.scanner.start()
        self.fill(browser)
        self.send(browser)
        self.assertHeld(browser, REFUSED)
        self.assertEqual([], self.cases())
        # It is off the form, and erased.
        self.assertEqual(1, browser.contents.count(".jpg</span>"))
        self.assertEqual(1, self.count(ParkedUpload))
        self.assertEqual(1, len(self.noted()))
        self.fill(browser)
        self.send(browser)
        self.assertReceipt(browser)
        self.assertEqual(["clean"], self.rows())

    def test_clamd_is_asked_once_a_request_for_a_file_that_is_read_twice(self):
        scan, asked = verdicts.signature_in, []

        def counted(*args):
            asked.append(1)
            return scan(*args)

        self.replace("onewindow_policy.scanning.verdicts.signature_in", counted)
        self.apply_with(JPEG, id_number="")
        self.assertEqual(1, self.count(ParkedUpload))
        self.assertEqual(1, len(asked))

    def test_what_was_stored_before_counts_as_not_scanned(self):
        with scanner_at(""):
            self.assertReceipt(self.apply_with(JPEG))
            (file_id,) = self.file_ids()
            self.assertEqual(JPEG, self.opened(file_id))
            self.assertEqual([None], self.rows())
        self.assertShut(file_id, NOT_SCANNED)
        self.assertEqual(0, self.command("scan")[0])
        self.assertEqual(JPEG, self.opened(file_id))

    def test_what_was_found_stays_shut_when_the_scanner_is_set_up_no_more(self):
        self.scanner.stop()
        self.assertReceipt(self.apply_with(INFECTED))
        self.scanner.start()
        self.assertEqual(0, self.command("scan")[0])
        (file_id,) = self.file_ids()
        with scanner_at(""):
            self.assertShut(file_id, IS_INFECTED)
            status, _out, err = self.command("scan")
            self.assertEqual(1, status)
            self.assertIn("ONEWINDOW_CLAMD is not set", err)

    def test_without_a_scanner_nothing_is_asked(self):
        with scanner_at(""), mock.patch.object(socket.socket, "connect") as connect:
            self.assertReceipt(self.apply_with(INFECTED))
        connect.assert_not_called()
        (file_id,) = self.file_ids()
        with scanner_at(""):
            self.assertEqual(INFECTED, self.opened(file_id))

    def test_file_that_is_too_large_for_the_scanner_stays_shut_and_is_told(self):
        large = JPEG[:-2] + b"\0" * MOST_MEGABYTES * 2**20 + JPEG[-2:]
        with self.assertLogs("onewindow_policy", "WARNING") as logged:
            self.assertReceipt(self.apply_with(large))
        self.assertIn(f"A file of {len(large)} bytes cannot be", logged.output[0])
        self.assertEqual([None], self.rows())
        (file_id,) = self.file_ids()
        self.assertShut(file_id, NOT_SCANNED)
        (case,) = self.cases()
        status, out, err = self.command("scan")
        self.assertEqual(0, status)
        self.assertIn("1 files scanned: not scannable", out)
        self.assertIn(f"case {case_number_text(case.number)}", err)
        self.assertIn("StreamMaxLength", err)

    def test_file_that_clamd_does_not_look_into_counts_as_not_scanned(self):
        large = INFECTED.replace(EICAR, b"\0" * LOOKED_INTO_MEGABYTES * 2**20 + EICAR)
        with self.assertLogs("onewindow_policy", "WARNING") as logged:
            self.assertReceipt(self.apply_with(large))
        self.assertIn("Limits.Exceeded.MaxFileSize", logged.output[0])
        self.assertEqual([None], self.rows())
        self.assertEqual([], self.noted())
        (file_id,) = self.file_ids()
        self.assertShut(file_id, NOT_SCANNED)

    def test_all_are_scanned_again_with_what_is_known_now(self):
        self.assertReceipt(self.apply_with(JPEG))
        signatures = self.scanner.folder / "signatures" / "test.ndb"
        signatures.write_text(f"Test.Newer:0:*:{JPEG.hex()}\n")
        self.scanner.stop()
        self.scanner.start()
        self.assertEqual(0, self.command("scan")[0])
        self.assertEqual(["clean"], self.rows())
        self.assertEqual(0, self.command("scan", "--again")[0])
        self.assertEqual(["Test.Newer.UNOFFICIAL"], self.rows())
        signatures.write_text(f"Test.Eicar:0:*:{EICAR.hex()}\n")
        self.scanner.stop()
        self.scanner.start()
        self.assertEqual(0, self.command("scan", "--again")[0])
        self.assertEqual(["clean"], self.rows())
        (case,) = self.cases()
        cleared = self.noted("file.cleared")
        self.assertEqual([(case.number, "Test.Newer.UNOFFICIAL")], cleared)


class TestSlowScanner(ApplyingCase):
    """A scanner that takes connections and says nothing."""

    layer = SAMPLE_FUNCTIONAL_TESTING

    def setUp(self):
        super().setUp()
        folder = Path(self.enterContext(TemporaryDirectory()))
        self.connections = []
        self.listener = self.enterContext(socket.socket(socket.AF_UNIX))
        self.listener.bind(str(folder / "s"))
        self.listener.listen()
        self.enterContext(scanner_at(folder / "s"))
        thread = threading.Thread(target=self.take)
        thread.start()
        self.addCleanup(thread.join)
        self.addCleanup(self.listener.shutdown, socket.SHUT_RDWR)
        self.replace("onewindow_policy.scanning.verdicts._rests_until", 0.0)
        self.replace("onewindow_policy.scanning.verdicts.VISITORS_PATIENCE_SECONDS", 1)
        self.replace("onewindow_policy.scanning.clamd.PING_SECONDS", 1)

    def take(self):
        while True:
            try:
                self.connections.append(self.listener.accept()[0])
            except OSError:
                return

    def test_it_is_waited_for_once_and_then_left_alone_for_a_while(self):
        browser = self.open_form()
        self.fill(browser)
        for name in self.file_fields(browser)[:2]:
            self.upload(browser, name, JPEG + name.encode())
        self.send(browser)
        self.assertReceipt(browser)
        # One for the first file, and one to know whether it is there at all.
        self.assertEqual(2, len(self.connections))
        self.assertEqual((2, 0), (self.count(CaseFile), self.count(FileScan)))
        browser = self.open_form()
        self.fill(browser, applicant_name="样本居民", id_number="")
        self.upload(browser)
        self.send(browser)
        self.assertEqual(1, self.count(ParkedUpload))
        self.assertEqual(2, len(self.connections))


class TestScanningOnPostgreSQL(ScanningTests, ScanningCase):
    layer = SAMPLE_POSTGRESQL_FUNCTIONAL_TESTING
