"""What is refused about accounts, in words for the person who asked."""


class NameTaken(ValueError):
    """A name is or was somebody else's; the text says so, in the reader's language.

    A ValueError, since that is what the forms and services of Plone that add accounts
    show to whoever fills them in.
    """
