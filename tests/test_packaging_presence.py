"""Of what a test shows to be absent, it shows first that the rest is there.

An empty page, a page of refusal and a misspelt address have none of what must not be on
the page; a test that asks for nothing else passes on each of them.
"""

from pathlib import Path

import ast
import unittest

_ABSENT = frozenset({"assertNotIn", "assertNotRegex"})


def _assertions(function: ast.FunctionDef) -> set[str]:
    """Return what a function asserts, and which methods it calls."""
    return {
        node.func.attr
        for node in ast.walk(function)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
    }


def only_absent(source: str) -> list[str]:
    """Return the names of the tests in a module that assert only what is absent.

    What a method of the module asserts counts for those that call it.
    """
    called = {
        node.name: _assertions(node)
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.FunctionDef)
    }
    found = []
    for name, calls in called.items():
        asserted = {
            each
            for method in calls
            for each in {method, *called.get(method, ())}
            if each.startswith("assert") or each == "fail"
        }
        if name.startswith("test_") and asserted and asserted <= _ABSENT:
            found.append(name)
    return found


class TestPresence(unittest.TestCase):
    def test_what_asserts_only_absence_is_found(self):
        source = """
class TestPage:
    def open(self):
        self.assertEqual(200, self.status)
    def test_a(self):
        self.assertNotIn("x", self.page)
    def test_b(self):
        self.open()
        self.assertNotIn("x", self.page)
"""
        self.assertEqual(["test_a"], only_absent(source))

    def test_every_test_says_what_is_there(self):
        modules = sorted(Path(__file__).parent.glob("test_*.py"))
        self.assertGreater(len(modules), 100)
        found = [
            f"{module.name}: {name}"
            for module in modules
            for name in only_absent(module.read_text(encoding="utf-8"))
        ]
        self.assertEqual([], found)
