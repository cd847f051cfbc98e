"""An index that alone counts open cases, by state and community, and those overdue; that of
when cases were closed leaves them out."""

from alembic import op

import sqlalchemy as sa

revision = "0019"
down_revision = "0018"

IS_CLOSED = sa.text("closed_at IS NOT NULL")
IS_THERE = sa.text("closed_at IS NULL AND erased_at IS NULL")


def upgrade():
    op.create_index(
        "ix_cases_open_counts",
        "cases",
        ["state", "community_code", "due_on"],
        sqlite_where=IS_THERE,
        postgresql_where=IS_THERE,
    )
    op.drop_index("ix_cases_closed_at", "cases")
    op.create_index(
        "ix_cases_closed_at",
        "cases",
        ["closed_at"],
        sqlite_where=IS_CLOSED,
        postgresql_where=IS_CLOSED,
    )
