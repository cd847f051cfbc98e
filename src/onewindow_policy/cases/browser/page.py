"""What the pages about a resident's case have in common."""

from functools import cached_property
from onewindow_policy import _
from onewindow_policy.cases.addresses import track_url
from onewindow_policy.cases.factwords import fact_rows
from onewindow_policy.cases.handling import OpenedCase
from onewindow_policy.cases.materials import handed_in
from onewindow_policy.cases.materials import HandedIn
from onewindow_policy.cases.materials import to_bring
from onewindow_policy.cases.numbers import case_number_text
from onewindow_policy.cases.progress import AHEAD
from onewindow_policy.cases.progress import DONE
from onewindow_policy.cases.progress import guide_for
from onewindow_policy.cases.progress import NOW
from onewindow_policy.cases.progress import placed_steps
from onewindow_policy.cases.progress import remaining_pauses
from onewindow_policy.cases.seeing import SeenCase
from onewindow_policy.cases.states import BEFORE_ACCEPTANCE
from onewindow_policy.cases.tracking import HistoryEntry
from onewindow_policy.cases.tracking import TrackedCase
from onewindow_policy.cases.wording import CaseWording
from onewindow_policy.catalogue.api import find_item
from onewindow_policy.communities.halls import hall_row
from onewindow_policy.communities.halls import HallRow
from onewindow_policy.communities.halls import halls_for_community
from onewindow_policy.communities.reception import reception_note
from onewindow_policy.devices.api import VisitorPage
from onewindow_policy.guides.resolved import ResolvedGuide
from onewindow_policy.samples.api import samples_in
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile

#: What is said of a step's place.
PLACE_TITLES = {
    DONE: _("progress_done", default="done"),
    NOW: _("progress_now", default="under way"),
    AHEAD: _("progress_ahead", default="still to come"),
}


class CasePage(VisitorPage):
    """A page about cases, for one person."""

    @cached_property
    def words(self) -> CaseWording:
        return CaseWording(self.language)

    @property
    def breadcrumbs(self) -> list[tuple[str, str | None]]:
        return [(self.words(self.page_title), None)]


class AboutCase(CasePage):
    """A page about a case; `case` says what its reader may know."""

    case: TrackedCase | OpenedCase | SeenCase | None = None

    @property
    def number_text(self) -> str:
        return case_number_text(self.case.number)

    @property
    def state(self) -> str:
        return self.words.state(self.case.state)

    @property
    def received(self) -> str:
        return self.words.moment(self.case.received_at)

    @property
    def due(self) -> str | None:
        """The day by which the next thing is due; `due_label` says which."""
        return self.words.due(self.case.due) if self.case.due else None

    @property
    def due_label(self) -> str:
        return self.words.due_label(self.case.state)

    def event_text(self, entry: HistoryEntry) -> str:
        """Return the sentence of the history for `entry`."""
        return self.words.event(entry.transition, entry.by_unit)

    def _fact_rows(self, entry: HistoryEntry) -> list[dict[str, str]]:
        if not entry.facts:
            return []
        say = self.words
        return fact_rows(entry.facts, self.paper_names, say.day, say, self.staff_name)

    def who_did(self, entry: HistoryEntry) -> str:
        """Return who of the staff did something, "" where readers are not told."""
        return ""

    def staff_name(self, user_id: str) -> str:
        """Return what a member of staff is called."""
        return user_id

    @cached_property
    def paper_names(self) -> dict[str, str]:
        """The names of the materials that the guide has now, by code."""
        guide = guide_for(self.case.item_code, self.case.community_code)
        return {each.code: each.name for each in guide.materials} if guide else {}

    @cached_property
    def history(self) -> list[dict]:
        """What happened, the latest first."""
        return [
            {
                "at": self.words.moment(entry.at),
                "who": self.who_did(entry),
                "text": self.event_text(entry),
                "reason": entry.reason,
                "facts": self._fact_rows(entry),
            }
            for entry in reversed(self.case.history)
        ]


class ApplicantPage(AboutCase):
    """A page that shows a case to whoever proved to be its applicant."""

    macros = ViewPageTemplateFile("case_macros.pt")
    case: TrackedCase | None = None

    @property
    def track_url(self) -> str:
        return track_url(self.site_url)

    @property
    def meaning(self) -> str:
        case = self.case
        last = case.history[-1].transition if case.history else None
        return self.words.meaning(case.state, case.unit, last)

    @property
    def next_step(self) -> str:
        case = self.case
        return self.words.next_step(case.state, case.due, case.unit, self._pauses)

    @property
    def promise(self) -> str | None:
        """What was promised, while no day of it can be named; None where nothing was."""
        days, day_type = self.case.promised_days, self.case.promised_day_type
        if days is None or self.case.state not in BEFORE_ACCEPTANCE:
            return None
        return self.words.promise(days, day_type, self._pauses)

    @cached_property
    def _pauses(self) -> str:
        """The special procedures that may still come on top of the promise."""
        case = self.case
        return self.words.named_durations(
            remaining_pauses(self._process, case.state, case.history)
        )

    @property
    def progress(self) -> list[dict]:
        """The steps of the guide, with their places."""
        placed = placed_steps(self._process, self.case.state, self.case.history)
        return [
            {
                "name": each.step.name,
                "duration": self.words.step_duration(each.step)
                if each.step.days
                else "",
                "place": each.place,
                "place_text": self.words(PLACE_TITLES[each.place]),
                "current": "step" if each.place == NOW else None,
            }
            for each in placed
        ]

    @property
    def _process(self) -> tuple:
        return self._guide.process if self._guide is not None else ()

    @cached_property
    def _item(self):
        """The item, as it is now; None where there is none any more."""
        return find_item(self.case.item_code)

    @cached_property
    def _guide(self) -> ResolvedGuide | None:
        return guide_for(self.case.item_code, self.case.community_code)

    @property
    def handed_in(self) -> list[HandedIn]:
        """What was handed in, by material in the order of the guide, the rest last."""
        return handed_in(self._materials, self.case.files, self.case.ways, self.words)

    @property
    def to_bring(self) -> list[dict]:
        """What the window waits for, with how it comes where that is not simply brought.

        Nothing where the item is there no more: nobody could say what it asked for.
        """
        if self._item is None:
            return []
        own_forms = {each.title for each in samples_in(self._item)}
        return to_bring(
            self._materials, own_forms, self.case.files, self.case.ways, self.words
        )

    @property
    def _materials(self) -> tuple:
        return self._guide.materials if self._guide is not None else ()

    @property
    def reception(self) -> str:
        """Who takes the application in, where its community has no window."""
        return reception_note(self.case.community_code, self.words)

    @property
    def halls(self) -> list[HallRow]:
        """Where the window is that has the case."""
        return [
            hall_row(each, self.site_url, self.words)
            for each in halls_for_community(self.case.community_code)
        ]
