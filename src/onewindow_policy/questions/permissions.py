"""What staff may do with questions to departments, each where they work."""

#: Reading them all: the answer to one window is of use to every other one.
VIEW_QUESTIONS = "onewindow_policy: View Item Questions"

#: Asking the unit that decides, and asking once more.
ASK_DEPARTMENT = "onewindow_policy: Ask Department"

#: Answering: an officer of the unit, or the window that was told by phone.
ANSWER_QUESTIONS = "onewindow_policy: Answer Item Questions"

#: Hearing of those that nobody answers.
OVERSEE_QUESTIONS = "onewindow_policy: Oversee Item Questions"

#: Proposing one for the guide; and taking it in there, or not.
PROPOSE_QUESTIONS = "onewindow_policy: Propose Item Questions"
SETTLE_QUESTIONS = "onewindow_policy: Settle Item Questions"
