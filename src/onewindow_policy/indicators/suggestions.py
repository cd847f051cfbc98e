"""What is told of suggestions.

No rule sets a limit for answers of a suggestion box; in time is what the city has settled
(`feedback.settings`), as it stood in the night after the day. They are counted by the
community that they are about; those about the city as a whole are of no division.
"""

from onewindow_policy import _
from onewindow_policy.feedback.tallies import answered_suggestions
from onewindow_policy.feedback.tallies import open_suggestions
from onewindow_policy.feedback.tallies import received_suggestions
from onewindow_policy.feedback.tallies import suggestions_in_time
from onewindow_policy.indicators.rows import RowsIndicator

received = RowsIndicator(
    110,
    _("indicator_suggestions_received", default="Suggestions received"),
    lambda day: received_suggestions(day.begins, day.ends),
)
answered = RowsIndicator(
    120,
    _("indicator_suggestions_answered", default="Suggestions answered"),
    lambda day: answered_suggestions(day.begins, day.ends),
)
in_time = RowsIndicator(
    130,
    _("indicator_suggestions_in_time", default="Suggestions answered in time"),
    lambda day: suggestions_in_time(day.begins, day.ends, day.date),
    is_share=True,
)
open_at_end = RowsIndicator(
    140,
    _("indicator_suggestions_open", default="Suggestions unanswered at the day’s end"),
    lambda day: open_suggestions(day.ends),
)
