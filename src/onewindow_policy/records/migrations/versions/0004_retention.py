"""How long cases and suggestions are kept, as their people were told."""

from alembic import op
from onewindow_policy.records.base import UtcDateTime
from onewindow_policy.records.retention import months_after

import sqlalchemy as sa

revision = "0004"
down_revision = "0003"

#: What the form of the suggestion box said until now. Other forms named no term: their
#: cases are kept.
TOLD_BY_SUGGESTIONS = 12

suggestions = sa.table(
    "suggestions",
    sa.column("id", sa.Uuid()),
    sa.column("settled_at", UtcDateTime()),
    sa.column("excerpt_sealed", sa.LargeBinary()),
    sa.column("kept_months", sa.Integer()),
    sa.column("erase_at", UtcDateTime()),
)


def upgrade():
    for table in ("cases", "suggestions"):
        with op.batch_alter_table(table) as batch:
            batch.add_column(sa.Column("kept_months", sa.Integer(), nullable=True))
            batch.add_column(sa.Column("erase_at", UtcDateTime(), nullable=True))
            batch.create_index(batch.f(f"ix_{table}_erase_at"), ["erase_at"])
    with op.batch_alter_table("suggestions") as batch:
        batch.drop_index(batch.f("ix_suggestions_settled_at"))
    connection = op.get_bind()
    connection.execute(suggestions.update().values(kept_months=TOLD_BY_SUGGESTIONS))
    settled = connection.execute(
        sa.select(suggestions.c.id, suggestions.c.settled_at).where(
            suggestions.c.settled_at.is_not(None),
            suggestions.c.excerpt_sealed.is_not(None),
        )
    ).all()
    for row in settled:
        connection.execute(
            suggestions.update()
            .where(suggestions.c.id == row.id)
            .values(erase_at=months_after(row.settled_at, TOLD_BY_SUGGESTIONS))
        )
