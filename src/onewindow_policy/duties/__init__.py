"""Duties: who must do what, by when."""
