"""As many cases as a city keeps: rows as lists read them, made from a registered one."""

from collections.abc import Callable
from collections.abc import Iterator
from datetime import date
from datetime import datetime
from datetime import timedelta
from datetime import UTC
from onewindow_policy.cases.models import Case
from onewindow_policy.cases.states import AWAITING_CORRECTION
from onewindow_policy.cases.states import COMPLETED_APPROVED
from onewindow_policy.cases.states import COMPLETED_REFUSED
from onewindow_policy.cases.states import IN_PROGRESS
from onewindow_policy.cases.states import OPEN_STATES
from onewindow_policy.cases.states import RECEIVED
from onewindow_policy.cases.states import SUBMITTED
from onewindow_policy.cases.submissions import register_case
from onewindow_policy.forms.api import BY_POST
from onewindow_policy.forms.api import HANDED_OVER
from onewindow_policy.records.api import read_session
from onewindow_policy.records.database import get_database
from onewindow_policy.testing.cases import submission
from sqlalchemy import insert
from sqlalchemy import select
from sqlalchemy import text
from uuid import uuid4

import json
import transaction

#: As many communities as a city has, a hundred in a district.
COMMUNITIES = [f"9901{number:08d}" for number in range(4_000)]

#: Where there is a window in each, departments have the steps between.
UNITS = [f"bm-{number:02d}" for number in range(20)]

CLERKS = [f"clerk-{number:03d}" for number in range(300)]

#: Of twenty cases, so many are in which state: cities keep far more than they have open.
MIXED = [RECEIVED, IN_PROGRESS, COMPLETED_REFUSED, *[COMPLETED_APPROVED] * 17]

#: Of seven that came in, so many wait for whom; a unit accepts every second one.
CAME_IN = [AWAITING_CORRECTION, SUBMITTED, *[RECEIVED] * 5]

#: A step is due up to so many days before its case.
STEP_DAYS = 5

WAITS = [BY_POST, HANDED_OVER, HANDED_OVER]

#: By when the first one is due, and after how many days they are due on the same days.
FIRST_DUE = date(2024, 1, 8)
DUE_DAYS = 900

#: Of what is closed, the older part is only stored.
STORED_SHARE = 0.5

_BATCH = 5_000


def _scattered(number: int) -> int:
    """Return a number that stays the same, and goes with no other pattern."""
    return (number + 1) * 2_654_435_761 % 2**32 >> 8


def _rows(
    pattern: dict, seal: Callable[[bytes, str], bytes], numbers: range, count: int
) -> Iterator:
    """Yield a row for each number of `count`, like `pattern`, in a place and a state of its
    own."""
    begun = datetime(2024, 1, 1, tzinfo=UTC)
    masked = json.dumps(
        {"name": "赵*华", "id_number": "990102********4219", "phone": "139****1234"}
    ).encode()
    for number in numbers:
        key = uuid4()
        received = begun + timedelta(seconds=53 * number)
        nth = number // len(MIXED)
        state = MIXED[number % len(MIXED)]
        if state == RECEIVED:
            state = CAME_IN[nth % len(CAME_IN)]
        is_open = state in OPEN_STATES
        # Whatever the state, it is of any place and any unit.
        place = _scattered(number)
        unit = UNITS[place // len(COMMUNITIES) % len(UNITS)]
        due = FIRST_DUE + timedelta(days=nth % DUE_DAYS)
        # One of a hundred results waits, and of these one of three goes by post.
        waits = None if is_open or number % 100 != 2 else number // 100 % 3
        runs_out = not is_open and number % 20 == 7
        is_done = not is_open and waits is None and not runs_out
        is_stored = is_done and number < count * STORED_SHARE
        yield {
            **pattern,
            "id": key,
            "number": f"{number:015d}",
            "nonce_hash": key.bytes,
            "community_code": COMMUNITIES[place % len(COMMUNITIES)],
            # One of twenty came in at a window of another community.
            "taken_in_at": COMMUNITIES[_scattered(place) % len(COMMUNITIES)]
            if nth % 20 == 0
            else None,
            "state": state,
            "received_at": received,
            "closed_at": None if is_open else received,
            "due_on": due,
            # Every second one of those that somebody has begun with.
            "assignee": CLERKS[nth // 2 % len(CLERKS)] if is_open and nth % 2 else None,
            "unit_code": unit if place % 2 else None,
            "deciding_unit_code": unit,
            "step_name": "审核" if state == IN_PROGRESS else None,
            "step_unit_code": unit if state == IN_PROGRESS else None,
            "step_due_on": due - timedelta(days=nth % STEP_DAYS)
            if state == IN_PROGRESS
            else None,
            "handing_out": None if waits is None else WAITS[waits],
            # One of twenty results runs out.
            "runs_out_on": due if runs_out else None,
            "stored_at": received if is_stored else None,
            "masked_sealed": seal(masked, f"cases.masked:{key}"),
        }


def fill(count: int) -> None:
    """Fill the empty table with as many cases, under one key, and have it analysed."""
    register_case(submission())
    transaction.commit()
    case = read_session().scalars(select(Case)).one()
    key = case.data_key
    columns = Case.__table__.columns
    pattern = {each.name: getattr(case, each.key) for each in columns}
    with get_database().writing.begin() as connection:
        for start in range(0, count, _BATCH):
            numbers = range(start, min(start + _BATCH, count))
            connection.execute(
                insert(Case.__table__), list(_rows(pattern, key.seal, numbers, count))
            )
        connection.execute(text("ANALYZE"))
    transaction.abort()
