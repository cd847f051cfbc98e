"""axe-core finds nothing on any page of the public face, in whichever way it is shown."""

from axe_playwright_python.sync_playwright import Axe
from contextlib import contextmanager
from onewindow_policy.browse.browser.home import HomeView
from onewindow_policy.cases.browser.receipt import RECEIPT_COOKIE
from onewindow_policy.cases.submissions import register_case
from onewindow_policy.feedback.answering import answer_suggestion
from onewindow_policy.feedback.answering import publish_suggestion
from onewindow_policy.feedback.leaving import leave_suggestion
from onewindow_policy.feedback.leaving import NewSuggestion
from onewindow_policy.guides.browser.page import ItemView
from onewindow_policy.portal.browser.frame import ELDER_COOKIE
from onewindow_policy.portal.browser.main_template import MainTemplate
from onewindow_policy.portal.browser.preferences import LANGUAGE_COOKIE
from onewindow_policy.portal.leaving import leaving_url
from onewindow_policy.records.database import Database
from onewindow_policy.records.database import get_database
from onewindow_policy.records.database import replace_database
from onewindow_policy.records.settings import read_url
from onewindow_policy.testing import BROWSER_PATIENCE
from onewindow_policy.testing.cases import COMMUNITY
from onewindow_policy.testing.cases import submission
from onewindow_policy.testing.proxies import PAGES
from onewindow_policy.testing.tickets import COOKIE
from onewindow_policy.testing.tickets import ticket_for
from pathlib import Path
from plone import api
from plone.app.testing import login
from test_journeys import JourneyTestCase
from unittest import mock

import dataclasses
import itertools
import os
import re
import transaction

DISTRICT = "communities/990102"
STREET = f"{DISTRICT}/990102001"

#: Pages that everybody may open.
PAGES_OF_SERVICES = (
    "",
    "catalogue",
    "catalogue?life_event=养老&district=990102",
    "catalogue?q=没有这样的事项",
    "catalogue/@@not-issued",
    "catalogue/@@not-issued/健在证明",
    "catalogue/sq-mz-001",
    "catalogue/sq-ll-001/990102",
    "catalogue/sq-mz-001/blank-1",
    "catalogue/sq-ll-001/apply",
    "samples",
)
PAGES_OF_PLACES = (
    "communities",
    "communities?q=晨光",
    "communities?q=没有",
    "communities?item=sq-ll-001",
    DISTRICT,
    STREET,
    f"{STREET}/990102001001?item=sq-ll-001",
    f"{STREET}/990102001002",
    f"{STREET}/990102001001/h001",
    "news",
    "news?category=notice",
    "news/n001",
)
PAGES_TO_ASK = (
    "@@find",
    "@@find?q=津贴",
    "@@find?q=结婚",
    "@@find?q=补贴&district=990102&type=item",
    "@@find?q=高领津贴",
    "@@find?q=健在证明怎么开",
    "@@find?q=护照",
    "@@find?q=没有这样的事项",
    "sitemap",
    "login",
    "@@login-help",
    "@@suggestions",
    "@@suggestions?number={letter}",
    "@@suggestion-left?number={letter}",
    "forms/suggest",
    "@@track",
    "@@receipt/{case}",
    "{leaving}",
    "mail_password_form",
    "screens",
)

#: Pages of staff; `{case}` is a case, `{letter}` a suggestion.
PAGES_OF_WINDOWS = (
    "@@work",
    "@@desk",
    "@@desk/{case}",
    "catalogue/sq-mz-001",
    "@@change-password",
    "@@personal-information",
    "@@personal-preferences",
)
PAGES_OF_SUPERVISORS = (
    "@@suggestion-desk",
    "@@answer-suggestion?number={letter}",
    "@@publish-suggestion?number={letter}",
)
PAGES_OF_REVIEWERS = ("@@editorial-desk",)

#: What a district does not have on its list.
NOT_ADOPTED = "sq-js-004/990103"

#: The ways a page is shown, all four of them: its language, in elder mode or not; and the
#: width that it has then, in CSS pixels, of a small phone or of a desktop. Each is looked
#: at in light and in dark. ALL_WAYS=1 in the environment shows each at both widths, and
#: pages of one template in all ways, too.
WAYS = {
    ("zh-cn", False): (360,),
    ("zh-cn", True): (1440,),
    ("en", False): (1440,),
    ("en", True): (360,),
}
IN_ALL_WAYS = bool(os.environ.get("ALL_WAYS"))
if IN_ALL_WAYS:
    WAYS = dict.fromkeys(WAYS, (360, 1440))

HEIGHT = 900


