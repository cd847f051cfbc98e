"""Who is let in by a ticket or token: the account it was given for, while it lasts."""

from datetime import datetime
from hashlib import blake2b
from hmac import compare_digest
from onewindow_policy.accounts.asking import asking
from onewindow_policy.accounts.asking import FAULTS
from onewindow_policy.accounts.devices import device_of
from onewindow_policy.accounts.keepers import keepers_in
from onewindow_policy.accounts.sessions import end_session
from onewindow_policy.accounts.sessions import open_session
from onewindow_policy.accounts.tickets import SessionTicket
from onewindow_policy.patches.userfolders import verified
from onewindow_policy.records.api import audit_apart
from onewindow_policy.records.api import note_session
from plone.protect.interfaces import IDisableCSRFProtection
from zope.annotation.interfaces import IAnnotations
from zope.interface import alsoProvides

#: The stamp of accounts that another plugin keeps, such as single sign-on.
FOREIGN = "foreign"

#: Where a request keeps by which tickets it was let in.
_TICKETS = "onewindow_policy.accounts.tickets"
#: And the one that it opened.
_OPENED = "onewindow_policy.accounts.opened"


def identity_in(acl_users, user_id: str) -> tuple[str, str] | None:
    """Return uid and stamp of an account in a user folder; None lets nobody in.

    An account that another plugin knows, such as single sign-on, has a uid made of its
    name – unless the name was ever one of an account here.
    """
    for keeper in keepers_in(acl_users):
        uid, stamp = keeper.uid_of(user_id), keeper.stamp_of(user_id)
        if uid is not None:
            return (uid, stamp) if stamp is not None else None
        if keeper.was_used(user_id):
            return None
    if verified(acl_users, user_id=user_id) is None:
        return None
    return blake2b(user_id.encode(), digest_size=16).hexdigest(), FOREIGN


def admits(acl_users, user_id: str, text, issued_at: datetime, request) -> bool:
    """Return whether what a ticket says of its session still opens the account.

    What it said is then found in `tickets_of(request)`.
    """
    ticket = SessionTicket.read(text)
    identity = identity_in(acl_users, user_id)
    if ticket is None or identity is None:
        return False
    if not all(map(compare_digest, identity, (ticket.uid, ticket.stamp))):
        return False
    if not asking.is_open(ticket, issued_at):
        return False
    tickets_of(request)[user_id] = ticket
    note_session(request, ticket.shown_id, ticket.uid)
    return True


def tickets_of(request) -> dict[str, SessionTicket]:
    """Return by user id the tickets by which a request was let in."""
    return IAnnotations(request).setdefault(_TICKETS, {})


def session_of(request, user_id: str) -> SessionTicket | None:
    """Return the session that a request opened for somebody, or else came in by."""
    opened = IAnnotations(request).get(_OPENED, {}).get(user_id)
    return opened or tickets_of(request).get(user_id)


def new_ticket(acl_users, user_id: str, request, *, door: str) -> str:
    """Open a session of an account, and return what its ticket says of it.

    The session that the request came in by ends: one browser has one.
    """
    for ticket in tickets_of(request).values():
        _end(ticket, "replaced")
    tickets_of(request).clear()
    identity = identity_in(acl_users, user_id)
    if identity is None:
        # A ticket that opens nothing, as for whoever is closed.
        return ""
    device = device_of(request.get_header("User-Agent"))
    ticket = open_session(*identity, door=door, device=device)
    IAnnotations(request)[_OPENED] = {user_id: ticket}
    return ticket.write()


def log_out(acl_users, request) -> None:
    """End the sessions that a request came in by. Raises nothing that SQL raises.

    Where SQL is away, all sessions of the account end: that is written with the account.
    """
    for user_id, ticket in tickets_of(request).items():
        if not _end(ticket, "logout"):
            for keeper in keepers_in(acl_users):
                if keeper.uid_of(user_id) == ticket.uid:
                    alsoProvides(request, IDisableCSRFProtection)
                    keeper.end_sessions(user_id)
        audit_apart("log out", ticket.shown_id, user_id=user_id, account_uid=ticket.uid)
    tickets_of(request).clear()


def _end(ticket: SessionTicket, how: str) -> bool:
    """End a session; return whether that could be written."""
    asking.note_ended(ticket.id_hash)
    try:
        end_session(ticket.id_hash, ticket.uid, how)
    except FAULTS:
        return False
    return True
