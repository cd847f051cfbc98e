"""The window of one's own community, above pages that are the same for everybody."""

from datetime import date
from datetime import timedelta
from lxml import html
from onewindow_policy.communities.hours import opening_days
from onewindow_policy.testing import SAMPLE_FUNCTIONAL_TESTING
from onewindow_policy.workdays.calendar import WorkingCalendar
from plone.testing.zope import Browser
from test_journeys import JourneyTestCase
from test_journeys import PHONE
from unittest import mock

import json
import re
import transaction
import unittest

STREET = "communities/990102/990102001"
COMMUNITY = f"{STREET}/990102001001"
#: A community without a window of its own.
WITHOUT_HALL = f"{STREET}/990102001002"

DAY = (("08:30", "12:00"), ("13:30", "17:30"))
SPANS = (
    *(("weekdays", *span) for span in DAY),
    ("saturday", "09:00", "12:00"),
)


class TestOpeningDays(unittest.TestCase):
    def days(self, first, count, *, closes_on_holidays=True):
        days = opening_days(
            SPANS,
            first,
            count,
            WorkingCalendar(),
            closes_on_holidays=closes_on_holidays,
        )
        self.assertEqual([first + timedelta(days=n) for n in range(count)], list(days))
        return list(days.values())

    def test_ordinary_week_has_the_hours_of_its_days(self):
        week = self.days(date(2026, 11, 23), 7)
        self.assertEqual([DAY] * 5 + [(("09:00", "12:00"),), ()], week)

    def test_holiday_on_a_weekday_is_closed(self):
        # National Day, announced by the State Council.
        self.assertEqual([()], self.days(date(2026, 10, 1), 1))

    def test_hall_that_works_on_holidays_is_open_then(self):
        self.assertEqual(
            [DAY], self.days(date(2026, 10, 1), 1, closes_on_holidays=False)
        )

    def test_weekend_within_a_holiday_is_closed(self):
        # The Saturday of the National Day holidays; the hall has hours on Saturdays.
        saturday = date(2026, 10, 3)
        self.assertEqual([()], self.days(saturday, 1))
        self.assertEqual(
            [(("09:00", "12:00"),)], self.days(saturday, 1, closes_on_holidays=False)
        )

    def test_new_year_is_closed_before_its_holidays_are_announced(self):
        self.assertEqual([(), (("09:00", "12:00"),)], self.days(date(2027, 1, 1), 2))

    def test_weekend_that_is_worked_for_a_holiday_has_the_hours_of_weekdays(self):
        # The Saturday after the National Day holidays is a working day.
        self.assertEqual([DAY], self.days(date(2026, 10, 10), 1))


class TestStrip(unittest.TestCase):
    layer = SAMPLE_FUNCTIONAL_TESTING

    def setUp(self):
        self.url = self.layer["portal"].absolute_url()
        self.browser = Browser(self.layer["app"])
        self.browser.raiseHttpErrors = False

    def open(self, path):
        self.browser.open(f"{self.url}/{path}")
        return html.fromstring(self.browser.contents)

    def test_strip_names_the_hall_its_hours_and_its_phone(self):
        strip = self.open(f"{COMMUNITY}/@@my-window")
        self.assertIn("晨光社区党群服务中心", strip.text_content())
        self.assertTrue(strip.cssselect("a[href^='tel:']"))
        (state,) = strip.cssselect("[data-hours]")
        self.assertEqual(15, len(json.loads(state.get("data-hours"))))

    def test_community_without_a_window_has_that_of_its_street(self):
        strip = self.open(f"{WITHOUT_HALL}/@@my-window")
        self.assertIn("由街道窗口办理", strip.text_content())

    def test_guide_without_a_community_is_the_same_for_everybody(self):
        page = self.open("catalogue/sq-ll-001/990102")
        self.assertFalse(page.cssselect(".my-window"))
        self.assertTrue(page.cssselect("[data-my-window]"))

    def test_community_in_the_address_leads_to_the_guide_of_its_district(self):
        page = self.open("catalogue/sq-ll-001?community=990102001001")
        self.assertIn("/sq-ll-001/990102?community=", self.browser.url)
        self.assertTrue(page.cssselect(".my-window"))

    def test_unknown_community_changes_nothing(self):
        for code in ("990102999999", "x", "9" * 500):
            with self.subTest(code=code[:12]):
                page = self.open(f"catalogue/sq-ll-001?community={code}")
                self.assertFalse(page.cssselect(".my-window"))
                self.assertIn("200", self.browser.headers["status"])


