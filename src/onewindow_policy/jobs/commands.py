"""Carrying out `onewindow clock`."""

from onewindow_policy.commands.api import entered_site
from onewindow_policy.commands.api import started_zope
from onewindow_policy.commands.exceptions import CommandRefused
from onewindow_policy.jobs.clock import Clock
from onewindow_policy.jobs.running import jobs_by_name
from onewindow_policy.jobs.running import Worker
from onewindow_policy.records.api import RecordsError
from pathlib import Path

import argparse
import signal
import sys


def run(config: Path, options: argparse.Namespace) -> int:
    """Carry out the command in `options`, and return the exit status."""
    worker = Worker(options.site)
    try:
        with started_zope(config):
            # Now, and not with the first job, it is told that there is no such site.
            with entered_site(options.site):
                pass
            if options.once:
                _run_once(worker)
            else:
                _run_on(worker)
    except (CommandRefused, RecordsError) as error:
        print(error, file=sys.stderr)
        return error.exit_status
    return 0


def _run_once(worker: Worker) -> None:
    lanes = sorted({job.lane for job in jobs_by_name().values()})
    count = sum(worker.run_due(lane) for lane in lanes)
    print(f"{count:7} jobs run")


def _run_on(worker: Worker) -> None:
    clock = Clock(worker)
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_args: worker.stopping.set())
    clock.start()
    clock.wait()
    clock.stop()
