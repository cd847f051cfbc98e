"""What hangs on a board hangs on the web where the city wants it, and is gone with it."""

from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from datetime import datetime
from datetime import timedelta
from datetime import timezone
from onewindow_policy.cases import handling
from onewindow_policy.cases import moving
from onewindow_policy.cases.browser import publicity
from onewindow_policy.cases.exceptions import SheetUnknown
from onewindow_policy.cases.handling import move_case
from onewindow_policy.cases.models import Case
from onewindow_policy.cases.papers import values
from onewindow_policy.cases.papers.models import Paper
from onewindow_policy.cases.publicity.left import left_sheets
from onewindow_policy.cases.publicity.left import note_taken_down
from onewindow_policy.cases.publicity.left import TAKE_DOWN
from onewindow_policy.cases.publicity.left import taking_down
from onewindow_policy.cases.publicity.models import HungNotice
from onewindow_policy.cases.publicity.reading import count_sheets
from onewindow_policy.cases.publicity.reading import hanging_sheets
from onewindow_policy.cases.publicity.reading import was_hung
from onewindow_policy.cases.submissions import NewFile
from onewindow_policy.cases.tracking import withdraw
from onewindow_policy.cases.upkeep import erase_case
from onewindow_policy.duties.checking import check_some
from onewindow_policy.duties.models import Duty
from onewindow_policy.feedback.reporting import beginning_against
from onewindow_policy.guides.lintrules import find_names_in_full
from onewindow_policy.guides.resolved import ProcessStep
from onewindow_policy.guides.resolved import ResolvedGuide
from onewindow_policy.records.api import read_session
from onewindow_policy.testing import SAMPLE_FUNCTIONAL_TESTING
from onewindow_policy.testing import SAMPLE_POSTGRESQL_FUNCTIONAL_TESTING
from onewindow_policy.testing.cases import ADDRESS
from onewindow_policy.testing.cases import PLANTED
from onewindow_policy.testing.tickets import log_in
from plone import api
from plone.testing.zope import Browser
from sqlalchemy import select
from tests.test_cases_process import COMMUNITY
from tests.test_cases_process import ProcessSetup
from unittest.mock import patch

import html
import json
import transaction
import unittest

PHOTO = NewFile(None, "公示栏.png", "image/png", b"board")
SETTING = "onewindow_policy.cases.notices_on_web"
LAST = date(2026, 11, 9)


class PublicitySetup(ProcessSetup):
    pause = "公示"
    in_full = False

    def setUp(self):
        super().setUp()
        self.examine()

    def steps_of(self, code="SQ-LL-001"):
        return [
            replace(each, name_in_full=self.in_full and not each.counted)
            for each in super().steps_of(code)
        ]

    @contextmanager
    def on(self, day):
        then = datetime(2026, 11, day, 10, tzinfo=timezone(timedelta(hours=8)))
        with (
            patch.object(moving, "utc_now", return_value=then),
            patch.object(handling, "utc_now", return_value=then),
            patch.object(values, "utc_now", return_value=then),
        ):
            yield

    def do(self, transition, day, photo=None):
        version = self.stored(Case.version, self.case)
        with self.on(day):
            move_case(
                self.case.number,
                transition,
                self.window,
                version=version,
                facts={"photo": "1" if photo is not None else ""},
                photo=photo,
            )
        transaction.commit()

    def number(self):
        transaction.begin()
        query = select(Paper.number).where(Paper.kind == "public_notice")
        return read_session().scalars(query.order_by(Paper.case_version.desc())).first()

    def sheets(self, day=LAST):
        transaction.begin()
        found = hanging_sheets(day, 0, 20)
        self.assertEqual(count_sheets(day), len(found))
        return found


