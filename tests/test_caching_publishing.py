"""What is published in one browser is seen in another, through Varnish and nginx."""

from functools import partial
from lxml import html
from onewindow_policy.caching.proxies import MESSENGER
from plone import api
from plone.app.textfield.value import RichTextValue
from test_caching_proxies import ProxiesTestCase
from test_journeys import PHONE

import time
import transaction

#: How much is published until something is seen within a second: a machine is not always
#: too busy for that, and without an order each page would be kept for an hour.
PUBLICATIONS = 5


class TestPublishing(ProxiesTestCase):
    """A reviewer publishes in one browser, a resident reads in another, by nginx."""

    def test_what_is_published_is_seen_within_a_second(self):
        reviewer = self.visit(login="reviewer")
        resident = self.visit(viewport=PHONE)
        seen = (
            self.is_published_in_time(f"notice-{number}", reviewer, resident)
            for number in range(PUBLICATIONS)
        )
        self.assertTrue(any(seen))

    def is_published_in_time(self, name, reviewer, resident):
        """Have news published; return whether the list, the home page and its own page,
        with a query and without, show it a second later."""
        paths = ("/news", "/", f"/news/{name}?from=poster", f"/news/{name}")
        self.submit(name)
        self.warm("/news", "/")
        for path in paths:
            self.assertFalse(self.shows(resident, path, name))
        reviewer.goto(f"{self.base}/news/{name}/@@publication?transition=publish")
        with reviewer.expect_navigation():
            reviewer.click("#publication-form [type=submit]")
        published = time.monotonic()
        # What the proxies hand out is timed without a browser, which takes a quarter of a
        # second to show a page.
        for path in paths:
            self.assertTrue(self.wait_until(partial(self.hands_out, path, name)), path)
        seconds = time.monotonic() - published
        for path in paths:
            self.assertTrue(self.shows(resident, path, name), path)
        return seconds < 1

    def submit(self, name):
        """Have news in review that are called `name`."""
        # What the browsers changed is behind what this thread read before.
        transaction.begin()
        text = RichTextValue("<p>正文</p>", "text/html", "text/x-html-safe")
        news = api.content.create(
            self.portal.news, "News Item", name, name, text=text, category="notice"
        )
        api.content.transition(obj=news, transition="submit")
        transaction.commit()
        MESSENGER.finish(10)

    def hands_out(self, path, title):
        main = html.fromstring(self.get(path).text).find(".//main")
        return title in main.text_content()

    def shows(self, resident, path, title):
        resident.goto(f"http://127.0.0.1:{self.nginx}{path}")
        return title in resident.locator("main").inner_text()
