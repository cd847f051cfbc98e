"""One group of questions after the other: where somebody is, and where a button leads.

Phones show a form so; see docs/forms.md. Nothing of it is kept anywhere: a page has all
groups, and says which one it shows.
"""

from collections.abc import Collection
from collections.abc import Mapping
from collections.abc import Sequence

#: Inputs of the form besides its fields: the step that the page showed, the button that was
#: pressed, and whether somebody is on the way by steps or has been at the last of them.
AT = "form.at"
STEP = "form.step"
WALKED = "form.walked"

#: What buttons ask for besides a certain step.
NEXT = "next"
BACK = "back"

#: Steps that are no group of fields: what to know before the first, the conditions of the
#: guide, what is consented to, and looking all over.
START = "group-start"
ELIGIBILITY = "group-eligibility"
CONSENTS = "group-consents"
CHECK = "group-check"


def wanted_step(steps: Sequence[str], at: str, pressed: str) -> str:
    """Return the step that a button asks for on the page of the step `at`."""
    place = steps.index(at)
    if pressed == NEXT:
        return steps[min(place + 1, len(steps) - 1)]
    if pressed == BACK:
        return steps[max(place - 1, 0)]
    return pressed if pressed in steps else at


def reached_step(
    steps: Sequence[str], at: str, wanted: str, faulty: Collection[str]
) -> str:
    """Return the step to show: the way back is open, and forwards nobody passes one of the
    steps in `faulty`, whose answers have to be mended."""
    if wanted != CHECK and steps.index(wanted) <= steps.index(at):
        return wanted
    before = steps[: steps.index(wanted)]
    return next((each for each in before if each in faulty), wanted)


def step_by_enter(form: Mapping[str, object]) -> str:
    """Return the step that the key Enter asks for, given what was sent: the one that the
    button leads to, for who is on the way by steps. It is nothing at the last of them, and
    on a desk: there it sends the form."""
    walked = form.get(WALKED)
    if not walked or form.get(AT) == CHECK:
        return ""
    return CHECK if walked == CHECK else NEXT
