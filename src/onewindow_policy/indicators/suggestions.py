"""What is told of suggestions.

No rule sets a limit for answers of a suggestion box; in time is what the city has settled
(`feedback.settings`), as it stood in the night after the day.
"""

from collections.abc import Callable
from collections.abc import Sequence
from onewindow_policy import _
from onewindow_policy.feedback.tallies import answered_suggestions
from onewindow_policy.feedback.tallies import open_suggestions
from onewindow_policy.feedback.tallies import received_suggestions
from onewindow_policy.feedback.tallies import suggestions_in_time
from onewindow_policy.indicators.counts import Count
from onewindow_policy.indicators.counts import counts_of_rows
from onewindow_policy.indicators.counts import Day
from onewindow_policy.indicators.interfaces import IIndicator
from zope.i18nmessageid import Message
from zope.interface import implementer


@implementer(IIndicator)
class SuggestionIndicator:
    """Counts suggestions by the community that they are about; those about the city as a
    whole are of no division. `read` returns the rows of a day."""

    is_of_moment = False

    def __init__(
        self,
        order: int,
        title: Message,
        read: Callable[[Day], Sequence],
        *,
        is_share: bool = False,
    ):
        self.order = order
        self.title = title
        self._read = read
        self.is_share = is_share

    def tell(self, day: Day) -> list[Count]:
        """See `IIndicator`."""
        return counts_of_rows(self._read(day))


received = SuggestionIndicator(
    110,
    _("indicator_suggestions_received", default="Suggestions received"),
    lambda day: received_suggestions(day.begins, day.ends),
)
answered = SuggestionIndicator(
    120,
    _("indicator_suggestions_answered", default="Suggestions answered"),
    lambda day: answered_suggestions(day.begins, day.ends),
)
in_time = SuggestionIndicator(
    130,
    _("indicator_suggestions_in_time", default="Suggestions answered in time"),
    lambda day: suggestions_in_time(day.begins, day.ends, day.date),
    is_share=True,
)
open_at_end = SuggestionIndicator(
    140,
    _("indicator_suggestions_open", default="Suggestions unanswered at the day’s end"),
    lambda day: open_suggestions(day.ends),
)
