"""Messages that wait to be sent, and what became of them."""

from alembic import op
from onewindow_policy.records.base import UtcDateTime

import sqlalchemy as sa

revision = "0022"
down_revision = "0021"

IS_DUE = sa.text("due_at IS NOT NULL")


def upgrade():
    op.create_table(
        "messages",
        sa.Column("has_own_key", sa.Boolean(), nullable=False),
        sa.Column("channel", sa.String(length=20), nullable=False),
        sa.Column("template", sa.String(length=50), nullable=False),
        sa.Column("language", sa.String(length=20), nullable=False),
        sa.Column("subject", sa.String(length=100), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("due_at", UtcDateTime(), nullable=True),
        sa.Column("ended_at", UtcDateTime(), nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("unclear", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=100), nullable=True),
        sa.Column("recipient_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("values_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("data_key_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["data_key_id"],
            ["data_keys.id"],
            name=op.f("fk_messages_data_key_id_data_keys"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_messages")),
    )
    for name, columns, options in (
        ("data_key_id", ["data_key_id"], {}),
        ("due_at", ["due_at"], {"sqlite_where": IS_DUE, "postgresql_where": IS_DUE}),
        ("ended_at", ["ended_at"], {}),
        ("state_created_at_id", ["state", "created_at", "id"], {}),
    ):
        op.create_index(f"ix_messages_{name}", "messages", columns, **options)
