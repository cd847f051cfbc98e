"""What other rooms register for records to ask."""

from zope.interface import Attribute
from zope.interface import Interface


class IHealthPart(Interface):
    """A part of the portal that the health check names, by the name of the utility.

    What it says is for operators, and never makes a balancer take the process away.
    """

    def __call__():
        """Return the state of the part within two seconds, None where there is none."""


class IMetric(Interface):
    """A figure for operators' monitors, by the name of the utility, which is its own after
    `onewindow_`. It tells of no person."""

    meaning = Attribute("What it says, in one English sentence.")

    def __call__(connection):
        """Yield labels, a dictionary of names of our own, and the number with each.

        `connection` reads the database, within a few seconds.
        """
