"""What pages and programs say about what they were read from."""

from zope.interface import Attribute
from zope.interface import Interface

#: The input that says that a form was given back with what had been typed: nothing of it
#: is saved before somebody has looked through it and says so.
RETURNED = "onewindow_returned"


class ICompared(Interface):
    """A form that shows something else of its fields than what its content has in them,
    and compares it itself when it is sent."""

    compared_fields = Attribute(
        "A method that yields name, field and content of each, as a data manager takes them"
    )
