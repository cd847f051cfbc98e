"""The tables of what waits for the rest of its form."""

from datetime import datetime
from onewindow_policy.records.api import Base
from onewindow_policy.records.api import SealedBytes
from onewindow_policy.records.api import SealedJson
from onewindow_policy.records.api import SealedRow
from onewindow_policy.records.api import SealedText
from sqlalchemy import String
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


class KeptForm(SealedRow, Base):
    """A form that is half filled in, until its person goes on with it; see `keeping`."""

    __tablename__ = "kept_forms"

    number: Mapped[str] = mapped_column(String(14), unique=True)
    code_hash: Mapped[bytes]
    #: That of the page: its files wait under it, and it is kept once.
    nonce_hash: Mapped[bytes] = mapped_column(unique=True)
    expires_at: Mapped[datetime] = mapped_column(index=True)
    #: Whose draft it is at a window, None for what residents keep: that is nobody's, and
    #: number and code open it.
    account: Mapped[str | None] = mapped_column(index=True)
    code = SealedText()
    nonce = SealedText()
    #: What browsers sent, by the names of inputs: texts, and lists of them.
    answers = SealedJson()
    #: What the page had shown, as the room knows it that made the page.
    page = SealedBytes()
