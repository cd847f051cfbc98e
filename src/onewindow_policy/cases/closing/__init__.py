"""The end of a day at a window: what is still there, and that somebody looked."""
