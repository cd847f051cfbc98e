"""The typed conditions of the guide in a form: asked, and told where they are not met."""

from collections.abc import Iterator
from collections.abc import Mapping
from datetime import date
from functools import cached_property
from onewindow_policy import _
from onewindow_policy.forms.browser.judging import birth_in
from onewindow_policy.forms.browser.remarks import OpenQuestion
from onewindow_policy.forms.browser.remarks import Remark
from onewindow_policy.forms.browser.rows import AgeRow
from onewindow_policy.forms.browser.rows import FieldRow
from onewindow_policy.forms.browser.rows import GroupRow
from onewindow_policy.forms.browser.rows import Option
from onewindow_policy.forms.eligibility import age_limits
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
from onewindow_policy.forms.eligibility import told_of_limit
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

    @cached_property
    def _tellers(self) -> dict[str, Any]:
        """The widgets whose answers tell a day of birth, by whose it is."""
        tellers = {}
        for widget in self.form.asked_widgets():
            if widget.__name__ == self.form.applicant_id_field:
                tellers[APPLICANT] = widget
            elif IBirthday.providedBy(widget.field):
                tellers.setdefault(CHILD, widget)
        return tellers

    def _births(self, data: Mapping[str, Any]) -> Iterator[tuple[str, date]]:
        """Yield whose a day of birth is, and the day."""
        for whose, widget in self._tellers.items():
            stated = data.get(widget.__name__)
            born = birth_in(self.form.asked_widgets(), data, widget.__name__)
            if born is None and stated and IBirthday.providedBy(widget.field):
                born = date.fromisoformat(stated)
            if born is not None:
                yield whose, born

    def _unmet(self, births: Mapping[str, date]) -> list[Unmet]:
        return unmet_conditions(self._rows, births, self.said, today())

    def noticed(self, data: Mapping[str, Any]) -> Iterator[tuple[Remark, OpenQuestion]]:
        """Yield what `data`, the answers as they were read, and what was said speak
        against: a sentence at its place, and the question whether it is meant so."""
        if not self._rows:
            return
        for unmet in self._unmet(dict(self._births(data))):
            sentence = told_of(unmet, self.words)
            if unmet.age is None:
                target = _input_id(unmet.condition)
                label = sentence_of(unmet.condition, self.words)
            else:
                widget = self._tellers[unmet.whose]
                target, label = widget.id, widget.label
            yield (
                self.form.remark(target, label, sentence),
                OpenQuestion(target, unmet.condition.key, f"{unmet.whose} {unmet.age}"),
            )

    def findings(self, data: Mapping[str, Any]) -> list[Finding]:
        """Return what the record keeps of it, as the city's staff read it."""
        unmet = self._unmet(dict(self._births(data)))
        return findings(self.asked, self.said, unmet, Wording(DEFAULT_LANGUAGE))

    def ages_at(self, widget) -> tuple[AgeRow, ...]:
        """Return what a script says of the ages that answers to `widget` tell."""
        if not self._rows or widget not in self._tellers.values():
            return ()
        reads = "day" if IBirthday.providedBy(widget.field) else "number"
        return tuple(
            AgeRow(
                limit.at_least,
                limit.at_most,
                told_of_limit(limit, self.words),
                reads,
            )
            for limit in age_limits(self._rows)
            if self._tellers.get(limit.whose) is widget
        )

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
