"""Who has set whose password is in the audit, and who tried to."""

from onewindow_policy.records.api import AuditEntry
from onewindow_policy.records.database import get_database
from onewindow_policy.testing.passwords import Accounts
from onewindow_policy.testing.passwords import NEW
from onewindow_policy.testing.passwords import OLD
from onewindow_policy.testing.passwords import OTHER
from plone import api
from sqlalchemy import select

import transaction

CHANGED = "password_changed"
REFUSED = "password_change_refused"


class TestChangesAreNoted(Accounts):
    def noted(self, action):
        """Return who did it to whom, and how."""
        columns = select(
            AuditEntry.user_id, AuditEntry.subject, AuditEntry.detail
        ).where(AuditEntry.action == action)
        with get_database().reading.connect() as connection:
            return [tuple(row) for row in connection.execute(columns.order_by("id"))]

    def test_own_change_by_form_and_by_rest(self):
        person = self.person()
        person.change_password(OLD, NEW)
        own = ("lihua", "lihua", "by the owner")
        self.assertEqual([own], self.noted(CHANGED))
        person = self.person("lihua", NEW)
        status = person.ask("PATCH", "@users/lihua", password=OLD, old_password=NEW)
        self.assertEqual(204, status)
        self.assertEqual([own, own], self.noted(CHANGED))

    def test_change_by_an_administrator(self):
        chief = self.person("chief", OTHER)
        self.assertEqual(204, chief.ask("PATCH", "@users/lihua", password=NEW))
        self.assertEqual([("chief", "lihua", "by another")], self.noted(CHANGED))

    def test_change_by_a_link(self):
        reset = api.portal.get_tool("portal_password_reset").requestReset("lihua")
        transaction.commit()
        tool = api.portal.get_tool("portal_password_reset")
        tool.resetPassword("lihua", reset["randomstring"], NEW)
        transaction.commit()
        ((_who, subject, how),) = self.noted(CHANGED)
        self.assertEqual(("lihua", "by a link"), (subject, how))

    def test_change_that_was_refused_is_no_change(self):
        person = self.person()
        for wrong in ("", NEW, OTHER):
            self.assertEqual(200, person.change_password(wrong, NEW))
        person.ask("PATCH", "@users/lihua", password=NEW)
        path, page = "portal_membership/setPassword", "@@change-password"
        person.post_with_token(path, page, password=NEW)
        self.assertTrue(self.opens(OLD))
        self.assertEqual([], self.noted(CHANGED))

    def test_try_with_a_session_of_another_is_noted(self):
        person = self.person()
        self.assertEqual(403, person.ask("PATCH", "@users/lihua", password=NEW))
        self.assertTrue(self.opens(OLD))
        self.assertEqual([("lihua", "lihua", "")], self.noted(REFUSED))

    def test_no_entry_has_a_password(self):
        person = self.person()
        person.change_password(OLD, NEW)
        with get_database().reading.connect() as connection:
            rows = connection.execute(select(AuditEntry.__table__)).all()
        self.assertTrue(rows)
        for row in rows:
            for password in (OLD, NEW):
                self.assertNotIn(password, repr(row))
