"""An instance is described by the environment, and kept to itself."""

from argparse import Namespace
from contextlib import redirect_stderr
from dataclasses import replace
from functools import partial
from io import StringIO
from onewindow_policy.records.api import DatabaseUnavailable
from onewindow_policy.sites.__main__ import main
from onewindow_policy.sites.api import prepare_instance
from onewindow_policy.sites.commands import run
from onewindow_policy.sites.contentserver import wait_for_content
from onewindow_policy.sites.instance import Instance
from pathlib import Path
from unittest import mock
from zc.lockfile import LockFile
from ZEO.runzeo import ZEOOptions
from Zope2.Startup.options import ZopeWSGIOptions

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import unittest

ETC = Path(__file__).resolve().parent.parent / "instance" / "etc"


class TestInstance(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name).resolve()
        environment = mock.patch.dict(os.environ)
        environment.start()
        self.addCleanup(environment.stop)
        for name in ("INSTANCE_HOME", "VAR", "STORAGE"):
            os.environ.pop(name, None)

    def test_data_lies_in_the_instance_unless_the_environment_says_otherwise(self):
        instance = Instance.from_environment(self.folder)
        self.assertEqual(self.folder / "var", instance.var)
        os.environ["VAR"] = str(self.folder / "elsewhere")
        instance = Instance.from_environment(self.folder)
        self.assertEqual(self.folder / "elsewhere", instance.var)

    def test_empty_variable_counts_as_unset(self):
        os.environ.update(INSTANCE_HOME="", VAR="", STORAGE="")
        instance = Instance.from_environment()
        self.assertEqual(Path("instance").resolve(), instance.home)
        self.assertEqual("filestorage", instance.storage)

    def test_only_the_owner_reads_the_data(self):
        instance = Instance.from_environment(self.folder)
        instance.prepare()
        for path in (instance.var, *instance.var.iterdir()):
            self.assertEqual(0o700, path.stat().st_mode & 0o777, path)

    def test_commands_of_other_rooms_get_the_configuration_they_ask_for(self):
        conf = self.folder / "etc" / "zope.conf"
        self.assertEqual(conf, prepare_instance(conf))
        self.assertEqual(str(self.folder), os.environ["INSTANCE_HOME"])
        self.assertEqual(str(self.folder / "var"), os.environ["VAR"])
        self.assertTrue((self.folder / "var" / "filestorage").is_dir())

    def test_zope_reads_the_configuration_with_either_storage(self):
        shutil.copytree(ETC, self.folder / "etc")
        for storage in ("filestorage", "zeoclient"):
            os.environ["STORAGE"] = storage
            conf = prepare_instance(self.folder / "etc" / "zope.conf")
            settings = ZopeWSGIOptions(configfile=str(conf))().configroot
            self.assertEqual(str(self.folder / "var"), settings.clienthome)
            self.assertEqual(10_000, settings.dos_protection.form_part_limit)
            self.assertEqual(["main"], [each.name for each in settings.databases])

    def test_zeo_server_reads_its_configuration(self):
        Instance.from_environment(self.folder).prepare()
        options = ZEOOptions()
        options.realize(["-C", str(ETC / "zeo.conf")])
        self.assertEqual(["main"], [each.name for each in options.storages])

    def test_server_of_the_content_is_waited_for(self):
        instance = Instance.from_environment(self.folder)
        self.assertTrue(wait_for_content(instance, patience=0))
        instance = replace(instance, storage="zeoclient")
        instance.prepare()
        self.assertFalse(wait_for_content(instance, patience=0))
        with socket.socket(socket.AF_UNIX) as server:
            server.bind(str(instance.content_socket))
            server.listen()
            self.assertTrue(wait_for_content(instance, patience=0))

    def test_operator_is_told_that_nobody_serves_the_content(self):
        instance = replace(Instance.from_environment(self.folder), storage="zeoclient")
        patience = "onewindow_policy.sites.commands.wait_for_content"
        with (
            mock.patch(patience, partial(wait_for_content, patience=0)),
            redirect_stderr(StringIO()) as said,
        ):
            status = run(instance, Namespace(command="start"))
        self.assertEqual(1, status)
        self.assertIn("make zeo", said.getvalue())

    def test_statement_that_ctrl_c_breaks_off_is_no_failure_of_the_database(self):
        instance = Instance.from_environment(self.folder)
        broken = DatabaseUnavailable("The connection broke in a transaction.")
        commands = "onewindow_policy.sites.commands"
        for asked, status in ((True, 0), (False, 1)):
            with (
                mock.patch(f"{commands}.start", side_effect=broken),
                mock.patch(f"{commands}.is_asked", return_value=asked),
                redirect_stderr(StringIO()),
            ):
                self.assertEqual(status, run(instance, Namespace(command="start")))

    def test_relative_folder_of_data_is_found_from_anywhere(self):
        os.environ["VAR"] = "somewhere"
        instance = Instance.from_environment(self.folder)
        self.assertEqual(Path.cwd() / "somewhere", instance.var)


class TestCommandLine(unittest.TestCase):
    """The command itself, in a process of its own, where it refuses to go on."""

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        shutil.copytree(ETC, self.folder / "etc")

    def start(self, port):
        environment = {
            "PATH": os.environ["PATH"],
            "INSTANCE_HOME": str(self.folder),
            "PORT": str(port),
        }
        return subprocess.run(
            [sys.executable, "-m", "onewindow_policy.sites", "start"],
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=120,
        )

    def test_taken_port_is_named_together_with_the_way_out(self):
        with socket.socket() as other:
            other.bind(("127.0.0.1", 0))
            other.listen()
            port = other.getsockname()[1]
            done = self.start(port)
        self.assertEqual(1, done.returncode)
        self.assertEqual(
            f"Something serves at 127.0.0.1:{port} already."
            " Choose another port: PORT=8081\n",
            done.stderr,
        )

    def test_data_that_another_process_has_open_is_left_alone(self):
        storage = self.folder / "var" / "filestorage"
        storage.mkdir(parents=True)
        lock = LockFile(str(storage / "Data.fs.lock"))
        self.addCleanup(lock.close)
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        done = self.start(port)
        self.assertEqual(1, done.returncode)
        self.assertIn("Another process has the data in", done.stderr)
        self.assertNotIn("Traceback", done.stderr)

    def test_unknown_command_is_a_mistake_of_usage(self):
        with (
            mock.patch("sys.stderr"),
            self.assertRaises(SystemExit) as stopped,
        ):
            main(["fly"])
        self.assertEqual(2, stopped.exception.code)
