"""Columns that are sealed on their way into a row, and unsealed on their way out.

class Applicant(SealedRow, Base):
    __tablename__ = "applicants"

    name = SealedText()
    answers = SealedJson(nullable=True)

applicant = Applicant(key, name="赵女士")
applicant.name            # "赵女士"
applicant.name_sealed     # what is stored: bytes for this column of this row only
"""

from abc import ABC
from abc import abstractmethod
from onewindow_policy.records.keys import DataKey
from sqlalchemy import ForeignKey
from sqlalchemy import LargeBinary
from sqlalchemy.orm import declared_attr
from sqlalchemy.orm import Mapped
from sqlalchemy.orm import mapped_column
from sqlalchemy.orm import relationship
from uuid import UUID
from uuid import uuid4

import json


class SealedRow:
    """Rows with sealed columns, each row under one data key. Goes before `Base`.

    A row has its id from the beginning, as what is sealed is bound to it.
    """

    id: Mapped[UUID] = mapped_column(primary_key=True)
    data_key_id: Mapped[UUID] = mapped_column(ForeignKey("data_keys.id"), index=True)

    @declared_attr
    def data_key(cls) -> Mapped[DataKey]:
        # A list of rows fetches all of their keys by one more query.
        return relationship(DataKey, lazy="selectin")

    def __init__(self, data_key: DataKey, **values):
        self.id = values.pop("id", None) or uuid4()
        self.data_key = data_key
        super().__init__(**values)


class SealedColumn(ABC):
    """A value of a row, kept in the column `<name>_sealed`.

    Reading raises Unreadable when the bytes were sealed for another place, DataErased
    when the key is gone. None is stored as NULL.
    """

    def __init__(self, *, nullable: bool = False):
        self.nullable = nullable

    def __set_name__(self, owner: type, name: str):
        self.name = name
        self.column = f"{name}_sealed"
        column = mapped_column(self.column, LargeBinary, nullable=self.nullable)
        setattr(owner, self.column, column)

    def __get__(self, row: SealedRow | None, owner: type):
        if row is None:
            return self
        sealed = getattr(row, self.column)
        if sealed is None:
            return None
        return self.decode(row.data_key.unseal(sealed, self._context(row)))

    def __set__(self, row: SealedRow, value) -> None:
        sealed = None
        if value is not None:
            sealed = row.data_key.seal(self.encode(value), self._context(row))
        setattr(row, self.column, sealed)

    def _context(self, row: SealedRow) -> str:
        return f"{row.__tablename__}.{self.name}:{row.id}"

    @abstractmethod
    def encode(self, value) -> bytes:
        """Return the bytes of a value."""

    @abstractmethod
    def decode(self, data: bytes):
        """Return the value of its bytes."""


class SealedBytes(SealedColumn):
    """Bytes, such as a file."""

    def encode(self, value: bytes) -> bytes:
        return value

    def decode(self, data: bytes) -> bytes:
        return data


class SealedText(SealedColumn):
    """A text."""

    def encode(self, value: str) -> bytes:
        return value.encode()

    def decode(self, data: bytes) -> str:
        return data.decode()


class SealedJson(SealedColumn):
    """A value of JSON's own types: set a new one to change it."""

    def encode(self, value) -> bytes:
        return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()

    def decode(self, data: bytes):
        return json.loads(data)
