"""What stands in for functions of Plone, Zope and add-ons was written for how they are.

Each `patches:replace` replaces something that is nobody's promise. When the lock brings
another version of it, ours may lack what the new one does, or mend what needs no mending
any more: somebody has to read both. tests/data/replaced.txt says which were read.
"""

from hashlib import sha256
from importlib import import_module
from lxml import etree
from onewindow_policy.patches.known import KNOWN
from onewindow_policy.patches.originals import REPLACED
from onewindow_policy.patches.replacing import find
from onewindow_policy.testing import __file__ as testing_file
from pathlib import Path

import ast
import inspect
import unittest

PACKAGE = Path(testing_file).parent.parent
READ = Path(__file__).with_name("data") / "replaced.txt"
DOCUMENTATION = PACKAGE.parent.parent / "docs" / "patches.md"
REPLACE = "{http://namespaces.onewindow_policy/patches}replace"
#: What is there for the first time by us; the day that it is not, it has to be read.
NOTHING = "nothing"

WHAT_TO_DO = """
What these stand in for has changed, or they are new, or gone:
{names}
Read the original once more, and ours: does it still do what the original does besides, and
is it still needed? Then put what follows into {read}:
{lines}
"""


def originals() -> dict[str, str]:
    """Return the dotted name of all that is replaced, with the digest of its source."""
    found = {}
    names = {name for each in (*REPLACED, *KNOWN) for name in each.names}
    for dotted in sorted(names):
        source = source_of(*find(dotted))
        digest = sha256(source.encode()).hexdigest()[:16] if source else NOTHING
        found[dotted] = digest
    return found


def source_of(holder, name: str) -> str:
    """Return the source of what a class, or a module, calls `name`, "" for nothing.

    It is read from the file, whether the replacement has been made in this process or not,
    and found in a base where the class itself says nothing, and from where a module has it.
    """
    for each in inspect.getmro(holder) if inspect.isclass(holder) else [holder]:
        try:
            text = Path(inspect.getsourcefile(each)).read_text(encoding="utf-8")
        except TypeError:
            # Written in C.
            continue
        tree = ast.parse(text)
        if inspect.isclass(each):
            classes = (
                node for node in ast.walk(tree) if isinstance(node, ast.ClassDef)
            )
            tree = next((node for node in classes if node.name == each.__name__), None)
            if tree is None:
                # Made by a function.
                continue
        for node in tree.body:
            if isinstance(node, ast.ImportFrom):
                for imported in node.names:
                    if name == (imported.asname or imported.name):
                        dots = "." * node.level
                        package = holder.__package__
                        origin = import_module(f"{dots}{node.module or ''}", package)
                        return source_of(origin, imported.name)
            elif name in names_of(node):
                return ast.get_source_segment(text, node)
    return ""


def names_of(node: ast.stmt) -> set[str]:
    """Return the names that a statement gives to something."""
    if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
        return {node.name}
    if isinstance(node, ast.If):
        return set().union(*map(names_of, (*node.body, *node.orelse)))
    if isinstance(node, ast.Assign):
        return {target.id for target in node.targets if isinstance(target, ast.Name)}
    return set()


def wired() -> list[str]:
    """Return the dotted names that rooms give something of theirs for."""
    return [
        each.get("original")
        for path in sorted(PACKAGE.rglob("*.zcml"))
        for each in etree.parse(path).iter(REPLACE)
    ]


def table() -> str:
    """Return what the documentation lists, made of what the code does."""
    return "".join(
        f"| {group.why} | {names_in(group)} | {group.read} |"
        f" {group.upstream or '–'} | {group.everywhere or 'ours'} |\n"
        for group in REPLACED
    )


def table_of_known() -> str:
    """Return what the documentation lists of what is used, made as the other table."""
    return "".join(
        f"| {each.why} | {', '.join(f'`{name}`' for name in each.used)} | {each.read} |"
        f" {each.upstream or '–'} |\n"
        for each in KNOWN
    )


def names_in(group) -> str:
    """Return what a group replaces, by the last two parts of each name."""
    return ", ".join(f"`{'.'.join(each.split('.')[-2:])}`" for each in group.names)


class TestReplaced(unittest.TestCase):
    def test_all_that_is_listed_is_replaced_once_by_a_room(self):
        names = [name for group in REPLACED for name in group.names]
        self.assertEqual(sorted(names), sorted(wired()))

    def test_what_is_listed_is_documented(self):
        text = DOCUMENTATION.read_text(encoding="utf-8")
        self.assertIn(table(), text, f"\n{table()}")
        self.assertIn(table_of_known(), text, f"\n{table_of_known()}")

    def test_what_is_replaced_is_what_was_read(self):
        current = originals()
        self.assertGreater(len(current), 60)
        lines = READ.read_text(encoding="utf-8").splitlines()
        read = dict(reversed(line.split()) for line in lines)
        names = sorted(
            name for name in {*current, *read} if current.get(name) != read.get(name)
        )
        wanted = "\n".join(f"{current[name]} {name}" for name in sorted(current))
        words = WHAT_TO_DO.format(names="\n".join(names), read=READ.name, lines=wanted)
        self.assertEqual([], names, words)

    def test_source_is_found_where_it_is_inherited_and_nothing_where_it_is_not(self):
        class Heir(ast.NodeTransformer):
            pass

        self.assertIn("Visit a node.", source_of(Heir, "visit"))
        self.assertEqual("", source_of(Heir, "nothing"))
