"""`<patches:replace>`: a room says what of its own stands in for which original.

All that may be replaced is listed in `originals.py`; what is not there is refused.
"""

from onewindow_policy.patches.originals import group_of
from onewindow_policy.patches.replacing import put_in_place
from zope.configuration.exceptions import ConfigurationError
from zope.configuration.fields import GlobalObject
from zope.interface import Interface
from zope.schema import DottedName


class IReplace(Interface):
    """Put something of ours in the place of something of another package."""

    original = DottedName(
        title="What is replaced",
        description="Dotted name of a function, a method or a value in originals.py.",
    )
    replacement = GlobalObject(
        title="What stands in its place",
        description="A function is called with the original before its arguments.",
    )


def replace(context, original: str, replacement) -> None:
    """See `IReplace`. Raises ConfigurationError."""
    try:
        group = group_of(original)
    except LookupError as error:
        raise ConfigurationError(
            f"{original} is not among what is replaced (patches/originals.py)."
        ) from error
    context.action(
        discriminator=("onewindow_policy.patches", original),
        callable=put_in_place,
        args=(original, replacement, group.everywhere),
    )
