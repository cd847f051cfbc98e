"""How far one has to scroll on a phone: what tests and benchmarks measure alike."""

from dataclasses import dataclass

PHONE = {"width": 390, "height": 844}

#: In pixels: where a heading begins at the latest, in large print. What follows of the
#: first screen is the page itself.
LATEST_HEADING = 600

#: No page is longer in large print than so many times the standard one.
LONGEST_RATIO = 2

_COMMUNITY = "communities/990102/990102001/990102001001"

#: The pages, with how long each may be in standard print, in pixels.
PAGES = {
    "": 4200,
    "catalogue": 3600,
    "catalogue/sq-ll-001": 5700,
    "catalogue/sq-mz-001/990102": 6300,
    "@@find?q=津贴": 3800,
    _COMMUNITY: 4700,
    f"{_COMMUNITY}/h001": 3600,
    "catalogue/sq-ll-001/apply": 7500,
    "@@track": 1800,
    "accessibility": 2700,
}

_MEASURE = """
() => {
  const heading = document.querySelector("h1");
  return [
    document.documentElement.scrollHeight,
    heading.getBoundingClientRect().top + scrollY,
    document.documentElement.scrollWidth,
  ];
}
"""


@dataclass(frozen=True, slots=True)
class Length:
    """A page in one print: how long, where its heading begins, how wide; in pixels."""

    height: float
    heading: float
    width: float


def length_of(page) -> Length:
    """Return the length of what `page`, of Playwright, shows."""
    return Length(*page.evaluate(_MEASURE))


def lengths_of(page, base: str, path: str) -> tuple[Length, Length]:
    """Return the length of the page at `path` in standard and in large print."""
    found = []
    for value in ("", "1"):
        page.context.clear_cookies()
        if value:
            page.context.add_cookies(
                [{"name": "onewindow_elder", "value": value, "url": base}]
            )
        page.goto(f"{base}/{path}")
        found.append(length_of(page))
    return found[0], found[1]
