"""Why the wording of a paper is not kept, for the page to say at the field."""

from onewindow_policy import _
from zope.i18nmessageid import Message


class WordingError(Exception):
    """Nothing was kept; `message` says why."""

    message: Message


class PaperUnworded(LookupError):
    """There is no such paper, or no such version of its wording."""


class WordingUnfit(WordingError):
    """Sentences cannot be printed, or do not say what they must; `faults` has the name of
    the sentence and what is wrong, in which line."""

    def __init__(self, faults: list[tuple[str, Message]]):
        super().__init__(faults)
        self.faults = faults


class WordingChanged(WordingError):
    """Somebody kept another version after the page had been opened."""

    message = _(
        "error_wording_changed",
        default=(
            "Nothing was saved yet: somebody saved another version after you had opened"
            " this page. All that you typed is still here; what stands now is shown beside"
            " it and below. Save once more if yours is to hold."
        ),
    )


class WordingUnchanged(WordingError):
    """It says what it says already."""

    message = _(
        "error_wording_unchanged",
        default="Nothing was saved: this is word for word what holds already.",
    )