class PublicityTests(PublicitySetup):
    def test_sheet_is_shown_from_when_it_hangs_until_its_last_day_is_over(self):
        self.assertEqual([], self.sheets())
        self.do("hang_notice", 4, PHOTO)
        (sheet,) = self.sheets()
        self.assertEqual(("赵*华", LAST), (sheet.person, sheet.last_on))
        # Nobody took it down, and no clock has run.
        self.assertEqual([], self.sheets(date(2026, 11, 10)))
        self.assertEqual(1, self.count_of(HungNotice))

    def test_sheet_was_hung_from_when_it_hangs_and_for_good(self):
        number = self.number()
        self.assertFalse(was_hung(number))
        self.do("hang_notice", 4, PHOTO)
        self.assertTrue(was_hung(number))
        self.do("take_down_notice", 10, PHOTO)
        transaction.begin()
        self.assertTrue(was_hung(number))
        self.assertFalse(was_hung("U-990102-MZ-2026-999999"))

    def test_what_is_taken_down_is_gone(self):
        self.do("hang_notice", 4, PHOTO)
        self.do("take_down_notice", 10, PHOTO)
        self.assertEqual(0, self.count_of(HungNotice))
        self.do("resume", 10)
        self.assertEqual([], self.sheets())

    def test_what_is_withdrawn_is_gone(self):
        self.do("hang_notice", 4, PHOTO)
        withdraw(self.case.number, self.case.query_code, ADDRESS)
        transaction.commit()
        self.assertEqual(0, self.count_of(HungNotice))
        self.assertEqual([], self.sheets())

    def test_what_is_erased_is_gone(self):
        self.do("hang_notice", 4, PHOTO)
        erase_case(self.case.number)
        transaction.commit()
        self.assertEqual(0, self.count_of(HungNotice))
        self.assertEqual([], self.sheets())

    def test_sheet_of_a_case_that_is_erased_is_still_to_be_taken_down(self):
        self.do("hang_notice", 4, PHOTO)
        sheet, number = self.number(), self.case.number
        erase_case(number, "rights")
        transaction.commit()
        self.assertEqual([(TAKE_DOWN, "open")], self.duties())
        (left,) = left_sheets(self.window)
        self.assertEqual((number, sheet), (left.case_number, left.number))
        self.assertEqual((0, None), check_some(TAKE_DOWN, taking_down, ""))
        self.assertEqual([], left_sheets(api.user.get("supervisor")))
        with self.assertRaises(SheetUnknown):
            note_taken_down(number, api.user.get("supervisor"))
        note_taken_down(number, self.window)
        transaction.commit()
        self.assertEqual([(TAKE_DOWN, "done")], self.duties())
        self.assertEqual([], left_sheets(self.window))
        with self.assertRaises(SheetUnknown):
            note_taken_down(number, self.window)
        self.assertIn(
            "case.take_down_left", [action for _by, action, *_rest in self.noted()]
        )

    def test_sheet_that_outlives_its_withdrawn_case_is_to_be_taken_down(self):
        self.do("hang_notice", 4, PHOTO)
        withdraw(self.case.number, self.case.query_code, ADDRESS)
        transaction.commit()
        erase_case(self.case.number, "rights")
        transaction.commit()
        self.assertEqual([(TAKE_DOWN, "open")], self.duties())

    def test_where_no_sheet_hangs_nothing_is_left_to_do(self):
        self.do("hang_notice", 4, PHOTO)
        self.do("take_down_notice", 10, PHOTO)
        erase_case(self.case.number, "rights")
        transaction.commit()
        self.assertEqual([], self.duties())

    def duties(self):
        transaction.begin()
        query = select(Duty.kind, Duty.state)
        return [tuple(row) for row in read_session().execute(query)]

    def test_nothing_of_the_person_is_shown_but_the_name_in_part(self):
        self.do("hang_notice", 4, PHOTO)
        (sheet,) = self.sheets()
        shown = json.dumps(
            {name: str(getattr(sheet, name)) for name in sheet.__slots__},
            ensure_ascii=False,
        )
        for secret in ("name", "id_number", "phone", "agent", "account"):
            self.assertNotIn(PLANTED[secret], shown)
        self.assertNotIn("赵*华", repr(sheet))


class TestPublicity(PublicityTests, unittest.TestCase):
    layer = SAMPLE_FUNCTIONAL_TESTING


class TestPublicityOnPostgreSQL(PublicityTests, unittest.TestCase):
    layer = SAMPLE_POSTGRESQL_FUNCTIONAL_TESTING


class TestNamesInFull(PublicitySetup, unittest.TestCase):
    layer = SAMPLE_FUNCTIONAL_TESTING
    in_full = True

    def test_whole_name_is_shown_where_the_guide_says_so(self):
        self.do("hang_notice", 4, PHOTO)
        (sheet,) = self.sheets()
        self.assertEqual(PLANTED["name"], sheet.person)


class TestNamesInFullOfGuides(unittest.TestCase):
    def test_step_that_is_no_public_notice_shows_no_name(self):
        notice = ProcessStep("公示", "community", counted=False, name_in_full=True)
        others = (
            ProcessStep("审核", "street", name_in_full=True),
            ProcessStep("公示", "community", counted=True, name_in_full=True),
        )
        found = list(find_names_in_full(ResolvedGuide(process=(notice, *others)), ""))
        self.assertEqual([2, 3], [each.row for each in found])


