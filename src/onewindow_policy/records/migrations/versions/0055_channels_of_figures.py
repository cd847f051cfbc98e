"""Figures of applications name the channel that they came by.

They were all told as if they had come online. Where the cases still add up to what was
counted, their figures are told apart; where nobody can know any more, they have no channel.
"""

from alembic import op
from collections import defaultdict
from datetime import datetime
from datetime import time
from datetime import timedelta
from datetime import UTC
from onewindow_policy.records.base import UtcDateTime

import sqlalchemy as sa

revision = "0055"
down_revision = "0054"

ONLINE, UNKNOWN = "online", ""

#: The city's time, which has had no summer time since there are figures.
_AHEAD = timedelta(hours=8)

_DECIDED = ("completed_approved", "completed_refused")
_ACCEPTING = (
    "accept",
    "accept_by_silence",
    "accept_conditionally",
    "complete_at_once",
)

_CASES = sa.table(
    "cases",
    sa.column("id", sa.Uuid()),
    *(
        sa.column(name, sa.String())
        for name in (
            "channel",
            "community_code",
            "unit_code",
            "deciding_unit_code",
            "item_code",
            "state",
        )
    ),
    sa.column("received_at", UtcDateTime()),
    sa.column("closed_at", UtcDateTime()),
    sa.column("due_on", sa.Date()),
).c
_EVENTS = sa.table(
    "case_events",
    sa.column("case_id", sa.Uuid()),
    sa.column("version", sa.Integer()),
    sa.column("at", UtcDateTime()),
    sa.column("transition", sa.String()),
)
_FIGURES = sa.table(
    "figures",
    *(
        sa.column(name, sa.String())
        for name in ("indicator", "division", "unit", "item", "channel")
    ),
    sa.column("day", sa.Date()),
    sa.column("numerator", sa.BigInteger()),
    sa.column("denominator", sa.BigInteger()),
)


def upgrade():
    connection = op.get_bind()
    at_window = sa.select(sa.func.min(_CASES.received_at)).where(
        _CASES.channel != ONLINE
    )
    first = connection.scalar(at_window)
    if first is None:
        return
    figure = _FIGURES.c
    told = (
        sa.select(figure.indicator, figure.day)
        .distinct()
        .where(
            figure.indicator.startswith("cases_"),
            figure.channel == ONLINE,
            figure.day >= (first + _AHEAD).date(),
        )
    )
    days = connection.execute(told).all()
    _let_change(True)
    for indicator, day in days:
        _tell_apart(connection, indicator, day)
    _let_change(False)


def _tell_apart(connection, indicator, day):
    figure = _FIGURES.c
    of_day = sa.and_(
        figure.indicator == indicator, figure.day == day, figure.channel == ONLINE
    )
    counted = _counted_anew(connection, indicator, day)
    for row in connection.execute(sa.select(_FIGURES).where(of_day)).all():
        key = {name: getattr(row, name) for name in ("division", "unit", "item")}
        ways = counted.get(tuple(key.values()), {})
        is_same = ways and _sum(ways) == (row.numerator, row.denominator)
        if is_same and set(ways) == {ONLINE}:
            continue
        this = sa.and_(of_day, *(figure[name] == value for name, value in key.items()))
        connection.execute(sa.delete(_FIGURES).where(this))
        if not is_same:
            ways = {UNKNOWN: (row.numerator, row.denominator)}
        for channel, (numerator, denominator) in ways.items():
            values = {
                **key,
                "indicator": indicator,
                "day": day,
                "channel": channel,
                "numerator": numerator,
                "denominator": denominator,
            }
            connection.execute(sa.insert(_FIGURES).values(values))


def _sum(ways):
    numerators, denominators = zip(*ways.values(), strict=True)
    has_whole = None not in denominators
    return sum(numerators), sum(denominators) if has_whole else None


def _counted_anew(connection, indicator, day):
    """Return numerators and denominators by channel, by division, unit and item; nothing of
    what depends on due dates as they were."""
    begins = datetime.combine(day, time.min, UTC) - _AHEAD
    ends = begins + timedelta(days=1)
    is_over = sa.and_(_CASES.closed_at >= begins, _CASES.closed_at < ends)
    is_decided = _CASES.state.in_(_DECIDED)
    conditions = {
        "cases_received": sa.and_(
            _CASES.received_at >= begins, _CASES.received_at < ends
        ),
        "cases_accepted": _is_accepted(begins, ends),
        "cases_decided": sa.and_(is_over, is_decided),
        "cases_undecided": sa.and_(is_over, ~is_decided),
        "cases_in_time": sa.and_(is_over, is_decided, _CASES.due_on.is_not(None)),
        "cases_open": sa.and_(
            _CASES.received_at < ends,
            sa.or_(_CASES.closed_at.is_(None), _CASES.closed_at >= ends),
        ),
    }
    found = defaultdict(dict)
    if indicator not in conditions:
        return found
    is_accepting = indicator in ("cases_received", "cases_accepted")
    unit = _CASES.unit_code if is_accepting else _CASES.deciding_unit_code
    numerator, denominator = sa.func.count(), sa.null()
    if indicator == "cases_in_time":
        numerator, denominator = numerator.filter(_CASES.due_on >= day), numerator
    by = (_CASES.community_code, unit, _CASES.item_code, _CASES.channel)
    query = (
        sa.select(*by, numerator, denominator)
        .where(conditions[indicator])
        .group_by(*by)
    )
    for division, unit, item, channel, *counts in connection.execute(query):
        found[division, unit or "", item][channel] = tuple(counts)
    return found


def _is_accepted(begins, ends):
    undoing = _EVENTS.alias()
    is_undone = sa.exists().where(
        undoing.c.case_id == _EVENTS.c.case_id,
        undoing.c.version == _EVENTS.c.version + 1,
        undoing.c.transition == "undo",
    )
    return sa.and_(
        _EVENTS.c.case_id == _CASES.id,
        _EVENTS.c.transition.in_(_ACCEPTING),
        _EVENTS.c.at >= begins,
        _EVENTS.c.at < ends,
        ~is_undone,
    )


def _let_change(is_free):
    """Let figures be changed, or have the database refuse it as before (see 0018)."""
    if op.get_bind().dialect.name != "sqlite":
        what = "DISABLE" if is_free else "ENABLE"
        op.execute(f"ALTER TABLE figures {what} TRIGGER figures_only_added")
        return
    for event in ("UPDATE", "DELETE"):
        name = f"figures_no_{event}"
        if is_free:
            op.execute(f"DROP TRIGGER {name}")
        else:
            op.execute(
                f"CREATE TRIGGER {name} BEFORE {event} ON figures BEGIN "
                "SELECT RAISE(ABORT, 'figures are only ever added to'); END"
            )
