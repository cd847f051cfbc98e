"""After the disk failed under a commit: content is read anew.

ZODB has the storage clear up before it forgets what a transaction changed. On a disk that
is full a storage in a file fails at that, too. The changes then stay in memory as if they
were stored, and the next commits write half of them: the catalog would come to contradict
itself for good.
"""

from onewindow_policy import logger
from ZODB.Connection import resetCaches
from ZPublisher.interfaces import IPubBeforeAbort

import errno

#: Nothing more can be written: no room, no quota, a broken or read-only disk.
_DISK_FAILS = {errno.ENOSPC, errno.EDQUOT, errno.EIO, errno.EROFS}


def forget_after_failed_write(event: IPubBeforeAbort) -> None:
    """Have all connections forget what they know of the content, once they are closed."""
    failure = event.exc_info[1]
    if isinstance(failure, OSError) and failure.errno in _DISK_FAILS:
        resetCaches()
        logger.error("Nothing can be written: %s.", failure.strerror)
