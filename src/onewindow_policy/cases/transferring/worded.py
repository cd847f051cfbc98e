"""The list's sentences, which a city may put in its own words."""

from collections.abc import Mapping
from onewindow_policy.cases.papers.matters import CHINESE
from onewindow_policy.cases.transferring.printing import IssuedList
from onewindow_policy.cases.transferring.printing import TITLE
from onewindow_policy.cases.transferring.sentences import NAME
from onewindow_policy.cases.transferring.sentences import said_on
from onewindow_policy.cases.transferring.sentences import sentences
from onewindow_policy.cases.transferring.sentences import variables_of
from onewindow_policy.cases.wording import CaseWording
from onewindow_policy.records.api import utc_now
from onewindow_policy.wordings.api import WordedPaper
from onewindow_policy.wordings.interfaces import IWordedPapers
from onewindow_policy.workdays.deadlines import local_date
from typing import Any
from zope.interface import provider

#: A number that nobody has.
NUMBER = "000000000000-2026-000000"

_PAPERS = [
    {"name": "户口簿", "how": "原件", "sheets": 1},
    {"name": "照片", "how": "复印件", "sheets": 2},
]
_SAMPLES: dict[str, Any] = {
    "number": "000000000000〔2026〕第000000号",
    "issuer": "晨光社区党群服务中心",
    "from": "晨光社区党群服务中心",
    "to": "云港市云河区民政局",
    "by": "李芳",
    "lines": [
        {
            "number": "000000-0000-00000",
            "item": "高龄津贴申请",
            "person": "王**",
            "papers": _PAPERS,
            "sheets": 3,
        }
    ],
    "sheets": 3,
}


@provider(IWordedPapers)
def worded_list() -> list[WordedPaper]:
    """See `IWordedPapers`."""
    return [
        WordedPaper(
            name=NAME,
            title=TITLE,
            sentences=sentences(),
            samples=variables_of(_samples()),
            preview=preview,
        )
    ]


def preview(wording: Mapping[str, str]) -> bytes:
    """Return a list as a PDF with samples, in a wording that nobody has kept yet. Raises
    `PrintFailed`."""
    values = _samples()
    values["said"] = said_on(wording, values)
    return IssuedList(
        number=NUMBER, sent_at=utc_now(), is_set_anew=False, values=values
    ).pdf()


def _samples() -> dict[str, Any]:
    words, now = CaseWording(CHINESE), utc_now()
    day = words.day(local_date(now))
    return {
        **_SAMPLES,
        "title": words(TITLE),
        "sent": words.moment(now),
        "due": day,
        "day": day,
        "is_sample": True,
    }
