"""The bill of materials names all that the lock does, with checksums, and no place."""

from pathlib import Path
from test_packaging_lock import entries

import json
import subprocess
import sys
import tempfile
import unittest

TOOL = Path(__file__).resolve().parent.parent / "tools" / "bill_of_materials.py"


class TestBill(unittest.TestCase):
    def test_bill_is_valid_and_names_each_package_of_the_lock_with_its_checksums(self):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "bill.json"
            # It validates what it writes against the schema of CycloneDX.
            subprocess.run([sys.executable, str(TOOL), str(path)], check=True)
            bill = json.loads(path.read_text(encoding="utf-8"))
        self.assertEqual("CycloneDX", bill["bomFormat"])
        named = {each["name"]: each["version"] for each in bill["components"]}
        locked = {name: version for name, version, *_ in entries("requirements.txt")}
        self.assertEqual(locked, named)
        for component in bill["components"]:
            with self.subTest(name=component["name"]):
                (place,) = component["externalReferences"]
                self.assertTrue(place["hashes"])
