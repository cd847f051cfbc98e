"""The commands `onewindow import` and `onewindow export`."""

from contextlib import contextmanager
from contextlib import redirect_stderr
from contextlib import redirect_stdout
from importlib.resources import files
from io import StringIO
from onewindow_policy.cli import main
from onewindow_policy.exchange import commands
from onewindow_policy.exchange.api import sample_path
from onewindow_policy.exchange.exporter import export_catalogue
from onewindow_policy.guides.api import _cache
from onewindow_policy.testing import SAMPLE_INTEGRATION_TESTING
from onewindow_policy.testing.forked import ONEWINDOW
from onewindow_policy.testing.forked import run_forked
from onewindow_policy.testing.servers import environment_of
from pathlib import Path
from plone.app.iterate.interfaces import ICheckinCheckoutPolicy
from plone.app.testing import setRoles
from plone.app.testing import TEST_USER_ID
from tempfile import TemporaryDirectory
from unittest import TestCase
from unittest.mock import patch
from zc.lockfile import LockFile
from zope.event import notify
from zope.lifecycleevent import ObjectModifiedEvent

import json
import os
import re

CHECKOUT = Path(__file__).resolve().parent.parent


class CommandCase(TestCase):
    """The commands on the site of the layer, in place of one that they open."""

    layer = SAMPLE_INTEGRATION_TESTING

    def setUp(self):
        self.portal = self.layer["portal"]
        setRoles(self.portal, TEST_USER_ID, ["Manager"])
        folder = TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        self.file = self.folder / "catalogue.json"
        self.catalogue = json.loads(sample_path().read_bytes())
        self.committed = []
        patched = [
            patch.object(commands, "open_site", self.open_site),
            patch("onewindow_policy.sites.api.prepare_instance", self.prepare_instance),
        ]
        for each in patched:
            each.start()
            self.addCleanup(each.stop)

    @contextmanager
    def open_site(self, config, site_id):
        yield self.portal, self.committed.append

    def prepare_instance(self, zope_conf=None):
        return sample_path() if zope_conf is None else zope_conf

    def run_command(self, *arguments):
        """Run a command line; return its status, and what it printed on each side."""
        out, err = StringIO(), StringIO()
        with redirect_stdout(out), redirect_stderr(err):
            status = main([str(each) for each in arguments])
        return status, out.getvalue(), err.getvalue()

    def import_file(self, *options):
        self.file.write_text(json.dumps(self.catalogue), encoding="utf-8")
        return self.run_command("import", self.file, *options)


