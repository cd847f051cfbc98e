"""A window takes 高龄津贴 in with the keyboard alone, on the screen that windows have."""

from onewindow_policy.cases.models import Case
from onewindow_policy.records.api import read_session
from sqlalchemy import select
from stdnum.cn import ric
from test_journeys import JourneyTestCase
from test_journeys import PHONE

import re
import sys
import transaction

#: What the desks of halls have; what some windows walk about with.
SCREEN = {"width": 1366, "height": 768}
TABLET = {"width": 820, "height": 1180}

BODY = "99010219400101001"
ID_NUMBER = BODY + ric.calc_check_digit(BODY + "0")
NAME = "样本老人"

FORM = "catalogue/sq-ll-001/apply/@@take-in"


class Keyboard:
    """The keyboard of somebody at a window, who touches nothing else; it counts."""

    def __init__(self, page):
        self.page = page
        self.keys = 0

    def press(self, key):
        self.page.keyboard.press(key)
        self.keys += 1

    def type(self, text):
        """Type a text; of an input method each character counts as one key."""
        self.page.keyboard.insert_text(text)
        self.keys += len(text)

    def go_to(self, name, most=12):
        """Press the tab key until the input with this name has the focus."""
        for _ in range(most):
            self.press("Tab")
            if self.focused == name:
                return
        raise AssertionError(f"{name} is not reached, but {self.focused}")

    @property
    def focused(self):
        name = self.page.evaluate("document.activeElement.name || ''")
        return name.removeprefix("form.widgets.").removeprefix("form.consents.")


class TestTakingIn(JourneyTestCase):
    def cases(self):
        transaction.begin()
        return read_session().scalars(select(Case)).all()

    def is_paper(self, response):
        return response.headers.get("content-type") == "application/pdf"

    def read_card(self, page):
        """Type as a reader does, which stands for a keyboard and is fast."""
        page.keyboard.type(ID_NUMBER)
        page.keyboard.press("Tab")
        page.keyboard.insert_text(NAME)
        page.keyboard.press("Enter")

    def test_allowance_is_taken_in_by_keyboard_on_three_pages(self):
        page = self.visit("@@work", viewport=SCREEN, login="window-staff")
        loads = []
        page.on(
            "framenavigated",
            lambda frame: loads.append(frame.url) if frame == page.main_frame else None,
        )
        page.goto(f"{self.base}/@@take-in")
        board = Keyboard(page)
        self.assertEqual("q", board.focused)
        self.keep_picture(page, "take-in")
        board.type("gljt")
        board.press("Enter")
        page.wait_for_url(re.compile("/apply/@@take-in$"))
        self.assertEqual("form.card", board.focused)
        self.read_card(page)
        self.assertEqual("phone", board.focused)
        self.assertEqual(
            (NAME, ID_NUMBER),
            tuple(
                page.input_value(f"[name='form.widgets.{name}']")
                for name in ("applicant_name", "id_number")
            ),
        )
        board.type("13800000000")
        board.go_to("address")
        board.type("示例路1号")
        board.go_to("account_kind")
        board.press("Space")
        board.go_to("bank_name")
        board.type("示例银行")
        board.go_to("bank_card")
        board.type("6222020000000000000")
        board.go_to("material_m04_how")
        board.press("Space")
        board.go_to("told")
        board.press("Space")
        self.keep_picture(page, "take-in-form", full_page=True)
        board.press("Enter")
        page.wait_for_url(re.compile(r"/@@taken-in/\d{15}$"))
        self.assertEqual("已收件", page.locator("#case-state").inner_text())
        self.assertEqual("print", board.focused)
        self.keep_picture(page, "taken-in")
        with page.context.expect_event("response", self.is_paper):
            board.press("Enter")
        (case,) = self.cases()
        self.assertEqual(
            ("received", NAME, "990102001001"),
            (case.state, case.applicant["name"], case.taken_in_at),
        )
        self.assertEqual(3, len(loads), loads)
        sys.stdout.write(
            f"高龄津贴 at a window: {board.keys} keys, {len(loads)} pages\n"
        )
        self.assertLess(board.keys, 90)

    def test_service_is_chosen_among_suggestions_with_the_arrow_keys(self):
        page = self.visit("@@take-in", viewport=SCREEN, login="window-staff")
        board = Keyboard(page)
        page.keyboard.type("低保")
        page.locator("[role=option]").first.wait_for()
        board.press("ArrowDown")
        board.press("Enter")
        page.wait_for_url(re.compile("/apply/@@take-in$"))
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
