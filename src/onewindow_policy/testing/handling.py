"""Staff of the sample city and cases to handle, on either database."""

from datetime import datetime
from datetime import timedelta
from datetime import timezone
from onewindow_policy.cases import moving
from onewindow_policy.cases.handling import move_case
from onewindow_policy.cases.models import Case
from onewindow_policy.cases.submissions import register_case
from onewindow_policy.records.api import AuditEntry
from onewindow_policy.records.database import get_database
from onewindow_policy.testing.cases import submission
from plone import api
from plone.app.testing import login
from plone.app.testing import logout
from sqlalchemy import func
from sqlalchemy import select
from unittest.mock import patch

import transaction


class HandlingSetup:
    """To be mixed in; the layer is one with the sample city."""

    def setUp(self):
        self.portal = self.layer["portal"]
        login(self.portal, "window-staff")
        self.addCleanup(logout)
        self.staff = api.user.get("window-staff")
        self.officer = api.user.get("department-officer")

    def register(self, nonce="nonce-1", **changes):
        case = register_case(submission(nonce, **changes))
        transaction.commit()
        return case

    def move(self, case, *transitions, **facts):
        """Lead a case along several transitions, a commit each; return its state."""
        for transition in transitions:
            version = self.stored(Case.version, case)
            state = move_case(
                case.number, transition, self.staff, version=version, facts=facts
            )
            transaction.commit()
        return state

    def stored(self, column, case):
        with get_database().reading.connect() as connection:
            return connection.scalar(select(column).where(Case.number == case.number))

    def count_of(self, table):
        with get_database().reading.connect() as connection:
            return connection.scalar(select(func.count()).select_from(table))

    def noted(self):
        columns = select(
            AuditEntry.user_id, AuditEntry.action, AuditEntry.subject, AuditEntry.detail
        )
        with get_database().reading.connect() as connection:
            return [tuple(row) for row in connection.execute(columns.order_by("id"))]

    def at(self, *moment):
        """Let it be a moment in the city."""
        then = datetime(*moment, tzinfo=timezone(timedelta(hours=8)))
        return patch.object(moving, "utc_now", return_value=then)
