"""Noting an inquiry: what was sent from one page becomes one inquiry, once."""

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field
from datetime import date
from datetime import timedelta
from onewindow_policy import _
from onewindow_policy.cases.masks import masked_name
from onewindow_policy.cases.masks import masked_phone
from onewindow_policy.cases.papers.numbers import next_number
from onewindow_policy.communities.scopes import scope_of
from onewindow_policy.inquiries.duties import begin_duty
from onewindow_policy.inquiries.exceptions import InquiryUnfit
from onewindow_policy.inquiries.exceptions import InquiryUnknown
from onewindow_policy.inquiries.finding import keep_finders
from onewindow_policy.inquiries.models import AT_WINDOW
from onewindow_policy.inquiries.models import BY_PHONE
from onewindow_policy.inquiries.models import Inquiry
from onewindow_policy.inquiries.notices import NoticeDraft
from onewindow_policy.inquiries.numbers import new_number
from onewindow_policy.inquiries.permissions import RECORD_INQUIRIES
from onewindow_policy.inquiries.printing import template
from onewindow_policy.inquiries.settings import kept_months
from onewindow_policy.inquiries.telling import channel_to
from onewindow_policy.inquiries.telling import send_notice
from onewindow_policy.messages.api import is_offered
from onewindow_policy.messages.api import MAIL
from onewindow_policy.messages.api import SMS
from onewindow_policy.prints.api import printed_with
from onewindow_policy.records.api import DatabaseBusy
from onewindow_policy.records.api import DataKey
from onewindow_policy.records.api import keyed_hash
from onewindow_policy.records.api import read_session
from onewindow_policy.records.api import utc_now
from onewindow_policy.records.api import write_session
from onewindow_policy.typed.contacts import mail_address_of
from onewindow_policy.typed.contacts import read_contact
from onewindow_policy.typed.exceptions import UnfitAnswer
from onewindow_policy.typed.phones import read_phone
from onewindow_policy.workdays.deadlines import end_of_day
from onewindow_policy.workdays.deadlines import local_date
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

import json

#: Characters of what was asked, or told, and of a name or a contact.
LONGEST_TEXT = 2000
LONGEST_LINE = 100

#: For so long ahead a call back can be promised.
LATEST_FOLLOW_UP = timedelta(days=366)

_NUMBER_TRIES = 10


@dataclass(frozen=True, slots=True)
class NewInquiry:
    """What staff of a window note.

    `nonce` is that of the page; `community_code` that of the window, `recorded_by` the user
    id of who sits there; `lives_in` the community where the person lives. `said` is who
    comes and what was replied (see `asking`). `follow_up_on` is the last day to call back.
    `item_code` and `item_title` are None where it is about no service, `notice` where none
    is made; `is_sent_on` says that what it says goes to the contact, a mobile number or a
    mail address then.
    """

    nonce: str = field(repr=False)
    channel: str
    community_code: str
    recorded_by: str
    lives_in: str
    item_code: str | None = None
    item_title: str | None = None
    said: Mapping[str, str] = field(default_factory=dict, repr=False)
    matter: str = field(default="", repr=False)
    told: str = field(default="", repr=False)
    name: str = field(default="", repr=False)
    contact: str = field(default="", repr=False)
    follow_up_on: date | None = None
    notice: NoticeDraft | None = field(default=None, repr=False)
    is_sent_on: bool = False


def record_inquiry(new: NewInquiry, user) -> str:
    """Note an inquiry, or find what this very sending became earlier; return its number.

    It is kept when Zope's transaction commits. A notice takes its number as late as can be,
    as others who issue something wait from then on. Raises `InquiryUnfit`, and
    `InquiryUnknown` where `user` sits at no such window.
    """
    if not scope_of(user, RECORD_INQUIRIES).has_community(new.community_code):
        raise InquiryUnknown
    _require_fit(new)
    nonce_hash = keyed_hash(f"{new.nonce}\0{_content_of(new)}", "inquiry nonce")
    earlier = _recorded_earlier(read_session(), nonce_hash)
    if earlier is not None:
        return earlier
    inquiry = _sealed(new, nonce_hash)
    session = write_session()
    for _try in range(_NUMBER_TRIES):
        inquiry.number = new_number(inquiry.received_at)
        inquiry.paper_number = None
        try:
            with session.begin_nested():
                session.add(inquiry)
                session.flush()
                begin_duty(session, inquiry)
                if inquiry.issuer is not None:
                    year = local_date(inquiry.received_at).year
                    inquiry.paper_number = next_number(session, inquiry.issuer, year)
                    session.flush()
        except IntegrityError:
            earlier = _recorded_earlier(session, nonce_hash)
            if earlier is not None:
                return earlier
        else:
            if new.is_sent_on:
                send_notice(inquiry)
            return inquiry.number
    raise DatabaseBusy("Every number that was drawn is taken.")


def masked_asker(name: str | None, contact: str | None) -> str | None:
    """Return what lists show of who asked, None where nothing is known."""
    parts = []
    if name:
        parts.append(masked_name(name))
    if contact:
        parts.append(_masked_contact(contact))
    return " ".join(parts) or None


