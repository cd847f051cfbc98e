"""Until when results are valid, and what renews them."""

from alembic import op
from onewindow_policy.records.base import UtcDateTime

import sqlalchemy as sa

revision = "0049"
down_revision = "0048"

_RUNS_OUT = sa.text("runs_out_on IS NOT NULL")
_RENEWS = sa.text("renews IS NOT NULL")


def upgrade():
    for name, kind in (
        ("valid_months", sa.Integer()),
        ("valid_until", sa.Date()),
        ("validity_ended_at", UtcDateTime()),
        ("runs_out_on", sa.Date()),
        ("renews", sa.String(15)),
        ("renewed_by", sa.String(15)),
    ):
        op.add_column("cases", sa.Column(name, kind, nullable=True))
    op.add_column(
        "cases",
        sa.Column("renewal_stage", sa.Integer(), server_default="0", nullable=False),
    )
    for name, first in (
        ("ix_cases_runs_out", "runs_out_on"),
        ("ix_cases_runs_out_received_at", "received_at"),
    ):
        op.create_index(
            name,
            "cases",
            [first, "number"],
            sqlite_where=_RUNS_OUT,
            postgresql_where=_RUNS_OUT,
        )
    op.create_index(
        "ix_cases_renews",
        "cases",
        ["renews"],
        sqlite_where=_RENEWS,
        postgresql_where=_RENEWS,
    )
