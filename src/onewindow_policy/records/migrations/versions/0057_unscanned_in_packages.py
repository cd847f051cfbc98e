"""How many files a package lacks since nobody had looked into them for a virus."""

from alembic import op

import sqlalchemy as sa

revision = "0057"
down_revision = "0056"


def upgrade():
    # Packages that lacked some left no row before.
    op.add_column(
        "case_packages",
        sa.Column("unscanned", sa.Integer(), server_default="0", nullable=False),
    )
