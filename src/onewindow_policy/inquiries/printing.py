"""The notice as a PDF: of the same row, with the same press, the same to the last byte."""

from dataclasses import dataclass
from dataclasses import field
from datetime import datetime
from functools import cache
from importlib.resources import files
from onewindow_policy.cases.papers.numbers import paper_number_text
from onewindow_policy.forms.api import IN_ADDRESS
from onewindow_policy.guides.wording import Wording
from onewindow_policy.inquiries.models import Inquiry
from onewindow_policy.inquiries.notices import CHINESE
from onewindow_policy.inquiries.numbers import number_text
from onewindow_policy.inquiries.sentences import said_on
from onewindow_policy.pages.api import qr_code
from onewindow_policy.prints.api import print_pdf
from onewindow_policy.prints.api import printed_with
from onewindow_policy.prints.api import PrintedWith
from onewindow_policy.workdays.deadlines import local_date
from typing import Any


@cache
def template() -> str:
    """Return the source of the template."""
    return (files(__package__) / "templates" / "told.typ").read_text("utf-8")


@dataclass(frozen=True, slots=True)
class IssuedNotice:
    """A notice with all that it takes to print it.

    `is_set_anew` says that template, fonts or Typst are others than when it was issued: it
    says the same, and that it was set anew. `is_sample` is one that nobody issued.
    """

    number: str
    inquiry_number: str
    issued_at: datetime
    values: dict[str, Any] = field(repr=False)
    is_set_anew: bool = False
    is_sample: bool = False

    @property
    def file_name(self) -> str:
        """How a file of it is called: by its number, which names nobody."""
        return f"{self.number}.pdf"

    def pdf(self, *, is_large: bool = False) -> bytes:
        """Return it as a PDF, in large print if that is wanted. Raises `PrintFailed`."""
        words = Wording(CHINESE)
        apply_url = self.values["apply_url"]
        code_url = self.values["guide_url"]
        if apply_url:
            code_url = f"{apply_url}?{IN_ADDRESS}={self.inquiry_number}"
        values = {
            **self.values,
            "number": paper_number_text(self.number),
            "inquiry_number": number_text(self.inquiry_number),
            "issued": words.moment(self.issued_at),
            "day": words.day(local_date(self.issued_at)),
            "code_url": code_url,
            "code": qr_code(code_url),
            "is_online": bool(apply_url),
            "large": is_large,
            "set_anew": self.is_set_anew,
            "is_sample": self.is_sample,
        }
        values["said"] = said_on(values)
        return print_pdf(template(), values, self.issued_at)


def issued_notice(inquiry: Inquiry) -> IssuedNotice:
    """Return the notice of an inquiry that has one, unsealed."""
    now = printed_with(template())
    made_with = PrintedWith(
        inquiry.template_version, inquiry.typst_version, inquiry.fonts_version
    )
    return IssuedNotice(
        number=inquiry.paper_number,
        inquiry_number=inquiry.number,
        issued_at=inquiry.received_at,
        values=inquiry.values,
        is_set_anew=made_with != now,
    )
