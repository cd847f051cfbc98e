"""What somebody is told for whom nothing was found: who can help instead."""

from dataclasses import dataclass
from onewindow_policy.catalogue.api import CATALOGUE_PATH
from onewindow_policy.catalogue.certificates import CERTIFICATE
from onewindow_policy.pages.api import hotline
from onewindow_policy.search.elsewhere import Department
from onewindow_policy.search.elsewhere import departments_elsewhere
from onewindow_policy.search.elsewhere import departments_for
from onewindow_policy.search.interfaces import Answer
from onewindow_policy.search.interfaces import Question
from onewindow_policy.search.interfaces import SPOKEN_OF
from onewindow_policy.search.texts import normalise
from plone import api


@dataclass(frozen=True, slots=True)
class Guidance:
    """Where to turn: a number, departments, and lists to look through.

    `not_issued_url` is empty unless the question is about a certificate.
    """

    hotline: str
    departments: tuple[Department, ...]
    catalogue_url: str
    life_events_url: str
    not_issued_url: str


def elsewhere_for(question: Question, answer: Answer) -> tuple[Department, ...]:
    """Return who answers for `question` where results only speak of what it is about.

    A 结婚证 is a paper to bring here; who wants one must go elsewhere.
    """
    by_words = answer.hits and answer.hits[0].reason in SPOKEN_OF
    return departments_elsewhere(question.text) if by_words else ()


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
        not_issued_url=f"{catalogue_url}/@@not-issued" if asks_certificate else "",
    )