class TestPublicityPage(PublicitySetup, unittest.TestCase):
    layer = SAMPLE_FUNCTIONAL_TESTING

    def setUp(self):
        super().setUp()
        self.do("hang_notice", 4, PHOTO)

    def show(self, is_on=True):
        api.portal.set_registry_record(SETTING, is_on)
        transaction.commit()

    def open(self, day=LAST, path="@@public-notices"):
        browser = Browser(self.layer["app"])
        browser.raiseHttpErrors = False
        browser.addHeader("Accept", "text/html")
        with patch.object(publicity, "today", return_value=day):
            browser.open(f"{self.portal.absolute_url()}/{path}")
        return browser

    def test_there_is_no_page_unless_the_city_wants_it(self):
        browser = self.open()
        self.assertTrue(browser.headers["status"].startswith("404"))
        self.assertNotIn("赵*华", browser.contents)
        self.assertNotIn("@@public-notices", self.open(path="").contents)

    def test_page_says_what_the_sheet_says_and_by_when_to_object(self):
        self.show()
        browser = self.open()
        page = html.unescape(browser.contents)
        self.assertTrue(browser.headers["status"].startswith("200"))
        self.assertIn("公示", page)
        for said in ("赵*华", "高龄津贴申请", "2026年11月9日"):
            self.assertIn(said, page)
        for secret in ("name", "id_number", "phone", "agent", "account"):
            self.assertNotIn(PLANTED[secret], page)
        self.assertNotIn(self.case.number, page)
        self.assertIn("@@public-notices", self.open(path="").contents)

    def test_no_cache_and_no_search_engine_keeps_it(self):
        self.show()
        headers = self.open().headers
        self.assertEqual("no-store", headers["Cache-Control"])
        self.assertIn("noindex", headers["X-Robots-Tag"])

    def test_notice_has_an_address_that_is_gone_for_good_once_it_is_over(self):
        self.show()
        path = f"@@public-notices/{self.number()}"
        browser = self.open(path=path)
        self.assertTrue(browser.headers["status"].startswith("200"))
        self.assertIn("赵*华", browser.contents)
        over = self.open(date(2026, 11, 10), path)
        self.assertTrue(over.headers["status"].startswith("410"))
        self.assertIn('id="notice-gone"', over.contents)
        self.assertNotIn("赵*华", over.contents)
        self.assertEqual("no-store", over.headers["Cache-Control"])
        for other in ("U-990102-MZ-2026-999999", f"{self.number()}/x", "x" * 300):
            with self.subTest(other):
                missing = self.open(path=f"@@public-notices/{other}")
                self.assertTrue(missing.headers["status"].startswith("404"))

    def test_notice_that_was_taken_down_is_gone_before_its_last_day(self):
        self.show()
        path = f"@@public-notices/{self.number()}"
        with self.on(5):
            move_case(
                self.case.number,
                "withdraw_notice",
                self.window,
                version=self.stored(Case.version, self.case),
                facts={"reason": "贴错了"},
            )
        transaction.commit()
        over = self.open(date(2026, 11, 5), path)
        self.assertTrue(over.headers["status"].startswith("410"))

    def test_sheet_of_an_erased_case_is_said_to_be_down_by_one_press(self):
        self.show()
        sheet = self.number()
        erase_case(self.case.number, "rights")
        transaction.commit()
        browser = Browser(self.layer["app"])
        browser.addHeader("Accept", "text/html")
        log_in(browser, "grid-worker")
        browser.open(f"{self.layer['portal'].absolute_url()}/@@left-sheets")
        self.assertIn("<h1>要取下的公示</h1>", html.unescape(browser.contents))
        self.assertIn(sheet, browser.contents)
        browser.getControl(name="down").click()
        self.assertNotIn(sheet, browser.contents)
        self.assertIn('id="no-left-sheets"', browser.contents)

    def test_objection_begins_with_the_number_and_goes_to_the_window(self):
        self.show()
        browser = self.open()
        browser.getLink("在网上写下异议").click()
        self.assertTrue(browser.headers["status"].startswith("200"))
        message = browser.getControl(name="form.widgets.message").value
        self.assertIn(self.number(), message)
        self.assertIn("异议", message)
        window = browser.getControl(name="form.widgets.community")
        self.assertIn(COMMUNITY, window.value)

    def test_form_begins_with_nothing_that_an_address_makes_up(self):
        for number in ("x", "U-1-2026-000001\n110101199001011234", "<b>-2026-000001"):
            with self.subTest(number):
                self.assertEqual("", beginning_against(number))

    def test_it_is_empty_when_the_last_day_is_over(self):
        self.show()
        browser = self.open(date(2026, 11, 10))
        self.assertIn('id="no-notices"', browser.contents)
        self.assertNotIn("赵*华", browser.contents)
