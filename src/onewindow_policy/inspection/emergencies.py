"""Numbers for danger that residents are told, and nobody in the city has called."""

from collections.abc import Iterator
from onewindow_policy import _
from onewindow_policy.inspection.checks import Finding
from onewindow_policy.search.emergencies import untried_numbers


def untried_emergencies(catalogue_url: str) -> Iterator[Finding]:
    """Yield the numbers that have to be called before people in danger call them."""
    if numbers := untried_numbers():
        fault = _(
            "fault_untried_numbers",
            default=(
                "nobody has said that ${numbers} answers in this city: call it, and enter"
                " it there."
            ),
            mapping={"numbers": "、".join(numbers)},
        )
        url = f"{catalogue_url}/@@onewindow-search"
        title = _("label_emergencies", default="Whom to call in danger")
        yield Finding(title, url, (fault,))