def paths_by_way(paths):
    """Return which of `paths` are looked at in which way.

    A page is looked at in all of them; what else is asked of the same page, in one, in
    turn: it has the same template.
    """
    chosen = {way: [] for way in WAYS}
    turns = itertools.cycle(WAYS)
    seen = set()
    for path in paths:
        address = path.partition("?")[0]
        is_variant = address in seen and not IN_ALL_WAYS
        seen.add(address)
        for way in [next(turns)] if is_variant else WAYS:
            chosen[way].append(path)
    return chosen


#: Gives each page what it is judged by.
JUDGE = (Path(__file__).parent / "data" / "axe.js").read_text(encoding="utf-8")


class AxeTestCase(JourneyTestCase):
    """Looks at pages in every way they are shown, and keeps what axe-core finds."""

    maxDiff = None

    def setUp(self):
        super().setUp()
        self.found = {}
        self.axe = Axe().axe_script
        self.case = register_case(submission())
        user = api.user.get("supervisor")
        login(self.layer["portal"], "supervisor")
        letter = leave_suggestion(NewSuggestion("letter-1", "等了很久。", COMMUNITY))
        answer_suggestion(letter.number, "已加派人手。", user, version=1)
        publish_suggestion(
            letter.number, "为什么等很久？", "已加派人手。", user, version=2
        )
        transaction.commit()
        leaving = leaving_url("https://example.com/", self.base)
        self.names = {
            "case": self.case.number,
            "letter": letter.number,
            "leaving": leaving.removeprefix(f"{self.base}/"),
        }

    @contextmanager
    def reader(self, way, account=None):
        """Give a page of somebody who reads in this `way`, as the sample `account`."""
        language, elder = way
        context = self.layer["chromium"].new_context(
            viewport={"width": WAYS[way][0], "height": HEIGHT},
            reduced_motion="reduce",
        )
        context.set_default_timeout(BROWSER_PATIENCE)
        self.contexts.append(context)
        cookies = {LANGUAGE_COOKIE: f'"{language}"'}
        if elder:
            cookies[ELDER_COOKIE] = "1"
        if account:
            cookies[COOKIE] = ticket_for(account)
        context.add_cookies(
            [
                {"name": name, "value": value, "url": self.base}
                for name, value in cookies.items()
            ]
        )
        context.add_init_script(self.axe)
        yield context.new_page()
        context.close()

    def look_at(self, page, way, name):
        """Run axe-core on `page` at each width of this `way`."""
        for width in WAYS[way]:
            page.set_viewport_size({"width": width, "height": HEIGHT})
            self.judge(page, way[1], (name, *way, width))

    def judge(self, page, elder, where):
        """Run axe-core on `page` as it is, and judge its colours in light and dark."""
        page.evaluate(JUDGE, elder)
        problems = page.evaluate("findings()")
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            problems += page.evaluate("findingsOfColours()")
        for problem in problems:
            self.found.setdefault(tuple(problem), []).append(where)

    def go_through(self, paths, account=None):
        """Look at the pages of all `paths`, which must be there."""
        missing = []
        for way, chosen in paths_by_way(paths).items():
            with self.reader(way, account) as page:
                for path in chosen:
                    answer = page.goto(f"{self.base}/{path.format(**self.names)}")
                    if not answer.ok:
                        missing.append(path)
                    self.look_at(page, way, path)
        self.assertEqual([], missing)
        self.assert_nothing_found()

    def in_every_way(self, show):
        """Look at what `show(page)` leads to."""
        for way in WAYS:
            with self.reader(way) as page:
                show(page)
                self.look_at(page, way, "")
        self.assert_nothing_found()

    def assert_nothing_found(self):
        lines = [
            f"{rule}: {target}\n  {message}\n  {len(where)} times, first {where[0]}"
            for (rule, target, message), where in sorted(self.found.items())
        ]
        self.assertEqual("", "\n".join(lines))


class TestPages(AxeTestCase):
    def test_nothing_is_found_on_pages_of_services(self):
        self.go_through(PAGES_OF_SERVICES)

    def test_nothing_is_found_on_pages_of_places_and_news(self):
        self.go_through(PAGES_OF_PLACES)

    def test_nothing_is_found_on_pages_to_search_and_to_ask(self):
        self.go_through(PAGES_TO_ASK)

    def test_nothing_is_found_at_the_windows_desk(self):
        self.go_through(PAGES_OF_WINDOWS, "window-staff")

    def test_nothing_is_found_at_the_supervisors_desk(self):
        self.go_through(PAGES_OF_SUPERVISORS, "supervisor")

    def test_nothing_is_found_at_the_reviewers_desk(self):
        self.go_through(PAGES_OF_REVIEWERS, "reviewer")


