"""axe-core finds nothing on any page of the public face, in whichever way it is shown."""

from axe_playwright_python.sync_playwright import Axe
from contextlib import contextmanager
from onewindow_policy.cases.submissions import register_case
from onewindow_policy.feedback.answering import answer_suggestion
from onewindow_policy.feedback.answering import publish_suggestion
from onewindow_policy.feedback.leaving import leave_suggestion
from onewindow_policy.feedback.leaving import NewSuggestion
from onewindow_policy.portal.browser.frame import ELDER_COOKIE
from onewindow_policy.portal.browser.preferences import LANGUAGE_COOKIE
from onewindow_policy.portal.leaving import leaving_url
from onewindow_policy.rights.requests import ask_at_window
from onewindow_policy.rights.requests import grant
from onewindow_policy.testing import BROWSER_PATIENCE
from onewindow_policy.testing.cases import COMMUNITY
from onewindow_policy.testing.cases import submission
from onewindow_policy.testing.questions import add_answer
from onewindow_policy.testing.questions import add_question
from onewindow_policy.testing.tickets import COOKIE
from onewindow_policy.testing.tickets import ticket_for
from pathlib import Path
from plone import api
from plone.app.testing import login
from test_journeys import JourneyTestCase

import itertools
import os
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
    "catalogue/sq-ga-001",
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
    "journeys",
    "journeys/bereavement",
    "journeys/bereavement?place=home&pension=unsure&hardship=poor&district=990121",
    "sitemap",
    "accessibility",
    "login",
    "@@login-help",
    "@@suggestions",
    "@@suggestions?number={letter}",
    "@@suggestion-left?number={letter}",
    "forms/suggest",
    "@@track",
    "@@resume",
    "@@receipt/{case}",
    "{leaving}",
    "mail_password_form",
    "screens",
)

#: Pages of staff; `{case}` is a case, `{letter}` a suggestion, `{asked}` and `{granted}`
#: are requests of a person about their data.
PAGES_OF_WINDOWS = (
    "@@work",
    "@@desk",
    "@@desk/{case}",
    "@@find-cases",
    "@@next-case",
    "@@close-day",
    "@@duties",
    "@@deputies",
    "@@reminders",
    "@@data-requests",
    "@@take-data-request",
    "@@data-request?number={asked}",
    "@@inquiries",
    "@@inquire?item=SQ-LL-001",
    "@@find-inquiries",
    "@@moved-cases",
    "@@transfers",
    "@@left-sheets",
    "@@hand-papers",
    "@@hand-papers?case={case}",
    "@@batch",
    "@@take-in",
    "catalogue/sq-ll-001/apply/@@take-in",
    "catalogue/sq-mz-001",
    "@@item-questions",
    "@@ask-department?item=SQ-LL-001",
    "@@item-question?number={question}",
    "@@change-password",
    "@@personal-information",
    "@@personal-preferences",
)
PAGES_OF_SUPERVISORS = (
    "@@data-request?number={asked}",
    "@@data-request?number={granted}",
    "@@desk",
    "@@desk/{case}",
    "@@destruction-lists",
    "@@suggestion-desk",
    "@@answer-suggestion?number={letter}",
    "@@publish-suggestion?number={letter}",
)
PAGES_OF_COORDINATORS = ("@@desk", "@@desk/{case}", "@@workloads")
PAGES_OF_REVIEWERS = ("@@editorial-desk",)
PAGES_OF_ARCHIVISTS = ("@@archive-terms", "@@archive-holds", "@@destruction-lists")

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
#: Staff have one language, and pages that are made of the same parts.
WAYS_OF_STAFF = {
    ("zh-cn", False): (360,),
    ("zh-cn", True): (1440,),
}
#: What one meets on the way is mostly a page that is looked at in all of them, and a little
#: more: it is looked at twice, and has either language, mode and width.
WAYS_OF_MOMENTS = {
    ("zh-cn", False): (360,),
    ("en", True): (1440,),
}
IN_ALL_WAYS = bool(os.environ.get("ALL_WAYS"))
if IN_ALL_WAYS:
    WAYS = WAYS_OF_STAFF = WAYS_OF_MOMENTS = dict.fromkeys(WAYS, (360, 1440))

HEIGHT = 900

