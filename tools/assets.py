"""Says whether the committed scripts and style sheets are what their sources compile to.

Checking and compiling them needs npm, which neither running nor testing the product does.
So `make assets` notes the digests of what it read and of what it made, and `check` fails
when either is not so any more: a source changed without that, or a result by hand.

`update` notes the digests, `check` compares.
"""

from hashlib import sha256
from pathlib import Path

import sys

ROOT = Path(__file__).resolve().parent.parent
PORTAL = ROOT / "src" / "onewindow_policy" / "portal"
SCREENS = PORTAL.parent / "screens" / "browser"
NOTED = PORTAL / "compiled.txt"


def current() -> str:
    """Return a line for each source and each result: its digest, and its path."""
    paths = [
        # What compiles and checks with which options, and the versions of what they bring.
        ROOT / "package.json",
        ROOT / "package-lock.json",
        ROOT / "eslint.config.js",
        *sorted((PORTAL / "scripts").glob("*.js")),
        *sorted((PORTAL / "static").glob("*.js")),
        *sorted(SCREENS.glob("*.js")),
        *sorted((ROOT / "tests" / "scripts").glob("*.js")),
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
        print(f"Changed since the last `make assets`: {', '.join(changed)}")
        print("Run it (it needs npm), and commit what it writes.")
    return len(changed) > 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
