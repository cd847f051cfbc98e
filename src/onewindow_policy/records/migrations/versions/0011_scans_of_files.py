"""What the scanner found in files of cases; those without a row were not scanned."""

from alembic import op
from onewindow_policy.records.base import UtcDateTime

import sqlalchemy as sa

revision = "0011"
down_revision = "0010"


def upgrade():
    op.create_table(
        "file_scans",
        sa.Column("file_id", sa.Uuid(), nullable=False),
        sa.Column("scanned_at", UtcDateTime(), nullable=False),
        sa.Column("signature", sa.String(length=200), nullable=True),
        sa.ForeignKeyConstraint(
            ["file_id"],
            ["case_files.id"],
            name=op.f("fk_file_scans_file_id_case_files"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("file_id", name=op.f("pk_file_scans")),
    )
