"""Who knows that a hand-over was not accepted in time."""

from alembic import op
from onewindow_policy.records.base import UtcDateTime

import sqlalchemy as sa

revision = "0056"
down_revision = "0055"

_IS_UNKNOWN = sa.text(
    "outcome = 'returned' AND (from_knows_at IS NULL OR to_knows_at IS NULL)"
)


def upgrade():
    for name in ("from_knows_at", "to_knows_at"):
        op.add_column("case_handovers", sa.Column(name, UtcDateTime(), nullable=True))
    # What went back before is nothing to tell of any more.
    op.execute(
        "UPDATE case_handovers SET from_knows_at = answered_at,"
        " to_knows_at = answered_at WHERE outcome = 'returned'"
    )
    op.create_index(
        "ix_case_handovers_unknown",
        "case_handovers",
        ["case_id"],
        sqlite_where=_IS_UNKNOWN,
        postgresql_where=_IS_UNKNOWN,
    )