class TestMoments(AxeTestCase):
    """Pages that one meets only on the way."""

    def send_empty(self, page, path):
        page.goto(f"{self.base}/{path}")
        page.eval_on_selector("form.questions", "form => form.noValidate = true")
        page.locator("form.questions .formControls button").first.click()
        page.wait_for_selector("#problems")

    def test_nothing_is_found_beside_the_window_of_a_community(self):
        def show(page):
            page.goto(f"{self.base}/{STREET}/990102001002")
            page.click("[data-choose-community]")
            page.goto(f"{self.base}/catalogue/sq-ll-001")
            page.locator(".my-window:visible [data-hours]").wait_for()

        self.in_every_way(show)

    def test_nothing_is_found_where_a_device_forgets_its_community(self):
        def show(page):
            page.goto(f"{self.base}/{STREET}/990102001001")
            page.click("[data-choose-community]")
            page.goto(f"{self.base}/communities?item=sq-ll-001")
            page.locator("[data-forget-community] button").wait_for()

        self.in_every_way(show)

    def test_nothing_is_found_on_suggestions_below_a_search_box(self):
        def show(page):
            page.goto(self.base)
            page.locator("#find").click()
            page.keyboard.insert_text("shequ")
            page.locator("[role=option]").first.wait_for()
            page.keyboard.press("ArrowDown")

        self.in_every_way(show)

    def test_nothing_is_found_on_an_application_to_mend(self):
        self.in_every_way(
            lambda page: self.send_empty(page, "catalogue/sq-ll-001/apply")
        )

    def test_nothing_is_found_on_a_suggestion_to_mend(self):
        self.in_every_way(lambda page: self.send_empty(page, "forms/suggest"))

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

        self.in_every_way(show)

    def track(self, page, number, code):
        page.goto(f"{self.base}/@@track")
        page.fill("#number", number)
        page.fill("#code", code)
        page.locator("#track-form button").click()

    def test_nothing_is_found_on_the_progress_of_a_case(self):
        def show(page):
            self.track(page, self.case.number, self.case.query_code)
            page.wait_for_selector("#case-state")

        self.in_every_way(show)

    def test_nothing_is_found_on_a_mistyped_number(self):
        def show(page):
            self.track(page, "1", "1")
            page.wait_for_selector(".field.error")

        self.in_every_way(show)

    def test_nothing_is_found_on_a_refused_login(self):
        def show(page):
            page.goto(f"{self.base}/login")
            page.fill("[name=__ac_name]", "nobody")
            page.fill("[name=__ac_password]", "nothing")
            page.locator("[name='buttons.login']").click()
            page.wait_for_selector(".portalMessage")

        self.in_every_way(show)

    def expect(self, page, path, status):
        self.assertEqual(status, page.goto(f"{self.base}/{path}").status)

    def test_nothing_is_found_where_nothing_is(self):
        self.in_every_way(lambda page: self.expect(page, "nothing", 404))

    def test_nothing_is_found_where_a_district_does_not_do_it(self):
        self.in_every_way(
            lambda page: self.expect(page, f"catalogue/{NOT_ADOPTED}", 404)
        )

    def test_nothing_is_found_where_a_guide_is_in_revision(self):
        with mock.patch.object(ItemView, "guides", (None, None)):
            self.in_every_way(
                lambda page: self.expect(page, "catalogue/sq-ll-001", 200)
            )

    def test_nothing_is_found_on_a_failure(self):
        with mock.patch.object(HomeView, "body", side_effect=ValueError("broken")):
            self.in_every_way(lambda page: self.expect(page, "", 500))

    def test_nothing_is_found_on_a_failure_of_the_frame(self):
        broken = property(mock.Mock(side_effect=ValueError("broken")))
        with mock.patch.object(MainTemplate, "template", broken):
            self.in_every_way(lambda page: self.expect(page, "", 500))

    def test_nothing_is_found_while_records_are_away(self):
        settings = dataclasses.replace(
            get_database().settings, url=read_url("postgresql://127.0.0.1:1/nobody")
        )
        lost = Database(settings)
        self.addCleanup(lost.dispose)
        replace_database(lost)
        self.in_every_way(lambda page: self.expect(page, "@@suggestions", 503))

    def test_nothing_is_found_on_what_proxies_show_themselves(self):
        for path in PAGES:
            self.in_every_way(lambda page, path=path: page.goto(path.as_uri()))

    def test_nothing_is_found_on_what_is_not_open_to_the_reader(self):
        for way in WAYS:
            with self.reader(way, "window-staff") as page:
                page.goto(f"{self.base}/@@overview-controlpanel")
                page.wait_for_url(re.compile("insufficient-privileges"))
                self.look_at(page, way, "")
        self.assert_nothing_found()

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
