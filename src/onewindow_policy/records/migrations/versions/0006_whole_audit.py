"""Who did it, from where and in which session; batches that close the audit."""

from alembic import op
from onewindow_policy.records.base import UtcDateTime

import sqlalchemy as sa

revision = "0006"
down_revision = "0005"

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

#: What stands in an entry once it was written. `IS DISTINCT FROM` is PostgreSQL's name
#: of SQLite's `IS NOT`.
WRITTEN = (
    "id",
    "at",
    "user_id",
    "account_uid",
    "session_id",
    "address_sealed",
    "action",
    "subject",
    "detail",
    "kept_long",
    "once",
)

#: What stands in a batch once it was closed.
CLOSED = (
    "number",
    "closed_at",
    "first_at",
    "last_at",
    "kept_until",
    "entries",
    "previous",
    "head",
)

#: What may happen, in words that both databases understand.
PUT_INTO_AN_OPEN_BATCH = """
OLD.batch IS NULL AND NEW.batch IS NOT NULL AND NEW.position IS NOT NULL
AND NOT EXISTS (SELECT 1 FROM audit_batches WHERE number = NEW.batch)
"""
BELONGS_TO_A_PRUNED_BATCH = """
EXISTS (
    SELECT 1 FROM audit_batches
    WHERE number = OLD.batch AND pruned_at IS NOT NULL
)
"""
PRUNED_IN_TIME = """
OLD.pruned_at IS NULL AND NEW.pruned_at IS NOT NULL AND NEW.pruned_at >= OLD.kept_until
"""

ON_SQLITE = """
CREATE TRIGGER {table}_no_{event} BEFORE {event} ON {table}
WHEN NOT ({allowed})
BEGIN SELECT RAISE(ABORT, '{words} are only ever added'); END
"""

ON_POSTGRESQL = """
CREATE OR REPLACE FUNCTION {table}_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' AND ({insert}) THEN RETURN NEW; END IF;
    IF TG_OP = 'UPDATE' AND ({update}) THEN RETURN NEW; END IF;
    IF TG_OP = 'DELETE' AND ({delete}) THEN RETURN OLD; END IF;
    RAISE EXCEPTION '{words} are only ever added';
END $$;
DROP TRIGGER IF EXISTS {table}_only_added ON {table};
CREATE TRIGGER {table}_only_added BEFORE INSERT OR UPDATE OR DELETE ON {table}
FOR EACH ROW EXECUTE FUNCTION {table}_refuse()
"""


def upgrade():
    for column in (
        sa.Column("account_uid", sa.String(64), nullable=True),
        sa.Column("session_id", sa.String(64), nullable=True),
        sa.Column("address_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("kept_long", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("once", sa.LargeBinary(), nullable=True),
        sa.Column("batch", NUMBER, nullable=True),
        sa.Column("position", sa.Integer(), nullable=True),
    ):
        op.add_column("audit_entries", column)
    for name in ("user_id", "account_uid"):
        op.create_index(op.f(f"ix_audit_entries_{name}"), "audit_entries", [name])
    op.create_table(
        "audit_batches",
        sa.Column("number", NUMBER, nullable=False, autoincrement=False),
        sa.Column("closed_at", UtcDateTime(), nullable=False),
        sa.Column("first_at", UtcDateTime(), nullable=False),
        sa.Column("last_at", UtcDateTime(), nullable=False),
        sa.Column("kept_until", UtcDateTime(), nullable=False),
        sa.Column("entries", sa.Integer(), nullable=False),
        sa.Column("previous", sa.LargeBinary(), nullable=False),
        sa.Column("head", sa.LargeBinary(), nullable=False),
        sa.Column("pruned_at", UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_audit_batches")),
    )
    op.create_index(
        op.f("ix_audit_batches_kept_until"), "audit_batches", ["kept_until"]
    )
    if op.get_bind().dialect.name == "sqlite":
        # Before the triggers: on SQLite, constraints are added by copying the table.
        _guard_on_sqlite()
    else:
        _guard_on_postgresql()


def _guard_on_sqlite():
    for event in ("UPDATE", "DELETE"):
        op.execute(f"DROP TRIGGER audit_entries_no_{event}")
    with op.batch_alter_table("audit_entries") as batch:
        _add_unique(batch)
    for table, words, update, delete, insert in _rules("IS"):
        for event, allowed in (
            ("INSERT", insert),
            ("UPDATE", update),
            ("DELETE", delete),
        ):
            op.execute(
                ON_SQLITE.format(table=table, event=event, allowed=allowed, words=words)
            )


def _guard_on_postgresql():
    with op.batch_alter_table("audit_entries") as batch:
        _add_unique(batch)
    for table, words, update, delete, insert in _rules("IS NOT DISTINCT FROM"):
        op.execute(
            ON_POSTGRESQL.format(
                table=table, update=update, delete=delete, insert=insert, words=words
            )
        )


def _add_unique(batch):
    batch.create_unique_constraint(batch.f("uq_audit_entries_once"), ["once"])
    batch.create_unique_constraint(
        batch.f("uq_audit_entries_batch_position"), ["batch", "position"]
    )


def _rules(same: str):
    """Yield each table, its name in words, and what may be updated, deleted, added."""
    yield (
        "audit_entries",
        "audit entries",
        f"{PUT_INTO_AN_OPEN_BATCH} AND {_unchanged(WRITTEN, same)}",
        BELONGS_TO_A_PRUNED_BATCH,
        "NEW.batch IS NULL AND NEW.position IS NULL",
    )
    yield (
        "audit_batches",
        "audit batches",
        f"{PRUNED_IN_TIME} AND {_unchanged(CLOSED, same)}",
        "1 = 0",
        "NEW.pruned_at IS NULL",
    )


def _unchanged(columns: tuple[str, ...], same: str) -> str:
    return " AND ".join(f"NEW.{name} {same} OLD.{name}" for name in columns)
