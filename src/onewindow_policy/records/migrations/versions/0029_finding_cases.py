"""What finds a case for staff; those that are there are given theirs by a job."""

from alembic import op

import sqlalchemy as sa

revision = "0029"
down_revision = "0028"

_CASES = sa.table("cases", sa.column("id"))
_FILLS = sa.table(
    "case_finder_fills",
    sa.column("id", sa.Integer()),
    sa.column("before", sa.String()),
)


def upgrade():
    op.create_table(
        "case_finders",
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"], ["cases.id"], name=op.f("fk_case_finders_case_id_cases")
        ),
        sa.PrimaryKeyConstraint(
            "kind", "hash", "case_id", name=op.f("pk_case_finders")
        ),
    )
    op.create_index("ix_case_finders_case_id", "case_finders", ["case_id"])
    op.create_table(
        "case_finder_fills",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("before", sa.String(length=15), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_finder_fills")),
    )
    if op.get_bind().scalar(sa.select(sa.exists(sa.select(_CASES.c.id)))):
        op.execute(sa.insert(_FILLS).values(id=1, before=""))
