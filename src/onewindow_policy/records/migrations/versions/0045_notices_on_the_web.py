"""Which sheets of public notices hang, and whether they have the whole name."""

from alembic import op
from onewindow_policy.records.base import UtcDateTime

import sqlalchemy as sa

revision = "0045"
down_revision = "0044"


def upgrade():
    op.add_column(
        "case_steps",
        sa.Column(
            "name_in_full", sa.Boolean(), nullable=False, server_default=sa.false()
        ),
    )
    op.create_table(
        "hung_notices",
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("paper_id", sa.Uuid(), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=False),
        sa.Column("hung_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"], ["cases.id"], name=op.f("fk_hung_notices_case_id_cases")
        ),
        sa.ForeignKeyConstraint(
            ["paper_id"], ["papers.id"], name=op.f("fk_hung_notices_paper_id_papers")
        ),
        sa.PrimaryKeyConstraint("case_id", name=op.f("pk_hung_notices")),
    )
    op.create_index("ix_hung_notices_hung_at", "hung_notices", ["hung_at"])
