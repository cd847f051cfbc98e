"""What mails and short messages say."""

from collections.abc import Mapping
from dataclasses import dataclass
from onewindow_policy import _
from onewindow_policy.messages.interfaces import ITemplate
from onewindow_policy.messages.interfaces import ITextTemplate
from onewindow_policy.messages.sms import SMS
from onewindow_policy.messages.sms import SmsText
from onewindow_policy.messages.texts import city_text
from onewindow_policy.messages.texts import filled
from onewindow_policy.messages.texts import VARIABLE
from onewindow_policy.pages.api import hotline
from plone import api
from zope.i18n import translate
from zope.i18nmessageid import Message
from zope.interface import implementer

MAIL = "mail"

FOOT = _(
    "mail_foot",
    default="This mail was sent by the portal ${site}; nobody reads what is sent back. "
    "If you have a question, please call ${hotline}.",
)


@dataclass(frozen=True, slots=True)
class MailText:
    """A mail as it is read, without its addresses."""

    subject: str
    text: str


@implementer(ITemplate)
class MailTemplate:
    """A mail in plain text: two messages, into which the values are put."""

    channel = MAIL
    #: What stands below each; it is told `site` and `hotline`.
    foot = FOOT

    def __init__(self, title: Message, subject: Message, text: Message):
        self.title = title
        self._subject = subject
        self._text = text

    def content(self, values: Mapping[str, str], language: str) -> MailText:
        """See `ITemplate`."""

        def said(message: Message, values: Mapping[str, str]) -> str:
            return translate(Message(message, mapping=values), target_language=language)

        site = api.portal.get_registry_record("plone.site_title")
        foot = said(self.foot, {"site": site, "hotline": hotline()})
        text = said(self._text, values)
        return MailText(said(self._subject, values), f"{text}\n\n-- \n{foot}\n")


@implementer(ITextTemplate)
class TextMail(MailTemplate):
    """A mail whose words a city may change; see `ITextTemplate`."""

    def __init__(self, name: str, samples: Mapping[str, str], *words: Message):
        super().__init__(*words)
        self.name = name
        self.samples = samples

    @property
    def shipped(self) -> Message:
        """See `ITextTemplate`."""
        return self._text

    def content(self, values: Mapping[str, str], language: str) -> MailText:
        """See `ITemplate`."""
        mail = super().content(values, language)
        own = city_text(self.name)
        if own is None:
            return mail
        _shipped, _dash, foot = mail.text.rpartition("\n\n-- \n")
        subject = filled(own.subject, values) or mail.subject
        return MailText(subject, f"{filled(own.text, values)}\n\n-- \n{foot}")


@implementer(ITextTemplate)
class SmsTemplate:
    """A short message: one message, into which the values are put; see `ITextTemplate`.

    A gateway has its text under `name`, unless a city says another code.
    """

    channel = SMS

    def __init__(
        self, name: str, samples: Mapping[str, str], title: Message, text: Message
    ):
        self.name = name
        self.samples = samples
        self.title = title
        self.shipped = text

    def content(self, values: Mapping[str, str], language: str) -> SmsText:
        """See `ITemplate`. A gateway gets the variables of its text, and no others."""
        own = city_text(self.name)
        if own is not None:
            text, code = own.text, own.code or self.name
        else:
            text, code = translate(self.shipped, target_language=language), self.name
        names = VARIABLE.findall(text)
        told = {name: values[name] for name in names}
        return SmsText(code, told, filled(text, values))
