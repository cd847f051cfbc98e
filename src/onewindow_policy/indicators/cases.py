"""What is told of applications.

An application is received, accepted and decided in the sense of GB/T 39046-2020 (see
`cases.states`); what was promised is the limit that the guide named, in working days from
acceptance (行政许可法, art. 42, 43 and 82), without the days that do not count (art. 45).

They are told by community, unit, service and channel: online, or taken in at a window.
"""

from onewindow_policy import _
from onewindow_policy.cases.tallies import accepted_cases
from onewindow_policy.cases.tallies import asked_again_cases
from onewindow_policy.cases.tallies import cases_in_time
from onewindow_policy.cases.tallies import decided_cases
from onewindow_policy.cases.tallies import open_cases
from onewindow_policy.cases.tallies import overdue_cases
from onewindow_policy.cases.tallies import received_cases
from onewindow_policy.cases.tallies import undecided_cases
from onewindow_policy.indicators.rows import RowsIndicator

received = RowsIndicator(
    10,
    _("indicator_cases_received", default="Applications received"),
    lambda day: received_cases(day.begins, day.ends),
)
accepted = RowsIndicator(
    20,
    _("indicator_cases_accepted", default="Applications accepted"),
    lambda day: accepted_cases(day.begins, day.ends),
)
asked_again = RowsIndicator(
    25,
    # All that is missing is told once: 行政许可法 art. 32 para. 1 no. 4.
    _("indicator_cases_asked_again", default="Papers asked for again"),
    lambda day: asked_again_cases(day.begins, day.ends),
)
decided = RowsIndicator(
    30,
    _("indicator_cases_decided", default="Applications decided"),
    lambda day: decided_cases(day.begins, day.ends),
)
undecided = RowsIndicator(
    40,
    _("indicator_cases_undecided", default="Applications over without a decision"),
    lambda day: undecided_cases(day.begins, day.ends),
)
in_time = RowsIndicator(
    50,
    _("indicator_cases_in_time", default="Decided within the time promised"),
    lambda day: cases_in_time(day.begins, day.ends, day.date),
    is_share=True,
)
open_at_end = RowsIndicator(
    60,
    _("indicator_cases_open", default="Applications open at the day’s end"),
    lambda day: open_cases(day.ends),
)
overdue = RowsIndicator(
    70,
    _("indicator_cases_overdue", default="Applications overdue at the day’s end"),
    lambda day: overdue_cases(day.ends, day.date),
    # Due dates change as cases are suspended and working days are entered.
    is_of_moment=True,
)
