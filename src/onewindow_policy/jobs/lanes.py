"""Lanes: what is in one waits for nothing that is in another."""

#: What takes long, and may.
LONG = "long"

#: What people wait for, and what waits for servers of others.
MESSAGES = "messages"
