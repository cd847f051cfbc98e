"""What rooms register of their papers; what the registry keeps of their wording."""

from onewindow_policy import _
from plone.schema import JSONField
from zope.interface import Interface

#: Where the registry keeps what a city says in its own words.
WORDINGS_PREFIX = "onewindow_policy.wordings"


class IWordedPapers(Interface):
    """The papers of a room whose sentences a city may change: a utility by the name of the
    room, as its papers are called (`cases`)."""

    def __call__():
        """Return its papers, each a `WordedPaper`, in the order of pages."""


class IPaperWordRecords(Interface):
    """What the registry keeps: all versions of all papers, the last of each is in force."""

    versions = JSONField(
        title=_("label_paper_word_versions", default="Wording of papers, all versions"),
        schema='{"type": "array"}',
        default=[],
        required=False,
    )
