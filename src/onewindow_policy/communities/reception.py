"""Who takes in what residents of a community bring: somebody always does."""

from collections.abc import Callable
from onewindow_policy import _
from onewindow_policy.communities.divisions import all_communities
from onewindow_policy.communities.halls import halls_of
from onewindow_policy.communities.unitroles import STREET
from onewindow_policy.communities.units import find_unit
from onewindow_policy.pages.api import hotline
from zope.i18nmessageid import Message


def reception_note(code: str, say: Callable[[Message], str]) -> str:
    """Return who takes in what the community with this code has no window for, and how to
    reach them; empty where it has one. `say` puts a message into the page's language."""
    if halls_of(code):
        return ""
    name = next(
        (each.place.title for each in all_communities() if each.place.code == code), ""
    )
    office = find_unit(STREET, code)
    if not name:
        return ""
    if office is None or not office.phone:
        return say(
            _(
                "reception_unknown",
                default=(
                    "${community} has no window of its own yet. Call ${hotline} and ask"
                    " who takes your application in."
                ),
                mapping={"community": name, "hotline": hotline()},
            )
        )
    return say(
        _(
            "reception_street",
            default=(
                "${community} has no window of its own yet. ${office} takes your"
                " application in: phone ${phone}."
            ),
            mapping={
                "community": name,
                "office": office.title,
                "phone": office.phone,
            },
        )
    )
