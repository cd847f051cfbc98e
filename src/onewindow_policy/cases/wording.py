"""A case in the words of those who wait for it, in their language."""

from datetime import date
from onewindow_policy import _
from onewindow_policy.cases import states
from onewindow_policy.cases.eventwords import EVENTS
from onewindow_policy.cases.eventwords import EVENTS_AT_DESK
from onewindow_policy.cases.eventwords import EVENTS_AT_UNIT
from onewindow_policy.cases.handingout.following import SENT
from onewindow_policy.forms.api import AT_HOME
from onewindow_policy.forms.api import BY_POST
from onewindow_policy.forms.api import HANDED_OVER
from onewindow_policy.guides.wording import Wording
from onewindow_policy.pages.api import hotline
from onewindow_policy.workdays.api import today
from onewindow_policy.workdays.deadlines import DueDate
from onewindow_policy.workdays.deadlines import IMMEDIATE
from zope.i18nmessageid import Message

_STATE_TITLES = {
    states.SUBMITTED: _("case_state_submitted", default="Submitted"),
    states.RECEIVED: _("case_state_received", default="Received"),
    states.AWAITING_CORRECTION: _(
        "case_state_awaiting_correction", default="To be completed"
    ),
    states.NOT_ACCEPTED: _("case_state_not_accepted", default="Not accepted"),
    states.ACCEPTED: _("case_state_accepted", default="Accepted"),
    states.ACCEPTED_CONDITIONALLY: _(
        "case_state_accepted_conditionally", default="Accepted, papers to follow"
    ),
    states.IN_PROGRESS: _("case_state_in_progress", default="In progress"),
    states.SUSPENDED: _("case_state_suspended", default="Special procedure"),
    states.COMPLETED_APPROVED: _(
        "case_state_completed_approved", default="Completed: approved"
    ),
    states.COMPLETED_REFUSED: _(
        "case_state_completed_refused", default="Completed: not approved"
    ),
    states.RETURNED: _("case_state_returned", default="Returned"),
    states.WITHDRAWN: _("case_state_withdrawn", default="Withdrawn"),
}

_MEANINGS = {
    states.SUBMITTED: _(
        "case_meaning_submitted",
        default="Your application has arrived and waits to be looked at.",
    ),
    states.RECEIVED: _(
        "case_meaning_received",
        default="The window has your application and is checking your materials.",
    ),
    states.AWAITING_CORRECTION: _(
        "case_meaning_awaiting_correction",
        default="Something is missing in your application.",
    ),
    states.NOT_ACCEPTED: _(
        "case_meaning_not_accepted",
        default="Your application could not be accepted.",
    ),
    states.ACCEPTED: _(
        "case_meaning_accepted",
        default="Your application was accepted. The promised time is running.",
    ),
    states.ACCEPTED_CONDITIONALLY: _(
        "case_meaning_accepted_conditionally",
        default=(
            "Your application was accepted, as you promised that the missing papers follow."
        ),
    ),
    states.IN_PROGRESS: _(
        "case_meaning_in_progress", default="Your application is being handled."
    ),
    states.SUSPENDED: _(
        "case_meaning_suspended",
        default=(
            "A special procedure is under way, such as a public notice or an"
            " assessment. Its time does not count towards the promise."
        ),
    ),
    states.COMPLETED_APPROVED: _(
        "case_meaning_completed_approved", default="Your application was approved."
    ),
    states.COMPLETED_REFUSED: _(
        "case_meaning_completed_refused", default="Your application was not approved."
    ),
    states.RETURNED: _(
        "case_meaning_returned",
        default="Your application was returned and goes no further.",
    ),
    states.WITHDRAWN: _(
        "case_meaning_withdrawn", default="You withdrew your application."
    ),
}

_HANDED_ON = _(
    "case_meaning_received_by_unit",
    default="Your application is with ${unit}, which is checking your materials.",
)

_APPEAL = _(
    "case_next_appeal",
    default=(
        "If you disagree, you can ask for administrative reconsideration or go to"
        " court; the written decision says where and until when."
    ),
)
_APPLY_AGAIN = _(
    "case_next_apply_again",
    default="You can apply again at any time. If you have questions, call the window.",
)

_NEXT_UNDATED = _(
    "case_next_undated", default="The unit in charge decides on your application."
)
_NEXT_RECEIVED_BY_UNIT = _(
    "case_next_received_by_unit",
    default=(
        "${unit} tells you by ${day} whether it accepts your application, or what is"
        " missing."
    ),
)
_NEXT_DECISION = _(
    "case_next_decision", default="The unit in charge decides by ${day}."
)

