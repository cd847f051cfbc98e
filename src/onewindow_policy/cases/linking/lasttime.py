"""What became of an earlier application, beside the new one that is made from it."""

from collections.abc import Iterator
from onewindow_policy import _
from onewindow_policy.accounts.api import staff_name
from onewindow_policy.cases.factwords import fact_rows
from onewindow_policy.cases.models import Case
from onewindow_policy.cases.numbers import case_number_text
from onewindow_policy.cases.progress import guide_for
from onewindow_policy.cases.states import AWAITING_CORRECTION
from onewindow_policy.cases.states import BY_NAME
from onewindow_policy.cases.states import FINAL_STATES
from onewindow_policy.cases.tracking import history_of
from onewindow_policy.cases.tracking import HistoryEntry
from onewindow_policy.cases.wording import CaseWording
from onewindow_policy.forms.api import LastTime
from onewindow_policy.records.api import read_session

_REASON = _("label_case_reason", default="Reason:")


def last_time(case: Case, language: str) -> LastTime:
    """Return what staff are told of how `case` ended: what was missing, what was said, and
    on which ground."""
    words = CaseWording(language)
    return LastTime(
        case.number,
        case_number_text(case.number),
        f"@@desk/{case.number}",
        words.state(case.state),
        tuple(_said(case, words)),
    )


def _said(case: Case, words: CaseWording) -> Iterator[tuple[str, str]]:
    guide = guide_for(case.item_code, case.community_code)
    papers = {each.code: each.name for each in guide.materials} if guide else {}
    for entry in _telling(history_of(read_session(), case)):
        yield words.desk_event(entry.transition), words.moment(entry.at)
        if entry.reason:
            yield words(_REASON), entry.reason
        for row in fact_rows(entry.facts, papers, words.day, words, staff_name):
            yield row["label"], row["value"]


def _telling(history: tuple[HistoryEntry, ...]) -> list[HistoryEntry]:
    """Return the last step that named papers which were missing, and the one that ended the
    case."""
    missing = [each for each in history if _target_of(each) == AWAITING_CORRECTION]
    ends = [each for each in history if _target_of(each) in FINAL_STATES]
    return [*missing[-1:], *ends[-1:]]


def _target_of(entry: HistoryEntry) -> str | None:
    transition = BY_NAME.get(entry.transition)
    return transition.target if transition is not None else None