class ImportCommandTest(CommandCase):
    def test_same_file_again_says_that_nothing_has_changed(self):
        status, out, err = self.import_file()
        self.assertEqual((0, ""), (status, err))
        self.assertIn("Nothing has changed", out)
        self.assertIn("Left out: 4 training courses", out)

    def test_what_changed_is_committed_with_the_name_of_the_file(self):
        self.catalogue["items"][0]["short_name"] = "新简称"
        status, out, _err = self.import_file()
        self.assertEqual(0, status)
        self.assertIn("0 created, 1 updated", out)
        self.assertEqual(["onewindow import catalogue.json"], self.committed)

    def test_codes_unlike_the_national_ones_are_taken_and_named(self):
        self.catalogue["units"][0]["uscc"] = "TE5116020105116050"
        status, out, err = self.import_file()
        self.assertEqual(0, status)
        self.assertIn("$.units[0].uscc: TE5116020105116050 is no unified", err)
        self.assertIn("1 codes are unlike the national ones", out)
        unit = self.portal.communities["u-990100-mz"]
        self.assertEqual("TE5116020105116050", unit.uscc)

    def test_dry_run_commits_nothing_and_says_so(self):
        self.catalogue["items"][0]["short_name"] = "新简称"
        status, out, _err = self.import_file("--dry-run")
        self.assertEqual(0, status)
        self.assertIn("Dry run", out)
        self.assertIn("1 updated", out)
        self.assertEqual([], self.committed)
        self.assertEqual("低保申请", self.portal.catalogue["sq-mz-001"].short_name)

    def test_edits_on_the_site_are_shown_and_kept_unless_overwritten(self):
        item = self.portal.catalogue["sq-mz-001"]
        item.short_name = "编辑改的"
        notify(ObjectModifiedEvent(item))
        difference = 'catalogue/sq-mz-001:\n  short_name: "编辑改的" -> "低保申请"\n'
        _status, out, _err = self.import_file()
        self.assertIn(difference, out)
        self.assertIn("--overwrite", out)
        self.assertEqual("编辑改的", item.short_name)
        _status, out, _err = self.import_file("--overwrite")
        self.assertIn(difference, out)
        self.assertEqual("低保申请", item.short_name)

    def test_bad_file_is_refused_with_every_problem_on_a_line(self):
        self.catalogue["items"][0]["category"] = "XX"
        del self.catalogue["city"]["code"]
        status, out, err = self.import_file()
        self.assertEqual((1, ""), (status, out))
        self.assertIn("$.city.code: Is missing.\n", err)
        self.assertIn("$.items[0].category: “XX” does not stand in", err)
        self.assertTrue(err.endswith("Nothing was changed on the site.\n"))

    def test_problems_are_told_in_chinese_on_request(self):
        del self.catalogue["city"]["code"]
        _status, _out, err = self.import_file("--language", "zh-cn")
        self.assertIn("$.city.code: 缺少这一项。\n", err)

    def test_very_many_problems_are_counted(self):
        self.catalogue["hot_queries"] = [1] * 500
        _status, _out, err = self.import_file()
        self.assertIn("… and 300 more.", err)
        self.assertEqual(202, len(err.splitlines()))

    def test_progress_is_shown_without_a_terminal_on_request_only(self):
        self.assertNotIn("obj", self.import_file()[2])
        self.assertIn("obj", self.import_file("--progress")[2])

    def test_refused_publication_is_told_with_its_reason(self):
        self.catalogue["items"][0]["guide"]["legal_basis"] = []
        status, _out, err = self.import_file()
        self.assertEqual(0, status)
        self.assertIn("catalogue/sq-mz-001/guide: ", err)

    def test_wrong_usage_exits_with_2(self):
        for arguments in ([], ["import"], ["import", "x", "--language", "fr"]):
            with self.assertRaises(SystemExit) as caught:
                self.run_command(*arguments)
            self.assertEqual(2, caught.exception.code)
        missing = self.folder / "zope.conf"
        status, _out, err = self.run_command("import", "x", "--config", missing)
        self.assertEqual(2, status)
        self.assertIn(str(missing), err)


