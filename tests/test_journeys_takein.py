"""A window takes 高龄津贴 in with the keyboard alone, on the screen that windows have."""

from onewindow_policy.cases.models import Case
from onewindow_policy.records.api import read_session
from onewindow_policy.testing.takingin import ID_NUMBER
from onewindow_policy.testing.takingin import Keyboard
from onewindow_policy.testing.takingin import MOST_KEYS
from onewindow_policy.testing.takingin import NAME
from onewindow_policy.testing.takingin import PAGES
from onewindow_policy.testing.takingin import SCREEN
from onewindow_policy.testing.takingin import take_allowance_in
from sqlalchemy import select
from test_journeys import JourneyTestCase
from test_journeys import PHONE

import re
import transaction

#: What some windows walk about with.
TABLET = {"width": 820, "height": 1180}

FORM = "catalogue/sq-ll-001/apply/@@take-in"


class TestTakingIn(JourneyTestCase):
    def cases(self):
        transaction.begin()
        return read_session().scalars(select(Case)).all()

    def is_paper(self, response):
        return response.headers.get("content-type") == "application/pdf"

    def test_allowance_is_taken_in_by_keyboard_on_three_pages(self):
        page = self.visit("@@work", viewport=SCREEN, login="window-staff")
        board = Keyboard(page)
        focused = {
            "search": "q",
            "form": "form.card",
            "card": "phone",
            "taken": "print",
        }
        pictures = {"search": "take-in", "filled": "take-in-form", "taken": "taken-in"}

        def at(place):
            if place in focused:
                self.assertEqual(focused[place], board.focused)
            if place == "card":
                for name, value in (("applicant_name", NAME), ("id_number", ID_NUMBER)):
                    input_ = f"[name='form.widgets.{name}']"
                    self.assertEqual(value, page.input_value(input_))
            if place in pictures:
                is_long = place == "filled"
                self.keep_picture(page, pictures[place], full_page=is_long)

        take_allowance_in(board, self.base, at)
        self.assertEqual("已收件", page.locator("#case-state").inner_text())
        self.assertEqual(PAGES, len(board.loads), board.loads)
        with page.context.expect_event("response", self.is_paper):
            board.press("Enter")
        (case,) = self.cases()
        self.assertEqual(
            ("received", NAME, "990102001001"),
            (case.state, case.applicant["name"], case.taken_in_at),
        )
        self.assertLess(board.keys, MOST_KEYS)

    def test_service_is_chosen_among_suggestions_with_the_arrow_keys(self):
        page = self.visit("@@take-in", viewport=SCREEN, login="window-staff")
        board = Keyboard(page)
        page.keyboard.type("低保")
        page.locator("[role=option]").first.wait_for()
        board.press("ArrowDown")
        board.press("Enter")
        page.wait_for_url(re.compile("/apply/@@take-in$"))
        board.wait_for("form.card")
        self.assertEqual("form.card", board.focused)

    def test_form_at_the_window_fits_a_tablet_and_a_phone_in_each_print(self):
        for name, viewport in (("tablet", TABLET), ("phone", PHONE)):
            for print_size in ("", "elder"):
                with self.subTest(viewport=name, print_size=print_size):
                    page = self.visit(FORM, viewport=viewport, login="window-staff")
                    if print_size:
                        page.goto(f"{self.base}/@@set-elder-mode?on=1")
                        page.goto(f"{self.base}/{FORM}")
                    self.assertTrue(page.locator("#form-card").is_visible())
                    self.assertTrue(page.locator("[name='form.draft']").is_visible())
                    wide = page.evaluate("document.documentElement.scrollWidth")
                    self.assertLessEqual(wide, viewport["width"])
                    suffix = f"-{print_size}" if print_size else ""
                    self.keep_picture(page, f"take-in-{name}{suffix}", full_page=True)
