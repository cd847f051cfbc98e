"""Days on which the clock looks at cases, for whoever is to see what it does."""

from contextlib import contextmanager
from contextlib import nullcontext
from datetime import datetime
from datetime import timedelta
from datetime import timezone
from onewindow_policy.cases import handling
from onewindow_policy.cases import lateness
from onewindow_policy.cases import moving
from onewindow_policy.cases import submissions
from onewindow_policy.cases.lateness import LateCases
from onewindow_policy.testing.handling import HandlingSetup
from plone import api
from unittest.mock import Mock
from unittest.mock import patch

import transaction

PREFIX = "onewindow_policy.cases"


class LatenessSetup(HandlingSetup):
    """To be mixed in; the layer is one with the sample city."""

    @contextmanager
    def day(self, *day):
        """Let it be half past midnight of a day in the city, for all that asks."""
        then = datetime(*day, 0, 30, tzinfo=timezone(timedelta(hours=8)))
        with (
            patch.object(submissions, "utc_now", return_value=then),
            patch.object(moving, "utc_now", return_value=then),
            patch.object(handling, "utc_now", return_value=then),
            patch.object(lateness, "utc_now", return_value=then),
        ):
            yield

    def run_job(self, *day):
        with self.day(*day):
            count = LateCases()(Mock(open_site=nullcontext))
        transaction.begin()
        return count

    def register_on(self, *day, **changes):
        with self.day(*day):
            return self.register(**changes)

    def settle(self, name, value):
        api.portal.set_registry_record(f"{PREFIX}.{name}", value)
        transaction.commit()

    def promise(self, **changes):
        case = self.register_on(2026, 3, 3, **changes)
        with self.day(2026, 3, 4):
            self.move(
                case,
                "accept_conditionally",
                materials=["SQ-LL-001-M03"],
                until="2026-03-06",
                agreed="1",
            )
        return case
