"""What the pages about a resident's case have in common."""

from collections.abc import Sequence
from functools import cached_property
from onewindow_policy import _
from onewindow_policy.cases.addresses import track_url
from onewindow_policy.cases.factwords import fact_rows
from onewindow_policy.cases.linking.kinds import REAPPLICATION
from onewindow_policy.cases.linking.kinds import RENEWAL
from onewindow_policy.cases.materials import handed_in
from onewindow_policy.cases.materials import HandedIn
from onewindow_policy.cases.materials import to_bring
from onewindow_policy.cases.numbers import case_number_text
from onewindow_policy.cases.opening import OpenedCase
from onewindow_policy.cases.process.reading import AHEAD
from onewindow_policy.cases.process.reading import DONE
from onewindow_policy.cases.process.reading import NOW
from onewindow_policy.cases.process.reading import pauses_left
from onewindow_policy.cases.process.reading import StepFacts
from onewindow_policy.cases.progress import guide_for
from onewindow_policy.cases.progress import placed_steps
from onewindow_policy.cases.progress import remaining_pauses
from onewindow_policy.cases.seeing import SeenCase
from onewindow_policy.cases.settings import renewal_days
from onewindow_policy.cases.states import BEFORE_ACCEPTANCE
from onewindow_policy.cases.states import TEXTS
from onewindow_policy.cases.tracking import HistoryEntry
from onewindow_policy.cases.tracking import TrackedCase
from onewindow_policy.cases.validity.reading import ENDED
from onewindow_policy.cases.validity.reading import OFFERED
from onewindow_policy.cases.validity.reading import RENEWED
from onewindow_policy.cases.validity.reading import STORED
from onewindow_policy.cases.validity.reading import TOO_EARLY
from onewindow_policy.cases.validity.reading import UNPROVED
from onewindow_policy.cases.wording import CaseWording
from onewindow_policy.cases.wording import GIVEN
from onewindow_policy.catalogue.api import find_item
from onewindow_policy.communities.halls import hall_row
from onewindow_policy.communities.halls import HallRow
from onewindow_policy.communities.halls import halls_for_community
from onewindow_policy.communities.reception import reception_note
from onewindow_policy.devices.api import VisitorPage
from onewindow_policy.guides.resolved import ResolvedGuide
from onewindow_policy.samples.api import samples_in
from onewindow_policy.workdays.deadlines import local_date
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from zope.i18nmessageid import Message

#: What is said of a step's place.
PLACE_TITLES = {
    DONE: _("progress_done", default="done"),
    NOW: _("progress_now", default="under way"),
    AHEAD: _("progress_ahead", default="still to come"),
}


#: What the applicant reads of renewing, by what there is to renew.
RENEWAL_WORDS = {
    OFFERED: _(
        "renewal_offered",
        default=(
            "It can be renewed now: here, with what you wrote last time, or at any window"
            " with your identity document."
        ),
    ),
    TOO_EARLY: _(
        "renewal_too_early",
        default=(
            "It can be renewed from ${day} on. If you chose to be told, we remind you then."
        ),
    ),
    RENEWED: _(
        "renewal_applied_for",
        default="You have applied to renew it: application ${number}.",
    ),
    ENDED: _("renewal_ended", default="Nothing has to be renewed any more."),
    STORED: _(
        "renewal_stored",
        default=(
            "The term of this application is over: it is only stored for the archive, and"
            " your answers are not used any more. To renew it, please apply anew, online or"
            " at any window."
        ),
    ),
    UNPROVED: _(
        "renewal_unproved",
        default=(
            "No number of a document was asked for last time, so that nobody can tell"
            " whose answers these are. To renew it, please apply anew, online or at any"
            " window."
        ),
    ),
}

_TOO_EARLY_UNTOLD = _(
    "renewal_too_early_untold",
    default="It can be renewed from ${day} on. Please note that day.",
)


