"""Says whether the committed style sheets are what their sources compile to.

Compiling needs npm, which neither running nor testing the product does. So `make css`
notes the digests of what it read and of what it made, and `check` fails when either is
not so any more: a source changed without being compiled, or a style sheet by hand.

`update` notes the digests, `check` compares.
"""

from hashlib import sha256
from pathlib import Path

import sys

ROOT = Path(__file__).resolve().parent.parent
PORTAL = ROOT / "src" / "onewindow_policy" / "portal"
NOTED = PORTAL / "scss" / "compiled.txt"


def current() -> str:
    """Return a line for each source and each style sheet: its digest, and its path."""
    paths = [
        # The compiler and its options, and the versions of what it brings.
        ROOT / "package.json",
        ROOT / "package-lock.json",
        *sorted((PORTAL / "scss").glob("**/*.scss")),
        *sorted((PORTAL / "static").glob("*.css")),
    ]
    lines = (
        f"{sha256(path.read_bytes()).hexdigest()[:16]} {path.relative_to(ROOT)}\n"
        for path in paths
    )
    return "".join(lines)


def main(command: str) -> int:
    """Carry out `update` or `check`; return the exit code."""
    if command == "update":
        NOTED.write_text(current(), encoding="utf-8")
        return 0
    noted = set(NOTED.read_text(encoding="utf-8").splitlines())
    changed = sorted({line.split()[1] for line in noted ^ set(current().splitlines())})
    if changed:
        print(f"Changed since the style sheets were compiled: {', '.join(changed)}")
        print("Run `make css` (needs npm), and commit what it writes.")
    return len(changed) > 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
