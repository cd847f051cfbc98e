"""How a case was made from an earlier one: renewals are one way of it."""

from alembic import op

import sqlalchemy as sa

revision = "0061"
down_revision = "0060"

_IS_LINKED = sa.text("earlier_number IS NOT NULL")


def upgrade():
    op.drop_index("ix_cases_renews", "cases")
    op.alter_column("cases", "renews", new_column_name="earlier_number")
    op.alter_column("cases", "renewed_by", new_column_name="later_number")
    for name in ("earlier_link", "later_link"):
        op.add_column("cases", sa.Column(name, sa.String(16), nullable=True))
    op.create_index(
        "ix_cases_earlier_number",
        "cases",
        ["earlier_number"],
        sqlite_where=_IS_LINKED,
        postgresql_where=_IS_LINKED,
    )
    for number, link in (
        ("earlier_number", "earlier_link"),
        ("later_number", "later_link"),
    ):
        op.execute(
            sa.text(f"UPDATE cases SET {link} = 'renewal' WHERE {number} IS NOT NULL")
        )
