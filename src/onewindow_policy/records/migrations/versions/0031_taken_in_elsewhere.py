"""What windows took in for other communities is found by where it was taken in."""

from alembic import op

import sqlalchemy as sa

revision = "0031"
down_revision = "0030"

_ELSEWHERE = sa.text("taken_in_at <> community_code")


def upgrade():
    op.create_index(
        "ix_cases_taken_in_elsewhere",
        "cases",
        ["taken_in_at", "received_at"],
        sqlite_where=_ELSEWHERE,
        postgresql_where=_ELSEWHERE,
    )
