"""What staff may do with inquiries, each where they work (see `communities.scopes`)."""

#: Noting what somebody asks, and opening it; and seeing the list, masked.
RECORD_INQUIRIES = "onewindow_policy: Record Inquiries"
LIST_INQUIRIES = "onewindow_policy: List Inquiries"
