"""Prints the lock as a buildout section: `[versions]` with the names that eggs use.

The lock has normalized names (plone-api), buildout wants those of the packages
(plone.api): they are read from the environment that the lock was installed into.
"""

from importlib.metadata import distributions
from packaging.utils import canonicalize_name
from packaging.version import Version
from pathlib import Path

import re
import sys

LOCK = Path(__file__).resolve().parent.parent / "requirements-test.txt"

PIN = re.compile(r"^([a-z0-9-]+)==([^\s;]+)", re.MULTILINE)


def main() -> int:
    """Print the section, and return 1 when the environment is not that of the lock."""
    pins = set(PIN.findall(LOCK.read_text(encoding="utf-8")))
    lines = []
    for distribution in distributions():
        name, version = distribution.metadata["Name"], distribution.version
        # Some write theirs otherwise than it is normalized: 2.012.
        if (canonicalize_name(name), str(Version(version))) in pins:
            lines.append(f"{name} = {version}")
        elif canonicalize_name(name) != "onewindow-policy":
            print(f"{name} {version} is not in {LOCK.name}", file=sys.stderr)
            return 1
    print("[versions]", *sorted(set(lines), key=str.lower), sep="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
