"""The notice's sentences, which a city may put in its own words."""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from onewindow_policy.guides.wording import Wording
from onewindow_policy.inquiries.notices import CHINESE
from onewindow_policy.inquiries.notices import TITLE
from onewindow_policy.inquiries.printing import IssuedNotice
from onewindow_policy.inquiries.sentences import NAME
from onewindow_policy.inquiries.sentences import sentences
from onewindow_policy.inquiries.sentences import variables_of
from onewindow_policy.prints.api import joined
from onewindow_policy.records.api import utc_now
from onewindow_policy.wordings.api import WordedPaper
from onewindow_policy.wordings.interfaces import IWordedPapers
from onewindow_policy.workdays.deadlines import local_date
from typing import Any
from zope.interface import provider

import tomllib

#: Numbers that nobody has.
PAPER_NUMBER = "000000000000-2026-000000"
INQUIRY_NUMBER = "0000000000000"


@provider(IWordedPapers)
def worded_notice() -> list[WordedPaper]:
    """See `IWordedPapers`."""
    today = Wording(CHINESE).day(local_date(utc_now()))
    return [
        WordedPaper(
            name=NAME,
            title=TITLE,
            sentences=sentences(),
            samples=variables_of({**_samples(), "day": today}),
            preview=preview,
        )
    ]


def preview(wording: Mapping[str, str]) -> bytes:
    """Return the notice as a PDF with samples, in a wording that nobody has kept yet.
    Raises `PrintFailed`."""
    values = {**_samples(), "title": Wording(CHINESE)(TITLE), "wording": dict(wording)}
    # What it says where nothing has to be brought is looked at as well.
    cases = values, {**values, "materials": [], "unmet": []}
    return joined(
        IssuedNotice(
            PAPER_NUMBER, INQUIRY_NUMBER, utc_now(), each, is_sample=True
        ).pdf()
        for each in cases
    )


@cache
def _samples() -> dict[str, Any]:
    samples = tomllib.loads((files(__package__) / "samples.toml").read_text("utf-8"))
    return {**samples, "reception": None}
