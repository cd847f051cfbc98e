"""Erased data keys, until nothing of them is left anywhere."""

from alembic import op
from onewindow_policy.records.base import utc_now
from onewindow_policy.records.base import UtcDateTime

import sqlalchemy as sa

revision = "0007"
down_revision = "0006"

#: Whoever erases a key, by whatever statement, it is noted.
NOTE = """
INSERT INTO erased_keys (master_key_id, erased_at)
VALUES (OLD.master_key_id, {now});
"""

ON_SQLITE = """
CREATE TRIGGER data_keys_note_{event} AFTER {event} ON data_keys
WHEN OLD.wrapped IS NOT NULL{condition}
BEGIN {note} END
"""
SQLITE_NOW = "strftime('%Y-%m-%d %H:%M:%f000', 'now')"

ON_POSTGRESQL = """
CREATE FUNCTION data_keys_note() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN {note} RETURN NULL; END $$;
CREATE TRIGGER data_keys_note_update AFTER UPDATE ON data_keys
FOR EACH ROW WHEN (OLD.wrapped IS NOT NULL AND NEW.wrapped IS NULL)
EXECUTE FUNCTION data_keys_note();
CREATE TRIGGER data_keys_note_delete AFTER DELETE ON data_keys
FOR EACH ROW WHEN (OLD.wrapped IS NOT NULL)
EXECUTE FUNCTION data_keys_note()
"""


def upgrade():
    op.create_table(
        "erased_keys",
        sa.Column(
            "id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            primary_key=True,
        ),
        sa.Column("master_key_id", sa.String(32), nullable=False, index=True),
        sa.Column("erased_at", UtcDateTime(), nullable=False),
        sa.Column("overwritten_at", UtcDateTime(), nullable=True, index=True),
    )
    # Of keys that were erased before nobody knows by which master key they had been
    # wrapped.
    moment = sa.bindparam("moment", utc_now(), type_=UtcDateTime())
    op.get_bind().execute(
        sa.text(
            "INSERT INTO erased_keys (master_key_id, erased_at)"
            " SELECT id, :moment FROM master_keys"
            " WHERE EXISTS (SELECT 1 FROM data_keys WHERE wrapped IS NULL)"
        ).bindparams(moment)
    )
    if op.get_bind().dialect.name == "sqlite":
        note = NOTE.format(now=SQLITE_NOW)
        for event, condition in (
            ("UPDATE", " AND NEW.wrapped IS NULL"),
            ("DELETE", ""),
        ):
            op.execute(ON_SQLITE.format(event=event, condition=condition, note=note))
    else:
        op.execute(ON_POSTGRESQL.format(note=NOTE.format(now="now()")))
