"""A paper as a PDF: of the same row, with the same press, the same to the last byte."""

from dataclasses import dataclass
from datetime import datetime
from onewindow_policy.cases.addresses import track_url
from onewindow_policy.cases.numbers import case_number_text
from onewindow_policy.cases.papers.issuing import PaperDraft
from onewindow_policy.cases.papers.kinds import KINDS
from onewindow_policy.cases.papers.matters import CHINESE
from onewindow_policy.cases.papers.models import Paper
from onewindow_policy.cases.papers.numbers import paper_number_text
from onewindow_policy.cases.papers.sentences import said_on
from onewindow_policy.cases.wording import CaseWording
from onewindow_policy.pages.api import qr_code
from onewindow_policy.prints.api import print_pdf
from onewindow_policy.prints.api import printer
from onewindow_policy.prints.api import version_of
from onewindow_policy.typed.serials import code_text
from onewindow_policy.workdays.deadlines import local_date
from typing import Any


@dataclass(frozen=True)
class IssuedPaper:
    """A paper with all that it takes to print it.

    `number` is None for one of a case from before papers were numbered. `is_set_anew` says
    that template, fonts or Typst are others than when it was issued: it says the same, and
    that it was set anew. `code` is the query code, for whom it is known; it is on receipts
    alone, and in no row, as nobody keeps it for as long as papers are. `is_sample` is one
    that nobody issued.
    """

    kind: str
    number: str | None
    case_number: str
    issued_at: datetime
    values: dict[str, Any]
    is_set_anew: bool = False
    code: str | None = None
    is_sample: bool = False

    @property
    def file_name(self) -> str:
        """How a file of it is called: by its number, which names nobody."""
        return f"{self.number or self.case_number}.pdf"

    def pdf(self, *, is_large: bool = False) -> bytes:
        """Return it as a PDF, in large print if that is wanted. Raises `PrintFailed`."""
        words = CaseWording(CHINESE)
        number = case_number_text(self.case_number)
        url = self.values["site_url"]
        values = {
            **self.values,
            "number": paper_number_text(self.number) if self.number else None,
            "case_number": number,
            "issued": words.moment(self.issued_at),
            "day": words.day(local_date(self.issued_at)),
            "code": code_text(self.code) if self.code else None,
            "track_code": qr_code(track_url(url, number)),
            "track_url": track_url(url),
            "large": is_large,
            "set_anew": self.is_set_anew,
            "is_sample": self.is_sample,
        }
        values["said"] = said_on(self.kind, values)
        return print_pdf(KINDS[self.kind].template, values, self.issued_at)


def issued_paper(
    paper: Paper, case_number: str, code: str | None = None
) -> IssuedPaper:
    """Return a paper of the case with this number, unsealed."""
    now = printer()
    made_with = (paper.template_version, paper.typst_version, paper.fonts_version)
    made_now = (version_of(KINDS[paper.kind].template), now.typst, now.fonts)
    return IssuedPaper(
        kind=paper.kind,
        number=paper.number,
        case_number=case_number,
        issued_at=paper.issued_at,
        values=paper.values,
        is_set_anew=made_with != made_now,
        code=code,
    )


def drafted_paper(
    draft: PaperDraft, case_number: str, issued_at: datetime, code: str | None = None
) -> IssuedPaper:
    """Return a paper without a number, made as things are now."""
    return IssuedPaper(
        draft.kind, None, case_number, issued_at, draft.values, code=code
    )
