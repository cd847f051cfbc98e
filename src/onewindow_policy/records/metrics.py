"""Figures for operators' monitors, in the text that Prometheus reads.

Nothing in them is personal: they count, and say for how long.
"""

from collections.abc import Iterable
from onewindow_policy.records.exceptions import RecordsError
from onewindow_policy.records.health import impatient_engine
from onewindow_policy.records.interfaces import IMetric
from sqlalchemy.exc import SQLAlchemyError
from zope.component import getUtilitiesFor

PREFIX = "onewindow"

#: Of the text (Prometheus, Exposition formats).
CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"


def metrics_text() -> str:
    """Return all figures; while the database is away, only that it is."""
    lines: list[str] = []
    try:
        with impatient_engine().connect() as connection:
            for name, metric in sorted(getUtilitiesFor(IMetric)):
                lines += _said(name, metric.meaning, metric(connection))
        is_up = True
    except (RecordsError, SQLAlchemyError):
        lines, is_up = [], False
    lines += _said("records_up", "Whether the database answers.", [({}, int(is_up))])
    return "\n".join(lines) + "\n"


def _said(
    name: str, meaning: str, found: Iterable[tuple[dict[str, str], float]]
) -> list[str]:
    name = f"{PREFIX}_{name}"
    samples = [f"{name}{_labels(labels)} {number}" for labels, number in found]
    return [f"# HELP {name} {meaning}", f"# TYPE {name} gauge", *samples]


def _labels(labels: dict[str, str]) -> str:
    # Names of our own, which need no quoting.
    inner = ",".join(f'{label}="{value}"' for label, value in labels.items())
    return f"{{{inner}}}" if inner else ""
