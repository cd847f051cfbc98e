"""Duties for other rooms: all they may import of this one, but for its interfaces."""

from onewindow_policy.duties.counting import count_duties
from onewindow_policy.duties.counting import duties_of
from onewindow_policy.duties.counting import DutyRow
from onewindow_policy.duties.counting import kinds_for
from onewindow_policy.duties.counting import MOST_OVERDUE_FIRST
from onewindow_policy.duties.keeping import DutyFacts
from onewindow_policy.duties.keeping import forget_duties
from onewindow_policy.duties.keeping import open_duties
from onewindow_policy.duties.keeping import recode_duties
from onewindow_policy.duties.keeping import turn_to
from onewindow_policy.duties.models import DONE
from onewindow_policy.duties.models import LAPSED
from onewindow_policy.duties.models import NEVER
from onewindow_policy.duties.settings import mail_settings
from onewindow_policy.duties.wishes import DAY
from onewindow_policy.duties.wishes import want_mails
from onewindow_policy.duties.wishes import wanted_mails
from onewindow_policy.duties.wishes import WEEK

__all__ = [
    "DAY",
    "DONE",
    "LAPSED",
    "MOST_OVERDUE_FIRST",
    "NEVER",
    "WEEK",
    "DutyFacts",
    "DutyRow",
    "count_duties",
    "duties_of",
    "forget_duties",
    "kinds_for",
    "mail_settings",
    "open_duties",
    "recode_duties",
    "turn_to",
    "want_mails",
    "wanted_mails",
]