#: What happens next by a day.
_DATED = {
    states.SUBMITTED: _(
        "case_next_submitted",
        default=(
            "The window looks at your materials by ${day} and tells you if anything is"
            " missing."
        ),
    ),
    states.ACCEPTED_CONDITIONALLY: _(
        "case_next_accepted_conditionally",
        default=(
            "Please hand in the missing papers by ${day}, here on the web or at the window."
            " If they do not come, your application counts as withdrawn; you can apply"
            " again."
        ),
    ),
    states.RECEIVED: _(
        "case_next_received",
        default=(
            "The window tells you by ${day} whether it accepts your application, or what"
            " is missing."
        ),
    ),
    states.ACCEPTED: _NEXT_DECISION,
    states.IN_PROGRESS: _NEXT_DECISION,
}

_DECISION_EXPECTED = _(
    "case_next_decision_expected",
    default=(
        "It should have been decided by ${day}, and is late. The office expects to decide"
        " by ${expected}; why, you read below."
    ),
)
_DECISION_MISSED = _(
    "case_next_decision_missed",
    default=(
        "It should have been decided by ${day}, and is late. Please ask at the window, or"
        " call ${hotline}."
    ),
)

#: The same, once that day is over.
_MISSED = {
    states.SUBMITTED: _(
        "case_next_submitted_missed",
        default=(
            "Somebody should have looked at it by ${day}; that is late. Please ask at the"
            " window, or call ${hotline}."
        ),
    ),
    states.ACCEPTED_CONDITIONALLY: _(
        "case_next_accepted_conditionally_missed",
        default=(
            "The missing papers were due by ${day}. Please call the window at once, or"
            " ${hotline}."
        ),
    ),
    states.RECEIVED: _(
        "case_next_received_missed",
        default=(
            "You should have been told by ${day} whether it is accepted; that is late."
            " Please ask at the window, or call ${hotline}."
        ),
    ),
    states.ACCEPTED: _DECISION_MISSED,
    states.IN_PROGRESS: _DECISION_MISSED,
}

#: What happens next when that day is over, and it is not for the applicant's fault: what
#: the clock did was put right, or what was missing has come and is looked at.
_GOES_ON = _(
    "case_next_goes_on",
    default=(
        "The window goes on with it. What you have handed in stays valid. If something is"
        " still missing, or you have a question, ask at the window or call ${hotline}."
    ),
)
_AFTER = frozenset({"take_back_silence", "take_back_withdrawal", "hand_in"})

#: What happens next where no date is due.
_NEXT_STEPS = {
    states.AWAITING_CORRECTION: _(
        "case_next_awaiting_correction",
        default=(
            "Please hand in what is missing, here on the web or at the window. When all is"
            " there, the window checks it and the time is counted anew."
        ),
    ),
    states.NOT_ACCEPTED: _APPEAL,
    states.SUSPENDED: _(
        "case_next_suspended",
        default="You need not do anything. It goes on when the procedure is over.",
    ),
    states.COMPLETED_APPROVED: _(
        "case_next_completed_approved",
        default="The guide says how you get the result.",
    ),
    states.COMPLETED_REFUSED: _APPEAL,
    states.RETURNED: _APPLY_AGAIN,
    states.WITHDRAWN: _APPLY_AGAIN,
}

#: That a result was handed out, beside how it waits for that.
GIVEN = "given"

#: What happens next with a result that waits to be handed out, or was.
_NEXT_OF_RESULT = {
    HANDED_OVER: _(
        "case_next_collect",
        default=(
            "Please collect the result at the window. Bring your receipt and your identity"
            " card."
        ),
    ),
    BY_POST: _(
        "case_next_to_be_sent",
        default=(
            "The result is sent to you by post. Once it is, the number of the parcel stands"
            " here."
        ),
    ),
    AT_HOME: _(
        "case_next_to_be_brought",
        default="The result is brought to your home. We phone before we come.",
    ),
    GIVEN: _("case_next_result_given", default="You have the result: all is done."),
    SENT: _(
        "case_next_sent",
        default="The result is on its way to you. You need not do anything.",
    ),
}


