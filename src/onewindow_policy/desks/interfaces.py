"""What rooms say of themselves on the page where staff begin, `/@@work`."""

from collections.abc import Sequence
from dataclasses import dataclass
from zope.i18nmessageid import Message
from zope.interface import Attribute
from zope.interface import Interface


@dataclass(frozen=True, slots=True)
class Waiting:
    """What waits for somebody at one entry: how much, how much of it is overdue, and how
    much ends soon.

    Paths are below the site; those of None lead to the entry's own page. Where there are
    more than `records.api.MOST_COUNTED` of something, it is one more. What is made
    of `parts` shows these in its place, each with a title of its own. What `is_aside` waits
    for others, or is told beside what waits: it stands in a section of its own.
    """

    count: int
    overdue: int = 0
    path: str | None = None
    overdue_path: str | None = None
    soon: int = 0
    soon_path: str | None = None
    title: Message | None = None
    is_aside: bool = False
    parts: "tuple[Waiting, ...]" = ()


@dataclass(frozen=True, slots=True)
class Found:
    """Something that somebody of staff looked for; `path` is below the site.

    `is_exact` says that what was typed names this and nothing else: a number.
    """

    title: str
    path: str
    note: str = ""
    is_exact: bool = False


class IDeskEntry(Interface):
    """A page that a room has for staff, as `/@@work` offers it: a named utility.

    Whom it is for goes by permissions and places, never by the names of roles. A room
    below this one has its entry in `desks.below`.
    """

    order = Attribute("Where it stands among the others; the smallest comes first.")
    title = Attribute("What there is to do, as a message.")

    def path_for(user) -> str | None:
        """Return the path below the site of the page for `user`, None where it is
        nothing for them.

        `user` is a user of AccessControl. Roles and content are all that may be asked.
        """

    def waiting_for(user) -> Waiting | None:
        """Return what waits there for `user`, None where nothing is counted.

        Only who has a path is asked for. It costs a statement or two, and no more
        objects with more content. Raises `DatabaseUnavailable`: then the page says that
        this entry cannot be counted just now, and shows all others.
        """


class IDeskSearch(Interface):
    """Finds what somebody of staff names at `/@@work`: a named utility."""

    order = Attribute("Where its finds stand among the others.")
    title = Attribute("What is found, as a message.")

    def find(user, text: str) -> Sequence[Found]:
        """Return what `user` may open, and calls `text`: a few, the likeliest first.

        What the user may not open is not there. `text` may be personal: it goes into no
        address, log or message. Raises `DatabaseUnavailable`.
        """
