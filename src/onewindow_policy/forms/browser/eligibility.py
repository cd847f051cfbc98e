"""The typed conditions of the guide in a form: asked, and told where they are not met."""

from collections.abc import Iterator
from collections.abc import Mapping
from datetime import date
from functools import cached_property
from onewindow_policy import _
from onewindow_policy.forms.browser.judging import birth_in
from onewindow_policy.forms.browser.remarks import OpenQuestion
from onewindow_policy.forms.browser.remarks import Remark
from onewindow_policy.forms.browser.rows import FieldRow
from onewindow_policy.forms.browser.rows import GroupRow
from onewindow_policy.forms.browser.rows import Option
from onewindow_policy.forms.eligibility import APPLICANT
from onewindow_policy.forms.eligibility import asked_conditions
from onewindow_policy.forms.eligibility import CHILD
from onewindow_policy.forms.eligibility import CHOICES
from onewindow_policy.forms.eligibility import Condition
from onewindow_policy.forms.eligibility import Finding
from onewindow_policy.forms.eligibility import findings
from onewindow_policy.forms.eligibility import known_ages
from onewindow_policy.forms.eligibility import sentence_of
from onewindow_policy.forms.eligibility import told_of
from onewindow_policy.forms.eligibility import Unmet
from onewindow_policy.forms.eligibility import unmet_conditions
from onewindow_policy.forms.interfaces import IBirthday
from onewindow_policy.forms.items import guide_of
from onewindow_policy.forms.stepping import ELIGIBILITY
from onewindow_policy.guides.resolved import Eligibility
from onewindow_policy.guides.wording import Wording
from onewindow_policy.pages.api import text_of
from onewindow_policy.vocabularies.api import DEFAULT_LANGUAGE
from onewindow_policy.vocabularies.api import language_of
from onewindow_policy.workdays.api import today
from typing import Any

TITLE = _("heading_eligibility", default="Does this fit?")

_DESCRIPTION = _(
    "text_eligibility",
    default=(
        "You need not answer, and who does not meet something may apply all the same. If"
        " you apply for somebody else, it is about that person and not about you."
    ),
)
_OPTIONAL = _("need_optional", default="optional")


class FormEligibility:
    """What the guide asks of whoever applies by `form`, a `RegisteringForm`."""

    def __init__(self, form):
        self.form = form
        self.words = Wording(language_of(form.request))

    @cached_property
    def _rows(self) -> tuple[Eligibility, ...]:
        guide = guide_of(self.form.context, self.form.district)
        return guide.eligibility if guide is not None else ()

    @cached_property
    def asked(self) -> list[Condition]:
        """The conditions that the page asks about."""
        if not self._rows:
            return []
        known = known_ages(each.field for each in self.form.all_widgets())
        return asked_conditions(self._rows, known)

    @cached_property
    def said(self) -> dict[str, str]:
        """What was said of them, by their keys."""
        found = {
            each.key: text_of(self.form.request, each.input_name) for each in self.asked
        }
        return {key: answer for key, answer in found.items() if answer in CHOICES}

    def _births(self, data: Mapping[str, Any]) -> Iterator[tuple[str, Any, date]]:
        """Yield whose a day of birth is, the widget that tells it, and the day."""
        widgets = {each.__name__: each for each in self.form.asked_widgets()}
        name = self.form.applicant_id_field
        born = birth_in(widgets.values(), data, name)
        if born is not None:
            yield APPLICANT, widgets[name], born
        for name, widget in widgets.items():
            if IBirthday.providedBy(widget.field) and data.get(name):
                yield CHILD, widget, date.fromisoformat(data[name])
                return

    def _unmet(self, births: Mapping[str, date]) -> list[Unmet]:
        return unmet_conditions(self._rows, births, self.said, today())

    def noticed(self, data: Mapping[str, Any]) -> Iterator[tuple[Remark, OpenQuestion]]:
        """Yield what `data`, the answers as they were read, and what was said speak
        against: a sentence at its place, and the question whether it is meant so."""
        if not self._rows:
            return
        found = {whose: (widget, born) for whose, widget, born in self._births(data)}
        births = {whose: born for whose, (_widget, born) in found.items()}
        for unmet in self._unmet(births):
            sentence = told_of(unmet, self.words)
            if unmet.age is None:
                target = _input_id(unmet.condition)
                label = sentence_of(unmet.condition, self.words)
            else:
                widget, _born = found[unmet.whose]
                target, label = widget.id, widget.label
            yield (
                self.form.remark(target, label, sentence),
                OpenQuestion(target, unmet.condition.key, f"{unmet.whose} {unmet.age}"),
            )

    def findings(self, data: Mapping[str, Any]) -> list[Finding]:
        """Return what the record keeps of it, as the city's staff read it."""
        births = {whose: born for whose, _widget, born in self._births(data)}
        words = Wording(DEFAULT_LANGUAGE)
        return findings(self.asked, self.said, self._unmet(births), words)

    def group(self, doubts: tuple[Remark, ...]) -> GroupRow:
        """Return the questions of the page, with what of `doubts` is about them."""
        return GroupRow(
            ELIGIBILITY,
            self.words(TITLE),
            self.words(_DESCRIPTION),
            tuple(self._row(each, doubts) for each in self.asked),
            is_ours=True,
        )

    def _row(self, condition: Condition, doubts: tuple[Remark, ...]) -> FieldRow:
        target = _input_id(condition)
        return FieldRow(
            kind="choices",
            id=target,
            name=condition.input_name,
            label=sentence_of(condition, self.words),
            hint="",
            need=self.words(_OPTIONAL),
            doubts=tuple(each.message for each in doubts if each.target == target),
            options=tuple(
                Option(
                    value,
                    self.words(title),
                    self.said.get(condition.key) == value,
                    # The first bears the name of all, so that links lead to it.
                    f"{target}-{number}" if number else target,
                )
                for number, (value, title) in enumerate(CHOICES.items())
            ),
        )


def _input_id(condition: Condition) -> str:
    return condition.input_name.replace(".", "-")
