"""What is asked, and what is answered."""

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field

#: The types of what is found, in the order in which they help.
TYPES = ("item", "journey", "guide", "sample", "news", "place")

#: Why something was found, the surest first. Those in `GUESSED` are guesses at what
#: was meant.
REASONS = ("name", "synonym", "words", "content", "initials", "sound", "spelling")
GUESSED = ("sound", "spelling")
SPOKEN_OF = ("words", "content")

#: The fields of a text that a guide tells.
TOLD = ("conditions", "materials", "questions", "text")

#: More results than this are not kept of any question.
MOST_RESULTS = 300


@dataclass(frozen=True, slots=True)
class Question:
    """What is looked for: any text, and filters (empty: all).

    `type` is one of `TYPES`, `district` a 6-digit code, `category` a code of the
    catalogue. `start` and `size` say which results are wanted.
    """

    text: str
    type: str = ""
    district: str = ""
    category: str = ""
    start: int = 0
    size: int = 10


@dataclass(frozen=True, slots=True)
class Match:
    """A text of a result, and where the words stand that were found in it.

    `field` is one of `title`, `name` (another name of it), `description`, `keywords`,
    `conditions`, `materials`, `questions`, `text`; `spans` are pairs of places in `text`.
    """

    field: str
    text: str
    spans: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Hit:
    """One result. `path` is below the site, without a slash in front.

    `matched_name` is the name by which it was found, where it was by one; `about` says
    for whom a service is, None for what is none.
    """

    uid: str
    type: str
    path: str
    title: str
    description: str
    item_code: str
    category: str
    districts: tuple[str, ...]
    reason: str
    matched_name: str
    matches: tuple[Match, ...]
    score: float
    about: Match | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """What was found: the results wanted, how many there are, and what filters leave.

    `counts` has for each of `type`, `district` and `category` how many results each
    value would leave, with the other filters as they are. `understood` is what was
    looked for once the words of asking were taken away. `guess` is the name that was
    probably meant, when nothing better than a guess was found, else empty.
    """

    hits: tuple[Hit, ...] = ()
    total: int = 0
    counts: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    understood: str = ""
    guess: str = ""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Something whose name begins, or sounds, as what is being typed.

    `name` is what matched: the title, or another name of it.
    """

    type: str
    title: str
    name: str
    path: str
    item_code: str = ""
