"""What came in at an account lately: log-ins and wrong passwords, for its owner."""

from dataclasses import dataclass
from datetime import datetime
from datetime import timedelta
from onewindow_policy import _
from onewindow_policy import logger
from onewindow_policy.accounts.asking import FAULTS
from onewindow_policy.accounts.counting import ACCEPTED
from onewindow_policy.accounts.counting import REFUSED
from onewindow_policy.interfaces import IOneWindowLayer
from onewindow_policy.records.api import address_of
from onewindow_policy.records.api import AuditEntry
from onewindow_policy.records.api import read_session
from onewindow_policy.records.api import Unreadable
from onewindow_policy.records.api import utc_now
from plone import api
from plone.rest.interfaces import IAPIRequest
from sqlalchemy import func
from sqlalchemy import select
from zope.component.hooks import getSite
from zope.globalrequest import getRequest

#: What is older helps nobody to recognise it.
SHOWN_DAYS = 90
SHOWN_TRIES = 20


@dataclass(frozen=True, slots=True)
class LogInTry:
    """A password that was tried at an account, and where from."""

    at: datetime
    is_right: bool
    address: str


def tries_at(user_id: str) -> list[LogInTry]:
    """Return the last tries at an account, the newest first. Raises RecordsError.

    Names are never given again, so that all of them are about one person.
    """
    query = _tries_at(user_id, select(AuditEntry)).limit(SHOWN_TRIES)
    return [
        LogInTry(entry.at, entry.action == ACCEPTED, _address(entry))
        for entry in read_session().scalars(query)
    ]


def wrong_since_last_time(user_id: str) -> int:
    """Return how many wrong passwords were tried between the last two log-ins.

    Where this is the first log-in, or the last one is long ago, all that are known.
    Raises RecordsError.
    """
    session = read_session()
    log_ins = _tries_at(user_id, select(AuditEntry.at)).where(
        AuditEntry.action == ACCEPTED
    )
    last = session.scalars(log_ins.limit(2)).all()
    wrong = select(func.count()).where(
        AuditEntry.user_id == user_id, AuditEntry.action == REFUSED
    )
    since = last[1] if len(last) > 1 else utc_now() - timedelta(days=SHOWN_DAYS)
    return session.scalar(wrong.where(AuditEntry.at > since))


def tell_of_wrong_tries(event) -> None:
    """Tell whoever logs in by a page that wrong passwords were tried meanwhile."""
    request = getRequest()
    if (
        getSite() is None
        or not IOneWindowLayer.providedBy(request)
        or IAPIRequest.providedBy(request)
    ):
        return
    try:
        count = wrong_since_last_time(event.principal.getId())
    except FAULTS as error:
        logger.warning("Wrong tries were not looked up: %s.", type(error).__name__)
        return
    if count:
        message = _(
            "message_wrong_tries",
            default=(
                "Since your last log-in a wrong password was tried here ${count} times."
                " If that was not you, change your password, and tell your administrator."
            ),
            mapping={"count": count},
        )
        api.portal.show_message(message, request, type="warning")


def _tries_at(user_id: str, query):
    """Return a query for the tries at an account, the newest first."""
    return query.where(
        AuditEntry.user_id == user_id,
        AuditEntry.action.in_((ACCEPTED, REFUSED)),
        AuditEntry.at > utc_now() - timedelta(days=SHOWN_DAYS),
    ).order_by(AuditEntry.at.desc(), AuditEntry.id.desc())


def _address(entry: AuditEntry) -> str:
    try:
        return address_of(entry)
    except Unreadable:
        return ""
