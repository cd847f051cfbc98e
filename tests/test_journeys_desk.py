"""What colleagues pass to each other, and a unit's sheet of results, in a real browser."""

from onewindow_policy.cases.handling import move_case
from onewindow_policy.cases.models import Case
from onewindow_policy.cases.numbers import case_number_text
from onewindow_policy.cases.submissions import register_case
from onewindow_policy.records.database import get_database
from onewindow_policy.testing.cases import submission
from openpyxl import load_workbook
from pathlib import Path
from plone import api
from sqlalchemy import select
from tempfile import TemporaryDirectory
from test_cases_assigning import AT_WINDOW
from test_cases_assigning import PLACE
from test_cases_results import BUREAU
from test_cases_results import COMMUNITY
from test_cases_results import HEADINGS
from test_cases_results import OFFICE
from test_journeys import JourneyTestCase

import transaction

HALL_DESKTOP = {"width": 1366, "height": 768}


class DeskJourney(JourneyTestCase):
    def setUp(self):
        super().setUp()
        self.portal = self.layer["portal"]
        transaction.begin()

    def register(self, nonce, **changes):
        with api.env.adopt_user("window-staff"):
            case = register_case(submission(nonce, **changes))
        transaction.commit()
        return case.number

    def stored(self, column, number):
        with get_database().reading.connect() as connection:
            return connection.scalar(select(column).where(Case.number == number))

    def go(self, number, user_id, transition):
        with api.env.adopt_user(user_id):
            user = api.user.get(user_id)
            version = self.stored(Case.version, number)
            move_case(number, transition, user, version=version)
        transaction.commit()


class TestHandingOver(DeskJourney):
    def setUp(self):
        super().setUp()
        # A second colleague at the window.
        self.place = self.portal.unrestrictedTraverse(PLACE)
        self.place.manage_setLocalRoles("grid-worker", ["Window Staff"])
        self.place.reindexObjectSecurity()
        transaction.commit()
        self.number = self.register("handing-over", **AT_WINDOW)
        self.address = f"@@desk/{self.number}"

    def tearDown(self):
        transaction.begin()
        self.place.manage_setLocalRoles("grid-worker", ["Grid Worker"])
        self.place.reindexObjectSecurity()
        transaction.commit()
        super().tearDown()

    def hand_over(self, page):
        page.click("#step-hand_over summary")
        page.check("#go-hand_over [value=grid-worker]")
        page.fill("#hand_over-reason", "明天起我休假")
        page.click("#go-hand_over [type=submit]")
        page.locator("#step-hand_over").wait_for(state="detached")

    def assignee(self):
        return self.stored(Case.assignee, self.number)

    def test_declined_the_case_stays_accepted_it_goes_on(self):
        page = self.visit(self.address, HALL_DESKTOP, login="window-staff")
        self.assertEqual("高龄津贴申请", page.locator("h1").inner_text())
        self.hand_over(page)
        self.assertEqual("window-staff", self.assignee())
        colleague = self.visit(self.address, HALL_DESKTOP, login="grid-worker")
        name = api.user.get("window-staff").getProperty("fullname")
        self.assertIn(name, colleague.locator("dl.facts").inner_text())
        colleague.click("#step-decline_hand_over summary")
        colleague.fill("#decline_hand_over-reason", "我手上已满")
        colleague.click("#go-decline_hand_over [type=submit]")
        colleague.locator("#go-decline_hand_over").wait_for(state="detached")
        self.assertEqual("window-staff", self.assignee())
        page.reload()
        self.assertIn("我手上已满", page.locator("main").inner_text())
        self.hand_over(page)
        colleague.reload()
        colleague.click("#go-accept_hand_over [type=submit]")
        colleague.locator("#go-accept_hand_over").wait_for(state="detached")
        self.assertEqual("grid-worker", self.assignee())
        self.assertEqual("window-staff", self.stored(Case.first_contact, self.number))


class TestUnitsSheet(DeskJourney):
    def setUp(self):
        super().setUp()
        units = {"unit_code": OFFICE, "deciding_unit_code": BUREAU}
        self.numbers = []
        for nonce in ("sheet-1", "sheet-2"):
            number = self.register(nonce, community_code=COMMUNITY, **units)
            self.go(number, "street-officer", "accept")
            self.go(number, "department-officer", "start")
            self.numbers.append(number)
        folder = TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.path = str(Path(folder.name) / "results.xlsx")

    def fill_in(self, results):
        """Fill in the sheet that was downloaded, by the numbers of cases."""
        book = load_workbook(self.path)
        sheet = book.worksheets[0]
        rows = list(sheet.iter_rows())
        heading = next(row for row in rows if HEADINGS[1] in [c.value for c in row])
        columns = {cell.value: cell.column for cell in heading}
        for row in rows[rows.index(heading) + 1 :]:
            number = row[columns[HEADINGS[0]] - 1].value
            for heading_name, value in results.get(number, {}).items():
                sheet.cell(row[0].row, columns[heading_name], value)
        book.save(self.path)

    def send(self, page):
        page.set_input_files("#sheet", self.path)
        page.click("#results-in [name=check]")

    def test_unit_takes_its_cases_out_and_brings_the_results_back_at_once(self):
        page = self.visit("@@case-results", HALL_DESKTOP, login="department-officer")
        with page.expect_download() as download:
            page.click("#results-out [type=submit]")
        download.value.save_as(self.path)
        first, second = map(case_number_text, self.numbers)
        self.fill_in(
            {first: {HEADINGS[1]: "同意办理"}, second: {HEADINGS[1]: "不予办理"}}
        )
        self.send(page)
        faults = page.locator("#faults")
        faults.wait_for()
        self.assertIn(HEADINGS[3], faults.inner_text())
        self.assertEqual("in_progress", self.stored(Case.state, self.numbers[0]))
        self.fill_in({second: {HEADINGS[3]: "年龄不到80周岁"}})
        self.send(page)
        page.locator("#checked").wait_for()
        self.assertIn(first, page.locator("#checked").inner_text())
        page.click("#enter-results [name=enter]")
        page.locator("#checked").wait_for(state="detached")
        self.assertEqual(
            ["completed_approved", "completed_refused"],
            [self.stored(Case.state, each) for each in self.numbers],
        )
        page.goto(f"{self.base}/@@desk/{self.numbers[1]}")
        self.assertIn("不予办理决定书", page.locator("#papers").inner_text())
