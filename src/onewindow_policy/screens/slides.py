"""What a screen shows, one slide after the other."""

from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from onewindow_policy import _
from onewindow_policy.catalogue.api import get_item
from onewindow_policy.communities.api import get_district
from onewindow_policy.communities.units import find_unit
from onewindow_policy.guides.api import resolve_guide
from onewindow_policy.guides.listed import listed_services
from onewindow_policy.guides.released import released_guides
from onewindow_policy.guides.resolved import ResolvedGuide
from onewindow_policy.guides.sums import benefit_line
from onewindow_policy.guides.wording import Wording
from onewindow_policy.news.api import is_over
from onewindow_policy.news.api import published_news
from onewindow_policy.publishing.api import is_public
from onewindow_policy.screens.legibility import MAX_ROWS
from onewindow_policy.screens.legibility import MAX_TITLE_WIDTH
from onewindow_policy.screens.legibility import rows_of
from onewindow_policy.screens.legibility import shortened
from onewindow_policy.screens.legibility import width_of
from onewindow_policy.workdays.api import today

import re

#: The newest news, of which the community's own and those for everybody are shown.
NEWS_SEARCHED = 30
NEWS_SHOWN = 8

#: Rows that one sentence of a news item may take.
SENTENCE_ROWS = 2

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
        is_long = width_of(self.title) > MAX_TITLE_WIDTH
        return "slide slide-long" if is_long else "slide"

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
    district = get_district(screen.community[:6])
    if screen.item_codes:
        codes = [code.strip() for code in screen.item_codes]
    elif district is not None:
        codes = [service.code for service in listed_services(district)]
    else:
        return []
    return [
        item
        for item in map(get_item, codes)
        if item is not None
        and is_public(item)
        and (district is None or district.has_adopted(item.code))
    ]


def _news(screen) -> list:
    query = {"sort_limit": NEWS_SEARCHED}
    if screen.news_categories:
        query["news_category"] = list(screen.news_categories)
    found = []
    for brain in published_news(**query)[:NEWS_SEARCHED]:
        news = brain.getObject()
        communities = getattr(news, "related_communities", None)
        if not is_public(news) or (communities and screen.community not in communities):
            continue
        if not is_over(news, today()):
            found.append(news)
    return found[:NEWS_SHOWN]


def make_slide(source, screen, words: Wording) -> Slide | None:
    """Return the slide about `source`, or None when there is nothing public to say."""
    if source.portal_type == "News Item":
        return _news_slide(source, words)
    district = get_district(screen.community[:6])
    code = district.code if district is not None else None
    master, own = released_guides(source, code)
    if master is None:
        return None
    guide = resolve_guide(master, own, code)
    units = _unit_names(screen, guide, words)
    return _guide_slide(source, guide, units, words)


def _unit_names(screen, guide: ResolvedGuide, words: Wording) -> dict[str, str]:
    """Return who the roles of steps are, for somebody in front of the screen."""
    names = {"community": words(_("slide_this_window", default="This window"))}
    for role in {step.unit_role for step in guide.process if step.unit_role}:
        unit = find_unit(role, screen.community)
        if unit is not None:
            names[role] = unit.title
    return names


def _guide_slide(item, guide: ResolvedGuide, units: dict, words: Wording) -> Slide:
    facts = [
        SlideFact(
            words(_("fact_benefit", default="You get")),
            benefit_line(words, guide.benefit_rates),
        ),
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
        lines=guide_lines(guide, units, words),
        url=f"{url}/{guide.district}" if guide.district else url,
        facts=tuple(fact for fact in facts if fact.text),
    )


def guide_lines(
    guide: ResolvedGuide, units: Mapping[str, str], words: Wording
) -> tuple[str, ...]:
    """Return what to bring, and who then does what, a row each.

    `units` maps the roles of steps to names; the code list names those it has not.
    """
    lines = []
    required = [material.name for material in guide.materials if material.required]
    if required:
        lines.append(_bring(required, words))
    steps = [
        (role, list(group))
        for role, group in groupby(guide.process, key=lambda step: step.unit_role)
    ]
    room = MAX_ROWS - len(lines)
    if len(steps) > room:
        # What only waits is left out first; then, the way in and the way out matter more
        # than what is in between.
        steps = [
            (role, group)
            for role, group in steps
            if any(each.counted for each in group)
        ]
    if len(steps) > room:
        steps = steps[: room - 1] + steps[-1:]
    for role, group in steps:
        unit = units.get(role) or words.title("unit_roles", role)
        lines.append(f"{unit} {words.enumerate(step.name for step in group)}")
    return tuple(shortened(line) for line in lines)


def _bring(names: list[str], words: Wording) -> str:
    """Return as many of `names` as fit into a row, and how many there are."""
    everything = words(
        _(
            "slide_bring",
            default="Bring ${names}",
            mapping={"names": words.enumerate(names)},
        )
    )
    if rows_of(everything) == 1:
        return everything
    for count in range(len(names) - 1, 0, -1):
        some = words(
            _(
                "slide_bring_more",
                default="Bring ${count} things: ${names} …",
                mapping={"names": words.enumerate(names[:count]), "count": len(names)},
            )
        )
        if rows_of(some) == 1:
            return some
    return words(
        _(
            "slide_bring_count",
            default="Bring ${count} things; the code lists them",
            mapping={"count": len(names)},
        )
    )


def _news_slide(news, words: Wording) -> Slide:
    lines, room = [], MAX_ROWS
    for found in _SENTENCE.finditer(news.description):
        line = shortened(found.group().strip(), min(SENTENCE_ROWS, room))
        room -= rows_of(line)
        lines.append(line)
        if room <= 0:
            break
    category = getattr(news, "news_category", None)
    return Slide(
        kind=words.title("news_categories", category),
        title=news.title,
        lines=tuple(lines),
        url=news.absolute_url(),
        is_numbered=False,
    )
