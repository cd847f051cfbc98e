"""By which day a case is expected to be done that is late."""

from alembic import op

import sqlalchemy as sa

revision = "0051"
down_revision = "0050"


def upgrade():
    op.add_column("cases", sa.Column("expected_on", sa.Date(), nullable=True))
