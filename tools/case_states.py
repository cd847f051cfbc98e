"""Keeps the table and the diagram of docs/cases.md in step with the states of a case.

`update` writes both between their marks; `check` fails when that would change anything.
"""

from collections.abc import Iterable
from onewindow_policy.cases.states import ENDING
from onewindow_policy.cases.states import FINAL_STATES
from onewindow_policy.cases.states import RECEIVED
from onewindow_policy.cases.states import RESTORES
from onewindow_policy.cases.states import STATES
from onewindow_policy.cases.states import SUBMITTED
from onewindow_policy.cases.states import Transition
from onewindow_policy.cases.states import TRANSITIONS
from pathlib import Path

import sys

DOCUMENT = Path(__file__).resolve().parent.parent / "docs" / "cases.md"
BEGIN = "<!-- states: made by tools/case_states.py -->"
END = "<!-- end of states -->"

_HEAD = (
    *("transition", "from", "to", "who", "where a unit decides here"),
    *("takes", "may take", "clock", "paper"),
)


def table() -> str:
    """Return the transitions as a table of Markdown."""
    rows = [_HEAD, ["---"] * len(_HEAD), *map(_cells, TRANSITIONS)]
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def _cells(each: Transition) -> list[str]:
    instant = " (promised on the spot)" if each.is_instant else ""
    return [
        f"`{each.name}`{instant}",
        _names(each.sources),
        _target(each),
        ", ".join(each.roles),
        ", ".join(each.unit_roles),
        _names(each.needs),
        _names(each.may),
        each.clock,
        _names(each.papers),
    ]


def _target(each: Transition) -> str:
    if each.clock == RESTORES:
        return "the one before"
    return _names([each.target]) if each.target else "stays"


def _names(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def diagram() -> str:
    """Return the transitions as a state diagram of Mermaid."""
    lines = [
        "```mermaid",
        "stateDiagram-v2",
        f"    [*] --> {SUBMITTED}: register",
        f"    [*] --> {SUBMITTED}: register_by_grid_worker",
        f"    [*] --> {SUBMITTED}: register_by_staff",
        f"    [*] --> {RECEIVED}: take_in",
    ]
    for each in TRANSITIONS:
        lines += [f"    {way}: {each.name}" for way in _ways(each)]
    lines += [f"    {state} --> [*]" for state in STATES if state in FINAL_STATES]
    return "\n".join([*lines, "```"])


def _ways(each: Transition) -> list[str]:
    if each.clock != RESTORES:
        return [f"{source} --> {each.target or source}" for source in each.sources]
    ends = (ending for ending in TRANSITIONS if ending.name in ENDING)
    back = (f"{end.target} --> {source}" for end in ends for source in end.sources)
    return list(dict.fromkeys(back))


def updated(text: str) -> str:
    """Return the document with both as they are now. Raises `ValueError` without marks."""
    before, _mark, rest = text.partition(f"{BEGIN}\n")
    _old, mark, after = rest.partition(END)
    if not mark:
        raise ValueError(f"{DOCUMENT} has no place for the states.")
    return f"{before}{BEGIN}\n{table()}\n\n{diagram()}\n{mark}{after}"


def main(arguments: list[str]) -> int:
    """Do what the first argument says; return whether something is amiss."""
    text = DOCUMENT.read_text("utf-8")
    if arguments == ["update"]:
        DOCUMENT.write_text(updated(text), "utf-8")
    elif arguments != ["check"]:
        print(__doc__)
        return 2
    elif updated(text) != text:
        print(f"{DOCUMENT.name} is not what the states are: make states")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
