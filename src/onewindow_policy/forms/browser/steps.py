"""The steps of a `RegisteringForm`: one group of questions after the other on phones.

A page always has all groups, and all that was typed, in its own inputs: style sheets show
one of them on a phone and all of them on a desk. So there is nothing to be kept between two
steps, and no answer stands in an address.
"""

from collections.abc import Collection
from functools import cached_property
from onewindow_policy import _
from onewindow_policy.forms.browser.eligibility import TITLE
from onewindow_policy.forms.items import item_of
from onewindow_policy.forms.stepping import AT
from onewindow_policy.forms.stepping import CHECK
from onewindow_policy.forms.stepping import CONSENTS
from onewindow_policy.forms.stepping import ELIGIBILITY
from onewindow_policy.forms.stepping import NEXT
from onewindow_policy.forms.stepping import reached_step
from onewindow_policy.forms.stepping import START
from onewindow_policy.forms.stepping import STEP
from onewindow_policy.forms.stepping import WALKED
from onewindow_policy.forms.stepping import wanted_step
from onewindow_policy.pages.api import text_of
from z3c.form.interfaces import HIDDEN_MODE
from zope.i18n import translate
from zope.i18nmessageid import Message

_TITLES = {
    START: _("heading_start", default="Before you begin"),
    ELIGIBILITY: TITLE,
    CONSENTS: _("label_consent", default="Consent"),
    CHECK: _("heading_check", default="Look over your answers"),
}


class FormSteps:
    """Where somebody is in `form`, a `RegisteringForm`.

    `at` is the id of the step that the page shows on a phone.
    """

    at = ""

    def __init__(self, form):
        self.form = form
        self.request = form.request

    @cached_property
    def is_stepped(self) -> bool:
        """Whether the form is long enough to be shown by steps: services are applied for by
        such forms, and a suggestion fits on one page."""
        return item_of(self.form.context) is not None and len(self._parts()) > 1

    @property
    def pressed(self) -> str:
        """What the button that was pressed asks for, nothing if it was another one."""
        return text_of(self.request, STEP)

    @property
    def walked(self) -> str:
        """What the page says of the way so far, nothing where nobody came by steps: on a
        desk there are none to press. Who has looked all over goes back there after each
        change."""
        before = text_of(self.request, WALKED)
        if self.at == CHECK or before == CHECK:
            return CHECK
        return "1" if before or self.pressed else ""

    @property
    def is_start(self) -> bool:
        return self.at == START

    @property
    def is_check(self) -> bool:
        return self.at == CHECK

    @property
    def onward(self) -> tuple[str, Message]:
        """What the button that leads on asks for, and what it is called."""
        if self.walked == CHECK:
            return CHECK, _("action_back_to_check", default="Back to the check")
        if self.is_start:
            return NEXT, _("action_begin", default="Begin")
        if self.ids[self.number + 1] == CHECK:
            return NEXT, _("action_check", default="Look over all answers")
        return NEXT, _("action_next_step", default="Go on")

    @property
    def ids(self) -> list[str]:
        """The steps in their order; what is not asked is none."""
        conditions = [ELIGIBILITY] if self.form.eligibility.asked else []
        consents = [CONSENTS] if self.form.offered_consents else []
        parts = self._parts(asked_only=True)
        return [START, *conditions, *parts, *consents, CHECK]

    @property
    def number(self) -> int:
        """Which step this is; nothing is asked before the first."""
        return self.ids.index(self.at)

    @property
    def count(self) -> int:
        return len(self.ids) - 1

    @property
    def is_ours(self) -> bool:
        """Whether no editor wrote what the step is called."""
        return self.at in _TITLES

    @property
    def title(self) -> str:
        """What the step is called, in the language of the page."""
        if self.at in _TITLES:
            return translate(_TITLES[self.at], context=self.request)
        for group in self.form.groups:
            if group_id(group.__name__) == self.at:
                return translate(group.label or "", context=self.request)
        return ""

    @property
    def progress(self) -> Message:
        """Which of how many steps this is."""
        if self.is_start:
            return _(
                "steps_all", default="${count} steps", mapping={"count": self.count}
            )
        return _(
            "step_of",
            default="Step ${number} of ${count}",
            mapping={"number": self.number, "count": self.count},
        )

    # -- the way

    def begin(self) -> None:
        """Show what is said before the first step."""
        self.at = START

    def stay(self) -> None:
        """Show the step again that was sent: what was answered cannot be judged now."""
        self.at = self._sent_at

    def go_on(self) -> None:
        """Judge what was answered, and go where the pressed button leads; other buttons
        than those of steps lead nowhere else. What is wrong with other steps is not said
        yet; what is doubtful with this one is asked before anybody goes on."""
        self.form.extractData()
        steps, at = self.ids, self._sent_at
        wanted = wanted_step(steps, at, self.pressed)
        self.at = reached_step(steps, at, wanted, self._faulty)
        self._forgive(self.at if self.pressed and self.at != wanted else None)
        if steps.index(self.at) > steps.index(at):
            self._ask_at(at)

    def _ask_at(self, step: str) -> None:
        """Stay at a step once more, where something of it has not been asked about yet."""
        targets = {
            each.target
            for each in self.form.unasked_questions
            if self._step_of(each.target) == step
        }
        if targets:
            self.at = step
            self._forgive(None)
            self.form.ask(targets)

    def _step_of(self, target: str) -> str:
        """Return the step with the input that has the id `target`."""
        for id, widgets in self._parts(asked_only=True).items():
            if any(each.id == target for each in widgets):
                return id
        return ELIGIBILITY

    def resume(self, left_out: Collection[str]) -> None:
        """Show the first step that asks for one of the fields `left_out`, else the one
        where somebody was who kept the form. Nothing is judged yet."""
        self.form.extractData()
        asked = self._parts(asked_only=True).items()
        anew = (
            id
            for id, widgets in asked
            if any(each.__name__ in left_out for each in widgets)
        )
        self.at = next(anew, self._sent_at)
        self._forgive(None)

    def come_back(self) -> None:
        """Show the first step with something to mend, of a form that was sent."""
        faulty = self._faulty
        self.at = next((each for each in self.ids if each in faulty), CHECK)

    @property
    def _sent_at(self) -> str:
        at, steps = text_of(self.request, AT), self.ids
        return at if at in steps else START

    @property
    def _faulty(self) -> set[str]:
        found = {
            id
            for id, widgets in self._parts(asked_only=True).items()
            if any(each.error for each in widgets)
        }
        if self.form.missing_consents or self.form.guardian_faults:
            found.add(CONSENTS)
        return found

    def _forgive(self, but: str | None) -> None:
        """Say nothing of what is wrong with any step `but` one."""
        for id, widgets in self._parts().items():
            if id != but:
                for widget in widgets:
                    widget.error = None
        if but != CONSENTS:
            self.form.forgive_consents()

    def _parts(self, *, asked_only: bool = False) -> dict[str, list]:
        """Return the widgets that people see, by the ids of their groups."""
        unasked = self.form.unasked if asked_only else ()
        groups = [(group.__name__, group.widgets) for group in self.form.groups]
        parts = {
            group_id(name): [
                widget
                for widget in widgets.values()
                if widget.mode != HIDDEN_MODE and widget.__name__ not in unasked
            ]
            for name, widgets in (("default", self.form.widgets), *groups)
        }
        return {id: widgets for id, widgets in parts.items() if widgets}


def group_id(name: str) -> str:
    """Return the id of a group's part of the page; fields of none are in `default`."""
    return f"group-{name}"
