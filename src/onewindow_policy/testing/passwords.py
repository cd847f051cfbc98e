"""Accounts of a site whose passwords are known, and passwords to try."""

from html import unescape
from onewindow_policy.accounts.api import known_passwords
from onewindow_policy.accounts.passwords import MAX_CHARS
from onewindow_policy.testing import FUNCTIONAL_TESTING
from onewindow_policy.testing.accounts import create_account
from onewindow_policy.testing.accounts import Visitor
from plone.app.testing import login
from plone.app.testing import SITE_OWNER_NAME

import transaction
import unittest

OLD = "three otters in a boat"
NEW = "seven geese on a roof"
OTHER = "nine foxes under snow"

#: Passwords that no door may take: short, known, named after the person or the site.
REFUSED = (
    "short",
    "12345678901",
    "P@ssw0rd2026!",
    "woaini1314520",
    "1qaz2wsx3edc",
    "admin123456789",
    "lihua boat moon",
    "my boat 李华 is green",
    "x" * (MAX_CHARS + 1),
)


def page_of(visitor) -> str:
    """Return the page with its characters as such."""
    return unescape(visitor.text)


class Accounts(unittest.TestCase):
    """A site with an administrator of its own and somebody of the staff."""

    layer = FUNCTIONAL_TESTING

    def setUp(self):
        self.portal = self.layer["portal"]
        login(self.layer["app"], SITE_OWNER_NAME)
        with known_passwords():
            create_account("chief", OTHER, "Site Administrator")
            create_account("lihua", OLD, fullname="李华")

    def tearDown(self):
        transaction.abort()

    def person(self, name="lihua", password=OLD) -> Visitor:
        visitor = Visitor(self.layer)
        self.assertTrue(visitor.log_in(name, password), visitor.text[:2000])
        return visitor

    def opens(self, password, name="lihua") -> bool:
        return Visitor(self.layer).log_in(name, password)

    def stored(self, name="lihua") -> bytes:
        transaction.begin()
        return self.portal.acl_users.source_users._user_passwords[name]
