"""Jobs for other rooms: what they register, and how it goes."""

from onewindow_policy.jobs.lanes import LONG
from onewindow_policy.jobs.lanes import MESSAGES
from onewindow_policy.jobs.parts import until_done
from onewindow_policy.jobs.retention import EACH_MINUTE
from onewindow_policy.jobs.retention import Retention
from onewindow_policy.jobs.states import ask_for
from onewindow_policy.jobs.states import facts_of_jobs
from onewindow_policy.jobs.states import JobFacts
from onewindow_policy.jobs.times import Daily
from onewindow_policy.jobs.times import Every

__all__ = [
    "EACH_MINUTE",
    "LONG",
    "MESSAGES",
    "Daily",
    "Every",
    "JobFacts",
    "Retention",
    "ask_for",
    "facts_of_jobs",
    "until_done",
]
