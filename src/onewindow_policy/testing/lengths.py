"""How far one has to scroll on a phone: what tests and benchmarks measure alike."""

from dataclasses import dataclass

PHONE = {"width": 390, "height": 844}

#: In pixels: where a heading begins at the latest, in large print. What follows of the
#: first screen is the page itself.
LATEST_HEADING = 600

#: No page is longer in large print than so many times the standard one.
LONGEST_RATIO = 2

#: In pixels, in large print: where the button that begins a form is at the latest, below
#: what one needs for it; and then its first question, on the second screen.
LATEST_BEGINNING = 2600
LATEST_QUESTION = 2 * PHONE["height"]

#: A form by steps, of an allowance with conditions.
FORM = "catalogue/sq-ll-001/apply"

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
    FORM: 7500,
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


_TOP = """
(name) => [...document.querySelectorAll(name)]
  .filter((each) => each.offsetParent)[0].getBoundingClientRect().top + scrollY
"""
_ONWARD = ".step-controls .btn-primary"
_QUESTION = "form.questions .group .form-check-input, form.questions .form-control"


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


def beginning_of(page, base: str) -> tuple[float, float]:
    """Return where the button that begins the form is in large print, and then its first
    question, in pixels from the top of their pages."""
    page.context.clear_cookies()
    page.context.add_cookies([{"name": "onewindow_elder", "value": "1", "url": base}])
    page.goto(f"{base}/{FORM}")
    begins = page.evaluate(_TOP, _ONWARD)
    page.locator(_ONWARD).click()
    page.locator(_QUESTION).locator("visible=true").first.wait_for()
    return begins, page.evaluate(_TOP, _QUESTION)
