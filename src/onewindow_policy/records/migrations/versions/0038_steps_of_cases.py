"""The steps of the guide that a case goes through, and at which it is."""

from alembic import op
from onewindow_policy.records.base import UtcDateTime

import sqlalchemy as sa

revision = "0038"
down_revision = "0037"

_DUE = sa.text("coalesce(due_on, '9999-12-31')")
_IS_OPEN = sa.text("closed_at IS NULL")


def upgrade():
    for name, kind in (
        ("step_name", sa.String()),
        ("step_unit_code", sa.String()),
        ("step_due_on", sa.Date()),
        ("extension_limit", sa.Integer()),
    ):
        op.add_column("cases", sa.Column(name, kind, nullable=True))
    # Cases that are there have no steps: what their guides were is not known any more.
    estimated = sa.Column(
        "step_due_is_estimated", sa.Boolean(), nullable=False, server_default=sa.false()
    )
    op.add_column("cases", estimated)
    op.create_index(
        "ix_cases_step_unit_due",
        "cases",
        ["step_unit_code", _DUE, "number"],
        sqlite_where=_IS_OPEN,
        postgresql_where=_IS_OPEN,
    )
    op.create_table(
        "case_steps",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("unit_role", sa.String(), nullable=False),
        sa.Column("unit_code", sa.String(), nullable=True),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("day_type", sa.String(length=16), nullable=False),
        sa.Column("counted", sa.Boolean(), nullable=False),
        sa.Column("more_days", sa.Integer(), nullable=False),
        sa.Column("begun_at", UtcDateTime(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("due_is_estimated", sa.Boolean(), nullable=False),
        sa.Column("done_at", UtcDateTime(), nullable=True),
        sa.Column("done_by", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["case_id"], ["cases.id"], name=op.f("fk_case_steps_case_id_cases")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_steps")),
        sa.UniqueConstraint(
            "case_id", "position", name=op.f("uq_case_steps_case_id_position")
        ),
    )
    op.create_index("ix_case_steps_unit_code", "case_steps", ["unit_code"])
