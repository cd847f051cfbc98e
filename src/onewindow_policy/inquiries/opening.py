"""What staff do with inquiries of their windows: open one, print its notice, call back.

Whoever asks is passed in, and sees what `scope_of` says; of all others the answer is that
there is no such inquiry.
"""

from dataclasses import dataclass
from dataclasses import field
from datetime import date
from datetime import datetime
from onewindow_policy import _
from onewindow_policy.communities.scopes import scope_of
from onewindow_policy.inquiries.duties import end_duty
from onewindow_policy.inquiries.exceptions import InquiryChanged
from onewindow_policy.inquiries.exceptions import InquiryUnfit
from onewindow_policy.inquiries.exceptions import InquiryUnknown
from onewindow_policy.inquiries.exceptions import NoNotice
from onewindow_policy.inquiries.models import Inquiry
from onewindow_policy.inquiries.permissions import RECORD_INQUIRIES
from onewindow_policy.inquiries.printing import issued_notice
from onewindow_policy.inquiries.printing import IssuedNotice
from onewindow_policy.inquiries.recording import LONGEST_TEXT
from onewindow_policy.records.api import audit
from onewindow_policy.records.api import read_session
from onewindow_policy.records.api import utc_now
from onewindow_policy.records.api import write_session
from sqlalchemy import select


@dataclass(frozen=True, slots=True)
class OpenedInquiry:
    """All that is known of an inquiry, in clear: for staff of its window only.

    What was said is None once it `is_erased`; `version` comes back with what is done next.
    """

    number: str
    version: int
    received_at: datetime
    channel: str
    community_code: str
    lives_in: str
    recorded_by: str
    item_code: str | None
    item_title: str | None
    follow_up_on: date | None
    followed_up_at: datetime | None
    followed_up_by: str | None
    paper_number: str | None
    is_erased: bool
    matter: str | None = field(repr=False)
    told: str | None = field(repr=False)
    name: str | None = field(repr=False)
    contact: str | None = field(repr=False)
    follow_up_note: str | None = field(repr=False)

    @property
    def waits_for_call(self) -> bool:
        return self.follow_up_on is not None and self.followed_up_at is None


_OPENED = OpenedInquiry.__dataclass_fields__


def open_inquiry(number: str, user) -> OpenedInquiry:
    """Return an inquiry in clear, and note in the audit that `user` opened it.

    Nothing is returned unless the note is written; it is kept when Zope's transaction
    commits. Raises `InquiryUnknown`.
    """
    found = read_session().scalar(_numbered(number))
    inquiry = _require_within(found, user)
    opened = OpenedInquiry(**{name: getattr(inquiry, name) for name in _OPENED})
    audit("inquiry.open", number)
    write_session().flush()
    return opened


def open_notice(number: str, user) -> IssuedNotice:
    """Return the notice of an inquiry, and note in the audit that `user` prints it.

    Raises `InquiryUnknown`, `NoNotice`.
    """
    inquiry = _require_within(read_session().scalar(_numbered(number)), user)
    if inquiry.paper_number is None or inquiry.is_erased:
        raise NoNotice
    notice = issued_notice(inquiry)
    audit("inquiry.print", number, inquiry.paper_number)
    # What cannot be noted is not shown.
    write_session().flush()
    return notice


def note_call(number: str, note: str, user, *, version: int) -> None:
    """Note that somebody called back, and what was said.

    `version` is that of the inquiry the user looked at. Raises `InquiryUnknown`,
    `InquiryChanged`, `InquiryUnfit`.
    """
    query = _numbered(number).with_for_update(of=Inquiry)
    inquiry = _require_within(write_session().scalar(query), user)
    if inquiry.version != version or not inquiry.waits_for_call or inquiry.is_erased:
        raise InquiryChanged
    note = note.strip()
    if not note:
        raise InquiryUnfit("note", _NO_NOTE)
    if len(note) > LONGEST_TEXT:
        raise InquiryUnfit("note", _LONG_NOTE)
    inquiry.follow_up_note = note
    inquiry.followed_up_at = utc_now()
    inquiry.followed_up_by = user.getId()
    inquiry.version += 1
    inquiry.keep_from(inquiry.followed_up_at)
    end_duty(write_session(), inquiry)
    audit("inquiry.call_back", number)


def _numbered(number: str):
    return select(Inquiry).where(Inquiry.number == number)


def _require_within(inquiry: Inquiry | None, user) -> Inquiry:
    scope = scope_of(user, RECORD_INQUIRIES)
    if inquiry is None or not scope.has_community(inquiry.community_code):
        raise InquiryUnknown
    return inquiry


_NO_NOTE = _(
    "error_call_without_note",
    default="Write down what was said, or that nobody could be reached and what then.",
)
_LONG_NOTE = _(
    "error_call_note_too_long",
    default="At most ${longest} characters fit here.",
    mapping={"longest": LONGEST_TEXT},
)
