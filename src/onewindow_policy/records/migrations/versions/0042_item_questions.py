"""What windows ask the units that decide about a service."""

from alembic import op
from onewindow_policy.records.base import UtcDateTime

import sqlalchemy as sa

revision = "0042"
down_revision = "0041"

_IS_PROPOSED = sa.text("proposed_at IS NOT NULL AND settled_at IS NULL")


def upgrade():
    op.create_table(
        "item_questions",
        sa.Column("number", sa.String(length=11), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("item_code", sa.String(), nullable=False),
        sa.Column("item_title", sa.String(), nullable=False),
        sa.Column("community_code", sa.String(length=12), nullable=False),
        sa.Column("unit_code", sa.String(), nullable=False),
        sa.Column("state", sa.String(length=9), nullable=False),
        sa.Column("asked_by", sa.String(length=100), nullable=False),
        sa.Column("asked_at", UtcDateTime(), nullable=False),
        sa.Column("waits_since", UtcDateTime(), nullable=False),
        sa.Column("last_at", UtcDateTime(), nullable=False),
        sa.Column("erase_at", UtcDateTime(), nullable=True),
        sa.Column("proposed_at", UtcDateTime(), nullable=True),
        sa.Column("proposed_by", sa.String(length=100), nullable=True),
        sa.Column("proposed_for", sa.String(length=6), nullable=True),
        sa.Column("settled_at", UtcDateTime(), nullable=True),
        sa.Column("settled_by", sa.String(length=100), nullable=True),
        sa.Column("settled_as", sa.String(length=8), nullable=True),
        sa.Column("settled_why", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_item_questions")),
    )
    for columns in (
        ["erase_at"],
        ["asked_at", "number"],
        ["state", "asked_at", "number"],
        ["item_code", "asked_at", "number"],
        ["asked_by", "asked_at", "number"],
    ):
        name = f"ix_item_questions_{'_'.join(columns)}"
        op.create_index(op.f(name), "item_questions", columns)
    op.create_index(
        "ix_item_questions_proposed",
        "item_questions",
        ["asked_at", "number"],
        sqlite_where=_IS_PROPOSED,
        postgresql_where=_IS_PROPOSED,
    )
    op.create_table(
        "item_question_entries",
        sa.Column(
            "id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
        ),
        sa.Column("number", sa.String(length=11), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("user_id", sa.String(length=100), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("told_by", sa.String(length=100), nullable=True),
        sa.Column("told_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["number"],
            ["item_questions.number"],
            name=op.f("fk_item_question_entries_number_item_questions"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_item_question_entries")),
        sa.UniqueConstraint(
            "number",
            "position",
            name=op.f("uq_item_question_entries_number_position"),
        ),
    )
