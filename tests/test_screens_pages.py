"""A screen shows one public thing after the other, by itself, for years."""

from datetime import date
from lxml import html
from onewindow_policy.guides.resolved import Material
from onewindow_policy.guides.resolved import ProcessStep
from onewindow_policy.guides.resolved import ResolvedGuide
from onewindow_policy.guides.wording import Wording
from onewindow_policy.screens.legibility import MAX_ROWS
from onewindow_policy.screens.legibility import rows_of
from onewindow_policy.screens.legibility import shortened
from onewindow_policy.screens.legibility import width_of
from onewindow_policy.screens.slides import guide_lines
from onewindow_policy.screens.slides import mixed
from onewindow_policy.testing import SAMPLE_FUNCTIONAL_TESTING
from plone import api
from plone.testing.zope import Browser
from unittest import mock

import base64
import hashlib
import re
import transaction
import unittest

#: The slide, beside what is shown when nothing has come for long.
SHOWN = "//section[not(@hidden)]"

REFRESH = re.compile(r"(\d+);url=\?slide=(\d+)")


class TestOrder(unittest.TestCase):
    def test_what_is_rarer_is_spread_evenly(self):
        self.assertEqual(["a", "b", 1, "c", "d", 2], mixed("abcd", [1, 2]))
        self.assertEqual([1, 2, "a", 3, 4, "b"], mixed("ab", [1, 2, 3, 4]))

    def test_nothing_is_lost_or_doubled(self):
        found = mixed(list(range(52)), ["a", "b", "c", "d", "e"])
        self.assertEqual(57, len(set(found)))

    def test_one_kind_alone_stays_as_it_is(self):
        self.assertEqual([1, 2], mixed([1, 2], []))
        self.assertEqual([], mixed([], []))


class TestLegibility(unittest.TestCase):
    def test_latin_letters_take_half_the_room_of_chinese_ones(self):
        self.assertGreater(width_of("办事"), width_of("ab"))
        self.assertEqual(1, rows_of("办" * 20))
        self.assertEqual(2, rows_of("办" * 21))
        self.assertEqual(1, rows_of(""))

    def test_what_does_not_fit_is_cut_and_says_so(self):
        self.assertEqual("办" * 20, shortened("办" * 20))
        cut = shortened("办" * 50)
        self.assertEqual(1, rows_of(cut))
        self.assertTrue(cut.endswith("…"))
        self.assertEqual(2, rows_of(shortened("办" * 50, 2)))


class TestLines(unittest.TestCase):
    layer = SAMPLE_FUNCTIONAL_TESTING

    def lines(self, units=None, **values):
        return guide_lines(ResolvedGuide(**values), units or {}, Wording("zh-cn"))

    def test_a_long_process_is_told_in_five_lines_with_its_end(self):
        steps = [
            ProcessStep(f"第{number}步", ("community", "street")[number % 2])
            for number in range(9)
        ]
        materials = [Material(str(n), f"材料{n}", "其他", "原件") for n in range(9)]
        lines = self.lines(process=tuple(steps), materials=tuple(materials))
        self.assertEqual(MAX_ROWS, len(lines))
        self.assertIn("第8步", lines[-1])
        self.assertIn("9", lines[0])

    def test_waiting_is_left_out_before_deciding(self):
        steps = (
            ProcessStep("收件", "community"),
            ProcessStep("受理", "street"),
            ProcessStep("公示", "community", counted=False),
            ProcessStep("审批", "county:MZ"),
            ProcessStep("送达", "community"),
        )
        lines = self.lines(
            process=steps, materials=(Material("1", "证", "其他", "原件"),)
        )
        self.assertEqual(MAX_ROWS, len(lines))
        self.assertIn("审批", lines[3])

    def test_every_line_is_one_row(self):
        materials = (
            Material("1", "很长的材料名称" * 10, "其他", "原件"),
            Material("2", "另一样", "其他", "原件"),
        )
        steps = (ProcessStep("步骤" * 20, "street"),)
        lines = self.lines(process=steps, materials=materials)
        self.assertEqual([1, 1], [rows_of(line) for line in lines])

    def test_steps_name_the_units_in_front_of_whom_the_screen_hangs(self):
        steps = (ProcessStep("收件", "community"), ProcessStep("受理", "street"))
        lines = self.lines({"street": "望云街道办事处"}, process=steps)
        self.assertEqual("望云街道办事处 受理", lines[1])

    def test_a_guide_that_says_nothing_has_no_lines(self):
        self.assertEqual((), self.lines())


