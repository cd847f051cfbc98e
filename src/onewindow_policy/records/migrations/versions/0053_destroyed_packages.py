"""That the packages of destroyed cases, which lie outside, are destroyed as well."""

from alembic import op
from onewindow_policy.records.base import UtcDateTime

import sqlalchemy as sa

revision = "0053"
down_revision = "0052"


def upgrade():
    op.create_table(
        "destroyed_packages",
        sa.Column("line_id", sa.Uuid(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("user_id", sa.String(length=255), nullable=False),
        sa.ForeignKeyConstraint(
            ["line_id"],
            ["destruction_lines.id"],
            name=op.f("fk_destroyed_packages_line_id_destruction_lines"),
        ),
        sa.PrimaryKeyConstraint("line_id", name=op.f("pk_destroyed_packages")),
    )
    op.create_index(
        "ix_destruction_lines_destroyed",
        "destruction_lines",
        ["list_id"],
        sqlite_where=sa.text("outcome = 'destroyed'"),
        postgresql_where=sa.text("outcome = 'destroyed'"),
    )
