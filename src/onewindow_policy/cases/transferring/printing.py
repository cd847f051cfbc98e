"""A transfer list as a PDF: of the same rows, with the same press, the same to the last
byte."""

from collections.abc import Iterable
from dataclasses import dataclass
from dataclasses import field
from datetime import datetime
from functools import cache
from importlib.resources import files
from onewindow_policy import _
from onewindow_policy.cases.numbers import case_number_text
from onewindow_policy.cases.papers.matters import CHINESE
from onewindow_policy.cases.papers.numbers import paper_number_text
from onewindow_policy.cases.transferring.models import TransferLine
from onewindow_policy.cases.transferring.models import TransferList
from onewindow_policy.cases.transferring.sentences import said_on
from onewindow_policy.cases.wording import CaseWording
from onewindow_policy.prints.api import print_pdf
from onewindow_policy.prints.api import printed_with
from onewindow_policy.prints.api import PrintedWith
from onewindow_policy.workdays.deadlines import local_date
from typing import Any

TITLE = _("paper_transfer_list", default="List of papers handed on")

HOWS = {
    "original": _("transfer_original", default="Original"),
    "copy": _("transfer_copy", default="Copy"),
}

_ERASED = _("text_transfer_erased", default="Erased, as its term is over")


@cache
def template() -> str:
    """Return the source of the template."""
    return (files(__package__) / "templates" / "list.typ").read_text("utf-8")


@dataclass(frozen=True, slots=True)
class IssuedList:
    """A list with all that it takes to print it; `is_set_anew` says that template, fonts or
    Typst are others than when it was made."""

    number: str
    sent_at: datetime
    is_set_anew: bool
    values: dict[str, Any] = field(repr=False)

    @property
    def file_name(self) -> str:
        """How a file of it is called: by its number, which names nobody."""
        return f"{self.number}.pdf"

    def pdf(self, *, is_large: bool = False) -> bytes:
        """Return it as a PDF, in large print if that is wanted. Raises `PrintFailed`."""
        values = {**self.values, "large": is_large, "set_anew": self.is_set_anew}
        return print_pdf(template(), values, self.sent_at)


def issued_list(found: TransferList, lines: Iterable[TransferLine]) -> IssuedList:
    """Return a list as it was made, unsealed; of what was erased it has the place."""
    words = CaseWording(CHINESE)
    said = [None if each.data_key.is_erased else each.says for each in lines]
    made_with = PrintedWith(
        found.template_version, found.typst_version, found.fonts_version
    )
    rows = [_row(each, words) for each in said]
    values = {
        "title": words(TITLE),
        "number": paper_number_text(found.number),
        "issuer": found.names["issuer"],
        "from": found.names["from"],
        "to": found.names["to"],
        "by": next((each["by"] for each in said if each is not None), ""),
        "sent": words.moment(found.sent_at),
        "due": words.day(found.due_on),
        "day": words.day(local_date(found.sent_at)),
        "lines": rows,
        "sheets": sum(each["sheets"] for each in rows),
    }
    values["said"] = said_on(found.names.get("wording", {}), values)
    return IssuedList(
        number=found.number,
        sent_at=found.sent_at,
        is_set_anew=made_with != printed_with(template()),
        values=values,
    )


def _row(says: dict[str, Any] | None, words: CaseWording) -> dict[str, Any]:
    if says is None:
        return {
            "number": "",
            "item": words(_ERASED),
            "person": "",
            "papers": [],
            "sheets": 0,
        }
    papers = [
        {
            "name": each["name"],
            "how": words(HOWS[each["how"]]),
            "sheets": each["sheets"],
        }
        for each in says["papers"]
    ]
    if says["other"]:
        papers.append({"name": says["other"], "how": "", "sheets": 0})
    return {
        "number": case_number_text(says["number"]),
        "item": says["item"],
        "person": says["person"],
        "papers": papers,
        "sheets": sum(each["sheets"] for each in says["papers"]),
    }
