"""Names that data carry stand in docs/names.md, and lead to what they name."""

from collections.abc import Iterator
from functools import cache
from onewindow_policy.testing import INTEGRATION_TESTING
from pathlib import Path
from plone.registry.interfaces import IRegistry
from tempfile import TemporaryDirectory
from ZODB.FileStorage import FileStorage
from zope.component import getUtility
from zope.component import queryUtility
from zope.dottedname.resolve import resolve
from zope.security.interfaces import IPermission

import io
import pickletools
import re
import tarfile
import unittest

HERE = Path(__file__).parent
STORED = sorted((HERE / "data" / "former").glob("*.tar.xz"))
LIST = HERE.parent / "docs" / "names.md"

DOTTED = re.compile(r"\bonewindow_policy(?:\.[A-Za-z_]\w*)+")
LISTED = re.compile(r"`(onewindow_policy(?:\.\w+)+(?:\.\*)?)`")

#: Names of classes, interfaces, actions and fields end in a capitalised word.
IN_A_MODULE = re.compile(r"onewindow_policy(\.[a-z_]+)+\.[A-Z]\w+")
PERMISSION = re.compile(r"onewindow_policy\.Add\w+")


@cache
def listed() -> frozenset[str]:
    """Return the names on the page; `.*` ends those of keys."""
    return frozenset(LISTED.findall(LIST.read_text(encoding="utf-8")))


@cache
def stored_names() -> frozenset[str]:
    """Return the names of ours in the content of all stored sites."""
    names = set()
    for file in STORED:
        with TemporaryDirectory() as folder, tarfile.open(file) as archive:
            archive.extract("filestorage/Data.fs", folder, filter="data")
            storage = FileStorage(f"{folder}/filestorage/Data.fs", read_only=True)
            for transaction in storage.iterator():
                for record in transaction:
                    names.update(names_in(record.data or b""))
            storage.close()
    return frozenset(names)


def names_in(data: bytes) -> Iterator[str]:
    """Yield the names in the two pickles of an object, of classes and in texts."""
    file = io.BytesIO(data)
    while file.tell() < len(data):
        for opcode, argument, _position in pickletools.genops(file):
            if opcode.name == "GLOBAL":
                yield from DOTTED.findall(argument.replace(" ", "."))
            elif isinstance(argument, bytes):
                yield from DOTTED.findall(argument.decode("utf-8", "ignore"))
            elif isinstance(argument, str):
                yield from DOTTED.findall(argument)


def stands_for(listed_name: str, name: str) -> bool:
    """Return whether a name on the page is this one, or a key that it ends in `.*` for."""
    prefix, is_prefix, _rest = listed_name.partition(".*")
    if not is_prefix:
        return listed_name == name
    return re.fullmatch(rf"{re.escape(prefix)}\.[a-z_.A-Z]+", name) is not None


class TestNames(unittest.TestCase):
    layer = INTEGRATION_TESTING

    def test_each_name_in_stored_sites_is_on_the_page(self):
        found = stored_names()
        self.assertIn("onewindow_policy.forms.actions.RegisterCase", found)
        exact = listed()
        keys = {name for name in exact if name.endswith(".*")}
        missing = {
            name
            for name in found - exact
            if IN_A_MODULE.fullmatch(name)
            or not any(stands_for(each, name) for each in keys)
        }
        self.assertEqual(set(), missing)

    def test_each_name_on_the_page_is_in_a_stored_site(self):
        found = stored_names()
        unused = {
            each
            for each in listed()
            if not any(stands_for(each, name) for name in found)
        }
        self.assertEqual(set(), unused)

    def test_each_leads_to_what_it_names_at_its_real_place(self):
        names = [name for name in listed() if IN_A_MODULE.fullmatch(name)]
        self.assertGreater(len(names), 40)
        for name in sorted(names):
            with self.subTest(name=name):
                found = resolve(name)
                self.assertEqual(name, f"{found.__module__}.{found.__name__}")

    def test_each_permission_is_one(self):
        names = [name for name in listed() if PERMISSION.fullmatch(name)]
        self.assertGreater(len(names), 10)
        for name in names:
            self.assertIsNotNone(queryUtility(IPermission, name), name)

    def test_each_group_of_keys_is_in_the_registry_of_a_site_made_today(self):
        records = getUtility(IRegistry).records
        for name in sorted(name for name in listed() if name.endswith(".*")):
            with self.subTest(name=name):
                prefix = name.removesuffix("*")
                self.assertTrue([each for each in records if prefix in each])
