"""A case for the person it is about: copied, corrected, erased (个人信息保护法 45–47)."""

from base64 import b64encode
from datetime import datetime
from functools import partial
from onewindow_policy.cases.masks import masked_id_number
from onewindow_policy.cases.masks import masked_name
from onewindow_policy.cases.masks import masked_phone
from onewindow_policy.cases.models import Case
from onewindow_policy.cases.models import CaseFile
from onewindow_policy.cases.models import FileScan
from onewindow_policy.cases.moving import find_case
from onewindow_policy.cases.scanning import OPEN
from onewindow_policy.cases.scanning import state_of
from onewindow_policy.cases.submissions import person_hash_of
from onewindow_policy.cases.tracking import history_of
from onewindow_policy.cases.upkeep import erase_case
from onewindow_policy.records.api import HeldRecord
from onewindow_policy.records.api import write_session
from sqlalchemy import select
from typing import Any

#: What of a case its person may have corrected.
APPLICANT = "applicant"
ANSWERS = "answers"


def held_case(number: str) -> HeldRecord | None:
    """Return the case with this number, None where there is none any more."""
    case = find_case(write_session(), number, to_move=True)
    if case is None:
        return None
    return HeldRecord(
        number=case.number,
        community_code=case.community_code,
        data_key=case.data_key,
        copy=partial(_copy, case),
        correct=partial(_correct, case),
        erase=partial(erase_case, case.number),
    )


def _copy(case: Case) -> dict[str, Any]:
    session = write_session()
    files = session.execute(
        select(CaseFile, FileScan)
        .outerjoin(FileScan, FileScan.file_id == CaseFile.id)
        .where(CaseFile.case_id == case.id)
        .order_by(CaseFile.position)
    )
    return {
        "number": case.number,
        "item": {"code": case.item_code, "title": case.item_title},
        "community": case.community_code,
        "state": case.state,
        "received_at": case.received_at.isoformat(),
        "closed_at": _text(case.closed_at),
        "erased_from": _text(case.erase_at),
        "notice": case.notice_version,
        "consents": list(case.consents),
        APPLICANT: case.applicant,
        "agent": case.agent,
        ANSWERS: case.answers,
        "files": [_file(file, state_of(scan)) for file, scan in files],
        "history": [
            {
                "at": entry.at.isoformat(),
                "what": entry.transition,
                "state": entry.state,
                "reason": entry.reason,
            }
            for entry in history_of(session, case)
        ],
    }


def _file(file: CaseFile, state: str) -> dict[str, Any]:
    """Return a file, or why its content is left out: nobody is handed a virus."""
    facts = {"name": file.name, "media_type": file.media_type}
    if state == OPEN:
        return {**facts, "content": b64encode(file.content).decode()}
    return {**facts, "content": None, "left_out": state}


def _text(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment is not None else None


def _correct(case: Case, changes: dict[str, Any]) -> None:
    """Correct the applicant and answers: `{"applicant": {"phone": …}, "answers": {…}}`.

    Answers go by the names of their questions. What lists show and what finds the person
    follows.
    """
    applicant = dict(case.applicant)
    answers = {answer["name"]: answer for answer in case.answers}
    unknown = changes.keys() - {APPLICANT, ANSWERS}
    unknown |= changes.get(APPLICANT, {}).keys() - applicant.keys()
    unknown |= changes.get(ANSWERS, {}).keys() - answers.keys()
    if unknown:
        raise ValueError(f"A case has no: {', '.join(sorted(unknown))}.")
    applicant.update(changes.get(APPLICANT, {}))
    for name, value in changes.get(ANSWERS, {}).items():
        answers[name] = {**answers[name], "value": value}
    case.applicant = applicant
    case.answers = list(answers.values())
    case.masked = {
        "name": masked_name(applicant["name"]),
        "id_number": masked_id_number(applicant["id_number"] or ""),
        "phone": masked_phone(applicant["phone"] or ""),
    }
    case.person_hash = person_hash_of(applicant["id_number"])
    case.version += 1
