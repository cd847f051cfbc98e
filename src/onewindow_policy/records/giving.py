"""To whom what is kept about one person was given, as far as the audit has it.

个人信息保护法 gives everybody a copy of that, too (articles 17, 23 and 45). Who of the
staff it was is in the audit alone: their names are theirs.
"""

from collections.abc import Collection
from onewindow_policy.records.models import AuditEntry
from sqlalchemy import case
from sqlalchemy import func
from sqlalchemy import select
from sqlalchemy.orm import Session
from typing import Any

#: To whom something was given, where no body is named.
STAFF = "staff"

#: What a copy says of one to whom something was given.
GIVEN_LABELS = {
    "given_to": "给谁看过、给过谁",
    "given_to.to": "给谁",
    "given_to.what": "怎么给的",
    "given_to.since": "第一次",
    "last_at": "最后一次",
    "times": "次数",
}


def uses_noted(
    session: Session,
    subject: str,
    actions: Collection[str],
    naming: Collection[str] = (),
) -> list[dict[str, Any]]:
    """Return what the audit still has of a record being seen or given away, in values of
    JSON: to whom, by which of `actions`, when first and last, and how often.

    `naming` are those whose detail names the body that was given something; of all others
    it is the staff who work with the record. Entries are kept for the audit's term.
    """
    to = case(
        (AuditEntry.action.in_(sorted(naming)), AuditEntry.detail), else_=STAFF
    ).label("body")
    query = (
        select(
            to,
            AuditEntry.action,
            func.min(AuditEntry.at),
            func.max(AuditEntry.at),
            func.count(),
        )
        .where(AuditEntry.subject == subject, AuditEntry.action.in_(sorted(actions)))
        .group_by(to, AuditEntry.action)
    )
    found = [
        {
            "to": body,
            "what": action,
            "since": first.isoformat(),
            "last_at": last.isoformat() if count > 1 else None,
            "times": count,
        }
        for body, action, first, last, count in session.execute(query)
    ]
    return sorted(found, key=lambda each: (each["since"], each["what"], each["to"]))
