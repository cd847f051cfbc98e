"""The list of the case desk: the cases of one's communities, masked."""

from collections.abc import Iterable
from collections.abc import Mapping
from functools import cached_property
from onewindow_policy import _
from onewindow_policy.accounts.api import staff_name
from onewindow_policy.cases.assigning.rules import acting_for
from onewindow_policy.cases.assigning.workload import workloads
from onewindow_policy.cases.glance import names_for
from onewindow_policy.cases.glance import parts_for
from onewindow_policy.cases.glance import TITLES
from onewindow_policy.cases.handingout.following import SENT
from onewindow_policy.cases.handingout.following import WAITS_BY
from onewindow_policy.cases.listing import CaseRow
from onewindow_policy.cases.listing import cases_in
from onewindow_policy.cases.listing import count_cases
from onewindow_policy.cases.models import is_recounting
from onewindow_policy.cases.numbers import case_number_text
from onewindow_policy.cases.orders import DUE_FIRST
from onewindow_policy.cases.orders import END_FIRST
from onewindow_policy.cases.orders import NEWEST_FIRST
from onewindow_policy.cases.overseeing import ASKED_AGAIN
from onewindow_policy.cases.overseeing import NO_GROUND
from onewindow_policy.cases.overseeing import OTHER_GROUND
from onewindow_policy.cases.overseeing import overseen_parts
from onewindow_policy.cases.overseeing import oversees
from onewindow_policy.cases.overseeing import REFUSED
from onewindow_policy.cases.overseeing import TITLES as OVERSEEN
from onewindow_policy.cases.overseeing import UNANSWERED
from onewindow_policy.cases.permissions import LIST_CASES
from onewindow_policy.cases.permissions import MOVE_CASES
from onewindow_policy.cases.permissions import VIEW_CASES
from onewindow_policy.cases.process.lights import GREEN
from onewindow_policy.cases.process.lights import light_of
from onewindow_policy.cases.process.lights import LIGHTS
from onewindow_policy.cases.process.lights import RED
from onewindow_policy.cases.process.lights import soon_until
from onewindow_policy.cases.process.lights import YELLOW
from onewindow_policy.cases.states import OPEN_STATES
from onewindow_policy.cases.states import STATES
from onewindow_policy.cases.units import communities_within
from onewindow_policy.cases.wording import CaseWording
from onewindow_policy.communities.divisions import all_communities
from onewindow_policy.communities.scopes import scope_of
from onewindow_policy.communities.units import unit_name
from onewindow_policy.desks.api import Asked
from onewindow_policy.desks.api import Cell
from onewindow_policy.desks.api import Column
from onewindow_policy.desks.api import DeskList
from onewindow_policy.desks.api import EXPORT_LISTS
from onewindow_policy.desks.api import Filter
from onewindow_policy.desks.api import Option
from onewindow_policy.desks.api import Order
from onewindow_policy.desks.api import Tag
from onewindow_policy.forms.api import AT_HOME
from onewindow_policy.forms.api import BY_POST
from onewindow_policy.forms.api import HANDED_OVER
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
TO_HAND_OUT = "to-hand-out"
RUNS_OUT = "runs-out"
RAN_OUT = "ran-out"
HERE = "here"
ALL = "all"

#: The orders by their names in the address.
BY_DUE = "due"
ORDERS = {"newest": NEWEST_FIRST, BY_DUE: DUE_FIRST}