class TestOwnWindow(JourneyTestCase):
    def test_chosen_community_is_remembered_for_all_guides(self):
        page = self.visit(COMMUNITY, viewport=PHONE)
        page.click("[data-choose-community]")
        page.goto(f"{self.base}/catalogue/sq-ll-001")
        page.wait_for_url(re.compile("/sq-ll-001/990102$"))
        strip = page.locator(".my-window")
        strip.wait_for()
        self.assertIn("晨光社区党群服务中心", strip.inner_text())
        self.assertRegex(page.locator(".my-window-now").inner_text(), r"下班|开始办公")

    def test_reader_who_wants_the_rules_of_the_city_sees_them(self):
        page = self.visit(COMMUNITY)
        page.click("[data-choose-community]")
        page.goto(f"{self.base}/catalogue/sq-ll-001/990102")
        page.click(".district-switch a >> nth=0")
        page.wait_for_url(re.compile("/sq-ll-001$"))
        page.wait_for_timeout(300)
        self.assertTrue(page.url.endswith("/sq-ll-001"))

    def test_hours_now_go_by_the_clock_of_the_city(self):
        expected = {
            "2026-11-25T09:00": "现在办公，12:00 下班",
            "2026-11-25T12:30": "现在休息，13:30 开始办公",
            "2026-11-27T18:00": "现在不办公，明天 9:00 开始办公",
            "2026-11-28T18:00": "现在不办公，11月30日星期一 8:30 开始办公",
        }
        today = "onewindow_policy.communities.browser.window.today"
        said = {}
        with mock.patch(today, lambda: date(2026, 11, 25)):
            for moment in expected:
                page = self.visit()
                page.clock.set_fixed_time(f"{moment}:00+08:00")
                page.goto(
                    f"{self.base}/catalogue/sq-ll-001/990102?community=990102001001"
                )
                said[moment] = page.locator("[data-hours]").inner_text()
        self.assertEqual(expected, said)

    def test_page_that_stays_open_over_noon_says_so(self):
        today = "onewindow_policy.communities.browser.window.today"
        with mock.patch(today, lambda: date(2026, 11, 25)):
            page = self.visit()
            page.clock.install(time="2026-11-25T11:59:50+08:00")
            page.goto(f"{self.base}/catalogue/sq-ll-001/990102?community=990102001001")
            state = page.locator("[data-hours]")
            page.locator(".open-now").wait_for()
            page.clock.run_for(60_000)
            self.assertEqual("现在休息，13:30 开始办公", state.inner_text())
            self.assertEqual("my-window-now closed-now", state.get_attribute("class"))

    def test_nearest_window_is_found_by_the_browser(self):
        places = {
            # On the spot of 湖西's, and between towns: nearer to 青石区 than to any other.
            (-0.098, 0.004): "990121/990121002/990121002001",
            (0.041, -0.009): "990103/990103001/990103001001",
        }
        for (latitude, longitude), community in places.items():
            page = self.visit(
                "communities",
                geolocation={"latitude": latitude, "longitude": longitude},
                permissions=["geolocation"],
            )
            asked = []
            page.on("request", lambda request, to=asked: to.append(request.url))
            page.click("[data-locate] button")
            page.wait_for_url(f"**/communities/{community}")
            self.assertFalse([url for url in asked if str(latitude) in url])

    def test_reader_whose_position_is_not_known_is_told_to_choose(self):
        page = self.visit("communities")
        page.context.clear_permissions()
        page.click("[data-locate] button")
        page.locator("[data-locate] [role=status]", has_text="请").wait_for()

    def test_nothing_is_offered_where_no_position_is_known(self):
        catalog = self.layer["portal"].portal_catalog
        for brain in catalog.unrestrictedSearchResults(portal_type="Hall"):
            hall = brain._unrestrictedGetObject()
            hall.latitude = hall.longitude = None
            hall.reindexObject()
        transaction.commit()
        page = self.visit("communities")
        self.assertEqual(0, page.locator("[data-locate]").count())

    def test_community_is_chosen_without_scripts(self):
        page = self.visit("communities", java_script_enabled=False)
        page.select_option("#community", "990102001001")
        page.click("form button.btn-primary >> nth=0")
        page.locator("main a[href*='catalogue?']").first.click()
        page.locator("main .results a").first.click()
        self.assertIn("990102", page.url)
        self.assertIn("晨光社区党群服务中心", page.locator(".my-window").inner_text())


