"""What is told of each day, and kept for good."""

from zope.interface import Attribute
from zope.interface import Interface


class IIndicator(Interface):
    """What is counted each night, by the name of the utility, which stays with its figures.

    Its docstring says what is counted, and where that is laid down.
    """

    order = Attribute("Where it stands among the others.")
    title = Attribute("What readers call it, a message.")
    is_share = Attribute(
        "Whether there is a whole of which the numerator is a part: the denominator."
    )
    is_of_moment = Attribute(
        "Whether it is how things stand when it is told, and so can be told right after"
        " the end of a day only. Else it is told from moments that are kept."
    )

    def tell(day):
        """Return the `Count`s of a `Day`, as fine as they can be told; what there is
        nothing of is left out.

        Return None where that cannot be told just now: it is asked again later. It is
        called in the site, within a transaction that reads.
        """
