"""What is refused about accounts, in words for the person who asked."""

from zExceptions import BadRequest


class NameTaken(ValueError):
    """A name is or was somebody else's; the text says so, in the reader's language.

    A ValueError, since that is what the forms and services of Plone that add accounts
    show to whoever fills them in.
    """


class PasswordRefused(BadRequest):
    """A password is not taken, for the reason that the text gives the person."""
