"""Tables in docs/ of who reaches what, with a column for each account."""

from onewindow_policy.testing.deciding import ACCOUNTS
from pathlib import Path

import os

_DOCS = Path(__file__).parents[3] / "docs"

#: Set to the path of a file, this has tests write their tables as they find them.
OUT = "ACCESS_TABLE_OUT"

Cells = tuple[str, ...]


def read_table(document: str, heading: str) -> dict[str, Cells]:
    """Return the cells of a table by what its first column names, several in a row.

    The table is the first one after `heading`; Raises ValueError when a row has not a
    cell for each account.
    """
    text = (_DOCS / document).read_text(encoding="utf-8")
    lines = text.partition(f"## {heading}\n")[2].partition("\n## ")[0].splitlines()
    found = {}
    for line in lines:
        if not line.startswith("| ") or not line.startswith(("| `", "| *")):
            continue
        named, *cells = (cell.strip() for cell in line.strip("|").split("|"))
        if len(cells) != len(ACCOUNTS):
            raise ValueError(line)
        for name in named.split(", "):
            found[name.strip("`*")] = tuple(cells)
    return found


def write_table(found: dict[str, Cells], mark: str = "`") -> None:
    """Write the rows as they stand in the document, where that is asked for: what has the
    same cells is named in one row."""
    if not os.environ.get(OUT):
        return
    rows = {}
    for name, cells in found.items():
        rows.setdefault(cells, []).append(f"{mark}{name}{mark}")
    lines = [
        f"| {', '.join(names)} | {' | '.join(cells)} |" for cells, names in rows.items()
    ]
    with open(os.environ[OUT], "a", encoding="utf-8") as out:
        out.write("\n".join(lines) + "\n\n")


def differences(expected: dict[str, Cells], found: dict[str, Cells]) -> list[str]:
    """Return in words what is not as the table says."""
    nobody = ("–",) * len(ACCOUNTS)
    return [
        f"{name}: {who} reaches {is_now!r}, the table says {was!r}"
        for name in {**expected, **found}
        for who, was, is_now in zip(
            ACCOUNTS,
            expected.get(name, nobody),
            found.get(name, nobody),
            strict=True,
        )
        if was != is_now
    ]
