"""The pages of desks on which staff type something that is kept."""

from collections.abc import Iterable
from dataclasses import dataclass
from onewindow_policy import _
from onewindow_policy.editing.api import RETURNED
from onewindow_policy.editing.api import returned_note
from onewindow_policy.pages.api import Fragment
from onewindow_policy.pages.api import PrivatePage
from onewindow_policy.records.api import check_write
from onewindow_policy.records.api import DatabaseUnavailable
from onewindow_policy.records.api import OutcomeUnknown
from onewindow_policy.typed.printable import UNPRINTABLE
from pathlib import Path
from plone import api
from transaction.interfaces import TransientError
from zExceptions import Forbidden
from zExceptions import NotFound
from zope.annotation.interfaces import IAnnotations
from zope.i18nmessageid import Message

import transaction

_PROBLEMS = Fragment(Path(__file__).with_name("problems.pt"))

#: No version of anything: what came back is not what a page of ours sends.
NO_VERSION = 0

_LONGEST_VERSION = 9

#: Where a request keeps the page whose button was pressed: a page may stand within another.
_SENT = "onewindow_policy.sent_form"

_STALE = _(
    "error_stale_page",
    default=(
        "This page was open for too long, and nothing was saved. Please press the button"
        " once more."
    ),
)

_OTHERS_SAVED = _(
    "error_others_saved",
    default=(
        "Others were saving at the same moment. Please press the button once more."
    ),
)

_FAILED = _(
    "error_failed_to_save",
    default=(
        "Something went wrong on our side, and it has been recorded. Please try again in"
        " a few minutes."
    ),
)


@dataclass(frozen=True, slots=True)
class Problem:
    """What must be mended; `field` is the id of its input, empty for none."""

    field: str
    message: Message | str


class PostView(PrivatePage):
    """A page about one thing, with a form; subclasses say what its buttons do.

    Whatever stands in the way of a button, the page comes back: with all that was typed,
    with what is wrong, at its field where it has one, and with the thing as it stands now.
    Then nothing was saved. `docs/desks.md` says how a room gets one.
    """

    is_staff_page = True
    #: What `act` raises for whom a button cannot do its work; each says why by `message`,
    #: and of which input by `field` where it is one.
    refusals: tuple[type[Exception], ...] = ()
    #: What `act` and `read` raise where there is no such thing for this person.
    unknown: tuple[type[Exception], ...] = ()
    problems: tuple[Problem, ...] = ()
    #: Whether nobody can tell if the button did its work.
    is_perhaps_saved = False

    def read(self) -> None:
        """Read what the page shows, as it stands now. What was typed may be about what the
        database would tell: while it is away, `is_out_of_order` and nothing was read."""

    def act(self) -> tuple[Message, str] | None:
        """Do what the pressed button says; return a message and where to go on, None where
        the page itself is the answer.

        What it wrote is not kept where it raises one of `refusals`; what must be kept then,
        such as a counted try, has a transaction of its own."""
        raise NotImplementedError

    def problems_of(self, error: Exception) -> Iterable[Problem]:
        """Return what the page says of one of `refusals`."""
        return [Problem(getattr(error, "field", ""), error.message)]

    def answer(self):
        """See `PrivatePage`."""
        try:
            if self.is_sent and not self.is_returned and self._carry_out():
                return ""
            self.read()
        except self.unknown as error:
            raise NotFound(self.request.get("ACTUAL_URL")) from error
        except DatabaseUnavailable as error:
            if not self.is_sent:
                raise
            self.note_outage(error)
        return self.index()

    def _carry_out(self) -> bool:
        """Return whether the button did its work, and the answer leads on."""
        IAnnotations(self.request)[_SENT] = self
        try:
            check_write(self.request)
            done = self.act()
        except Forbidden:
            self._refuse(403, [Problem("", _STALE)])
            return False
        except self.unknown:
            raise
        except self.refusals as error:
            self._refuse(422, self.problems_of(error))
            return False
        if done is None:
            return False
        message, url = done
        api.portal.show_message(message, self.request)
        self.request.response.redirect(url, status=303)
        return True

    def _refuse(self, status: int, problems: Iterable[Problem]) -> None:
        """Have the page say why the button did not do its work, and keep nothing of it."""
        self.explain(status, problems)
        # What was written before it was refused. It comes after the words, which may ask
        # for what was read.
        transaction.abort()

    def give_back(self, error: Exception) -> str:
        """Return the page with all that was typed, after a button had done its work and
        that could not be kept. It is called by whoever answers what was raised."""
        # What failed to commit lets nothing be read.
        transaction.abort()
        self.request.response.headers.pop("location", None)
        if isinstance(error, OutcomeUnknown):
            self.is_perhaps_saved = True
            self.explain(503, [])
        elif isinstance(error, DatabaseUnavailable):
            self.note_outage(error)
            return self.index()
        elif isinstance(error, TransientError):
            self.explain(503, [Problem("", _OTHERS_SAVED)])
        else:
            self.explain(500, [Problem("", _FAILED)])
        try:
            self.read()
        except DatabaseUnavailable as away:
            self.note_outage(away)
        return self.index()

    def explain(self, status: int, problems: Iterable[Problem]) -> None:
        """Have the page say what is in the way, with the status of the answer."""
        self.request.response.setStatus(status)
        self.problems = tuple(
            Problem(each.field, self.translate(each.message)) for each in problems
        )

    @property
    def is_sent(self) -> bool:
        return self.request.method == "POST"

    @property
    def is_returned(self) -> bool:
        """Whether what was typed was given back after a log-in, and waits for a button."""
        return RETURNED in self.request.form

    @property
    def note(self) -> str:
        """What is said of what was given back."""
        return returned_note(self.context, self.request)

    def submitted(self, name: str) -> str:
        """Return a text of the form, empty for none; of several the last counts."""
        value = self.request.form.get(name)
        if isinstance(value, list) and value:
            value = value[-1]
        if not isinstance(value, str):
            return ""
        # Zope reads an end of line as two characters, which the browser counts as one.
        return UNPRINTABLE.sub("", value.replace("\r\n", "\n"))

    @property
    def submitted_version(self) -> int:
        """The version of the thing that was looked at."""
        text = self.submitted("version")
        is_version = text.isdecimal() and len(text) <= _LONGEST_VERSION
        return int(text) if is_version else NO_VERSION

    @property
    def problem_summary(self) -> str:
        """What stands above all else while something is in the way, as HTML."""
        return _PROBLEMS.render(
            problems=self.problems,
            is_sent=self.is_sent,
            is_out_of_order=self.is_out_of_order,
            is_perhaps_saved=self.is_perhaps_saved,
            target_language=self.translation_target,
        )

    def errors_of(self, field: str) -> list[str]:
        return [each.message for each in self.problems if each.field == field]


def sent_form(request) -> PostView | None:
    """Return the page whose button was pressed in this request, None for no such page."""
    return IAnnotations(request, {}).get(_SENT)
