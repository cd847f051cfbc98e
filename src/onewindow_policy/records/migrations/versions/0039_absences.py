"""Who is away for some days, and who stands in."""

from alembic import op
from onewindow_policy.records.base import UtcDateTime

import sqlalchemy as sa

revision = "0039"
down_revision = "0038"

_IS_ON = sa.text("ended_at IS NULL")


def upgrade():
    op.create_table(
        "absences",
        sa.Column(
            "id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
        ),
        sa.Column("absent", sa.String(length=100), nullable=False),
        sa.Column("deputy", sa.String(length=100), nullable=False),
        sa.Column("named_by", sa.String(length=100), nullable=False),
        sa.Column("named_at", UtcDateTime(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=False),
        sa.Column("ended_at", UtcDateTime(), nullable=True),
        sa.Column("ended_by", sa.String(length=100), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_absences")),
    )
    op.create_index("ix_absences_until_on", "absences", ["until_on"])
    for column in ("absent", "deputy"):
        op.create_index(
            f"ix_absences_{column}_on",
            "absences",
            [column, "until_on"],
            sqlite_where=_IS_ON,
            postgresql_where=_IS_ON,
        )
