"""The days of a process drawn to scale."""

from collections.abc import Sequence
from onewindow_policy.guides.browser.rows import Bar
from onewindow_policy.guides.resolved import ProcessStep

#: In percent; a number does not fit into a narrower part of the bar.
MIN_NUMBERED_WIDTH = 7

#: Between two parts, in percent.
GAP = 0.5


def time_bars(process: Sequence[ProcessStep]) -> list[Bar]:
    """Return the parts of the bar; of one step's days there is nothing to draw."""
    steps = [(place, step) for place, step in enumerate(process, 1) if step.days]
    if len(steps) < 2:
        return []
    total = sum(step.days for _place, step in steps)
    bars, start = [], 0.0
    for place, step in steps:
        width = 100 * step.days / total
        paused = "" if step.counted else " is-paused"
        bars.append(
            Bar(
                x=f"{start + GAP / 2:.2f}%",
                width=f"{max(width - GAP, 0.3):.2f}%",
                center=f"{start + width / 2:.2f}%",
                number=place if width >= MIN_NUMBERED_WIDTH else None,
                css_class=f"time-bar-part{paused}",
                number_class=f"time-bar-number{paused}",
            )
        )
        start += width
    return bars
