"""The control panels of messages."""
