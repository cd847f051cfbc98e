"""axe-core finds nothing on what one meets only on the way through the public face."""

from onewindow_policy.browse.browser.home import HomeView
from onewindow_policy.cases.browser.receipt import RECEIPT_COOKIE
from onewindow_policy.guides.browser.page import ItemView
from onewindow_policy.portal.browser.main_template import MainTemplate
from onewindow_policy.records.database import Database
from onewindow_policy.records.database import get_database
from onewindow_policy.records.database import replace_database
from onewindow_policy.records.settings import read_url
from onewindow_policy.testing.proxies import PAGES
from test_portal_accessibility import AxeTestCase
from test_portal_accessibility import STREET
from test_portal_accessibility import WAYS
from test_portal_accessibility import WAYS_OF_MOMENTS
from unittest import mock

import dataclasses
import re
import transaction

#: What a district does not have on its list.
NOT_ADOPTED = "sq-js-004/990103"


class TestMoments(AxeTestCase):
    def look_at_moment(self, show, account=None, ways=WAYS_OF_MOMENTS):
        """Look at what `show(page)` leads to."""
        for way, widths in ways.items():
            with self.reader(way, widths[0], account) as page:
                show(page)
                self.look_at(page, way, widths, "")
        self.assert_nothing_found()

    def send_empty(self, page, path):
        page.goto(f"{self.base}/{path}")
        page.eval_on_selector("form.questions", "form => form.noValidate = true")
        onward = page.locator(".step-controls .btn-primary")
        if onward.is_visible():
            # On a phone the first questions come after what one should have at hand.
            for step in ("group-eligibility", "group-applicant"):
                onward.click()
                found = f"[name='form.at'][value='{step}']"
                page.wait_for_selector(found, state="attached")
            onward.click()
        else:
            page.locator("form.questions .formControls button").first.click()
        page.wait_for_selector("#problems")

    def test_nothing_is_found_beside_the_window_of_a_community(self):
        def show(page):
            page.goto(f"{self.base}/{STREET}/990102001002")
            page.click("[data-choose-community]")
            page.goto(f"{self.base}/catalogue/sq-ll-001")
            page.locator(".my-window:visible [data-hours]").wait_for()

        self.look_at_moment(show)

    def test_nothing_is_found_where_a_device_forgets_its_community(self):
        def show(page):
            page.goto(f"{self.base}/{STREET}/990102001001")
            page.click("[data-choose-community]")
            page.goto(f"{self.base}/communities?item=sq-ll-001")
            page.locator("[data-forget-community] button").wait_for()

        self.look_at_moment(show)

    def test_nothing_is_found_on_suggestions_below_a_search_box(self):
        def show(page):
            page.goto(self.base)
            page.locator("#find").click()
            page.keyboard.insert_text("shequ")
            page.locator("[role=option]").first.wait_for()
            page.keyboard.press("ArrowDown")

        self.look_at_moment(show)

    def test_nothing_is_found_on_an_application_to_mend(self):
        self.look_at_moment(
            lambda page: self.send_empty(page, "catalogue/sq-ll-001/apply")
        )

    def test_nothing_is_found_on_a_suggestion_to_mend(self):
        self.look_at_moment(lambda page: self.send_empty(page, "forms/suggest"))

    def test_nothing_is_found_on_a_receipt(self):
        url = f"{self.base}/@@receipt/{self.case.number}"
        cookie = {
            "name": RECEIPT_COOKIE,
            "value": self.case.receipt_token,
            "url": url,
        }

        def show(page):
            page.context.add_cookies([cookie])
            page.goto(url)
            page.wait_for_selector("#query-code")

        self.look_at_moment(show, ways=WAYS)

    def track(self, page, number, code):
        page.goto(f"{self.base}/@@track")
        page.fill("#number", number)
        page.fill("#code", code)
        page.locator("#track-form button").click()

    def test_nothing_is_found_on_the_progress_of_a_case(self):
        def show(page):
            self.track(page, self.case.number, self.case.query_code)
            page.wait_for_selector("#case-state")

        self.look_at_moment(show, ways=WAYS)

    def test_nothing_is_found_on_a_mistyped_number(self):
        def show(page):
            self.track(page, "1", "1")
            page.wait_for_selector(".field.error")

        self.look_at_moment(show)

    def test_nothing_is_found_on_a_refused_login(self):
        def show(page):
            page.goto(f"{self.base}/login")
            page.fill("[name=__ac_name]", "nobody")
            page.fill("[name=__ac_password]", "nothing")
            page.locator("[name='buttons.login']").click()
            page.wait_for_selector(".portalMessage")

        self.look_at_moment(show)

    def expect(self, page, path, status):
        self.assertEqual(status, page.goto(f"{self.base}/{path}").status)

    def test_nothing_is_found_where_nothing_is(self):
        self.look_at_moment(lambda page: self.expect(page, "nothing", 404), ways=WAYS)

    def test_nothing_is_found_where_a_district_does_not_do_it(self):
        self.look_at_moment(
            lambda page: self.expect(page, f"catalogue/{NOT_ADOPTED}", 404)
        )

    def test_nothing_is_found_where_a_guide_is_in_revision(self):
        with mock.patch.object(ItemView, "guides", (None, None)):
            self.look_at_moment(
                lambda page: self.expect(page, "catalogue/sq-ll-001", 200)
            )

    def test_nothing_is_found_on_a_failure(self):
        with mock.patch.object(HomeView, "body", side_effect=ValueError("broken")):
            self.look_at_moment(lambda page: self.expect(page, "", 500))

    def test_nothing_is_found_on_a_failure_of_the_frame(self):
        broken = property(mock.Mock(side_effect=ValueError("broken")))
        with mock.patch.object(MainTemplate, "template", broken):
            self.look_at_moment(lambda page: self.expect(page, "", 500), ways=WAYS)

    def test_nothing_is_found_while_records_are_away(self):
        settings = dataclasses.replace(
            get_database().settings, url=read_url("postgresql://127.0.0.1:1/nobody")
        )
        lost = Database(settings)
        self.addCleanup(lost.dispose)
        replace_database(lost)
        self.look_at_moment(lambda page: self.expect(page, "@@suggestions", 503))

    def test_nothing_is_found_on_what_proxies_show_themselves(self):
        for path in PAGES:
            self.look_at_moment(lambda page, path=path: page.goto(path.as_uri()))

    def test_nothing_is_found_on_what_is_not_open_to_the_reader(self):
        def show(page):
            page.goto(f"{self.base}/@@overview-controlpanel")
            page.wait_for_url(re.compile("insufficient-privileges"))

        self.look_at_moment(show, "window-staff")

    def test_nothing_is_found_on_a_screen(self):
        # Its slide must not change while it is looked at.
        self.layer["portal"].screens["h001"].seconds_per_slide = 600
        transaction.commit()
        page = self.visit(
            "screens/h001",
            viewport={"width": 1920, "height": 1080},
            reduced_motion="reduce",
        )
        page.evaluate(self.axe)
        self.judge(page, False, "screen")
        self.assert_nothing_found()
