"""Forms that are half filled in, kept sealed for some days: their person goes on with them
on any device, by a number and a secret code.

Nothing of them counts as sent, and nobody of the staff sees them. A form goes by the nonce
of its page, under which its files wait too: kept once more it has the same number and code.
"""

from base64 import b64encode
from dataclasses import dataclass
from dataclasses import field
from datetime import datetime
from datetime import time
from datetime import timedelta
from datetime import UTC
from functools import partial
from hmac import compare_digest
from onewindow_policy.intake.exceptions import KeptFormRefused
from onewindow_policy.intake.exceptions import KeptNumberMistyped
from onewindow_policy.intake.heldwords import held_words
from onewindow_policy.intake.models import KeptForm
from onewindow_policy.intake.models import ParkedUpload
from onewindow_policy.intake.parking import erase_uploads
from onewindow_policy.intake.parking import keep_parked
from onewindow_policy.intake.parking import nonce_hash_of
from onewindow_policy.intake.parking import parked_content
from onewindow_policy.intake.parking import parked_files
from onewindow_policy.intake.proving import is_proved
from onewindow_policy.intake.senders import count_submission
from onewindow_policy.intake.settings import kept_form_days
from onewindow_policy.records.api import audit
from onewindow_policy.records.api import DatabaseBusy
from onewindow_policy.records.api import DataKey
from onewindow_policy.records.api import HeldRecord
from onewindow_policy.records.api import keyed_hash
from onewindow_policy.records.api import read_session
from onewindow_policy.records.api import utc_now
from onewindow_policy.records.api import write_session
from onewindow_policy.typed.serials import draw_code
from onewindow_policy.typed.serials import NumberKind
from onewindow_policy.workdays.api import CITY_ZONE
from onewindow_policy.workdays.deadlines import local_date
from sqlalchemy import and_
from sqlalchemy import ColumnElement
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from typing import Any
from uuid import UUID

#: A digit less than the numbers of cases, so that neither is taken for the other.
KEPT_NUMBER = NumberKind(groups=(6, 4, 4), mistyped=KeptNumberMistyped)

#: Counted apart: whoever keeps forms keeps nobody from sending them.
KEEPING = "kept forms"

#: Why a kept form was erased, in the audit.
SENT, NOT_WANTED, OVER = "sent", "not wanted", "retention"

#: How long a window's drafts are kept: the person comes again within days, or not at all.
DRAFT_DAYS = 7

_NUMBER_TRIES = 10

#: So that nobody waits long for the write lock; whoever erases goes on until none is left.
_ERASED_AT_ONCE = 200

#: Is compared where there is none, so that this takes as long.
_NOBODY = UUID(int=0)
_NO_HASH = bytes(32)


@dataclass(frozen=True, slots=True)
class Kept:
    """What is told to whoever keeps a form: it is there until then, under number and code.

    `has_room` says whether its files are kept as long; `data_key` seals what is told of it.
    """

    number: str
    code: str = field(repr=False)
    until: datetime
    has_room: bool
    data_key: DataKey = field(repr=False)


@dataclass(frozen=True, slots=True)
class OpenedForm:
    """A kept form as `keep_form` took it, for whoever has its number and code."""

    nonce: str = field(repr=False)
    answers: dict[str, Any] = field(repr=False)
    page: bytes = field(repr=False)
    until: datetime


@dataclass(frozen=True, slots=True)
class Draft:
    """What an account has begun at a window, under its number."""

    number: str
    form: OpenedForm


def keep_form(
    nonce: str,
    answers: dict[str, Any],
    page: bytes,
    address: str,
    account: str | None = None,
) -> Kept:
    """Keep what was typed into the form with `nonce`, and its parked files, for some days.

    `answers` are by the names of inputs, `page` is what its page had shown; `address` and
    `account` say who keeps it, as of `park_upload`. It is kept when Zope's transaction
    commits. Raises `TooManyTries` when too much was kept from there.
    """
    count_submission(address, account, KEEPING)
    row = _kept_once(nonce, answers, page, kept_form_days())
    has_room = keep_parked(nonce, row.expires_at, address, account)
    return Kept(row.number, row.code, row.expires_at, has_room, row.data_key)


def keep_draft(
    nonce: str, answers: dict[str, Any], page: bytes, address: str, account: str
) -> Kept:
    """Keep what staff have typed at their window into the form with `nonce`, for
    `DRAFT_DAYS`: their account opens it, and nothing else does.

    Arguments and errors are those of `keep_form`.
    """
    count_submission(address, account, KEEPING)
    row = _kept_once(nonce, answers, page, DRAFT_DAYS, account)
    has_room = keep_parked(nonce, row.expires_at, address, account)
    return Kept(row.number, row.code, row.expires_at, has_room, row.data_key)


def drafts_of(account: str) -> list[Draft]:
    """Return the drafts of an account, the newest first."""
    query = select(KeptForm).where(
        KeptForm.account == account, KeptForm.expires_at > utc_now()
    )
    rows = read_session().scalars(query.order_by(KeptForm.number.desc())).all()
    return [Draft(row.number, _opened(row)) for row in rows]


def open_draft(number: str, account: str) -> OpenedForm:
    """Return a draft of `account`, and note in the audit that it was opened.

    Raises `KeptFormRefused` for what is none of theirs, or is over.
    """
    query = select(KeptForm).where(*_is_kept(number), KeptForm.account == account)
    row = read_session().scalar(query)
    if row is None:
        raise KeptFormRefused
    audit("kept_form.open", number)
    write_session().flush()
    return _opened(row)


