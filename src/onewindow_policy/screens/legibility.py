"""How much a screen can say and still be read from five metres."""

from unicodedata import east_asian_width

#: Rows of text under a title, and Chinese characters in a row, at the size of screen.css.
MAX_ROWS = 5
ROW_WIDTH = 20

#: A longer title is set smaller.
MAX_TITLE_WIDTH = 12

#: The width of other characters in Chinese ones.
NARROW = 0.55

ELLIPSIS = "…"


def width_of(text: str) -> float:
    """Return how wide `text` is, in Chinese characters."""
    return sum(1 if east_asian_width(each) in "WFA" else NARROW for each in text)


def rows_of(text: str) -> int:
    """Return how many rows `text` takes."""
    return max(1, -int(-width_of(text) // ROW_WIDTH))


def shortened(text: str, rows: int = 1) -> str:
    """Return `text`, cut where it does not fit into `rows`, and then saying so."""
    if rows_of(text) <= rows:
        return text
    room = rows * ROW_WIDTH - width_of(ELLIPSIS)
    kept = 0
    for char in text:
        room -= width_of(char)
        if room < 0:
            break
        kept += 1
    return text[:kept] + ELLIPSIS
