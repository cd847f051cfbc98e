"""The documents by which applicants of a service show who they are: what its guide accepts.

A guide that names none leaves it to the form. Kinds that an editor made up for a form
(军官证) are not judged: they stand in that form because its service takes them.
"""

from collections.abc import Collection
from collections.abc import Iterable
from functools import reduce
from onewindow_policy import _
from onewindow_policy.typed.documents import RESIDENT_CARD
from onewindow_policy.typed.documents import TITLES
from zope.i18nmessageid import Message
from zope.interface import provider
from zope.schema.interfaces import IVocabularyFactory
from zope.schema.vocabulary import SimpleTerm
from zope.schema.vocabulary import SimpleVocabulary


@provider(IVocabularyFactory)
def identity_documents(context=None) -> SimpleVocabulary:
    """Return the kinds of documents that forms know."""
    return SimpleVocabulary(
        [SimpleTerm(kind, kind, title) for kind, title in TITLES.items()]
    )


def refused_document(kind: str | None, accepted: Collection[str]) -> Message | None:
    """Return what to say to who shows a document of this `kind` where only those
    `accepted` are; None where it will do.

    A `kind` of None is the resident identity card, which forms without a choice ask for.
    """
    kind = kind or RESIDENT_CARD
    if not accepted or kind in accepted or kind not in TITLES:
        return None
    return _(
        "error_document_not_accepted",
        default=(
            "This service is not given on this document: ${kind}. Please show: ${accepted}."
            " If you have none of that, ask at the window."
        ),
        mapping={"kind": TITLES[kind], "accepted": enumeration(accepted)},
    )


def accepted_hint(accepted: Collection[str]) -> Message | None:
    """Return what to say before anybody chooses, None where all will do."""
    if not accepted:
        return None
    return _(
        "hint_documents_accepted",
        default="For this service only: ${accepted}.",
        mapping={"accepted": enumeration(accepted)},
    )


def enumeration(kinds: Iterable[str]) -> Message | str:
    """Return the names of kinds of documents in a row, in the order of `TITLES`."""
    kinds = set(kinds)
    titles = [title for kind, title in TITLES.items() if kind in kinds]
    return reduce(_in_a_row, titles) if titles else ""


def _in_a_row(first: Message, then: Message) -> Message:
    return _(
        "list_of_two",
        default="${first}; ${then}",
        mapping={"first": first, "then": then},
    )
