"""Figures of each day; moments that they are counted by are found by an index."""

from alembic import op
from onewindow_policy.records.base import UtcDateTime

import sqlalchemy as sa

revision = "0018"
down_revision = "0017"

REFUSE_ON_SQLITE = """
CREATE TRIGGER {table}_no_{event} BEFORE {event} ON {table}
BEGIN SELECT RAISE(ABORT, 'figures are only ever added to'); END
"""

REFUSE_ON_POSTGRESQL = """
CREATE TRIGGER {table}_only_added BEFORE UPDATE OR DELETE ON {table}
FOR EACH ROW EXECUTE FUNCTION figures_refuse()
"""

FUNCTION = """
CREATE FUNCTION figures_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'figures are only ever added to'; END $$
"""


def upgrade():
    op.create_table(
        "told_days",
        sa.Column("indicator", sa.String(length=50), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("told_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("indicator", "day", name=op.f("pk_told_days")),
    )
    keys = ("indicator", "day", "division", "unit", "item", "channel")
    op.create_table(
        "figures",
        sa.Column("indicator", sa.String(length=50), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("division", sa.String(length=12), nullable=False),
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("item", sa.String(), nullable=False),
        sa.Column("channel", sa.String(length=20), nullable=False),
        sa.Column("numerator", sa.BigInteger(), nullable=False),
        sa.Column("denominator", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint(*keys, name=op.f("pk_figures")),
    )
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    if not is_sqlite:
        op.execute(FUNCTION)
    for table in ("told_days", "figures"):
        if is_sqlite:
            for event in ("UPDATE", "DELETE"):
                op.execute(REFUSE_ON_SQLITE.format(table=table, event=event))
        else:
            op.execute(REFUSE_ON_POSTGRESQL.format(table=table))

    op.create_index("ix_cases_closed_at", "cases", ["closed_at"])
    op.create_index("ix_case_events_at", "case_events", ["at"])
    op.create_index("ix_suggestions_received_at", "suggestions", ["received_at"])
    op.add_column("suggestions", sa.Column("answered_at", UtcDateTime(), nullable=True))
    op.create_index("ix_suggestions_answered_at", "suggestions", ["answered_at"])
    # When it was answered last is the best that is known of those.
    op.execute(
        "UPDATE suggestions SET answered_at = settled_at WHERE state = 'answered'"
    )
