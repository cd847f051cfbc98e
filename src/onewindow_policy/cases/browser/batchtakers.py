"""To whom several cases are given at once, and why: colleagues, or another window."""

from functools import cached_property
from onewindow_policy import _
from onewindow_policy.accounts.api import staff_name
from onewindow_policy.cases.batching import common_colleagues
from onewindow_policy.cases.batching import common_windows
from onewindow_policy.cases.batching import HAND_OVER
from onewindow_policy.cases.states import CHANGE_WINDOW
from onewindow_policy.cases.states import COLLEAGUE
from onewindow_policy.cases.states import REASON
from onewindow_policy.cases.states import WINDOW
from onewindow_policy.cases.transferring.whereabouts import name_of
from zope.i18nmessageid import Message

#: What is given with the steps that give cases to somebody, and what is said of it.
_TAKERS = {HAND_OVER: COLLEAGUE, CHANGE_WINDOW: WINDOW}
_TAKER_LABELS = {
    COLLEAGUE: _("label_case_colleague", default="To whom?"),
    WINDOW: _("label_case_window", default="To which window?"),
}
_NO_TAKER = {
    COLLEAGUE: _(
        "text_batch_no_colleague",
        default=(
            "Nobody can take all of these cases. Hand them over apart, those of each"
            " community together."
        ),
    ),
    WINDOW: _(
        "text_batch_no_window",
        default=(
            "You coordinate no window that can take all of these cases. Give them apart,"
            " those of each district together."
        ),
    ),
}
_REASON_HINTS = {
    COLLEAGUE: _("hint_case_reason_inside", default="Your colleagues read it."),
    WINDOW: _(
        "hint_change_window",
        default=(
            "The applicant and both windows read it. The papers stay where they are until"
            " they are handed on with a list."
        ),
    ),
}


class TakersOfTicked:
    """The part of `BatchView` that is about who takes them."""

    @property
    def taker(self) -> str:
        """What is asked for where they are given to somebody, "" where they are not."""
        return _TAKERS.get(self.action, "")

    @cached_property
    def takers(self) -> list[dict]:
        """To whom all of them can be given."""
        chosen = self.submitted(self.taker)
        if self.is_unread:
            # Who can take them is not known now; who was chosen stays so.
            title = _taker_title(self.taker, chosen) if chosen else ""
            return [{"value": chosen, "title": title, "is_chosen": True}]
        common = common_windows if self.taker == WINDOW else common_colleagues
        found = common((row.number for row in self.going), self.user)
        return [
            {"value": value, "title": title, "is_chosen": value == chosen}
            for value, title in found.items()
        ]

    @property
    def taker_label(self) -> Message:
        return _TAKER_LABELS[self.taker]

    @property
    def no_taker(self) -> Message:
        return _NO_TAKER[self.taker]

    @property
    def reason_hint(self) -> Message:
        return _REASON_HINTS[self.taker]

    @property
    def has_takers(self) -> bool:
        """Whether somebody can take them all, where they are given to somebody; what was
        typed stays in any case."""
        if not self.taker:
            return True
        return self.is_unread or bool(self.takers or self.reason)

    @property
    def reason(self) -> str:
        """What was typed as the reason."""
        return self.submitted(REASON)


def _taker_title(name: str, chosen: str) -> str:
    return name_of(chosen) if name == WINDOW else staff_name(chosen)