class CaseWording(Wording):
    """Says what there is to say of a case in one language."""

    def state(self, state: str) -> str:
        """Return the name of a state."""
        return self(_STATE_TITLES[state])

    def meaning(
        self, state: str, unit: str | None = None, transition: str | None = None
    ) -> str:
        """Return what it means for the applicant that the case is in `state`.

        `unit` is the name of the unit that goes the next step, None where a window does;
        `transition` is the one that led here, where that is known.
        """
        if transition in ("break_promise", states.ASK_TO_RECTIFY, states.REVOKE):
            return self(EVENTS[transition])
        if state in states.TO_ACCEPT and unit is not None:
            return self(Message(_HANDED_ON, mapping={"unit": unit}))
        return self(_MEANINGS[state])

    def next_step(
        self,
        state: str,
        due: DueDate | None,
        unit: str | None = None,
        pauses: str = "",
        transition: str | None = None,
        handing_out: str | None = None,
        expected_on: date | None = None,
    ) -> str:
        """Return what happens next: who does what, by when.

        `due` is the day by which that is (`Case.due`), None where there is none; `unit`
        the name of the unit that does it, None where a window does; `pauses` are the
        special procedures that may still move the day of the decision, which is not late
        for as long as they may; `transition` is what happened last, where that is known;
        `handing_out` how the result waits to be handed out; `expected_on` the day by which
        what is late is expected to be done.
        """
        if state == states.COMPLETED_APPROVED and handing_out in _NEXT_OF_RESULT:
            return self(_NEXT_OF_RESULT[handing_out])
        said = self._next_step(state, due, unit, pauses, transition)
        is_deciding = state in (states.ACCEPTED, states.IN_PROGRESS)
        if is_deciding and not pauses and expected_on is not None:
            return self._next_of_late(said, due, expected_on)
        if due is None or not is_deciding or not pauses:
            return said
        return self(
            _(
                "case_next_pauses",
                default="${said} That day moves by what does not count: ${pauses}.",
                mapping={"said": said, "pauses": pauses},
            )
        )

    def _next_of_late(self, said: str, due: DueDate | None, expected_on: date) -> str:
        """Return what happens next with what is late, where a day was named that has not
        passed as well."""
        if due is None or not due.date < today() <= expected_on:
            return said
        mapping = {"day": self.day(due.date), "expected": self.day(expected_on)}
        return self(Message(_DECISION_EXPECTED, mapping=mapping))

    def _next_step(
        self,
        state: str,
        due: DueDate | None,
        unit: str | None,
        pauses: str,
        transition: str | None,
    ) -> str:
        if state not in _DATED:
            return self(_NEXT_STEPS[state])
        if due is None:
            return self(_NEXT_UNDATED)
        is_deciding = state in (states.ACCEPTED, states.IN_PROGRESS)
        if due.date < today() and not (is_deciding and pauses):
            mapping = {"day": self.day(due.date), "hotline": hotline()}
            text = _GOES_ON if transition in _AFTER else _MISSED[state]
            return self(Message(text, mapping=mapping))
        mapping = {"day": self.due(due), "unit": unit}
        if state in states.TO_ACCEPT and unit is not None:
            return self(Message(_NEXT_RECEIVED_BY_UNIT, mapping=mapping))
        return self(Message(_DATED[state], mapping=mapping))

    def due_label(self, state: str) -> str:
        """Return what the day is by which something is due in this state."""
        if state == states.SUBMITTED:
            return self(_("label_look_due", default="Looked at by"))
        if state == states.ACCEPTED_CONDITIONALLY:
            return self(_("label_deferred_due", default="Missing papers by"))
        if state == states.RECEIVED:
            return self(_("label_answer_due", default="Acceptance told by"))
        return self(_("label_due", default="Promised by"))

    def promise(self, days: int, day_type: str, pauses: str) -> str:
        """Return what is promised before a day can be named: how long it takes from
        acceptance on, beside special procedures."""
        if days == 0 or day_type == IMMEDIATE:
            return self(
                _("case_promise_immediate", default="On the spot, once it is accepted")
            )
        mapping = {"duration": self.duration(days, day_type), "pauses": pauses}
        if not pauses:
            return self(
                _(
                    "case_promise",
                    default="Within ${duration} of acceptance",
                    mapping=mapping,
                )
            )
        return self(
            _(
                "case_promise_and_pauses",
                default="Within ${duration} of acceptance, plus ${pauses}",
                mapping=mapping,
            )
        )

    def event(self, name: str, by_unit: bool = False) -> str:
        """Return the sentence of the history for the transition `name`, which a unit's
        officer went or somebody else."""
        at_unit = EVENTS_AT_UNIT.get(name) if by_unit else None
        return self(at_unit or EVENTS[name])

    def turn(self, state: str, unit: str | None) -> str:
        """Return for the desk whose turn it is with a case, "" when it is over: that of
        the `unit` with this name, or of the window."""
        if state in states.FINAL_STATES:
            return ""
        if state in (states.AWAITING_CORRECTION, states.ACCEPTED_CONDITIONALLY):
            return self(
                _(
                    "desk_turn_applicant",
                    default="Waiting for the applicant to complete it",
                )
            )
        who = unit or self(_("desk_turn_window", default="the window"))
        if state in states.TO_ACCEPT:
            text = _("desk_turn_accept", default="Waiting for ${who} to accept it")
        else:
            text = _("desk_turn_decide", default="Waiting for ${who} to decide")
        return self(Message(text, mapping={"who": who}))

    def desk_event(self, name: str) -> str:
        """Return what the desk says of the transition `name`."""
        return self(EVENTS_AT_DESK[name])

    def due(self, due: DueDate) -> str:
        """Return a day on which something is due, and whether it is an estimate."""
        if not due.is_estimated:
            return self.day(due.date)
        return self(
            _(
                "due_estimated",
                default="${day} (an estimate: the holidays are not announced yet)",
                mapping={"day": self.day(due.date)},
            )
        )
