"""What the history of a case says of each transition, to its person and at the desk."""

from onewindow_policy import _
from onewindow_policy.cases.states import AMONG_STAFF
from onewindow_policy.cases.states import CHANGE_WINDOW

#: What an entry of the history says, by its transition; `register` begins it.
EVENTS = {
    "register": _("case_event_register", default="You handed in your application."),
    "register_by_grid_worker": _(
        "case_event_register_by_grid_worker",
        default="A grid worker of the community handed in your application online.",
    ),
    "register_by_staff": _(
        "case_event_register_by_staff",
        default="Staff of the window handed in your application online.",
    ),
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
    "undo": _(
        "case_event_undo",
        default="The last step was a mistake and was taken back; nothing was decided.",
    ),
    "ask_rest": _(
        "case_event_ask_rest",
        default="Of the papers that were to follow something is missing still.",
    ),
    "bring_deferred": _(
        "case_event_bring_deferred", default="The papers that were to follow have come."
    ),
    "break_promise": _(
        "case_event_break_promise",
        default="The promised papers did not come, so it counts as withdrawn.",
    ),
    "lift_bar": _("case_event_lift_bar", default="You may make promises again."),
    "allow_later": _(
        "case_event_allow_later", default="The papers that follow may come later."
    ),
    "take_back_silence": _(
        "case_event_take_back_silence",
        default=(
            "It was accepted by mistake of the system. That was put right: the window goes"
            " on checking your materials."
        ),
    ),
    "take_back_withdrawal": _(
        "case_event_take_back_withdrawal",
        default=(
            "It was ended by mistake of the system. That was put right: your application"
            " goes on."
        ),
    ),
    "commit": _(
        "case_event_commit", default="You committed yourself instead of some papers."
    ),
    "take_back_commitment": _(
        "case_event_take_back_commitment",
        default="You took your commitment back, so the papers are needed.",
    ),
    "check_commitment": _(
        "case_event_check_commitment", default="Your commitment was checked."
    ),
    "ask_to_rectify": _(
        "case_event_ask_to_rectify",
        default="Your commitment was found not to be so: please put it right.",
    ),
    "revoke": _(
        "case_event_revoke",
        default=(
            "What you committed yourself to is not so and was not put right: the approval"
            " was revoked."
        ),
    ),
    "extend": _("case_event_extend", default="More time is needed."),
    "remind_papers": _(
        "case_event_remind_papers", default="The papers that follow are due soon."
    ),
    "announce_delay": _(
        "case_event_announce_delay",
        default="The promised day has passed, and your application is not done yet.",
    ),
    "explain_delay": _(
        "case_event_explain_delay",
        default="We said why your application is late, and when we expect it to be done.",
    ),
    **dict.fromkeys(
        AMONG_STAFF,
        _(
            "case_event_among_staff",
            default="Another colleague sees to your application.",
        ),
    ),
    CHANGE_WINDOW: _(
        "case_event_change_window",
        default=(
            "The window of another community sees to your application from now on. Where"
            " it is stands on this page."
        ),
    ),
    "deliver": _("case_event_deliver", default="The result was handed out."),
    "send": _("case_event_send", default="The result was sent to you."),
    "arrive": _("case_event_arrive", default="The result has arrived."),
    "come_back": _(
        "case_event_come_back",
        default="The parcel with the result came back. It waits for you at the window.",
    ),
    "give_back": _("case_event_give_back", default="You got originals back."),
    "choose_way": _(
        "case_event_choose_way", default="Another way was chosen to get the result."
    ),
    "set_validity": _(
        "case_event_set_validity",
        default="The day was changed until which your result is valid.",
    ),
    "end_validity": _(
        "case_event_end_validity",
        default="It was noted that nothing has to be renewed any more.",
    ),
    "remind_renewal": _(
        "case_event_remind_renewal",
        default="Your result runs out soon, or is to be checked again.",
    ),
    "run_out": _(
        "case_event_run_out",
        default="The day is over until which your result was valid.",
    ),
    "remind_collection": _(
        "case_event_remind_collection", default="Your result waits to be collected."
    ),
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
    "finish_step": _(
        "case_event_finish_step", default="A step is done; the next one has begun."
    ),
    "renew_notice": _(
        "case_event_renew_notice",
        default="The sheet of the public notice was made anew.",
    ),
    "hang_notice": _("case_event_hang_notice", default="The public notice was hung."),
    "take_down_notice": _(
        "case_event_take_down_notice", default="The public notice was taken down."
    ),
    "withdraw_notice": _(
        "case_event_withdraw_notice",
        default=(
            "The public notice was taken down early. It is hung anew, and its days begin"
            " anew."
        ),
    ),
    "record_objection": _(
        "case_event_record_objection", default="Somebody objected to the public notice."
    ),
    "answer_objection": _(
        "case_event_answer_objection", default="An objection was answered."
    ),
    "suspend": _("case_event_suspend", default="A special procedure began."),
    "resume": _(
        "case_event_resume",
        default="The special procedure is over; work on your application went on.",
    ),
    "approve": _("case_event_approve", default="Your application was approved."),
    "refuse": _("case_event_refuse", default="Your application was not approved."),
    "mend_answer": _(
        "case_event_mend_answer", default="An answer was put right at the window."
    ),
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
    "register_by_grid_worker": _(
        "desk_event_register_by_grid_worker",
        default="Handed in online by a grid worker",
    ),
    "register_by_staff": _(
        "desk_event_register_by_staff", default="Handed in online by staff"
    ),
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
    "ask_rest": _("desk_event_ask_rest", default="Papers to follow: not all came"),
    "bring_deferred": _("desk_event_bring_deferred", default="Missing papers received"),
    "break_promise": _(
        "desk_event_break_promise", default="Promised papers did not come"
    ),
    "undo": _("desk_event_undo", default="Last step undone"),
    "lift_bar": _("desk_event_lift_bar", default="Bar on promises lifted"),
    "allow_later": _(
        "desk_event_allow_later", default="Papers to follow may come later"
    ),
    "take_back_silence": _(
        "desk_event_take_back_silence", default="Put right: acceptance by silence"
    ),
    "take_back_withdrawal": _(
        "desk_event_take_back_withdrawal",
        default="Put right: withdrawal for papers that did not come",
    ),
    "commit": _("desk_event_commit", default="Commitment taken"),
    "take_back_commitment": _(
        "desk_event_take_back_commitment", default="Commitment taken back"
    ),
    "check_commitment": _("desk_event_check_commitment", default="Commitment checked"),
    "ask_to_rectify": _(
        "desk_event_ask_to_rectify",
        default="False commitment: to be put right",
    ),
    "revoke": _("desk_event_revoke", default="Revoked: false commitment"),
    "extend": _("desk_event_extend", default="Time extended"),
    "remind_papers": _(
        "desk_event_remind_papers", default="Promised papers are due soon"
    ),
    "announce_delay": _(
        "desk_event_announce_delay",
        default="The promised day has passed",
    ),
    "explain_delay": _(
        "desk_event_explain_delay",
        default="Applicant told why it is late, and until when",
    ),
    CHANGE_WINDOW: _(
        "desk_event_change_window", default="Given to another community's window"
    ),
    "take": _("desk_event_take", default="Taken on"),
    "assign": _("desk_event_assign", default="Assigned"),
    "hand_over": _("desk_event_hand_over", default="To be handed over"),
    "accept_hand_over": _("desk_event_accept_hand_over", default="Hand-over accepted"),
    "decline_hand_over": _(
        "desk_event_decline_hand_over", default="Hand-over declined"
    ),
    "take_back_hand_over": _(
        "desk_event_take_back_hand_over", default="Hand-over taken back"
    ),
    "note_return": _("desk_event_note_return", default="Taken note of who sees to it"),
    "return_hand_over": _(
        "desk_event_return_hand_over", default="Nobody accepted the hand-over in time"
    ),
    "deliver": _("desk_event_deliver", default="Result handed out"),
    "send": _("desk_event_send", default="Result sent by post"),
    "arrive": _("desk_event_arrive", default="Parcel has arrived"),
    "come_back": _("desk_event_come_back", default="Parcel has come back"),
    "give_back": _("desk_event_give_back", default="Originals given back"),
    "choose_way": _("desk_event_choose_way", default="Way of the result changed"),
    "set_validity": _("desk_event_set_validity", default="Validity changed"),
    "end_validity": _(
        "desk_event_end_validity", default="Nothing has to be renewed any more"
    ),
    "remind_renewal": _(
        "desk_event_remind_renewal", default="Reminded that the result runs out"
    ),
    "run_out": _("desk_event_run_out", default="The result has run out"),
    "remind_collection": _(
        "desk_event_remind_collection", default="Reminded to collect the result"
    ),
    "accept": _("desk_event_accept", default="Accepted"),
    "ask_correction": _("desk_event_ask_correction", default="Correction asked for"),
    "supplement": _("desk_event_supplement", default="Correction received"),
    "refuse_acceptance": _("desk_event_refuse_acceptance", default="Not accepted"),
    "start": _("desk_event_start", default="Handling began"),
    "finish_step": _("desk_event_finish_step", default="Step finished"),
    "renew_notice": _(
        "desk_event_renew_notice", default="Sheet of the notice made anew"
    ),
    "hang_notice": _("desk_event_hang_notice", default="Public notice hung"),
    "take_down_notice": _(
        "desk_event_take_down_notice", default="Public notice taken down"
    ),
    "withdraw_notice": _(
        "desk_event_withdraw_notice", default="Public notice taken down early"
    ),
    "record_objection": _("desk_event_record_objection", default="Objection recorded"),
    "answer_objection": _("desk_event_answer_objection", default="Objection answered"),
    "suspend": _("desk_event_suspend", default="Special procedure began"),
    "resume": _("desk_event_resume", default="Special procedure ended"),
    "approve": _("desk_event_approve", default="Completed: approved"),
    "refuse": _("desk_event_refuse", default="Completed: not approved"),
    "mend_answer": _("desk_event_mend_answer", default="Answer put right on the spot"),
    "return": _("desk_event_return", default="Returned"),
    "withdraw": _("desk_event_withdraw", default="Withdrawn by the applicant"),
}
