"""Duties for other rooms: all they may import of this one, but for its interfaces."""

from onewindow_policy.duties.absences import absences_with
from onewindow_policy.duties.absences import absent_for
from onewindow_policy.duties.absences import Away
from onewindow_policy.duties.absences import away_today
from onewindow_policy.duties.counting import count_duties
from onewindow_policy.duties.counting import duties_of
from onewindow_policy.duties.counting import DutyRow
from onewindow_policy.duties.counting import kinds_for
from onewindow_policy.duties.counting import MOST_OVERDUE_FIRST
from onewindow_policy.duties.deputies import end_absence
from onewindow_policy.duties.deputies import may_name_for
from onewindow_policy.duties.deputies import NAME_DEPUTIES_OF_OTHERS
from onewindow_policy.duties.deputies import NAME_DEPUTY
from onewindow_policy.duties.deputies import name_deputy
from onewindow_policy.duties.deputies import people_to_name_for
from onewindow_policy.duties.deputies import possible_deputies
from onewindow_policy.duties.keeping import DutyFacts
from onewindow_policy.duties.keeping import forget_duties
from onewindow_policy.duties.keeping import open_duties
from onewindow_policy.duties.keeping import recode_duties
from onewindow_policy.duties.keeping import standing_as_open
from onewindow_policy.duties.keeping import turn_to
from onewindow_policy.duties.keeping import with_open_duties
from onewindow_policy.duties.models import Absence
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
    "NAME_DEPUTIES_OF_OTHERS",
    "NAME_DEPUTY",
    "NEVER",
    "WEEK",
    "Absence",
    "Away",
    "DutyFacts",
    "DutyRow",
    "absences_with",
    "absent_for",
    "away_today",
    "count_duties",
    "duties_of",
    "end_absence",
    "forget_duties",
    "kinds_for",
    "mail_settings",
    "may_name_for",
    "name_deputy",
    "open_duties",
    "people_to_name_for",
    "possible_deputies",
    "recode_duties",
    "standing_as_open",
    "turn_to",
    "want_mails",
    "wanted_mails",
    "with_open_duties",
]
