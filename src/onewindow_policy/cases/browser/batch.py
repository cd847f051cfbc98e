"""`@@batch`: the same with several cases. It shows first what it will do, and what not."""

from collections.abc import Collection
from onewindow_policy import _
from onewindow_policy.cases.assigning.queue import has_queue
from onewindow_policy.cases.batching import ACCEPT
from onewindow_policy.cases.batching import BatchRow
from onewindow_policy.cases.batching import carry_out
from onewindow_policy.cases.batching import HAND_OVER
from onewindow_policy.cases.batching import may_give
from onewindow_policy.cases.batching import MOST_AT_ONCE
from onewindow_policy.cases.batching import open_papers
from onewindow_policy.cases.batching import preview
from onewindow_policy.cases.batching import PRINT
from onewindow_policy.cases.browser.batchpapers import PapersOfTicked
from onewindow_policy.cases.browser.batchtakers import TakersOfTicked
from onewindow_policy.cases.browser.besidelist import PageBesideList
from onewindow_policy.cases.browser.list import CaseList
from onewindow_policy.cases.browser.paper import NOT_PRINTED
from onewindow_policy.cases.exceptions import BatchRefused
from onewindow_policy.cases.exceptions import CaseError
from onewindow_policy.cases.exceptions import CaseNumberMistyped
from onewindow_policy.cases.exceptions import NoPaperToPrint
from onewindow_policy.cases.exceptions import NothingTicked
from onewindow_policy.cases.exceptions import TooManyTicked
from onewindow_policy.cases.facts import Given
from onewindow_policy.cases.facts import read_facts
from onewindow_policy.cases.numbers import case_number_text
from onewindow_policy.cases.numbers import parse_case_number
from onewindow_policy.cases.permissions import HAND_PAPERS_ON
from onewindow_policy.cases.states import BY_NAME
from onewindow_policy.cases.states import CHANGE_WINDOW
from onewindow_policy.cases.states import COLLEAGUE
from onewindow_policy.cases.states import REASON
from onewindow_policy.cases.states import WINDOW
from onewindow_policy.communities.scopes import scope_of
from onewindow_policy.desks.api import PostView
from onewindow_policy.desks.api import Problem
from onewindow_policy.desks.api import TICKED
from onewindow_policy.pages.api import Fragment
from onewindow_policy.pages.api import Page
from onewindow_policy.prints.api import joined
from onewindow_policy.prints.exceptions import PrintFailed
from onewindow_policy.records.api import audit_look
from onewindow_policy.records.api import utc_now
from onewindow_policy.workdays.deadlines import local_date
from pathlib import Path
from plone import api
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from zExceptions import Unauthorized
from zope.component import getMultiAdapter
from zope.i18nmessageid import Message

import transaction

#: Beside the steps: their papers go on with a list, which `@@hand-papers` makes.
PAPERS = "papers"

_FORM = Fragment(Path(__file__).with_name("batch_form.pt"))

TITLES = {
    ACCEPT: _("batch_accept", default="Accept several"),
    HAND_OVER: _("batch_hand_over", default="Hand several over"),
    PRINT: _("batch_print", default="Print several papers"),
    PAPERS: _("batch_papers", default="Hand papers of several on"),
    CHANGE_WINDOW: _("batch_change_window", default="Give several to another window"),
}
_BUTTONS = {
    ACCEPT: _("button_batch_accept", default="Accept"),
    HAND_OVER: _("button_batch_hand_over", default="Hand over"),
    PRINT: _("button_batch_print", default="Print papers"),
    PAPERS: _("button_batch_papers", default="Hand papers on"),
    CHANGE_WINDOW: _("button_batch_change_window", default="Give to another window"),
}

#: No version of any case: its papers go, and nothing becomes of it.
_AS_IT_IS = 0

#: How it is done: where one is refused, none; or each for itself.
ALL = "all"
EACH = "each"
MODES = {
    ALL: _(
        "option_batch_all", default="All or none: where one is refused, nothing is done"
    ),
    EACH: _(
        "option_batch_each", default="Each for itself: what is refused is left out"
    ),
}


