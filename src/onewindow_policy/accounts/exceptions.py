"""What is refused about accounts, in words for the person who asked."""

from datetime import timedelta
from math import ceil
from onewindow_policy import _
from zExceptions import BadRequest
from zExceptions import Forbidden
from zope.globalrequest import getRequest
from zope.i18n import translate
from zope.i18nmessageid import Message


class NameTaken(ValueError):
    """A name is or was somebody else's; the text says so, in the reader's language.

    A ValueError, since that is what the forms and services of Plone that add accounts
    show to whoever fills them in.
    """


class PasswordRefused(BadRequest):
    """A password is not taken, for the reason that the text gives the person."""


class RolesRefused(Forbidden):
    """Roles may not be given, for the reason that the text gives the person."""

    def __init__(self, message: Message):
        super().__init__(translate(message, context=getRequest()))


class TooManyLogIns(Exception):
    """Passwords were tried too often; `wait` is how long none is looked at.

    It is an answer (429), and raised from within the check itself: whatever asks for it
    goes on with nothing. None of the errors that user folders swallow is a base of it.
    """

    def __init__(self, wait: timedelta):
        super().__init__(wait)
        self.wait = wait

    @property
    def seconds(self) -> int:
        return max(1, ceil(self.wait / timedelta(seconds=1)))

    @property
    def minutes(self) -> int:
        return max(1, ceil(self.wait / timedelta(minutes=1)))

    @property
    def headers(self) -> dict[str, str]:
        """What Zope's publisher sends with the page about the exception."""
        return {"Retry-After": str(self.seconds), "Cache-Control": "no-store"}

    @property
    def message(self) -> Message:
        return _(
            "error_too_many_log_ins",
            default=(
                "Too many wrong passwords were tried. Please try again in ${minutes}"
                " minutes; until then the right one does not work either."
            ),
            mapping={"minutes": self.minutes},
        )

    def __str__(self) -> str:
        return translate(self.message, context=getRequest())


class TooManyCodes(Exception):
    """Too many wrong codes of a second factor: none is looked at for `wait_seconds`."""

    def __init__(self, wait_seconds: int):
        super().__init__()
        self.wait_seconds = wait_seconds
