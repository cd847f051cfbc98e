"""What staff may do with cases, each where they work (see `communities.scopes`)."""

#: Seeing that there are cases, and how they stand: masked lists, and pages without what is
#: personal, which opens to who says why (see `seeing`).
LIST_CASES = "onewindow_policy: List Cases"

#: Seeing what is personal in them; and leading them on.
VIEW_CASES = "onewindow_policy: View Cases"
MOVE_CASES = "onewindow_policy: Move Cases"

#: Looking at what applicants were asked for again.
SEE_CORRECTIONS = "onewindow_policy: See Corrections"

#: Putting right what the clock did wrongly.
CORRECT_STEPS = "onewindow_policy: Correct Steps"

#: Giving more time to who decides about one or who promised something, lifting what bars a
#: promise, and saying who sees to it: what nobody does for themselves.
EXTEND_CASES = "onewindow_policy: Extend Cases"

#: Taking the cases that a unit decides about out as a sheet, in clear, and its results in.
EXCHANGE_RESULTS = "onewindow_policy: Exchange Results"

#: Opening one that is only stored for the archive; entering for which an archive duty runs,
#: and for how long.
OPEN_STORED_CASES = "onewindow_policy: Open Stored Cases"
MANAGE_ARCHIVE_TERMS = "onewindow_policy: Manage Archive Terms"

#: Keeping closed ones by order, whatever their term; making and appraising lists of what is
#: to be destroyed; and signing them, which takes two.
HOLD_CASES = "onewindow_policy: Hold Cases"
APPRAISE_DESTRUCTION = "onewindow_policy: Appraise Destruction"
SIGN_DESTRUCTION = "onewindow_policy: Sign Destruction"

#: Leaving a note on one for colleagues.
NOTE_ON_CASES = "onewindow_policy: Note On Cases"

#: Closing a day at a window.
CLOSE_DAY = "onewindow_policy: Close Day"

#: Handing papers on with a list, taking one back, and finding what was missing; and
#: receiving what others handed on.
HAND_PAPERS_ON = "onewindow_policy: Hand Papers On"
RECEIVE_PAPERS = "onewindow_policy: Receive Papers"
