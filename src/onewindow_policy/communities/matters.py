"""What refers to a place by its code, as the page that merges places tells it."""

from dataclasses import dataclass
from onewindow_policy.records.api import read_session
from onewindow_policy.records.api import write_session
from sqlalchemy import select
from sqlalchemy import update
from zope.i18nmessageid import Message


@dataclass(frozen=True, slots=True)
class Matter:
    """One kind of what refers to a place: how many there are, and what becomes of them.

    `name` is a word of the audit.
    """

    name: str
    title: Message
    count: int
    fate: Message


@dataclass(frozen=True, slots=True)
class PlaceByCode:
    """A community that is known by its code alone: it is gone, or is yet to have it."""

    code: str

    def objectValues(self) -> tuple:
        """Return what lies in it, as content does."""
        return ()


def codes_in_rows(model) -> set[str]:
    """Return the codes of communities that rows of a table have.

    Raises `DatabaseUnavailable`.
    """
    column = model.community_code
    query = select(column).where(column.is_not(None)).distinct()
    return set(read_session().scalars(query))


def move_rows(model, community, target) -> None:
    """Give all rows of a table with `community_code` the code of the other community.

    Whoever has one of them open in a form finds it changed. Raises `DatabaseUnavailable`.
    """
    write_session().execute(
        update(model)
        .where(model.community_code == community.code)
        .values(community_code=target.code)
        .execution_options(synchronize_session=False)
    )