#: What pages call another case that one was made from, or that was made from it.
LINK_LABELS = {
    (RENEWAL, True): _("label_case_renews", default="Renews application"),
    (RENEWAL, False): _("label_case_renewed_by", default="Renewed by application"),
    (REAPPLICATION, True): _(
        "label_case_applies_again", default="Applies again after application"
    ),
    (REAPPLICATION, False): _(
        "label_case_applied_again", default="Applied again by application"
    ),
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
    def visits(self) -> str:
        """How often the person had to come so far, "" for never."""
        if not self.case.visits:
            return ""
        times = _(
            "text_case_visits",
            default="${count} time(s)",
            mapping={"count": self.case.visits},
        )
        return self.words(times)

    @property
    def validity(self) -> str:
        """Until when the result is valid, and whether that is over; "" where it does not
        run out."""
        validity = self.case.validity
        if validity is None:
            return ""
        day = {"day": self.words.day(validity.until)}
        if validity.is_ended:
            text = _(
                "validity_ended",
                default="${day} (nothing has to be renewed any more)",
                mapping=day,
            )
        elif validity.is_over:
            text = _("validity_over", default="${day} (it has run out)", mapping=day)
        else:
            text = _("validity_until", default="${day}", mapping=day)
        return self.words(text)

    @property
    def links(self) -> list[dict]:
        """The case that this one was made from, and the one that was made from it."""
        return [
            {
                "id": f"case-{each.kind}-{'of' if each.is_earlier else 'by'}",
                "label": self.words(LINK_LABELS[each.kind, each.is_earlier]),
                "number": each.number,
                "number_text": case_number_text(each.number),
            }
            for each in self.case.links
        ]

    @property
    def renewal_text(self) -> str:
        """What is said of renewing the result, "" where it does not run out."""
        validity = self.case.validity
        if validity is None:
            return ""
        mapping = {
            "day": self.words.day(validity.renewed_from),
            "number": case_number_text(validity.renewed_by or ""),
        }
        text = RENEWAL_WORDS[validity.renewal]
        if validity.renewal == TOO_EARLY and not renewal_days():
            text = _TOO_EARLY_UNTOLD
        return self.words(Message(text, mapping=mapping))

    @property
    def due(self) -> str | None:
        """The day by which the next thing is due; `due_label` says which."""
        return self.words.due(self.case.due) if self.case.due else None

    @property
    def due_label(self) -> str:
        return self.words.due_label(self.case.state)

    def step_row(self, step: StepFacts) -> dict:
        """Return a step of the case, as pages show it."""
        return {
            "name": step.name,
            "duration": self.words.step_duration(step) if step.days else "",
            "place": step.place,
            "place_text": self.words(PLACE_TITLES[step.place]),
            "current": "step" if step.place == NOW else None,
            "who": step.unit or self.words(_("step_of_window", default="the window")),
            "when": self._step_days(step),
        }

    def _step_days(self, step: StepFacts) -> str:
        """Return since when and until when a step is under way, or when it was done."""
        say = self.words
        if step.done_at is not None:
            done = say.day(local_date(step.done_at))
            return say(_("step_done_on", default="on ${day}", mapping={"day": done}))
        if step.begun_at is None:
            return ""
        since = {"since": say.day(local_date(step.begun_at))}
        if step.due is None:
            return say(_("step_since", default="since ${since}", mapping=since))
        if step.hangs_until is not None:
            hangs = {**since, "last": say.due(step.hangs_until)}
            return say(
                _(
                    "step_hangs_until",
                    default="since ${since}, hangs until ${last}",
                    mapping=hangs,
                )
            )
        until = {**since, "due": say.due(step.due)}
        return say(
            _("step_since_until", default="since ${since}, by ${due}", mapping=until)
        )

    def event_text(self, entry: HistoryEntry) -> str:
        """Return the sentence of the history for `entry`."""
        return self.words.event(entry.transition, entry.by_unit)

    def as_shown(self, text: str) -> str:
        """Return what somebody wrote as the page shows it."""
        return text

    def _fact_rows(self, entry: HistoryEntry) -> list[dict[str, str]]:
        if not entry.facts:
            return []
        say = self.words
        facts = {
            name: self.as_shown(value) if name in TEXTS else value
            for name, value in entry.facts.items()
        }
        return fact_rows(facts, self.paper_names, say.day, say, self.staff_name)

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
                "reason": self.as_shown(entry.reason or ""),
                "facts": self._fact_rows(entry),
            }
            for entry in reversed(self.case.history)
        ]


class ApplicantPage(AboutCase):
    """A page that shows a case to whoever proved to be its applicant."""

    macros = ViewPageTemplateFile("case_macros.pt")
    case: TrackedCase | None = None
    #: What the forms of the page bring along of other applications (see `several`).
    also: Sequence[str] = ()

    @property
    def track_url(self) -> str:
        return track_url(self.site_url)

    @property
    def meaning(self) -> str:
        case = self.case
        return self.words.meaning(case.state, case.unit, case.last_step)

    @property
    def next_step(self) -> str:
        case = self.case
        is_given = case.is_result_on_its_way and case.handing_out is None
        return self.words.next_step(
            case.state,
            case.due,
            case.unit,
            self._pauses,
            case.last_step,
            GIVEN if is_given else case.handing_out,
            expected_on=case.expected_on,
        )

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
        if case.steps:
            return self.words.named_durations(pauses_left(case.steps))
        return self.words.named_durations(
            remaining_pauses(self._process, case.state, case.history)
        )

    @property
    def progress(self) -> list[dict]:
        """The steps of the guide, with their places: of one that has them of its own with
        who has each, and by when it is over."""
        if self.case.steps:
            return [self.step_row(each) for each in self.case.steps]
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
                "who": "",
                "when": "",
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
            self._materials,
            own_forms,
            self.case.files,
            self.case.ways,
            self.words,
            self.case.committed,
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
