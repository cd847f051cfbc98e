"""Cases that are kept by order, and the lists by which cases are destroyed."""

from alembic import op
from onewindow_policy.records.base import UtcDateTime

import sqlalchemy as sa

revision = "0047"
down_revision = "0046"

_IS_IN_FORCE = sa.text("lifted_at IS NULL")
_IS_WAITING = sa.text("outcome IS NULL")

TABLES = "destruction_lists", "destruction_lines", "destruction_signatures"

REFUSE_ON_SQLITE = """
CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table}
BEGIN SELECT RAISE(ABORT, 'destruction lists are never deleted'); END
"""

REFUSE_ON_POSTGRESQL = """
CREATE FUNCTION {table}_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'destruction lists are never deleted'; END $$;
CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table}
FOR EACH ROW EXECUTE FUNCTION {table}_refuse()
"""

DONE_ON_SQLITE = """
CREATE TRIGGER destruction_lines_done BEFORE UPDATE ON destruction_lines
WHEN OLD.outcome IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'what became of a line stays'); END
"""

DONE_ON_POSTGRESQL = """
CREATE FUNCTION destruction_lines_done() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'what became of a line stays'; END $$;
CREATE TRIGGER destruction_lines_done BEFORE UPDATE ON destruction_lines
FOR EACH ROW WHEN (OLD.outcome IS NOT NULL)
EXECUTE FUNCTION destruction_lines_done()
"""


def upgrade():
    op.create_table(
        "case_holds",
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("case_number", sa.String(length=15), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("reason_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("set_at", UtcDateTime(), nullable=False),
        sa.Column("set_by", sa.String(), nullable=False),
        sa.Column("lifted_at", UtcDateTime(), nullable=True),
        sa.Column("lifted_by", sa.String(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("data_key_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"], ["cases.id"], name=op.f("fk_case_holds_case_id_cases")
        ),
        sa.ForeignKeyConstraint(
            ["data_key_id"],
            ["data_keys.id"],
            name=op.f("fk_case_holds_data_key_id_data_keys"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_holds")),
    )
    op.create_index(
        "ix_case_holds_in_force",
        "case_holds",
        ["case_id"],
        sqlite_where=_IS_IN_FORCE,
        postgresql_where=_IS_IN_FORCE,
    )
    op.create_index(op.f("ix_case_holds_data_key_id"), "case_holds", ["data_key_id"])
    op.create_table(
        "destruction_lists",
        sa.Column(
            "id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
        ),
        sa.Column("number", sa.String(length=9), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.Column("made_by", sa.String(), nullable=False),
        sa.Column("ended_at", UtcDateTime(), nullable=True),
        sa.Column("ended_by", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_destruction_lists")),
        sa.UniqueConstraint("number", name=op.f("uq_destruction_lists_number")),
    )
    op.create_table(
        "destruction_lines",
        sa.Column(
            "list_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
        ),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("case_number", sa.String(length=15), nullable=False),
        sa.Column("item_code", sa.String(), nullable=False),
        sa.Column("item_title", sa.String(), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=False),
        sa.Column("years", sa.Integer(), nullable=True),
        sa.Column("approval_number", sa.String(), nullable=True),
        sa.Column("packages", sa.Integer(), nullable=False),
        sa.Column("decision", sa.String(length=8), nullable=True),
        sa.Column("reason_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("keep_until", sa.Date(), nullable=True),
        sa.Column("decided_by", sa.String(), nullable=True),
        sa.Column("outcome", sa.String(length=10), nullable=True),
        sa.Column("stopped_by", sa.String(length=10), nullable=True),
        sa.Column("done_at", UtcDateTime(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("data_key_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["list_id"],
            ["destruction_lists.id"],
            name=op.f("fk_destruction_lines_list_id_destruction_lists"),
        ),
        sa.ForeignKeyConstraint(
            ["case_id"], ["cases.id"], name=op.f("fk_destruction_lines_case_id_cases")
        ),
        sa.ForeignKeyConstraint(
            ["data_key_id"],
            ["data_keys.id"],
            name=op.f("fk_destruction_lines_data_key_id_data_keys"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_destruction_lines")),
        sa.UniqueConstraint(
            "list_id", "position", name=op.f("uq_destruction_lines_list_id_position")
        ),
    )
    op.create_index(
        "ix_destruction_lines_waiting",
        "destruction_lines",
        ["case_id"],
        unique=True,
        sqlite_where=_IS_WAITING,
        postgresql_where=_IS_WAITING,
    )
    op.create_index(
        op.f("ix_destruction_lines_data_key_id"), "destruction_lines", ["data_key_id"]
    )
    op.create_table(
        "destruction_signatures",
        sa.Column(
            "list_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
        ),
        sa.Column("user_id", sa.String(length=255), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["list_id"],
            ["destruction_lists.id"],
            name=op.f("fk_destruction_signatures_list_id_destruction_lists"),
        ),
        sa.PrimaryKeyConstraint(
            "list_id", "user_id", name=op.f("pk_destruction_signatures")
        ),
    )
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    for table in TABLES:
        refuse = REFUSE_ON_SQLITE if is_sqlite else REFUSE_ON_POSTGRESQL
        op.execute(refuse.format(table=table))
    op.execute(DONE_ON_SQLITE if is_sqlite else DONE_ON_POSTGRESQL)
