"""The facts of a guide in the words that residents read, in their language."""

from collections.abc import Iterable
from onewindow_policy import _
from onewindow_policy.guides.commitments import takes_commitments
from onewindow_policy.guides.resolved import Material
from onewindow_policy.guides.resolved import ProcessStep
from onewindow_policy.guides.resolved import ResolvedGuide
from onewindow_policy.guides.resolved import TimeLimit
from onewindow_policy.pages.api import Words
from onewindow_policy.vocabularies.api import code_list
from onewindow_policy.vocabularies.api import Term
from zope.i18nmessageid import Message

import re

#: Codes of material forms on which the wording depends (GB/T 39046-2020 has no list).
ORIGINAL = "原件"
COPY = "复印件"

#: The code of the source of materials that nobody issues: a photograph, a bank card.
OWN = "申请人自备"

#: What can be called; some guides say where to look for a number instead.
_PHONE = re.compile(r"[+\d][\d -]{2,}")

#: In a source that is no office: the applicant fills it in.
_FILLED_IN = re.compile("填写|填报|自填")


_MONTHS_OF_YEAR = 12


def can_be_called(phone: str | None) -> bool:
    """Return whether this is a number, and no sentence about one."""
    return bool(phone) and _PHONE.fullmatch(phone) is not None


class Wording(Words):
    """Says things in one language; reads each code list once."""

    def __init__(self, language: str):
        super().__init__(language)
        self._lists: dict[str, dict[str, Term]] = {}

    @property
    def is_english(self) -> bool:
        return self.language.startswith("en")

    def written(self, chinese: str | None, english: str | None) -> str:
        """Return what editors wrote, in English where they did and it is wanted."""
        return (english if self.is_english else None) or chinese or ""

    def title(self, list_name: str, code: str | None) -> str:
        """Return what the code list calls `code`; an unknown code is its own name."""
        if not code:
            return ""
        if list_name not in self._lists:
            self._lists[list_name] = code_list(list_name)
        term = self._lists[list_name].get(code)
        return term.title_in(self.language) if term else code

    def titles(self, list_name: str, codes: Iterable[str]) -> str:
        """Return what the code list calls `codes`, as an enumeration."""
        return self.enumerate(self.title(list_name, code) for code in codes)

    def enumerate(self, words: Iterable[str]) -> str:
        """Return `words` in a row, separated as the language does it."""
        return self(_("list_separator", default=", ")).join(
            word for word in words if word
        )

    def clauses(self, clauses: Iterable[str]) -> str:
        """Return `clauses` in a row, separated more clearly than words."""
        return self(_("clause_separator", default="; ")).join(
            clause for clause in clauses if clause
        )

    def limit(self, limit: TimeLimit | None) -> str:
        """Return a time limit: `19个工作日`, `7天`, `当场办结`."""
        if limit is None:
            return ""
        return self.duration(limit.days, limit.day_type)

    def duration(self, days: int, day_type: str) -> str:
        """Return a number of days of a type; 0 is on the spot."""
        if days == 0 or day_type == "immediate":
            return self(_("duration_immediate", default="On the spot"))
        if day_type == "natural":
            if days == 1:
                return self(_("duration_natural_one", default="1 day"))
            return self(
                _("duration_natural", default="${days} days", mapping={"days": days})
            )
        if days == 1:
            return self(_("duration_working_one", default="1 working day"))
        return self(
            _(
                "duration_working",
                default="${days} working days",
                mapping={"days": days},
            )
        )

    def step_duration(self, step: ProcessStep) -> str:
        """Return how long a step takes, and whether that counts.

        A step of no days is done at once; that is not yet the decision.
        """
        if step.counted and step.days == 0:
            return self(_("duration_step_immediate", default="At once"))
        if step.counted:
            return self.duration(step.days, step.day_type)
        if step.days == 0:
            return self(_("duration_not_counted", default="Not counted"))
        return self(
            _(
                "duration_days_not_counted",
                default="${duration}, not counted",
                mapping={"duration": self.duration(step.days, step.day_type)},
            )
        )

    def pauses(self, guide: ResolvedGuide) -> str:
        """Return the steps that come on top of the promise: `公示7天`."""
        return self.named_durations(
            (step.name, step.days, step.day_type)
            for step in guide.process
            if not step.counted and step.days
        )

    def named_durations(self, steps: Iterable[tuple[str, int, str]]) -> str:
        """Return what takes how long, of names, days and their types."""
        return self.enumerate(
            self(
                _(
                    "named_duration",
                    default="${name} ${duration}",
                    mapping={
                        "name": name,
                        "duration": self.duration(days, day_type),
                    },
                )
            )
            for name, days, day_type in steps
        )

    def fee(self, guide: ResolvedGuide) -> str:
        """Return what it costs."""
        if guide.fee_text:
            return guide.fee_text
        if guide.fee_charged:
            return self(_("fee_charged", default="A fee is charged"))
        return self(_("fee_none", default="Free"))

    def validity(self, guide: ResolvedGuide) -> str:
        """Return until when the result is valid and what is done then, empty where it does
        not run out."""
        if guide.valid_months is None:
            return ""
        years, months = divmod(guide.valid_months, _MONTHS_OF_YEAR)
        count = {"count": guide.valid_months if months else years}
        if months:
            term = _("valid_months", default="${count} month(s)", mapping=count)
        else:
            term = _("valid_years", default="${count} year(s)", mapping=count)
        return self.clauses([self(term), guide.valid_note or ""])

    def visits(self, guide: ResolvedGuide) -> str:
        """Return how often one has to come, empty when the guide does not say."""
        if guide.max_visits is None:
            return ""
        if guide.max_visits == 0:
            return self(_("visits_none", default="No need to come"))
        return self(
            _(
                "visits_at_most",
                default="At most ${count}",
                mapping={"count": guide.max_visits},
            )
        )

    def channels(
        self, guide: ResolvedGuide, *, is_online_suspended: bool = False
    ) -> str:
        """Return the ways to get it done."""
        online = _("way_online", default="online")
        if is_online_suspended:
            online = _("way_online_suspended", default="online (not at the moment)")
        offered = (
            (guide.channel_window, _("way_window", default="at the window")),
            (guide.channel_online, online),
            (
                guide.channel_reservation,
                _("channel_booking", default="by booking (call the window)"),
            ),
            (
                guide.channel_home_visit,
                _("channel_visit", default="at your home (call the window)"),
            ),
            (guide.channel_agent, _("way_agent", default="through an agent")),
            (guide.channel_phone, _("way_phone", default="questions by phone")),
        )
        return self.enumerate(self(name) for offers, name in offered if offers)

    def material_counts(self, material: Material) -> tuple[str, ...]:
        """Return how many originals and copies to bring, or else in which form."""
        counts = []
        if material.originals and material.form in (ORIGINAL, COPY):
            counts.append(
                _(
                    "material_originals",
                    default="Original × ${count}",
                    mapping={"count": material.originals},
                )
            )
        elif material.originals or not material.copies:
            counts.append(self.title("material_forms", material.form))
        if material.copies:
            counts.append(
                _(
                    "material_copies",
                    default="Copy × ${count}",
                    mapping={"count": material.copies},
                )
            )
        return tuple(self(count) for count in counts)

    def without_material(
        self, material: Material, item_code: str | None
    ) -> tuple[str, ...]:
        """Return what to do without a material of the service with a code: deferral (容缺),
        a commitment (告知承诺) where one is taken, data sharing, the blank form, or who
        issues it. Without a code nothing is said of commitments."""
        ways = []
        if material.deferrable:
            ways.append(self._deferral(material.deferrable_days))
        if material.commitment_allowed and item_code and takes_commitments(item_code):
            ways.append(
                _(
                    "missing_commitment",
                    default="You can sign a commitment instead.",
                )
            )
        if material.shared_from:
            ways.append(
                _(
                    "missing_shared",
                    default=(
                        "Staff can look it up in ${source}; if it is there, you need"
                        " not bring it."
                    ),
                    mapping={"source": material.shared_from},
                )
            )
        if way := self._way_to_get(material):
            ways.append(way)
        if not ways:
            ways.append(
                _("missing_ask", default="Call the window and ask before you come.")
            )
        return tuple(self(way) for way in ways)

    def _way_to_get(self, material: Material) -> Message | None:
        """Return where to get the material, None where only its owner can have it."""
        if material.blank_form:
            return _(
                "missing_form",
                default="Download the blank form, or get it at the window.",
            )
        if not material.source or material.source == OWN:
            return None
        source = self.title("material_sources", material.source)
        if _FILLED_IN.search(source):
            return _(
                "missing_filled_in",
                default="You can fill it in at the window.",
            )
        return _(
            "missing_source",
            default="Lost, or not issued yet: ask who issues it (${source}).",
            mapping={"source": source},
        )

    def _deferral(self, days: int | None) -> Message:
        if days is None:
            return _(
                "missing_deferrable",
                default="Your application is taken in now; hand this in later.",
            )
        return _(
            "missing_deferrable_days",
            default=(
                "Your application is taken in now; hand this in within ${days} working"
                " days."
            ),
            mapping={"days": days},
        )
