"""A service in a list: its name, and the facts that decide whether to read on."""

from collections.abc import Mapping
from onewindow_policy import _
from onewindow_policy.browse.items import Facts
from onewindow_policy.browse.items import facts_of
from onewindow_policy.guides.sums import sum_text
from onewindow_policy.guides.wording import Wording
from typing import NamedTuple
from urllib.parse import quote
from urllib.parse import urlencode

#: Classes of the style sheet by what a tag says.
NOW, GOOD, PLAIN, FACT = "tag tag-now", "tag tag-good", "tag tag-plain", "tag"
MONEY = "tag tag-money"

#: The ways to get a service done that catalogues filter by, as tags say them.
CHANNEL_TAGS = {
    "home_visit": _("tag_home_visit", default="At your home"),
    "online": _("tag_online", default="Online"),
}


class Tag(NamedTuple):
    """A short fact, translated; a page has a hundred, and unpacking is cheap."""

    text: str
    css: str


class Card(NamedTuple):
    """A service, or another result of a search, as lists show it; up to two hundred."""

    title: str
    url: str
    text: str
    tags: tuple[Tag, ...]


def promise_text(days: int, day_type: str | None):
    """Return the message for a promise of `days` days of `day_type`."""
    if days == 0:
        return _("tag_instant", default="On the spot")
    if day_type == "natural":
        return _("tag_natural_days", default="${days} days", mapping={"days": days})
    return _("tag_working_days", default="${days} working days", mapping={"days": days})


class ItemCards:
    """Makes the cards of one page.

    Services with the same facts share their tags, and those in one container the
    beginning of their addresses.
    """

    def __init__(self, words: Wording):
        self._words = words
        self._is_english = words.language.startswith("en")
        self._tags: dict[Facts, tuple[Tag, ...]] = {}
        self._containers: dict[str, str] = {}

    def card(
        self,
        brain,
        category: str | None = None,
        facts: Facts | None = None,
        below: str = "",
        query: Mapping[str, str] | None = None,
    ) -> Card:
        """Return the card of the item with the catalog record `brain`.

        `category` is the title of its category, if shown; `facts` are those of a
        district instead of the city's; `below` is the part of the address that leads to
        the district's version, and `query` what goes along.
        """
        url = self._url_of(brain)
        if below:
            url = f"{url}/{below}"
        tags = self._tags_of(facts or facts_of(brain))
        title, text = brain.Title, brain.Description
        # A record without the value has Missing.Value, which is no text and false.
        if self._is_english and brain.title_en:
            # What the window and its papers call it stands below.
            title, text = brain.title_en, title
        return Card(
            title=title,
            url=f"{url}?{urlencode(query)}" if query else url,
            text=text,
            tags=(*tags, Tag(category, PLAIN)) if category else tags,
        )

    def _url_of(self, brain) -> str:
        container, _slash, name = brain.getPath().rpartition("/")
        if container not in self._containers:
            self._containers[container] = brain.getURL().rpartition("/")[0]
        return f"{self._containers[container]}/{quote(name)}"

    def _tags_of(self, facts: Facts) -> tuple[Tag, ...]:
        if facts not in self._tags:
            tags = [Tag(self._words(text), css) for text, css in _messages(facts)]
            if facts.benefit is not None:
                # What one gets comes before how long it takes.
                tags.insert(0, Tag(sum_text(self._words, facts.benefit), MONEY))
            self._tags[facts] = tuple(tags)
        return self._tags[facts]


def _messages(facts: Facts):
    if facts.promised_days is not None:
        text = promise_text(facts.promised_days, facts.promised_day_type)
        yield text, FACT if facts.promised_days else NOW
    for name, text in CHANNEL_TAGS.items():
        if name in facts.channels:
            yield text, GOOD
