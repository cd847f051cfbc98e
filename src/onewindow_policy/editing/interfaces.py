"""What pages and programs say about what they were read from."""

from z3c.form.interfaces import IErrorViewSnippet
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


class IAskingError(IErrorViewSnippet):
    """An error of a field that asks something: it stands at the top of the form, since the
    field may lie in a part that is folded."""

    ask = Attribute("A method that returns the question as HTML, with its inputs")
