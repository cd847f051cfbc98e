"""What ends a run before it is done."""


class RunEnded(Exception):
    """The process stops, or another one has taken the job over: do nothing more."""
