"""What staff do with the suggestions about where they work: open, answer, publish.

Whoever asks is passed in, and sees what `scope_of` says; of all others the answer is that
there is no such suggestion.
"""

from dataclasses import dataclass
from dataclasses import field
from datetime import datetime
from onewindow_policy import _
from onewindow_policy.communities.phones import office_phones
from onewindow_policy.communities.scopes import Scope
from onewindow_policy.communities.scopes import scope_of
from onewindow_policy.feedback.details import find_details
from onewindow_policy.feedback.duties import end_duty
from onewindow_policy.feedback.exceptions import AlreadyErased
from onewindow_policy.feedback.exceptions import DetailsLeft
from onewindow_policy.feedback.exceptions import NotPossible
from onewindow_policy.feedback.exceptions import SuggestionChanged
from onewindow_policy.feedback.exceptions import SuggestionUnknown
from onewindow_policy.feedback.exceptions import TextUnfit
from onewindow_policy.feedback.models import ANSWERED
from onewindow_policy.feedback.models import CLOSED
from onewindow_policy.feedback.models import NEW
from onewindow_policy.feedback.models import Suggestion
from onewindow_policy.feedback.permissions import ANSWER_SUGGESTION
from onewindow_policy.feedback.permissions import PUBLISH_SUGGESTION
from onewindow_policy.feedback.telling import tell_answer
from onewindow_policy.records.api import audit
from onewindow_policy.records.api import read_session
from onewindow_policy.records.api import utc_now
from onewindow_policy.records.api import write_session
from sqlalchemy import Select
from sqlalchemy import select

#: Characters of a reply, or of a text to be published.
LONGEST_TEXT = 5000


@dataclass(frozen=True, slots=True)
class OpenedSuggestion:
    """All that is known of a suggestion, in clear: for those who answer it only.

    What the sender wrote is None once it `is_erased`; `version` comes back with what is
    done next.
    """

    number: str
    version: int
    received_at: datetime
    community_code: str | None
    state: str
    is_erased: bool
    message: str | None = field(repr=False)
    name: str | None = field(repr=False)
    contact: str | None = field(repr=False)
    reply: str | None = field(repr=False)
    public_question: str | None
    public_reply: str | None
    published_at: datetime | None
    may_publish: bool


def open_suggestion(number: str, user) -> OpenedSuggestion:
    """Return a suggestion in clear, and note in the audit that `user` opened it.

    Nothing is returned unless the note is written; it is kept when Zope's transaction
    commits. Raises `SuggestionUnknown`.
    """
    found = read_session().scalar(_numbered(number))
    suggestion = _require_within(scope_of(user, ANSWER_SUGGESTION), found)
    opened = OpenedSuggestion(
        number=suggestion.number,
        version=suggestion.version,
        received_at=suggestion.received_at,
        community_code=suggestion.community_code,
        state=suggestion.state,
        is_erased=suggestion.is_erased,
        message=suggestion.message,
        name=suggestion.name,
        contact=suggestion.contact,
        reply=suggestion.reply,
        public_question=suggestion.public_question,
        public_reply=suggestion.public_reply,
        published_at=suggestion.published_at,
        may_publish=scope_of(user, PUBLISH_SUGGESTION).has_community(
            suggestion.community_code
        ),
    )
    audit("suggestion.open", number)
    write_session().flush()
    return opened


def answer_suggestion(number: str, reply: str, user, *, version: int) -> None:
    """Keep what the sender is answered; an earlier answer is replaced. Who left a mail
    address has it by mail too.

    `version` is that of the suggestion the user looked at, as in all that follow. Raises
    `SuggestionUnknown`, `SuggestionChanged`, `AlreadyErased`, `TextUnfit`.
    """
    reply = _fit("reply", reply)
    suggestion = _find_to_change(number, user, ANSWER_SUGGESTION, version)
    _require_not_erased(suggestion)
    suggestion.reply = reply
    tell_answer(suggestion)
    _settle(suggestion, ANSWERED)
    audit("suggestion.answer", number)


