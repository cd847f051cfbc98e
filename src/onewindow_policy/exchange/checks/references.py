"""Names that must exist, must not repeat, and must not contradict one another."""

from collections.abc import Collection
from collections.abc import Iterable
from onewindow_policy import _
from onewindow_policy.exchange.places import excerpt
from onewindow_policy.exchange.places import Place
from onewindow_policy.exchange.places import Problems


def note_repeated(
    places: Iterable[Place], problems: Problems, *, fold_case: bool = False
) -> dict[str, Place]:
    """Note each text that stands at two of `places`; return where each stands first.

    With `fold_case`, texts that differ in case only are the same, as in addresses.
    """
    first = {}
    for place in places:
        if place.text is None:
            continue
        key = place.text.lower() if fold_case else place.text
        if key in first:
            problems.add(
                place,
                _(
                    "problem_repeated",
                    default="${value} stands already at ${where}.",
                    mapping={"value": excerpt(place.text), "where": str(first[key])},
                ),
            )
        first.setdefault(key, place)
    return first


def note_unknown(
    place: Place, known: Collection[str] | None, where: str, problems: Problems
) -> bool:
    """Note a text that is not in `known`; return whether it is there.

    `where` is the JSON path of what is known; None stands for something that the file
    lacks altogether, which is a problem of its own.
    """
    if place.text is None or known is None:
        return False
    if place.text in known:
        return True
    problems.add(
        place,
        _(
            "problem_unknown",
            default="${value} does not stand in ${where}.",
            mapping={"value": excerpt(place.text), "where": where},
        ),
    )
    return False


def note_contradiction(
    place: Place, expected: object, source: Place, problems: Problems
) -> None:
    """Note a value that repeats another one and says something else.

    What the file leaves out contradicts nothing.
    """
    if place.value is None or place.value == expected:
        return
    problems.add(
        place,
        _(
            "problem_contradicts",
            default=(
                "${value} contradicts ${source}: write ${expected}, or leave it out."
            ),
            mapping={
                "value": excerpt(place.value),
                "source": str(source),
                "expected": excerpt(expected),
            },
        ),
    )


def texts(places: Iterable[Place]) -> list[str]:
    """Return the texts among the values of `places`."""
    return [place.text for place in places if place.text is not None]
