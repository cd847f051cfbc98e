"""To which phones that a form asks for short messages may go, if somebody wants them."""

from collections.abc import Iterable
from collections.abc import Mapping
from onewindow_policy.forms.consents import SMS as TO_APPLICANT
from onewindow_policy.forms.consents import SMS_TO_AGENT
from onewindow_policy.messages.api import is_mobile
from onewindow_policy.messages.api import is_offered
from onewindow_policy.messages.api import SMS
from onewindow_policy.typed.exceptions import UnfitAnswer
from onewindow_policy.typed.phones import read_phone
from typing import Any


def phone_fields(actions: Iterable, asked: Iterable[str]) -> dict[str, str]:
    """Return by consent the field whose phone short messages would go to: none where the
    city sends none. `actions` register applications, `asked` are the names of fields."""
    if not is_offered(SMS):
        return {}
    return {
        consent: name
        for action in actions
        for consent, name in (
            (TO_APPLICANT, action.applicant_phone),
            (SMS_TO_AGENT, action.agent_phone),
        )
        if name in asked
    }


def not_reached(
    fields: Mapping[str, str], given: frozenset[str], data: Mapping[str, Any]
) -> list[str]:
    """Return the consents that were given for phones that take no short messages."""
    return [
        consent
        for consent, name in fields.items()
        if consent in given and not is_mobile(_phone(data.get(name)))
    ]


def _phone(answer: Any) -> str | None:
    try:
        return read_phone(answer) if isinstance(answer, str) else None
    except UnfitAnswer:
        return None
