"""How the steps of a case are called, and what their forms say and ask."""

from onewindow_policy import _
from onewindow_policy.cases import states

#: What a step is called on its button; those that applicants go alone are not here.
TITLES = {
    "receive": _("transition_receive", default="Receive"),
    "accept": _("transition_accept", default="Accept"),
    "complete_at_once": _(
        "transition_complete_at_once", default="Accept and complete at once"
    ),
    "accept_conditionally": _(
        "transition_accept_conditionally", default="Accept, papers to follow"
    ),
    "ask_correction": _("transition_ask_correction", default="Tell what is missing"),
    "supplement": _("transition_supplement", default="What was missing has come"),
    "refuse_acceptance": _("transition_refuse_acceptance", default="Do not accept"),
    states.COMMIT: _("transition_commit", default="Take a commitment instead"),
    states.TAKE_BACK_COMMITMENT: _(
        "transition_take_back_commitment", default="The commitment is taken back"
    ),
    states.CHECK_COMMITMENT: _(
        "transition_check_commitment", default="The commitment was checked"
    ),
    states.ASK_TO_RECTIFY: _(
        "transition_ask_to_rectify", default="It is not so: have it put right"
    ),
    states.REVOKE: _("transition_revoke", default="It was not put right: revoke"),
    "lift_bar": _("transition_lift_bar", default="Lift the bar on promises"),
    "allow_later": _(
        "transition_allow_later", default="Let the papers come later (force majeure)"
    ),
    "bring_deferred": _(
        "transition_bring_deferred", default="The papers to follow have come"
    ),
    "ask_rest": _("transition_ask_rest", default="Looked: not all papers are there"),
    "break_promise": _(
        "transition_break_promise", default="Papers did not come: withdrawn"
    ),
    "mend_answer": _(
        "transition_mend_answer", default="Put an answer right on the spot"
    ),
    "start": _("transition_start", default="Start handling"),
    "finish_step": _("transition_finish_step", default="This step is done"),
    "renew_notice": _("transition_renew_notice", default="Make the sheet anew"),
    "hang_notice": _("transition_hang_notice", default="The public notice hangs"),
    "take_down_notice": _(
        "transition_take_down_notice", default="The public notice is taken down"
    ),
    "withdraw_notice": _(
        "transition_withdraw_notice", default="Take the public notice down early"
    ),
    "record_objection": _(
        "transition_record_objection", default="Somebody objects to the notice"
    ),
    "answer_objection": _(
        "transition_answer_objection", default="An objection is answered"
    ),
    "suspend": _("transition_suspend", default="Begin a special procedure"),
    "resume": _("transition_resume", default="The special procedure is over"),
    "take_back_silence": _(
        "transition_take_back_silence", default="Put right: it was answered in time"
    ),
    "take_back_withdrawal": _(
        "transition_take_back_withdrawal", default="Put right: the papers had come"
    ),
    "extend": _("transition_extend", default="Give more time"),
    "explain_delay": _(
        "transition_explain_delay", default="Say why it is late, and until when"
    ),
    "approve": _("transition_approve", default="Complete: approved"),
    "refuse": _("transition_refuse", default="Complete: not approved"),
    "return": _("transition_return", default="Return"),
    "undo": _("transition_undo", default="Undo the last step"),
    "deliver": _("transition_deliver", default="Hand out the result"),
    "send": _("transition_send", default="Send the result by post"),
    "arrive": _("transition_arrive", default="The parcel has arrived"),
    "come_back": _("transition_come_back", default="The parcel has come back"),
    "give_back": _("transition_give_back", default="Give originals back"),
    "choose_way": _(
        "transition_choose_way", default="Change how the applicant gets the result"
    ),
    "set_validity": _(
        "transition_set_validity", default="Change until when the result is valid"
    ),
    "end_validity": _(
        "transition_end_validity", default="Nothing has to be renewed any more"
    ),
    states.CHANGE_WINDOW: _(
        "transition_change_window", default="Give it to another community's window"
    ),
    "take": _("transition_take", default="Take it on"),
    "assign": _("transition_assign", default="Assign it"),
    "hand_over": _("transition_hand_over", default="Hand over to a colleague"),
    "accept_hand_over": _(
        "transition_accept_hand_over", default="Accept the hand-over"
    ),
    "take_back_hand_over": _(
        "transition_take_back_hand_over", default="Take the hand-over back"
    ),
    "note_return": _(
        "transition_note_return", default="I have taken note of who sees to it"
    ),
    "decline_hand_over": _(
        "transition_decline_hand_over", default="Decline the hand-over"
    ),
}

