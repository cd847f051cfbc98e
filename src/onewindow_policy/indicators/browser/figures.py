"""`/@@figures` (每日统计): what each day was like, where one works."""

from collections.abc import Iterable
from collections.abc import Mapping
from functools import cached_property
from onewindow_policy import _
from onewindow_policy.communities.divisions import all_communities
from onewindow_policy.communities.scopes import Scope
from onewindow_policy.communities.scopes import scope_of
from onewindow_policy.desks.api import Asked
from onewindow_policy.desks.api import Cell
from onewindow_policy.desks.api import Column
from onewindow_policy.desks.api import DeskList
from onewindow_policy.desks.api import EXPORT_LISTS
from onewindow_policy.desks.api import Filter
from onewindow_policy.desks.api import ListView
from onewindow_policy.desks.api import Option
from onewindow_policy.indicators.permissions import VIEW_FIGURES
from onewindow_policy.indicators.reading import DayFigures
from onewindow_policy.indicators.reading import days_of
from onewindow_policy.indicators.reading import indicators
from onewindow_policy.indicators.reading import NEWEST_FIRST
from onewindow_policy.records.api import KeyedPage
from onewindow_policy.records.api import KeyOrder

#: What is shown where nothing else is asked for.
FIRST = "cases_received"

LEVELS = ("district", "street", "place")


class FigureList(DeskList):
    """The days of one indicator, over all of where the user works or a part of it."""

    name = "figures"
    title = _("title_figures", default="Daily figures")
    lead = _(
        "text_figures",
        default=(
            "Counted in the night after each day, and never changed afterwards. A day on"
            " which nothing could be counted is not listed."
        ),
    )
    none_here = _("text_no_figures", default="Nothing has been counted of this yet.")
    columns = (
        Column("day", _("column_day", default="Day")),
        Column("count", _("column_count", default="Count")),
        Column("whole", _("column_whole", default="Of")),
        Column("share", _("column_share", default="Share")),
    )
    filters = (
        Filter("indicator", _("label_indicator", default="Figure"), default=FIRST),
        Filter("place", _("label_place_of_figures", default="Place")),
    )

    @cached_property
    def _seen(self) -> Scope:
        return scope_of(self.user, VIEW_FIGURES)

    @property
    def is_for_user(self) -> bool:
        return bool(self._seen)

    @property
    def may_export(self) -> bool:
        return scope_of(self.user, EXPORT_LISTS).covers(self._seen)

    def options(self, name: str) -> Iterable[Option]:
        return self._indicators() if name == "indicator" else self._places()

    def _indicators(self) -> Iterable[Option]:
        for name, indicator in indicators():
            yield Option(name, self.words(indicator.title))

    def _places(self) -> Iterable[Option]:
        """Districts, or else the parts of the smallest division that has all of it."""
        yield Option("", self.words(_("option_all_places", default="All of mine")))
        seen = [each for each in all_communities() if self._has(each.place.code)]
        for level in LEVELS:
            places = {
                division.code: division.title
                for each in seen
                for division in (getattr(each, level),)
            }
            if len(places) > 1:
                yield from (Option(*each) for each in places.items())
                return

    def _has(self, code: str) -> bool:
        return self._seen.has_community(code)

    def key_order(self, asked: Asked) -> KeyOrder:
        return NEWEST_FIRST

    def page(self, asked: Asked, size: int) -> KeyedPage[DayFigures]:
        indicator, place = asked.values["indicator"], asked.values["place"]
        return days_of(self.user, indicator, place, page=asked.page, size=size)

    def cells(self, row: DayFigures) -> Mapping[str, Cell]:
        has_whole = row.whole is not None
        return {
            "day": Cell(self.words.day(row.day)),
            "count": Cell(str(row.count), is_number=True),
            "whole": Cell(str(row.whole) if has_whole else "", is_number=True),
            "share": Cell(
                f"{row.count / row.whole:.1%}" if row.whole else "", is_number=True
            ),
        }


class FiguresView(ListView):
    """Day by day, in pages by key."""

    list_class = FigureList
