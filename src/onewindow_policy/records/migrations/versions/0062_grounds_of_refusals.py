"""On which kind of legal ground something was refused."""

from alembic import op

import sqlalchemy as sa

revision = "0062"
down_revision = "0061"

_HAS_GROUND = sa.text("ground_kind IS NOT NULL")


def upgrade():
    op.add_column("cases", sa.Column("ground_kind", sa.String(8), nullable=True))
    op.create_index(
        "ix_cases_ground_kind",
        "cases",
        ["ground_kind", "number"],
        sqlite_where=_HAS_GROUND,
        postgresql_where=_HAS_GROUND,
    )
    # Nobody was asked for one until now.
    op.execute(
        sa.text(
            "UPDATE cases SET ground_kind = 'none'"
            " WHERE state IN ('not_accepted', 'completed_refused')"
            " AND erased_at IS NULL"
        )
    )
