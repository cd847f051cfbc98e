"""Rooms use only what docs/design.md says is below them, and of that what is for others."""

from functools import cache
from onewindow_policy.testing import __file__ as testing_file
from pathlib import Path

import ast
import re
import unittest

PACKAGE = Path(testing_file).parent.parent
DESIGN = PACKAGE.parent.parent / "docs" / "design.md"

#: Rooms that may use any module of those below them.
ABOVE = {
    "web",
    "portal",
    "browse",
    "inspection",
    "caching",
    "exchange",
    "sites",
    "upgrades",
}

#: What each room offers to others without saying so.
ALWAYS_PUBLIC = {"api", "interfaces", "exceptions"}


@cache
def rooms() -> set[str]:
    """Return the names of the rooms that there are."""
    packages = {path.parent.name for path in PACKAGE.glob("*/__init__.py")}
    return packages - {"testing"}


def read_table() -> dict[str, set[str]]:
    """Return by room the modules that the table says others import, in its order."""
    rows = re.findall(
        r"^\| `(\w+)/` \|.*\| ?(.*?) ?\|$", DESIGN.read_text(encoding="utf-8"), re.M
    )
    return {room: set(re.findall(r"`([\w.]+)`", cell)) for room, cell in rows}


def imports_of(path: Path):
    """Yield the room and the module in it of each import of ours in a file."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            names = [f"{node.module}.{each.name}" for each in node.names]
        elif isinstance(node, ast.Import):
            names = [each.name for each in node.names]
        else:
            continue
        for name in names:
            package, *parts = name.split(".")
            if package == PACKAGE.name and parts and parts[0] in rooms():
                yield parts[0], ".".join(parts[1:])


def names_of(path: Path):
    """Yield the room and the name in it of each dotted name of ours in a ZCML file."""
    # What something is registered as is a word, even where it looks like a path.
    text = re.sub(r'\bname="[^"]*"', "", path.read_text(encoding="utf-8"))
    for room, name in re.findall(rf"\b{PACKAGE.name}\.(\w+)\.([\w.]+)", text):
        if room in rooms():
            yield room, name


def offers_of(room: str) -> set[str]:
    """Return the names that a room's `api` lists as being for others."""
    path = PACKAGE / room / "api.py"
    if not path.exists():
        return set()
    return {
        name.value
        for node in ast.parse(path.read_text(encoding="utf-8")).body
        if isinstance(node, ast.Assign) and node.targets[0].id == "__all__"
        for name in node.value.elts
    }


class TestRooms(unittest.TestCase):
    def setUp(self):
        self.public = read_table()

    def uses(self):
        """Yield each use that a room makes of another: user, used, module, file."""
        for room in sorted(rooms()):
            for pattern, names_in in (("*.py", imports_of), ("*.zcml", names_of)):
                for path in sorted((PACKAGE / room).rglob(pattern)):
                    for used, name in names_in(path):
                        if used != room:
                            yield room, used, name, path

    def is_public(self, used: str, name: str) -> bool:
        return any(
            name == module or name.startswith(f"{module}.")
            for module in ALWAYS_PUBLIC | self.public[used]
        )

    def test_every_room_is_in_the_table(self):
        self.assertEqual(rooms(), set(self.public))

    def test_rooms_use_only_what_is_for_others(self):
        private = {
            f"{path.relative_to(PACKAGE)}: {used}.{name}"
            for room, used, name, path in self.uses()
            if room not in ABOVE and not self.is_public(used, name)
        }
        self.assertEqual(set(), private)

    def test_rooms_use_only_those_below_them(self):
        order = list(self.public)
        self.assertLess(order.index("records"), order.index("cases"))
        upwards = {
            f"{path.relative_to(PACKAGE)}: {used}.{name}"
            for room, used, name, path in self.uses()
            if order.index(used) > order.index(room)
        }
        self.assertEqual(set(), upwards)

    def test_rooms_are_wired_in_the_order_of_the_table(self):
        wiring = (PACKAGE / "configure.zcml").read_text(encoding="utf-8")
        wired = re.findall(r'package="\.(\w+)"', wiring)
        self.assertGreater(len(wired), 20)
        self.assertEqual(sorted(wired, key=list(self.public).index), wired)

    def test_what_the_table_names_is_used(self):
        used = {
            (used, module)
            for room, used, name, _path in self.uses()
            if room not in ABOVE
            for module in self.public[used]
            if name.startswith(f"{module}.")
        }
        named = {
            (room, module)
            for room, modules in self.public.items()
            for module in modules
        }
        self.assertEqual(set(), named - used)

    def test_what_a_room_offers_is_used_by_another(self):
        used = {(used, name) for _room, used, name, _path in self.uses()}
        for path in PACKAGE.glob("*.py"):
            used.update(imports_of(path))
        offered = {
            (room, f"api.{name}") for room in rooms() for name in offers_of(room)
        }
        self.assertGreater(len(offered), 50)
        self.assertEqual(set(), offered - used)
