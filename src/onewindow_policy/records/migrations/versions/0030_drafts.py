"""Whose draft a form is that was kept half filled in: what residents keep is nobody's."""

from alembic import op

import sqlalchemy as sa

revision = "0030"
down_revision = "0029"


def upgrade():
    op.add_column("kept_forms", sa.Column("account", sa.String(), nullable=True))
    op.create_index("ix_kept_forms_account", "kept_forms", ["account"])
