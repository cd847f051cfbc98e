"""What staff may do with cases, each where they work (see `communities.scopes`)."""

#: Seeing that there are cases, and how they stand: masked lists, and pages without what is
#: personal, which opens to who says why (see `seeing`).
LIST_CASES = "onewindow_policy: List Cases"

#: Seeing what is personal in them; and leading them on.
VIEW_CASES = "onewindow_policy: View Cases"
MOVE_CASES = "onewindow_policy: Move Cases"

#: Giving more time to who decides about one, and saying who sees to it: what nobody does
#: for themselves.
EXTEND_CASES = "onewindow_policy: Extend Cases"
