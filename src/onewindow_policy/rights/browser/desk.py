"""The list of requests about data: of where somebody works."""

from collections.abc import Iterable
from collections.abc import Mapping
from functools import cached_property
from onewindow_policy import _
from onewindow_policy.communities.divisions import all_communities
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
from onewindow_policy.rights.addresses import request_path
from onewindow_policy.rights.addresses import TAKE
from onewindow_policy.rights.entries import TITLE
from onewindow_policy.rights.listing import count_requests
from onewindow_policy.rights.listing import ENDED
from onewindow_policy.rights.listing import is_to_fetch
from onewindow_policy.rights.listing import OPEN
from onewindow_policy.rights.listing import order_of
from onewindow_policy.rights.listing import RequestRow
from onewindow_policy.rights.listing import requests_for
from onewindow_policy.rights.models import ASKED
from onewindow_policy.rights.models import GRANTED
from onewindow_policy.rights.models import OPEN_STATES
from onewindow_policy.rights.numbers import number_text
from onewindow_policy.rights.permissions import TAKE_RIGHTS
from onewindow_policy.rights.subjects import subject_text
from onewindow_policy.rights.wording import fetch_words
from onewindow_policy.rights.wording import KIND_WORDS
from onewindow_policy.rights.wording import STATE_WORDS
from onewindow_policy.workdays.api import today
from pathlib import Path

_TAKE_LINK = Fragment(Path(__file__).with_name("take_link.pt"))

#: What is counted: what is over is ever more.
SHOWN = {
    OPEN: _("option_rights_open", default="Open"),
    ASKED: _("option_rights_asked", default="To decide"),
    GRANTED: _("option_rights_granted", default="To carry out"),
    ENDED: _("option_rights_ended", default="Done or refused"),
}


class RightsList(DeskList):
    """What persons ask about their own data, where the user takes it in."""

    name = "data_requests"
    title = TITLE
    lead = _(
        "text_data_requests",
        default=(
            "Persons may have a copy of what is kept about them, have it corrected, and"
            " have it deleted. Each request has a day by which they have an answer."
        ),
    )
    none_here = _("text_no_data_requests", default="There are no such requests.")
    columns = (
        Column("number", _("column_rights_number", default="Request")),
        Column("kind", _("column_rights_kind", default="Asked for")),
        Column("subject", _("column_rights_subject", default="About")),
        Column("state", _("label_case_state", default="State")),
        Column("due", _("column_rights_due", default="Answer by")),
        Column("asked", _("column_rights_asked", default="Asked on")),
        Column("community", _("column_inquiry_window", default="Window")),
    )
    filters = (
        Filter("show", _("label_inquiry_states", default="Which"), is_tabs=True),
        Filter("kind", _("column_rights_kind", default="Asked for")),
    )

    @property
    def is_for_user(self) -> bool:
        return bool(scope_of(self.user, TAKE_RIGHTS))

    @property
    def may_export(self) -> bool:
        seen = scope_of(self.user, TAKE_RIGHTS)
        return scope_of(self.user, EXPORT_LISTS).covers(seen)

    def options(self, name: str) -> Iterable[Option]:
        say = self.words
        if name == "show":
            for value, title in SHOWN.items():
                count = None if value == ENDED else count_requests(self.user, value)
                yield Option(value, say(title), count)
            return
        yield Option("", say(_("option_rights_any_kind", default="All of it")))
        for value, title in KIND_WORDS.items():
            yield Option(value, say(title))

    def key_order(self, asked: Asked) -> KeyOrder:
        return order_of(asked.values["show"])

    def page(self, asked: Asked, size: int) -> KeyedPage[RequestRow]:
        values = asked.values
        return requests_for(
            self.user,
            shown=values["show"],
            kind=values["kind"],
            page=asked.page,
            size=size,
        )

    @cached_property
    def _windows(self) -> dict[str, str]:
        return {each.place.code: each.place.title for each in all_communities()}

    def cells(self, row: RequestRow) -> Mapping[str, Cell]:
        say = self.words
        words, tone = STATE_WORDS[row.state]
        fetch = say(fetch_words(row.fetch_until, say)) if is_to_fetch(row) else ""
        is_late = row.state in OPEN_STATES and not fetch and row.due_on < today()
        overdue = Tag(say(_("tag_overdue", default="Overdue")), "wait")
        city = say(_("text_rights_of_city", default="The whole city"))
        code = row.community_code
        return {
            "number": Cell(
                number_text(row.number),
                f"{self.site_url}/{request_path(row.number)}",
                is_number=True,
            ),
            "kind": Cell(say(KIND_WORDS[row.kind])),
            "subject": Cell(subject_text(row.subject_number), is_number=True),
            "state": Cell(note=fetch, tags=(Tag(say(words), tone),)),
            "due": Cell(
                say.day(row.due_on), is_when=True, tags=(overdue,) if is_late else ()
            ),
            "asked": Cell(say.moment(row.asked_at), is_when=True),
            "community": Cell(
                self._windows.get(code, code) if code else city, is_content=bool(code)
            ),
        }


class RightsDeskView(ListView):
    """`/@@data-requests`: the most urgent first, in pages by key."""

    list_class = RightsList

    @property
    def above_list(self) -> str:
        return _TAKE_LINK.render(
            url=f"{self.site_url}/{TAKE}", target_language=self.translation_target
        )
