"""Telling who asked what to bring, where they left an address or a number for it: a mail
says all that the notice has to tell (see `notices`), a short message only where to read it.
Both lead to the guide."""

from collections.abc import Iterator
from onewindow_policy import _
from onewindow_policy.inquiries.models import Inquiry
from onewindow_policy.inquiries.numbers import number_text
from onewindow_policy.messages.api import drop_waiting
from onewindow_policy.messages.api import is_mobile
from onewindow_policy.messages.api import is_offered
from onewindow_policy.messages.api import MAIL
from onewindow_policy.messages.api import MailTemplate
from onewindow_policy.messages.api import post
from onewindow_policy.messages.api import RecordGone
from onewindow_policy.messages.api import SMS
from onewindow_policy.messages.api import SmsTemplate
from onewindow_policy.messages.interfaces import IReached
from onewindow_policy.typed.contacts import mail_address_of
from sqlalchemy import select
from sqlalchemy.orm import Session
from typing import Any
from zope.interface import provider

#: What messages about an inquiry are said to be about, before its number.
_SUBJECT = "inquiry "

TOLD = "inquiries.told"
TOLD_BY_SMS = "inquiries.sms.told"

told_mail = MailTemplate(
    _("mail_inquiry_told", default="What to bring, for who asked"),
    _("mail_inquiry_told_subject", default="${item}: what to bring (${number})"),
    _(
        "mail_inquiry_told_text",
        default=(
            "You asked about “${item}”. Your inquiry number is ${number}: say it when you"
            " come, and nothing is asked twice.\n\nWho can apply:\n${conditions}\n\nBring:"
            "\n${materials}\n\nWhat happens:\n${flow}\n\nFee: ${fee}\nDone within:"
            " ${promise}\nLegal ground: ${basis}\n\nWhere:\n${halls}\n\nQuestions:"
            " ${enquiry}\nThe guide: ${url}"
        ),
    ),
)


told_sms = SmsTemplate(
    TOLD_BY_SMS,
    {
        "item": "高龄津贴申请",
        "number": "261106-4839-207",
        "phone": "0571-88881234",
        "url": "https://fuwu.example.cn/services/sq-ll-001",
    },
    _("told_inquiry", default="What to bring, for who asked"),
    _(
        "sms_inquiry_told",
        default=(
            "What to bring for what you asked about: ${url}. Say the number ${number}"
            " when you come. Questions: ${phone}."
        ),
    ),
)


def channel_to(contact: str) -> str | None:
    """Return the channel by which something can be sent to a contact, None for none."""
    if is_mobile(contact):
        way = SMS
    elif mail_address_of(contact) is not None:
        way = MAIL
    else:
        return None
    return way if is_offered(way) else None


@provider(IReached)
def is_reached(session: Session, subject: str, channel: str, recipient: str) -> bool:
    """See `IReached`: whom the contact names, as it stands."""
    number = subject.removeprefix(_SUBJECT)
    inquiry = session.scalar(select(Inquiry).where(Inquiry.number == number))
    if inquiry is None or inquiry.is_erased:
        raise RecordGone
    return inquiry.contact == recipient


def send_notice(inquiry: Inquiry) -> None:
    """Send what the notice of an inquiry says to its contact; see `channel_to`.

    Nothing of it names the person, or says what they told of themselves. It goes out when
    Zope's transaction has committed.
    """
    values = inquiry.values
    if channel_to(inquiry.contact) == SMS:
        told = {
            "item": values["item"],
            "number": number_text(inquiry.number),
            "phone": values["enquiry"] or values["hotline"],
            "url": values["guide_url"],
        }
        _post(TOLD_BY_SMS, inquiry, told)
        return
    _post(
        TOLD,
        inquiry,
        {
            "item": values["item"],
            "number": number_text(inquiry.number),
            "conditions": "\n".join(map(_line, values["conditions"])) or "—",
            "materials": "\n".join(map(_material, values["materials"])) or "—",
            "flow": "\n".join(_flow(values)) or "—",
            "basis": "；".join(values["basis"]) or "—",
            "fee": values["fee"],
            "promise": _promise(values) or "—",
            "halls": "\n".join(_where(values)) or "—",
            "enquiry": _phones(values),
            "url": values["guide_url"],
        },
    )


def follow_contact(inquiry: Inquiry) -> None:
    """Have what waits for who asked go to their contact as it was put right, and nothing to
    the one from before. Kept when Zope's transaction commits."""
    channel = channel_to(inquiry.contact) if inquiry.contact else None
    reached = [(channel, inquiry.contact)] if channel is not None else []
    if drop_waiting(_subject_of(inquiry), unless_to=reached) and reached:
        send_notice(inquiry)


def _subject_of(inquiry: Inquiry) -> str:
    return f"{_SUBJECT}{inquiry.number}"


def _post(template: str, inquiry: Inquiry, values: dict[str, str]) -> None:
    post(
        template,
        inquiry.contact,
        values,
        subject=_subject_of(inquiry),
        data_key=inquiry.data_key,
    )


def _flow(values: dict[str, Any]) -> Iterator[str]:
    """Yield the steps, and which unit comes first where several have a part in it; notices
    of before have neither."""
    for number, row in enumerate(values.get("flow", ()), start=1):
        yield f"{number}. {row['name']}（{row['who']}，{row['long']}）"
    yield from values.get("order", ())


def _line(text: str) -> str:
    return f"- {text}"


def _material(row: dict[str, Any]) -> str:
    """Return a material as the notice has it; rows of before have no source."""
    only = f"（{row['only']}）" if row["only"] else ""
    optional = "（可带可不带）" if row.get("is_optional") else ""
    more = (
        ("来源：", row.get("source")),
        ("", row.get("note")),
        ("没有怎么办：", row["ways"]),
    )
    lines = (f"  {label}{text}" for label, text in more if text)
    return "\n".join((f"- {row['name']}{only}{optional}：{row['counts']}", *lines))


def _promise(values: dict[str, Any]) -> str:
    """Return by when it is done, and what does not count."""
    pauses = f"不算在内：{values['pauses']}" if values["pauses"] else ""
    return "；".join(filter(None, (values["promise"], pauses)))


def _where(values: dict[str, Any]) -> Iterator[str]:
    """Yield the windows with their hours; where there is none, who takes it in, and the
    place that the guide names, which notices of before do not have."""
    for row in values["halls"]:
        told = (row["title"], row["phones"], row["address"], row["hours"])
        yield " ".join(filter(None, told))
    if not values["halls"]:
        place = (values.get("location"), values.get("office_hours"))
        yield from filter(None, (values["reception"], " ".join(filter(None, place))))


def _phones(values: dict[str, Any]) -> str:
    """Return whom to ask, and to whom to complain. It is one variable of the text: a mail
    that waits from before has no other."""
    complain = f"监督电话：{values['supervision']}" if values["supervision"] else ""
    asked = values["enquiry"] or values["hotline"]
    return "；".join(filter(None, (asked, complain)))
