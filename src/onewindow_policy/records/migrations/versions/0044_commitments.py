"""Commitments that stand for materials, and their check."""

from alembic import op
from onewindow_policy.records.base import UtcDateTime

import sqlalchemy as sa

revision = "0044"
down_revision = "0043"

_IS_OPEN = sa.text("check_by IS NOT NULL AND outcome IS NULL")


def upgrade():
    op.create_table(
        "commitments",
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("materials", sa.JSON(), nullable=False),
        sa.Column("words_version", sa.String(), nullable=False),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.Column("taken_back_at", UtcDateTime(), nullable=True),
        sa.Column("check_by", sa.Date(), nullable=True),
        sa.Column("rectify_by", sa.Date(), nullable=True),
        sa.Column("outcome", sa.String(length=9), nullable=True),
        sa.ForeignKeyConstraint(
            ["case_id"], ["cases.id"], name=op.f("fk_commitments_case_id_cases")
        ),
        sa.PrimaryKeyConstraint("case_id", "version", name=op.f("pk_commitments")),
    )
    op.create_index(
        "ix_commitments_open",
        "commitments",
        ["case_id"],
        sqlite_where=_IS_OPEN,
        postgresql_where=_IS_OPEN,
    )
