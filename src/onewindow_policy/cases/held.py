"""A case for the person it is about: copied, corrected, erased (个人信息保护法 45–47)."""

from base64 import b64encode
from collections.abc import Collection
from datetime import date
from functools import partial
from onewindow_policy import _
from onewindow_policy.cases.archive.holds import holds_of
from onewindow_policy.cases.archive.storing import erase_or_store
from onewindow_policy.cases.archive.storing import stored_after
from onewindow_policy.cases.archive.terms import terms_in_force
from onewindow_policy.cases.committing.reading import commitments_of
from onewindow_policy.cases.giving import given_to
from onewindow_policy.cases.handingout.originals import originals_of
from onewindow_policy.cases.heldwords import words_of
from onewindow_policy.cases.linking.kinds import REAPPLICATION
from onewindow_policy.cases.linking.kinds import RENEWAL
from onewindow_policy.cases.linking.reading import links_of
from onewindow_policy.cases.models import Case
from onewindow_policy.cases.models import CaseFile
from onewindow_policy.cases.models import FileScan
from onewindow_policy.cases.moving import find_case
from onewindow_policy.cases.noting.notes import notes_of
from onewindow_policy.cases.papers.listing import is_cancelled
from onewindow_policy.cases.papers.listing import voided_numbers
from onewindow_policy.cases.papers.listing import whole_papers_of
from onewindow_policy.cases.persons import follow_person
from onewindow_policy.cases.process.following import steps_of
from onewindow_policy.cases.process.notices import BOARD_PHOTO
from onewindow_policy.cases.progress import guide_for
from onewindow_policy.cases.promising.bars import bars_of
from onewindow_policy.cases.reaching import recipients_of
from onewindow_policy.cases.scanning import OPEN
from onewindow_policy.cases.scanning import state_of
from onewindow_policy.cases.states import UNTOLD
from onewindow_policy.cases.tracking import history_of
from onewindow_policy.cases.transferring.reading import transfers_of
from onewindow_policy.guides.documents import refused_document
from onewindow_policy.records.api import HeldField
from onewindow_policy.records.api import HeldRecord
from onewindow_policy.records.api import write_session
from onewindow_policy.typed.documents import read_document
from onewindow_policy.typed.documents import TITLES
from onewindow_policy.typed.exceptions import UnfitAnswer
from onewindow_policy.typed.names import read_person_name
from onewindow_policy.typed.phones import read_phone
from onewindow_policy.wordings.api import without_wording
from sqlalchemy import select
from typing import Any

#: What of a case its person may have corrected.
APPLICANT = "applicant"
ANSWERS = "answers"

#: How the copy calls links between cases: their kind, and whether the other one is earlier.
_LINKS = {
    "renews": (RENEWAL, True),
    "renewed_by": (RENEWAL, False),
    "applies_again_after": (REAPPLICATION, True),
    "applied_again_by": (REAPPLICATION, False),
}

#: Of an applicant, by the names that the copy has them under.
_OF_APPLICANT = {
    "name": _("label_inquiry_name", default="Name"),
    "id_number": _("label_document_number", default="Number of the document"),
    "phone": _("label_phone", default="Phone"),
    "email": _("label_applicant_mail", default="E-mail"),
}


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
        erase=partial(erase_or_store, case.number),
        words=partial(words_of, case),
        fields=partial(_fields, case),
        stored=partial(stored_after, case),
        reached=partial(recipients_of, case),
    )


