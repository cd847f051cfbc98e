"""What the result of a journey says, computed for its template."""

from dataclasses import dataclass
from onewindow_policy import _
from onewindow_policy.guides.wording import Wording
from onewindow_policy.journeys.asking import Asked
from onewindow_policy.journeys.asking import WHOLE_CITY
from onewindow_policy.journeys.offers import Offer
from onewindow_policy.journeys.offers import offer_of
from onewindow_policy.journeys.papers import gather
from onewindow_policy.journeys.papers import Paper
from onewindow_policy.journeys.papers import Papers
from onewindow_policy.journeys.walking import Step
from typing import NamedTuple


class StepRow(NamedTuple):
    """A step as it is shown; without `url` it is at another office."""

    number: int
    title: str
    url: str
    office: str
    place: str
    phone: str
    advice: str
    facts: tuple[tuple[str, str], ...]
    first: str
    notice: str
    apply_url: str


class PaperRow(NamedTuple):
    """A paper as it is shown: what to bring of it, and for which steps."""

    name: str
    uses: str
    counts: str
    condition: str


@dataclass(frozen=True, slots=True)
class Result:
    """What there is to do, in order, and what to take along."""

    steps: tuple[StepRow, ...]
    own: tuple[PaperRow, ...]
    received: tuple[PaperRow, ...]
    forms: tuple[PaperRow, ...]
    agents: str
    summary: str


class Telling:
    """Tells the result of a journey in one language."""

    def __init__(self, asked: Asked, language: str):
        self.asked = asked
        self.words = Wording(language)

    def result(self) -> Result:
        """Return what the page shows at the end of the questions."""
        code = self.asked.district
        district = code if code and code != WHOLE_CITY else None
        steps = self.asked.way.steps
        offers = [offer_of(step, district) for step in steps]
        numbers = {step.key: number for number, step in enumerate(steps, start=1)}
        titles = {
            step.key: offer.title if offer is not None else step.title
            for step, offer in zip(steps, offers, strict=True)
        }
        rows = tuple(
            self._step(step, offer, numbers, titles)
            for step, offer in zip(steps, offers, strict=True)
        )
        guides = [offer.guide if offer is not None else None for offer in offers]
        papers = gather(zip(steps, guides, strict=True), self.asked.plan.papers)
        return Result(
            steps=rows,
            own=tuple(map(self._paper, papers.own)),
            received=tuple(map(self._received, papers.received)),
            forms=tuple(map(self._paper, papers.forms)),
            agents=self._agents(papers),
            summary=self._summary(rows),
        )

    def _summary(self, rows: tuple[StepRow, ...]) -> str:
        offices = len(dict.fromkeys(row.office for row in rows if row.office))
        here = sum(1 for row in rows if not row.office)
        if not offices:
            message = _(
                "journey_summary_here",
                default="${here} services, all at your community's window.",
                mapping={"here": here},
            )
        elif not here:
            message = _(
                "journey_summary_elsewhere",
                default="${count} steps, at ${offices} offices.",
                mapping={"count": len(rows), "offices": offices},
            )
        else:
            message = _(
                "journey_summary",
                default=(
                    "${count} steps: ${here} at your community's window, ${there} at"
                    " ${offices} other offices."
                ),
                mapping={
                    "count": len(rows),
                    "here": here,
                    "there": len(rows) - here,
                    "offices": offices,
                },
            )
        return self.words(message)

    def _step(
        self, step: Step, offer: Offer | None, numbers: dict, titles: dict
    ) -> StepRow:
        words = self.words
        first = [
            words(
                _(
                    "journey_step_reference",
                    default="step ${number} (${title})",
                    mapping={"number": numbers[key], "title": titles[key]},
                )
            )
            for key in step.after
            if key in numbers
        ]
        guide = offer.guide if offer is not None else None
        return StepRow(
            number=numbers[step.key],
            title=titles[step.key],
            url=offer.url if offer is not None else "",
            office=step.office if offer is None else "",
            place=step.place,
            phone=step.phone,
            advice=step.advice,
            facts=self._facts(offer) if guide is not None else (),
            first=words(
                _(
                    "journey_step_after",
                    default="First do ${steps}.",
                    mapping={"steps": words.enumerate(first)},
                )
            )
            if first
            else "",
            notice=words(offer.notice) if offer is not None and offer.notice else "",
            apply_url=offer.apply_url if offer is not None else "",
        )

    def _facts(self, offer: Offer) -> tuple[tuple[str, str], ...]:
        guide, words = offer.guide, self.words
        facts = (
            (_("heading_standard", default="How much is paid"), guide.standard or ""),
            (_("fact_journey_where", default="Where"), guide.location or ""),
            (
                _("fact_journey_how", default="How"),
                words.channels(guide, is_online_suspended=offer.is_online_suspended),
            ),
            (
                _("fact_promise", default="Promised time"),
                words.limit(guide.promised_limit),
            ),
        )
        return tuple((words(label), text) for label, text in facts if text)

    def _paper(self, paper: Paper) -> PaperRow:
        words = self.words
        counts = []
        if paper.needs_original and paper.copies:
            counts.append(_("paper_original", default="the original"))
        if paper.copies:
            counts.append(
                _(
                    "paper_copies",
                    default="${count} copies in all",
                    mapping={"count": paper.copies},
                )
                if paper.copies > 1
                else _("paper_one_copy", default="1 copy")
            )
        return PaperRow(
            paper.name,
            self._uses(paper),
            words.enumerate(map(words, counts)),
            words.clauses(paper.conditions),
        )

    def _uses(self, paper: Paper) -> str:
        steps = self.words.enumerate(map(str, paper.steps))
        if len(paper.steps) > 1:
            message = _(
                "paper_for_steps",
                default="For ${count} steps (${steps}); bring it once",
                mapping={"count": len(paper.steps), "steps": steps},
            )
        else:
            message = _(
                "paper_for_step", default="For step ${step}", mapping={"step": steps}
            )
        return self.words(message)

    def _received(self, paper: Paper) -> PaperRow:
        later = [str(step) for step in paper.steps if step != paper.given_by]
        message = _(
            "paper_given_by",
            default="You get it at step ${step}; keep it for ${later}",
            mapping={
                "step": paper.given_by,
                "later": self.words.enumerate(later),
            },
        )
        return self._paper(paper)._replace(uses=self.words(message))

    def _agents(self, papers: Papers) -> str:
        return self.words.enumerate(each.name for each in papers.agents)
