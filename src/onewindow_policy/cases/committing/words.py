"""What a city tells whoever commits themselves: the duty, its content, the liability.

Source: 国办发〔2020〕42号 (the body tells in writing what has to be proved, what the proof
says, and what a false commitment leads to). The words are the body's own, as whoever is
responsible for them has confirmed them: where nobody has, nothing of this is offered.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from onewindow_policy import _
from onewindow_policy.cases.papers.interfaces import PAPER_SETTINGS_PREFIX
from plone.registry.interfaces import IRegistry
from types import MappingProxyType
from zope.component import queryUtility
from zope.i18nmessageid import Message

RECORD = f"{PAPER_SETTINGS_PREFIX}.commitments"

#: What is told, by the names of `CommitmentWords`, as pages call it.
TITLES: Mapping[str, Message] = MappingProxyType(
    {
        "duty": _("label_commitment_duty", default="What has to be proved"),
        "content": _("label_commitment_content", default="What the proof says"),
        "liability": _(
            "label_commitment_liability", default="What a false commitment leads to"
        ),
    }
)


@dataclass(frozen=True, slots=True)
class CommitmentWords:
    """A row of the registry: see `ICommitmentRow`; the day as YYYY-MM-DD."""

    version: str
    duty: str
    content: str
    liability: str
    confirmed_by: str
    confirmed_on: str
    item_code: str | None = None


#: Says nothing: nobody has confirmed any.
NO_WORDS = CommitmentWords("", "", "", "", "", "")


def all_commitment_words() -> tuple[CommitmentWords, ...]:
    """Return what was confirmed, in the order in which it was entered."""
    registry = queryUtility(IRegistry)
    rows = registry.get(RECORD) if registry is not None else None
    return tuple(CommitmentWords(**row) for row in rows or ())


def commitment_words(item_code: str) -> CommitmentWords | None:
    """Return the words that count now for a service, those confirmed last: its own, else
    those for all. None where there are none."""
    words = all_commitment_words()
    own = [each for each in words if each.item_code == item_code]
    fit = own or [each for each in words if not each.item_code]
    return max(fit, key=lambda each: each.confirmed_on, default=None)
