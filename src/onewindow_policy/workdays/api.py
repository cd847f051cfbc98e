"""The city's time, for everybody else."""

from onewindow_policy.workdays.clock import city_time
from onewindow_policy.workdays.clock import CITY_ZONE
from onewindow_policy.workdays.clock import read_moment
from onewindow_policy.workdays.clock import today
from onewindow_policy.workdays.clock import wall_clock
from onewindow_policy.workdays.clock import zope_moment

__all__ = [
    "CITY_ZONE",
    "city_time",
    "read_moment",
    "today",
    "wall_clock",
    "zope_moment",
]
