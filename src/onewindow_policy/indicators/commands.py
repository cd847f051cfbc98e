"""`onewindow figures`: what it writes."""

from onewindow_policy.indicators.models import Figure
from onewindow_policy.indicators.reading import figures_between
from onewindow_policy.records.api import RecordsError

import argparse
import csv
import sys
import transaction


def run(options: argparse.Namespace) -> int:
    """Write the figures of the days in `options`, and return the exit status."""
    try:
        rows = figures_between(options.day, options.until or options.day)
        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerow(Figure.__table__.columns.keys())
        writer.writerows(rows)
    except RecordsError as error:
        print(error, file=sys.stderr)
        return error.exit_status
    finally:
        transaction.abort()
    return 0