#: By page: another one that its template makes, too.
OTHERS_OF_TEMPLATES = {
    STREET: DISTRICT,
    f"{STREET}/990102001002": f"{STREET}/990102001001",
    "catalogue/sq-ll-001/990102": "catalogue/sq-mz-001",
}


def paths_by_way(paths, ways):
    """Return which of `paths` are looked at in which of `ways`.

    A page is looked at in all of them; what else is asked of the same page, or is made by
    the same template, in one, in turn.
    """
    chosen = {way: [] for way in ways}
    turns = itertools.cycle(ways)
    seen = set()
    for path in paths:
        address = path.partition("?")[0]
        template = OTHERS_OF_TEMPLATES.get(address, address)
        is_variant = template in seen and not IN_ALL_WAYS
        seen.add(template)
        for way in [next(turns)] if is_variant else ways:
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
        question = add_question()
        add_answer(question)
        asked = ask_at_window("erasure", self.case.number, "window-staff")
        granted = ask_at_window("correction", self.case.number, "window-staff", "错了")
        grant(granted.number, "supervisor")
        transaction.commit()
        leaving = leaving_url("https://example.com/", self.base)
        self.names = {
            "case": self.case.number,
            "letter": letter.number,
            "asked": asked.number,
            "granted": granted.number,
            "question": question,
            "leaving": leaving.removeprefix(f"{self.base}/"),
        }

    @contextmanager
    def reader(self, way, width, account=None):
        """Give a page of somebody who reads in this `way`, as the sample `account`."""
        language, elder = way
        context = self.layer["chromium"].new_context(
            viewport={"width": width, "height": HEIGHT},
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

    def look_at(self, page, way, widths, name):
        """Run axe-core on `page` at each of `widths`, as it is shown in this `way`."""
        for width in widths:
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
        ways = WAYS if account is None else WAYS_OF_STAFF
        for way, chosen in paths_by_way(paths, ways).items():
            with self.reader(way, ways[way][0], account) as page:
                for path in chosen:
                    answer = page.goto(f"{self.base}/{path.format(**self.names)}")
                    if not answer.ok:
                        missing.append(path)
                    self.look_at(page, way, ways[way], path)
        self.assertEqual([], missing)
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

    def test_nothing_is_found_at_the_coordinators_desk(self):
        self.go_through(PAGES_OF_COORDINATORS, "coordinator")

    def test_nothing_is_found_at_the_reviewers_desk(self):
        self.go_through(PAGES_OF_REVIEWERS, "reviewer")

    def test_nothing_is_found_at_the_archivists_desk(self):
        self.go_through(PAGES_OF_ARCHIVISTS, "archivist")


#: Words that can be read, and each time something about them that cannot.
CLEAR = "<p>That can be read.</p>"
UNREADABLE = {
    "dim": "<p style='color: #999'>words</p>",
    "another ground": "<div style='background: #666'><p>words</p></div>",
    "the first is hidden": "<p class='dim' hidden>words</p><p class='dim'>words</p>",
    "the first is one character": "<p class='dim'>x</p><p class='dim'>words</p>",
    "on a gradient": "<p style='background: linear-gradient(#fff, #333)'>words</p>",
    "on a picture": (
        "<img alt='' width='300' height='300' style='position: absolute'"
        " src='data:image/gif;base64,R0lGODlhAQABAAAAACwAAAAAAQABAAA='>"
        "<p style='position: relative'>words</p>"
    ),
}


class TestJudge(AxeTestCase):
    def rules_broken_by(self, page, body):
        self.found.clear()
        html = (
            "<style>body {background: #fff; color: #000} .dim {color: #999}</style>"
            f"{CLEAR}{body}"
        )
        # Of this address, since the portal's own pages may have no styles in them.
        page.route(
            "**/judged",
            lambda route: route.fulfill(body=html, content_type="text/html"),
        )
        page.goto(f"{self.base}/judged")
        self.assertIn("That can be read.", page.locator("body").inner_text())
        self.judge(page, False, "")
        return {rule for rule, *_rest in self.found}

    def test_words_are_found_that_nobody_can_read(self):
        way = ("zh-cn", False)
        with self.reader(way, WAYS[way][0]) as page:
            self.assertNotIn("color-contrast", self.rules_broken_by(page, CLEAR))
            for name, body in UNREADABLE.items():
                with self.subTest(name):
                    self.assertIn("color-contrast", self.rules_broken_by(page, body))
