"""Cases for other rooms: all they may import of this one, besides its exceptions."""

from onewindow_policy.cases.addresses import TRACK
from onewindow_policy.cases.archive.storing import count_stored
from onewindow_policy.cases.archive.storing import erase_unless_kept
from onewindow_policy.cases.finders import phone_tail
from onewindow_policy.cases.finders import TAIL_DIGITS
from onewindow_policy.cases.finding import count_search
from onewindow_policy.cases.held import held_case
from onewindow_policy.cases.linking.proving import require_person
from onewindow_policy.cases.numbers import case_number_text
from onewindow_policy.cases.numbers import parse_case_number
from onewindow_policy.cases.settings import notices_on_web
from onewindow_policy.cases.settings import rights_copy_days
from onewindow_policy.cases.settings import rights_reply_days
from onewindow_policy.cases.tracking import open_by_code
from onewindow_policy.cases.tracking import require_code
from onewindow_policy.cases.upkeep import count_kept_without_term

__all__ = [
    "TAIL_DIGITS",
    "TRACK",
    "case_number_text",
    "count_kept_without_term",
    "count_search",
    "count_stored",
    "erase_unless_kept",
    "held_case",
    "notices_on_web",
    "open_by_code",
    "parse_case_number",
    "phone_tail",
    "require_code",
    "require_person",
    "rights_copy_days",
    "rights_reply_days",
]
