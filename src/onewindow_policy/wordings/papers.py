"""Papers whose sentences a city may change, and every version of what it said instead.

A paper that is issued takes the wording that holds with it: whatever becomes of it later,
the same paper says the same.
"""

from collections.abc import Callable
from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field
from onewindow_policy.editing.api import next_version
from onewindow_policy.editing.api import versions_of
from onewindow_policy.records.api import audit_change
from onewindow_policy.wordings.checking import require_fit
from onewindow_policy.wordings.exceptions import PaperUnworded
from onewindow_policy.wordings.exceptions import WordingChanged
from onewindow_policy.wordings.exceptions import WordingUnchanged
from onewindow_policy.wordings.interfaces import IWordedPapers
from onewindow_policy.wordings.interfaces import WORDINGS_PREFIX
from onewindow_policy.wordings.sentences import Sentence
from plone.registry.interfaces import IRegistry
from typing import Any
from zope.component import getUtilitiesFor
from zope.component import getUtility
from zope.component import queryUtility
from zope.i18nmessageid import Message

RECORD = f"{WORDINGS_PREFIX}.versions"

#: What a paper keeps of its wording among its values.
_KEPT = ("wording", "wording_version")

#: The version of what is shipped, before anybody changed it.
SHIPPED = 0


@dataclass(frozen=True)
class WordedPaper:
    """A paper of some room: `name` is `<room>.<paper>`, `title` what it is titled in print.

    `samples` are the variables that its sentences may have, with what they may say;
    `preview` makes a PDF of a wording with samples, and raises `PrintFailed`.
    """

    name: str
    title: Message
    sentences: tuple[Sentence, ...]
    samples: Mapping[str, str] = field(repr=False)
    preview: Callable[[Mapping[str, str]], bytes] = field(repr=False)

    @property
    def shipped(self) -> dict[str, str]:
        """Its sentences as they are shipped, by their names."""
        return {each.name: each.shipped for each in self.sentences}


@dataclass(frozen=True, slots=True)
class Wording:
    """What the sentences of a paper say by their names, and the version of it."""

    version: int
    sentences: Mapping[str, str] = field(default_factory=dict)


def worded_papers() -> dict[str, WordedPaper]:
    """Return the papers whose sentences a city may change, by name."""
    rooms = sorted(getUtilitiesFor(IWordedPapers))
    return {paper.name: paper for _room, papers in rooms for paper in papers()}


def worded_paper(name: str) -> WordedPaper:
    """Return a paper by its name. Raises `PaperUnworded`."""
    try:
        return worded_papers()[name]
    except KeyError as error:
        raise PaperUnworded(name) from error


def wording_of(name: str) -> Wording:
    """Return what a city says in a paper: no sentence where it says what is shipped."""
    found = wording_versions(name)
    if not found:
        return Wording(SHIPPED)
    return Wording(found[-1]["version"], found[-1]["sentences"])


def sealed_wording(name: str, sentences: tuple[Sentence, ...]) -> dict[str, Any]:
    """Return what a paper that is issued now keeps of its wording among its values: all
    sentences, with the version, so that the same paper says the same whatever is shipped
    or written later."""
    held = wording_of(name)
    shipped = {each.name: each.shipped for each in sentences}
    return {
        "wording": {**shipped, **held.sentences},
        "wording_version": held.version,
    }


def without_wording(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a paper says of its matter, for the copy that its person gets: its
    sentences are about nobody, and with nothing filled in are not what it says."""
    return {name: said for name, said in values.items() if name not in _KEPT}


def wording_versions(name: str) -> list[Mapping[str, Any]]:
    """Return all versions of a paper, the first one first: each with its `version`,
    `sentences` (none: what is shipped), and `at` and `by`."""
    return versions_of(_rows(), "paper", name)


def wording_in(name: str, version: int) -> Wording:
    """Return a version of a paper. Raises `PaperUnworded`."""
    if version == SHIPPED:
        return Wording(SHIPPED)
    for each in wording_versions(name):
        if each["version"] == version:
            return Wording(version, each["sentences"])
    raise PaperUnworded(name, version)


def keep_wording(
    paper: WordedPaper, sentences: Mapping[str, str], user_id: str, *, version: int
) -> Wording:
    """Have a paper say this from now on, as a version of its own; return it.

    :param version: the one that was looked at
    :raises WordingUnfit: nothing of it is kept
    :raises WordingChanged: another one holds meanwhile
    :raises WordingUnchanged: it holds already
    """
    require_fit(paper.sentences, sentences, paper.samples)
    held = wording_of(paper.name)
    if held.version != version:
        raise WordingChanged
    if {**paper.shipped, **held.sentences} == {**paper.shipped, **sentences}:
        raise WordingUnchanged
    # What is shipped again follows what is shipped later.
    said = {} if dict(sentences) == paper.shipped else dict(sentences)
    rows = _rows()
    row = next_version(rows, "paper", {"paper": paper.name, "sentences": said}, user_id)
    getUtility(IRegistry)[RECORD] = [*rows, row]
    audit_change("wording.change", paper.name, f"version {row['version']}")
    return Wording(row["version"], said)


def _rows() -> list[Mapping[str, Any]]:
    registry = queryUtility(IRegistry)
    return list((registry.get(RECORD) if registry is not None else None) or ())
