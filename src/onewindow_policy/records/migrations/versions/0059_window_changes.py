"""Cases that went from one community's window to another one's."""

from alembic import op
from onewindow_policy.records.base import UtcDateTime

import sqlalchemy as sa

revision = "0059"
down_revision = "0058"


def upgrade():
    op.create_table(
        "case_window_changes",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("subject", sa.String(length=50), nullable=False),
        sa.Column("from_code", sa.String(length=12), nullable=False),
        sa.Column("to_code", sa.String(length=12), nullable=False),
        sa.Column("changed_at", UtcDateTime(), nullable=False),
        sa.Column("changed_by", sa.String(), nullable=False),
        sa.Column("from_knows_at", UtcDateTime(), nullable=True),
        sa.Column("to_knows_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["case_id"],
            ["cases.id"],
            name=op.f("fk_case_window_changes_case_id_cases"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_window_changes")),
        sa.UniqueConstraint(
            "case_id", "version", name=op.f("uq_case_window_changes_case_id_version")
        ),
        sa.UniqueConstraint("subject", name=op.f("uq_case_window_changes_subject")),
    )
    for name in ("from_code", "to_code"):
        op.create_index(
            f"ix_case_window_changes_{name}_changed_at",
            "case_window_changes",
            [name, "changed_at"],
        )