def _copy(case: Case) -> dict[str, Any]:
    session = write_session()
    files = session.execute(
        select(CaseFile, FileScan)
        .outerjoin(FileScan, FileScan.file_id == CaseFile.id)
        .where(CaseFile.case_id == case.id)
        .order_by(CaseFile.position)
    )
    voided = voided_numbers(session, case)
    return {
        "number": case.number,
        "item": {"code": case.item_code, "title": case.item_title},
        "community": case.community_code,
        "channel": case.channel,
        "taken_in_at": case.taken_in_at,
        "inquiry": case.inquiry_number,
        "visits": case.visits,
        "state": case.state,
        "received_at": case.received_at.isoformat(),
        "closed_at": _text(case.closed_at),
        "erased_from": _text(case.erase_at),
        "only_stored_since": _text(case.stored_at),
        "archive_keeps_until": _text(terms_in_force(session).ends_on(case)),
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
                "says": without_wording(each.values),
                "is_cancelled": is_cancelled(session, each),
                "is_voided": each.number in voided,
            }
            for each in whole_papers_of(session, case)
        ],
        "given_to": given_to(session, case),
        "notes": [
            {"at": each.at.isoformat(), "text": each.text}
            for each in notes_of(session, case)
        ],
        "steps": [
            {
                "name": each.name,
                "unit": each.unit_code,
                "begun_at": _text(each.begun_at),
                "due": _text(each.due_on),
                "done_at": _text(each.done_at),
            }
            for each in steps_of(session, case)
        ],
        "papers_handed_on": [
            {
                "list": each.number,
                "from": each.from_place,
                "to": each.to_place,
                "sent_at": each.sent_at.isoformat(),
                "received_at": _text(each.received_at),
                "state": each.state,
                "says": each.says,
                "outcome": each.outcome,
            }
            for each in transfers_of(session, case)
        ],
        "kept_besides": [
            {
                "since": each.set_at.isoformat(),
                "until": _text(each.until),
                "lifted_at": _text(each.lifted_at),
                "reason": each.reason,
            }
            for each in holds_of(session, case)
        ],
        "papers_follow_until": _text(case.deferred_until),
        "expected_on": _text(case.expected_on),
        "promises_barred": [
            {
                "since": bar.since.isoformat(),
                "lifted_at": _text(bar.lifted_at),
                "reason": bar.reason,
            }
            for bar in bars_of(session, case)
        ],
        "commitments": [
            {
                "materials": each.materials,
                "words": each.words_version,
                "made_at": each.made_at.isoformat(),
                "taken_back_at": _text(each.taken_back_at),
                "checked_by": _text(each.check_by),
                "to_be_put_right_by": _text(each.rectify_by),
                "found": each.outcome,
            }
            for each in commitments_of(case)
        ],
        "result_way": case.result_way,
        "result_goes_to": case.destination,
        "sent_at": _text(case.sent_at),
        "parcel": case.parcel,
        "originals": list(originals_of(case)),
        "originals_given_back": case.given_back or [],
        "handed_out_at": _text(case.delivered_at),
        "valid_until": _text(case.valid_until),
        **_linked(case),
        "history": [
            {
                "at": entry.at.isoformat(),
                "what": entry.transition,
                "state": entry.state,
                "reason": entry.reason,
                "facts": dict(entry.facts),
            }
            for entry in history_of(session, case)
            if entry.transition not in UNTOLD
        ],
    }


def _file(file: CaseFile, state: str) -> dict[str, Any]:
    """Return a file, or why its content is left out: nobody is handed a virus, nor what
    is about others."""
    facts = {"name": file.name, "media_type": file.media_type}
    if file.material_code == BOARD_PHOTO:
        # Sheets of others hang there.
        return {**facts, "content": None, "left_out": BOARD_PHOTO}
    if state == OPEN:
        return {**facts, "content": b64encode(file.content).decode()}
    return {**facts, "content": None, "left_out": state}


def _linked(case: Case) -> dict[str, str | None]:
    """Return the cases that a case was made from, and that were made from it."""
    found = {(each.kind, each.is_earlier): each.number for each in links_of(case)}
    return {name: found.get(link) for name, link in _LINKS.items()}


def _text(moment: date | None) -> str | None:
    return moment.isoformat() if moment is not None else None


def _fields(case: Case) -> list[HeldField]:
    """Return what is written of the applicant, and the answers that are one text."""
    of_applicant = [
        HeldField((APPLICANT, name), label, case.applicant[name] or "")
        for name, label in _OF_APPLICANT.items()
        if name in case.applicant
    ]
    return of_applicant + [
        HeldField((ANSWERS, each["name"]), each["title"], each["value"])
        for each in case.answers
        if isinstance(each["value"], str) and not each.get("material")
    ]


def _require_accepted(case: Case, kind: str | None) -> None:
    """See that the service takes documents of this kind. Raises `ValueError`."""
    guide = guide_for(case.item_code, case.community_code)
    if guide is not None and refused_document(kind, guide.accepted_documents):
        raise ValueError("The service does not take this document: id_kind.")


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
    if "id_kind" in changes.get(APPLICANT, {}):
        _require_accepted(case, applicant["id_kind"])
    for name, value in changes.get(ANSWERS, {}).items():
        answers[name] = {**answers[name], "value": value}
    case.applicant = applicant
    case.answers = list(answers.values())
    follow_person(write_session(), case)
    case.version += 1
