"""Telling who asked about their own data that it was taken in, granted, refused or done:
in the ways by which they are told of the record itself.

Nothing of it is personal: the number, the day, where to look. What was asked for and why it
was refused stand where they prove who they are.
"""

from collections.abc import Mapping
from collections.abc import Sequence
from datetime import date
from onewindow_policy import _
from onewindow_policy.cases.api import TRACK
from onewindow_policy.messages.api import MAIL
from onewindow_policy.messages.api import post
from onewindow_policy.messages.api import RecordGone
from onewindow_policy.messages.api import SMS
from onewindow_policy.messages.api import SmsTemplate
from onewindow_policy.messages.api import TextMail
from onewindow_policy.messages.interfaces import IReached
from onewindow_policy.pages.api import hotline
from onewindow_policy.pages.api import Words
from onewindow_policy.records.api import HeldRecord
from onewindow_policy.rights.models import DONE
from onewindow_policy.rights.models import RightsRequest
from onewindow_policy.rights.numbers import number_text
from plone import api
from sqlalchemy.orm import Session
from typing import Any
from zope.interface import provider

#: What messages about a request are said to be about, before its number.
_SUBJECT = "request about data "

#: What the texts may say, with samples of it.
SMS_SAMPLES = {
    "number": "261106-483-9207",
    "day": "2026年11月27日",
    "phone": "0571-88881234",
}
SAMPLES = {**SMS_SAMPLES, "url": "https://fuwu.example.cn/@@track"}


def _words_of(values: Mapping[str, Any], language: str) -> dict[str, str]:
    return {**values, "day": Words(language).day(date.fromisoformat(values["day"]))}


class RightsMail(TextMail):
    """A mail about a request."""

    def content(self, values: Mapping[str, Any], language: str):
        """See `ITemplate`."""
        return super().content(_words_of(values, language), language)


class RightsSms(SmsTemplate):
    """A short message about a request."""

    def content(self, values: Mapping[str, Any], language: str):
        """See `ITemplate`."""
        return super().content(_words_of(values, language), language)


#: What is told of a copy: that it can be fetched, and once more before its last day.
READY, REMINDER = "copy_ready", "copy_ends"

_TITLES = {
    "asked": _("told_rights_asked", default="Request about personal data taken in"),
    "granted": _("told_rights_granted", default="Request about personal data granted"),
    READY: _("told_rights_copy_ready", default="Copy of personal data ready"),
    REMINDER: _(
        "told_rights_copy_ends", default="Copy of personal data not fetched yet"
    ),
    "refused": _("told_rights_refused", default="Request about personal data refused"),
    "done": _("told_rights_done", default="Request about personal data carried out"),
}

_MAILS = {
    "asked": _(
        "mail_rights_asked_text",
        default=(
            "Your request ${number} about your personal information has come in. You have"
            " an answer by ${day}.\n\nHow it stands you see with the number and the query"
            " code of your receipt at\n${url}\nor at the window, with your identity card."
            " Questions: ${phone}"
        ),
    ),
    "granted": _(
        "mail_rights_granted_text",
        default=(
            "Your request ${number} about your personal information is granted.\n\nHow it"
            " goes on you see with the number and the query code of your receipt"
            " at\n${url}\nor at the window, with your identity card. Questions: ${phone}"
        ),
    ),
    READY: _(
        "mail_rights_copy_ready_text",
        default=(
            "Your request ${number} is granted: a copy of your personal information is"
            " ready. Please fetch it by ${day}; after that you would have to ask"
            " again.\n\nYou fetch it with the number and the query code of your receipt"
            " at\n${url}\nor at the window, with your identity card. Questions: ${phone}"
        ),
    ),
    REMINDER: _(
        "mail_rights_copy_ends_text",
        default=(
            "The copy of your personal information that you asked for with request"
            " ${number} was not fetched yet. It can be had until ${day}; after that you"
            " would have to ask again.\n\nYou fetch it with the number and the query code"
            " of your receipt at\n${url}\nor at the window, with your identity card."
            " Questions: ${phone}"
        ),
    ),
    "refused": _(
        "mail_rights_refused_text",
        default=(
            "Your request ${number} about your personal information is answered: it cannot"
            " be granted. Why, and what you can do about it, you see with the number and"
            " the query code of your receipt and the number of your identity document"
            " at\n${url}\nor at the window, with your identity card. Questions: ${phone}"
        ),
    ),
    "done": _(
        "mail_rights_done_text",
        default=(
            "Your request ${number} about your personal information is carried"
            " out.\n\nQuestions: ${phone}"
        ),
    ),
}