class TestWayBack(JourneyTestCase):
    """From a guide to the choice of a community, and back to it."""

    GUIDE = "catalogue/sq-ll-001"

    def open_choice(self, **options):
        page = self.visit(self.GUIDE, viewport=PHONE, **options)
        page.click(".choose-window a")
        page.wait_for_url("**/communities?item=sq-ll-001")
        self.assertIn("高龄津贴申请", page.locator(".page-head").inner_text())
        return page

    def assert_back(self, page, query):
        page.wait_for_url(f"**/{self.GUIDE}/990102{query}")
        page.locator(".my-window").wait_for()
        self.assertIn("晨光社区党群服务中心", page.locator(".my-window").inner_text())
        self.assertFalse(page.is_visible(".choose-window"))

    def test_choice_leads_back_without_scripts(self):
        chosen = "?community=990102001001"
        page = self.open_choice(java_script_enabled=False)
        page.select_option("#community", "990102001001")
        page.click("form button.btn-primary >> nth=0")
        self.assert_back(page, chosen)
        page.click(".my-window [data-change]")
        page.fill("#find-community", "晨光")
        page.click("form[role=search].find-wide button")
        page.click(".community-list a")
        self.assert_back(page, chosen)
        page.goto(f"{self.base}/{COMMUNITY}?item=sq-ll-001")
        page.click(".actions a.btn-primary")
        self.assert_back(page, chosen)

    def test_choice_leads_back_and_the_device_remembers_it(self):
        for choose in (
            lambda page: page.select_option("#community", "990102001001"),
            lambda page: page.click(".community-list a >> text=晨光社区"),
        ):
            page = self.open_choice()
            page.dispatch_event("body", "pointerdown")
            choose(page)
            self.assert_back(page, "")
            page.goto(f"{self.base}/catalogue/sq-mz-001")
            page.wait_for_url("**/catalogue/sq-mz-001/990102")
            page.locator(".my-window [data-change]").click()
            page.wait_for_url("**/communities?item=sq-mz-001")

    def test_choice_leads_back_where_nothing_can_be_kept(self):
        page = self.visit()
        page.add_init_script(
            "Object.defineProperty(window, 'localStorage', {get() { throw Error(); }})"
        )
        page.goto(f"{self.base}/communities?item=sq-ll-001")
        page.click(".community-list a >> text=晨光社区")
        self.assert_back(page, "?community=990102001001")

    def test_window_found_by_position_leads_back_too(self):
        page = self.visit(
            f"{self.GUIDE}",
            geolocation={"latitude": 0.012, "longitude": 0.018},
            permissions=["geolocation"],
        )
        page.click(".choose-window a")
        page.click("[data-locate] button")
        page.wait_for_url(f"**/{COMMUNITY}?item=sq-ll-001")
        page.click("[data-choose-community]")
        page.click(".actions a.btn-primary")
        self.assert_back(page, "?community=990102001001")

    def test_district_that_does_not_do_it_says_so(self):
        for with_scripts in (True, False):
            page = self.visit(
                "communities?item=sq-js-004", java_script_enabled=with_scripts
            )
            page.click(".community-list a >> text=清溪社区")
            page.wait_for_url(re.compile(r"/sq-js-004/990103(\?|$)"))
            self.assertIn("青石区的社区窗口不办这件事", page.inner_text(".alert"))
            page.click("main a >> text=看全市通用的办事指南")
            page.wait_for_url("**/catalogue/sq-js-004")
            page.locator(".district-switch").wait_for()
            if with_scripts:
                page.locator(".my-window").wait_for()
            else:
                self.assertEqual(0, page.locator(".my-window").count())

    def test_community_that_is_no_more_leads_nowhere(self):
        page = self.visit()
        gone = {"name": "某社区", "url": f"{self.base}/communities/990199001001"}
        page.evaluate(
            "gone => localStorage.setItem('onewindow.community', JSON.stringify(gone))",
            gone,
        )
        with page.expect_response("**/@@my-window"):
            page.goto(f"{self.base}/{self.GUIDE}")
        page.wait_for_load_state("networkidle")
        self.assertTrue(page.url.endswith(self.GUIDE))
        self.assertEqual(0, page.locator(".my-window").count())

    def test_guide_that_nobody_may_see_is_no_way_back(self):
        for code in ("sq-xx-999", "", "../news", "catalogue"):
            with self.subTest(code=code):
                page = self.visit(f"communities?item={code}")
                self.assertEqual(0, page.locator("input[name=item]").count())
                self.assertFalse(page.is_visible("main .notice"))

    def test_device_forgets_the_community_on_request(self):
        page = self.visit(COMMUNITY)
        self.assertFalse(page.is_visible("[data-forget-community]"))
        page.click("[data-choose-community]")
        page.goto(f"{self.base}/")
        page.locator(".tools a", has_text="我的社区").click()
        page.locator("[data-choose-community]:disabled").wait_for()
        page.click("[data-forget-community] button")
        page.locator("[role=status]:focus", has_text="不再记住").wait_for()
        self.assertTrue(page.is_enabled("[data-choose-community]"))
        self.assertEqual("选择社区", page.locator(".tools a >> nth=0").inner_text())
        self.assertEqual([], page.evaluate("Object.keys(localStorage)"))
        page.goto(f"{self.base}/{self.GUIDE}")
        page.locator(".choose-window").wait_for()
        self.assertEqual(0, page.locator(".my-window").count())

    def test_choice_is_confirmed_at_once_and_holds_the_focus(self):
        page = self.visit(COMMUNITY)
        page.focus("[data-choose-community]")
        page.keyboard.press("Enter")
        page.locator("[role=status]:focus", has_text="晨光社区").wait_for()
        self.assertIn("晨光社区", page.locator(".tools a >> nth=0").inner_text())
        page.click("[data-forget-community] button")
        page.click("[data-choose-community]")
        self.assertTrue(page.is_visible("[data-forget-community] button"))

    def test_community_chosen_from_a_list_is_remembered(self):
        for path in ("", "communities"):
            page = self.visit(path)
            page.select_option("form[data-choice] select", "990102001001")
            page.wait_for_url(f"**/{COMMUNITY}")
            with self.subTest(path=path):
                self.assertTrue(page.is_disabled("[data-choose-community]"))
                page.goto(f"{self.base}/{self.GUIDE}")
                page.locator(".my-window").wait_for()

    def test_button_that_could_not_remember_is_not_shown(self):
        page = self.visit()
        page.add_init_script(
            "Object.defineProperty(window, 'localStorage', {get() { throw Error(); }})"
        )
        page.goto(f"{self.base}/{COMMUNITY}")
        page.locator("[data-share], .hall").first.wait_for()
        self.assertFalse(page.is_visible("[data-choose-community]"))

    def test_page_of_all_communities_tells_which_is_remembered(self):
        page = self.visit(COMMUNITY)
        page.click("[data-choose-community]")
        page.goto(f"{self.base}/communities")
        self.assertIn("晨光社区", page.locator("[data-forget-community]").inner_text())
        page.goto(f"{self.base}/{WITHOUT_HALL}")
        self.assertFalse(page.is_visible("[data-forget-community]"))