def _masked_contact(contact: str) -> str:
    """Return a contact less identifying: of what is neither a phone nor a mail address
    nothing, since anything may stand there."""
    address = mail_address_of(contact)
    if address is not None:
        return f"***@{address.rpartition('@')[2]}"
    try:
        return masked_phone(read_phone(contact))
    except UnfitAnswer:
        return "***"


def _recorded_earlier(session: Session, nonce_hash: bytes) -> str | None:
    query = select(Inquiry.number).where(Inquiry.nonce_hash == nonce_hash)
    return session.scalar(query)


def _content_of(new: NewInquiry) -> str:
    """Return what tells these values from others."""
    told = (
        *(new.channel, new.community_code, new.lives_in, new.item_code),
        *(dict(new.said), new.matter, new.told, new.name, new.contact),
        new.follow_up_on.isoformat() if new.follow_up_on else None,
        # Who changes their mind and wants it printed has another inquiry with a notice.
        new.notice is not None,
        new.is_sent_on,
    )
    return json.dumps(told, ensure_ascii=False, sort_keys=True)


def _require_fit(new: NewInquiry) -> None:
    """Raise `InquiryUnfit` for what cannot be kept, or would tell nobody anything."""
    for name, longest in (
        *(("matter", LONGEST_TEXT), ("told", LONGEST_TEXT)),
        *(("name", LONGEST_LINE), ("contact", LONGEST_LINE)),
    ):
        length = len(getattr(new, name))
        if length > longest:
            raise InquiryUnfit(name, _too_long(longest, length))
    if new.item_code is None and not new.matter:
        raise InquiryUnfit("matter", _NO_MATTER)
    if new.notice is None and not new.told and new.follow_up_on is None:
        raise InquiryUnfit("told", _NOTHING_TOLD)
    if new.channel not in (AT_WINDOW, BY_PHONE):
        raise InquiryUnfit("channel", _NO_CHANNEL)
    if new.is_sent_on and channel_to(read_contact(new.contact)) is None:
        raise InquiryUnfit("contact", _no_address())
    if new.follow_up_on is None:
        return
    today = local_date(utc_now())
    if not today <= new.follow_up_on <= today + LATEST_FOLLOW_UP:
        raise InquiryUnfit("follow_up_on", _NO_DAY_AHEAD)
    if not new.contact:
        raise InquiryUnfit("contact", _NO_CONTACT)


def _sealed(new: NewInquiry, nonce_hash: bytes) -> Inquiry:
    now = utc_now()
    notice = new.notice
    contact = read_contact(new.contact) if new.contact else None
    inquiry = Inquiry(
        DataKey.create(),
        version=1,
        nonce_hash=nonce_hash,
        received_at=now,
        channel=new.channel,
        community_code=new.community_code,
        recorded_by=new.recorded_by,
        lives_in=new.lives_in,
        item_code=new.item_code,
        item_title=new.item_title,
        guide_version=notice.guide_version if notice is not None else "",
        has_contact=contact is not None,
        follow_up_on=new.follow_up_on,
        kept_months=kept_months(),
        said=dict(new.said) or None,
        matter=new.matter or None,
        told=new.told or None,
        name=new.name or None,
        contact=contact,
        masked=masked_asker(new.name, contact),
    )
    keep_finders(inquiry)
    if notice is not None:
        made_with = printed_with(template())
        inquiry.issuer = notice.issuer
        inquiry.template_version = made_with.template
        inquiry.typst_version = made_with.typst
        inquiry.fonts_version = made_with.fonts
        inquiry.values = notice.values
    # A call that nobody makes keeps nothing for ever.
    waits = new.follow_up_on is not None
    inquiry.keep_from(end_of_day(new.follow_up_on) if waits else now)
    return inquiry


def _no_address():
    """Return what is asked for: a contact that something can be sent to here."""
    if not is_offered(SMS):
        return _NO_ADDRESS
    return _NO_MOBILE_OR_ADDRESS if is_offered(MAIL) else _NO_MOBILE


def _too_long(longest: int, length: int):
    return _(
        "error_inquiry_too_long",
        default="At most ${longest} characters fit here, and these are ${length}.",
        mapping={"longest": longest, "length": length},
    )


_NO_MATTER = _(
    "error_inquiry_no_matter",
    default="Write down what was asked: no service is chosen that would say so.",
)
_NOTHING_TOLD = _(
    "error_inquiry_nothing_told",
    default=(
        "Write down what you told them, or by which day you call back; or print the notice."
    ),
)
_NO_CHANNEL = _("error_inquiry_no_channel", default="Say whether they came or called.")
_NO_DAY_AHEAD = _(
    "error_inquiry_day_not_ahead",
    default="The day of the call must be today or later, within a year.",
)
_NO_ADDRESS = _(
    "error_inquiry_no_address",
    default="Enter the e-mail address that the notice goes to.",
)
_NO_MOBILE = _(
    "error_inquiry_no_mobile",
    default="Enter the mobile number that the notice goes to: 11 digits.",
)
_NO_MOBILE_OR_ADDRESS = _(
    "error_inquiry_no_mobile_or_address",
    default="Enter the mobile number or the e-mail address that the notice goes to.",
)
_NO_CONTACT = _(
    "error_inquiry_no_contact",
    default="Nobody could call back without a number: enter the phone.",
)
