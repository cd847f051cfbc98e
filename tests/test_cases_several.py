"""Who has several receipts sees all their applications on one page, each by its own code;
the page alone knows them."""

from lxml import html
from onewindow_policy.cases.browser.several import MOST_TOGETHER
from onewindow_policy.cases.browser.several import proofs_in
from onewindow_policy.cases.numbers import new_case_number
from onewindow_policy.cases.submissions import register_case
from onewindow_policy.records.api import utc_now
from onewindow_policy.testing.cases import submission
from onewindow_policy.workdays.deadlines import local_date
from test_cases_takenin import TakingInCase
from types import SimpleNamespace

import transaction


class TestSeveralCases(TakingInCase):
    def setUp(self):
        super().setUp()
        self.receipts = [register_case(submission(each)) for each in ("a", "b", "c")]
        transaction.commit()

    def track(self, receipt):
        browser = self.open("@@track", None)
        browser.getControl(name="number").value = receipt.number
        browser.getControl(name="code").value = receipt.query_code
        browser.getForm(id="track-form").submit()
        return browser

    def add(self, browser, receipt, code=None):
        form = browser.getForm(id="add-case-form")
        form.getControl(name="number").value = receipt.number
        form.getControl(name="code").value = code or receipt.query_code
        form.submit()
        return browser

    def together(self):
        first, *others = self.receipts
        browser = self.track(first)
        for each in others:
            self.add(browser, each)
        return browser

    def listed(self, browser):
        """The numbers that the list has, in its order."""
        page = html.fromstring(browser.contents)
        found = page.cssselect("#together li .number")
        return [each.text.replace("-", "").replace(" ", "") for each in found]

    def numbers(self, *at):
        return [self.receipts[each].number for each in at]

    def test_list_has_all_with_state_next_step_and_whose_turn_it_is(self):
        browser = self.track(self.receipts[0])
        # One alone is no list.
        self.assertEqual([], self.listed(browser))
        browser = self.together()
        self.assertEqual(self.numbers(2, 1, 0), self.listed(browser))
        page = html.fromstring(browser.contents)
        rows = [each.text_content() for each in page.cssselect("#together li")]
        for row in rows:
            self.assertIn("高龄津贴", row)
            self.assertIn("现在由", row)
        self.assertEqual(f"{self.url}/@@track", browser.url)

    def test_each_is_opened_alone_and_the_others_stay_in_the_list(self):
        browser = self.together()
        browser.getForm(id=f"open-{self.receipts[1].number}").submit()
        self.assertEqual(self.numbers(1, 2, 0), self.listed(browser))
        # What else is pressed on the page keeps them, too.
        form = (
            browser.getForm(id="ways-form") if "ways-form" in browser.contents else None
        )
        if form is not None:
            form.submit(name="tell")
            self.assertEqual(self.numbers(1, 2, 0), self.listed(browser))

    def test_page_about_personal_data_brings_them_back(self):
        browser = self.together()
        browser.getForm(id="to-my-data").submit()
        self.assertIn("我的个人信息", browser.contents)
        form = browser.getForm(id="ask")
        form.getControl(name="kind").value = ["copy"]
        form.submit(name="ask")
        self.assertIn('id="own-requests"', browser.contents)
        browser.getForm(id="back").submit()
        self.assertEqual(self.numbers(2, 1, 0), self.listed(browser))

    def test_one_is_taken_off_the_list(self):
        browser = self.together()
        browser.getForm(id=f"drop-{self.receipts[0].number}").submit()
        self.assertEqual(self.numbers(2, 1), self.listed(browser))
        browser.getForm(id=f"drop-{self.receipts[1].number}").submit()
        self.assertEqual([], self.listed(browser))
        self.assertIn('id="case-state"', browser.contents)

    def test_wrong_code_adds_nothing_counts_and_loses_none_of_the_others(self):
        browser = self.track(self.receipts[0])
        self.add(browser, self.receipts[1], code="0000000000")
        self.assertIn('id="problem"', browser.contents)
        self.assertEqual(self.numbers(0), self.listed(browser))
        # The right one is added to what was there.
        form = browser.getForm(id="track-form")
        form.getControl(name="number").value = self.receipts[1].number
        form.getControl(name="code").value = self.receipts[1].query_code
        form.submit()
        self.assertEqual(self.numbers(1, 0), self.listed(browser))

    def test_what_a_browser_brings_along_opens_nothing_without_its_code(self):
        first, second, _third = self.receipts
        browser = self.browser(None)
        sent = {
            "number": first.number,
            "code": first.query_code,
            "also": f"{second.number} 0000000000",
        }
        statuses = set()
        for _try in range(7):
            browser.post(f"{self.url}/@@track", "&".join(map("=".join, sent.items())))
            self.assertEqual([], self.listed(browser))
            statuses.add(browser.headers["Status"][:3])
        # These are wrong tries as any others: the second one is locked by now.
        self.assertEqual({"200"}, statuses)
        browser = self.track(second)
        self.assertTrue(browser.headers["Status"].startswith("429"))

    def test_nothing_of_them_is_kept_in_the_browser(self):
        browser = self.together()
        for each in self.receipts:
            self.assertIn(each.number, browser.contents)
        for value in browser.cookies.values():
            for each in self.receipts:
                self.assertNotIn(each.number, value)
                self.assertNotIn(each.query_code, value)
        browser.open(f"{self.url}/@@track")
        self.assertIn('id="number"', browser.contents)
        for each in self.receipts:
            self.assertNotIn(each.number, browser.contents)

    def test_page_has_no_more_than_so_many_at_once(self):
        day = local_date(utc_now())
        sent = [f"{new_case_number(day)} 0123456789" for _each in range(30)]
        request = SimpleNamespace(form={"also": [*sent, *sent, "x", "1 2"]})
        self.assertEqual(MOST_TOGETHER, len(proofs_in(request)))
        self.assertEqual([], proofs_in(SimpleNamespace(form={"also": "文 本"})))
