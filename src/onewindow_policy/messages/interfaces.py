"""What other rooms register: ways to send, and texts."""

from zope.interface import Attribute
from zope.interface import Interface


class IChannel(Interface):
    """A way to reach somebody, by name: `mail`."""

    may_repeat = Attribute(
        "Whether one that may have gone already is sent once more: where it carries the "
        "same id, and whoever reads it sees that."
    )

    def is_offered():
        """Return whether it is set up."""

    def was_taken(message_id):
        """Return whether a message was taken before, None where that cannot be asked."""

    def send(message_id, recipient, content):
        """Hand a message over. `content` is what the template made of its values.

        Raises `Refused`, `NotNow` and `OutcomeUncertain`.
        """


class ITemplate(Interface):
    """What a message says, by name: `<room>.<what>`.

    A row keeps the name and the values, never the text: a gateway for short messages
    takes registered templates only.
    """

    title = Attribute("What administrators read it is, a message.")
    channel = Attribute("The name of its `IChannel`.")

    def content(values, language):
        """Return what its channel sends."""
