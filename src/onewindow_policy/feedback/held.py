"""A suggestion for who sent it: copied, corrected, erased (个人信息保护法 45–47)."""

from functools import partial
from onewindow_policy import _
from onewindow_policy.feedback.heldwords import held_words
from onewindow_policy.feedback.heldwords import SEEN_BY
from onewindow_policy.feedback.models import Suggestion
from onewindow_policy.feedback.retention import erase_suggestion
from onewindow_policy.feedback.telling import is_told
from onewindow_policy.messages.api import MAIL
from onewindow_policy.records.api import HeldField
from onewindow_policy.records.api import HeldRecord
from onewindow_policy.records.api import uses_noted
from onewindow_policy.records.api import write_session
from sqlalchemy import select
from typing import Any

#: What its sender may have corrected.
CORRECTED = {
    "name": _("label_inquiry_name", default="Name"),
    "contact": _("label_inquiry_contact", default="Phone or e-mail"),
}


def held_suggestion(number: str) -> HeldRecord | None:
    """Return the suggestion with this number, None where there is none any more."""
    query = select(Suggestion).where(Suggestion.number == number)
    suggestion = write_session().scalar(query.with_for_update(of=Suggestion))
    if suggestion is None or suggestion.is_erased:
        return None
    return HeldRecord(
        number=suggestion.number,
        community_code=suggestion.community_code,
        data_key=suggestion.data_key,
        copy=partial(_copy, suggestion),
        correct=partial(_correct, suggestion),
        erase=partial(erase_suggestion, suggestion.number),
        words=held_words,
        fields=partial(_fields, suggestion),
        reached=partial(_reached, suggestion),
    )


def _copy(suggestion: Suggestion) -> dict[str, Any]:
    return {
        "number": suggestion.number,
        "community": suggestion.community_code,
        "state": suggestion.state,
        "received_at": suggestion.received_at.isoformat(),
        "name": suggestion.name,
        "contact": suggestion.contact,
        "message": suggestion.message,
        "reply": suggestion.reply,
        "given_to": uses_noted(write_session(), suggestion.number, tuple(SEEN_BY)),
        "public_question": suggestion.public_question,
        "public_reply": suggestion.public_reply,
    }


def _fields(suggestion: Suggestion) -> list[HeldField]:
    return [
        HeldField((name,), label, getattr(suggestion, name) or "")
        for name, label in CORRECTED.items()
    ]


def _reached(suggestion: Suggestion) -> list[tuple[str, str]]:
    return [(MAIL, suggestion.contact)] if is_told(suggestion.contact) else []


def _correct(suggestion: Suggestion, changes: dict[str, Any]) -> None:
    unknown = changes.keys() - CORRECTED.keys()
    if unknown:
        raise ValueError(f"Of a suggestion is not corrected: {', '.join(unknown)}.")
    for name, value in changes.items():
        setattr(suggestion, name, value or None)
    suggestion.has_contact = bool(suggestion.contact)
    suggestion.version += 1
