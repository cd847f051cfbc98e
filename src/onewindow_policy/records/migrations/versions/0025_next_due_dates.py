"""Open cases are due when the next thing is: reckoned anew, as when working days change."""

from alembic import op
from datetime import datetime
from datetime import UTC
from onewindow_policy.records.base import UtcDateTime

import sqlalchemy as sa

revision = "0025"
down_revision = "0024"

_CASES = sa.table("cases", sa.column("id"))
_RECOUNTS = sa.table(
    "due_date_recounts",
    sa.column("id", sa.Integer()),
    sa.column("asked_at", UtcDateTime()),
    sa.column("began_at", UtcDateTime()),
    sa.column("after", sa.String()),
)


def upgrade():
    connection = op.get_bind()
    if connection.scalar(sa.select(sa.exists(sa.select(_RECOUNTS.c.id)))):
        # One that has begun begins once more.
        op.execute(sa.update(_RECOUNTS).values(began_at=None, after=""))
    elif connection.scalar(sa.select(sa.exists(sa.select(_CASES.c.id)))):
        asked = {"id": 1, "asked_at": datetime.now(UTC), "began_at": None, "after": ""}
        op.execute(sa.insert(_RECOUNTS).values(**asked))
