"""A window takes 高龄津贴 in with the keyboard alone: for tests, and to be measured."""

from collections.abc import Callable
from stdnum.cn import ric

import re

#: What the desks of halls have.
SCREEN = {"width": 1366, "height": 768}

_BODY = "99010219400101001"
ID_NUMBER = _BODY + ric.calc_check_digit(_BODY + "0")
NAME = "样本老人"

#: What it may need: fewer keys than these, and so many pages.
MOST_KEYS = 90
PAGES = 3

#: Seconds for a key (Card, Moran, Newell: The keystroke-level model, CACM 23, 1980; an
#: average typist), for an identity card that is laid on its reader, and for a page to come.
KEY_SECONDS = 0.28
CARD_SECONDS = 3.0
LOAD_SECONDS = 1.0


class Keyboard:
    """The keyboard of somebody at a window, who touches nothing else; it counts what is
    pressed, the `loads` of pages, and the `cards` that are read."""

    def __init__(self, page):
        self.page = page
        self.keys = 0
        self.cards = 0
        self.loads: list[str] = []
        page.on("framenavigated", self._count_load)

    def _count_load(self, frame) -> None:
        if frame == self.page.main_frame:
            self.loads.append(frame.url)

    def press(self, key: str) -> None:
        self.page.keyboard.press(key)
        self.keys += 1

    def type(self, text: str) -> None:
        """Type a text; of an input method each character counts as one key."""
        self.page.keyboard.insert_text(text)
        self.keys += len(text)

    def wait_for(self, name: str) -> None:
        """Wait until the page that comes has the focus on the input with this name."""
        self.page.wait_for_function(
            "name => document.activeElement.name === name", arg=name
        )

    def go_to(self, name: str, most: int = 12) -> None:
        """Press the tab key until the input with this name has the focus. Raises
        AssertionError where `most` presses do not reach it."""
        for _ in range(most):
            self.press("Tab")
            if self.focused == name:
                return
        raise AssertionError(f"{name} is not reached, but {self.focused}")

    def read_card(self) -> None:
        """Type as a reader of identity cards does, which stands for a keyboard and is
        fast: nobody presses anything."""
        self.page.keyboard.type(ID_NUMBER)
        self.page.keyboard.press("Tab")
        self.page.keyboard.insert_text(NAME)
        self.page.keyboard.press("Enter")
        self.cards += 1

    @property
    def focused(self) -> str:
        """The name of the input that has the focus."""
        name = self.page.evaluate("document.activeElement.name || ''")
        return name.removeprefix("form.widgets.").removeprefix("form.consents.")

    @property
    def seconds(self) -> float:
        """How long somebody takes for what was done so far; reading and talking apart."""
        return (
            self.keys * KEY_SECONDS
            + self.cards * CARD_SECONDS
            + len(self.loads) * LOAD_SECONDS
        )


def take_allowance_in(
    board: Keyboard, base: str, at: Callable[[str], object] = lambda _place: None
) -> None:
    """Take an application in, from the entry at `base` to the receipt.

    `at` is told of each place that was come to: `search`, `form`, `card` once it is read,
    `filled`, and `taken` in the end.
    """
    page = board.page
    page.goto(f"{base}/@@take-in")
    board.wait_for("q")
    at("search")
    board.type("gljt")
    board.press("Enter")
    page.wait_for_url(re.compile("/apply/@@take-in$"))
    board.wait_for("form.card")
    at("form")
    board.read_card()
    at("card")
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
    at("filled")
    board.press("Enter")
    page.wait_for_url(re.compile(r"/@@taken-in/\d{15}$"))
    # A browser gives the focus somewhat later than it has the page.
    board.wait_for("print")
    at("taken")
