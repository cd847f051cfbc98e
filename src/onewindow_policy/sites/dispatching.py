"""Waitress, whose threads know since when a request waits, and which has one to spare.

As many requests as there are threads can wait for the same lock. Who watches the portal
must be answered meanwhile, or takes a portal that waits for one that is dead.
"""

from dataclasses import dataclass
from onewindow_policy.jobs.clock import Clock
from onewindow_policy.jobs.clock import is_clock_wanted
from onewindow_policy.jobs.running import Worker
from onewindow_policy.records.patience import arrived
from onewindow_policy.sites.api import SITE_ID
from onewindow_policy.sites.refusals import RefusalTask
from time import monotonic
from waitress import serve
from waitress.adjustments import Adjustments
from waitress.channel import HTTPChannel
from waitress.server import create_server
from waitress.task import ThreadedTaskDispatcher

HEALTH = "/@@health"

#: How many connections may be open. Varnish keeps those of a burst open for a minute: with
#: Waitress's 100 whoever comes by one more would wait that long for nothing.
CONNECTIONS = {"connection_limit": 2000, "asyncore_use_poll": True}


@dataclass(frozen=True, slots=True)
class Waiting:
    """A request of a browser that was read at a `moment`, in seconds of `monotonic`."""

    channel: HTTPChannel
    moment: float

    def service(self) -> None:
        """Answer it."""
        with arrived(self.moment):
            self.channel.service()

    def cancel(self) -> None:
        """Drop it: the server ends."""
        self.channel.cancel()


class Dispatcher(ThreadedTaskDispatcher):
    """Threads for pages, and one for the health check."""

    def __init__(self):
        super().__init__()
        self.apart = ThreadedTaskDispatcher()

    def set_thread_count(self, count: int) -> None:
        """See `ThreadedTaskDispatcher`."""
        super().set_thread_count(count)
        self.apart.set_thread_count(min(count, 1))

    def add_task(self, task: HTTPChannel) -> None:
        """See `ThreadedTaskDispatcher`."""
        task.error_task_class = RefusalTask
        waiting = Waiting(task, monotonic())
        if _asks_for_health(task):
            self.apart.add_task(waiting)
        else:
            super().add_task(waiting)

    def shutdown(self, cancel_pending: bool = True, timeout: float = 5) -> bool:
        """See `ThreadedTaskDispatcher`."""
        self.apart.shutdown(cancel_pending, timeout)
        return super().shutdown(cancel_pending, timeout)


def _asks_for_health(channel: HTTPChannel) -> bool:
    request = channel.requests[0]
    # What could not be read has no path.
    return not request.error and request.path.endswith(HEALTH)


def serve_paste(application, _global_settings, **settings) -> int:
    """Serve until the process ends: PasteDeploy's `server_runner`, see zope.ini.

    Only what serves has a clock.
    """
    settings = {**CONNECTIONS, **settings}
    dispatcher = Dispatcher()
    dispatcher.set_thread_count(Adjustments(**settings).threads)
    if is_clock_wanted():
        Clock(Worker(SITE_ID)).start()
    serve(
        application,
        _server=lambda app, **others: create_server(
            app, _dispatcher=dispatcher, **others
        ),
        **settings,
    )
    return 0
