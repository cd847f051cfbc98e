"""The days that people have closed at their windows."""

from alembic import op
from onewindow_policy.records.base import UtcDateTime

import sqlalchemy as sa

revision = "0035"
down_revision = "0034"


def upgrade():
    op.create_table(
        "day_closings",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.String(), nullable=False),
        sa.Column("community_code", sa.String(length=12), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("closed_at", UtcDateTime(), nullable=False),
        sa.Column("left_over", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_day_closings")),
        sa.UniqueConstraint(
            "user_id",
            "community_code",
            "day",
            name=op.f("uq_day_closings_user_id_community_code_day"),
        ),
    )
    op.create_index(
        "ix_day_closings_community_code_day", "day_closings", ["community_code", "day"]
    )
