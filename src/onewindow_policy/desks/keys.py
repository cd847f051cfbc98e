"""The keys of pages where staff work: which there are, and what each does.

This is the one list of them. Elements have theirs as `accesskey`, which browsers act on
with a modifier and never while somebody types; the help is made of what a page has.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from onewindow_policy import _
from onewindow_policy.desks.browser.work import WORK_TITLE
from onewindow_policy.desks.waiting import paths_for
from zope.i18nmessageid import Message


@dataclass(frozen=True, slots=True)
class Key:
    """A key: its letter, what it does, and the page below the site that it leads to, "" for
    one that acts on the page itself. `entry` is the page that somebody has to have for it
    (see `IDeskEntry`), "" where all of staff do."""

    letter: str
    title: Message
    path: str = ""
    entry: str = ""


#: Letters that no browser in use needs with the same modifier for its own menus.
WORK = Key("w", WORK_TITLE, "@@work")
TAKE_IN = Key(
    "t", _("key_take_in", default="Take in an application"), "@@take-in", "@@take-in"
)
FIND_CASE = Key(
    "q", _("key_find_case", default="Find a case"), "@@find-cases", "@@desk"
)
CASES = Key("g", _("key_cases", default="The list of cases"), "@@desk", "@@desk")
DUTIES = Key("b", _("key_duties", default="What waits for me"), "@@duties", "@@duties")
NEXT_CASE = Key("x", _("key_next_case", default="The next case"))
KEEP_DRAFT = Key("s", _("key_keep_draft", default="Keep as a draft"))
HELP = Key("k", _("key_help", default="Keyboard"))

#: In the order of the help: those that lead somewhere, and those of single pages.
LEADING = (WORK, TAKE_IN, FIND_CASE, CASES, DUTIES)
OF_PAGES = (NEXT_CASE, KEEP_DRAFT)
ALL = (*LEADING, *OF_PAGES, HELP)


def leading_keys(user) -> list[Key]:
    """Return the keys that lead `user` somewhere, in order."""
    paths = {path.partition("?")[0] for path in paths_for(user)}
    return [each for each in LEADING if not each.entry or each.entry in paths]


def keys_of_page(user, own: Iterable[Key]) -> list[Key]:
    """Return all keys of a page of staff, which has `own` besides those that all have."""
    own = tuple(own)
    of_page = (each for each in OF_PAGES if each in own)
    return [*leading_keys(user), *of_page, HELP]
