"""The list of suggestions for those who answer them."""

from collections.abc import Iterable
from collections.abc import Mapping
from onewindow_policy import _
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
from onewindow_policy.feedback.browser.places import place_of
from onewindow_policy.feedback.browser.places import query_of
from onewindow_policy.feedback.listing import count_new_suggestions
from onewindow_policy.feedback.listing import order_of
from onewindow_policy.feedback.listing import SuggestionRow
from onewindow_policy.feedback.listing import suggestions_for
from onewindow_policy.feedback.models import ANSWERED
from onewindow_policy.feedback.models import CLOSED
from onewindow_policy.feedback.models import NEW
from onewindow_policy.feedback.numbers import number_text
from onewindow_policy.feedback.permissions import ANSWER_SUGGESTION
from onewindow_policy.records.api import KeyedPage
from onewindow_policy.records.api import KeyOrder

STATE_TITLES = {
    NEW: _("suggestion_state_new", default="New"),
    ANSWERED: _("suggestion_state_answered", default="Answered"),
    CLOSED: _("suggestion_state_closed", default="Closed without an answer"),
}


class SuggestionList(DeskList):
    """The suggestions about where the user answers them."""

    name = "suggestions"
    title = _("title_suggestion_desk", default="Suggestions to answer")
    lead = _(
        "text_suggestion_desk",
        default=(
            "Of the communities that you work for. Who wrote is shown when you open one,"
            " and each opening is recorded."
        ),
    )
    none_here = _("text_no_suggestions_here", default="There is nothing here.")
    columns = (
        Column("suggestion", _("column_suggestion", default="Suggestion")),
        Column("received", _("column_received", default="Received")),
        Column("about", _("column_about", default="About")),
        Column("remarks", _("column_remarks", default="Remarks")),
    )
    filters = (
        Filter(
            "state",
            _("label_suggestion_states", default="States"),
            default=NEW,
            is_tabs=True,
        ),
    )

    @property
    def is_for_user(self) -> bool:
        return bool(scope_of(self.user, ANSWER_SUGGESTION))

    @property
    def may_export(self) -> bool:
        seen = scope_of(self.user, ANSWER_SUGGESTION)
        return scope_of(self.user, EXPORT_LISTS).covers(seen)

    def options(self, name: str) -> Iterable[Option]:
        for state, title in STATE_TITLES.items():
            count = count_new_suggestions(self.user) if state == NEW else None
            yield Option(state, self.words(title), count)

    def key_order(self, asked: Asked) -> KeyOrder:
        return order_of(asked.values["state"])

    def page(self, asked: Asked, size: int) -> KeyedPage[SuggestionRow]:
        state = asked.values["state"]
        return suggestions_for(self.user, state, page=asked.page, size=size)

    def cells(self, row: SuggestionRow) -> Mapping[str, Cell]:
        say = self.words
        erased = say(_("suggestion_erased", default="Erased, as its time was over"))
        return {
            "suggestion": Cell(
                number_text(row.number),
                f"{self.site_url}/@@answer-suggestion?{query_of(row.number)}",
                note=row.excerpt or erased,
                is_number=True,
                is_content=bool(row.excerpt),
            ),
            "received": Cell(say.moment(row.received_at), is_when=True),
            "about": Cell(place_of(row.community_code, say), is_content=True),
            "remarks": Cell(tags=tuple(self._remarks(row))),
        }

    def _remarks(self, row: SuggestionRow) -> Iterable[Tag]:
        if row.has_contact and row.state == NEW:
            yield Tag(
                self.words(_("tag_wants_answer", default="Wants an answer")), "wait"
            )
        if row.is_published:
            yield Tag(self.words(_("tag_is_published", default="Published")), "good")


class SuggestionDeskView(ListView):
    """`/@@suggestion-desk`: masked, by state, in pages by key."""

    list_class = SuggestionList
