"""Within how many working days a person has an answer about their own data; what was asked
before goes by the setting."""

from alembic import op

import sqlalchemy as sa

revision = "0021"
down_revision = "0020"


def upgrade():
    op.add_column(
        "rights_requests", sa.Column("promised_days", sa.Integer(), nullable=True)
    )
