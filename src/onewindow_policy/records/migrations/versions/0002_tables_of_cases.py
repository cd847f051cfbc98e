"""Tables of cases."""

from alembic import op
from onewindow_policy.records.base import UtcDateTime

import sqlalchemy as sa

revision = "0002"
down_revision = "0001"

REFUSE_ON_SQLITE = """
CREATE TRIGGER case_events_no_{event} BEFORE {event} ON case_events
BEGIN SELECT RAISE(ABORT, 'histories are only ever added to'); END
"""

REFUSE_ON_POSTGRESQL = """
CREATE FUNCTION case_events_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'histories are only ever added to'; END $$;
CREATE TRIGGER case_events_only_added BEFORE UPDATE OR DELETE ON case_events
FOR EACH ROW EXECUTE FUNCTION case_events_refuse()
"""


def upgrade():
    # Sealed columns come last: SQLite reads a row from its beginning, and a file of
    # 10 MB fills thousands of pages.
    op.create_table(
        "tries",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("key_hash", sa.LargeBinary(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tries")),
    )
    op.create_index("ix_tries_at", "tries", ["at"])
    op.create_index("ix_tries_key_hash_at", "tries", ["key_hash", "at"])

    op.create_table(
        "cases",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("data_key_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.String(length=15), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("nonce_hash", sa.LargeBinary(), nullable=False),
        sa.Column("code_hash", sa.LargeBinary(), nullable=False),
        sa.Column("receipt_until", UtcDateTime(), nullable=True),
        sa.Column("item_code", sa.String(), nullable=False),
        sa.Column("item_title", sa.String(), nullable=False),
        sa.Column("community_code", sa.String(length=12), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("received_at", UtcDateTime(), nullable=False),
        sa.Column("suspended_at", UtcDateTime(), nullable=True),
        sa.Column("closed_at", UtcDateTime(), nullable=True),
        sa.Column("erased_at", UtcDateTime(), nullable=True),
        sa.Column("promised_days", sa.Integer(), nullable=True),
        sa.Column("promised_day_type", sa.String(), nullable=True),
        sa.Column("reckoned_from", sa.Date(), nullable=False),
        sa.Column("suspended_days", sa.Integer(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("due_is_estimated", sa.Boolean(), nullable=False),
        sa.Column("form_uid", sa.String(), nullable=False),
        sa.Column("form_version", sa.String(), nullable=False),
        sa.Column("guide_uid", sa.String(), nullable=False),
        sa.Column("guide_version", sa.String(), nullable=False),
        sa.Column("notice_version", sa.String(), nullable=False),
        sa.Column("consents", sa.JSON(), nullable=False),
        sa.Column("person_hash", sa.LargeBinary(), nullable=True),
        sa.Column("query_code_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("applicant_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("agent_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("answers_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("masked_sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["data_key_id"],
            ["data_keys.id"],
            name=op.f("fk_cases_data_key_id_data_keys"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cases")),
        sa.UniqueConstraint("nonce_hash", name=op.f("uq_cases_nonce_hash")),
        sa.UniqueConstraint("number", name=op.f("uq_cases_number")),
    )
    op.create_index(
        "ix_cases_community_code_received_at",
        "cases",
        ["community_code", "received_at"],
    )
    op.create_index(
        "ix_cases_community_code_state_due_on",
        "cases",
        ["community_code", "state", "due_on"],
    )
    op.create_index("ix_cases_data_key_id", "cases", ["data_key_id"])
    op.create_index(
        "ix_cases_person_hash_item_code", "cases", ["person_hash", "item_code"]
    )
    op.create_index("ix_cases_receipt_until", "cases", ["receipt_until"])

    op.create_table(
        "parked_uploads",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("data_key_id", sa.Uuid(), nullable=False),
        sa.Column("nonce_hash", sa.LargeBinary(), nullable=False),
        sa.Column("address_hash", sa.LargeBinary(), nullable=False),
        sa.Column("field_name", sa.String(), nullable=False),
        sa.Column("media_type", sa.String(), nullable=False),
        sa.Column("size_bytes", sa.Integer(), nullable=False),
        sa.Column("expires_at", UtcDateTime(), nullable=False),
        sa.Column("name_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("content_sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["data_key_id"],
            ["data_keys.id"],
            name=op.f("fk_parked_uploads_data_key_id_data_keys"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_parked_uploads")),
    )
    op.create_index(
        "ix_parked_uploads_address_hash", "parked_uploads", ["address_hash"]
    )
    op.create_index("ix_parked_uploads_data_key_id", "parked_uploads", ["data_key_id"])
    op.create_index("ix_parked_uploads_expires_at", "parked_uploads", ["expires_at"])
    op.create_index("ix_parked_uploads_nonce_hash", "parked_uploads", ["nonce_hash"])

    op.create_table(
        "case_events",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("data_key_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("user_id", sa.String(), nullable=True),
        sa.Column("transition", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("reason_sealed", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(
            ["case_id"], ["cases.id"], name=op.f("fk_case_events_case_id_cases")
        ),
        sa.ForeignKeyConstraint(
            ["data_key_id"],
            ["data_keys.id"],
            name=op.f("fk_case_events_data_key_id_data_keys"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_events")),
        sa.UniqueConstraint(
            "case_id", "version", name=op.f("uq_case_events_case_id_version")
        ),
    )
    op.create_index("ix_case_events_data_key_id", "case_events", ["data_key_id"])

    op.create_table(
        "case_files",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("data_key_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("material_code", sa.String(), nullable=True),
        sa.Column("media_type", sa.String(), nullable=False),
        sa.Column("size_bytes", sa.Integer(), nullable=False),
        sa.Column("name_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("content_sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"], ["cases.id"], name=op.f("fk_case_files_case_id_cases")
        ),
        sa.ForeignKeyConstraint(
            ["data_key_id"],
            ["data_keys.id"],
            name=op.f("fk_case_files_data_key_id_data_keys"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_files")),
        sa.UniqueConstraint(
            "case_id", "position", name=op.f("uq_case_files_case_id_position")
        ),
    )
    op.create_index("ix_case_files_data_key_id", "case_files", ["data_key_id"])

    if op.get_bind().dialect.name == "sqlite":
        for event in ("UPDATE", "DELETE"):
            op.execute(REFUSE_ON_SQLITE.format(event=event))
    else:
        op.execute(REFUSE_ON_POSTGRESQL)
