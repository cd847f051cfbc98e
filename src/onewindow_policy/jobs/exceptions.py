"""What ends a run before it is done, and what there is not."""


class RunEnded(Exception):
    """The process stops, or another one has taken the job over: do nothing more."""


class JobUnknown(Exception):
    """There is no job of that name, or no clock has ever seen it."""
