"""Papers: a template and values become a PDF, in a process of its own. It knows no other
room and keeps nothing."""