def close_suggestion(number: str, user, *, version: int) -> None:
    """Put a new suggestion away without an answer.

    Raises `SuggestionUnknown`, `SuggestionChanged`, `NotPossible`.
    """
    suggestion = _find_to_change(number, user, ANSWER_SUGGESTION, version)
    if suggestion.state != NEW:
        raise NotPossible
    _settle(suggestion, CLOSED)
    audit("suggestion.close", number)


def publish_suggestion(
    number: str, question: str, reply: str, user, *, version: int
) -> None:
    """Show everybody an answered suggestion, in the words of `question` and `reply`.

    They replace those that were published before. Raises `SuggestionUnknown`,
    `SuggestionChanged`, `AlreadyErased`, `NotPossible`, `TextUnfit`, and `DetailsLeft`
    when a text tells who somebody is.
    """
    texts = {
        "public_question": _fit("public_question", question),
        "public_reply": _fit("public_reply", reply),
    }
    phones = office_phones()
    suggestion = _find_to_change(number, user, PUBLISH_SUGGESTION, version)
    _require_not_erased(suggestion)
    if suggestion.state != ANSWERED:
        raise NotPossible
    sender = [each for each in (suggestion.name, suggestion.contact) if each]
    details = {
        name: find_details(text, sender=sender, office_phones=phones)
        for name, text in texts.items()
    }
    if any(details.values()):
        raise DetailsLeft({name: found for name, found in details.items() if found})
    suggestion.public_question = texts["public_question"]
    suggestion.public_reply = texts["public_reply"]
    suggestion.published_at = suggestion.published_at or utc_now()
    suggestion.published_by = user.getId()
    suggestion.version += 1
    audit("suggestion.publish", number)


def unpublish_suggestion(number: str, user, *, version: int) -> None:
    """Take question and answer off the public page, and erase these texts.

    Raises `SuggestionUnknown`, `SuggestionChanged`, `NotPossible`.
    """
    suggestion = _find_to_change(number, user, PUBLISH_SUGGESTION, version)
    if not suggestion.is_published:
        raise NotPossible
    suggestion.public_question = suggestion.public_reply = None
    suggestion.published_at = suggestion.published_by = None
    suggestion.version += 1
    audit("suggestion.unpublish", number)


def _find_to_change(number: str, user, permission: str, version: int) -> Suggestion:
    """Return the suggestion, which nobody else changes until the transaction ends."""
    scope = scope_of(user, permission)
    locking = _numbered(number).with_for_update()
    suggestion = _require_within(scope, write_session().scalar(locking))
    if suggestion.version != version:
        raise SuggestionChanged
    return suggestion


def _numbered(number: str) -> Select[tuple[Suggestion]]:
    return select(Suggestion).where(Suggestion.number == number)


def _require_within(scope: Scope, suggestion: Suggestion | None) -> Suggestion:
    if suggestion is None or not scope.has_community(suggestion.community_code):
        raise SuggestionUnknown
    return suggestion


def _require_not_erased(suggestion: Suggestion) -> None:
    if suggestion.is_erased:
        raise AlreadyErased


def _settle(suggestion: Suggestion, state: str) -> None:
    suggestion.settle(state, utc_now())
    suggestion.version += 1
    end_duty(write_session(), suggestion)


def _fit(field_name: str, text: str) -> str:
    """Return a text without space around it. Raises `TextUnfit`."""
    text = text.strip()
    if not text:
        raise TextUnfit(
            field_name, _("error_text_missing", default="Please write something here.")
        )
    if len(text) > LONGEST_TEXT:
        raise TextUnfit(
            field_name,
            _(
                "error_text_too_long",
                default="Please keep it below ${count} characters.",
                mapping={"count": LONGEST_TEXT},
            ),
        )
    return text
