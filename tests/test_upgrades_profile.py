"""What the profile says of each version, and how a site of the version before gets there.

A site that exists has what the profile said when it was made. Whoever changes the profile
writes a step for such sites; tests/data/profile_versions.txt is where that is confirmed.
"""

from hashlib import sha256
from onewindow_policy import setuphandlers
from onewindow_policy import upgrades
from pathlib import Path
from zope.dottedname.resolve import resolve
from zope.schema import getFieldNames

import onewindow_policy
import re
import unittest

PROFILE = Path(onewindow_policy.__file__).parents[2] / "profiles" / "default"
RECORD = Path(__file__).with_name("data") / "profile_versions.txt"
VERSION = re.compile(r"<version>(\d+)</version>")

#: Stands for a step where sites that exist need none; CHANGES.md says why.
NO_STEP = "none"

WHAT_TO_DO = """
What the profile says has changed: {parts}. Sites that exist do not get that by themselves.
1. If {version} is released there, raise the version in profiles/default/metadata.xml, and
   record all parts of the new one.
2. Write a step into upgrades/v<version>/, register it in its configure.zcml, and test it;
   profiles/uninstall takes back what Plone had otherwise.
3. Put this into {record}, with the step for STEP, such as actions.read_actions, or
   "{no_step}" where sites that exist need none:
{lines}
"""


def digest(content: bytes) -> str:
    """Return what stands for `content` in the record."""
    return sha256(content).hexdigest()[:16]


def current_version() -> str:
    """Return the version that the profile has."""
    return VERSION.search((PROFILE / "metadata.xml").read_text(encoding="utf-8"))[1]


def current_parts() -> dict[str, str]:
    """Return the digest of each part of the profile: of its files, what they name in the
    registry, and what follows them."""
    parts, fields = {}, []
    for path in sorted(PROFILE.rglob("*.xml")):
        text = path.read_text(encoding="utf-8")
        text = VERSION.sub("", text)
        parts[path.relative_to(PROFILE).as_posix()] = digest(text.encode())
        for name, prefix in re.findall(
            r'<records interface="(onewindow_policy\.[^"]+)"\s+prefix="([^"]+)"', text
        ):
            fields += [f"{prefix}.{field}" for field in getFieldNames(resolve(name))]
    parts["fields"] = digest("\n".join(sorted(fields)).encode())
    parts["setuphandlers.py"] = digest(Path(setuphandlers.__file__).read_bytes())
    return parts


def recorded() -> tuple[dict[str, dict[str, tuple[str, str]]], set[str]]:
    """Return digest and step of each part of each version, and the released versions."""
    versions, released = {}, set()
    for line in RECORD.read_text(encoding="utf-8").splitlines():
        words = line.partition("#")[0].split()
        if not words:
            continue
        if words[0] == "released":
            released.add(words[1])
        else:
            version, part, value, step = words
            versions.setdefault(version, {})[part] = value, step
    return versions, released


def registered_steps(source: str, destination: str) -> set[str]:
    """Return the steps from one version to another."""
    folder = Path(upgrades.__file__).parent / f"v{destination}"
    text = (folder / "configure.zcml").read_text(encoding="utf-8")
    found = re.findall(
        rf'source="{source}"\s+destination="{destination}"(.*?)</genericsetup:upgradeSteps',
        text,
        re.S,
    )
    return {
        handler for each in found for handler in re.findall(r'handler="\.(\S+)"', each)
    }


class TestProfileVersions(unittest.TestCase):
    def setUp(self):
        self.versions, self.released = recorded()
        self.version = current_version()
        self.parts = current_parts()

    def test_whoever_changes_the_profile_has_thought_of_sites_that_exist(self):
        known = self.versions.get(self.version, {})
        changed = [
            part
            for part in sorted({*self.parts, *known})
            if self.parts.get(part, "-") != known.get(part, ("-", ""))[0]
        ]
        lines = "\n".join(
            f"   {self.version} {part} {self.parts.get(part, '-')} STEP"
            for part in changed
        )
        words = WHAT_TO_DO.format(
            parts=", ".join(changed),
            version=self.version,
            record=RECORD.relative_to(RECORD.parents[2]),
            no_step=NO_STEP,
            lines=lines,
        )
        self.assertEqual([], changed, words)

    def test_what_changed_since_the_version_before_has_a_step_that_is_registered(self):
        *_before, former, current = sorted(self.versions, key=int)
        self.assertEqual(self.version, current)
        self.assertIn(former, self.released)
        steps = registered_steps(former, current)
        self.assertTrue(steps)
        for part, (value, step) in self.versions[current].items():
            with self.subTest(part=part):
                if value != self.versions[former].get(part, ("", ""))[0]:
                    self.assertIn(step, {*steps, NO_STEP})
