"""Indexes that hold what lists ask of open cases, and what goes together in them."""

from alembic import op

import sqlalchemy as sa

revision = "0060"
down_revision = "0059"

_DUE = sa.text("coalesce(due_on, '9999-12-31')")
_UNITS = ("unit_code", "deciding_unit_code", "step_unit_code")
_TURN = ("state", "unit_code", "deciding_unit_code")
_IS_AT_STEP = "step_name IS NOT NULL"
_IS_WITH_UNIT = "step_unit_code IS NOT NULL"
_IS_OPEN_ELSEWHERE = "closed_at IS NULL AND taken_in_at <> community_code"
_IS_TAKEN = "closed_at IS NULL AND assignee IS NOT NULL AND erased_at IS NULL"
_IS_OPEN = "closed_at IS NULL AND erased_at IS NULL"

_IS_WITHOUT_STEP = "closed_at IS NULL AND step_name IS NULL"

_OLD = (
    *("with_units_due", "with_units_received_at"),
    *("units_without_steps_due", "units_without_steps_received_at"),
    *("workload", "open_counts"),
)

_NEW = (
    ("at_step_due", [_DUE, "number", "step_due_on", "step_unit_code"], _IS_AT_STEP),
    (
        "at_step_received_at",
        ["received_at", "number", "step_due_on", "step_unit_code"],
        _IS_AT_STEP,
    ),
    ("with_units_due", [_DUE, "number"], _IS_WITH_UNIT),
    ("with_units_received_at", ["received_at", "number"], _IS_WITH_UNIT),
    ("units_without_steps_due", [_DUE, "number", *_TURN], _IS_WITHOUT_STEP),
    (
        "units_without_steps_received_at",
        ["received_at", "number", *_TURN],
        _IS_WITHOUT_STEP,
    ),
    ("taken_in_elsewhere_open", ["taken_in_at", "state"], _IS_OPEN_ELSEWHERE),
    ("workload", ["community_code", "assignee", "due_on", *_UNITS], _IS_TAKEN),
    ("open_counts", ["state", "community_code", "due_on", *_UNITS], _IS_OPEN),
)

#: PostgreSQL takes each for no sign of the others, and what is open for far too little.
_TOGETHER = "state, closed_at, step_name, step_unit_code"


def upgrade():
    for name in _OLD:
        op.drop_index(f"ix_cases_{name}", "cases")
    for name, columns, condition in _NEW:
        where = sa.text(condition)
        op.create_index(
            f"ix_cases_{name}",
            "cases",
            columns,
            sqlite_where=where,
            postgresql_where=where,
        )
    if op.get_bind().dialect.name == "postgresql":
        op.execute(f"CREATE STATISTICS st_cases_states (mcv) ON {_TOGETHER} FROM cases")
        op.execute("ANALYZE cases")
