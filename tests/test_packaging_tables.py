"""Tables in the code name each thing once: of two entries the last would win in silence."""

from onewindow_policy import PACKAGE_NAME
from pathlib import Path

import ast
import importlib.util
import unittest

PACKAGE = Path(importlib.util.find_spec(PACKAGE_NAME).origin).parent


def twice(tree):
    """Yield the line and the text of each name that is a key of its dict once before; of
    texts the linter tells."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Dict) and len(node.keys) > 1:
            seen = set()
            for key in node.keys:
                if not isinstance(key, ast.Attribute | ast.Name):
                    continue
                text = ast.unparse(key)
                if text in seen:
                    yield key.lineno, text
                seen.add(text)


class TestTables(unittest.TestCase):
    def test_no_table_names_a_thing_twice(self):
        files = list(PACKAGE.rglob("*.py"))
        self.assertGreater(len(files), 500)
        found = [
            f"{file.relative_to(PACKAGE)}:{line}: {text}"
            for file in files
            for line, text in twice(ast.parse(file.read_text("utf-8")))
        ]
        self.assertEqual([], found)

    def test_key_that_stands_twice_is_found_also_where_it_is_no_text(self):
        tree = ast.parse("{states.NOTE: 1, 'a': 2, states.NOTE: 3, **more}")
        self.assertEqual([(1, "states.NOTE")], list(twice(tree)))
