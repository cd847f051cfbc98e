"""Requests of persons about their own data; a term of its own for what was withdrawn."""

from alembic import op
from onewindow_policy.records.base import UtcDateTime

import sqlalchemy as sa

revision = "0008"
down_revision = "0007"


def upgrade():
    op.create_table(
        "rights_requests",
        sa.Column("number", sa.String(13), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(10), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("subject_number", sa.String(15), nullable=False),
        sa.Column("community_code", sa.String(12), nullable=True),
        sa.Column("asked_at", UtcDateTime(), nullable=False),
        sa.Column("taken_by", sa.String(255), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("decided_at", UtcDateTime(), nullable=True),
        sa.Column("decided_by", sa.String(255), nullable=True),
        sa.Column("done_at", UtcDateTime(), nullable=True),
        sa.Column("wish_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("reason_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("data_key_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["data_key_id"],
            ["data_keys.id"],
            name=op.f("fk_rights_requests_data_key_id_data_keys"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rights_requests")),
        sa.UniqueConstraint("number", name=op.f("uq_rights_requests_number")),
    )
    for columns in (
        ["community_code", "state", "due_on"],
        ["subject_number", "state"],
        ["data_key_id"],
    ):
        name = f"ix_rights_requests_{'_'.join(columns)}"
        op.create_index(op.f(name), "rights_requests", columns)
    # Cases that there are keep the term that their people were told.
    op.add_column("cases", sa.Column("withdrawn_months", sa.Integer(), nullable=True))
