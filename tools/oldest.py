"""Checks that the public face's scripts and styles are read by the oldest browsers that the
portal promises: those of phones that get no newer one. Run by `make lint`.

A script with one word of syntax that a browser does not know does nothing at all there, and
a style with one selector of that kind loses all selectors beside it. So this is judged by a
parser, and by lists of what came later (MDN's browser compatibility data).
"""

from collections.abc import Iterator
from pathlib import Path
from tree_sitter import Language
from tree_sitter import Node
from tree_sitter import Parser

import re
import sys
import tree_sitter_javascript

#: Promised in docs/accessibility.md.
OLDEST = "Chrome 70 and Safari 13"

STATIC = Path(__file__).parent.parent / "src/onewindow_policy/portal/static"

#: Stands in the page of a screen, not beside it.
SCREEN_SCRIPT = STATIC.parents[1] / "screens" / "browser" / "screen.js"

#: Syntax that came later, by the names that the grammar has for it.
NEWER_NODES = {
    "optional_chain": "?.",
    "class_static_block": "static blocks",
    "field_definition": "fields of classes",
    "private_property_identifier": "private names",
    "meta_property": "import.meta",
}
NEWER_OPERATORS = {"??", "??=", "||=", "&&="}

#: Functions of objects that came later.
NEWER_NAMES = frozenset(
    {
        "allSettled",
        "any",
        "at",
        "checkVisibility",
        "findLast",
        "findLastIndex",
        "fromEntries",
        "groupBy",
        "hasOwn",
        "matchAll",
        "replaceAll",
        "replaceChildren",
        "requestSubmit",
        "showPopover",
        "toReversed",
        "toSorted",
        "toSpliced",
        "togglePopover",
    }
)
NEWER_GLOBALS = frozenset({"globalThis", "queueMicrotask", "structuredClone"})

#: Of styles: what hides or places has to be said in the oldest way, and a selector that is
#: not known takes its whole rule along.
NEWER_STYLES = {
    r"[{;]inset(-[a-z-]+)?:": "inset",
    r":is\(": ":is()",
    r":where\(": ":where()",
    r"(?<!clip:rect\(0, 0, 0, 0\);)clip-path:inset": "hiding by clip-path alone",
}


def faults_of_script(data: bytes) -> Iterator[tuple[int, str]]:
    """Yield the line and the name of what is too new in a script."""
    language = Language(tree_sitter_javascript.language())
    waiting = [Parser(language).parse(data).root_node]
    while waiting:
        node = waiting.pop()
        if found := _newer(node):
            yield node.start_point[0] + 1, found
        waiting += node.children


def _newer(node: Node) -> str | None:
    text = node.text.decode()
    if node.is_error or node.is_missing:
        return "what cannot be read"
    if node.type in NEWER_NODES:
        return NEWER_NODES[node.type]
    if node.type in NEWER_OPERATORS:
        return node.type
    if node.type == "number" and ("_" in text or re.fullmatch(r"\d+n", text)):
        return text
    if node.type == "regex_pattern" and re.search(r"\(\?<[=!]", text):
        return "looking behind in a regular expression"
    if node.type == "property_identifier" and text in NEWER_NAMES and _is_called(node):
        return text
    if node.type == "identifier" and text in NEWER_GLOBALS:
        return text
    return None


def _is_called(name: Node) -> bool:
    """Return whether a name is that of a function of something, and asked for."""
    member = name.parent
    return (
        member.type == "member_expression" and member.parent.type == "call_expression"
    )


def faults_of_style(text: str) -> Iterator[tuple[int, str]]:
    """Yield the line and the name of what is too new in a compiled style sheet."""
    for pattern, name in NEWER_STYLES.items():
        for found in re.finditer(pattern, text):
            yield text.count("\n", 0, found.start()) + 1, name


def main() -> int:
    """Print what is too new; return how many there are."""
    faults = [
        (path, line, name)
        for path in (*sorted(STATIC.glob("*.js")), SCREEN_SCRIPT)
        for line, name in faults_of_script(path.read_bytes())
    ]
    faults += [
        (path, line, name)
        for path in (STATIC / "portal.css", STATIC / "screen.css")
        for line, name in faults_of_style(path.read_text(encoding="utf-8"))
    ]
    for path, line, name in faults:
        print(f"{path.name}:{line}: {name} is not known to {OLDEST}", file=sys.stderr)
    return min(len(faults), 1)


if __name__ == "__main__":
    sys.exit(main())
