"""The city's time, for everybody else.

The calendar and due dates are imported from their modules: they ask the registry, and what
only wants the time, such as a command, starts no Zope for it.
"""

from onewindow_policy.workdays.clock import city_time
from onewindow_policy.workdays.clock import CITY_ZONE
from onewindow_policy.workdays.clock import day_text
from onewindow_policy.workdays.clock import read_moment
from onewindow_policy.workdays.clock import time_text
from onewindow_policy.workdays.clock import today
from onewindow_policy.workdays.clock import wall_clock
from onewindow_policy.workdays.clock import zope_moment

__all__ = [
    "CITY_ZONE",
    "city_time",
    "day_text",
    "read_moment",
    "time_text",
    "today",
    "wall_clock",
    "zope_moment",
]
