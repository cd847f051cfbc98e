"""`/catalogue/@@visits`: how often people came, beside what the guides say."""

from collections.abc import Iterable
from collections.abc import Mapping
from functools import cached_property
from onewindow_policy import _
from onewindow_policy.cases.visiting import visits_of_items
from onewindow_policy.cases.visiting import VisitsOfItem
from onewindow_policy.catalogue.api import CATALOGUE_PATH
from onewindow_policy.catalogue.api import get_catalogue
from onewindow_policy.desks.api import Asked
from onewindow_policy.desks.api import Cell
from onewindow_policy.desks.api import Column
from onewindow_policy.desks.api import DeskList
from onewindow_policy.desks.api import Filter
from onewindow_policy.desks.api import ListView
from onewindow_policy.desks.api import Option
from onewindow_policy.desks.api import PageEntry
from onewindow_policy.desks.api import StandingOrder
from onewindow_policy.desks.api import Tag
from onewindow_policy.records.api import KeyedPage

COMPARE_VISITS = "onewindow_policy: Compare Visits"

#: What the list shows: guides that promise too little, or all services.
EXCEEDED, ALL = "exceeded", "all"


class VisitList(DeskList):
    """The services of which cases are over, for whoever writes their guides."""

    name = "visits"
    title = _("title_visits", default="How often people came")
    lead = _(
        "text_visits",
        default=(
            "Of applications that were decided. A visit is a day on which something was"
            " taken in at a window, brought there, or collected; online, by post and at"
            " home are none."
        ),
    )
    none_here = _(
        "text_no_visits", default="Nobody came more often than the guides say."
    )
    columns = (
        Column("item", _("column_case_item", default="Service")),
        Column(
            "promised", _("column_visits_promised", default="At most, by the guide")
        ),
        Column("average", _("column_visits_average", default="On average")),
        Column("most", _("column_visits_most", default="Most")),
        Column("cases", _("column_visits_cases", default="Applications")),
    )
    filters = (
        Filter(
            "show",
            _("label_visits_show", default="Services"),
            default=EXCEEDED,
            is_tabs=True,
        ),
    )
    #: It tells of nobody.
    is_audited = False

    @property
    def is_for_user(self) -> bool:
        return bool(self.user.has_permission(COMPARE_VISITS, get_catalogue()))

    @cached_property
    def _all(self) -> list[VisitsOfItem]:
        return visits_of_items()

    @cached_property
    def _exceeded(self) -> list[VisitsOfItem]:
        return [each for each in self._all if each.is_exceeded]

    def options(self, name: str) -> Iterable[Option]:
        exceeded = _("option_visits_exceeded", default="More than the guide says")
        yield Option(EXCEEDED, self.words(exceeded), len(self._exceeded))
        every = _("option_visits_all", default="All services")
        yield Option(ALL, self.words(every), len(self._all))

    def key_order(self, asked: Asked) -> StandingOrder:
        return StandingOrder()

    def page(self, asked: Asked, size: int) -> KeyedPage[VisitsOfItem]:
        rows = self._all if asked.values["show"] == ALL else self._exceeded
        return self.key_order(asked).page(rows, asked.page, size)

    def cells(self, row: VisitsOfItem) -> Mapping[str, Cell]:
        say = self.words
        more = Tag(say(_("tag_visits_more", default="More than said")), "wait")
        return {
            "item": Cell(
                row.title,
                f"{self.site_url}/{row.path}" if row.path else "",
                note=row.item_code,
                is_content=True,
            ),
            "promised": Cell(
                "—" if row.promised is None else str(row.promised), is_number=True
            ),
            "average": Cell(
                f"{row.average:.1f}", tags=(more,) if row.excess else (), is_number=True
            ),
            "most": Cell(str(row.most), is_number=True),
            "cases": Cell(str(row.cases), is_number=True),
        }


class VisitsView(ListView):
    """See `VisitList`."""

    list_class = VisitList

    @property
    def desk_url(self) -> str:
        return f"{get_catalogue().absolute_url()}/@@{self.__name__}"


visits_entry = PageEntry(
    75, VisitList.title, f"{CATALOGUE_PATH}/@@visits", COMPARE_VISITS, get_catalogue
)
