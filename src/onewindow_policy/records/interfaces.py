"""What other rooms register for records to ask."""

from zope.interface import Interface


class IHealthPart(Interface):
    """A part of the portal that the health check names, by the name of the utility.

    What it says is for operators, and never makes a balancer take the process away.
    """

    def __call__():
        """Return the state of the part within two seconds, None where there is none."""
