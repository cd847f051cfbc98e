"""What erasing a case left of who saw to it, and of what its steps were called, goes as it
does by now."""

from alembic import op

revision = "0063"
down_revision = "0062"

_ERASED = "(SELECT id FROM cases WHERE erased_at IS NOT NULL)"


def upgrade():
    op.execute(
        "UPDATE cases SET assignee = NULL, first_contact = NULL, visited_on = NULL,"
        " step_name = NULL, step_unit_code = NULL, step_due_on = NULL,"
        " step_due_is_estimated = FALSE WHERE erased_at IS NOT NULL"
    )
    op.execute(
        f"UPDATE case_steps SET name = '', done_by = NULL WHERE case_id IN {_ERASED}"
    )
