"""What was sent with the nonce of a form; of what came before it, nothing is known."""

from alembic import op

import sqlalchemy as sa

revision = "0013"
down_revision = "0012"


def upgrade():
    for table in ("cases", "suggestions"):
        op.add_column(table, sa.Column("content_hash", sa.LargeBinary(), nullable=True))
