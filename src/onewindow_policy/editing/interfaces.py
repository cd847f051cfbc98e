"""What pages and programs say about what they were read from."""

#: The input that says that a form was given back with what had been typed: nothing of it
#: is saved before somebody has looked through it and says so.
RETURNED = "onewindow_returned"
