"""A real mail server for tests, which takes mails or fails as it is told."""

from aiosmtpd.controller import Controller
from contextlib import contextmanager
from email import message_from_bytes
from email import policy
from onewindow_policy.testing.servers import free_port
from plone import api

SENDER = "portal@example.cn"


class MailServer:
    """An SMTP server: `mails` are those that it has, whatever it said of them.

    `answers` says what it answers in which step, as SMTP does it; `dies_after_data` has it
    hang up when it has the text, as if it had died just then.
    """

    def __init__(self):
        self.mails = []
        self.recipients = []
        self.answers = {}
        self.dies_after_data = False

    @contextmanager
    def running(self, port: int, **options):
        """Serve at a port as long as the block lasts; `options` are those of SMTP."""
        controller = Controller(self, hostname="127.0.0.1", port=port, **options)
        controller.start()
        try:
            yield self
        finally:
            controller.stop()

    async def handle_MAIL(self, _server, _session, envelope, address, options):
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return self.answers.get("MAIL", "250 OK")

    async def handle_RCPT(self, _server, _session, envelope, address, options):
        if "RCPT" in self.answers:
            return self.answers["RCPT"]
        envelope.rcpt_tos.append(address)
        envelope.rcpt_options.extend(options)
        return "250 OK"

    async def handle_DATA(self, server, _session, envelope):
        self.mails.append(message_from_bytes(envelope.content, policy=policy.default))
        self.recipients += envelope.rcpt_tos
        if self.dies_after_data:
            server.transport.abort()
        return self.answers.get("DATA", "250 OK")


def use_mail_server(port: int) -> None:
    """Have the site send its mails to this port of this machine."""
    for name, value in {
        "plone.smtp_host": "127.0.0.1",
        "plone.smtp_port": port,
        "plone.email_from_address": SENDER,
        "plone.email_from_name": "云港市一窗受理",
    }.items():
        api.portal.set_registry_record(name, value)


@contextmanager
def mail_server():
    """Run a mail server for the site, as long as the block lasts; yield it."""
    port = free_port()
    use_mail_server(port)
    with MailServer().running(port) as server:
        yield server
