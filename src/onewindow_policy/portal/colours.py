"""A city's own colours: whether they can be read, and the shades made from them.

Contrast is that of WCAG 2.2, success criterion 1.4.3: 4.5 : 1 for text, and 7 : 1
(1.4.6) in elder mode.
"""

import re

#: What the style sheet has; nothing is served for a city that keeps them.
STANDARD_BRAND = "#0a57a4"
STANDARD_ACCENT = "#b3261e"

READABLE = 4.5
READABLE_BY_ELDERS = 7.0

HEX_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")

#: The grounds that coloured words stand on, besides the colour's own pale shade; white
#: words on the colour have the contrast of coloured words on white.
_GROUNDS = ("#ffffff", "#f3f6fa")

_STEPS = 50


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours, 1 to 21."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def is_readable(colour: str) -> bool:
    """Return whether words in `colour` reach 4.5 : 1 on every ground they stand on."""
    return _weakest(colour) >= READABLE


def mixed(colour: str, other: str, share: float) -> str:
    """Return `colour` with a `share` (0 to 1) of `other` in it."""
    parts = zip(_channels(colour), _channels(other), strict=True)
    return "#" + "".join(
        f"{round(mine + (theirs - mine) * share):02x}" for mine, theirs in parts
    )


def stylesheet(brand: str, accent: str) -> str:
    """Return the CSS that puts `brand` and `accent` in place of the standard colours.

    For light screens only: a dark ground needs other shades, and has them already, and
    paper is black on white.
    """
    light = {**_shades("brand", brand), **_shades("accent", accent)}
    light["--brand-night"] = mixed(brand, "#000000", 0.55)
    elder = {
        **_shades("brand", _darkened(brand)),
        **_shades("accent", _darkened(accent)),
    }
    rules = _rule(":root", light) + _rule(":root.elder", elder)
    return f"@media screen and (prefers-color-scheme: light) {{\n{rules}}}\n"


def _shades(name: str, colour: str) -> dict[str, str]:
    return {
        f"--{name}": colour,
        f"--{name}-deep": mixed(colour, "#000000", 0.3),
        f"--{name}-soft": _soft(colour),
    }


def _soft(colour: str) -> str:
    return mixed(colour, "#ffffff", 0.91)


def _rule(selector: str, declarations: dict[str, str]) -> str:
    lines = "".join(f"  {name}: {value};\n" for name, value in declarations.items())
    return f"{selector} {{\n{lines}}}\n"


def _darkened(colour: str) -> str:
    """Return `colour`, as much darker as elder mode needs."""
    for step in range(_STEPS):
        darker = mixed(colour, "#000000", step / _STEPS)
        if _weakest(darker) >= READABLE_BY_ELDERS:
            return darker
    return "#000000"


def _weakest(colour: str) -> float:
    return min(contrast(colour, ground) for ground in (*_GROUNDS, _soft(colour)))


def _channels(colour: str) -> tuple[int, ...]:
    return tuple(int(colour[place : place + 2], 16) for place in (1, 3, 5))


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(channel / 255) for channel in _channels(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4
