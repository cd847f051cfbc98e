"""Exit statuses of commands, beside 0.

They are asked for before the environment is complete, and so import nothing.
"""

REFUSED = 1
USAGE = 2
UNAVAILABLE = 3
INTERRUPTED = 130
