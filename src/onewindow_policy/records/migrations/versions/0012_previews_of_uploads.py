"""Small pictures of files that wait for the rest of a form."""

from alembic import op

import sqlalchemy as sa

revision = "0012"
down_revision = "0011"


def upgrade():
    op.add_column(
        "parked_uploads", sa.Column("preview_sealed", sa.LargeBinary(), nullable=True)
    )
