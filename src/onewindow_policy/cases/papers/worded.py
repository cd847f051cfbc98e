"""The papers of cases as the pages know them on which a city puts them in its own words."""

from collections.abc import Mapping
from functools import cache
from functools import partial
from importlib.resources import files
from onewindow_policy.cases.papers.kinds import KINDS
from onewindow_policy.cases.papers.kinds import PaperKind
from onewindow_policy.cases.papers.matters import CHINESE
from onewindow_policy.cases.papers.printing import IssuedPaper
from onewindow_policy.cases.papers.sentences import sentences_of
from onewindow_policy.cases.papers.sentences import variables_of
from onewindow_policy.cases.papers.sentences import words_name
from onewindow_policy.cases.states import ACCEPTANCE
from onewindow_policy.cases.states import RECEIPT
from onewindow_policy.cases.wording import CaseWording
from onewindow_policy.prints.api import joined
from onewindow_policy.records.api import utc_now
from onewindow_policy.wordings.api import WordedPaper
from onewindow_policy.wordings.interfaces import IWordedPapers
from onewindow_policy.workdays.deadlines import local_date
from typing import Any
from zope.interface import provider

import tomllib

#: Numbers that nobody has.
PAPER_NUMBER = "U-000000-YZ-2026-000000"
CASE_NUMBER = "000000000000000"

#: What a paper says otherwise in other circumstances, which are looked at as well.
_OTHERWISE: dict[str, dict[str, Any]] = {
    ACCEPTANCE: {"by_silence": True},
    RECEIPT: {"handed_in": []},
}


@provider(IWordedPapers)
def worded_papers_of_cases() -> list[WordedPaper]:
    """See `IWordedPapers`."""
    return [_worded(kind) for kind in KINDS.values()]


def _worded(kind: PaperKind) -> WordedPaper:
    words = CaseWording(CHINESE)
    today = words.day(local_date(utc_now()))
    return WordedPaper(
        name=words_name(kind.code),
        title=kind.title,
        sentences=sentences_of(kind.code),
        samples=variables_of(kind.code, {**_samples_of(kind), "day": today}),
        preview=partial(preview, kind),
    )


def preview(kind: PaperKind, wording: Mapping[str, str]) -> bytes:
    """Return a kind of paper as a PDF with samples, in a wording that nobody has kept yet.
    Raises `PrintFailed`."""
    values = {**_samples_of(kind), "wording": dict(wording)}
    cases = [values]
    if kind.code in _OTHERWISE:
        cases.append({**values, **_OTHERWISE[kind.code]})
    return joined(
        IssuedPaper(
            kind.code, PAPER_NUMBER, CASE_NUMBER, utc_now(), each, is_sample=True
        ).pdf()
        for each in cases
    )


def _samples_of(kind: PaperKind) -> dict[str, Any]:
    words = CaseWording(CHINESE)
    return {**_samples(), "title": words(kind.title), "reception": None}


@cache
def _samples() -> dict[str, Any]:
    return tomllib.loads((files(__package__) / "samples.toml").read_text("utf-8"))
