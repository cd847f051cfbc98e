"""The lists of papers that come and go (材料交接): of the places where somebody works."""

from collections.abc import Iterable
from collections.abc import Mapping
from functools import cached_property
from onewindow_policy import _
from onewindow_policy.cases.papers.numbers import paper_number_text
from onewindow_policy.cases.permissions import HAND_PAPERS_ON
from onewindow_policy.cases.permissions import LIST_CASES
from onewindow_policy.cases.transferring.models import CANCELLED
from onewindow_policy.cases.transferring.models import MISSING
from onewindow_policy.cases.transferring.models import ON_WAY
from onewindow_policy.cases.transferring.models import RECEIVED
from onewindow_policy.cases.transferring.reading import ALL
from onewindow_policy.cases.transferring.reading import LACKING
from onewindow_policy.cases.transferring.reading import lists_for
from onewindow_policy.cases.transferring.reading import NEWEST_FIRST
from onewindow_policy.cases.transferring.reading import SENT
from onewindow_policy.cases.transferring.reading import TO_RECEIVE
from onewindow_policy.cases.transferring.reading import TransferRow
from onewindow_policy.cases.transferring.whereabouts import name_of
from onewindow_policy.cases.wording import CaseWording
from onewindow_policy.communities.scopes import scope_of
from onewindow_policy.desks.api import Asked
from onewindow_policy.desks.api import Cell
from onewindow_policy.desks.api import Column
from onewindow_policy.desks.api import DeskList
from onewindow_policy.desks.api import EXPORT_LISTS
from onewindow_policy.desks.api import Filter
from onewindow_policy.desks.api import ListView
from onewindow_policy.desks.api import Option
from onewindow_policy.desks.api import Tag
from onewindow_policy.pages.api import Fragment
from onewindow_policy.records.api import KeyedPage
from onewindow_policy.records.api import KeyOrder
from onewindow_policy.records.api import utc_now
from onewindow_policy.workdays.deadlines import local_date
from pathlib import Path

STATES = {
    ON_WAY: _("transfer_on_way", default="On the way"),
    MISSING: _("transfer_missing", default="Received, something is missing"),
    RECEIVED: _("transfer_received", default="Received"),
    CANCELLED: _("transfer_cancelled", default="Taken back"),
}

_TABS = {
    TO_RECEIVE: _("option_transfers_to_receive", default="To receive"),
    SENT: _("option_transfers_sent", default="Sent, on the way"),
    LACKING: _("option_transfers_lacking", default="Something is missing"),
    ALL: _("option_transfers_all", default="All"),
}

_LEAD = Fragment(Path(__file__).with_name("transfers_button.pt"))


class TransferDesk(DeskList):
    """What comes to the windows and units of the user, and what they sent."""

    name = "transfers"
    title = _("title_transfers", default="Papers handed on")
    lead = _(
        "text_transfers",
        default=(
            "Paper goes from one place to another with a list. Whoever sent it is"
            " responsible until the other side has received it."
        ),
    )
    none_here = _("text_no_transfers", default="There are no such lists.")
    columns = (
        Column("number", _("label_transfer_number", default="Number of the list")),
        Column("state", _("column_transfer_state", default="How it stands")),
        Column("from", _("label_transfer_from", default="From")),
        Column("to", _("label_transfer_to", default="To")),
        Column("cases", _("column_transfer_cases", default="Cases")),
        Column("sent", _("column_transfer_sent", default="Sent")),
        Column("due", _("column_transfer_due", default="By when")),
    )
    filters = (
        Filter(
            "show",
            _("label_transfers_which", default="Which"),
            default=TO_RECEIVE,
            is_tabs=True,
        ),
    )
    #: It names nobody.
    is_audited = False

    @property
    def is_for_user(self) -> bool:
        return bool(scope_of(self.user, LIST_CASES))

    @property
    def may_export(self) -> bool:
        seen = scope_of(self.user, LIST_CASES)
        return scope_of(self.user, EXPORT_LISTS).covers(seen)

    def options(self, name: str) -> Iterable[Option]:
        for value, title in _TABS.items():
            yield Option(value, self.words(title))

    def key_order(self, asked: Asked) -> KeyOrder:
        return NEWEST_FIRST

    def page(self, asked: Asked, size: int) -> KeyedPage[TransferRow]:
        which = asked.values["show"]
        return lists_for(self.user, which, page=asked.page, size=size)

    @cached_property
    def _today(self):
        return local_date(utc_now())

    def cells(self, row: TransferRow) -> Mapping[str, Cell]:
        say = self.words
        due_on = {ON_WAY: row.due_on, MISSING: row.find_by}.get(row.state)
        is_late = due_on is not None and due_on < self._today
        overdue = Tag(say(_("tag_overdue", default="Overdue")), "wait")
        return {
            "number": Cell(
                paper_number_text(row.number),
                f"{self.site_url}/@@transfer?number={row.number}",
                is_number=True,
            ),
            "state": Cell(say(STATES[row.state])),
            "from": Cell(name_of(row.from_place), is_content=True),
            "to": Cell(name_of(row.to_place), is_content=True),
            "cases": Cell(str(row.case_count), is_number=True),
            "sent": Cell(say.moment(row.sent_at), is_when=True),
            "due": Cell(
                say.day(due_on) if due_on is not None else "",
                is_when=True,
                tags=(overdue,) if is_late else (),
            ),
        }


class TransfersView(ListView):
    """`/@@transfers`: what comes and goes, the newest first."""

    list_class = TransferDesk
    words_class = CaseWording

    @property
    def above_list(self) -> str:
        """What leads to a new list, for who hands papers on."""
        if not scope_of(self.desk_list.user, HAND_PAPERS_ON):
            return ""
        return _LEAD.render(
            url=f"{self.site_url}/@@hand-papers",
            target_language=self.translation_target,
        )
