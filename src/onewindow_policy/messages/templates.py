"""What mails say."""

from collections.abc import Mapping
from dataclasses import dataclass
from onewindow_policy import _
from onewindow_policy.messages.interfaces import ITemplate
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
