"""Lists of papers that go from place to place, and where the papers of a case are."""

from alembic import op
from onewindow_policy.records.base import UtcDateTime

import sqlalchemy as sa

revision = "0043"
down_revision = "0042"

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_IS_OPEN = sa.text("closed_at IS NULL")
_IS_ON_WAY = sa.text("state = 'on_way'")


def upgrade():
    op.create_table(
        "transfer_lists",
        sa.Column("id", _ID, nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("from_place", sa.String(), nullable=False),
        sa.Column("to_place", sa.String(), nullable=False),
        sa.Column("names", sa.JSON(), nullable=False),
        sa.Column("case_count", sa.Integer(), nullable=False),
        sa.Column("sent_at", UtcDateTime(), nullable=False),
        sa.Column("sent_by", sa.String(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("received_at", UtcDateTime(), nullable=True),
        sa.Column("received_by", sa.String(), nullable=True),
        sa.Column("find_by", sa.Date(), nullable=True),
        sa.Column("closed_at", UtcDateTime(), nullable=True),
        sa.Column("template_version", sa.String(length=64), nullable=False),
        sa.Column("typst_version", sa.String(), nullable=False),
        sa.Column("fonts_version", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_transfer_lists")),
        sa.UniqueConstraint("number", name=op.f("uq_transfer_lists_number")),
    )
    for place in ("from_place", "to_place"):
        op.create_index(
            op.f(f"ix_transfer_lists_{place}_sent_at_id"),
            "transfer_lists",
            [place, "sent_at", "id"],
        )
    op.create_index(
        op.f("ix_transfer_lists_sent_at_id"),
        "transfer_lists",
        ["sent_at", "id"],
    )
    for name, columns in (
        ("ix_transfer_lists_from_open", ["from_place", "sent_at", "id"]),
        ("ix_transfer_lists_to_open", ["to_place", "sent_at", "id"]),
        ("ix_transfer_lists_open", ["sent_at", "id"]),
    ):
        op.create_index(
            name,
            "transfer_lists",
            columns,
            sqlite_where=_IS_OPEN,
            postgresql_where=_IS_OPEN,
        )
    op.create_table(
        "transfer_lines",
        sa.Column("list_id", _ID, nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("says_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("outcome_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("data_key_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["list_id"],
            ["transfer_lists.id"],
            name=op.f("fk_transfer_lines_list_id_transfer_lists"),
        ),
        sa.ForeignKeyConstraint(
            ["case_id"], ["cases.id"], name=op.f("fk_transfer_lines_case_id_cases")
        ),
        sa.ForeignKeyConstraint(
            ["data_key_id"],
            ["data_keys.id"],
            name=op.f("fk_transfer_lines_data_key_id_data_keys"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_transfer_lines")),
        sa.UniqueConstraint(
            "list_id", "position", name=op.f("uq_transfer_lines_list_id_position")
        ),
    )
    for column in ("case_id", "data_key_id"):
        op.create_index(op.f(f"ix_transfer_lines_{column}"), "transfer_lines", [column])
    op.create_index(
        "uq_transfer_lines_on_way",
        "transfer_lines",
        ["case_id"],
        unique=True,
        sqlite_where=_IS_ON_WAY,
        postgresql_where=_IS_ON_WAY,
    )
    op.create_table(
        "paper_places",
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("since", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"], ["cases.id"], name=op.f("fk_paper_places_case_id_cases")
        ),
        sa.PrimaryKeyConstraint("case_id", name=op.f("pk_paper_places")),
    )
    op.create_index(op.f("ix_paper_places_place"), "paper_places", ["place"])
