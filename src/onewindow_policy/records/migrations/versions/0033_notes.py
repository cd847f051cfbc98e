"""What colleagues note on a case."""

from alembic import op
from onewindow_policy.records.base import UtcDateTime

import sqlalchemy as sa

revision = "0033"
down_revision = "0032"

REFUSE_ON_SQLITE = """
CREATE TRIGGER case_notes_no_{event} BEFORE {event} ON case_notes
BEGIN SELECT RAISE(ABORT, 'notes are only ever added to'); END
"""

REFUSE_ON_POSTGRESQL = """
CREATE FUNCTION case_notes_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'notes are only ever added to'; END $$;
CREATE TRIGGER case_notes_only_added BEFORE UPDATE OR DELETE ON case_notes
FOR EACH ROW EXECUTE FUNCTION case_notes_refuse()
"""


def upgrade():
    op.create_table(
        "case_notes",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("data_key_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("user_id", sa.String(), nullable=False),
        sa.Column("text_sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"], ["cases.id"], name=op.f("fk_case_notes_case_id_cases")
        ),
        sa.ForeignKeyConstraint(
            ["data_key_id"],
            ["data_keys.id"],
            name=op.f("fk_case_notes_data_key_id_data_keys"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_notes")),
    )
    op.create_index("ix_case_notes_case_id_at", "case_notes", ["case_id", "at"])
    op.create_index("ix_case_notes_data_key_id", "case_notes", ["data_key_id"])
    if op.get_bind().dialect.name == "sqlite":
        for event in ("UPDATE", "DELETE"):
            op.execute(REFUSE_ON_SQLITE.format(event=event))
    else:
        op.execute(REFUSE_ON_POSTGRESQL)
