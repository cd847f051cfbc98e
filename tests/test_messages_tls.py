"""Where a city demands it, mails go by an encrypted talk to the right server, or wait."""

from onewindow_policy.messages.api import post
from onewindow_policy.messages.models import Message
from onewindow_policy.messages.sending import send_due
from onewindow_policy.messages.states import SENT
from onewindow_policy.messages.states import WAITING
from onewindow_policy.records.api import read_session
from onewindow_policy.records.api import utc_now
from onewindow_policy.testing import FUNCTIONAL_TESTING
from onewindow_policy.testing.certificates import self_signed
from onewindow_policy.testing.mails import MailServer
from onewindow_policy.testing.mails import SENDER
from onewindow_policy.testing.mails import use_mail_server
from onewindow_policy.testing.servers import free_port
from pathlib import Path
from plone import api
from sqlalchemy import select
from tempfile import TemporaryDirectory
from unittest import mock

import os
import ssl
import transaction
import unittest

HERE = "127.0.0.1"


class TestEncryptedTalk(unittest.TestCase):
    layer = FUNCTIONAL_TESTING

    def setUp(self):
        self.folder = Path(self.enterContext(TemporaryDirectory()))
        self.certificate, self.key = self_signed(self.folder, HERE)
        self.trust(self.certificate)
        self.addCleanup(transaction.abort)

    def trust(self, certificate):
        """Have this certificate be the only authority, as operators do it."""
        self.enterContext(
            mock.patch.dict(os.environ, {"SSL_CERT_FILE": str(certificate)})
        )

    def serve(self, is_required=True, **options):
        port = free_port()
        use_mail_server(port)
        api.portal.set_registry_record(
            "onewindow_policy.messages.is_tls_required", is_required
        )
        server = self.enterContext(MailServer().running(port, **options))
        post(
            "messages.stock",
            "wang@example.cn",
            {"sender": SENDER, "mime": f"From: {SENDER}\nSubject: Hello\n\nText."},
            subject="suggestion 1",
        )
        transaction.commit()
        return server

    def encrypted(self, certificate=None, key=None):
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate or self.certificate, key or self.key)
        return {"tls_context": context}

    def send(self):
        """Send what is due, and return what became of the message, and why."""
        transaction.begin()
        send_due(utc_now, lambda: None)
        transaction.begin()
        message = read_session().scalars(select(Message)).one()
        return message.state, message.reason

    def test_right_certificate_gets_the_mail_by_an_encrypted_talk(self):
        server = self.serve(**self.encrypted(), require_starttls=True)
        self.assertEqual((SENT, None), self.send())
        self.assertEqual("Hello", server.mails[0]["Subject"])

    def test_server_that_offers_no_encryption_gets_nothing(self):
        server = self.serve()
        self.assertEqual((WAITING, "NoEncryptionOffered"), self.send())
        self.assertEqual([], server.mails)

    def test_certificate_of_another_server_gets_nothing(self):
        other = self_signed(self.folder, "192.0.2.1")
        self.trust(other[0])
        server = self.serve(**self.encrypted(*other))
        self.assertEqual((WAITING, "SSLCertVerificationError"), self.send())
        self.assertEqual([], server.mails)

    def test_certificate_of_an_authority_that_nobody_knows_gets_nothing(self):
        self.trust(self_signed(self.folder, "192.0.2.1")[0])
        server = self.serve(**self.encrypted())
        self.assertEqual((WAITING, "SSLCertVerificationError"), self.send())
        self.assertEqual([], server.mails)

    def test_undemanded_encryption_is_used_where_it_is_offered(self):
        self.trust(self_signed(self.folder, "192.0.2.1")[0])
        server = self.serve(
            is_required=False, **self.encrypted(), require_starttls=True
        )
        self.assertEqual((SENT, None), self.send())
        self.assertEqual(1, len(server.mails))
