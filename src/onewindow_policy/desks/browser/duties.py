"""`/@@duties`: what waits for somebody, of all rooms, the most overdue first."""

from collections.abc import Iterable
from collections.abc import Mapping
from functools import cached_property
from onewindow_policy import _
from onewindow_policy.accounts.api import staff_name
from onewindow_policy.desks.awaywords import away_text
from onewindow_policy.desks.browser.list import ListView
from onewindow_policy.desks.lists import Asked
from onewindow_policy.desks.lists import Cell
from onewindow_policy.desks.lists import Column
from onewindow_policy.desks.lists import DeskList
from onewindow_policy.desks.lists import EXPORT_LISTS
from onewindow_policy.desks.lists import Filter
from onewindow_policy.desks.lists import Option
from onewindow_policy.desks.lists import Tag
from onewindow_policy.duties.api import duties_of
from onewindow_policy.duties.api import DutyRow
from onewindow_policy.duties.api import kinds_for
from onewindow_policy.duties.api import MOST_OVERDUE_FIRST
from onewindow_policy.duties.interfaces import IDutyKind
from onewindow_policy.duties.interfaces import IScopes
from onewindow_policy.records.api import KeyedPage
from onewindow_policy.records.api import KeyOrder
from onewindow_policy.workdays.deadlines import local_date
from zope.component import getUtility

#: What the list is asked to show.
OVERDUE = "overdue"
SOON = "soon"
OVERSEEN = "overseen"


class DutyList(DeskList):
    """What is somebody's to do where they work; or what others have left undone there, for
    how long, and with whom it lies."""

    name = "duties"
    title = _("title_duties", default="What waits for you")
    lead = _(
        "text_duties",
        default=(
            "Of all that you work on, what should be done first stands first. It goes from"
            " here once it is done."
        ),
    )
    none_here = _("text_nothing_waits", default="Nothing is waiting for you.")
    columns = (
        Column("duty", _("column_duty", default="What there is to do")),
        Column("number", _("column_duty_number", default="Number")),
        Column("place", _("column_duty_place", default="Up to")),
        Column("since", _("column_duty_since", default="Since")),
        Column("due", _("column_duty_due", default="Until")),
    )
    filters = (
        Filter("whose", _("label_duty_whose", default="Whose"), is_tabs=True),
        Filter("kind", _("label_duty_kind", default="What there is to do")),
        Filter("when", _("label_duty_when", default="When")),
    )

    @cached_property
    def kinds(self) -> list[tuple[str, IDutyKind]]:
        """The kinds that the user has a part in, by name."""
        return kinds_for(self.user)

    @property
    def is_for_user(self) -> bool:
        return bool(self.kinds)

    @property
    def may_export(self) -> bool:
        scopes = getUtility(IScopes)
        seen_with = {
            permission
            for _name, kind in self.kinds
            for permission in (kind.permission, kind.overseen_with)
        }
        return all(
            scopes.covers(self.user, EXPORT_LISTS, permission)
            for permission in seen_with
        )

    def options(self, name: str) -> Iterable[Option]:
        say = self.words
        if name == "whose":
            yield Option("", say(_("option_duties_own", default="Mine")))
            yield Option(
                OVERSEEN,
                say(_("option_duties_overseen", default="Overdue with others")),
            )
        elif name == "kind":
            yield Option("", say(_("option_duties_all_kinds", default="All of it")))
            for value, kind in self.kinds:
                yield Option(value, say(kind.title))
        else:
            yield Option("", say(_("option_duties_any_time", default="All of it")))
            yield Option(OVERDUE, say(_("option_duties_overdue", default="Overdue")))
            yield Option(SOON, say(_("option_duties_soon", default="Ends soon")))

    def key_order(self, asked: Asked) -> KeyOrder:
        return MOST_OVERDUE_FIRST

    def page(self, asked: Asked, size: int) -> KeyedPage[DutyRow]:
        chosen = asked.values["kind"]
        return duties_of(
            self.user,
            [each for each in self.kinds if chosen in ("", each[0])],
            is_overdue=asked.values["when"] == OVERDUE,
            is_soon=asked.values["when"] == SOON,
            is_overseen=asked.values["whose"] == OVERSEEN,
            page=asked.page,
            size=size,
        )

    def cells(self, row: DutyRow) -> Mapping[str, Cell]:
        say = self.words
        return {
            "duty": Cell(
                say(row.kind.title),
                f"{self.site_url}/{row.kind.path_of(row.subject)}",
            ),
            "number": Cell(row.kind.number_text(row.subject), is_number=True),
            "place": Cell(
                row.place or say(_("duty_of_city", default="The city")),
                note=self._holder(row),
                is_content=bool(row.place),
            ),
            "since": Cell(say.moment(row.opened_at), is_when=True),
            "due": Cell(
                say.day(local_date(row.last_moment))
                if row.last_moment is not None
                else say(_("duty_without_term", default="No term")),
                note=self._days_over(row),
                is_when=True,
                tags=tuple(self._tags(row)),
            ),
        }

    def _holder(self, row: DutyRow) -> str:
        """With whom it lies, "" where nobody has taken it on."""
        if not row.holder:
            return ""
        name = staff_name(row.holder)
        return " ".join(filter(None, (name, away_text(self.words, row.away))))

    def _days_over(self, row: DutyRow) -> str:
        if not row.days_over:
            return ""
        return self.words(
            _(
                "duty_days_over",
                default="for ${count} working days",
                mapping={"count": row.days_over},
            )
        )

    def _tags(self, row: DutyRow) -> Iterable[Tag]:
        if row.is_overdue:
            yield Tag(self.words(_("tag_overdue", default="Overdue")), "wait")
        if row.is_estimated:
            yield Tag(self.words(_("tag_estimated", default="Estimate")))


class DutiesView(ListView):
    """The list, for who has any part in it."""

    list_class = DutyList
