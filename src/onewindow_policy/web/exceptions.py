"""What the portal refuses of what browsers send."""

from zExceptions import Forbidden


class StaleToken(Forbidden):
    """A form was posted without the token of the log-in that there is."""
