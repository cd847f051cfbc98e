"""How somebody is told what becomes of a case: as they chose, and as they can be reached.

Nobody has to be told by any way but the pages where they follow their case. Who left a
mail address and chose nothing is written to; short messages go only to who asked for them.
The choice lies sealed with the person whom it reaches: the applicant, or who acts for them.
"""

from collections.abc import Collection
from collections.abc import Iterator
from collections.abc import Mapping
from dataclasses import asdict
from dataclasses import dataclass
from dataclasses import field
from dataclasses import replace
from onewindow_policy.cases.masks import masked_mail
from onewindow_policy.cases.masks import masked_phone
from onewindow_policy.cases.models import Case
from onewindow_policy.cases.moving import find_cases
from onewindow_policy.cases.submissions import Person
from onewindow_policy.cases.undoing import MESSAGE_SUBJECT
from onewindow_policy.cases.undoing import message_subject
from onewindow_policy.forms.api import SMS_CONSENT
from onewindow_policy.forms.api import SMS_TO_AGENT_CONSENT
from onewindow_policy.messages.api import drop_waiting
from onewindow_policy.messages.api import is_mobile
from onewindow_policy.messages.api import is_offered
from onewindow_policy.messages.api import MAIL
from onewindow_policy.messages.api import RecordGone
from onewindow_policy.messages.api import SMS
from onewindow_policy.messages.interfaces import IReached
from onewindow_policy.records.api import audit
from sqlalchemy.orm import Session
from zope.interface import provider

APPLICANT, AGENT = "applicant", "agent"

#: Who agrees with short messages by which consent.
_CONSENTS = {APPLICANT: SMS_CONSENT, AGENT: SMS_TO_AGENT_CONSENT}


@dataclass(frozen=True, slots=True)
class Way:
    """A way to tell somebody of a case: by a channel, the applicant or their agent.

    `shown` is the phone or the address as pages show it.
    """

    channel: str
    whom: str
    shown: str = field(repr=False)
    is_chosen: bool

    @property
    def key(self) -> str:
        """What forms call it."""
        return f"{self.channel}-{self.whom}"


def as_chosen(
    applicant: Person, agent: Person | None, consents: Collection[str]
) -> tuple[Person, Person | None]:
    """Return both people with how they are told, by what was ticked in a form."""
    if SMS_CONSENT in consents:
        told_by = [SMS, MAIL] if applicant.email else [SMS]
        applicant = replace(applicant, told_by=told_by)
    if agent is not None and SMS_TO_AGENT_CONSENT in consents:
        agent = replace(agent, told_by=[SMS])
    return applicant, agent


def recipients_of(case: Case) -> list[tuple[str, str]]:
    """Return by which channels a case is told of, and to which phones and addresses: each
    once, also where an applicant and who acts for them have the same phone."""
    found = (
        (each.channel, address)
        for each, address in _reached(case.applicant, case.agent)
        if each.is_chosen
    )
    return list(dict.fromkeys(found))


@provider(IReached)
def is_reached(session: Session, subject: str, channel: str, recipient: str) -> bool:
    """See `IReached`: by the ways that are chosen now, and the numbers that are known."""
    number = subject.removeprefix(MESSAGE_SUBJECT)
    case = find_cases(session, [number]).get(number)
    if case is None or case.stored_at is not None:
        raise RecordGone
    return (channel, recipient) in recipients_of(case)


def ways_of(case: Case) -> tuple[Way, ...]:
    """Return the ways by which a case can be told of, with what was chosen."""
    found = _reached(case.applicant, case.agent)
    return tuple(each for each, _address in found)


def chosen_ways(applicant: Person, agent: Person | None) -> tuple[Way, ...]:
    """Return the ways by which two people are told of their case."""
    found = _reached(asdict(applicant), asdict(agent) if agent is not None else None)
    return tuple(each for each, _address in found if each.is_chosen)


def choose_ways(case: Case, keys: Collection[str]) -> None:
    """Have a case told of by the ways with these keys, and no other one: what waits to go
    by another one does not go. The audit notes what was chosen, and when; the consents of
    the case name whether short messages go.
    """
    chosen = [each for each in ways_of(case) if each.key in keys]
    by_sms = {each.whom for each in chosen if each.channel == SMS}
    agreed = [_CONSENTS[whom] for whom in _CONSENTS if whom in by_sms]
    others = [each for each in case.consents if each not in _CONSENTS.values()]
    case.consents = [*others, *agreed]
    for whom in (APPLICANT, AGENT):
        person = getattr(case, whom)
        if person is not None:
            told_by = [each.channel for each in chosen if each.whom == whom]
            setattr(case, whom, {**person, "told_by": told_by})
    forget_other_ways(case)
    audit("case.choose_ways", case.number, " ".join(each.key for each in chosen))


def forget_other_ways(case: Case) -> None:
    """Have nothing go that waits to be told of a case in a way that is none any more, as
    somebody takes it back, or a wrong number is put right."""
    drop_waiting(message_subject(case), unless_to=recipients_of(case))


def _reached(applicant: Mapping, agent: Mapping | None) -> Iterator[tuple[Way, str]]:
    """Yield the ways with the phone or address that each goes to."""
    for whom, person in ((APPLICANT, applicant), (AGENT, agent)):
        if person is None:
            continue
        chosen = person.get("told_by")
        phone, address = person.get("phone"), person.get("email")
        if is_mobile(phone) and is_offered(SMS):
            is_chosen = SMS in (chosen or ())
            yield Way(SMS, whom, masked_phone(phone), is_chosen), phone
        if address and is_offered(MAIL):
            is_chosen = chosen is None or MAIL in chosen
            yield Way(MAIL, whom, masked_mail(address), is_chosen), address
