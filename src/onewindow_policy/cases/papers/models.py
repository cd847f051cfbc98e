"""The tables of papers: what each is made of, and how far its issuer has counted."""

from datetime import datetime
from onewindow_policy.records.api import Base
from onewindow_policy.records.api import SealedJson
from onewindow_policy.records.api import SealedRow
from sqlalchemy import ForeignKey
from sqlalchemy import String
from sqlalchemy.orm import Mapped
from sqlalchemy.orm import mapped_column
from uuid import UUID


class Paper(SealedRow, Base):
    """A paper of a case, as it was issued. The database refuses to change or delete it.

    It is no file: it is printed from its values whenever it is asked for. When the case is
    erased they cannot be read any more, and the number still says that it was issued.
    """

    __tablename__ = "papers"

    case_id: Mapped[UUID] = mapped_column(ForeignKey("cases.id"), index=True)
    #: The version of the case with which it was issued: that of an entry of the history.
    case_version: Mapped[int]
    #: See `kinds`, and `numbers`.
    kind: Mapped[str]
    number: Mapped[str] = mapped_column(unique=True)
    #: The code of the unit that it comes from, or of the community whose window it does.
    issuer: Mapped[str]
    issued_at: Mapped[datetime]
    #: The user id of staff, None where nobody had looked yet.
    issued_by: Mapped[str | None]
    #: What it was issued to be printed with: as long as all three are the same, it comes
    #: out the same to the last byte.
    template_version: Mapped[str] = mapped_column(String(64))
    typst_version: Mapped[str]
    fonts_version: Mapped[str] = mapped_column(String(64))
    #: All that its template says, in final words.
    values = SealedJson()


class PaperSerial(Base):
    """How many papers an issuer has issued in a year."""

    __tablename__ = "paper_serials"

    issuer: Mapped[str] = mapped_column(primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    last: Mapped[int]
