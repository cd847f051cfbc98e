"""Papers on pages: what a case has of them, and one of them as a PDF."""

from collections.abc import Iterable
from onewindow_policy import _
from onewindow_policy.cases.browser.steps import wanted_transition
from onewindow_policy.cases.exceptions import CaseSealed
from onewindow_policy.cases.papers.kinds import KINDS
from onewindow_policy.cases.papers.listing import PaperFacts
from onewindow_policy.cases.papers.numbers import paper_number_text
from onewindow_policy.cases.papers.opening import open_paper
from onewindow_policy.cases.papers.printing import IssuedPaper
from onewindow_policy.cases.wording import CaseWording
from onewindow_policy.desks.api import Problem
from onewindow_policy.pages.api import text_of
from onewindow_policy.prints.api import unprinted
from onewindow_policy.prints.exceptions import PrintFailed
from onewindow_policy.publishing.wording import account_name
from onewindow_policy.workdays.deadlines import local_date
from urllib.parse import urlencode
from zope.i18nmessageid import Message

#: Below the address of a case at the desk.
PAPERS = "papers"

#: The input by which the page of a case knows of which kind the paper is that was just
#: issued.
ISSUED = "issued"

NOT_PRINTED = _(
    "text_not_printed",
    default="The paper cannot be made as a PDF just now. It is issued and kept: please try"
    " again later.",
)


def paper_rows(papers: Iterable[PaperFacts], words: CaseWording) -> list[dict]:
    """Return papers as lists show them, the latest first."""
    return [
        {
            "kind": each.kind,
            "title": words(KINDS[each.kind].title),
            "number": each.number,
            "number_text": paper_number_text(each.number),
            "day": words.day(local_date(each.issued_at)),
            "issued_by": account_name(each.issued_by or ""),
        }
        for each in reversed(list(papers))
    ]


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
        except CaseSealed as error:
            self.explain(409, self.problems_of(error))
        else:
            is_large = text_of(self.request, "large") == "1"
            data = hand_out(paper, self.request, is_large=is_large, shows=True)
            if data is not None:
                return data
            self.explain(503, [Problem("", NOT_PRINTED)])
        self.read()
        return self.index()

    def done_with(self, transition: str) -> tuple[Message, str]:
        """Return what is said of a step that was gone, and where to go on: to the page that
        shows the paper which it made."""
        (paper,) = (each.paper for each in wanted_transition(transition))
        query = f"?{urlencode({ISSUED: paper})}" if paper is not None else ""
        done = _("message_case_moved", default="Done.")
        return done, f"{self.desk_url}/{self.number}{query}"

    @property
    def issued(self) -> dict | None:
        """The paper that the step made that was just gone, None where it made none."""
        kind = text_of(self.request, ISSUED)
        if not kind or not self.papers:
            return None
        last = self.papers[0]
        return last if last["kind"] == kind else None

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
            for row in paper_rows(self.case.papers, self.words)
        ]
