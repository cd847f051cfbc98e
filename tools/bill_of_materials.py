"""Writes which packages the portal is made of, as CycloneDX, from the lock alone.

`bill_of_materials.py FILE` makes a JSON file of `requirements.txt`: nothing is asked of a
registry, so that it can be made offline, and is the same each time.
"""

from pathlib import Path
from subprocess import run

import json
import sys

ROOT = Path(__file__).resolve().parent.parent
LOCK = ROOT / "requirements.txt"
GENERATOR = Path(sys.executable).parent / "cyclonedx-py"


def bill_of_materials() -> dict:
    """Return the bill, each package with its version and the checksums of its files.

    Raises CalledProcessError when the lock cannot be read, or the bill is not valid.
    """
    options = ["--output-reproducible", "--validate", "--of", "JSON", "-o", "-"]
    command = [str(GENERATOR), "requirements", *options, str(LOCK)]
    made = run(command, check=True, capture_output=True, text=True)
    bill = json.loads(made.stdout)
    bill["metadata"]["component"] = {
        "bom-ref": "onewindow_policy",
        "type": "application",
        "name": "onewindow_policy",
    }
    return bill


def main(arguments: list[str]) -> int:
    """Write the bill; return the exit status."""
    (path,) = arguments
    text = json.dumps(bill_of_materials(), indent=1, ensure_ascii=False)
    Path(path).write_text(text + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
