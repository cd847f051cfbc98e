"""The server of the content, where several processes share it (`make zeo`)."""

from onewindow_policy.sites.instance import Instance

import socket
import time

#: How long a portal that is started together with that server waits for it.
PATIENCE_SECONDS = 60

BETWEEN_SECONDS = 0.5


def wait_for_content(instance: Instance, patience: float = PATIENCE_SECONDS) -> bool:
    """Wait until the content can be had, where another process has it.

    :param patience: how long to wait, in seconds
    :returns: whether somebody answers; always True where the process opens the content
    """
    if instance.storage != "zeoclient":
        return True
    end = time.monotonic() + patience
    while not _answers(instance):
        if time.monotonic() > end:
            return False
        time.sleep(BETWEEN_SECONDS)
    return True


def _answers(instance: Instance) -> bool:
    with socket.socket(socket.AF_UNIX) as probe:
        try:
            probe.connect(str(instance.content_socket))
        except OSError:
            return False
    return True