def batch_form(page: Page) -> str:
    """Return the buttons for the rows that are ticked in a list, as HTML."""
    token = getMultiAdapter((api.portal.get(), page.request), name="authenticator")
    offered = _actions_for(api.user.get_current().getUser())
    return _FORM.render(
        action=f"{page.site_url}/@@batch",
        token=token.authenticator(),
        buttons=[
            (name, page.translate(title))
            for name, title in _BUTTONS.items()
            if name in offered
        ],
        target_language=page.translation_target,
    )


def has_batch(user) -> bool:
    """Return whether `user` does anything with several cases at once."""
    return bool(_actions_for(user))


def _actions_for(user) -> frozenset[str]:
    """Return what `user` may do with several: who leads cases on, and who coordinates."""
    actions = set()
    if has_queue(user):
        actions |= {ACCEPT, HAND_OVER, PRINT}
        if scope_of(user, HAND_PAPERS_ON):
            actions.add(PAPERS)
    if may_give(user):
        actions.add(CHANGE_WINDOW)
    return frozenset(actions)


class BatchView(PapersOfTicked, TakersOfTicked, PostView, PageBesideList):
    """What several cases are to go through, what became of them, or their papers."""

    index = ViewPageTemplateFile("batch.pt")
    refusals = (CaseError,)
    rows: list[BatchRow] = []
    #: Whether it was done: then the rows say what became of them.
    is_done = False
    #: The papers as one file, where these were wanted.
    printed: bytes | None = None

    def answer(self):
        """See `PostView`."""
        if not has_batch(self.user):
            raise Unauthorized("You lead no cases on.")
        page = super().answer()
        return page if self.printed is None else self._hand_out()

    def act(self) -> None:
        """See `PostView`. The page is the answer."""
        # What nobody named is shown, and not done.
        is_going = "go" in self.request.form and self.submitted("what") in TITLES
        if not is_going or self.action == PAPERS:
            sent = self._versions or self._ticked
            self._require_some(sent)
            self._look_at(sent)
            return
        self._require_some(self._versions)
        if self.action == PRINT:
            self._print()
            return
        facts = self._read_given()
        try:
            self.rows = carry_out(
                self.action,
                self._versions,
                self.user,
                facts,
                is_all_or_none=self.mode == ALL,
            )
        except BatchRefused as error:
            self.rows = error.rows
            raise
        self.is_done = True

    def read(self) -> None:
        """See `PostView`. What comes back with a fault, or after a log-in, is looked at
        anew."""
        sent = self._versions or self._ticked
        if self.is_sent and not self.rows and 0 < len(sent) <= MOST_AT_ONCE:
            self._look_at(sent)

    def _look_at(self, numbers: Collection[str]) -> None:
        """Show what becomes of these cases, or of their papers."""
        audit_look(CaseList.name)
        if self.action != PAPERS:
            self.rows = preview(self.action, numbers, self.user)
            return
        self.rows = [
            BatchRow(each.number, _AS_IT_IS, each.item_title, each.name, each.refusal)
            for each in self.look_at_papers(numbers)
        ]

    def give_back(self, error: Exception) -> str:
        """See `PostView`. What was not kept is not said to be done."""
        self.is_done, self.rows, self.printed = False, [], None
        self.way_of_papers = {}
        return super().give_back(error)

    def _require_some(self, numbers) -> None:
        if not numbers:
            raise NothingTicked
        if len(numbers) > MOST_AT_ONCE:
            raise TooManyTicked(MOST_AT_ONCE)

    def _read_given(self) -> Given:
        """Return what was given with the step. Raises what `read_facts` does, before any
        case is looked at: it is wrong for all of them."""
        given = {each: self.submitted(each) for each in (COLLEAGUE, WINDOW, REASON)}
        read_facts(BY_NAME[self.action], given, local_date(utc_now()))
        return given

    def _print(self) -> None:
        rows = preview(PRINT, self._versions, self.user)
        if self.mode == ALL and any(row.refusal is not None for row in rows):
            raise BatchRefused(rows)
        papers = open_papers(rows, self.user)
        self.rows = rows
        if not papers:
            raise NoPaperToPrint
        try:
            self.printed = joined([paper.pdf() for paper in papers])
        except PrintFailed:
            # Nobody was given one: the audit does not say so.
            transaction.abort()
            self.explain(503, [Problem("", NOT_PRINTED)])

    def _hand_out(self) -> bytes:
        response = self.request.response
        response.setHeader("Cache-Control", "no-store")
        response.setHeader("Content-Type", "application/pdf")
        response.setHeader("Content-Disposition", 'inline; filename="papers.pdf"')
        return self.printed

    @property
    def action(self) -> str:
        """What is to be done; by a name that there is none of, the first of theirs."""
        name, offered = self.submitted("what"), _actions_for(self.user)
        if name in TITLES:
            # What is none of theirs is refused of each case.
            return name
        return next(each for each in TITLES if each in offered)

    @property
    def mode(self) -> str:
        """How it is to be done, "" where nobody has said."""
        mode = self.submitted("mode")
        return mode if mode in MODES else ALL

    @property
    def _ticked(self) -> list[str]:
        return list(filter(None, map(_number, self._texts(TICKED))))

    @property
    def _versions(self) -> dict[str, int]:
        """The versions of the cases that the page before showed, by number."""
        versions = {}
        for text in self._texts("row"):
            number, _colon, version = text.partition(":")
            if _number(number) and version.isdecimal() and len(version) < 10:
                versions[number] = int(version)
        return versions

    def _texts(self, name: str) -> list[str]:
        value = self.request.form.get(name, [])
        values = value if isinstance(value, list) else [value]
        return [each for each in values if isinstance(each, str)]

    @property
    def page_title(self) -> Message:
        return TITLES[self.action]

    @property
    def shown_rows(self) -> list[dict]:
        """The cases, each with what becomes of it."""
        say = self.words
        done = say(
            _("text_batch_done", default="Done.")
            if self.is_done
            else _("text_batch_will", default="Will be done.")
        )
        return [
            {
                "url": f"{self.desk_url}/{row.number}" if row.item_title else None,
                "number": case_number_text(row.number),
                "title": row.item_title,
                "name": row.name,
                "says": self.way_text(row.number)
                or (done if row.refusal is None else say(row.refusal)),
                "is_refused": row.refusal is not None,
            }
            for row in self.rows
        ]

    @property
    def going(self) -> list[BatchRow]:
        """The cases with which it can be done."""
        return [row for row in self.rows if row.refusal is None]

    @property
    def is_offered(self) -> bool:
        """Whether the page has its button: something can be done, and was not yet; or
        nobody could look, and what was sent is sent once more."""
        is_step = self.action != PAPERS
        return is_step and bool(self.going) and not self.is_done or self.is_unread

    @property
    def is_unread(self) -> bool:
        """Whether the database did not tell of the cases that were sent."""
        count = len(self._versions or self._ticked)
        return self.is_out_of_order and not self.rows and 0 < count <= MOST_AT_ONCE

    @property
    def is_sent_some(self) -> bool:
        """Whether cases were chosen, also such as cannot be shown."""
        return bool(self.rows or self._versions or self._ticked)

    @property
    def is_looked_at(self) -> bool:
        """Whether the cases were shown with what becomes of them, now or before."""
        return bool(self.rows or self._versions)

    @property
    def inputs(self) -> list[str]:
        """The cases as the button sends them, with the versions that are shown."""
        if not self.rows:
            return [f"{number}:{seen}" for number, seen in self._versions.items()]
        return [f"{row.number}:{row.version}" for row in self.rows]

    @property
    def ticked_inputs(self) -> list[str]:
        """The cases as the list sent them, where nobody could look at them yet."""
        return [] if self.is_looked_at else self._ticked

    @property
    def summary(self) -> str:
        """How many are done, and how many refused."""
        going, all_rows = len(self.going), len(self.rows)
        mapping = {"done": going, "refused": all_rows - going}
        if self.is_done:
            return self.words(
                _(
                    "text_batch_summary_done",
                    default="Done: ${done}. Refused: ${refused}.",
                    mapping=mapping,
                )
            )
        return self.words(
            _(
                "text_batch_summary",
                default="Can be done: ${done}. Will be refused: ${refused}.",
                mapping=mapping,
            )
        )

    @property
    def modes(self) -> list[dict]:
        return [
            {
                "value": value,
                "title": self.words(title),
                "is_chosen": value == self.mode,
            }
            for value, title in MODES.items()
        ]

    @property
    def button(self) -> str:
        return self.words(_BUTTONS[self.action])


def _number(text: str) -> str | None:
    try:
        return parse_case_number(text)
    except CaseNumberMistyped:
        return None
