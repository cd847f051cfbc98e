"""Counts that stop where nobody needs a larger one.

A count reads what it counts. Whoever has a thousand things to do does not ask for the exact
number; reading a hundred thousand rows for it would cost more than the page itself.
"""

from sqlalchemy import ColumnElement
from sqlalchemy import func
from sqlalchemy import literal
from sqlalchemy import ScalarSelect
from sqlalchemy import select

#: More than this is only called more.
MOST_COUNTED = 1000


def count_up_to_most(
    table, *conditions: ColumnElement[bool], along: ColumnElement | None = None
) -> ScalarSelect[int]:
    """Return, to be selected, how many rows of `table` meet all `conditions`.

    Where there are more than `MOST_COUNTED`, it is one more than that. `along` is what an
    index of the rows is ordered by: PostgreSQL else reads the whole table in the hope to
    meet so many soon, and pays for it where there are none.
    """
    found = (
        select(literal(1).label("one"))
        .select_from(table)
        .where(*conditions)
        .order_by(along)
        .limit(MOST_COUNTED + 1)
        .subquery()
    )
    return select(func.count()).select_from(found).scalar_subquery()
