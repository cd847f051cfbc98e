"""What other rooms register: ways to send, and texts; what a city settles about them."""

from onewindow_policy import _
from zope import schema
from zope.interface import Attribute
from zope.interface import Interface

#: Where the registry keeps what a city settles about messages.
MESSAGE_SETTINGS_PREFIX = "onewindow_policy.messages"


class IMessageSettings(Interface):
    """What a city settles about messages, in the configuration registry."""

    late_after_minutes = schema.Int(
        title=_(
            "label_late_after_minutes",
            default="Minutes after which a message that still waits is late",
        ),
        description=_(
            "help_late_after_minutes",
            default="The health check says so then, to whoever operates the portal.",
        ),
        min=1,
        default=60,
    )
    is_tls_required = schema.Bool(
        title=_(
            "label_is_tls_required",
            default="Send mails by an encrypted talk only",
        ),
        description=_(
            "help_is_tls_required",
            default=(
                "The mail server must offer STARTTLS, with a certificate for its name;"
                " until it does, mails wait."
            ),
        ),
        required=False,
        default=False,
    )


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
