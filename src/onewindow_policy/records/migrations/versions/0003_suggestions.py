"""The suggestion box."""

from alembic import op
from onewindow_policy.records.base import UtcDateTime

import sqlalchemy as sa

revision = "0003"
down_revision = "0002"


def upgrade():
    op.create_table(
        "suggestions",
        sa.Column("number", sa.String(length=12), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("nonce_hash", sa.LargeBinary(), nullable=False),
        sa.Column("received_at", UtcDateTime(), nullable=False),
        sa.Column("community_code", sa.String(length=12), nullable=True),
        sa.Column("has_contact", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("settled_at", UtcDateTime(), nullable=True),
        sa.Column("public_question", sa.Text(), nullable=True),
        sa.Column("public_reply", sa.Text(), nullable=True),
        sa.Column("published_at", UtcDateTime(), nullable=True),
        sa.Column("published_by", sa.String(length=100), nullable=True),
        sa.Column("message_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("name_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("contact_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("excerpt_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("reply_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("data_key_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["data_key_id"],
            ["data_keys.id"],
            name=op.f("fk_suggestions_data_key_id_data_keys"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_suggestions")),
        sa.UniqueConstraint("nonce_hash", name=op.f("uq_suggestions_nonce_hash")),
        sa.UniqueConstraint("number", name=op.f("uq_suggestions_number")),
    )
    with op.batch_alter_table("suggestions") as batch:
        batch.create_index(
            batch.f("ix_suggestions_community_code_state_received_at_number"),
            ["community_code", "state", "received_at", "number"],
        )
        batch.create_index(batch.f("ix_suggestions_data_key_id"), ["data_key_id"])
        batch.create_index(
            batch.f("ix_suggestions_published_at_number"),
            ["published_at", "number"],
        )
        batch.create_index(batch.f("ix_suggestions_settled_at"), ["settled_at"])
        batch.create_index(
            batch.f("ix_suggestions_state_received_at_number"),
            ["state", "received_at", "number"],
        )
