"""A case for the person it is about: copied, corrected, erased (个人信息保护法 45–47)."""

from base64 import b64encode
from collections.abc import Collection
from datetime import date
from functools import partial
from onewindow_policy.cases.finders import replace_finders
from onewindow_policy.cases.masks import masked_person
from onewindow_policy.cases.models import Case
from onewindow_policy.cases.models import CaseFile
from onewindow_policy.cases.models import FileScan
from onewindow_policy.cases.moving import find_case
from onewindow_policy.cases.papers.listing import whole_papers_of
from onewindow_policy.cases.scanning import OPEN
from onewindow_policy.cases.scanning import state_of
from onewindow_policy.cases.states import AMONG_STAFF
from onewindow_policy.cases.submissions import person_hash_of
from onewindow_policy.cases.tracking import history_of
from onewindow_policy.cases.upkeep import erase_case
from onewindow_policy.records.api import HeldRecord
from onewindow_policy.records.api import write_session
from onewindow_policy.typed.documents import read_document
from onewindow_policy.typed.documents import TITLES
from onewindow_policy.typed.exceptions import UnfitAnswer
from onewindow_policy.typed.names import read_person_name
from onewindow_policy.typed.phones import read_phone
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
        "channel": case.channel,
        "taken_in_at": case.taken_in_at,
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
        "papers": [
            {
                "kind": each.kind,
                "number": each.number,
                "issued_at": each.issued_at.isoformat(),
                "says": each.values,
            }
            for each in whole_papers_of(session, case)
        ],
        "papers_follow_until": _text(case.deferred_until),
        "handed_out_at": _text(case.delivered_at),
        "history": [
            {
                "at": entry.at.isoformat(),
                "what": entry.transition,
                "state": entry.state,
                "reason": entry.reason,
                "facts": dict(entry.facts),
            }
            for entry in history_of(session, case)
            if entry.transition not in AMONG_STAFF
        ],
    }


def _file(file: CaseFile, state: str) -> dict[str, Any]:
    """Return a file, or why its content is left out: nobody is handed a virus."""
    facts = {"name": file.name, "media_type": file.media_type}
    if state == OPEN:
        return {**facts, "content": b64encode(file.content).decode()}
    return {**facts, "content": None, "left_out": state}


def _text(moment: date | None) -> str | None:
    return moment.isoformat() if moment is not None else None


def _read(applicant: dict[str, Any], changed: Collection[str]) -> None:
    """Bring what was changed of a person into the shape that forms keep. Raises
    `ValueError`, without what was typed."""
    kind = applicant.get("id_kind")
    readers = {
        "name": read_person_name,
        "id_number": partial(read_document, kind),
        "phone": read_phone,
    }
    if kind is not None and kind not in TITLES:
        # Of a kind that an editor made up nothing is known.
        del readers["id_number"]
    if "id_kind" in changed:
        changed = {*changed, "id_number"}
    for name in readers.keys() & set(changed):
        if applicant[name]:
            try:
                applicant[name] = readers[name](applicant[name])
            except UnfitAnswer as error:
                raise ValueError(f"This cannot be right: {name}.") from error


def _correct(case: Case, changes: dict[str, Any]) -> None:
    """Correct the applicant and answers: `{"applicant": {"phone": …}, "answers": {…}}`.

    Answers go by the names of their questions. What lists show and what finds the person
    follows.
    """
    applicant = dict(case.applicant)
    answers = {answer["name"]: answer for answer in case.answers}
    unknown = changes.keys() - {APPLICANT, ANSWERS}
    # Cases from before there were kinds of documents, or mails, have none.
    unknown |= (
        changes.get(APPLICANT, {}).keys() - applicant.keys() - {"id_kind", "email"}
    )
    unknown |= changes.get(ANSWERS, {}).keys() - answers.keys()
    if unknown:
        raise ValueError(f"A case has no: {', '.join(sorted(unknown))}.")
    applicant.update(changes.get(APPLICANT, {}))
    _read(applicant, changes.get(APPLICANT, {}))
    for name, value in changes.get(ANSWERS, {}).items():
        answers[name] = {**answers[name], "value": value}
    case.applicant = applicant
    case.answers = list(answers.values())
    case.masked = masked_person(applicant)
    case.person_hash = person_hash_of(applicant["id_number"], applicant.get("id_kind"))
    replace_finders(write_session(), case)
    case.version += 1
