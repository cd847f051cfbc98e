"""Files of a form that was not right yet, kept sealed for a while so that nobody has to
choose them again.

They are bound to the form's nonce: who does not have it finds nothing. What nobody sends
in the end is erased, row and key.
"""

from collections.abc import Collection
from dataclasses import dataclass
from dataclasses import field
from datetime import datetime
from datetime import timedelta
from onewindow_policy.intake.exceptions import NoRoomToPark
from onewindow_policy.intake.models import ParkedUpload
from onewindow_policy.intake.senders import quota_hash
from onewindow_policy.records.api import DataKey
from onewindow_policy.records.api import drop_keys
from onewindow_policy.records.api import keyed_hash
from onewindow_policy.records.api import read_session
from onewindow_policy.records.api import utc_now
from onewindow_policy.records.api import write_session
from sqlalchemy import and_
from sqlalchemy import ColumnElement
from sqlalchemy import delete
from sqlalchemy import exists
from sqlalchemy import func
from sqlalchemy import select
from sqlalchemy import true
from sqlalchemy import update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import defer
from sqlalchemy.orm import Session
from uuid import UUID

MEGABYTE = 2**20

PARKED_FOR = timedelta(minutes=30)

#: What may be parked for one form, from one address or by one account of staff, and
#: altogether.
NONCE_QUOTA_BYTES = 30 * MEGABYTE
ADDRESS_QUOTA_BYTES = 300 * MEGABYTE
TOTAL_QUOTA_BYTES = 4096 * MEGABYTE

#: The same of forms that are kept for days: beside what is parked, so that neither takes
#: the other's room.
KEPT_ADDRESS_QUOTA_BYTES = 1024 * MEGABYTE
KEPT_TOTAL_QUOTA_BYTES = 8192 * MEGABYTE

_BATCH = 500


@dataclass(frozen=True, slots=True)
class ParkedFile:
    """A parked file as a form shows it; `id` is what the form sends back for it."""

    id: str
    field_name: str
    name: str = field(repr=False)
    media_type: str
    size_bytes: int
    preview: bytes | None = field(default=None, repr=False)


def nonce_hash_of(nonce: str) -> bytes:
    """Return what is kept of a form's nonce."""
    return keyed_hash(nonce, "nonce")


def park_upload(
    nonce: str,
    field_name: str,
    name: str,
    media_type: str,
    content: bytes,
    address: str,
    account: str | None = None,
    preview: bytes | None = None,
    file_id: UUID | None = None,
) -> str:
    """Keep a checked file for the form with `nonce`, and return its id there.

    `address` is the resident's, `account` that of staff who file for people instead (see
    `senders.filing_account`), for the quota; `preview` is a small picture of it; `file_id`
    is the same for the same file of a form, where the caller knows one (see `forms.sent`):
    it is kept once then. Raises
    `NoRoomToPark` when the quota is used up. It is kept when Zope's transaction commits.
    """
    now = utc_now()
    parked = ParkedUpload(
        DataKey.create(),
        id=file_id,
        nonce_hash=nonce_hash_of(nonce),
        address_hash=quota_hash(address, account),
        field_name=field_name,
        media_type=media_type,
        size_bytes=len(content),
        expires_at=now + PARKED_FOR,
        name=name,
        content=content,
        preview=preview,
    )
    session = write_session()
    known = session.get(ParkedUpload, file_id) if file_id is not None else None
    if known is not None:
        known.expires_at = max(known.expires_at, now + PARKED_FOR)
        return str(file_id)
    _require_room(session, parked, now)
    try:
        with session.begin_nested():
            session.add(parked)
    except IntegrityError:
        # The same file of the same form, at the same moment.
        if file_id is None:
            raise
    return str(parked.id)


def parked_files(nonce: str) -> list[ParkedFile]:
    """Return the files that wait for the form with `nonce`, without their content."""
    uploads = read_session().scalars(
        select(ParkedUpload)
        .where(*_of_nonce(nonce))
        # As they were chosen: their keys were made one after the other.
        .join(DataKey, DataKey.id == ParkedUpload.data_key_id)
        .order_by(DataKey.created_at, ParkedUpload.id)
        # SealedBytes names its column by itself.
        .options(defer(ParkedUpload.content_sealed))  # type: ignore[attr-defined]
    )
    return [
        ParkedFile(
            id=str(upload.id),
            field_name=upload.field_name,
            name=upload.name,
            media_type=upload.media_type,
            size_bytes=upload.size_bytes,
            preview=upload.preview,
        )
        for upload in uploads
    ]


