"""Rights of the person for everybody else: all they may import of this room."""

from onewindow_policy.rights.areas import areas_of
from onewindow_policy.rights.areas import DECIDE_RIGHTS
from onewindow_policy.rights.areas import TAKE_RIGHTS
from onewindow_policy.rights.requests import ask_at_window
from onewindow_policy.rights.requests import ask_by_code
from onewindow_policy.rights.requests import correct
from onewindow_policy.rights.requests import erase
from onewindow_policy.rights.requests import grant
from onewindow_policy.rights.requests import hand_over_copy
from onewindow_policy.rights.requests import open_requests
from onewindow_policy.rights.requests import refuse

__all__ = [
    "DECIDE_RIGHTS",
    "TAKE_RIGHTS",
    "areas_of",
    "ask_at_window",
    "ask_by_code",
    "correct",
    "erase",
    "grant",
    "hand_over_copy",
    "open_requests",
    "refuse",
]
