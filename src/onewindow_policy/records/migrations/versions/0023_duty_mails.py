"""Which mails about what waits for them staff want, and for which day each was written."""

from alembic import op

import sqlalchemy as sa

revision = "0023"
down_revision = "0022"


def upgrade():
    op.create_table(
        "duty_mails",
        sa.Column("account_uid", sa.String(length=32), nullable=False),
        sa.Column("period", sa.String(length=4), nullable=False),
        sa.Column("is_wanted", sa.Boolean(), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("account_uid", "period", name=op.f("pk_duty_mails")),
    )
