"""What the history of a case says of each transition, to its person and at the desk."""

from onewindow_policy import _
from onewindow_policy.cases.states import AMONG_STAFF

#: What an entry of the history says, by its transition; `register` begins it.
EVENTS = {
    "register": _("case_event_register", default="You handed in your application."),
    "take_in": _(
        "case_event_take_in", default="You handed in your application at the window."
    ),
    "receive": _(
        "case_event_receive", default="The window looked at it and received it."
    ),
    "accept_by_silence": _(
        "case_event_accept_by_silence",
        default=(
            "Nothing was said in time, so your application counts as accepted from the day"
            " on which you handed it in."
        ),
    ),
    "complete_at_once": _(
        "case_event_complete_at_once",
        default="Your application was accepted and approved on the spot.",
    ),
    "accept_conditionally": _(
        "case_event_accept_conditionally",
        default="Your application was accepted; the missing papers follow.",
    ),
    "hand_in": _("case_event_hand_in", default="You handed in papers online."),
    "bring_deferred": _(
        "case_event_bring_deferred", default="The papers that were to follow have come."
    ),
    "break_promise": _(
        "case_event_break_promise",
        default="The promised papers did not come, so it counts as withdrawn.",
    ),
    "extend": _("case_event_extend", default="More time is needed."),
    **dict.fromkeys(
        AMONG_STAFF,
        _(
            "case_event_among_staff",
            default="Another colleague sees to your application.",
        ),
    ),
    "deliver": _("case_event_deliver", default="The result was handed out."),
    "accept": _("case_event_accept", default="The window accepted your application."),
    "ask_correction": _(
        "case_event_ask_correction", default="The window told you what is missing."
    ),
    "supplement": _(
        "case_event_supplement", default="The window received what was missing."
    ),
    "refuse_acceptance": _(
        "case_event_refuse_acceptance",
        default="The window could not accept your application.",
    ),
    "start": _("case_event_start", default="Work on your application began."),
    "suspend": _("case_event_suspend", default="A special procedure began."),
    "resume": _(
        "case_event_resume",
        default="The special procedure is over; work on your application went on.",
    ),
    "approve": _("case_event_approve", default="Your application was approved."),
    "refuse": _("case_event_refuse", default="Your application was not approved."),
    "return": _("case_event_return", default="Your application was returned."),
    "withdraw": _("case_event_withdraw", default="You withdrew your application."),
}

#: The same, where a unit's officer did it.
EVENTS_AT_UNIT = {
    "accept": _(
        "case_event_accept_by_unit",
        default="The unit in charge accepted your application.",
    ),
    "ask_correction": _(
        "case_event_ask_correction_by_unit",
        default="The unit in charge told you what is missing.",
    ),
    "refuse_acceptance": _(
        "case_event_refuse_acceptance_by_unit",
        default="The unit in charge could not accept your application.",
    ),
}

#: The same, as those who handle the case read it.
EVENTS_AT_DESK = {
    "register": _("desk_event_register", default="Handed in online"),
    "take_in": _("desk_event_take_in", default="Taken in at the window"),
    "receive": _("desk_event_receive", default="Received"),
    "accept_by_silence": _(
        "desk_event_accept_by_silence",
        default="Nothing was said in time: accepted from the day it was handed in",
    ),
    "complete_at_once": _(
        "desk_event_complete_at_once", default="Accepted and approved on the spot"
    ),
    "accept_conditionally": _(
        "desk_event_accept_conditionally", default="Accepted, papers to follow"
    ),
    "hand_in": _("desk_event_hand_in", default="The applicant handed in papers online"),
    "bring_deferred": _("desk_event_bring_deferred", default="Missing papers received"),
    "break_promise": _(
        "desk_event_break_promise", default="Promised papers did not come"
    ),
    "extend": _("desk_event_extend", default="Time extended"),
    "take": _("desk_event_take", default="Taken on"),
    "assign": _("desk_event_assign", default="Assigned"),
    "hand_over": _("desk_event_hand_over", default="To be handed over"),
    "accept_hand_over": _("desk_event_accept_hand_over", default="Hand-over accepted"),
    "decline_hand_over": _(
        "desk_event_decline_hand_over", default="Hand-over declined"
    ),
    "return_hand_over": _(
        "desk_event_return_hand_over", default="Nobody accepted the hand-over in time"
    ),
    "deliver": _("desk_event_deliver", default="Result handed out"),
    "accept": _("desk_event_accept", default="Accepted"),
    "ask_correction": _("desk_event_ask_correction", default="Correction asked for"),
    "supplement": _("desk_event_supplement", default="Correction received"),
    "refuse_acceptance": _("desk_event_refuse_acceptance", default="Not accepted"),
    "start": _("desk_event_start", default="Handling began"),
    "suspend": _("desk_event_suspend", default="Special procedure began"),
    "resume": _("desk_event_resume", default="Special procedure ended"),
    "approve": _("desk_event_approve", default="Completed: approved"),
    "refuse": _("desk_event_refuse", default="Completed: not approved"),
    "return": _("desk_event_return", default="Returned"),
    "withdraw": _("desk_event_withdraw", default="Withdrawn by the applicant"),
}
