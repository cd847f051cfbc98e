"""Mails, handed to the mail server of Plone's settings.

A mail carries the same Message-ID however often it is sent, so that a reader's program can
tell; and says that a machine wrote it (RFC 3834), so that no machine answers.
"""

from collections.abc import Callable
from contextlib import contextmanager
from contextlib import suppress
from dataclasses import dataclass
from email import message_from_string
from email import policy
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime
from onewindow_policy.messages.exceptions import NotNow
from onewindow_policy.messages.exceptions import OutcomeUncertain
from onewindow_policy.messages.exceptions import Refused
from onewindow_policy.messages.interfaces import IChannel
from onewindow_policy.messages.settings import is_tls_required
from onewindow_policy.messages.templates import MailText
from onewindow_policy.records.api import utc_now
from onewindow_policy.workdays.api import city_time
from plone import api
from plone.base.interfaces import IMailSchema
from uuid import UUID
from zope.interface import implementer

import smtplib
import ssl

#: Of each step of the talk; with all of them it stays below what a lease lasts.
STEP_SECONDS = 20


@dataclass(frozen=True, slots=True)
class StockMail:
    """A mail that Plone wrote, whole."""

    sender: str
    mime: str


def mail_settings():
    """Return Plone's settings for mails."""
    return api.portal.get_tool("portal_registry").forInterface(
        IMailSchema, prefix="plone", check=False
    )


@implementer(IChannel)
class Mails:
    """See `IChannel`."""

    may_repeat = True
    asks_after = None

    def is_offered(self) -> bool:
        """See `IChannel`."""
        settings = mail_settings()
        return bool(settings.smtp_host and settings.email_from_address)

    def was_taken(self, message_id: UUID) -> bool | None:
        """See `IChannel`. A mail server does not say."""
        return None

    def send(self, message_id: UUID, recipient: str, content) -> None:
        """See `IChannel`."""
        settings = mail_settings()
        if isinstance(content, StockMail):
            sender = content.sender
            mail = message_from_string(content.mime, policy=policy.SMTP)
            del mail["Message-ID"]
        else:
            sender = settings.email_from_address
            mail = _written(content, settings, recipient)
        mail["Message-ID"] = f"<{message_id}@{sender.rpartition('@')[2]}>"
        _hand_over(settings, sender, recipient, mail.as_bytes())


def _written(content: MailText, settings, recipient: str) -> EmailMessage:
    mail = EmailMessage(policy=policy.SMTP)
    mail["Subject"] = content.subject
    mail["From"] = Address(
        settings.email_from_name or "", addr_spec=settings.email_from_address
    )
    mail["To"] = recipient
    mail["Date"] = format_datetime(city_time(utc_now()))
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(content.text)
    return mail


def _hand_over(settings, sender: str, recipient: str, data: bytes) -> None:
    """Talk to the mail server, in steps, since each has its own way to fail."""
    with _connected(settings) as server:
        _take_step(lambda: server.mail(sender))
        _take_step(lambda: server.rcpt(recipient))
        try:
            code, _said = server.data(data)
        except smtplib.SMTPDataError as error:
            # It did not even want the text.
            raise _failure(error.smtp_code) from error
        except (OSError, smtplib.SMTPException) as error:
            raise OutcomeUncertain(type(error).__name__) from error
        if code != 250:
            raise _failure(code)


class NoEncryptionOffered(smtplib.SMTPException):
    """The server takes mails in clear only, which the city does not want."""


@contextmanager
def _connected(settings):
    server = None
    try:
        server = smtplib.SMTP(
            settings.smtp_host, settings.smtp_port or 25, timeout=STEP_SECONDS
        )
        server.ehlo_or_helo_if_needed()
        is_required = is_tls_required()
        if server.has_extn("starttls"):
            # Whoever demands it has the server show that it is the right one.
            server.starttls(
                context=ssl.create_default_context() if is_required else None
            )
            # It has forgotten who asks (RFC 3207, section 4.2).
            server.ehlo()
        elif is_required:
            raise NoEncryptionOffered
        if settings.smtp_userid:
            server.login(settings.smtp_userid, settings.smtp_pass or "")
    except (OSError, smtplib.SMTPException) as error:
        if server is not None:
            server.close()
        raise NotNow(type(error).__name__, is_for_all=True) from error
    try:
        yield server
    finally:
        # What is said now changes nothing any more.
        with suppress(OSError, smtplib.SMTPException):
            server.quit()
        server.close()


def _take_step(step: Callable[[], tuple[int, bytes]]) -> None:
    try:
        code, _said = step()
    except (OSError, smtplib.SMTPException) as error:
        raise NotNow(type(error).__name__, is_for_all=True) from error
    except UnicodeError as error:
        raise Refused("not an address of this server") from error
    if not 200 <= code < 300:
        raise _failure(code)


def _failure(code: int) -> Refused | NotNow:
    """Return what an answer's code means (RFC 5321, section 4.2.1)."""
    if code == 421:
        return NotNow(str(code), is_for_all=True)
    return Refused(str(code)) if code >= 500 else NotNow(str(code))
