"""Which version of a case a package for the archive holds."""

from alembic import op

import sqlalchemy as sa

revision = "0041"
down_revision = "0040"


def upgrade():
    op.add_column(
        "case_packages",
        sa.Column("case_version", sa.Integer(), nullable=False, server_default="0"),
    )
    # What happened until it was made is in it; where that is not known, it is written anew.
    op.execute(
        """
        UPDATE case_packages SET case_version = coalesce((
            SELECT max(case_events.version) FROM case_events
            WHERE case_events.case_id = case_packages.case_id
            AND case_events.at <= case_packages.made_at
        ), 0)
        """
    )
