"""The list of the case desk: the cases of one's communities, masked."""

from collections.abc import Iterable
from collections.abc import Mapping
from functools import cached_property
from onewindow_policy import _
from onewindow_policy.cases.listing import CaseRow
from onewindow_policy.cases.listing import cases_in
from onewindow_policy.cases.listing import count_cases
from onewindow_policy.cases.listing import DUE_FIRST
from onewindow_policy.cases.listing import NEWEST_FIRST
from onewindow_policy.cases.models import is_recounting
from onewindow_policy.cases.numbers import case_number_text
from onewindow_policy.cases.permissions import LIST_CASES
from onewindow_policy.cases.permissions import MOVE_CASES
from onewindow_policy.cases.permissions import VIEW_CASES
from onewindow_policy.cases.states import OPEN_STATES
from onewindow_policy.cases.states import STATES
from onewindow_policy.cases.units import communities_within
from onewindow_policy.cases.wording import CaseWording
from onewindow_policy.communities.divisions import all_communities
from onewindow_policy.communities.scopes import scope_of
from onewindow_policy.desks.api import Asked
from onewindow_policy.desks.api import Cell
from onewindow_policy.desks.api import Column
from onewindow_policy.desks.api import DeskList
from onewindow_policy.desks.api import EXPORT_LISTS
from onewindow_policy.desks.api import Filter
from onewindow_policy.desks.api import Option
from onewindow_policy.desks.api import Order
from onewindow_policy.desks.api import Tag
from onewindow_policy.records.api import KeyedPage
from onewindow_policy.records.api import KeyOrder
from onewindow_policy.records.api import read_session
from onewindow_policy.records.api import utc_now
from onewindow_policy.workdays.deadlines import local_date
from zope.i18nmessageid import Message

#: What the list is asked to show, besides single states.
OPEN = "open"
WAITING = "waiting"
MINE = "mine"
HANDED = "handed"
UNASSIGNED = "unassigned"
OVERDUE = "overdue"
ALL = "all"

#: The orders by their names in the address.
BY_DUE = "due"
ORDERS = {"newest": NEWEST_FIRST, BY_DUE: DUE_FIRST}


RECOUNTING = _(
    "text_cases_recounting",
    default=(
        "Working days have changed, and due dates are being reckoned anew. The dates shown"
        " are right; the order, and which are listed as overdue, follow in some minutes."
    ),
)


class CaseList(DeskList):
    """The cases of the communities where the user takes in or oversees."""

    name = "cases"
    title = _("title_case_desk", default="Cases")
    none_here = _("text_no_cases", default="There are no such cases.")
    columns = (
        Column("item", _("column_case_item", default="Service")),
        Column("number", _("label_case_number", default="Case number")),
        Column("applicant", _("label_applicant", default="Applicant")),
        Column("community", _("field_community", default="Community")),
        Column("state", _("label_case_state", default="State")),
        Column("received", _("label_received_at", default="Received")),
        Column("due", _("column_case_due", default="Due")),
    )
    filters = (
        Filter("state", _("label_case_state", default="State"), default=OPEN),
        Filter("community", _("field_community", default="Community")),
    )
    orders = (
        Order("newest", _("option_newest_first", default="Newest first")),
        Order(BY_DUE, _("option_by_due", default="Most urgent first")),
    )
    words: CaseWording

    @property
    def lead(self) -> Message | None:
        """What lists go by meanwhile, while working days are being taken into account."""
        return RECOUNTING if is_recounting(read_session()) else None

    @property
    def is_for_user(self) -> bool:
        return bool(scope_of(self.user, LIST_CASES))

    @property
    def may_export(self) -> bool:
        seen = scope_of(self.user, LIST_CASES)
        return all(
            scope_of(self.user, each).covers(seen)
            for each in (EXPORT_LISTS, VIEW_CASES)
        )

    @cached_property
    def communities(self) -> dict[str, str]:
        """The titles of the communities whose cases the user may see, by code."""
        return {
            each.place.code: each.place.title
            for each in communities_within(scope_of(self.user, LIST_CASES))
        }

    def options(self, name: str) -> Iterable[Option]:
        return self._states() if name == "state" else self._communities()

    def _states(self) -> Iterable[Option]:
        counts = count_cases(self.user)
        say = self.words
        open_cases = say(_("option_open_cases", default="Open"))
        yield Option(OPEN, open_cases, sum(counts.values()))
        if scope_of(self.user, MOVE_CASES):
            yield Option(
                WAITING, say(_("option_waiting_cases", default="Waiting for you"))
            )
            yield Option(MINE, say(_("option_my_cases", default="Seen to by you")))
            yield Option(HANDED, say(_("option_handed_cases", default="Handed to you")))
            yield Option(
                UNASSIGNED, say(_("option_unassigned_cases", default="Nobody's yet"))
            )
        yield Option(OVERDUE, say(_("option_overdue_cases", default="Overdue")))
        for state in STATES:
            yield Option(state, say.state(state), counts.get(state))
        yield Option(ALL, say(_("option_all_cases", default="All")))

    def _communities(self) -> Iterable[Option]:
        yield Option("", self.words(_("option_all_communities", default="All of mine")))
        for code, title in self.communities.items():
            yield Option(code, title)

    def key_order(self, asked: Asked) -> KeyOrder:
        return ORDERS[asked.order]

    def page(self, asked: Asked, size: int) -> KeyedPage[CaseRow]:
        wanted = asked.values["state"]
        chosen = asked.values["community"]
        among_open = (OPEN, WAITING, MINE, HANDED, UNASSIGNED, OVERDUE)
        states = {**dict.fromkeys(among_open, OPEN_STATES), ALL: STATES}
        user_id = self.user.getId()
        return cases_in(
            self.user,
            [chosen] if chosen else None,
            states.get(wanted, (wanted,)),
            order=self.key_order(asked),
            due_before=self._today if wanted == OVERDUE else None,
            is_waiting=wanted == WAITING,
            assignee=user_id if wanted == MINE else None,
            handed_to=user_id if wanted == HANDED else None,
            is_unassigned=wanted == UNASSIGNED,
            page=asked.page,
            size=size,
        )

    @cached_property
    def _titles(self) -> dict[str, str]:
        """The titles of all communities: a window takes in for any of them."""
        return {each.place.code: each.place.title for each in all_communities()}

    def _taken_in(self, row: CaseRow) -> tuple[Tag, ...]:
        """Return at which other community's window a case was taken in."""
        if row.taken_in_at in (None, row.community_code):
            return ()
        told = _(
            "tag_taken_in_at",
            default="Taken in at ${window}",
            mapping={"window": self._titles.get(row.taken_in_at, "")},
        )
        return (Tag(self.words(told)),)

    @cached_property
    def _today(self):
        return local_date(utc_now())

    def cells(self, row: CaseRow) -> Mapping[str, Cell]:
        say = self.words
        overdue = Tag(say(_("tag_overdue", default="Overdue")), "wait")
        return {
            "item": Cell(
                row.item_title, f"{self.site_url}/@@desk/{row.number}", is_content=True
            ),
            "number": Cell(case_number_text(row.number), is_number=True),
            "applicant": Cell(row.name, is_content=True),
            "community": Cell(
                self._titles.get(row.community_code, ""),
                is_content=True,
                tags=self._taken_in(row),
            ),
            "state": Cell(
                say.state(row.state),
                tags=(overdue,) if row.is_overdue(self._today) else (),
            ),
            "received": Cell(say.moment(row.received_at)),
            "due": Cell(say.due(row.due) if row.due else ""),
        }
