"""A copy of all that is kept as a file: a PDF for people, JSON for programs."""

from collections.abc import Mapping
from dataclasses import asdict
from dataclasses import dataclass
from dataclasses import field
from functools import cache
from importlib.resources import files
from onewindow_policy.pages.api import Words
from onewindow_policy.prints.api import print_pdf
from onewindow_policy.prints.exceptions import PrintFailed
from onewindow_policy.records.api import utc_now
from onewindow_policy.rights.exceptions import CopyNotPrinted
from onewindow_policy.rights.records import held_record
from onewindow_policy.rights.spelling import CHINESE
from onewindow_policy.rights.spelling import parts_of
from onewindow_policy.rights.subjects import subject_text
from typing import Any

import json


@dataclass(frozen=True, slots=True)
class CopyFile:
    """A copy to be downloaded. Its name is a number, which names nobody."""

    name: str
    media_type: str
    content: bytes = field(repr=False)

    def sent_by(self, response) -> bytes:
        """Return the content, whose headers `response` has then."""
        response.setHeader("Content-Type", self.media_type)
        said = f'attachment; filename="{self.name}"'
        response.setHeader("Content-Disposition", said)
        return self.content


def copy_as_json(data: Mapping[str, Any]) -> CopyFile:
    """Return a copy for programs, with the content of its files."""
    return CopyFile(
        f"data-{data['number']}.json",
        "application/json; charset=utf-8",
        json.dumps(data, ensure_ascii=False, indent=1).encode(),
    )


def copy_as_pdf(data: Mapping[str, Any]) -> CopyFile:
    """Return a copy for people: what stands in `data`, in words.

    Raises `CopyNotPrinted`, and `SubjectUnknown` where the record is gone.
    """
    words = held_record(data["number"]).words()
    now = utc_now()
    values = {
        "number": subject_text(data["number"]),
        "title": words.title,
        "made": Words(CHINESE).moment(now),
        "parts": [asdict(each) for each in parts_of(data, words)],
    }
    try:
        content = print_pdf(template(), values, now)
    except PrintFailed as error:
        raise CopyNotPrinted from error
    return CopyFile(f"data-{data['number']}.pdf", "application/pdf", content)


@cache
def template() -> str:
    """Return the source of the template."""
    return (files(__package__) / "templates" / "copy.typ").read_text("utf-8")
