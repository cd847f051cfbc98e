"""Says whether our Chinese for messages of Plone and its add-ons fits what is installed.

Plone translates most of itself, and we add what it lacks. So each message in our
catalogues of other domains must be one that

- an installed package has: it stands in the package's template or its code,
- the package says nothing of in Chinese, or says otherwise. Then a comment quotes what it
  says, `# Instead of: …`, so that whoever renews the lock sees when Plone has mended it.

It fails for others, and names them.
"""

from i18ndude.catalog import MessageCatalog
from onewindow_policy import __file__ as package_file
from pathlib import Path

import re
import sys
import sysconfig

ROOT = Path(package_file).parents[2]
LOCALES = Path(package_file).parent / "locales" / "zh_CN" / "LC_MESSAGES"
INSTALLED = Path(sysconfig.get_path("purelib"))
OWN_DOMAIN = "onewindow_policy"

#: Where words of Plone and of its add-ons stand that no template has.
CODE = ("collective", "plone", "plonetheme", "Products", "z3c", "zope")
SUFFIXES = {".py", ".pt", ".zcml", ".xml", ".cfg"}

#: What stands between the parts of a literal, and what is put into a message.
SEAM = re.compile(r"""(["']) \1""")
VARIABLE = re.compile(r"\$\{\w+\}")

INSTEAD = "Instead of: "


def without_breaks(text: str) -> str:
    """Return `text` on one line, as messages are collected from markup."""
    return " ".join(text.split())


class Foreign:
    """What is installed: the messages of each domain, their Chinese, and all code."""

    def __init__(self):
        self._files = [
            path
            for path in INSTALLED.glob("**/locales/**/*.po*")
            if path.suffix == ".pot" or "zh_CN" in path.parts
        ]
        self._code = None

    def _read(self, name: str) -> dict:
        found = {}
        for path in sorted(self._files):
            if path.name == name:
                found.update(MessageCatalog(filename=str(path)))
        return found

    def messages(self, domain: str) -> set[str]:
        """Return what the templates of a domain have."""
        return set(self._read(f"{domain}.pot"))

    def chinese(self, domain: str) -> dict[str, str]:
        """Return the Chinese of what is translated in a domain."""
        found = self._read(f"{domain}.po")
        return {name: each.msgstr for name, each in found.items() if each.msgstr}

    def stands_in_code(self, message: str) -> bool:
        """Return whether a message stands in code that is installed, or in our profile."""
        if self._code is None:
            folders = [*(INSTALLED / each for each in CODE), ROOT / "profiles"]
            texts = (
                path.read_text(encoding="utf-8", errors="replace")
                for folder in folders
                for path in folder.rglob("*")
                if path.suffix in SUFFIXES
                and "tests" not in path.relative_to(folder).parts
            )
            self._code = "\n".join(SEAM.sub("", without_breaks(text)) for text in texts)
        parts = VARIABLE.split(without_breaks(message))
        return all(part.strip(" .") in self._code for part in parts)


def problems() -> list[str]:
    """Return what is wrong with our catalogues of other domains, a line each."""
    foreign, found = Foreign(), []
    for path in sorted(LOCALES.glob("*.po")):
        domain = path.stem
        if domain == OWN_DOMAIN:
            continue
        messages, chinese = foreign.messages(domain), foreign.chinese(domain)
        for name, ours in MessageCatalog(filename=str(path)).items():
            theirs, quoted = chinese.get(name), f"{INSTEAD}{chinese.get(name)}"
            noted = [line for line in ours.comments if INSTEAD in line]
            if name not in messages and not foreign.stands_in_code(name):
                found.append(f"{domain}: nothing installed says {name!r}")
            elif theirs == ours.msgstr:
                found.append(f"{domain}: {name!r} is translated so without us")
            elif theirs is None and noted:
                found.append(f"{domain}: {name!r} stands instead of nothing")
            elif theirs is not None and not any(quoted in line for line in noted):
                found.append(f"{domain}: {name!r} needs the comment # {quoted}")
    return found


if __name__ == "__main__":
    found = problems()
    print("\n".join(found))
    sys.exit(len(found) > 0)
