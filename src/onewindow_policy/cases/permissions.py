"""What staff may do with cases, each where they work (see `communities.scopes`)."""

#: Seeing cases, and what is personal in them; and leading them on.
VIEW_CASES = "onewindow_policy: View Cases"
MOVE_CASES = "onewindow_policy: Move Cases"
