"""What is wrong with a catalogue file."""

from dataclasses import dataclass
from zope.i18n import translate

#: How many problems a refusal names one by one when it is printed as an exception.
SHOWN = 10


@dataclass(frozen=True, slots=True)
class Problem:
    """One defect of a file: where it is, and what is wrong and expected instead.

    `path` is a JSON path such as ``$.items[3].guide.process[2].days``; `message` a
    translatable sentence.
    """

    path: str
    message: str

    def in_words(self, language: str | None = None) -> str:
        """Return `path: sentence` in `language`, by default in English."""
        return f"{self.path}: {translate(self.message, target_language=language)}"


class ExchangeError(Exception):
    """Something went wrong between a file and the site."""


class ContainerMissing(ExchangeError):
    """The site lacks a container that our profile makes; its path is the argument."""

    def __str__(self) -> str:
        return f"The site has no “{self.args[0]}”. Install the product in it again."


class CatalogueRefused(ExchangeError):
    """A catalogue file was refused as a whole; `problems` lists every reason."""

    def __init__(self, problems: tuple[Problem, ...]):
        super().__init__(problems)
        self.problems = problems

    def __str__(self) -> str:
        lines = [problem.in_words() for problem in self.problems[:SHOWN]]
        more = len(self.problems) - len(lines)
        return "\n".join([*lines, f"({more} more)"] if more else lines)
