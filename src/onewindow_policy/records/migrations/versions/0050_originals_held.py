"""How many originals of each case a window holds, and inquiries by where people live."""

from alembic import op

import sqlalchemy as sa

revision = "0050"
down_revision = "0049"

_IS_HELD = sa.text("originals_held IS NOT NULL")


def upgrade():
    op.add_column("cases", sa.Column("originals_held", sa.Integer(), nullable=True))
    # What was registered before is looked at by a job (see `cases.handingout.earlier`):
    # the answers that say it are sealed, and nobody has the keys while tables are made.
    op.execute("UPDATE cases SET originals_held = 0 WHERE erased_at IS NULL")
    op.create_index(
        "ix_cases_originals_held",
        "cases",
        ["assignee", "number"],
        sqlite_where=_IS_HELD,
        postgresql_where=_IS_HELD,
    )
    op.create_index(op.f("ix_inquiries_lives_in"), "inquiries", ["lives_in"])
