"""Papers on pages: what a case has of them, and one of them as a PDF."""

from collections.abc import Iterable
from onewindow_policy import _
from onewindow_policy.cases.browser.steps import wanted_transition
from onewindow_policy.cases.exceptions import CaseSealed
from onewindow_policy.cases.exceptions import PaperCancelled
from onewindow_policy.cases.papers.kinds import KINDS
from onewindow_policy.cases.papers.listing import PaperFacts
from onewindow_policy.cases.papers.numbers import paper_number_text
from onewindow_policy.cases.papers.opening import open_paper
from onewindow_policy.cases.papers.printing import IssuedPaper
from onewindow_policy.cases.states import FINISH_STEP
from onewindow_policy.cases.states import MEND_ANSWER
from onewindow_policy.cases.states import RESUME
from onewindow_policy.cases.states import UNDO
from onewindow_policy.cases.states import VOIDED
from onewindow_policy.cases.tracking import HistoryEntry
from onewindow_policy.cases.wording import CaseWording
from onewindow_policy.desks.api import Problem
from onewindow_policy.pages.api import text_of
from onewindow_policy.prints.api import unprinted
from onewindow_policy.prints.exceptions import PrintFailed
from onewindow_policy.publishing.wording import account_name
from onewindow_policy.workdays.deadlines import local_date
from urllib.parse import urlencode
from zope.i18nmessageid import Message

import transaction

#: Below the address of a case at the desk.
PAPERS = "papers"

#: The input by which the page of a case knows since which version of it papers were just
#: issued; and of how many digits one is at most.
ISSUED = "issued"
_MOST_DIGITS = 9

#: Steps behind which the case may come to a special procedure by itself, with its papers.
_LEADING_ON = frozenset({"start", FINISH_STEP, RESUME})

NOT_PRINTED = _(
    "text_not_printed",
    default="The paper cannot be made as a PDF just now. It is issued and kept: please try"
    " again later.",
)


def paper_rows(
    papers: Iterable[PaperFacts],
    words: CaseWording,
    history: Iterable[HistoryEntry] = (),
) -> list[dict]:
    """Return papers as lists show them, the latest first; `history` tells which of them
    count no more."""
    voided = _voided(list(history))
    return [
        {
            "kind": each.kind,
            "version": each.case_version,
            "title": words(KINDS[each.kind].title),
            "number": each.number,
            "number_text": paper_number_text(each.number),
            "day": words.day(local_date(each.issued_at)),
            "is_voided": each.number in voided,
            "issued_by": account_name(each.issued_by or ""),
            "is_cancelled": each.is_cancelled,
        }
        for each in reversed(list(papers))
    ]


def _voided(history: list[HistoryEntry]) -> set[str]:
    """Return the numbers of papers that count no more: what said so may be undone."""
    after = [*history[1:], None]
    return {
        number
        for entry, following in zip(history, after, strict=False)
        if following is None or following.transition != UNDO
        for number in entry.facts.get(VOIDED, ())
    }


def hand_out(
    paper: IssuedPaper, request, *, is_large: bool = False, shows: bool = False
) -> bytes | None:
    """Return a paper as the answer to `request`: a file, or with `shows` a page of the
    browser. None where it cannot be printed, which the page that stands in for it says."""
    response = request.response
    try:
        data = paper.pdf(is_large=is_large)
    except PrintFailed:
        response.setStatus(503)
        return None
    response.setHeader("Cache-Control", "no-store")
    response.setHeader("Content-Type", "application/pdf")
    how = "inline" if shows else "attachment"
    name = f'{how}; filename="{paper.file_name}"'
    response.setHeader("Content-Disposition", name)
    return data


class PapersAtDesk:
    """The part of a case at the desk that is about its papers; see `CaseView`."""

    def print_paper(self, number: str):
        """Return a paper of the case; the page, where it cannot be printed."""
        try:
            paper = open_paper(self.number, number, self.user)
        except (CaseSealed, PaperCancelled) as error:
            self.explain(409, self.problems_of(error))
        else:
            is_large = text_of(self.request, "large") == "1"
            data = hand_out(paper, self.request, is_large=is_large, shows=True)
            if data is not None:
                return data
            # Nobody was given it: the audit does not say so.
            transaction.abort()
            self.explain(503, [Problem("", NOT_PRINTED)])
        self.read()
        return self.index()

    def done_with(self, transition: str) -> tuple[Message, str]:
        """Return what is said of a step that was gone, and where to go on: to the page that
        shows the papers which it made."""
        (gone,) = wanted_transition(transition)
        makes_papers = gone.paper is not None or transition in (
            *_LEADING_ON,
            MEND_ANSWER,
        )
        since = urlencode({ISSUED: self.submitted_version})
        query = f"?{since}" if makes_papers else ""
        done = _("message_case_moved", default="Done.")
        return done, f"{self.desk_url}/{self.number}{query}"

    @property
    def issued(self) -> list[dict]:
        """The papers that the step made that was just gone, and what came of it, the one
        that tells of it first."""
        since = text_of(self.request, ISSUED)
        if not (since.isascii() and since.isdigit() and len(since) <= _MOST_DIGITS):
            return []
        return [
            each
            for each in self.papers
            if each["version"] > int(since) and not each["is_cancelled"]
        ]

    @property
    def unprinted(self) -> str:
        """The characters of the applicant's name that papers cannot show, so that somebody
        writes them in."""
        return unprinted(self.case.applicant.name) if self.papers else ""

    @property
    def papers(self) -> list[dict]:
        """The papers of the case, each with where it is printed."""
        if self.is_sealed or self.case is None:
            return []
        return [
            {**row, "url": f"{self.desk_url}/{self.number}/{PAPERS}/{row['number']}"}
            for row in paper_rows(self.case.papers, self.words, self.case.history)
        ]
