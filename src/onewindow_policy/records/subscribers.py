"""What happens when a process starts."""

from onewindow_policy import logger
from onewindow_policy.records.database import get_database
from onewindow_policy.records.exceptions import DatabaseBusy
from onewindow_policy.records.exceptions import DatabaseUnavailable
from onewindow_policy.records.exceptions import KeysMissing


def open_database(_event) -> None:
    """Make the database ready before anybody asks.

    Content is served without it: a database that cannot be reached or must be upgraded
    first is logged, and looked at again when somebody needs it. Without the keys, or
    with a setting that makes no sense, the process does not start.
    """
    try:
        get_database().ensure_ready()
    except KeysMissing:
        raise
    except DatabaseBusy as error:
        logger.warning("Records are made ready later: %s", error)
    except DatabaseUnavailable:
        # It is in the log already.
        return
