"""What is told of inquiries.

They are counted where they were noted, by service and by the way in which somebody asked:
at the window, or by phone. No rule asks for them; a city sees by them where a guide leaves
people asking.
"""

from onewindow_policy import _
from onewindow_policy.indicators.rows import RowsIndicator
from onewindow_policy.inquiries.tallies import received_inquiries

received = RowsIndicator(
    100,
    _("indicator_inquiries_received", default="Inquiries"),
    lambda day: received_inquiries(day.begins, day.ends),
)
