"""The units that accept and decide a case; of those that came before, none is known."""

from alembic import op

import sqlalchemy as sa

revision = "0016"
down_revision = "0015"

UNITS = ("unit_code", "deciding_unit_code")


def upgrade():
    for column in UNITS:
        op.add_column("cases", sa.Column(column, sa.String(), nullable=True))
        op.create_index(
            f"ix_cases_{column}_state_due_on", "cases", [column, "state", "due_on"]
        )
