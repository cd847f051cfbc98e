"""Indexes for lists of the whole city, in the orders that they have."""

from alembic import op

import sqlalchemy as sa

revision = "0017"
down_revision = "0016"

DUE = sa.text("coalesce(due_on, '9999-12-31')")
IS_OPEN = sa.text("closed_at IS NULL")
OF_OPEN_CASES = {"sqlite_where": IS_OPEN, "postgresql_where": IS_OPEN}


def upgrade():
    for name, columns, options in (
        ("received_at_number", ["received_at", "number"], {}),
        ("state_received_at_number", ["state", "received_at", "number"], {}),
        ("due_number", [DUE, "number"], {}),
        ("state_due_number", ["state", DUE, "number"], {}),
        ("received_at_number_open", ["received_at", "number"], OF_OPEN_CASES),
        ("due_number_open", [DUE, "number"], OF_OPEN_CASES),
    ):
        op.create_index(f"ix_cases_{name}", "cases", columns, **options)
