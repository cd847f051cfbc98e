"""Which values a column has, where many rows share few of them."""

from collections.abc import Sequence
from onewindow_policy.records.sessions import read_session
from sqlalchemy import ColumnElement
from sqlalchemy import func
from sqlalchemy import select


def values_in(
    column, *conditions: ColumnElement[bool], most: int | None = None
) -> Sequence[str]:
    """Return the values of a column in the rows that meet all `conditions`, in their order,
    `most` at most; None is none of them.

    Each is looked up after the one before. With an index that begins with the column this
    costs what there are of them, however many rows have each: no index is read whole.
    """
    first = select(func.min(column).label("value")).where(*conditions)
    found = first.cte("found", recursive=True)
    following = (
        select(func.min(column))
        .where(column > found.c.value, *conditions)
        .correlate(found)
        .scalar_subquery()
    )
    found = found.union_all(select(following).where(found.c.value.is_not(None)))
    query = select(found.c.value).where(found.c.value.is_not(None)).limit(most)
    return read_session().scalars(query).all()
