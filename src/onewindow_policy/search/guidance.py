"""What somebody is told for whom nothing was found: who can help instead."""

from dataclasses import dataclass
from onewindow_policy.catalogue.api import CATALOGUE_PATH
from onewindow_policy.catalogue.certificates import CERTIFICATE
from onewindow_policy.pages.api import hotline
from onewindow_policy.search.asking import ask
from onewindow_policy.search.elsewhere import Department
from onewindow_policy.search.elsewhere import departments_elsewhere
from onewindow_policy.search.elsewhere import departments_for
from onewindow_policy.search.interfaces import Answer
from onewindow_policy.search.interfaces import Question
from onewindow_policy.search.interfaces import SPOKEN_OF
from onewindow_policy.search.texts import normalise
from onewindow_policy.search.texts import tokens
from onewindow_policy.vocabularies.api import code_list
from plone import api


@dataclass(frozen=True, slots=True)
class Guidance:
    """Where to turn: a number, departments, and lists to look through.

    `life_events` are those nearest to the question, with their codes, or all where none
    is; `not_issued_url` is empty unless the question is about a certificate.
    """

    hotline: str
    departments: tuple[Department, ...]
    catalogue_url: str
    life_events_url: str
    life_events: tuple[str, ...]
    not_issued_url: str


def elsewhere_for(question: Question, answer: Answer) -> tuple[Department, ...]:
    """Return who answers for `question` where results only speak of what it is about.

    A 结婚证 is a paper to bring here; who wants one must go elsewhere.
    """
    by_words = answer.hits and answer.hits[0].reason in SPOKEN_OF
    return departments_elsewhere(question.text) if by_words else ()


def life_events_near(text: str) -> tuple[str, ...]:
    """Return the codes of the life events whose names the words of `text` have, or words
    that mean the same; of all where there are none."""
    events = code_list("life_events")
    asked = ask(text)
    words = {each for group in asked.alternatives.values() for each in group}
    near = [
        code
        for code, term in events.items()
        if any(len(word) > 1 and word in term.title for word in words)
        or any(
            part in asked.whole for part in tokens(normalise(term.title)) if part[1:]
        )
    ]
    return tuple(near or events)


def guidance_for(question: Question) -> Guidance:
    """Return where to turn with `question`."""
    portal_url = api.portal.get().absolute_url()
    catalogue_url = f"{portal_url}/{CATALOGUE_PATH}"
    asks_certificate = CERTIFICATE in normalise(question.text)
    return Guidance(
        hotline=hotline(),
        departments=departments_for(question.text, question.category),
        catalogue_url=catalogue_url,
        life_events_url=f"{portal_url}#life-events",
        life_events=life_events_near(question.text),
        not_issued_url=f"{catalogue_url}/@@not-issued" if asks_certificate else "",
    )
