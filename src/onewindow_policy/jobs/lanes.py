"""Lanes: what is in one waits for nothing that is in another."""

#: What takes long, and may.
LONG = "long"
