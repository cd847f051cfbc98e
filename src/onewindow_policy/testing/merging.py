"""The sample community with all that may refer to it, to be merged into another."""

from contextlib import contextmanager
from lxml import html
from onewindow_policy.cases.models import Case
from onewindow_policy.cases.submissions import register_case
from onewindow_policy.feedback.leaving import leave_suggestion
from onewindow_policy.feedback.leaving import NewSuggestion
from onewindow_policy.feedback.models import Suggestion
from onewindow_policy.records.api import read_session
from onewindow_policy.records.database import get_database
from onewindow_policy.rights.models import COPY
from onewindow_policy.rights.models import RightsRequest
from onewindow_policy.rights.requests import ask_at_window
from onewindow_policy.testing import SAMPLE_FUNCTIONAL_TESTING
from onewindow_policy.testing.cases import submission
from onewindow_policy.testing.doors import DoorsSetup
from onewindow_policy.testing.tickets import MANAGER
from plone import api
from sqlalchemy import select
from sqlalchemy import text

import transaction

STREET = "communities/990102/990102001"
CODE = "990102001001"
OLD = f"{STREET}/{CODE}"
INTO = "990102001002"
NEW = f"{STREET}/{INTO}"
PAGE = f"{OLD}/@@merge-place"


class MergingSetup(DoorsSetup):
    """The sample community with matters of each kind, closed ones too."""

    layer = SAMPLE_FUNCTIONAL_TESTING

    def setUp(self):
        super().setUp()
        self.case = register_case(submission("nonce-1"))
        self.closed = register_case(submission("nonce-2"))
        transaction.commit()
        self.move(self.closed, "return")
        leave_suggestion(NewSuggestion("nonce", "等了很久。", CODE))
        ask_at_window(COPY, self.closed.number, "window-staff")
        self.portal.news["n001"].related_communities = [INTO, CODE]
        self.screen = api.content.create(
            self.portal.screens, "Screen", title="屏", community=CODE
        )
        transaction.commit()

    def move(self, case, transition):
        """Lead a case on, as window staff do at their desk."""
        answer = self.post(
            "window-staff",
            f"@@desk/{case.number}",
            {
                "transition": transition,
                "version": "1",
                f"{transition}-reason": "材料不是本人的",
                "confirmed": "1",
            },
        )
        self.assertEqual(200, answer.status_code, answer.text[:500])

    def codes(self):
        """Return the codes that records have, table by table."""
        transaction.begin()
        session = read_session()
        return [
            sorted(session.scalars(select(table.community_code)))
            for table in (Case, Suggestion, RightsRequest)
        ]

    def give(self, path, principal, role):
        place = self.portal.unrestrictedTraverse(path)
        place.manage_setLocalRoles(principal, [role])
        place.reindexObjectSecurity()
        transaction.commit()

    def merge(self, who=MANAGER, **form):
        return self.post(who, PAGE, {"to": INTO, **form})

    def counts(self, page):
        """Return by name how many of each kind the page says there are."""
        return {
            row.get("data-matter"): int(row.cssselect(".badge")[0].text_content())
            for row in html.fromstring(page).cssselect("#matters > li")
        }

    @contextmanager
    def faulty_rights(self):
        """Within this, requests about data cannot be changed."""
        with get_database().writing.begin() as connection:
            connection.execute(
                text(
                    "CREATE TRIGGER fault BEFORE UPDATE ON rights_requests"
                    " BEGIN SELECT RAISE(ABORT, 'disk I/O error'); END"
                )
            )
        yield
        with get_database().writing.begin() as connection:
            connection.execute(text("DROP TRIGGER fault"))

    def is_there(self, path):
        return self.portal.unrestrictedTraverse(path, None) is not None
