"""`/@@work` (工作台): where staff begin, with what waits for them and what they may do."""

from AccessControl import getSecurityManager
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from onewindow_policy import _
from onewindow_policy.desks.interfaces import Waiting
from onewindow_policy.desks.lists import count_text
from onewindow_policy.desks.searching import find_for
from onewindow_policy.desks.searching import LONGEST_TEXT
from onewindow_policy.desks.waiting import entries_for
from onewindow_policy.desks.waiting import Entry
from onewindow_policy.pages.api import PrivatePage
from onewindow_policy.pages.api import text_of

WORK_TITLE = _("title_work", default="My work")


@dataclass(frozen=True, slots=True)
class Card:
    """A number of things, and where they are."""

    title: str
    url: str
    count: str


class WorkView(PrivatePage):
    """Shows the entries of all rooms, and finds what somebody names.

    What is looked for is posted: it may be somebody's name, which stands in no address.
    """

    page_title = WORK_TITLE
    #: Its breadcrumbs do not begin with itself, so that it is no `is_staff_page`.
    page_keys = ()
    has_own_search = True
    headers = {"X-Robots-Tag": "noindex"}
    longest_text = LONGEST_TEXT
    #: What was found, None where nothing was looked for.
    found = None

    def answer(self):
        if not self.entries:
            self.request.response.setStatus(403)
        elif self.text:
            self.found = find_for(self.user, self.text)
            if self.found.only_one is not None:
                url = self.url_of(self.found.only_one.path)
                return self.request.response.redirect(url, status=303)
        return self.index()

    @cached_property
    def user(self):
        return getSecurityManager().getUser()

    @cached_property
    def entries(self) -> list[Entry]:
        return entries_for(self.user)

    @cached_property
    def text(self) -> str:
        """What is looked for."""
        if self.request.method != "POST":
            return ""
        return text_of(self.request, "text", LONGEST_TEXT).strip()

    def url_of(self, path: str) -> str:
        """Return the address of a path below the site."""
        return f"{self.site_url}/{path}"

    @property
    def overdue(self) -> list[Card]:
        """What should be done by now."""
        return [
            self._card(entry, part, part.overdue_path, self._count(part.overdue))
            for entry, part in self._parts
            if part.overdue
        ]

    @property
    def ending(self) -> list[Card]:
        """What ends soon."""
        return [
            self._card(entry, part, part.soon_path, self._count(part.soon))
            for entry, part in self._parts
            if part.soon
        ]

    @property
    def waiting(self) -> list[Card]:
        return [
            self._card(entry, part, part.path, self._count(part.count))
            for entry, part in self._parts
            if part.count and not part.is_aside
        ]

    @property
    def aside(self) -> list[Card]:
        """What waits for others, and what is told beside what waits."""
        return [
            self._card(entry, part, part.path, self._count(part.count))
            for entry, part in self._parts
            if part.count and part.is_aside
        ]

    @property
    def _parts(self) -> Iterator[tuple[Entry, Waiting]]:
        """Yield what waits, part by part, with the entry of which it is."""
        for entry in self.entries:
            if entry.waiting is not None:
                for part in entry.waiting.parts or (entry.waiting,):
                    yield entry, part

    @property
    def has_counts(self) -> bool:
        """Whether anything is counted for this person."""
        return any(entry.waiting is not None for entry in self.entries)

    @property
    def away(self) -> list[str]:
        """The titles of what cannot be counted just now."""
        return [self.translate(each.title) for each in self.entries if each.is_away]

    def _card(self, entry: Entry, part: Waiting, path: str | None, count: str) -> Card:
        title = self.translate(part.title or entry.title)
        return Card(title, self.url_of(path or entry.path), count)

    def _count(self, count: int) -> str:
        return self.translate(count_text(count))
