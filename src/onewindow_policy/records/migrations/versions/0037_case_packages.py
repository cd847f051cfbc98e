"""Which cases were written into packages for the archive."""

from alembic import op
from onewindow_policy.records.base import UtcDateTime

import sqlalchemy as sa

revision = "0037"
down_revision = "0036"


def upgrade():
    op.create_table(
        "case_packages",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("size_bytes", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"], ["cases.id"], name=op.f("fk_case_packages_case_id_cases")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_packages")),
    )
    op.create_index(op.f("ix_case_packages_case_id"), "case_packages", ["case_id"])
