"""What was asked for again, who did not keep a promise, and days that were moved."""

from alembic import op
from onewindow_policy.records.base import UtcDateTime

import sqlalchemy as sa

revision = "0040"
down_revision = "0039"

_IS_UNSEEN = sa.text("seen_at IS NULL")


def upgrade():
    op.add_column("cases", sa.Column("promised_until", sa.Date(), nullable=True))
    op.create_table(
        "repeated_corrections",
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("asked_at", UtcDateTime(), nullable=False),
        sa.Column("materials", sa.JSON(), nullable=False),
        sa.Column("seen_at", UtcDateTime(), nullable=True),
        sa.Column("seen_by", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["case_id"],
            ["cases.id"],
            name=op.f("fk_repeated_corrections_case_id_cases"),
        ),
        sa.PrimaryKeyConstraint(
            "case_id", "version", name=op.f("pk_repeated_corrections")
        ),
    )
    op.create_index(
        "ix_repeated_corrections_unseen",
        "repeated_corrections",
        ["case_id"],
        sqlite_where=_IS_UNSEEN,
        postgresql_where=_IS_UNSEEN,
    )
    op.create_index(
        op.f("ix_repeated_corrections_asked_at"), "repeated_corrections", ["asked_at"]
    )
    op.create_table(
        "promise_bars",
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("case_version", sa.Integer(), nullable=False),
        sa.Column("person_hash", sa.LargeBinary(), nullable=True),
        sa.Column("since", UtcDateTime(), nullable=False),
        sa.Column("lifted_at", UtcDateTime(), nullable=True),
        sa.Column("lifted_by", sa.String(), nullable=True),
        sa.Column("reason_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("data_key_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"], ["cases.id"], name=op.f("fk_promise_bars_case_id_cases")
        ),
        sa.ForeignKeyConstraint(
            ["data_key_id"],
            ["data_keys.id"],
            name=op.f("fk_promise_bars_data_key_id_data_keys"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_promise_bars")),
    )
    for column in ("case_id", "person_hash", "data_key_id"):
        op.create_index(op.f(f"ix_promise_bars_{column}"), "promise_bars", [column])
