"""Indexes of what is due today, of what lies with units, and of who sees to how much."""

from alembic import op

import sqlalchemy as sa

revision = "0054"
down_revision = "0053"

_DUE = sa.text("coalesce(due_on, '9999-12-31')")
_IS_WITH_UNIT = "closed_at IS NULL AND step_unit_code IS NOT NULL"
_HAS_STEP_DUE = "closed_at IS NULL AND step_due_on IS NOT NULL"
_IS_TAKEN = "closed_at IS NULL AND assignee IS NOT NULL AND erased_at IS NULL"

_WITHOUT_STEP = (
    "closed_at IS NULL AND step_name IS NULL AND"
    " (state IN ('submitted', 'received') AND unit_code IS NOT NULL"
    " OR state IN ('accepted', 'in_progress', 'suspended')"
    " AND deciding_unit_code IS NOT NULL)"
)

_INDEXES = (
    ("with_units_due", [_DUE, "number"], _IS_WITH_UNIT),
    ("with_units_received_at", ["received_at", "number"], _IS_WITH_UNIT),
    ("units_without_steps_due", [_DUE, "number"], _WITHOUT_STEP),
    ("units_without_steps_received_at", ["received_at", "number"], _WITHOUT_STEP),
    ("step_due", ["step_due_on", _DUE, "number"], _HAS_STEP_DUE),
    ("workload", ["community_code", "assignee", "due_on"], _IS_TAKEN),
)


def upgrade():
    for name, columns, condition in _INDEXES:
        where = sa.text(condition)
        op.create_index(
            f"ix_cases_{name}",
            "cases",
            columns,
            sqlite_where=where,
            postgresql_where=where,
        )
