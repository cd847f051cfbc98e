"""What is committed to run the portal: portable, without secrets, documented."""

from importlib import import_module
from onewindow_policy.cli import COMMAND_LINES
from onewindow_policy.records.settings import DATABASE
from onewindow_policy.records.settings import MASTER_KEY
from onewindow_policy.records.settings import MASTER_KEY_FILE
from onewindow_policy.records.settings import SUITE
from pathlib import Path

import argparse
import configparser
import re
import unittest

ROOT = Path(__file__).resolve().parent.parent
ETC = ROOT / "instance" / "etc"

#: Variables that make sets for itself, or that only a shell knows.
OWN_VARIABLES = {
    "BIN",
    "CURDIR",
    "MAKE",
    "MAKEFILE_LIST",
    "SITES",
    "START",
    "UV",
    "VENV",
}


def read(path):
    return path.read_text(encoding="utf-8")


def command_names(commands):
    """Return the commands of a parser; those with subcommands as both words."""
    for name, parser in commands.choices.items():
        inner = [
            f"{name} {choice}"
            for action in parser._actions
            if action.dest == "subcommand"
            for choice in action.choices
        ]
        yield from inner or [name]


class TestInstance(unittest.TestCase):
    def test_configuration_has_no_absolute_path(self):
        for path in ETC.iterdir():
            paths = re.findall(r"(?<![\w$)/.:<*])/[a-z]\S*", read(path))
            self.assertEqual([], paths, path.name)

    def test_configuration_has_no_account(self):
        for path in ETC.iterdir():
            self.assertNotRegex(read(path), r"(?i)passw|inituser", path.name)
        self.assertEqual([], list((ROOT / "instance").glob("inituser")))

    def test_production_shows_no_errors_to_visitors(self):
        conf = read(ETC / "zope.conf")
        self.assertIn("debug-mode off", conf)
        self.assertIn("debug-exceptions off", conf)

    def test_large_guides_fit_through_the_limits_of_forms(self):
        conf = read(ETC / "zope.conf")
        self.assertIn("form-part-limit 10000", conf)
        self.assertIn("form-memory-limit 16MB", conf)

    def test_server_refuses_what_zope_would_refuse(self):
        limit = re.search(r"form-disk-limit (\d+)MB", read(ETC / "zope.conf"))[1]
        settings = configparser.RawConfigParser()
        settings.read(ETC / "zope.ini", encoding="utf-8")
        self.assertEqual(
            int(limit) * 2**20,
            settings.getint("server:main", "max_request_body_size"),
        )
        self.assertIn(
            f"max-request-body-size = {int(limit) * 2**20}", read(ROOT / "buildout.cfg")
        )

    def test_web_server_on_this_machine_says_where_visitors_come_from(self):
        settings = configparser.RawConfigParser()
        settings.read(ETC / "zope.ini", encoding="utf-8")
        server = settings["server:main"]
        self.assertEqual("127.0.0.1", server["trusted_proxy"])
        self.assertEqual("x-forwarded-for", server["trusted_proxy_headers"])

    def test_instance_of_buildout_answers_and_logs_like_ours(self):
        ours, theirs = (configparser.RawConfigParser() for _each in range(2))
        ours.read(ETC / "zope.ini", encoding="utf-8")
        # As the recipe fills it in.
        filled = {
            name: f"<{name}>"
            for name in re.findall(r"%\((\w+)\)s", read(ETC / "buildout.ini"))
        }
        theirs.read_string(read(ETC / "buildout.ini") % filled)
        self.assertEqual(ours.sections(), theirs.sections())
        own = {
            "app:zope": {"zope_conf"},
            "server:main": {
                *("host", "port", "listen", "threads", "max_request_body_size")
            },
            "handler_accesslog": {"args"},
            "handler_eventlog": {"args"},
        }
        for section in ours.sections():
            with self.subTest(section=section):
                left = own.get(section, set())
                self.assertEqual(
                    *(
                        {n: v for n, v in each.items(section) if n not in left}
                        for each in (ours, theirs)
                    )
                )

    def test_every_log_with_tracebacks_hides_values(self):
        for name in ("zope.ini", "buildout.ini"):
            settings = configparser.RawConfigParser()
            settings.read(ETC / name, encoding="utf-8")
            self.assertEqual(
                "onewindow_policy.sites.logs.PrivateFormatter",
                settings.get("formatter_private", "class"),
            )
            for handler in ("handler_console", "handler_eventlog"):
                self.assertEqual("private", settings.get(handler, "formatter"))

    def test_every_access_log_hides_what_people_look_for(self):
        for name in ("zope.ini", "buildout.ini"):
            settings = configparser.RawConfigParser()
            settings.read(ETC / name, encoding="utf-8")
            formatter = settings.get("handler_accesslog", "formatter")
            self.assertEqual(
                "onewindow_policy.sites.logs.AccessFormatter",
                settings.get(f"formatter_{formatter}", "class"),
            )


class TestOperatorsGuide(unittest.TestCase):
    def setUp(self):
        self.makefile = read(ROOT / "Makefile")
        self.guide = read(ROOT / "docs" / "operators.md")

    def test_every_target_is_documented(self):
        targets = re.findall(r"^([a-z-]+):.*## ", self.makefile, re.M)
        self.assertIn("start-production", targets)
        for target in targets:
            self.assertIn(f"| `make {target}` |", self.guide)

    def test_every_variable_is_documented(self):
        set_by_others = set(re.findall(r"\$\(([A-Z_]+)\)", self.makefile))
        given = set(re.findall(r"^([A-Z_]+) \?=", self.makefile, re.M))
        internal = set(re.findall(r"^([A-Z_]+) :=", self.makefile, re.M)) - {
            "INSTANCE_HOME"
        }
        for name in (given | set_by_others) - internal - OWN_VARIABLES:
            if name != "DEBIAN_PACKAGES":
                self.assertIn(f"| `{name}` |", self.guide)

    def test_every_variable_of_the_records_is_documented(self):
        for name in (DATABASE, MASTER_KEY, MASTER_KEY_FILE, SUITE):
            self.assertIn(f"| `{name}` |", self.guide)

    def test_every_command_is_documented(self):
        commands = argparse.ArgumentParser().add_subparsers()
        for name in COMMAND_LINES:
            import_module(name).add_commands(
                commands, argparse.ArgumentParser(add_help=False)
            )
        found = re.findall(
            r"^\| `onewindow ([a-z -]+?)(?: [A-Z]+)?` \|", self.guide, re.M
        )
        self.assertEqual(sorted(command_names(commands)), sorted(found))

    def test_every_target_explains_itself(self):
        phony = set(re.findall(r"^\.PHONY: ([a-z-]+)$", self.makefile, re.M))
        explained = set(re.findall(r"^([a-z-]+):.*## ", self.makefile, re.M))
        self.assertEqual({"debian-packages"}, phony - explained)