def parked_content(nonce: str, file_id: str) -> bytes | None:
    """Return the content of a file parked for `nonce`, None when it is there no more."""
    try:
        wanted = UUID(file_id)
    except ValueError:
        return None
    upload = read_session().scalar(
        select(ParkedUpload).where(*_of_nonce(nonce), ParkedUpload.id == wanted)
    )
    return upload.content if upload is not None else None


def has_parked(nonce: str) -> bool:
    """Return whether anything waits for the form with `nonce`."""
    return bool(read_session().scalar(select(exists().where(*_of_nonce(nonce)))))


def renew_parked(nonce: str) -> None:
    """Let the files parked for `nonce` wait anew: the form is still being filled in. Those
    of a form that is kept for days wait as long as they did."""
    until = utc_now() + PARKED_FOR
    write_session().execute(
        update(ParkedUpload)
        .where(*_of_nonce(nonce), ParkedUpload.expires_at < until)
        .values(expires_at=until)
    )


def keep_parked(nonce: str, until: datetime, address: str, account: str | None) -> bool:
    """Let the files parked for `nonce` wait for days; return whether there is room for
    them. `address` and `account` are as of `park_upload`."""
    session, now = write_session(), utc_now()
    own = ParkedUpload.nonce_hash == nonce_hash_of(nonce)
    wanted = _bytes_in(session, own, ParkedUpload.expires_at > now)
    of_sender = ParkedUpload.address_hash == quota_hash(address, account)
    for quota_bytes, where in (
        (KEPT_ADDRESS_QUOTA_BYTES, of_sender),
        (KEPT_TOTAL_QUOTA_BYTES, true()),
    ):
        kept = ParkedUpload.expires_at > now + PARKED_FOR
        if wanted and _bytes_in(session, kept, where, ~own) + wanted > quota_bytes:
            return False
    session.execute(
        update(ParkedUpload).where(*_of_nonce(nonce)).values(expires_at=until)
    )
    return True


def move_parked(nonce: str, new_nonce: str) -> None:
    """Let the files parked for `nonce` wait for the form with another nonce instead."""
    write_session().execute(
        update(ParkedUpload)
        .where(*_of_nonce(nonce))
        .values(nonce_hash=nonce_hash_of(new_nonce))
    )


def drop_parked_files(nonce: str, file_ids: Collection[str]) -> None:
    """Erase some of the files parked for `nonce`: they were taken off the form."""
    ids = [UUID(file_id) for file_id in file_ids]
    erase_uploads(
        write_session(),
        and_(ParkedUpload.nonce_hash == nonce_hash_of(nonce), ParkedUpload.id.in_(ids)),
    )


def drop_parked(nonce: str) -> None:
    """Erase the files parked for `nonce`: they were sent, or given up."""
    erase_uploads(write_session(), ParkedUpload.nonce_hash == nonce_hash_of(nonce))


def _of_nonce(nonce: str) -> tuple[ColumnElement[bool], ...]:
    return (
        ParkedUpload.nonce_hash == nonce_hash_of(nonce),
        ParkedUpload.expires_at > utc_now(),
    )


def _require_room(session: Session, parked: ParkedUpload, now: datetime) -> None:
    waits = ParkedUpload.expires_at > now
    is_parked = and_(waits, ParkedUpload.expires_at <= now + PARKED_FOR)
    of_sender = ParkedUpload.address_hash == parked.address_hash
    quotas = (
        (NONCE_QUOTA_BYTES, and_(waits, ParkedUpload.nonce_hash == parked.nonce_hash)),
        (ADDRESS_QUOTA_BYTES, and_(is_parked, of_sender)),
        (TOTAL_QUOTA_BYTES, is_parked),
    )
    for quota_bytes, where in quotas:
        if _bytes_in(session, where) + parked.size_bytes > quota_bytes:
            raise NoRoomToPark


def _bytes_in(session: Session, *where: ColumnElement[bool]) -> int:
    used = select(func.coalesce(func.sum(ParkedUpload.size_bytes), 0))
    return session.scalars(used.where(*where)).one()


def erase_uploads(session: Session, where: ColumnElement[bool]) -> int:
    """Erase parked uploads a few at a time, with their keys; return how many.

    What another process is erasing just now is left to it.
    """
    count = 0
    columns = select(ParkedUpload.id, ParkedUpload.data_key_id)
    query = columns.where(where).limit(_BATCH).with_for_update(skip_locked=True)
    while found := session.execute(query).all():
        ids, key_ids = zip(*found, strict=True)
        session.execute(delete(ParkedUpload).where(ParkedUpload.id.in_(ids)))
        drop_keys(session, key_ids)
        count += len(ids)
    return count
