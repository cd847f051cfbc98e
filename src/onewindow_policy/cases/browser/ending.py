"""Ending a case at the desk: it is asked before, and can be undone for some minutes."""

from onewindow_policy import _
from onewindow_policy.cases.browser.stepwords import TITLES
from onewindow_policy.cases.factwords import fact_rows
from onewindow_policy.cases.handling import check_move
from onewindow_policy.cases.handling import Step
from onewindow_policy.cases.papers.kinds import KINDS
from onewindow_policy.cases.reaching import chosen_ways
from onewindow_policy.cases.settings import undo_minutes
from onewindow_policy.cases.states import ENDING
from onewindow_policy.cases.states import REASON
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from zope.i18nmessageid import Message

#: The inputs by which a step that ends a case is meant, and by which it is not.
CONFIRMED = "confirmed"
CHANGE = "change"

_ENDS = _(
    "effect_case_ends",
    default="The case is over: nothing more is due, and nobody handles it any more.",
)
_REVOKES = _(
    "effect_case_revoked",
    default="The approval counts no more, nor do the papers about it; the applicant makes"
    " no promise until a coordinator lifts that.",
)
_UNTOLD = _(
    "effect_case_untold",
    default="No message goes out: the applicant has chosen none, or none are sent here."
    " They see it where they check progress; please tell them.",
)
_TOLD_AT_ONCE = _(
    "effect_case_told_by_at_once", default="A message goes out at once: ${ways}."
)
#: To whom and how, by the keys of `reaching.Way`.
_TOLD_BY = {
    "sms-applicant": _(
        "told_by_sms_applicant", default="to the applicant by short message (${shown})"
    ),
    "sms-agent": _(
        "told_by_sms_agent",
        default="to who acts for the applicant by short message (${shown})",
    ),
    "mail-applicant": _(
        "told_by_mail_applicant", default="to the applicant by mail (${shown})"
    ),
    "mail-agent": _(
        "told_by_mail_agent", default="to who acts for the applicant by mail (${shown})"
    ),
}
_FINAL = _("effect_case_final", default="It cannot be undone.")


class EndingAtDesk:
    """The part of a case at the desk that is about ending it; see `CaseView`."""

    confirm_form = ViewPageTemplateFile("case_confirm.pt")
    #: The step that is asked about on this page, None for none.
    asked: Step | None = None

    def is_asked_first(self) -> bool:
        """Return whether the page asks about the step whose button was pressed, or gives
        its form back, instead of going it. Raises what `check_move` does."""
        form = self.request.form
        if self.wanted not in ENDING or CONFIRMED in form:
            return False
        if CHANGE not in form:
            self.asked = check_move(
                self.number,
                self.wanted,
                self.user,
                version=self.submitted_version,
                facts=self.given,
            )
        return True

    @property
    def is_asking(self) -> bool:
        """Whether the page asks; not while the case cannot be read, of which it tells."""
        return self.asked is not None and not self.is_sealed

    @property
    def asked_title(self) -> str:
        return self.words(TITLES[self.asked.transition.name])

    @property
    def asked_facts(self) -> list[dict]:
        """What was given with the step, as the history will have it."""
        facts = dict(self.asked.facts)
        reason = facts.pop(REASON, None)
        say = self.words
        rows = fact_rows(facts, self.paper_names, say.day, say, self.staff_name)
        if reason is not None:
            label = say(_("label_reason_told", default="Reason"))
            rows = [{"label": label, "value": reason}, *rows]
        return rows

    @property
    def asked_inputs(self) -> list[tuple[str, str]]:
        """What was typed, as the form sends it once more."""
        prefix = f"{self.wanted}-"
        inputs = []
        for name, value in self.request.form.items():
            if name.startswith(prefix):
                values = value if isinstance(value, list) else [value]
                inputs += [(name, each) for each in values if isinstance(each, str)]
        return inputs

    @property
    def effects(self) -> list[str]:
        """What the step will do, in the order in which it does."""
        return [self.words(each) for each in self._effects()]

    def _effects(self):
        transition, minutes = self.asked.transition, undo_minutes()
        yield _REVOKES if transition.revokes else _ENDS
        if transition.paper is not None:
            yield _(
                "effect_case_paper",
                default="A paper is issued: ${title}.",
                mapping={"title": self.words(KINDS[transition.paper].title)},
            )
        yield self._told(minutes)
        yield _undone(minutes) if minutes else _FINAL

    def _told(self, minutes: int) -> Message:
        ways = chosen_ways(self.case.applicant, self.case.agent)
        if not self.asked.transition.tells or not ways:
            return _UNTOLD
        told = "、".join(
            self.words(Message(_TOLD_BY[each.key], mapping={"shown": each.shown}))
            for each in ways
        )
        if not minutes:
            return Message(_TOLD_AT_ONCE, mapping={"ways": told})
        return _(
            "effect_case_told_by",
            default="A message goes out in ${minutes} minutes: ${ways}.",
            mapping={"minutes": minutes, "ways": told},
        )

    @property
    def undo_note(self) -> str:
        """Until when and how long the step that ended the case can be undone, "" where it
        cannot."""
        if self.is_sealed or self.case.undo_until is None:
            return ""
        return self.words(
            _(
                "text_undo_until",
                default=(
                    "You can undo this until ${until}, as long as nobody opened its paper"
                    " and the applicant has not checked progress. Print it after that, or"
                    " when you are sure."
                ),
                mapping={"until": self.words.moment(self.case.undo_until)},
            )
        )


def _undone(minutes: int) -> Message:
    return _(
        "effect_case_undone",
        default=(
            "For ${minutes} minutes you can undo it, as long as nobody opened the paper and"
            " the applicant has not checked progress."
        ),
        mapping={"minutes": minutes},
    )
