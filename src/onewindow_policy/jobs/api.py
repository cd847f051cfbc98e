"""Jobs for other rooms: what they register, and the clock that runs it."""

from onewindow_policy.jobs.lanes import LONG
from onewindow_policy.jobs.retention import EACH_MINUTE
from onewindow_policy.jobs.retention import Retention

__all__ = [
    "EACH_MINUTE",
    "LONG",
    "Retention",
]
