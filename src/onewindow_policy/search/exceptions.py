"""What can go wrong with the search."""

from onewindow_policy.records.api import DatabaseUnavailable


class IndexMissing(DatabaseUnavailable):
    """There is no index of this version; an operator has to build it."""


class BuildingStopped(Exception):
    """Building a generation of the index was taken over by another process."""
