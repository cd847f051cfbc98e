"""Inserting what may be there already, the same on both databases."""

from onewindow_policy.records.base import Base
from sqlalchemy.dialects import postgresql
from sqlalchemy.dialects import sqlite
from sqlalchemy.orm import Session

_INSERT = {"postgresql": postgresql.insert, "sqlite": sqlite.insert}


def insert_into(session: Session, table: type[Base]):
    """Return an INSERT that can say what is done `ON CONFLICT`."""
    return _INSERT[session.get_bind().dialect.name](table)
