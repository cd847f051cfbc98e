"""Who did what to which record, when and from where: rows that are only ever added."""

from AccessControl import getSecurityManager
from dataclasses import asdict
from dataclasses import dataclass
from dataclasses import field
from datetime import datetime
from onewindow_policy.records.base import utc_now
from onewindow_policy.records.database import get_database
from onewindow_policy.records.models import AuditEntry
from onewindow_policy.records.operators import by
from onewindow_policy.records.sessions import joined_session
from zope.annotation.interfaces import IAnnotations
from zope.globalrequest import getRequest

#: What the columns hold; an entry that is cut says more than none.
LONGEST_SUBJECT = 100
LONGEST_DETAIL = 500

#: What sealed addresses are bound to. The row has no id yet when its address is sealed.
ADDRESS_CONTEXT = "audit_entries.address"

_SESSION = "onewindow_policy.session"


@dataclass(frozen=True)
class Session:
    """The session that a request came in, and the account that it belongs to.

    `id` is what lists of sessions show, and opens nothing; `account_uid` is the
    account's, which is never used twice.
    """

    id: str | None = None
    account_uid: str | None = None


def note_session(request, session_id: str | None, account_uid: str | None) -> None:
    """Remember for the audit which session `request` came in.

    For the plugin that recognised it, as often as it likes.
    """
    IAnnotations(request)[_SESSION] = Session(session_id, account_uid)


def noted_session(request) -> Session:
    """Return the session that `request` came in; with Nones where nobody noted one."""
    if request is None:
        return Session()
    annotations = IAnnotations(request, None)
    return (annotations and annotations.get(_SESSION)) or Session()


def audit(
    action: str,
    subject: str,
    detail: str = "",
    *,
    user_id: str | None = None,
    account_uid: str | None = None,
    kept_long: bool = False,
) -> None:
    """Note that the person of this request did `action` to `subject`.

    `subject` is a case number or the like, and `detail` what else matters: neither is
    ever personal data. `user_id` and `account_uid` name the person where the request is
    not theirs yet, as while they log in. `kept_long` is for what tells of personal data
    given to other bodies and for assessments of impact: it is kept for three years
    (个人信息保护法 article 56), all else for six months at least.

    The address and the session are the request's. It is kept when what it speaks of is
    kept: it joins the write session, or the own transaction around it.
    """
    note = take_note(
        action,
        subject,
        detail,
        user_id=user_id,
        account_uid=account_uid,
        kept_long=kept_long,
    )
    joined_session().add(entry_of(note))


@dataclass(frozen=True)
class Note:
    """What an entry will say, before anything of the database is asked for."""

    at: datetime
    user_id: str
    account_uid: str | None
    session_id: str | None
    address: str = field(repr=False)
    action: str
    subject: str
    detail: str
    kept_long: bool = False
    #: What no other entry has, for what is noted once in a while.
    once: bytes | None = None


def take_note(
    action: str,
    subject: str,
    detail: str = "",
    *,
    user_id: str | None = None,
    account_uid: str | None = None,
    kept_long: bool = False,
) -> Note:
    """Return what the audit is to say of this moment and request; see `audit`."""
    request = getRequest()
    session = noted_session(request)
    return Note(
        at=utc_now(),
        user_id=user_id or _current_user_id() or by.get(),
        account_uid=account_uid or session.account_uid,
        session_id=session.id,
        address=(request.getClientAddr() or "") if request is not None else "",
        action=action,
        subject=subject[:LONGEST_SUBJECT],
        detail=detail[:LONGEST_DETAIL],
        kept_long=kept_long,
    )


def entry_of(note: Note) -> AuditEntry:
    """Return an entry that says it, in no session yet, with its address sealed.

    Raises DatabaseUnavailable: the key of the audit is in the database.
    """
    values = asdict(note)
    address = values.pop("address")
    if address:
        database = get_database()
        values["address_sealed"] = database.audit_key().seal(
            address.encode(), ADDRESS_CONTEXT, database.settings.suite
        )
    return AuditEntry(**values)


def address_of(entry: AuditEntry) -> str:
    """Return the network address that an entry came from, "" where it has none.

    For auditors alone. Raises Unreadable.
    """
    if entry.address_sealed is None:
        return ""
    key = get_database().audit_key()
    return key.unseal(entry.address_sealed, ADDRESS_CONTEXT).decode()


def _current_user_id() -> str | None:
    user = getSecurityManager().getUser()
    return user.getId() if user is not None else None
