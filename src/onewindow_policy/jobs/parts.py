"""Work that is done part after part, each in a transaction of its own."""

from collections.abc import Callable

import transaction

#: Somebody else may hold what is changed; the server retries as often.
TRIES = 4


def until_done(step: Callable[[], int], keep_on: Callable[[], None]) -> int:
    """Do a step, each time in a transaction of its own, until it finds nothing more; return
    how much it found. `keep_on` is called between two of them: that of a job's run raises
    what ends the job."""
    count = 0
    while found := transaction.manager.run(step, tries=TRIES):
        count += found
        keep_on()
    return count
