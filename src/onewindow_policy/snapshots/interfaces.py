"""What is made from content, and has to follow it."""

from zope.interface import Interface


class IProjection(Interface):
    """Rows of a derived database that follow content, as transactions commit.

    Rooms register named utilities; each is asked about all that Plone indexes.
    """

    def keys(content):
        """Return what has to be written anew, since `content` was indexed or taken out:
        hashable keys, none where it does not matter.

        Any search of the catalog works off what waits to be indexed, also in the middle
        of a transaction: nothing is looked for or written here.
        """

    def write(keys):
        """Write what these keys stand for, in the transaction that is about to commit.

        It is called in the site; what it raises fails the transaction.
        """
