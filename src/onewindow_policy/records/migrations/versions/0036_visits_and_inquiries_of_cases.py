"""How often people came for their cases, and what they had asked before."""

from alembic import op

import sqlalchemy as sa

revision = "0036"
down_revision = "0035"

_IS_CLOSED = sa.text("closed_at IS NOT NULL")


def upgrade():
    op.add_column("cases", sa.Column("inquiry_number", sa.String(length=13)))
    op.add_column("cases", sa.Column("visited_on", sa.Date()))
    op.add_column(
        "cases", sa.Column("visits", sa.Integer(), nullable=False, server_default="0")
    )
    # What was taken in at a window, and papers that were brought there. By which way a
    # result was handed out is sealed, so that those of before are not counted.
    op.execute(
        """
        UPDATE cases SET visits = CASE WHEN channel = 'window' THEN 1 ELSE 0 END + (
            SELECT count(*) FROM case_events
            WHERE case_events.case_id = cases.id
            AND case_events.role IN ('Window Staff', 'Department Officer')
            AND case_events.transition = 'supplement'
        )
        """
    )
    op.create_index(
        "ix_cases_visits",
        "cases",
        ["item_code", "visits"],
        sqlite_where=_IS_CLOSED,
        postgresql_where=_IS_CLOSED,
    )
