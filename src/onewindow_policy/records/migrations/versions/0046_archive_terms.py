"""How long the archive wants cases kept, and which are only stored for it."""

from alembic import op
from onewindow_policy.records.base import UtcDateTime

import sqlalchemy as sa

revision = "0046"
down_revision = "0045"

_IS_IN_FORCE = sa.text("ended_at IS NULL")
_IS_STORED = sa.text("stored_at IS NOT NULL AND erased_at IS NULL")


def upgrade():
    op.add_column("cases", sa.Column("stored_at", UtcDateTime(), nullable=True))
    op.create_index(
        "ix_cases_stored",
        "cases",
        ["closed_at", "number"],
        sqlite_where=_IS_STORED,
        postgresql_where=_IS_STORED,
    )
    op.create_table(
        "archive_terms",
        sa.Column(
            "id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
        ),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("code", sa.String(length=64), nullable=False),
        sa.Column("is_archived", sa.Boolean(), nullable=False),
        sa.Column("years", sa.Integer(), nullable=True),
        sa.Column("covers_withdrawn", sa.Boolean(), nullable=False),
        sa.Column("approved_by", sa.String(length=200), nullable=True),
        sa.Column("approval_number", sa.String(length=200), nullable=True),
        sa.Column("approved_on", sa.Date(), nullable=True),
        sa.Column("entered_at", UtcDateTime(), nullable=False),
        sa.Column("entered_by", sa.String(), nullable=False),
        sa.Column("ended_at", UtcDateTime(), nullable=True),
        sa.Column("ended_by", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_archive_terms")),
    )
    op.create_index(
        "ix_archive_terms_in_force",
        "archive_terms",
        ["kind", "code"],
        unique=True,
        sqlite_where=_IS_IN_FORCE,
        postgresql_where=_IS_IN_FORCE,
    )
