"""Accounts of staff: who they are, how they prove it, and what ends it."""
