"""What is made from content, and has to follow it."""

from zope.interface import Attribute
from zope.interface import Interface

#: The scope of facts in which everything lies.
EVERYWHERE = "*"


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


class IFact(Interface):
    """Something that takes reading objects to know, and is kept in rows until content
    changes that it was read from.

    Rooms register named utilities; `snapshots.api.read_facts` asks them.
    """

    version = Attribute("Goes up with every change of what is read.")

    def scope(content):
        """Return where the fact of `content` is read: a text that `scopes` returns for
        whatever it depends on."""

    def scopes(content):
        """Return the scopes in which nothing is known any more, since `content` was
        indexed or taken out; `EVERYWHERE` is all of them. Nothing is looked for here."""

    def read(content):
        """Return the `Reading` of `content`."""
