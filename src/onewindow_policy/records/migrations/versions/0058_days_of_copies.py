"""Until when a granted copy can be fetched, and when its person was reminded; a job gives
those granted before their day."""

from alembic import op
from onewindow_policy.records.base import UtcDateTime

import sqlalchemy as sa

revision = "0058"
down_revision = "0057"


def upgrade():
    op.add_column("rights_requests", sa.Column("fetch_until", sa.Date(), nullable=True))
    op.add_column(
        "rights_requests", sa.Column("reminded_at", UtcDateTime(), nullable=True)
    )
