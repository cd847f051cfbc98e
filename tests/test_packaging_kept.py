"""What is kept between runs of the tests is that of the code as it is."""

from contextlib import ExitStack
from onewindow_policy.testing import kept
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest import mock

import os
import unittest

#: When the run began, and a file was written, in seconds since the epoch.
BEGAN = 2_000_000_000
BEFORE = BEGAN - 10
AFTER = BEGAN + 10


class TestKeptFolders(unittest.TestCase):
    def setUp(self):
        resources = ExitStack()
        self.addCleanup(resources.close)
        self.checkout = Path(resources.enter_context(TemporaryDirectory()))
        (self.checkout / "package").mkdir()
        self.write("one")
        for name, value in (
            ("CHECKOUT", self.checkout),
            ("PLACE", self.checkout / "kept"),
            ("SOURCES", ["package"]),
        ):
            resources.enter_context(mock.patch.object(kept, name, value))
        resources.enter_context(mock.patch.dict(os.environ, {kept.BEGAN: str(BEGAN)}))
        os.environ.pop("FRESH", None)

    def write(self, text, name="module.py", changed=BEFORE):
        path = self.checkout / "package" / name
        path.write_text(text)
        os.utime(path, (changed, changed))

    def find(self) -> Path | None:
        with kept.kept_folder("site") as folder:
            return folder

    def keep(self, write=lambda part: None) -> Path:
        folder = self.find()
        kept.keep(folder, write)
        return folder

    def test_same_code_finds_what_was_kept(self):
        folder = self.keep(lambda part: (part / "Data.fs").write_text("data"))
        self.assertEqual(self.find(), folder)
        self.assertEqual((folder / "Data.fs").read_text(), "data")

    def test_any_change_of_a_file_finds_nothing(self):
        folder = self.keep()
        self.write("two")
        self.assertNotEqual(self.find(), folder)
        self.assertFalse(self.find().exists())
        self.write("one")
        self.assertTrue(self.find().exists())
        self.write("", "another.zcml")
        self.assertFalse(self.find().exists())

    def test_what_python_and_gettext_make_of_files_changes_nothing(self):
        self.keep()
        (self.checkout / "package" / "__pycache__").mkdir()
        self.write("made", "__pycache__/module.pyc", AFTER)
        self.write("made", "messages.mo", AFTER)
        self.assertTrue(self.find().exists())

    def test_another_day_another_setting_or_another_version_finds_nothing(self):
        self.keep()
        self.assertTrue(self.find().exists())
        with mock.patch.dict(os.environ, {"ONEWINDOW_PASSWORD_COST": "another"}):
            self.assertFalse(self.find().exists())
        with mock.patch.object(kept, "date") as date:
            date.today.return_value = "another day"
            self.assertFalse(self.find().exists())
        with mock.patch.object(kept, "distributions", return_value=[]):
            self.assertFalse(self.find().exists())
        self.assertTrue(self.find().exists())

    def test_nothing_is_kept_of_code_that_changed_after_the_run_began(self):
        self.keep()
        self.write("one", changed=AFTER)
        self.assertIsNone(self.find())

    def test_site_of_code_that_changed_while_it_was_built_is_not_kept(self):
        folder = self.keep(lambda part: self.write("two"))
        self.assertFalse(folder.exists())
        self.write("one")
        self.assertFalse(self.find().exists())

    def test_site_that_could_not_be_built_is_not_kept(self):
        with self.assertRaises(ZeroDivisionError):
            self.keep(lambda part: 1 / 0)
        self.assertFalse(self.find().exists())
        self.assertTrue(self.keep().exists())

    def test_nothing_is_kept_outside_a_run_or_when_it_shall_be_fresh(self):
        self.assertIsNotNone(self.find())
        with mock.patch.dict(os.environ, {"FRESH": "1"}):
            self.assertIsNone(self.find())
        with mock.patch.dict(os.environ):
            del os.environ[kept.BEGAN]
            self.assertIsNone(self.find())

    def test_folders_that_no_run_uses_any_more_are_removed(self):
        used, unused = self.keep(), None
        for text in ("two", "three"):
            self.write(text)
            unused = self.keep()
        for folder in (used, unused):
            os.utime(folder, (0, 0))
        self.write("one")
        self.assertEqual(self.find(), used)
        self.write("four")
        self.assertTrue(self.keep().exists())
        self.assertTrue(used.exists())
        self.assertFalse(unused.exists())
