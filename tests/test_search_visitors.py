"""Who asks: told from programs, and recognised by nobody."""

from onewindow_policy.search.visitors import DRAWERS
from onewindow_policy.search.visitors import former_question
from onewindow_policy.search.visitors import Visitor
from onewindow_policy.testing.records import SQLITE_TESTING
from ZPublisher.HTTPRequest import HTTPRequest
from ZPublisher.HTTPResponse import HTTPResponse

import io
import unittest

BROWSER = "Mozilla/5.0 (Linux; Android 14) Chrome/130"

SERVER = {"SERVER_NAME": "127.0.0.1", "SERVER_PORT": "80", "REQUEST_METHOD": "GET"}


def visitor(number: int) -> Visitor:
    return Visitor(f"203.0.113.{number}", BROWSER)


def visitors_for(query: str, count: int) -> list[Visitor]:
    """Return visitors whose questions come to lie in drawers of their own."""
    found: dict[int, Visitor] = {}
    for number in range(1, 250):
        found.setdefault(visitor(number).drawer_for(query), visitor(number))
    return list(found.values())[:count]


class TestVisitors(unittest.TestCase):
    layer = SQLITE_TESTING

    def test_programs_are_told_from_browsers(self):
        for browser in (
            "",
            "Mozilla/5.0 (compatible; Baiduspider/2.0)",
            "Mozilla/5.0 AppleWebKit (compatible; Googlebot/2.1)",
            "curl/8",
            "Python-urllib/3.11",
            "Go-http-client/1.1",
        ):
            with self.subTest(browser=browser):
                self.assertTrue(Visitor("203.0.113.1", browser).is_program)
        for browser in (
            BROWSER,
            "Mozilla/5.0 (Linux; Android 9; CUBOT X19) Chrome/99",
            "Mozilla/5.0 (iPhone) Mobile/15E148 MicroMessenger/8.0.49",
            "Opera/9.80 (J2ME/MIDP; Opera Mini/7.1)",
        ):
            with self.subTest(browser=browser):
                self.assertFalse(Visitor("203.0.113.1", browser).is_program)

    def test_address_of_ipv6_is_another_one_within_its_network(self):
        drawers = {
            Visitor(f"2001:db8::{number:x}", BROWSER).drawer_for("低保")
            for number in range(1, 99)
        }
        self.assertEqual(1, len(drawers))

    def test_visitors_of_a_question_spread_over_all_drawers(self):
        drawers = {visitor(number).drawer_for("低保") for number in range(250)}
        self.assertEqual({1 << bit for bit in range(DRAWERS)}, drawers)

    def test_drawer_of_one_question_says_nothing_of_another(self):
        drawers = {visitor(7).drawer_for(f"词{number}") for number in range(250)}
        self.assertEqual(DRAWERS, len(drawers))

    def test_browser_with_a_name_that_is_no_text_has_a_drawer(self):
        self.assertTrue(Visitor("203.0.113.1", "Mozilla/\ud800").drawer_for("低保"))

    def test_question_before_is_the_one_of_the_page_that_somebody_comes_from(self):
        here = "https://portal.example.com/@@find"
        for referer, former in (
            (f"{here}?q=%E9%95%BF%E5%AF%BF%E9%92%B1&type=item", "长寿钱"),
            # As a web server that does not hand on the scheme lets it seem.
            ("http://Portal.example.com/@@find?q=x", "x"),
            (f"{here}?b_start=10", ""),
            (here, ""),
            ("", ""),
            ("https://example.com/@@find?q=x", ""),
            (f"{here}ing?q=x", ""),
            (f"{here}?" + "q=x&" * 50, ""),
            (f"{here}?q=%ff%00", "\ufffd"),
        ):
            request = HTTPRequest(
                io.BytesIO(), {"HTTP_REFERER": referer, **SERVER}, HTTPResponse()
            )
            with self.subTest(referer=referer[:60]):
                self.assertEqual(former, former_question(request, here))
