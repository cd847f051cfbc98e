"""Whether messages go: for the health check, which waits for nothing."""

from datetime import timedelta
from onewindow_policy.messages.deciding import is_undone
from onewindow_policy.messages.holding import waits_since
from onewindow_policy.messages.models import Message
from onewindow_policy.messages.settings import late_after_minutes
from onewindow_policy.messages.states import SENDING
from onewindow_policy.messages.states import WAITING
from onewindow_policy.records.api import impatient_engine
from onewindow_policy.records.api import RecordsError
from onewindow_policy.records.api import utc_now
from sqlalchemy import exists
from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError

OK = "ok"
FAILED = "failed"

#: One has waited for longer than it should.
LATE = "late"

#: There are some about which somebody has to decide.
UNDONE = "undone"


def messages_state() -> str:
    """Return `ok`, `late` or `undone`, and `failed` where the database does not say."""
    late_from = utc_now() - timedelta(minutes=late_after_minutes())
    is_late = exists().where(
        Message.state.in_((WAITING, SENDING)), waits_since() < late_from
    )
    try:
        with impatient_engine().connect() as connection:
            late, undone = connection.execute(
                select(is_late, exists().where(is_undone()))
            ).one()
    except (RecordsError, SQLAlchemyError):
        return FAILED
    if late:
        return LATE
    return UNDONE if undone else OK
