"""The portal's mail host: all that Plone writes by mail goes by the outbox.

A mail that is sent within a request goes although the transaction fails, twice where it is
tried again, and not at all, without a word, where the mail server is away just then.
"""

from Acquisition import aq_base
from email import message_from_bytes
from email.utils import parseaddr
from onewindow_policy import _
from onewindow_policy.messages.exceptions import NotOffered
from onewindow_policy.messages.interfaces import ITemplate
from onewindow_policy.messages.mails import StockMail
from onewindow_policy.messages.posting import post
from onewindow_policy.messages.templates import MAIL
from Products.MailHost.interfaces import IMailHost
from Products.MailHost.MailHost import MailHost
from Products.MailHost.MailHost import MailHostError
from zope.component import getSiteManager
from zope.interface import implementer

STOCK = "messages.stock"
TOOL = "MailHost"


@implementer(ITemplate)
class StockMails:
    """Mails that somebody else wrote, as they are."""

    title = _("mail_stock", default="Mail about an account, or of a rule or a form")
    channel = MAIL

    def content(self, values, language) -> StockMail:
        """See `ITemplate`."""
        return StockMail(values["sender"], values["mime"])


class OutboxMailHost(MailHost):
    """Plone's mail host, which keeps mails for the clock to send.

    Only a mail that is to go `immediate`, which is the one by which an administrator
    tries the settings, is sent within the request.
    """

    def _send(self, mfrom, mto, messageText, immediate=False):
        if immediate:
            super()._send(mfrom, mto, messageText, immediate)
            return
        if isinstance(messageText, bytes):
            messageText = message_from_bytes(messageText).as_string()
        values = {"sender": parseaddr(mfrom)[1], "mime": messageText}
        try:
            for recipient in [mto] if isinstance(mto, str) else mto:
                post(STOCK, parseaddr(recipient)[1], values, subject="plone")
        except NotOffered as error:
            raise MailHostError("No mail server is set up.") from error


def use_outbox(portal) -> None:
    """Have the mail host of a site keep what it is to send."""
    _replace(portal, OutboxMailHost)


def use_stock(portal) -> None:
    """Have Plone's own mail host again."""
    _replace(portal, MailHost)


def _replace(portal, factory: type) -> None:
    old = aq_base(portal[TOOL])
    if type(old) is factory:
        return
    new = factory(TOOL)
    new.__dict__.update(old.__dict__)
    portal._delObject(TOOL, suppress_events=True)
    portal._setObject(TOOL, new, suppress_events=True)
    manager = getSiteManager(portal)
    manager.unregisterUtility(provided=IMailHost)
    # As it is: five.localsitemanager puts it into its place when it is looked up.
    manager.registerUtility(aq_base(portal[TOOL]), IMailHost)