_SMS = {
    "asked": _(
        "sms_rights_asked",
        default=(
            "Your request ${number} about your personal information has come in. You have"
            " an answer by ${day}. Questions: ${phone}."
        ),
    ),
    "granted": _(
        "sms_rights_granted",
        default=(
            "Your request ${number} about your personal information is granted. Look at"
            " the progress with number and query code, or come to the window with your"
            " identity card. Questions: ${phone}."
        ),
    ),
    READY: _(
        "sms_rights_copy_ready",
        default=(
            "Your request ${number}: a copy of your personal information is ready. Please"
            " fetch it by ${day}, with number and query code or at the window."
            " Questions: ${phone}."
        ),
    ),
    REMINDER: _(
        "sms_rights_copy_ends",
        default=(
            "Your request ${number}: the copy of your personal information was not fetched"
            " yet. It can be had until ${day}, online or at the window. Questions:"
            " ${phone}."
        ),
    ),
    "refused": _(
        "sms_rights_refused",
        default=(
            "Your request ${number} about your personal information is answered. Look at"
            " the progress with number and query code, or come to the window with your"
            " identity card. Questions: ${phone}."
        ),
    ),
    "done": _(
        "sms_rights_done",
        default=(
            "Your request ${number} about your personal information is carried out."
            " Questions: ${phone}."
        ),
    ),
}

_MAIL_SUBJECT = _(
    "mail_rights_subject", default="Your request ${number} about personal information"
)


def _mail(state: str) -> RightsMail:
    name = f"rights.mail.{state}"
    return RightsMail(name, SAMPLES, _TITLES[state], _MAIL_SUBJECT, _MAILS[state])


def _sms(state: str) -> RightsSms:
    return RightsSms(f"rights.sms.{state}", SMS_SAMPLES, _TITLES[state], _SMS[state])


asked_mail, granted_mail, ready_mail, ends_mail, refused_mail, done_mail = map(
    _mail, _TITLES
)
asked_sms, granted_sms, ready_sms, ends_sms, refused_sms, done_sms = map(_sms, _TITLES)


@provider(IReached)
def is_reached(session: Session, subject: str, channel: str, recipient: str) -> bool:
    """See `IReached`. What did not go is not sent once more: its person looks it up, and
    may have had their data erased."""
    raise RecordGone


def tell(
    request: RightsRequest,
    recipients: Sequence[tuple[str, str]],
    what: str | None = None,
) -> None:
    """Tell who asked how a request stands now, or `what` else there is to say of it;
    `recipients` are channels and addresses.

    It goes out when Zope's transaction has committed. Of one that is done nothing is sealed
    with the record, which may be erased.
    """
    is_ready = request.waits_to_be_fetched
    what = what or (READY if is_ready else request.state)
    day = request.fetch_until if is_ready else request.due_on
    values = {
        "number": number_text(request.number),
        "day": day.isoformat(),
        "phone": hotline(),
    }
    for channel, address in recipients:
        if channel not in (MAIL, SMS):
            continue
        if channel == MAIL:
            values = {**values, "url": f"{api.portal.get().absolute_url()}/{TRACK}"}
        post(
            f"rights.{channel}.{what}",
            address,
            values,
            subject=f"{_SUBJECT}{request.number}",
            data_key=None if request.state == DONE else request.data_key,
        )


def told_of(held: HeldRecord | None) -> list[tuple[str, str]]:
    """Return by which channels, and at which addresses, the person of a record is told;
    nobody where there is no record any more."""
    return list(held.reached()) if held is not None else []
