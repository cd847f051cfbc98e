"""Which services a window takes in, and how one of them is found by whoever knows it."""

from collections.abc import Iterable
from dataclasses import dataclass
from onewindow_policy import _
from onewindow_policy.browse.inventory import inventory
from onewindow_policy.browse.items import published_items
from onewindow_policy.catalogue.api import get_item
from onewindow_policy.communities.api import get_district
from onewindow_policy.communities.divisions import CommunityFacts
from onewindow_policy.desks.interfaces import IDeskEntry
from onewindow_policy.forms.api import application_form
from onewindow_policy.forms.api import TAKE_IN
from onewindow_policy.forms.api import windows_of
from onewindow_policy.publishing.api import is_public
from onewindow_policy.search.suggesting import suggest
from zope.i18nmessageid import Message
from zope.interface import implementer

#: More services than this nobody looks through; they are looked for.
MOST_LISTED = 200

NO_FORM = _(
    "take_in_no_form",
    default=(
        "Has no form here: take the papers in as the guide says, and write the receipt by"
        " hand."
    ),
)
NOT_HERE = _(
    "take_in_not_here",
    default="Is not on this district's list: call the hotline about who takes it in.",
)


@dataclass(frozen=True, slots=True)
class Takeable:
    """A service at a window: `form_url` is where it is taken in, None where it is not, and
    `reason` then says what to do instead, with the guide at `url`."""

    code: str
    title: str
    url: str
    form_url: str | None
    reason: Message | None = None


@implementer(IDeskEntry)
class TakeInEntry:
    """Where staff of a window begin with whoever stands there."""

    order = 8
    title = _("title_take_in", default="Take in an application")

    def path_for(self, user) -> str | None:
        """See `IDeskEntry`."""
        return TAKE_IN if windows_of(user) else None

    def waiting_for(self, user) -> None:
        """See `IDeskEntry`. People who wait stand before the window."""
        return


def takeable(item, window: CommunityFacts) -> Takeable:
    """Return what the window of a community does with an item. A service of another
    district is none of its own, wherever its applicant lives."""
    form = application_form(item)
    district = get_district(window.place.code[:6])
    reason = None
    if district is None or not district.has_adopted(item.code):
        reason = NOT_HERE
    elif form is None:
        reason = NO_FORM
    return Takeable(
        item.code,
        item.title,
        item.absolute_url(),
        f"{form.absolute_url()}/{TAKE_IN}" if reason is None else None,
        reason,
    )


def takeable_named(code: str, window: CommunityFacts) -> Takeable | None:
    """Return the service with this code, None where no public one has it."""
    item = get_item(code) if code else None
    return takeable(item, window) if item is not None and is_public(item) else None


def find_takeable(text: str, window: CommunityFacts) -> list[Takeable]:
    """Return the services whose name begins, or sounds, as `text`: by characters, pinyin or
    initials, those first that are taken in here. Raises `DatabaseUnavailable`."""
    found = (takeable_named(each.item_code, window) for each in suggest(text))
    return _once(each for each in found if each is not None)


def list_takeable(window: CommunityFacts) -> list[Takeable]:
    """Return all services in the order of the access list, none where they are too many to
    look through."""
    if len(inventory().rids) > MOST_LISTED:
        return []
    brains = published_items(sort_on="access_list_no")
    return _once(takeable(each.getObject(), window) for each in brains)


def _once(found: Iterable[Takeable]) -> list[Takeable]:
    once = {each.code: each for each in found}
    return sorted(once.values(), key=lambda each: each.form_url is None)
