"""What is asked of whoever asks about a service, so that the notice is about them.

Who comes, which conditions are met, and in which of the cases they are of which the guide
asks for a paper. Nobody has to answer: what is not known stands in the notice with its
condition.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from onewindow_policy import _
from onewindow_policy.forms.eligibility import asked_conditions
from onewindow_policy.forms.eligibility import MET
from onewindow_policy.forms.eligibility import NOT_MET
from onewindow_policy.forms.eligibility import sentence_of
from onewindow_policy.forms.eligibility import UNSURE
from onewindow_policy.guides.resolved import Material
from onewindow_policy.guides.resolved import ResolvedGuide
from onewindow_policy.guides.wording import Wording

import hashlib

#: Who comes to the window.
SELF, AGENT = "self", "agent"

COMERS = {
    SELF: _("inquiry_comes_self", default="In person"),
    AGENT: _("inquiry_comes_agent", default="Somebody for them"),
}

#: What can be said to each question; to say nothing is right, too.
REPLIES = {
    MET: _("inquiry_reply_yes", default="Yes"),
    NOT_MET: _("inquiry_reply_no", default="No"),
    UNSURE: _("inquiry_reply_unsure", default="Not known"),
}

#: What the names of inputs about papers begin with.
CASE = "form.case."

_ID_CHARACTERS = 8


@dataclass(frozen=True, slots=True)
class Question:
    """A question, by the name of its input."""

    name: str
    text: str


def condition_questions(guide: ResolvedGuide, words: Wording) -> list[Question]:
    """Return what the guide asks of a person, in its order.

    Their inputs are called as in the form of the service, which takes the answers over.
    """
    return [
        Question(each.input_name, sentence_of(each, words))
        for each in asked_conditions(guide.eligibility, known=())
    ]


def case_questions(guide: ResolvedGuide) -> list[Question]:
    """Return in which cases the guide asks for a paper, each once, in its order.

    Whether somebody comes for another is asked by itself.
    """
    conditions = dict.fromkeys(
        each.condition
        for each in guide.materials
        if each.condition and not each.is_of_agent
    )
    return [Question(_name_of(each), each) for each in conditions]


def read_replies(
    guide: ResolvedGuide, words: Wording, given: Mapping[str, str]
) -> dict[str, str]:
    """Return what was replied to the questions of a guide, by the names of their inputs;
    what is none of its questions or replies is left out."""
    questions = [*condition_questions(guide, words), *case_questions(guide)]
    replies = {each.name: given.get(each.name) for each in questions}
    return {name: reply for name, reply in replies.items() if reply in REPLIES}


@dataclass(frozen=True, slots=True)
class ToBring:
    """A material that this person brings; only in the case of `condition`, "" for always,
    as nobody said whether it is so."""

    material: Material
    condition: str = ""


def materials_to_bring(
    guide: ResolvedGuide, comes: str, replies: Mapping[str, str]
) -> list[ToBring]:
    """Return the materials that somebody brings, in the order of the guide.

    :param comes: `SELF` or `AGENT`
    :param replies: as `read_replies` returns them
    """
    found = []
    for each in guide.materials:
        if each.is_of_agent:
            if comes == AGENT:
                found.append(ToBring(each))
            continue
        reply = replies.get(_name_of(each.condition)) if each.condition else MET
        if reply == MET:
            found.append(ToBring(each))
        elif reply != NOT_MET:
            found.append(ToBring(each, each.condition))
    return found


def _name_of(condition: str) -> str:
    digest = hashlib.sha256(condition.encode(errors="replace")).hexdigest()
    return CASE + digest[:_ID_CHARACTERS]
