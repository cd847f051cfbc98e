"""Who coordinates sees how much there is with each window and colleague, and goes there."""

from datetime import timedelta
from lxml import html
from onewindow_policy.cases.assigning.loads import loads_of_colleagues
from onewindow_policy.cases.assigning.loads import loads_of_windows
from onewindow_policy.cases.models import Case
from onewindow_policy.records.api import utc_now
from onewindow_policy.records.api import write_session
from onewindow_policy.records.database import get_database
from onewindow_policy.testing import SAMPLE_FUNCTIONAL_TESTING
from onewindow_policy.testing import SAMPLE_POSTGRESQL_FUNCTIONAL_TESTING
from onewindow_policy.testing.cases import COMMUNITY
from onewindow_policy.testing.handling import HandlingSetup
from onewindow_policy.testing.records import statements_of
from onewindow_policy.testing.tickets import log_in
from onewindow_policy.workdays.deadlines import local_date
from plone import api
from plone.testing.zope import Browser
from sqlalchemy import update

import transaction
import unittest

OTHER, ABROAD = "990102001002", "990103001001"
AT_WINDOW = {"taken_in_at": COMMUNITY, "account": "window-staff"}
OFFICE = {"unit_code": "U-990102001", "deciding_unit_code": "U-990102-MZ"}


class WorkloadSetup(HandlingSetup):
    """Of the window at `COMMUNITY`: one that is late, one due today, one that waits for its
    applicant, one at a step of a unit; two of them `window-staff`'s."""

    def setUp(self):
        super().setUp()
        self.coordinator = api.user.get("coordinator")
        self.today = local_date(utc_now())
        late, due = self.register("a", **AT_WINDOW), self.register("b", **AT_WINDOW)
        waits, away = self.register("c"), self.register("d", **OFFICE)
        self.set(late, due_on=self.today - timedelta(days=1))
        self.set(due, due_on=self.today)
        self.set(waits, state="awaiting_correction", due_on=None)
        self.set(
            away, state="in_progress", step_name="审批", step_unit_code="U-990102-MZ"
        )
        self.register("e", community_code=OTHER)
        # Of nobody's who coordinates the street.
        self.register("f", community_code=ABROAD)

    def set(self, case, **values):
        change = update(Case).where(Case.number == case.number).values(**values)
        write_session().execute(change)
        transaction.commit()

    def loads(self, read):
        transaction.begin()
        found = {each.key: dict(each.counts) for each in read(self.coordinator)}
        transaction.abort()
        return found


class WorkloadTests(WorkloadSetup):
    def test_each_window_has_its_own_also_where_there_is_nothing(self):
        found = self.loads(loads_of_windows)
        self.assertEqual(COMMUNITY, next(iter(found)))
        expected = {
            "open": 4,
            "overdue": 1,
            "due-today": 1,
            "applicant": 1,
            "with-units": 1,
        }
        self.assertEqual(expected, found[COMMUNITY])
        self.assertEqual({"open": 1}, found[OTHER])
        self.assertEqual({}, found["990102001003"])
        self.assertNotIn(ABROAD, found)

    def test_each_colleague_has_what_they_see_to(self):
        expected = {"open": 2, "overdue": 1, "due-today": 1}
        self.assertEqual({"window-staff": expected}, self.loads(loads_of_colleagues))

    def test_more_of_it_takes_no_more_statements(self):
        def statements(read):
            transaction.begin()
            with statements_of(get_database().engine) as found:
                read(self.coordinator)
            transaction.abort()
            return sum("count" in each for each in found)

        before = [statements(each) for each in (loads_of_windows, loads_of_colleagues)]
        for nonce in "ghijk":
            self.register(nonce, **{**AT_WINDOW, "community_code": OTHER})
        after = [statements(each) for each in (loads_of_windows, loads_of_colleagues)]
        self.assertEqual([1, 1], before)
        self.assertEqual(before, after)


class TestWorkloads(WorkloadTests, unittest.TestCase):
    layer = SAMPLE_FUNCTIONAL_TESTING


class TestWorkloadsOnPostgreSQL(WorkloadTests, unittest.TestCase):
    layer = SAMPLE_POSTGRESQL_FUNCTIONAL_TESTING


class TestWorkloadPage(WorkloadSetup, unittest.TestCase):
    layer = SAMPLE_FUNCTIONAL_TESTING

    def open(self, user_id, url, status="200"):
        log_in(self.browser, user_id)
        self.browser.open(url)
        self.assertTrue(self.browser.headers["status"].startswith(status))
        return html.fromstring(self.browser.contents)

    def setUp(self):
        super().setUp()
        self.site = self.portal.absolute_url()
        self.browser = Browser(self.layer["app"])
        self.browser.raiseHttpErrors = False
        self.browser.addHeader("Accept", "text/html")

    def test_each_number_leads_to_as_many_cases(self):
        for path in ("@@work", "@@desk"):
            page = self.open("coordinator", f"{self.site}/{path}")
            self.assertTrue(page.cssselect("main a[href$='/@@workloads']"), path)
        page = self.open("coordinator", f"{self.site}/@@workloads")
        links = [
            (each.get("href"), int(each.xpath("text()")[0]))
            for each in page.cssselect("main td a")
        ]
        # Those of the window and of the colleague above, and of the other window.
        self.assertEqual(5 + 3 + 1, len(links))
        for url, count in links:
            with self.subTest(url):
                rows = self.open("coordinator", url).cssselect(".desk-list tbody tr")
                self.assertEqual(count, len(rows))
        noted = [each for each in self.noted() if each[2] == "workloads"]
        self.assertEqual(1, len(noted), self.noted())

    def test_who_coordinates_nothing_has_no_such_page(self):
        self.open("window-staff", f"{self.site}/@@workloads", status="403")
        page = self.open("window-staff", f"{self.site}/@@desk")
        self.assertEqual([], page.cssselect("#to-workloads"))
