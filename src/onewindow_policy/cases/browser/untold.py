"""What no message told, on the page of a case: the window phones."""

from collections.abc import Sequence
from onewindow_policy import _
from onewindow_policy.cases.untold import tell_by_phone
from zope.i18nmessageid import Message

_NOT_GONE = _("text_untold_not_gone", default="${title}, ${moment}: not delivered")
_NOT_KNOWN = _(
    "text_untold_not_known",
    default="${title}, ${moment}: nobody knows whether it arrived",
)
_BAD_NUMBER = _(
    "text_untold_number",
    default="The mobile number takes no short messages; it may be wrong.",
)
_NO_MAILBOX = _("text_untold_mailbox", default="There is no such mailbox.")

#: What is known of why, by what a gateway or a mail server gave as its reason.
_WHY = {**dict.fromkeys(("number", "blocked"), _BAD_NUMBER), "550": _NO_MAILBOX}


class UntoldAtDesk:
    """The part of a case at the desk that is about it; see `CaseView`."""

    @property
    def untold(self) -> list[dict]:
        """The messages that did not go, or of which nobody knows, with what is known of
        why."""
        if self.is_sealed or self.case is None:
            return []
        return [
            {
                "text": self.words(
                    Message(
                        _NOT_KNOWN if each.is_uncertain else _NOT_GONE,
                        mapping={
                            "title": self.words(each.title),
                            "moment": self.words.moment(each.created_at),
                        },
                    )
                ),
                "why": _WHY.get(each.reason or ""),
            }
            for each in self.case.untold
        ]

    @property
    def may_phone(self) -> bool:
        return not self.is_sealed and self.case.may_phone

    def note_phoned(self) -> Message:
        """Note that it was told on the phone; return what is said then."""
        tell_by_phone(self.number, self.user, words=self._note_words)
        return _(
            "message_told_by_phone",
            default="Noted that you told it on the phone. It is not sent any more.",
        )

    def _note_words(self, titles: Sequence[Message]) -> str:
        """Return what colleagues read among the notes."""
        return self.words(
            _(
                "note_told_by_phone",
                default="Told on the phone, as no message arrived: ${titles}",
                mapping={"titles": "；".join(map(self.words, titles))},
            )
        )
