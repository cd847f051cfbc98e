"""Who sends, as limits count it: an address, or the account of staff who file for people.

A hall's computers share one address: were its staff counted by that, one busy colleague
would keep all others, and the residents beside them, from sending.
"""

from datetime import datetime
from datetime import timedelta
from onewindow_policy.communities.scopes import GRID_WORKER
from onewindow_policy.communities.scopes import roles_for
from onewindow_policy.communities.scopes import scope_of
from onewindow_policy.intake.exceptions import TooManyTries
from onewindow_policy.intake.settings import submissions_per_hour
from onewindow_policy.records.api import joined_or_own_transaction
from onewindow_policy.records.api import keyed_hash
from onewindow_policy.records.api import network_of
from onewindow_policy.records.api import utc_now
from onewindow_policy.records.attempts import count
from onewindow_policy.records.attempts import hold
from onewindow_policy.records.attempts import Limit
from onewindow_policy.records.attempts import require_fewer
from onewindow_policy.records.attempts import try_key
from sqlalchemy.orm import Session

FILE_FOR_RESIDENTS = "onewindow_policy: File For Residents"

#: What is counted apart: whoever says something keeps nobody from applying.
APPLICATIONS = "submissions"
SUGGESTIONS = "suggestions"


def filing_account(user) -> str | None:
    """Return the id of a user who may file for residents somewhere, else None."""
    user_id = user.getId()
    if not user_id or not scope_of(user, FILE_FOR_RESIDENTS):
        return None
    return user_id


def filing_role(user) -> str | None:
    """Return the role in which a user files for residents from the form of residents, None
    for who may not. Whoever has several does so as a grid worker, at the resident's door:
    windows have a page of their own for it."""
    roles = roles_for(user, FILE_FOR_RESIDENTS)
    return GRID_WORKER if GRID_WORKER in roles else min(roles, default=None)


def sender_key(purpose: str, address: str, account: str | None) -> bytes:
    """Return under which hash what a sender sends is counted; `account` as of
    `filing_account`."""
    if account is not None:
        return try_key(f"{purpose} of an account", account)
    return try_key(purpose, network_of(address))


def quota_hash(address: str, account: str | None) -> bytes:
    """Return under which hash the files count that wait for a sender."""
    if account is not None:
        return keyed_hash(account, "account")
    return keyed_hash(network_of(address), "address")


def require_room(session: Session, key: bytes, now: datetime) -> None:
    """Raise `TooManyTries` when as much was sent under `key` as the city allows."""
    limit = Limit(submissions_per_hour(), timedelta(hours=1))
    require_fewer(session, key, [limit], now, TooManyTries)


def count_submission(
    address: str, account: str | None = None, purpose: str = APPLICATIONS
) -> None:
    """Count what somebody sent, where nobody does so together with what becomes of it.

    In a transaction of its own, unless something is written already: a form may have
    several actions. Raises `TooManyTries`.
    """
    now = utc_now()
    key = sender_key(purpose, address, account)
    with joined_or_own_transaction() as session:
        hold(session, key)
        require_room(session, key, now)
        count(session, key, now)
