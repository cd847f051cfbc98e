"""Papers of cases, and the numbers that their issuers have come to."""

from alembic import op
from onewindow_policy.records.base import UtcDateTime

import sqlalchemy as sa

revision = "0028"
down_revision = "0027"

REFUSE_ON_SQLITE = """
CREATE TRIGGER papers_no_{event} BEFORE {event} ON papers
BEGIN SELECT RAISE(ABORT, 'papers are only ever added to'); END
"""

REFUSE_ON_POSTGRESQL = """
CREATE FUNCTION papers_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'papers are only ever added to'; END $$;
CREATE TRIGGER papers_only_added BEFORE UPDATE OR DELETE ON papers
FOR EACH ROW EXECUTE FUNCTION papers_refuse()
"""


def upgrade():
    op.create_table(
        "paper_serials",
        sa.Column("issuer", sa.String(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("issuer", "year", name=op.f("pk_paper_serials")),
    )
    op.create_table(
        "papers",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("data_key_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("case_version", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("issuer", sa.String(), nullable=False),
        sa.Column("issued_at", UtcDateTime(), nullable=False),
        sa.Column("issued_by", sa.String(), nullable=True),
        sa.Column("template_version", sa.String(length=64), nullable=False),
        sa.Column("typst_version", sa.String(), nullable=False),
        sa.Column("fonts_version", sa.String(length=64), nullable=False),
        sa.Column("values_sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"], ["cases.id"], name=op.f("fk_papers_case_id_cases")
        ),
        sa.ForeignKeyConstraint(
            ["data_key_id"],
            ["data_keys.id"],
            name=op.f("fk_papers_data_key_id_data_keys"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_papers")),
        sa.UniqueConstraint("number", name=op.f("uq_papers_number")),
    )
    op.create_index("ix_papers_case_id", "papers", ["case_id"])
    op.create_index("ix_papers_data_key_id", "papers", ["data_key_id"])
    if op.get_bind().dialect.name == "sqlite":
        for event in ("UPDATE", "DELETE"):
            op.execute(REFUSE_ON_SQLITE.format(event=event))
    else:
        op.execute(REFUSE_ON_POSTGRESQL)
