"""By which way a result is wanted, where it goes, and what waits to be handed out."""

from alembic import op
from onewindow_policy.records.base import UtcDateTime

import sqlalchemy as sa

revision = "0048"
down_revision = "0047"

_IS_TO_HAND_OUT = sa.text("handing_out IS NOT NULL")
_DUE = sa.text("coalesce(due_on, '9999-12-31')")


def upgrade():
    for name, kind in (
        ("result_way", sa.String(8)),
        ("destination_sealed", sa.LargeBinary()),
        ("sent_at", UtcDateTime()),
        ("parcel_sealed", sa.LargeBinary()),
        ("handing_out", sa.String(8)),
        ("given_back", sa.JSON()),
    ):
        op.add_column("cases", sa.Column(name, kind, nullable=True))
    op.add_column(
        "cases",
        sa.Column(
            "collection_reminders", sa.Integer(), server_default="0", nullable=False
        ),
    )
    for name, first in (
        ("ix_cases_handing_out_received_at", "received_at"),
        ("ix_cases_handing_out_due", _DUE),
    ):
        op.create_index(
            name,
            "cases",
            [first, "number"],
            sqlite_where=_IS_TO_HAND_OUT,
            postgresql_where=_IS_TO_HAND_OUT,
        )