LABELS = {
    states.FIELD: _("label_case_field", default="Which answer is wrong?"),
    states.MENDED: _("label_case_mended", default="What should it be?"),
    states.REASON: _("label_reason_told", default="Reason"),
    states.GROUND: _("label_case_ground", default="Why is it not accepted?"),
    states.BASIS: _("label_case_basis", default="Legal ground, with its article"),
    states.WHERE: _("label_case_where", default="Which office decides about it?"),
    states.MATERIALS: _("label_case_papers", default="Which papers?"),
    states.UNTIL: _("label_case_until", default="They follow by"),
    states.DECIDED_ON: _(
        "label_case_decided_on", default="Decided on, if that was before today"
    ),
    states.VALID_UNTIL: _(
        "label_case_valid_until", default="Valid until, or to be checked again by"
    ),
    states.DAYS: _("label_case_days", default="How many days more?"),
    states.CAUSE: _("label_case_cause", default="Why is it late?"),
    states.EXPECTED_ON: _(
        "label_case_expected_on", default="By when do you expect it to be done?"
    ),
    states.WAY: _("label_case_way", default="How?"),
    states.RECEIVER: _("label_case_receiver", default="Who took it?"),
    states.WINDOW: _("label_case_window", default="To which window?"),
    states.COLLEAGUE: _("label_case_colleague", default="To whom?"),
    states.OBJECTION: _("label_case_objection", default="What is objected?"),
    states.ANSWERED: _("label_case_answered", default="Which objection?"),
    states.ANSWER: _("label_case_answer", default="What was answered?"),
    states.PHOTO: _("label_case_photo", default="Photograph of the board"),
    states.AUTHORITY: _("label_case_authority", default="On whose authority?"),
    states.SEEN: _(
        "label_case_seen", default="I have seen the identity card of whoever took it."
    ),
    states.BRINGER: _("label_case_bringer", default="Who brought it there?"),
    states.HANDED_ON: _("label_case_handed_on", default="On which day?"),
    states.CARRIER: _("label_case_carrier", default="With which carrier?"),
    states.PARCEL: _("label_case_parcel", default="Number of the parcel"),
    states.SENT_ON: _("label_case_sent_on", default="On which day?"),
    states.POSTED: _(
        "label_case_posted", default="They came by post: nobody had to come for it."
    ),
    states.ADDRESSEE: _("label_result_addressee", default="To whom?"),
    states.ADDRESS: _("label_result_address", default="To which address?"),
    states.PHONE: _("label_result_phone", default="Which phone does the bearer call?"),
    states.AGREED: _(
        "label_case_agreed",
        default="The applicant has chosen this and signs the promise.",
    ),
    states.OUTCOME: _("label_case_outcome", default="What did the check find?"),
    states.NOTE: _("label_check_remark", default="Remark"),
    states.AGAIN: _("label_case_again", default="Why is it asked for again?"),
}

_TOLD = _("hint_reason_told", default="The applicant reads it.")

_TODAY = _("hint_case_today", default="Left empty: today.")

HINTS = {
    states.REASON: _TOLD,
    states.WHERE: _(
        "hint_case_where",
        default="Needed where another office decides: its name and where it is.",
    ),
    states.BASIS: _(
        "hint_case_basis",
        default=(
            "Choose one of the guide's, or write another one. The applicant reads it. A"
            " refusal without one, or with another, is listed to supervisors."
        ),
    ),
    states.OBJECTION: _(
        "hint_case_objection",
        default=(
            "Who says what, and how they can be reached. It is sealed, and the applicant"
            " does not read it."
        ),
    ),
    states.ANSWER: _(
        "hint_case_answer", default="What you found out, and told whoever objected."
    ),
    states.RECEIVER: _(
        "hint_case_receiver",
        default="The name, as on the identity card; “本人” for the applicant.",
    ),
    states.AUTHORITY: _(
        "hint_case_authority",
        default=(
            "Only where it was somebody else: power of attorney, household register, proof"
            " of guardianship, and what they are to the applicant."
        ),
    ),
    states.BRINGER: _(
        "hint_case_bringer", default="Only where it was brought to their home."
    ),
    states.HANDED_ON: _TODAY,
    states.SENT_ON: _TODAY,
    states.ADDRESS: _(
        "hint_case_address",
        default="Only where it is sent or brought. What you leave empty stays as it was.",
    ),
    states.NOTE: _TOLD,
    states.CAUSE: _(
        "hint_case_cause", default="It stands in the message to the applicant."
    ),
    states.EXPECTED_ON: _(
        "hint_case_expected_on",
        default=(
            "The applicant is told this day, and waits for it. It moves no promise: the"
            " case stays late. A coordinator can give more time instead."
        ),
    ),
    states.AGAIN: _(
        "hint_case_again",
        default=(
            "Something was asked for before: this is a second time where it is the same,"
            " or where no paper is ticked. The supervisor hears of it and reads this."
        ),
    ),
    states.AGREED: _(
        "hint_case_agreed",
        default=(
            "The promise is printed with this step, in two copies: one for the applicant,"
            " one for the file."
        ),
    ),
}

