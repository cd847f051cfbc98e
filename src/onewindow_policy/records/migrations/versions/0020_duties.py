"""What staff have to do, with what waits for them already.

By when a new application is accepted and a suggestion answered goes by the city's working
days, which are content: these are due when the application as a whole is, or have no term,
until the nightly check has reckoned them.
"""

from alembic import op
from onewindow_policy.records.base import UtcDateTime

import sqlalchemy as sa

revision = "0020"
down_revision = "0019"

IS_OPEN = sa.text("state = 'open'")
OF_OPEN = {"sqlite_where": IS_OPEN, "postgresql_where": IS_OPEN}

#: A day of the city is over at this time in UTC.
END_OF_DUE_DAY = {
    "sqlite": "due_on || ' 16:00:00.000000'",
    "postgresql": "(due_on + time '16:00') AT TIME ZONE 'UTC'",
}
NEVER = {
    "sqlite": "'9999-12-31 00:00:00.000000'",
    "postgresql": "timestamptz '9999-12-31 00:00:00+00'",
}

KINDS = {
    "cases.accept": ("unit_code", "'received'"),
    "cases.correct": ("unit_code", "'awaiting_correction'"),
    "cases.decide": ("deciding_unit_code", "'accepted', 'in_progress', 'suspended'"),
}


def upgrade():
    op.create_table(
        "duties",
        sa.Column(
            "id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
        ),
        sa.Column("kind", sa.String(length=50), nullable=False),
        sa.Column("subject", sa.String(length=50), nullable=False),
        sa.Column("community_code", sa.String(length=12), nullable=True),
        sa.Column("unit_code", sa.String(), nullable=True),
        sa.Column("grid_code", sa.String(length=15), nullable=True),
        sa.Column("assignee", sa.String(length=100), nullable=True),
        sa.Column("due_at", UtcDateTime(), nullable=False),
        sa.Column("state", sa.String(length=6), nullable=False),
        sa.Column("opened_at", UtcDateTime(), nullable=False),
        sa.Column("closed_at", UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_duties")),
    )
    fill(op.get_bind())
    op.create_index(
        "uq_duties_kind_subject_open",
        "duties",
        ["kind", "subject"],
        unique=True,
        **OF_OPEN,
    )
    op.create_index("ix_duties_subject", "duties", ["subject"])
    for name, columns in (
        ("community_code", ["community_code", "due_at"]),
        ("kind", ["kind", "due_at", "id"]),
        ("due_at", ["due_at", "id"]),
    ):
        op.create_index(f"ix_duties_{name}_open", "duties", columns, **OF_OPEN)
    for name in ("unit_code", "grid_code", "assignee"):
        has_one = sa.text(f"state = 'open' AND {name} IS NOT NULL")
        op.create_index(
            f"ix_duties_{name}_open",
            "duties",
            [name, "due_at"],
            sqlite_where=has_one,
            postgresql_where=has_one,
        )


def fill(connection):
    dialect = connection.dialect.name
    due = f"coalesce({END_OF_DUE_DAY[dialect]}, {NEVER[dialect]})"
    for kind, (unit, states) in KINDS.items():
        insert(
            connection,
            kind,
            "cases",
            (unit, f"CASE state WHEN 'suspended' THEN {NEVER[dialect]} ELSE {due} END"),
            f"state IN ({states}) AND erased_at IS NULL",
        )
    insert(
        connection,
        "feedback.answer",
        "suggestions",
        ("NULL", NEVER[dialect]),
        "state = 'new' AND message_sealed IS NOT NULL",
    )


def insert(connection, kind, table, values, condition):
    """Insert a duty of `kind` for each row of a table; `values` are its unit and term."""
    unit, due = values
    connection.execute(
        sa.text(
            "INSERT INTO duties"
            " (kind, subject, community_code, unit_code, due_at, state, opened_at)"
            f" SELECT '{kind}', number, community_code, {unit}, {due}, 'open',"
            f" received_at FROM {table} WHERE {condition}"
        )
    )
