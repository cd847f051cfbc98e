"""What other packages call private is used in few places, all of which are known."""

from onewindow_policy.patches.known import KNOWN
from onewindow_policy.testing import __file__ as testing_file
from pathlib import Path

import ast
import unittest

PACKAGE = Path(testing_file).parent.parent

#: Names that begin with an underscore by an old custom, and are documented all the same:
#: of ZODB, Zope's folders and records, plugins of user folders, named tuples, lxml.
CUSTOMS = {
    *("_p_activate", "_p_changed", "_p_jar", "_p_oid", "_p_serial"),
    *("_delOb", "_delObject", "_getOb", "_postCopy", "_setId", "_setOb", "_setObject"),
    *("_asdict", "_fields", "_make", "_replace", "_Comment", "_Element"),
    *("_getPAS", "_unrestrictedGetObject"),
}


def defined_in(tree: ast.Module) -> set[str]:
    """Return the names that a module itself gives to something."""
    names = set()
    for node in ast.walk(tree):
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
            names.add(node.name)
        elif isinstance(node, (ast.Name, ast.Attribute)) and isinstance(
            node.ctx, ast.Store
        ):
            names.add(node.id if isinstance(node, ast.Name) else node.attr)
    return names


def is_private(name: str) -> bool:
    return name.startswith("_") and not name.startswith("__") and name != "_"


def foreign_names() -> dict[str, set[str]]:
    """Return the private names of other packages that ours uses, each with its files."""
    trees = {
        path.relative_to(PACKAGE): ast.parse(path.read_text(encoding="utf-8"))
        for path in PACKAGE.rglob("*.py")
    }
    ours = set().union(*map(defined_in, trees.values()))
    found = {}
    for path, tree in trees.items():
        if path.parts[0] == "testing":
            continue
        for node in ast.walk(tree):
            names = []
            if isinstance(node, ast.Attribute):
                names = [node.attr]
            elif isinstance(node, ast.ImportFrom):
                names = [each.name for each in node.names]
            for name in names:
                if is_private(name) and name not in CUSTOMS and name not in ours:
                    found.setdefault(name, set()).add(str(path))
    return found


class TestPrivateNames(unittest.TestCase):
    def test_private_names_of_others_are_known(self):
        known = {name for each in KNOWN for name in each.used}
        found = foreign_names()
        self.assertIn("_user_passwords", found)
        self.assertEqual({}, {n: found[n] for n in sorted(set(found) - known)})
