"""The orders of lists of cases, as indexes have them."""

from onewindow_policy.cases.models import Case
from onewindow_policy.records.api import KeyOrder
from sqlalchemy import Date
from sqlalchemy import func
from sqlalchemy import literal_column

#: What has no due date comes last, where the list is ordered by them. A literal, as in the
#: index.
NEVER = literal_column("'9999-12-31'", Date)

NEWEST_FIRST = KeyOrder(Case.received_at, Case.number, is_descending=True)
DUE_FIRST = KeyOrder(func.coalesce(Case.due_on, NEVER), Case.number)
#: Of results that run out.
END_FIRST = KeyOrder(Case.runs_out_on, Case.number)
