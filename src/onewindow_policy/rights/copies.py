"""A copy of all that is kept as a file: a PDF for people, alone or with the files that were
handed in, JSON for programs."""

from base64 import b64decode
from collections.abc import Mapping
from dataclasses import asdict
from dataclasses import dataclass
from dataclasses import field
from functools import cache
from importlib.resources import files
from io import BytesIO
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
from zipfile import ZIP_STORED
from zipfile import ZipFile

import json
import re

#: What some system does not take in the name of a file, or takes for a folder.
_UNSAFE = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*]')
_LONGEST_NAME = 60


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


def copy_as_zip(data: Mapping[str, Any]) -> CopyFile:
    """Return a copy for people with the files that they handed in, each as it came.

    Nothing is opened here, so that whatever is wrong with a file hurts no other. Raises
    what `copy_as_pdf` does.
    """
    printed = copy_as_pdf(data)
    content = BytesIO()
    # Photographs and PDFs are packed already.
    with ZipFile(content, "w", ZIP_STORED) as packed:
        packed.writestr(printed.name, printed.content)
        for place, each in enumerate(data.get("files", ()), start=1):
            if each["content"]:
                name = f"{place:02}-{_safe(each['name'])}"
                packed.writestr(name, b64decode(each["content"]))
    return CopyFile(f"data-{data['number']}.zip", "application/zip", content.getvalue())


def _safe(name: str) -> str:
    """Return the name of a file as any system takes it, with how it ends."""
    plain = _UNSAFE.sub("_", name).strip(" .") or "file"
    start, dot, ending = plain.rpartition(".")
    return f"{start[:_LONGEST_NAME]}.{ending[:10]}" if dot else plain[:_LONGEST_NAME]


@cache
def template() -> str:
    """Return the source of the template."""
    return (files(__package__) / "templates" / "copy.typ").read_text("utf-8")