class ExportCommandTest(CommandCase):
    def test_export_writes_what_an_import_accepts_unchanged(self):
        status, out, err = self.run_command("export", self.file)
        self.assertEqual((0, "", ""), (status, out, err))
        self.assertEqual(["catalogue.json"], os.listdir(self.folder))
        status, out, _err = self.run_command("import", self.file)
        self.assertEqual(0, status)
        self.assertIn("Nothing has changed", out)

    def test_export_goes_to_the_screen_on_request(self):
        _status, out, _err = self.run_command("export", "-")
        self.assertEqual(export_catalogue(self.portal), json.loads(out))

    def test_what_export_writes_import_takes_whatever_the_site_holds(self):
        """What no import would take is left out, with all that names it, and named."""
        # Copying makes a savepoint, after which what is remembered looks committed.
        self.addCleanup(_cache.clear)
        catalogue, news = self.portal.catalogue, self.portal.news
        catalogue["sq-mz-001"].guide.promised_days = 3
        catalogue["sq-ll-001"].title = "津贴<b>申请</b>"
        catalogue["sq-cl-001"].title = '新（办）／换"证"·“补”' + "长" * 84
        catalogue["sq-cl-001"].guide.materials[0]["code"] = "511A.0_b-9"
        ICheckinCheckoutPolicy(catalogue["sq-cl-002"]).checkout(catalogue)
        ICheckinCheckoutPolicy(catalogue["sq-cl-002"].guide).checkout(
            catalogue["sq-cl-002"]
        )
        ICheckinCheckoutPolicy(news["n002"]).checkout(news)
        for name in ("n001", "sq-cl-003"):
            holder = news if name == "n001" else catalogue
            holder.manage_pasteObjects(holder.manage_copyObjects([name]))
        first, second = self.portal.samples.objectValues()[:2]
        second.title = first.title
        news["n002"].title = "行一\n行二"
        status, _out, err = self.run_command("export", self.file)
        self.assertEqual(0, status, err)
        for words in (
            "Left out: SQ-MZ-001",
            "Promises 3 days",
            "Left out: SQ-LL-001",
            f"Left out: {first.title}",
            "Left out: N002",
        ):
            self.assertIn(words, err)
        self.assertNotIn("SQ-CL", err)
        status, out, err = self.run_command("import", self.file)
        self.assertEqual((0, ""), (status, err))
        codes = [item["code"] for item in json.loads(self.file.read_bytes())["items"]]
        self.assertIn("COPY_OF_SQ-CL-003", codes)
        self.assertNotIn("SQ-MZ-001", codes)
        self.assertEqual(len(set(codes)), len(codes))

    def test_nothing_is_written_where_something_cannot_be_left_out(self):
        self.portal.communities["990102"].title = "区\n区"
        status, _out, err = self.run_command("export", self.file)
        self.assertEqual(1, status)
        self.assertIn("$.districts[0].name", err)
        self.assertEqual([], os.listdir(self.folder))

    def test_folder_that_does_not_exist_is_named(self):
        target = self.folder / "nowhere" / "catalogue.json"
        status, _out, err = self.run_command("export", target)
        self.assertEqual(2, status)
        self.assertIn("No such file or directory", err)


class DocumentationTest(TestCase):
    def setUp(self):
        self.text = (CHECKOUT / "docs" / "exchange.md").read_text(encoding="utf-8")

    def test_every_part_of_a_file_is_documented(self):
        schema = files("onewindow_policy.exchange").joinpath("schema.json")
        for key in json.loads(schema.read_text(encoding="utf-8"))["properties"]:
            with self.subTest(key=key):
                self.assertIn(f"`{key}`", self.text)

    def test_every_option_is_documented(self):
        for command in ("import", "export"):
            said = StringIO()
            with redirect_stdout(said), self.assertRaises(SystemExit):
                main([command, "--help"])
            options = set(re.findall(r"--[a-z-]+", said.getvalue())) - {"--help"}
            self.assertGreater(len(options), 2)
            for option in options:
                with self.subTest(command=command, option=option):
                    self.assertIn(f"`{option}", self.text)


class DatabaseTest(TestCase):
    def run_command(self, folder, *arguments):
        environment = environment_of(Path(folder))
        return run_forked(ONEWINDOW, *arguments, environment=environment)

    def test_database_that_a_server_has_open_is_told_in_a_sentence(self):
        with TemporaryDirectory() as folder:
            storage = Path(folder) / "filestorage"
            storage.mkdir()
            lock = LockFile(str(storage / "Data.fs.lock"))
            self.addCleanup(lock.close)
            done = self.run_command(folder, "import", str(sample_path()))
        self.assertEqual(3, done.returncode, done.stderr)
        self.assertIn("open in another process", done.stderr)
        self.assertNotIn("Traceback", done.stderr)

    def test_database_without_the_site_is_told_in_a_sentence(self):
        with TemporaryDirectory() as folder:
            done = self.run_command(folder, "export", f"{folder}/out.json")
            self.assertFalse((Path(folder) / "out.json").exists())
        self.assertEqual(2, done.returncode, done.stderr)
        self.assertIn("There is no site “onewindow”.", done.stderr)
