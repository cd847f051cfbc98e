"""What other rooms register: ways to send, and texts; what a city settles about them."""

from collective.z3cform.datagridfield.row import DictRow
from datetime import time
from ipaddress import ip_address
from onewindow_policy import _
from plone.schema import JSONField
from urllib.parse import urlsplit
from zope import schema
from zope.interface import Attribute
from zope.interface import Interface
from zope.interface import Invalid

#: Where the registry keeps what a city settles about messages.
MESSAGE_SETTINGS_PREFIX = "onewindow_policy.messages"

#: To these, messages go in clear as well: they stay on this machine.
_THIS_MACHINE = "localhost"


class AddressUnfit(Invalid):
    """Messages cannot be handed over at such an address, or not safely."""


def require_address(address: str) -> bool:
    """Return True for an address to which short messages may go: by https, or on this
    machine. Raises `AddressUnfit`."""
    if not address:
        return True
    try:
        parts = urlsplit(address)
        is_whole = bool(parts.hostname) and parts.port != 0
    except ValueError:
        is_whole = False
    if not is_whole or parts.query or parts.fragment or "@" in parts.netloc:
        raise AddressUnfit(
            _(
                "error_sms_address",
                default=(
                    "Enter an address such as https://sms.example.cn/messages, without"
                    " a name, a password, ? or #."
                ),
            )
        )
    is_here = parts.hostname == _THIS_MACHINE or _is_loopback(parts.hostname)
    if parts.scheme != "https" and not (parts.scheme == "http" and is_here):
        raise AddressUnfit(
            _(
                "error_sms_address_in_clear",
                default=(
                    "Phone numbers must not travel in clear: enter an address with"
                    " https://. Only a bridge on this machine may have"
                    " http://127.0.0.1."
                ),
            )
        )
    return True


def _is_header(value: str) -> bool:
    return value.isascii() and value.isprintable()


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def is_time_of_day(text: str) -> bool:
    """Return whether a text is an hour and a minute. Raises `NoTimeOfDay` where not."""
    try:
        time.fromisoformat(text)
    except ValueError as error:
        raise NoTimeOfDay(text) from error
    return True


class NoTimeOfDay(schema.ValidationError):
    __doc__ = _(
        "error_no_time_of_day",
        default="Enter an hour and a minute, such as 08:30.",
    )


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
    earliest = schema.TextLine(
        title=_(
            "label_messages_earliest",
            default="When what happens at night is told, at the earliest",
        ),
        description=_(
            "help_messages_earliest",
            default=(
                "What the portal does by itself with applications it does at night; no"
                " telephone rings before this hour, such as 08:30."
            ),
        ),
        default="08:30",
        constraint=is_time_of_day,
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
    sms_address = schema.TextLine(
        title=_(
            "label_sms_address", default="Address of the gateway for short messages"
        ),
        description=_(
            "help_sms_address",
            default=(
                "The city's gateway, or the bridge before it, speaks as docs/messages.md"
                " says. Leave it empty to send no short messages. Its key stands in the"
                " file that ONEWINDOW_SMS_KEY_FILE names."
            ),
        ),
        required=False,
        default="",
        constraint=require_address,
    )
    sms_sign = schema.TextLine(
        title=_("label_sms_sign", default="Signature of short messages"),
        description=_(
            "help_sms_sign",
            default=(
                "The name that stands before each in 【】, as it is registered with the"
                " operators; without it none are sent."
            ),
        ),
        required=False,
        default="",
        max_length=20,
    )
    sms_account = schema.TextLine(
        title=_("label_sms_account", default="Account at the gateway"),
        description=_(
            "help_sms_account", default="By which the gateway knows this portal."
        ),
        required=False,
        default="onewindow",
        max_length=64,
        constraint=_is_header,
    )
    sms_timeout_seconds = schema.Int(
        title=_(
            "label_sms_timeout_seconds",
            default="Seconds after which a gateway that does not answer is left",
        ),
        description=_(
            "help_sms_timeout_seconds",
            default="It is asked five minutes later whether it has the message.",
        ),
        min=1,
        max=60,
        default=10,
    )
    sms_longest = schema.Int(
        title=_(
            "label_sms_longest", default="Characters that a short message has at most"
        ),
        description=_(
            "help_sms_longest",
            default=(
                "With the signature. Operators send what is longer than 70 characters in"
                " several parts, and count each."
            ),
        ),
        min=70,
        max=500,
        default=134,
    )


class IChannel(Interface):
    """A way to reach somebody, by name: `mail`, `sms`."""

    may_repeat = Attribute(
        "Whether one that may have gone already is sent once more: where it carries the "
        "same id, and whoever reads it sees that."
    )

    asks_after = Attribute(
        "How long after a try of which nobody knows the outcome `was_taken` is asked, a "
        "`timedelta`: what was on its way then is not taken any more. None where it cannot "
        "be asked."
    )

    def is_offered():
        """Return whether it is set up."""

    def was_taken(message_id):
        """Return whether a message was taken before, None where nobody can say.

        Raises `Refused` where it was refused for good, `NotNow` where it cannot be asked
        just now.
        """

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


class IUntold(Interface):
    """Sees to it that somebody tells what a message could not: a utility by the name of the
    room that posts it, as its `ITemplate`s are called (`cases`).
    """

    def __call__(session, subject: str):
        """See to what is about `subject`: of the messages about it that a person has to
        decide about (`api.undone_about`), there is one more, or one less."""


class IReached(Interface):
    """Knows who is told of something now: a utility by the name of a room, as `IUntold`."""

    def __call__(session, subject: str, channel: str, recipient: str) -> bool:
        """Return whether what is about `subject` still goes by `channel` to `recipient`.
        Raises `RecordGone` where nobody is told of it any more."""


class ITextTemplate(ITemplate):
    """A template whose words a city may change: they have the variables of `samples`."""

    name = Attribute("Under which it is registered.")
    samples = Attribute(
        "The variables that its words may have, with what they may say."
    )
    shipped = Attribute("Its words where a city has none of its own: a message.")


class ITextRow(Interface):
    """Words of a city's own."""

    template = schema.Choice(
        title=_("label_text_template", default="Message"),
        vocabulary="onewindow_policy.vocabularies.message_texts",
    )
    subject = schema.TextLine(
        title=_("label_text_subject", default="Subject, of a mail"),
        required=False,
        default="",
        max_length=100,
    )
    text = schema.Text(
        title=_("label_text_text", default="What it says"),
        description=_(
            "help_text_text",
            default="Variables stand in braces: ${number}, ${state}, ${day}, ${phone}.",
        ),
        max_length=2000,
    )
    code = schema.TextLine(
        title=_("label_text_code", default="Code at the gateway, of a short message"),
        description=_(
            "help_text_code",
            default="Under which the operators have registered this text.",
        ),
        required=False,
        default="",
        max_length=64,
    )


class IMessageTexts(Interface):
    """The texts of messages that a city has of its own."""

    texts = schema.List(
        title=_("label_message_texts", default="Texts of your own"),
        description=_(
            "help_message_texts",
            default="What has no text here says what is shipped.",
        ),
        value_type=DictRow(
            title=_("label_text_text", default="What it says"), schema=ITextRow
        ),
        required=False,
        default=[],
    )


class IMessageTextRecords(Interface):
    """What the registry keeps of them, with all versions that there were."""

    texts = JSONField(
        title=IMessageTexts["texts"].title,
        schema='{"type": "array"}',
        default=[],
        required=False,
    )
    text_versions = JSONField(
        title=_("label_text_versions", default="Versions of these texts"),
        schema='{"type": "array"}',
        default=[],
        required=False,
    )