#: How a result waits to be handed out.
WAITING_BY = {
    HANDED_OVER: _("waits_by_window", default="To be collected"),
    BY_POST: _("waits_by_post", default="To be sent"),
    AT_HOME: _("waits_by_home", default="To be brought"),
    SENT: _("waits_by_sent", default="On its way"),
}

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
        Column("step", _("column_case_step", default="Step")),
        Column("received", _("label_received_at", default="Received")),
        Column("due", _("column_case_due", default="Due")),
    )
    filters = (
        Filter("state", _("label_case_state", default="State"), default=OPEN),
        Filter("light", _("label_case_light", default="In time?")),
        Filter("way", _("label_case_result_way", default="Result")),
        Filter("community", _("field_community", default="Community")),
        Filter("colleague", _("label_case_assignee", default="Seen to by")),
    )
    orders = (
        Order("newest", _("option_newest_first", default="Newest first")),
        Order(BY_DUE, _("option_by_due", default="Most urgent first")),
    )
    words: CaseWording
    #: Whether rows can be ticked, to do something with several at once.
    has_ticks = False

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
        options = {
            "state": self._states,
            "light": self._lights,
            "way": self._ways,
            "colleague": self._colleagues,
        }
        return options.get(name, self._communities)()

    def _lights(self) -> Iterable[Option]:
        yield Option("", self.words(_("option_any_light", default="All")))
        for light in (RED, YELLOW):
            yield Option(light, self.words(LIGHTS[light][0]))

    def _ways(self) -> Iterable[Option]:
        yield Option("", self.words(_("option_any_way", default="All")))
        for way in WAITS_BY:
            yield Option(way, self.words(WAITING_BY[way]))

    def _states(self) -> Iterable[Option]:
        counts = count_cases(self.user)
        say = self.words
        open_cases = say(_("option_open_cases", default="Open"))
        yield Option(OPEN, open_cases, sum(counts.values()))
        if scope_of(self.user, MOVE_CASES):
            yield Option(
                WAITING, say(_("option_waiting_cases", default="Waiting for you"))
            )
            yield Option(HERE, say(_("option_cases_here", default="At your step")))
            yield Option(MINE, say(_("option_my_cases", default="Seen to by you")))
            yield Option(HANDED, say(_("option_handed_cases", default="Handed to you")))
            yield Option(
                UNASSIGNED, say(_("option_unassigned_cases", default="Nobody's yet"))
            )
        yield Option(OVERDUE, say(_("option_overdue_cases", default="Overdue")))
        for name in names_for(scope_of(self.user, LIST_CASES)):
            yield Option(name, say(TITLES[name]))
        if oversees(self.user):
            for name, title in OVERSEEN.items():
                yield Option(name, say(title))
        to_hand_out = _("option_results_to_hand_out", default="Result to hand out")
        yield Option(TO_HAND_OUT, say(to_hand_out))
        yield Option(
            RUNS_OUT, say(_("option_results_run_out", default="Result runs out"))
        )
        yield Option(
            RAN_OUT, say(_("option_results_ran_out", default="Result has run out"))
        )
        for state in STATES:
            yield Option(state, say.state(state), counts.get(state))
        yield Option(ALL, say(_("option_all_cases", default="All")))

    def _colleagues(self) -> Iterable[Option]:
        yield Option("", self.words(_("option_any_colleague", default="All")))
        for each in workloads(self.user):
            name = staff_name(each.user_id)
            if each.overdue:
                name = self.words(
                    _(
                        "option_colleague_overdue",
                        default="${name} (${count} overdue)",
                        mapping={"name": name, "count": each.overdue},
                    )
                )
            yield Option(each.user_id, name, each.open)

    def _communities(self) -> Iterable[Option]:
        yield Option("", self.words(_("option_all_communities", default="All of mine")))
        for code, title in self.communities.items():
            yield Option(code, title)

    def key_order(self, asked: Asked) -> KeyOrder:
        is_about_end = asked.values["state"] in (RUNS_OUT, RAN_OUT)
        if is_about_end and asked.order == BY_DUE:
            # What is urgent is its end.
            return END_FIRST
        return ORDERS[asked.order]

    def page(self, asked: Asked, size: int) -> KeyedPage[CaseRow]:
        wanted = asked.values["state"]
        chosen, light = asked.values["community"], asked.values["light"]
        among_open = (
            *(OPEN, WAITING, HERE, MINE, HANDED, UNASSIGNED, OVERDUE),
            *(*TITLES, UNANSWERED),
        )
        in_any_state = (
            *(ALL, TO_HAND_OUT, RUNS_OUT, RAN_OUT),
            *(ASKED_AGAIN, REFUSED, NO_GROUND, OTHER_GROUND),
        )
        states = {
            **dict.fromkeys(among_open, OPEN_STATES),
            **dict.fromkeys(in_any_state, STATES),
        }
        way = asked.values["way"]
        if way and wanted == OPEN:
            # What is open waits to be handed out nowhere: who asks for a way means results.
            wanted = TO_HAND_OUT
        return cases_in(
            self.user,
            [chosen] if chosen else None,
            states.get(wanted, (wanted,)),
            order=self.key_order(asked),
            due_before=self._today if wanted == OVERDUE else None,
            is_waiting=wanted == WAITING,
            is_here=wanted == HERE,
            late_since=self._today if light == RED else None,
            due_by=self._soon if light == YELLOW else None,
            assignees=self._acting if wanted == MINE else (),
            seen_to_by=asked.values["colleague"],
            handed_to=self._acting if wanted == HANDED else (),
            is_unassigned=wanted == UNASSIGNED,
            is_to_hand_out=wanted == TO_HAND_OUT,
            waits_by=way,
            runs_out_from=self._today if wanted == RUNS_OUT else None,
            ran_out_before=self._today if wanted == RAN_OUT else None,
            among=overseen_parts(wanted)
            or parts_for(wanted, scope_of(self.user, LIST_CASES)),
            page=asked.page,
            size=size,
        )

    @cached_property
    def _acting(self) -> frozenset[str]:
        """The user, and for whom they stand in today."""
        return acting_for(self.user.getId())

    def _stands_in(self, row: CaseRow) -> tuple[Tag, ...]:
        """Return for whom the user sees to a case, who is away."""
        if row.assignee not in self._acting - {self.user.getId()}:
            return ()
        told = _(
            "tag_stands_in",
            default="For ${name}, who is away",
            mapping={"name": staff_name(row.assignee)},
        )
        return (Tag(self.words(told)),)

    def _waits_by(self, row: CaseRow) -> tuple[Tag, ...]:
        """Return how the result of a case waits to be handed out."""
        if row.handing_out is None:
            return ()
        return (Tag(self.words(WAITING_BY[row.handing_out])),)

    def _runs_out(self, row: CaseRow) -> tuple[Tag, ...]:
        """Return by when the result of a case is to be renewed, or that it has run out."""
        if row.runs_out_on is None:
            return ()
        day = {"day": self.words.day(row.runs_out_on)}
        if row.runs_out_on < self._today:
            text = _("tag_ran_out", default="Ran out on ${day}", mapping=day)
            return (Tag(self.words(text), "late"),)
        text = _("tag_runs_out", default="Valid until ${day}", mapping=day)
        return (Tag(self.words(text)),)

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

    @cached_property
    def _soon(self):
        return soon_until(self._today)

    def _light(self, due) -> tuple[Tag, ...]:
        """Return the sign and the word for what is soon due, or late."""
        light = light_of(due.date, self._today, self._soon) if due else GREEN
        if light == GREEN:
            return ()
        text, tone = LIGHTS[light]
        return (Tag(self.words(text), tone),)

    def _step(self, row: CaseRow) -> Cell:
        """Return at which step a case is: who has it, by when."""
        say = self.words
        if row.step is None:
            if row.lies_with is None:
                return Cell()
            name = unit_name(row.lies_with)
            return Cell(name, note=self._since(row), is_content=True)
        who = unit_name(row.step_unit_code) or say(
            _("step_of_window", default="the window")
        )
        told = filter(None, (who, self._until(row), self._since(row)))
        return Cell(
            row.step,
            note=say(_("note_comma", default=", ")).join(told),
            is_content=True,
            tags=self._light(row.step_due),
        )

    def _until(self, row: CaseRow) -> str:
        if row.step_due is None:
            return ""
        due = {"day": self.words.due(row.step_due)}
        return self.words(_("note_step_until", default="by ${day}", mapping=due))

    def _since(self, row: CaseRow) -> str:
        """Return since when a case lies with its unit; "" where nobody knows, and where it
        lies with none."""
        if row.lies_there_since is None:
            return ""
        days = (self._today - row.lies_there_since).days
        told = _(
            "note_lies_there_since",
            default="there since ${day}, day ${number}",
            mapping={"day": self.words.day(row.lies_there_since), "number": days + 1},
        )
        return self.words(told)

    def cells(self, row: CaseRow) -> Mapping[str, Cell]:
        say = self.words
        return {
            "item": Cell(
                row.item_title,
                f"{self.site_url}/@@desk/{row.number}",
                is_content=True,
                tick=row.number if self.has_ticks else "",
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
                tags=self._stands_in(row) + self._waits_by(row) + self._runs_out(row),
            ),
            "step": self._step(row),
            "received": Cell(say.moment(row.received_at), is_when=True),
            "due": Cell(
                say.due(row.due) if row.due else "",
                is_when=True,
                tags=self._light(row.due) if row.state in OPEN_STATES else (),
            ),
        }
