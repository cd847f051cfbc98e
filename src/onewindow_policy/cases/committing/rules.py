"""Who may commit themselves for what, until when they take it back, and what is checked.

Source: 国办发〔2020〕42号, 安阳市政务服务条例 art. 25–29: the applicant chooses it, may
take it back before the decision, and it is checked afterwards; a false one is put right, or
else what was granted on it is revoked, and bars the next.
"""

from collections.abc import Mapping
from datetime import date
from onewindow_policy import _
from onewindow_policy.cases.committing.exceptions import MaterialNotCommittable
from onewindow_policy.cases.committing.exceptions import RectificationNotOver
from onewindow_policy.cases.committing.exceptions import WordsChanged
from onewindow_policy.cases.committing.reading import committed_materials
from onewindow_policy.cases.committing.reading import standing_commitments
from onewindow_policy.cases.committing.reading import unchecked_commitments
from onewindow_policy.cases.committing.words import commitment_words
from onewindow_policy.cases.models import Case
from onewindow_policy.cases.papers.listing import papers_of
from onewindow_policy.cases.progress import guide_for
from onewindow_policy.cases.promising.bars import require_unbarred
from onewindow_policy.cases.settings import rectification_days
from onewindow_policy.cases.states import ASK_TO_RECTIFY
from onewindow_policy.cases.states import COMMIT
from onewindow_policy.cases.states import COMPLETION
from onewindow_policy.cases.states import MATERIALS
from onewindow_policy.cases.states import REASON
from onewindow_policy.cases.states import RECTIFY_BY
from onewindow_policy.cases.states import REVOKE
from onewindow_policy.cases.states import TAKE_BACK_COMMITMENT
from onewindow_policy.cases.states import Transition
from onewindow_policy.cases.states import VOIDED
from onewindow_policy.cases.states import WORDS
from onewindow_policy.cases.wording import CaseWording
from onewindow_policy.workdays.deadlines import due_date
from onewindow_policy.workdays.deadlines import WORKING
from sqlalchemy.orm import object_session
from typing import Any

#: Why a material is asked for that a commitment stood for; papers are Chinese.
TAKEN_BACK = _(
    "reason_commitment_taken_back",
    default="The commitment was taken back, so the material itself is needed.",
)
CHINESE = "zh-cn"


def committable_materials(case: Case) -> dict[str, str]:
    """Return the names of the materials by code for which a commitment will do by the guide
    and none stands yet; none where nobody confirmed its words."""
    allowed = committable_by_guide(case.item_code, case.community_code)
    stand = committed_materials(case) if allowed else ()
    return {code: name for code, name in allowed.items() if code not in stand}


def committable_by_guide(item_code: str, community_code: str) -> dict[str, str]:
    """Return the names of the materials by code for which a commitment will do by the guide
    of a service; none where nobody confirmed its words."""
    if commitment_words(item_code) is None:
        return {}
    guide = guide_for(item_code, community_code)
    return {
        each.code: each.name
        for each in (guide.materials if guide is not None else ())
        if each.commitment_allowed
    }


def is_commitment_offered(transition: Transition, case: Case) -> bool:
    """Return whether a step about commitments can be gone with a case."""
    if transition.name == COMMIT:
        return bool(committable_materials(case))
    if transition.name == TAKE_BACK_COMMITMENT:
        return bool(standing_commitments(case))
    unchecked = unchecked_commitments(case)
    is_asked = any(each.rectify_by is not None for each in unchecked)
    if transition.name == ASK_TO_RECTIFY:
        return bool(unchecked) and not is_asked and rectification_days() > 0
    if transition.name == REVOKE:
        # Where a city gives no days for that, it is revoked at once.
        return is_asked or (bool(unchecked) and rectification_days() == 0)
    return bool(unchecked)


def require_commitment(
    case: Case, transition: Transition, facts: Mapping, today: date
) -> None:
    """See that what is given with a step about commitments fits the case.

    Raises `PromiseBarred`, `MaterialNotCommittable` and `WordsChanged` for a new one, and
    `RectificationNotOver` where what was found to be false may still be put right.
    """
    if transition.name == COMMIT:
        _require_committable(case, facts)
    elif transition.name == REVOKE:
        days = [each.rectify_by for each in unchecked_commitments(case)]
        last = max(filter(None, days), default=None)
        if last is not None and today <= last:
            raise RectificationNotOver(last)


def _require_committable(case: Case, facts: Mapping) -> None:
    require_unbarred(case)
    if not set(facts[MATERIALS]) <= committable_materials(case).keys():
        raise MaterialNotCommittable
    words = commitment_words(case.item_code)
    if words is None or facts.get(WORDS) != words.version:
        raise WordsChanged


def facts_of_commitment(
    case: Case, transition: Transition, today: date
) -> dict[str, Any]:
    """Return what a step about commitments brings with it: for which materials they stood,
    why these are asked for now, until when it may be put right, what counts no more."""
    if transition.name == COMMIT:
        return {}
    facts: dict[str, Any] = {MATERIALS: sorted(committed_materials(case))}
    if transition.name == TAKE_BACK_COMMITMENT:
        facts[REASON] = CaseWording(CHINESE)(TAKEN_BACK)
    elif transition.name == ASK_TO_RECTIFY:
        last = due_date(today, rectification_days(), WORKING).date
        facts[RECTIFY_BY] = last.isoformat()
    elif transition.name == REVOKE:
        papers = papers_of(object_session(case), case)
        facts[VOIDED] = [
            each.number
            for each in papers
            if each.kind == COMPLETION and not each.is_cancelled
        ]
    return facts
