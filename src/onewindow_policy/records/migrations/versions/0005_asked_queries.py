"""What residents look for, counted by day."""

from alembic import op

import sqlalchemy as sa

revision = "0005"
down_revision = "0004"


def upgrade():
    op.create_table(
        "asked_queries",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("query", sa.String(length=20), nullable=False),
        sa.Column("asked", sa.Integer(), nullable=False),
        sa.Column("found", sa.Integer(), nullable=False),
        sa.Column("opened", sa.Integer(), nullable=False),
        sa.Column("drawers", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("day", "query", name=op.f("pk_asked_queries")),
    )
    op.create_table(
        "reformulations",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("query", sa.String(length=20), nullable=False),
        sa.Column("following", sa.String(length=20), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint(
            "day", "query", "following", name=op.f("pk_reformulations")
        ),
    )
