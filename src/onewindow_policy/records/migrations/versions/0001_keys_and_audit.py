"""Keys and audit."""

from alembic import op
from onewindow_policy.records.base import UtcDateTime

import sqlalchemy as sa

revision = "0001"
down_revision = None

REFUSE_ON_SQLITE = """
CREATE TRIGGER audit_entries_no_{event} BEFORE {event} ON audit_entries
BEGIN SELECT RAISE(ABORT, 'audit entries are only ever added'); END
"""

REFUSE_ON_POSTGRESQL = """
CREATE FUNCTION audit_entries_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'audit entries are only ever added'; END $$;
CREATE TRIGGER audit_entries_only_added BEFORE UPDATE OR DELETE ON audit_entries
FOR EACH ROW EXECUTE FUNCTION audit_entries_refuse()
"""


def upgrade():
    op.create_table(
        "master_keys",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("first_used_at", UtcDateTime(), nullable=False),
    )
    op.create_table(
        "lookup_keys",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("suite", sa.String(8), nullable=False),
        sa.Column("wrapped", sa.LargeBinary(), nullable=False),
        sa.Column(
            "master_key_id",
            sa.String(32),
            sa.ForeignKey("master_keys.id"),
            nullable=False,
        ),
    )
    op.create_table(
        "data_keys",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("wrapped", sa.LargeBinary(), nullable=True),
        sa.Column(
            "master_key_id",
            sa.String(32),
            sa.ForeignKey("master_keys.id"),
            nullable=True,
            index=True,
        ),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("erased_at", UtcDateTime(), nullable=True),
        sa.CheckConstraint(
            "(wrapped IS NULL) = (erased_at IS NOT NULL)", name="erased_or_wrapped"
        ),
        sa.CheckConstraint(
            "(wrapped IS NULL) = (master_key_id IS NULL)", name="wrapped_by_a_key"
        ),
    )
    op.create_table(
        "audit_entries",
        sa.Column(
            "id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            primary_key=True,
        ),
        sa.Column("at", UtcDateTime(), nullable=False, index=True),
        sa.Column("user_id", sa.String(255), nullable=False),
        sa.Column("action", sa.String(50), nullable=False),
        sa.Column("subject", sa.String(100), nullable=False, index=True),
        sa.Column("detail", sa.String(500), nullable=False),
    )
    if op.get_bind().dialect.name == "sqlite":
        for event in ("UPDATE", "DELETE"):
            op.execute(REFUSE_ON_SQLITE.format(event=event))
    else:
        op.execute(REFUSE_ON_POSTGRESQL)
