"""What a screen shows, one slide after the other."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from onewindow_policy import _
from onewindow_policy.catalogue.api import get_item
from onewindow_policy.communities.api import get_district
from onewindow_policy.guides.api import resolve_guide
from onewindow_policy.guides.listed import listed_services
from onewindow_policy.guides.released import released_guides
from onewindow_policy.guides.resolved import ResolvedGuide
from onewindow_policy.guides.wording import Wording
from onewindow_policy.news.api import published_news
from onewindow_policy.publishing.api import is_public

import re

#: More lines nobody reads from five metres away, nor longer ones.
MAX_LINES = 5
MAX_LINE_LENGTH = 34

#: A longer title is set smaller.
MAX_TITLE_LENGTH = 12

#: How many materials a line names before it says how many there are.
MAX_NAMED_MATERIALS = 4

#: The newest news, of which the community's own and those for everybody are shown.
NEWS_SEARCHED = 30
NEWS_SHOWN = 8

_SENTENCE = re.compile(r"[^。；;！!？?]+[。；;！!？?]?")


@dataclass(frozen=True, slots=True)
class SlideFact:
    """A label and a short text; `is_good` is said in green."""

    label: str
    text: str
    is_good: bool = False


@dataclass(frozen=True, slots=True)
class Slide:
    """One slide; `url` is the page that it is about."""

    kind: str
    title: str
    lines: tuple[str, ...]
    url: str
    facts: tuple[SlideFact, ...] = ()
    is_numbered: bool = True

    @property
    def css_class(self) -> str:
        return "slide slide-long" if len(self.title) > MAX_TITLE_LENGTH else "slide"

    @property
    def lines_class(self) -> str:
        return "slide-lines" if self.is_numbered else "slide-lines slide-lines-plain"


def mixed(many: Sequence, few: Sequence) -> list:
    """Return both in turn, those of which there are fewer spread evenly."""
    if len(many) < len(few):
        many, few = few, many
    places, given = [], 0
    for number, one in enumerate(many, 1):
        places.append(one)
        due = number * len(few) // len(many)
        places += few[given:due]
        given = due
    return places


def slide_sources(screen) -> list:
    """Return what the slides of `screen` are about: public items and news, in turn."""
    return mixed(_items(screen), _news(screen))


def _items(screen) -> list:
    if screen.item_codes:
        items = [get_item(code.strip()) for code in screen.item_codes]
    else:
        district = get_district(screen.community[:6])
        if district is None:
            return []
        items = [get_item(service.code) for service in listed_services(district)]
    return [item for item in items if item is not None and is_public(item)]


def _news(screen) -> list:
    query = {"sort_limit": NEWS_SEARCHED}
    if screen.news_categories:
        query["news_category"] = list(screen.news_categories)
    found = []
    for brain in published_news(**query)[:NEWS_SEARCHED]:
        news = brain.getObject()
        communities = getattr(news, "related_communities", None)
        if is_public(news) and (not communities or screen.community in communities):
            found.append(news)
    return found[:NEWS_SHOWN]


def make_slide(source, screen, words: Wording) -> Slide | None:
    """Return the slide about `source`, or None when there is nothing public to say."""
    if source.portal_type == "News Item":
        return _news_slide(source, words)
    district = screen.community[:6]
    if get_district(district) is None:
        district = None
    master, own = released_guides(source, district)
    if master is None:
        return None
    return _guide_slide(source, resolve_guide(master, own, district), words)


def _guide_slide(item, guide: ResolvedGuide, words: Wording) -> Slide:
    facts = [
        SlideFact(
            words(_("slide_promise", default="How long it takes")),
            words.limit(guide.promised_limit),
        ),
        SlideFact(words(_("fact_fee", default="Fee")), words.fee(guide)),
    ]
    if guide.channel_home_visit:
        facts.append(
            SlideFact(
                words(_("slide_immobile", default="Cannot come?")),
                words(_("slide_home_visit", default="We come to you")),
                is_good=True,
            )
        )
    event = next(iter(item.life_events or ()), None)
    kind = words(_("slide_guide", default="Services"))
    url = item.absolute_url()
    return Slide(
        kind=" ".join([kind, words.title("life_events", event)]).strip(),
        title=item.short_name or item.title,
        lines=guide_lines(guide, words),
        url=f"{url}/{guide.district}" if guide.district else url,
        facts=tuple(fact for fact in facts if fact.text),
    )


def guide_lines(guide: ResolvedGuide, words: Wording) -> tuple[str, ...]:
    """Return what to bring, and who then does what, in five lines at most."""
    lines = []
    required = [material.name for material in guide.materials if material.required]
    if required:
        lines.append(_bring(required, words))
    steps = [
        (role, list(group))
        for role, group in groupby(guide.process, key=lambda step: step.unit_role)
    ]
    room = MAX_LINES - len(lines)
    if len(steps) > room:
        # The way in and the way out matter more than what is in between.
        steps = steps[: room - 1] + steps[-1:]
    for role, group in steps:
        names = words.enumerate(step.name for step in group)
        lines.append(f"{words.title('unit_roles', role)} {names}")
    return tuple(_short(line) for line in lines)


def _bring(names: list[str], words: Wording) -> str:
    named = words.enumerate(names[:MAX_NAMED_MATERIALS])
    if len(names) > MAX_NAMED_MATERIALS:
        return words(
            _(
                "slide_bring_more",
                default="Bring ${count} things: ${names} …",
                mapping={"names": named, "count": len(names)},
            )
        )
    return words(_("slide_bring", default="Bring ${names}", mapping={"names": named}))


def _news_slide(news, words: Wording) -> Slide:
    sentences = [
        found.group().strip() for found in _SENTENCE.finditer(news.description)
    ]
    category = getattr(news, "news_category", None)
    return Slide(
        kind=words.title("news_categories", category),
        title=news.title,
        lines=tuple(_short(line) for line in sentences if line)[:MAX_LINES],
        url=news.absolute_url(),
        is_numbered=False,
    )


def _short(line: str) -> str:
    if len(line) <= MAX_LINE_LENGTH:
        return line
    return line[: MAX_LINE_LENGTH - 1] + "…"
