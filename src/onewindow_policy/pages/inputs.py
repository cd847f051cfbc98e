"""What a request's form has by a name, as text."""


def text_of(request, name: str, limit: int | None = None) -> str:
    """Return the text that the form of `request` has by `name`, of no more than `limit`
    characters; "" for none.

    Whoever writes an address can have Zope make a list or a record of an input, and a file
    can be sent by any name: all of that is no text.
    """
    value = request.form.get(name)
    return value[:limit] if isinstance(value, str) else ""
