"""The list of questions to departments: of the whole city, for every window."""

from collections.abc import Iterable
from collections.abc import Mapping
from functools import cached_property
from onewindow_policy import _
from onewindow_policy.catalogue.api import titles_of
from onewindow_policy.communities.divisions import all_communities
from onewindow_policy.communities.units import unit_name
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
from onewindow_policy.pages.api import Page
from onewindow_policy.questions.addresses import ask_path
from onewindow_policy.questions.addresses import FIND
from onewindow_policy.questions.addresses import question_path
from onewindow_policy.questions.asking import may_ask
from onewindow_policy.questions.entries import TITLE
from onewindow_policy.questions.models import ANSWERED
from onewindow_policy.questions.models import ASKED
from onewindow_policy.questions.models import WITHDRAWN
from onewindow_policy.questions.numbers import number_text
from onewindow_policy.questions.reading import items_asked_about
from onewindow_policy.questions.reading import LONGEST_SOUGHT
from onewindow_policy.questions.reading import may_view
from onewindow_policy.questions.reading import NEWEST_FIRST
from onewindow_policy.questions.reading import QuestionRow
from onewindow_policy.questions.reading import questions
from onewindow_policy.records.api import KeyedPage
from onewindow_policy.records.api import KeyOrder
from pathlib import Path
from plone import api
from zope.component import getMultiAdapter

#: Of a question, what a row of the list has room for.
_SHOWN = 60

MINE, PROPOSED = "mine", "proposed"

#: What the list is narrowed down to.
SHOWN = {
    "": _("option_questions_all", default="All"),
    ASKED: _("option_questions_asked", default="Wait for an answer"),
    ANSWERED: _("option_questions_answered", default="Answered"),
    MINE: _("option_questions_mine", default="Asked by me"),
    PROPOSED: _("option_questions_proposed", default="Proposed for a guide"),
}

STATES = {
    ASKED: (_("tag_question_asked", default="Waits for an answer"), "wait"),
    ANSWERED: (_("tag_question_answered", default="Answered"), "good"),
    WITHDRAWN: (_("tag_question_withdrawn", default="Taken back"), ""),
}

_FORM = Fragment(Path(__file__).with_name("search.pt"))


def search_form(page: Page, user, text: str = "", errors: tuple[str, ...] = ()) -> str:
    """Return the form that finds questions by words, and the way to ask, as HTML."""
    token = getMultiAdapter((api.portal.get(), page.request), name="authenticator")
    return _FORM.render(
        action=f"{page.site_url}/{FIND}",
        ask_url=f"{page.site_url}/{ask_path()}" if may_ask(user) else "",
        token=token.authenticator(),
        text=text,
        errors=errors,
        described="text-error" if errors else None,
        longest=LONGEST_SOUGHT,
        content_language=page.content_language,
        target_language=page.translation_target,
    )


class QuestionList(DeskList):
    """What windows of the city asked, and what they were answered: about nobody."""

    name = "item_questions"
    title = TITLE
    lead = _(
        "text_item_questions",
        default=(
            "What the windows of the city asked the departments about services, with the"
            " answers. Look here first: perhaps somebody asked it before you."
        ),
    )
    none_here = _("text_no_questions", default="There are no such questions.")
    #: It tells of no resident.
    is_audited = False
    columns = (
        Column("question", _("label_question", default="Question")),
        Column("number", _("column_question_number", default="Number")),
        Column("item", _("column_case_item", default="Service")),
        Column("state", _("label_case_state", default="State")),
        Column("unit", _("column_question_unit", default="Department")),
        Column("community", _("column_inquiry_window", default="Window")),
        Column("asked", _("column_question_asked", default="Asked")),
    )
    filters = (
        Filter("show", _("label_inquiry_states", default="Which"), is_tabs=True),
        Filter("item", _("column_case_item", default="Service")),
    )

    @property
    def is_for_user(self) -> bool:
        return may_view(self.user)

    @property
    def may_export(self) -> bool:
        return bool(self.user.has_permission(EXPORT_LISTS, api.portal.get()))

    def options(self, name: str) -> Iterable[Option]:
        say = self.words
        if name == "show":
            for value, title in SHOWN.items():
                yield Option(value, say(title))
            return
        yield Option("", say(_("option_questions_any_item", default="All services")))
        codes = items_asked_about()
        titles = titles_of(codes)
        for code in codes:
            yield Option(code, titles.get(code, code))

    def key_order(self, asked: Asked) -> KeyOrder:
        return NEWEST_FIRST

    def page(self, asked: Asked, size: int) -> KeyedPage[QuestionRow]:
        shown = asked.values["show"]
        return questions(
            state=shown if shown in STATES else "",
            item_code=asked.values["item"],
            asked_by=self.user.getId() if shown == MINE else "",
            is_proposed=shown == PROPOSED,
            page=asked.page,
            size=size,
        )

    @cached_property
    def _windows(self) -> dict[str, str]:
        return {each.place.code: each.place.title for each in all_communities()}

    def cells(self, row: QuestionRow) -> Mapping[str, Cell]:
        say = self.words
        words, tone = STATES[row.state]
        tags = [Tag(say(words), tone)]
        if row.is_proposed:
            tags.append(Tag(say(SHOWN[PROPOSED]), ""))
        return {
            "question": Cell(
                _shortened(row.text),
                f"{self.site_url}/{question_path(row.number)}",
                is_content=True,
            ),
            "number": Cell(number_text(row.number), is_number=True),
            "item": Cell(row.item_title, is_content=True),
            "state": Cell(tags=tuple(tags)),
            "unit": Cell(unit_name(row.unit_code) or "", is_content=True),
            "community": Cell(
                self._windows.get(row.community_code, row.community_code),
                is_content=True,
            ),
            "asked": Cell(say.moment(row.asked_at), is_when=True),
        }


def _shortened(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _SHOWN else f"{line[: _SHOWN - 1]}…"


class QuestionDeskView(ListView):
    """`/@@item-questions`: the newest first, in pages by key."""

    list_class = QuestionList

    @property
    def above_list(self) -> str:
        return search_form(self, self.desk_list.user)
