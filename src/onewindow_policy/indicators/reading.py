"""Reading figures: day by day, added up over where somebody works."""

from collections.abc import Collection
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from onewindow_policy.communities.divisions import all_communities
from onewindow_policy.communities.scopes import scope_of
from onewindow_policy.indicators.interfaces import IIndicator
from onewindow_policy.indicators.models import Figure
from onewindow_policy.indicators.models import ToldDay
from onewindow_policy.indicators.permissions import VIEW_FIGURES
from onewindow_policy.records.api import KeyedPage
from onewindow_policy.records.api import KeyOrder
from onewindow_policy.records.api import read_page
from onewindow_policy.records.api import read_session
from sqlalchemy import cast
from sqlalchemy import ColumnElement
from sqlalchemy import func
from sqlalchemy import literal_column
from sqlalchemy import Row
from sqlalchemy import select
from sqlalchemy import String
from sqlalchemy import true
from zope.component import getUtilitiesFor

#: An indicator has one row for a day: no number is needed besides.
NEWEST_FIRST = KeyOrder(
    ToldDay.day, cast(literal_column("'0'"), String), is_descending=True
)


@dataclass(frozen=True, slots=True)
class DayFigures:
    """What an indicator says of a day, added up; `whole` is None for a mere count."""

    day: date
    count: int
    whole: int | None


def indicators() -> list[tuple[str, IIndicator]]:
    """Return the names of all indicators with them, in the order in which they are read."""
    found = getUtilitiesFor(IIndicator)
    return sorted(found, key=lambda each: (each[1].order, each[0]))


def days_of(
    user, indicator: str, place: str = "", *, page: str | None = None, size: int = 30
) -> KeyedPage[DayFigures]:
    """Return the days of an indicator, newest first, added up over where `user` may see
    figures, or over what of that lies in `place`: the code of a division.

    A day that nobody has told is not among them. `page` is what an earlier page called its
    next one.
    """
    told = select(ToldDay).where(ToldDay.indicator == indicator)
    days = read_page(read_session(), told, NEWEST_FIRST, page, size)
    sums = _sums(indicator, [each.day for each in days.rows], _within(user, place))
    return days.map(lambda told: DayFigures(told.day, *sums.get(told.day, (0, None))))


def figures_between(first: date, last: date) -> Iterator[Row]:
    """Yield all that is kept of the days from `first` to `last`, by indicator and day."""
    columns = Figure.__table__.columns
    query = select(*columns).where(Figure.day.between(first, last))
    keys = Figure.__table__.primary_key.columns
    yield from read_session().execute(query.order_by(*keys))


def _sums(
    indicator: str, days: Collection[date], condition: ColumnElement[bool]
) -> dict[date, tuple[int, int | None]]:
    columns = (func.sum(Figure.numerator), func.sum(Figure.denominator))
    query = (
        select(Figure.day, *columns)
        .where(Figure.indicator == indicator, Figure.day.in_(days), condition)
        .group_by(Figure.day)
    )
    return {
        day: (int(count), None if whole is None else int(whole))
        for day, count, whole in read_session().execute(query)
    }


def _within(user, place: str) -> ColumnElement[bool]:
    """Return the condition for the figures that `user` may see of a place.

    A district or a street is seen by whoever sees all of its communities.
    """
    scope = scope_of(user, VIEW_FIGURES)
    if scope.is_everywhere and not place:
        return true()
    wholes: dict[str, set[str]] = {}
    for each in all_communities():
        for division in (each.district, each.street, each.place):
            wholes.setdefault(division.code, set()).add(each.place.code)
    seen = {code for code, held in wholes.items() if scope.communities >= held}
    if place:
        held = wholes.get(place, set())
        codes = {code for code in seen if wholes[code] <= held}
    else:
        # Those of former places, too, whose codes stand for nothing any more.
        codes = seen | scope.communities
        codes |= {""} if scope.has_city else set()
    return Figure.division.in_(sorted(codes))
