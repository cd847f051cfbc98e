"""By which way a case came in and who took it in; what is given with a step; what follows.

What nobody has looked at yet was called received before, as what a window has taken in.
"""

from alembic import op
from datetime import datetime
from datetime import UTC
from onewindow_policy.records.base import UtcDateTime

import sqlalchemy as sa

revision = "0027"
down_revision = "0026"

_CASES = sa.table(
    "cases",
    sa.column("id"),
    sa.column("version", sa.Integer()),
    sa.column("state", sa.String()),
)
_RECOUNTS = sa.table(
    "due_date_recounts",
    sa.column("id", sa.Integer()),
    sa.column("asked_at", UtcDateTime()),
    sa.column("began_at", UtcDateTime()),
    sa.column("after", sa.String()),
)


def upgrade():
    for column in (
        sa.Column("channel", sa.String(8), nullable=False, server_default="online"),
        sa.Column("taken_in_at", sa.String(12), nullable=True),
        sa.Column("first_contact", sa.String(), nullable=True),
        sa.Column("item_type", sa.String(), nullable=False, server_default=""),
        sa.Column("deferred_until", sa.Date(), nullable=True),
        sa.Column("delivered_at", UtcDateTime(), nullable=True),
        sa.Column("extended_days", sa.Integer(), nullable=False, server_default="0"),
    ):
        op.add_column("cases", column)
    op.add_column("case_events", sa.Column("facts_sealed", sa.LargeBinary()))
    is_new = sa.and_(_CASES.c.state == "received", _CASES.c.version == 1)
    changed = op.get_bind().execute(
        sa.update(_CASES).where(is_new).values(state="submitted")
    )
    if changed.rowcount:
        _ask_recount(op.get_bind())


def _ask_recount(connection) -> None:
    """Have open cases reckoned anew: it is told sooner what becomes of a new one."""
    if connection.scalar(sa.select(sa.exists(sa.select(_RECOUNTS.c.id)))):
        connection.execute(sa.update(_RECOUNTS).values(began_at=None, after=""))
    else:
        asked = {"id": 1, "asked_at": datetime.now(UTC), "began_at": None, "after": ""}
        connection.execute(sa.insert(_RECOUNTS).values(**asked))
