"""What people only ask."""

from alembic import op
from onewindow_policy.records.base import UtcDateTime

import sqlalchemy as sa

revision = "0034"
down_revision = "0033"

_SEALED = (
    *("said_sealed", "matter_sealed", "told_sealed", "name_sealed", "contact_sealed"),
    *("follow_up_note_sealed", "masked_sealed", "values_sealed"),
)
_WAITS = sa.text("follow_up_on IS NOT NULL AND followed_up_at IS NULL")


def upgrade():
    op.create_table(
        "inquiries",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("data_key_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.String(length=13), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("nonce_hash", sa.LargeBinary(), nullable=False),
        sa.Column("received_at", UtcDateTime(), nullable=False),
        sa.Column("channel", sa.String(length=8), nullable=False),
        sa.Column("community_code", sa.String(length=12), nullable=False),
        sa.Column("recorded_by", sa.String(), nullable=False),
        sa.Column("lives_in", sa.String(length=12), nullable=False),
        sa.Column("item_code", sa.String(), nullable=True),
        sa.Column("item_title", sa.String(), nullable=True),
        sa.Column("guide_version", sa.String(), nullable=False),
        sa.Column("has_contact", sa.Boolean(), nullable=False),
        sa.Column("follow_up_on", sa.Date(), nullable=True),
        sa.Column("followed_up_at", UtcDateTime(), nullable=True),
        sa.Column("followed_up_by", sa.String(), nullable=True),
        sa.Column("paper_number", sa.String(), nullable=True),
        sa.Column("issuer", sa.String(), nullable=True),
        sa.Column("template_version", sa.String(length=64), nullable=True),
        sa.Column("typst_version", sa.String(), nullable=True),
        sa.Column("fonts_version", sa.String(length=64), nullable=True),
        sa.Column("kept_months", sa.Integer(), nullable=False),
        sa.Column("erase_at", UtcDateTime(), nullable=True),
        *(sa.Column(name, sa.LargeBinary(), nullable=True) for name in _SEALED),
        sa.ForeignKeyConstraint(
            ["data_key_id"],
            ["data_keys.id"],
            name=op.f("fk_inquiries_data_key_id_data_keys"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inquiries")),
        sa.UniqueConstraint("number", name=op.f("uq_inquiries_number")),
        sa.UniqueConstraint("nonce_hash", name=op.f("uq_inquiries_nonce_hash")),
        sa.UniqueConstraint("paper_number", name=op.f("uq_inquiries_paper_number")),
    )
    for columns in (
        ["data_key_id"],
        ["erase_at"],
        ["received_at", "number"],
        ["community_code", "received_at", "number"],
        ["item_code", "received_at", "number"],
    ):
        name = f"ix_inquiries_{'_'.join(columns)}"
        op.create_index(op.f(name), "inquiries", columns)
    op.create_index(
        "ix_inquiries_follow_up",
        "inquiries",
        ["number"],
        sqlite_where=_WAITS,
        postgresql_where=_WAITS,
    )
