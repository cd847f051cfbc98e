"""Who acts for an applicant: an agent, who is somebody else, or the guardian of a child."""

from collections.abc import Iterable
from dataclasses import replace
from onewindow_policy import _
from onewindow_policy.cases.submissions import Answer
from onewindow_policy.cases.submissions import Person
from onewindow_policy.forms.guardians import DOCUMENTS
from onewindow_policy.forms.guardians import Guardian
from onewindow_policy.forms.guardians import KIND
from onewindow_policy.forms.guardians import NAME
from onewindow_policy.forms.guardians import NUMBER
from onewindow_policy.forms.guardians import RELATION
from onewindow_policy.forms.guardians import TITLES
from onewindow_policy.typed.documents import holder_kind
from onewindow_policy.vocabularies.api import DEFAULT_LANGUAGE
from onewindow_policy.vocabularies.api import translation_target
from zope.i18n import translate

#: The question of the templates who acts, and the answer that it is the applicant.
ACTING = "acting"
ONESELF = "self"

_BY_GUARDIAN = _("answer_by_guardian", default="The guardian, for the child")


def are_same(one: Person, other: Person) -> bool:
    """Return whether two people of a form are one: by their numbers, else their names."""
    if one.id_number and other.id_number:
        return _document(one) == _document(other)
    return one.name == other.name


def acting_guardian(guardian: Guardian | None) -> Person | None:
    """Return the guardian as who acts for the child."""
    if guardian is None:
        return None
    return Person(guardian.name, guardian.id_number, None, guardian.id_kind)


def with_guardian(
    answers: Iterable[Answer], guardian: Guardian | None, acting
) -> list[Answer]:
    """Return the answers with what was said of the guardian, if anything.

    `acting` is the answer who acts: a child under fourteen does not do so itself.
    """
    if guardian is None:
        return list(answers)
    told = [
        replace(each, value=_say(_BY_GUARDIAN))
        if each.name == ACTING and acting == ONESELF
        else each
        for each in answers
    ]
    values = {
        NAME: guardian.name,
        RELATION: guardian.relation,
        KIND: _say(DOCUMENTS[guardian.id_kind]),
        NUMBER: guardian.id_number,
    }
    return told + [
        Answer(f"guardian_{part}", _say(TITLES[part]), value)
        for part, value in values.items()
    ]


def _document(person: Person) -> tuple[str, str]:
    return holder_kind(person.id_kind), person.id_number


def _say(message) -> str:
    """Return a message as the city's staff read it."""
    return translate(message, target_language=translation_target(DEFAULT_LANGUAGE))
