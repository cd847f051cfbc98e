"""By which phone somebody asked, as keyed hashes: what finds an inquiry."""

from alembic import op

import sqlalchemy as sa

revision = "0052"
down_revision = "0051"


def upgrade():
    for name in ("phone_hash", "phone_tail_hash"):
        op.add_column("inquiries", sa.Column(name, sa.LargeBinary(), nullable=True))
    # What is there is opened by a job (see `inquiries.filling`), which has the keys; no
    # hash of a phone is empty.
    inquiries = sa.table(
        "inquiries",
        sa.column("phone_tail_hash", sa.LargeBinary()),
        sa.column("has_contact", sa.Boolean()),
    )
    lacking = inquiries.update().where(inquiries.c.has_contact.is_(sa.true()))
    op.execute(lacking.values(phone_tail_hash=b""))
    for name in ("phone_hash", "phone_tail_hash"):
        op.create_index(
            op.f(f"ix_inquiries_{name}_received_at_number"),
            "inquiries",
            [name, "received_at", "number"],
        )
