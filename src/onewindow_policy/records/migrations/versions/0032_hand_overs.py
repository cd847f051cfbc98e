"""Who sees to a case, and hand-overs that wait to be accepted."""

from alembic import op
from onewindow_policy.records.base import UtcDateTime

import sqlalchemy as sa

revision = "0032"
down_revision = "0031"

_DUE = sa.text("coalesce(due_on, '9999-12-31')")
_IS_TAKEN = sa.text("closed_at IS NULL AND assignee IS NOT NULL")
_IS_UNASSIGNED = sa.text("closed_at IS NULL AND assignee IS NULL")
_IS_OPEN = sa.text("answered_at IS NULL")


def upgrade():
    op.add_column("cases", sa.Column("assignee", sa.String(), nullable=True))
    for name, columns, where in (
        ("ix_cases_assignee_due", ["assignee", _DUE, "number"], _IS_TAKEN),
        ("ix_cases_unassigned_due", [_DUE, "number"], _IS_UNASSIGNED),
    ):
        op.create_index(
            name, "cases", columns, sqlite_where=where, postgresql_where=where
        )
    op.create_table(
        "case_handovers",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("from_user", sa.String(), nullable=False),
        sa.Column("to_user", sa.String(), nullable=False),
        sa.Column("asked_at", UtcDateTime(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("answered_at", UtcDateTime(), nullable=True),
        sa.Column("outcome", sa.String(length=8), nullable=True),
        sa.ForeignKeyConstraint(
            ["case_id"], ["cases.id"], name=op.f("fk_case_handovers_case_id_cases")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_handovers")),
    )
    op.create_index("ix_case_handovers_case_id", "case_handovers", ["case_id"])
    for name, column, is_unique in (
        ("uq_case_handovers_open", "case_id", True),
        ("ix_case_handovers_due", "due_on", False),
        ("ix_case_handovers_to", "to_user", False),
    ):
        op.create_index(
            name,
            "case_handovers",
            [column],
            unique=is_unique,
            sqlite_where=_IS_OPEN,
            postgresql_where=_IS_OPEN,
        )
