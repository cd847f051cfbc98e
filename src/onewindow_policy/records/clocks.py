"""Whether this machine's clock agrees with the database's.

What one process writes with its clock, others read with theirs: due dates, limits and terms
of what was erased go by moments. Machines whose time is kept (NTP) differ by milliseconds.
"""

from datetime import datetime
from datetime import timedelta
from datetime import UTC
from onewindow_policy import logger
from onewindow_policy.records.exceptions import ClocksDiffer
from sqlalchemy import Connection
from sqlalchemy import text

#: By how much clocks may differ without anybody being told, and without harm.
WORTH_TELLING = timedelta(seconds=2)
MOST = timedelta(seconds=60)


def clocks_differ_by(connection: Connection, *, is_sqlite: bool) -> timedelta:
    """Return by how much the database's clock is ahead of this machine's, at least.

    SQLite has no other clock. How long a server takes to answer counts for nobody.
    """
    if is_sqlite:
        return timedelta()
    asked = datetime.now(UTC)
    told = connection.scalar(text("SELECT clock_timestamp()"))
    answered = datetime.now(UTC)
    if told > answered:
        return told - answered
    return min(told - asked, timedelta())


def require_clock(connection: Connection, *, is_sqlite: bool) -> None:
    """Log what is worth telling of the clocks. Raises ClocksDiffer over a minute."""
    difference = abs(clocks_differ_by(connection, is_sqlite=is_sqlite))
    if difference <= WORTH_TELLING:
        return
    message = (
        f"The clocks of this machine and of the database differ by"
        f" {difference.total_seconds():.0f} seconds. Let both be set by the same"
        " time server (NTP)."
    )
    if difference > MOST:
        raise ClocksDiffer(message)
    logger.warning("%s", message)
