"""What colleagues leave for each other about a case: words that its applicant is not
shown.

They are no step: nothing moves by them, nobody is told, and they are only ever added to.
But they are about a person, who may have a copy of all that is kept of them
(个人信息保护法 art. 45): they go into it, and are erased with the case.
"""

from dataclasses import dataclass
from dataclasses import field
from datetime import datetime
from onewindow_policy.cases.exceptions import CaseUnknown
from onewindow_policy.cases.exceptions import NoteMissing
from onewindow_policy.cases.exceptions import NoteTooLong
from onewindow_policy.cases.models import Case
from onewindow_policy.cases.moving import find_case
from onewindow_policy.cases.noting.models import CaseNote
from onewindow_policy.cases.permissions import NOTE_ON_CASES
from onewindow_policy.cases.seeing import require_opened
from onewindow_policy.cases.units import is_seen_within
from onewindow_policy.communities.scopes import scope_of
from onewindow_policy.records.api import audit
from onewindow_policy.records.api import utc_now
from onewindow_policy.records.api import write_session
from sqlalchemy import select
from sqlalchemy.orm import object_session
from sqlalchemy.orm import Session

#: In characters.
LONGEST_NOTE = 1000


@dataclass(frozen=True, slots=True)
class Note:
    """What somebody of the staff wrote about a case, and when."""

    at: datetime
    user_id: str
    text: str = field(repr=False)


def may_note(case: Case, user) -> bool:
    """Return whether `user` may leave a note on a case."""
    if case.stored_at is not None:
        return False
    return is_seen_within(case, scope_of(user, NOTE_ON_CASES))


def add_note(number: str, text: str, user) -> None:
    """Leave a note on a case for colleagues; the audit says that, and not what.

    It is kept when Zope's transaction commits. Raises `CaseUnknown`, also where `user` may
    leave none; `CaseSealed`; `NoteMissing` and `NoteTooLong`.
    """
    session = write_session()
    # Who erases the case meanwhile waits, or was first.
    case = require_opened(find_case(session, number, to_move=True), user)
    if not may_note(case, user):
        raise CaseUnknown
    text = text.strip()
    if not text:
        raise NoteMissing
    if len(text) > LONGEST_NOTE:
        raise NoteTooLong(LONGEST_NOTE)
    write_note(case, text, user)
    audit("case.note", number)
    session.flush()


def write_note(case: Case, text: str, user) -> None:
    """Keep what `user` did about a case, in words for colleagues; it is audited as that."""
    object_session(case).add(
        CaseNote(
            case.data_key,
            case_id=case.id,
            at=utc_now(),
            user_id=user.getId(),
            text=text,
        )
    )


def notes_of(session: Session, case: Case) -> tuple[Note, ...]:
    """Return what colleagues wrote about a case, the first first."""
    query = (
        select(CaseNote)
        .where(CaseNote.case_id == case.id)
        .order_by(CaseNote.at, CaseNote.id)
    )
    return tuple(
        Note(each.at, each.user_id, each.text) for each in session.scalars(query)
    )