def drop_draft(number: str, account: str) -> None:
    """Erase a draft of `account`, if there is one under this number."""
    where = (*_is_kept(number), KeptForm.account == account)
    _erase_where(write_session(), and_(*where), NOT_WANTED)


def open_kept(number: str, code: str, address: str) -> OpenedForm:
    """Return the form that was kept under `number`, as often as somebody is interrupted.

    Raises `KeptFormRefused` when the two do not belong together, whichever is wrong, or its
    time is over; `TooManyTries` when that happened too often from the address.
    """

    def compare(session: Session) -> bool:
        query = select(KeptForm.id, KeptForm.code_hash).where(*_is_residents(number))
        found = session.execute(query).first()
        row_id, expected = (_NOBODY, _NO_HASH) if found is None else found
        return compare_digest(expected, _code_hash(row_id, code))

    if not is_proved("kept form", number, address, compare):
        raise KeptFormRefused
    row = read_session().scalar(select(KeptForm).where(*_is_residents(number)))
    if row is None:
        # It was erased since the code was compared.
        raise KeptFormRefused
    return _opened(row)


def drop_kept(nonce: str, reason: str) -> None:
    """Erase the form that is kept by its nonce, if it is: `reason` goes to the audit."""
    _erase_where(write_session(), KeptForm.nonce_hash == nonce_hash_of(nonce), reason)


def held_kept(number: str) -> HeldRecord | None:
    """Return the kept form with this number, None where there is none any more."""
    query = select(KeptForm).where(*_is_kept(number))
    row = write_session().scalar(query.with_for_update(of=KeptForm))
    if row is None:
        return None
    return HeldRecord(
        number=row.number,
        community_code=None,
        data_key=row.data_key,
        copy=partial(_copy, row),
        correct=_correct,
        erase=partial(_erase, write_session(), row),
        words=held_words,
    )


def erase_old_forms(now: datetime) -> int:
    """Erase forms whose days are over, a few at a time; return how many."""
    return _erase_where(write_session(), KeptForm.expires_at <= now, OVER)


def _opened(row: KeptForm) -> OpenedForm:
    return OpenedForm(row.nonce, row.answers, row.page, row.expires_at)


def _kept_once(
    nonce: str,
    answers: dict[str, Any],
    page: bytes,
    days: int,
    account: str | None = None,
) -> KeptForm:
    """Return the row of a form: the one that there is, brought up to date, or a new one."""
    session, now = write_session(), utc_now()
    until = _end_of(now, days)
    by_nonce = KeptForm.nonce_hash == nonce_hash_of(nonce)
    kept = select(KeptForm).where(by_nonce, KeptForm.expires_at > now)
    for _try in range(_NUMBER_TRIES):
        row = session.scalar(kept.with_for_update(of=KeptForm))
        if row is not None:
            row.answers, row.page, row.expires_at = answers, page, until
            row.account = account
            session.flush()
            return row
        # Of one whose days are over nothing is left.
        _erase_where(session, by_nonce, OVER)
        code = draw_code()
        row = KeptForm(
            DataKey.create(),
            number=KEPT_NUMBER.draw(local_date(now)),
            nonce_hash=nonce_hash_of(nonce),
            expires_at=until,
            account=account,
            code=code,
            nonce=nonce,
            answers=answers,
            page=page,
        )
        row.code_hash = _code_hash(row.id, code)
        try:
            with session.begin_nested():
                session.add(row)
        except IntegrityError:
            # The number is taken, or the same page is kept at the same moment.
            continue
        return row
    raise DatabaseBusy("Every number that was drawn is taken.")


def _end_of(now: datetime, days: int) -> datetime:
    """Return the end of the day on which it is so many `days` later."""
    next_day = local_date(now) + timedelta(days=days + 1)
    return datetime.combine(next_day, time(), CITY_ZONE).astimezone(UTC)


def _erase_where(session: Session, where: ColumnElement[bool], reason: str) -> int:
    # What another process is erasing is left to it.
    query = select(KeptForm).where(where).limit(_ERASED_AT_ONCE)
    rows = session.scalars(query.with_for_update(skip_locked=True, of=KeptForm)).all()
    for row in rows:
        _erase(session, row, reason)
    return len(rows)


def _erase(session: Session, row: KeptForm, reason: str) -> None:
    """Erase a form with its files. The key stays, without what it seals: mails and requests
    about the form refer to it."""
    erase_uploads(session, ParkedUpload.nonce_hash == row.nonce_hash)
    row.data_key.erase()
    session.delete(row)
    session.flush()
    audit("kept_form.erase", row.number, reason)


def _copy(row: KeptForm) -> dict[str, Any]:
    return {
        "number": row.number,
        "erased_from": row.expires_at.isoformat(),
        "answers": row.answers,
        "files": [
            {
                "name": file.name,
                "media_type": file.media_type,
                "content": b64encode(
                    parked_content(row.nonce, file.id) or b""
                ).decode(),
            }
            for file in parked_files(row.nonce)
        ],
    }


def _correct(_changes: dict[str, Any]) -> None:
    raise ValueError("A kept form is corrected by its person, who opens it.")


def _is_kept(number: str) -> tuple[ColumnElement[bool], ...]:
    # PostgreSQL takes no text with a NUL.
    number = number if number.isdigit() else ""
    return KeptForm.number == number, KeptForm.expires_at > utc_now()


def _is_residents(number: str) -> tuple[ColumnElement[bool], ...]:
    return *_is_kept(number), KeptForm.account.is_(None)


def _code_hash(row_id: UUID, code: str) -> bytes:
    return keyed_hash(f"{row_id}\0{code}", "code of a kept form")
