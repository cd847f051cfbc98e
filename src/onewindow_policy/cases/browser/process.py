"""The steps of the guide on the page of a case, with their lights."""

from functools import cached_property
from onewindow_policy import _
from onewindow_policy.cases.process.lights import light_of
from onewindow_policy.cases.process.lights import LIGHTS
from onewindow_policy.cases.process.lights import soon_until
from onewindow_policy.cases.process.reading import StepFacts
from onewindow_policy.desks.api import Tag
from onewindow_policy.records.api import utc_now
from onewindow_policy.workdays.deadlines import local_date


class StepsAtDesk:
    """The part of a case at the desk that is about them; see `CaseView`."""

    @cached_property
    def process(self) -> list[dict]:
        """The steps of the guide that the case goes by: who has each, and whether the one
        that is under way is in time."""
        if self.case is None:
            return []
        today = local_date(utc_now())
        soon = soon_until(today)
        return [
            {
                **self.step_row(each),
                "who": self._who_has(each),
                "light": self._light(each.due, today, soon),
            }
            for each in self.case.steps
        ]

    def _who_has(self, step: StepFacts) -> str:
        """Return which unit has a step, or the window, and who of it ended it."""
        who = step.unit or self.words(_("step_of_window", default="the window"))
        return f"{who} {self.staff_name(step.done_by)}" if step.done_by else who

    def _light(self, due, today, soon) -> Tag | None:
        if due is None:
            return None
        text, tone = LIGHTS[light_of(due.date, today, soon)]
        return Tag(self.words(text), tone)

    @property
    def due_light(self) -> Tag | None:
        """Whether the case is in time."""
        today = local_date(utc_now())
        return self._light(self.case.due, today, soon_until(today))