#: The same, for one step only.
_AMONG_US = _("hint_case_reason_inside", default="Your colleagues read it.")

LABELS_OF = {
    (states.MEND_ANSWER, states.AGREED): _(
        "label_mended_agreed",
        default="The applicant stands here, has said so, and agrees.",
    ),
    (states.MEND_ANSWER, states.SEEN): _(
        "label_mended_seen",
        default="I have compared name and number with the document.",
    ),
    (states.MEND_ANSWER, states.REASON): _(
        "label_mended_reason", default="What was wrong?"
    ),
    (states.COME_BACK, states.NOTE): _(
        "label_case_come_back", default="Why did it come back?"
    ),
    (states.COMMIT, states.MATERIALS): _(
        "label_committed_papers", default="For which papers?"
    ),
    (states.COMMIT, states.AGREED): _(
        "label_commit_agreed",
        default="The applicant was told this, has chosen it, and signs the commitment.",
    ),
    **dict.fromkeys(
        (
            (states.ASK_TO_RECTIFY, states.REASON),
            (states.REVOKE, states.REASON),
        ),
        _("label_what_is_false", default="What is not so, and how was it found?"),
    ),
    ("ask_correction", states.REASON): _(
        "label_what_is_missing", default="What is missing or wrong?"
    ),
    **{
        (name, states.REASON): _("label_why_wrong", default="What was wrong?")
        for name in ("take_back_silence", "take_back_withdrawal")
    },
    ("withdraw_notice", states.REASON): _(
        "label_why_withdrawn_notice", default="What is wrong with it?"
    ),
    ("give_back", states.MATERIALS): _(
        "label_originals_given_back", default="Which originals?"
    ),
    ("end_validity", states.REASON): _(
        "label_why_no_renewal", default="Why is there nothing to renew?"
    ),
    ("set_validity", states.REASON): _(
        "label_why_other_validity", default="Why is it another day?"
    ),
    (states.EXPLAIN_DELAY, states.REASON): _(
        "label_why_late", default="More about it, if there is"
    ),
    ("allow_later", states.REASON): _(
        "label_why_later", default="What keeps them from coming?"
    ),
}

HINTS_OF = {
    (states.MEND_ANSWER, states.MENDED): _(
        "hint_case_mended",
        default=(
            "The whole answer as it should be; of choices the words as they are offered,"
            " of several with “、” between them. What stood there and what stands there now"
            " are kept in the history."
        ),
    ),
    (states.MEND_ANSWER, states.REASON): _(
        "hint_mended_reason",
        default=(
            "Needed for a name, a document and its number, and so is the tick about the"
            " document. Your colleagues read it. The receipt is made anew then."
        ),
    ),
    **{(name, states.REASON): _AMONG_US for name in states.AMONG_STAFF},
    (states.CHANGE_WINDOW, states.REASON): _(
        "hint_change_window",
        default=(
            "The applicant and both windows read it. The papers stay where they are until"
            " they are handed on with a list."
        ),
    ),
    ("withdraw_notice", states.REASON): _(
        "hint_withdraw_notice",
        default=(
            "The applicant reads it. Make the sheet anew then, and hang that: its days"
            " begin anew."
        ),
    ),
    ("complete_at_once", states.VALID_UNTIL): _(
        "hint_case_valid_until",
        default=(
            "The day stands in the completion notice, and the applicant is reminded"
            " before it. Left empty: as the guide says; where it says nothing, the"
            " result does not run out."
        ),
    ),
    ("approve", states.VALID_UNTIL): _(
        "hint_case_valid_until_decided",
        default=(
            "The day stands in the completion notice, and the applicant is reminded"
            " before it. It is offered for a decision of today: of an earlier one, leave"
            " it empty. Then it is reckoned from that day, as the guide says; where it"
            " says nothing, the result does not run out."
        ),
    ),
    (states.EXPLAIN_DELAY, states.REASON): _(
        "hint_why_late",
        default="The applicant reads it under My application; no message has it.",
    ),
    ("allow_later", states.UNTIL): _(
        "hint_allow_later",
        default="It may lie after the day of the decision, which moves by as much then.",
    ),
    ("ask_correction", states.REASON): _(
        "hint_what_is_missing",
        default=(
            "Everything, at once, and how to put it right: the applicant reads it and must"
            " not have to come a third time."
        ),
    ),
}
