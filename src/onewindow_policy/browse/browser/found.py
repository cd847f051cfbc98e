"""A result of the search as residents read it: what it is, and why it was found."""

from collections.abc import Mapping
from dataclasses import dataclass
from onewindow_policy import _
from onewindow_policy.browse.browser.cards import FACT
from onewindow_policy.browse.browser.cards import ItemCards
from onewindow_policy.browse.browser.cards import PLAIN
from onewindow_policy.browse.browser.cards import Tag
from onewindow_policy.guides.wording import Wording
from onewindow_policy.news.api import day_of
from onewindow_policy.samples.interfaces import KINDS
from onewindow_policy.search.addresses import district_page
from onewindow_policy.search.addresses import url_of
from onewindow_policy.search.api import Hit
from onewindow_policy.search.interfaces import Match
from onewindow_policy.search.wording import TYPE_TITLES
from plone import api
from typing import NamedTuple
from urllib.parse import urlencode

#: What a result is about is said by its name and for whom it is. Where else the words
#: stand says little, but that a paper is asked for.
PLACES = {
    "materials": _("found_in_materials", default="Said in the materials to bring"),
}
FOR_WHOM = _("found_for_whom", default="Who can apply")

#: Types without conditions show where the words stand instead of a description.
QUOTED = ("news", "place")

#: Why a name was found that is not what was typed, letter by letter.
REASONS = {
    "initials": _("found_by_initials", default="First letters of"),
    "sound": _("found_by_sound", default="Sounds like"),
    "spelling": _("found_by_spelling", default="Written like"),
}
OTHER_NAME = _("found_by_other_name", default="Also called")


class Part(NamedTuple):
    """A piece of a text; `is_found` when it has words that were looked for."""

    text: str
    is_found: bool


class Remark(NamedTuple):
    """Why a result was found: a label, and the text it is about."""

    label: str
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """A result as the page shows it.

    `district_url` leads to the service as it is in the reader's district; `districts`
    and `service_url` let the browser find that page for the district it remembers.
    """

    title: tuple[Part, ...]
    url: str
    service_url: str
    text: tuple[Part, ...]
    remarks: tuple[Remark, ...]
    tags: tuple[Tag, ...]
    district_url: str
    districts: str


def parts_of(match: Match) -> tuple[Part, ...]:
    """Return the text of `match` in pieces, those found marked."""
    parts, end = [], 0
    for start, stop in match.spans:
        if start > end:
            parts.append(Part(match.text[end:start], False))
        if stop > max(start, end):
            parts.append(Part(match.text[max(start, end) : stop], True))
        end = max(end, stop)
    if match.text[end:]:
        parts.append(Part(match.text[end:], False))
    return tuple(parts)


class FoundResults:
    """Makes the results of one page; it asks the catalog once, for their facts."""

    def __init__(
        self,
        words: Wording,
        categories: Mapping[str, str],
        district: str = "",
        community: str = "",
    ):
        self._is_english = words.language.startswith("en")
        self._words = words
        self._categories = categories
        self._district = district
        self._query = f"?{urlencode({'community': community})}" if community else ""
        self._cards = ItemCards(words)

    def __call__(self, hits: tuple[Hit, ...]) -> list[Found]:
        """Return `hits` as the page shows them."""
        catalog = api.portal.get_tool("portal_catalog")
        facts = {
            brain.UID: brain for brain in catalog(UID=[hit.uid for hit in hits]) if hits
        }
        return [self._found(hit, facts.get(hit.uid)) for hit in hits]

    def _found(self, hit: Hit, brain) -> Found:
        by_field: dict[str, Match] = {match.field: match for match in hit.matches}
        text = by_field.get("description", Match("description", hit.description))
        if not text.text and hit.type in QUOTED:
            text = next((each for each in hit.matches if each.field == "text"), text)
        own_page = district_page(hit, self._district)
        title = by_field.get("title", Match("title", hit.title))
        # A record without the value has Missing.Value, which is no text and false.
        if (
            self._is_english
            and hit.type == "item"
            and brain is not None
            and brain.title_en
        ):
            # What the window and its papers call it stands below, as in other lists.
            title, text = Match("title", brain.title_en), title
        return Found(
            title=parts_of(title),
            url=url_of(hit) + self._query,
            service_url=url_of(hit) if hit.type == "item" else "",
            text=parts_of(text),
            remarks=tuple(self._remarks(hit)),
            tags=(
                Tag(self._words(TYPE_TITLES[hit.type]), PLAIN),
                *self._tags(hit, brain),
            ),
            district_url=own_page + self._query if own_page else "",
            districts=" ".join(hit.districts) if hit.type == "item" else "",
        )

    def _remarks(self, hit: Hit):
        name = next((each for each in hit.matches if each.field == "name"), None)
        if hit.reason in REASONS:
            shown = parts_of(name) if name else (Part(hit.matched_name, False),)
            yield Remark(self._words(REASONS[hit.reason]), shown)
        elif name is not None:
            yield Remark(self._words(OTHER_NAME), parts_of(name))
        if hit.about is not None:
            yield Remark(self._words(FOR_WHOM), parts_of(hit.about))
        for match in hit.matches:
            if match.field in PLACES:
                label = self._words(PLACES[match.field])
                yield Remark(label, parts_of(match))

    def _tags(self, hit: Hit, brain) -> tuple[Tag, ...]:
        if brain is None:
            return ()
        if hit.type == "item":
            return self._cards.card(brain, self._categories.get(hit.category)).tags
        if hit.type == "sample" and brain.sample_kind:
            title = KINDS.getTerm(brain.sample_kind).title
            return (Tag(self._words(title), FACT),)
        if hit.type == "news":
            return (Tag(day_of(brain.effective), PLAIN),)
        return ()
