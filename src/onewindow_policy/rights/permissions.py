"""What staff may do with requests about data, each where they work."""

#: Taking them in, seeing them, and handing a copy over.
TAKE_RIGHTS = "onewindow_policy: Take Rights Requests"

#: Deciding them, and carrying out what was granted.
DECIDE_RIGHTS = "onewindow_policy: Decide Rights Requests"