class TestScreen(unittest.TestCase):
    layer = SAMPLE_FUNCTIONAL_TESTING

    def setUp(self):
        self.portal = self.layer["portal"]
        with api.env.adopt_roles(["Manager"]):
            self.screen = api.content.create(
                container=self.portal.screens,
                type="Screen",
                id="test-screen",
                title="晨光大屏",
                community="990102001001",
                item_codes=["SQ-LL-001", "SQ-MZ-001"],
                news_categories=["notice"],
                seconds_per_slide=7,
            )
        transaction.commit()

        self.be_on(date(2026, 9, 20))

    def be_on(self, day):
        """Have it be a day on which the notices of the sample hold, or no more."""
        patched = mock.patch("onewindow_policy.screens.slides.today", lambda: day)
        patched.start()
        self.addCleanup(patched.stop)

    def change(self, content, **values):
        for name, value in values.items():
            setattr(content, name, value)
        transaction.commit()

    def transition(self, content, state):
        with api.env.adopt_roles(["Manager"]):
            api.content.transition(obj=content, to_state=state)
        transaction.commit()

    def open(self, query=""):
        browser = Browser(self.layer["app"])
        browser.raiseHttpErrors = False
        browser.open(self.screen.absolute_url() + query)
        self.assertEqual("200", browser.headers["status"].split()[0])
        self.browser = browser
        return html.fromstring(browser.contents)

    def title(self, page):
        return page.xpath("string(//main//h1)")

    def refresh(self):
        """Return what scripts go by; browsers without them must be told the same."""
        self.assertNotIn("Refresh", self.browser.headers)
        page = html.fromstring(self.browser.contents)
        (content,) = page.xpath("//head/noscript//meta[@http-equiv]/@content")
        seconds, following = REFRESH.fullmatch(content).groups()
        root = page.getroottree().getroot()
        self.assertEqual(
            (seconds, f"?slide={following}"),
            (root.get("data-seconds"), root.get("data-next")),
        )
        return int(seconds), int(following)

    def tour(self):
        """Return the titles of all slides, following the refreshes until it repeats."""
        titles, number = [], 0
        while True:
            page = self.open(f"?slide={number}")
            titles.append(self.title(page))
            seconds, number = self.refresh()
            if number == 0:
                return titles

    def test_slides_follow_one_another_and_start_again(self):
        titles = self.tour()
        self.assertIn("高龄津贴", titles)
        self.assertIn("低保申请", titles)
        notices = [
            news.title
            for news in self.portal.news.objectValues()
            if news.news_category == "notice" and not news.related_communities
        ]
        self.assertTrue(set(notices) & set(titles))
        self.assertEqual(len(titles), len(set(titles)))

    def test_notice_is_left_out_when_its_days_are_over(self):
        title = self.portal.news["n008"].title
        self.assertIn(title, self.tour())
        self.be_on(date(2026, 10, 10))
        self.assertIn(title, self.tour())
        self.be_on(date(2026, 10, 11))
        titles = self.tour()
        self.assertIn("高龄津贴", titles)
        self.assertNotIn(title, titles)

    def test_a_slide_stays_as_long_as_the_screen_says(self):
        self.open()
        self.assertEqual(7, self.refresh()[0])

    def test_a_slide_stays_where_a_reader_holds_it(self):
        (link,) = self.open("?slide=1").xpath('//a[@class="screen-hold"]/@href')
        title = self.title(self.open("?slide=1"))
        page = self.open(link)
        self.assertEqual(title, self.title(page))
        self.assertFalse(page.xpath("//meta[@http-equiv] | //script"))
        self.assertEqual("", page.getroottree().getroot().get("data-next", ""))
        self.assertFalse(page.xpath('//a[@class="screen-hold"]'))

    def test_it_has_one_script_that_its_policy_names_and_no_inline_styles(self):
        page = self.open()
        (script,) = page.xpath("//script")
        self.assertFalse(script.attrib)
        digest = hashlib.sha256(script.text.encode()).digest()
        self.assertIn(
            f"script-src 'sha256-{base64.b64encode(digest).decode()}';",
            self.browser.headers["Content-Security-Policy"],
        )
        self.assertFalse(page.xpath("//style | //@style"))
        self.assertFalse(page.xpath('//@*[starts-with(name(), "on")]'))

    def test_a_guide_slide_has_the_districts_facts_and_its_code(self):
        page = self.open("?slide=0")
        self.assertEqual("高龄津贴", self.title(page))
        self.assertIn("7", page.xpath('string(//dl[@class="slide-facts"])'))
        self.assertLessEqual(
            len(page.xpath(f"{SHOWN}/ol[contains(@class, 'slide-lines')]/li")), 5
        )
        self.assertTrue(page.xpath('//section[@class="screen-code"]/*[name()="svg"]'))

    def test_the_code_leads_to_the_districts_page(self):
        from onewindow_policy.screens.slides import make_slide

        slide = make_slide(
            self.portal.catalogue["sq-ll-001"], self.screen, Wording("zh-cn")
        )
        self.assertEqual(
            f"{self.portal.absolute_url()}/catalogue/sq-ll-001/990102", slide.url
        )

    def test_hours_and_phone_are_on_every_slide(self):
        for number in range(3):
            words = self.open(f"?slide={number}").xpath("string(//aside)")
            self.assertIn("8:30–12:00", words)
            self.assertIn("0000-0002001", words)

    def test_a_community_without_hall_shows_its_streets(self):
        self.change(self.screen, community="990102001002")
        self.assertIn("0000-0002001", self.open().xpath("string(//aside)"))

    def test_numbers_that_do_not_exist_start_somewhere(self):
        for query in ("?slide=999", "?slide=-1", "?slide=x", "?slide=1&slide=2"):
            self.assertTrue(self.title(self.open(query)))

    def test_what_is_taken_down_vanishes_and_the_tour_goes_on(self):
        self.assertIn("低保申请", self.tour())
        self.transition(self.portal.catalogue["sq-mz-001"], "archived")
        tour = self.tour()
        self.assertIn("高龄津贴", tour)
        self.assertNotIn("低保申请", tour)

    def test_an_item_without_released_guide_is_passed_over(self):
        self.transition(self.portal.catalogue["sq-ll-001"]["guide"], "archived")
        titles = self.tour()
        self.assertNotIn("高龄津贴", titles)
        self.assertIn("低保申请", titles)

    def test_news_of_other_communities_are_not_shown(self):
        for news in self.portal.news.objectValues():
            self.change(news, related_communities=["990121001001"])
        self.assertEqual({"高龄津贴", "低保申请"}, set(self.tour()))

    def test_without_items_of_its_own_it_shows_the_districts_list(self):
        self.change(self.screen, item_codes=[])
        titles = self.tour()
        self.assertGreater(len(titles), 52)

    def test_what_the_district_did_not_adopt_is_not_advertised(self):
        district = self.portal.communities["990102"]
        self.change(
            district,
            adopted_items=[
                code for code in district.adopted_items if code != "SQ-MZ-001"
            ],
        )
        tour = self.tour()
        self.assertIn("高龄津贴", tour)
        self.assertNotIn("低保申请", tour)

    def test_a_long_notice_is_cut_to_what_the_screen_holds(self):
        for news in self.portal.news.objectValues():
            self.change(
                news, description="一句很长的话" * 20 + "。又一句。再一句。" * 5
            )
        page = self.open("?slide=2")
        lines = page.xpath(
            f"{SHOWN}/ol[contains(@class, 'slide-lines-plain')]/li/text()"
        )
        self.assertTrue(lines)
        self.assertLessEqual(sum(map(rows_of, lines)), MAX_ROWS)

    def test_with_nothing_to_show_it_says_so_calmly(self):
        self.change(self.screen, item_codes=["SQ-XX-999"], news_categories=["exchange"])
        for news in self.portal.news.objectValues():
            self.change(news, related_communities=["990121001001"])
        page = self.open()
        self.assertEqual((7, 0), self.refresh())
        self.assertTrue(page.xpath("//main//h1"))
        self.assertIn("0000-0002001", page.xpath("string(//aside)"))
        self.assertFalse(page.xpath('//section[@class="screen-code"]'))

    def test_a_screen_of_an_unknown_community_still_shows_something(self):
        self.change(self.screen, community="000000000000")
        page = self.open()
        self.assertTrue(page.xpath("//main//h1"))
        self.assertIn("12345", page.xpath("string(//aside)"))

    def test_it_is_marked_as_made_up_and_never_kept_by_caches(self):
        page = self.open()
        foot = page.xpath('string(//p[@class="screen-age"])')
        self.assertGreater(len(foot.split()), 1)
        self.assertEqual("no-cache", self.browser.headers["cache-control"])
        self.change(self.portal.communities, fictional=False)
        self.assertNotEqual(
            foot.split()[0],
            self.open().xpath('string(//p[@class="screen-age"])').split()[0],
        )

    def test_screens_are_listed(self):
        browser = Browser(self.layer["app"])
        browser.open(f"{self.portal.absolute_url()}/screens")
        self.assertIn(f'href="{self.screen.absolute_url()}"', browser.contents)
