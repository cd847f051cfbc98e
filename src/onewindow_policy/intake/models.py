"""The table of what waits for the rest of its form."""

from datetime import datetime
from onewindow_policy.records.api import Base
from onewindow_policy.records.api import SealedBytes
from onewindow_policy.records.api import SealedRow
from onewindow_policy.records.api import SealedText
from sqlalchemy.orm import Mapped
from sqlalchemy.orm import mapped_column


class ParkedUpload(SealedRow, Base):
    """A file that waits for the rest of its form; see `parking`."""

    __tablename__ = "parked_uploads"

    nonce_hash: Mapped[bytes] = mapped_column(index=True)
    address_hash: Mapped[bytes] = mapped_column(index=True)
    field_name: Mapped[str]
    media_type: Mapped[str]
    size_bytes: Mapped[int]
    expires_at: Mapped[datetime] = mapped_column(index=True)
    name = SealedText()
    content = SealedBytes()
    #: A small picture of it, where one could be made.
    preview = SealedBytes(nullable=True)
