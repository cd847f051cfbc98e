"""What happens when a process starts."""

from onewindow_policy.search import sounds
from onewindow_policy.search import texts


def warm_up(_event) -> None:
    """Load the dictionaries, so that the first question need not wait for them."""
    texts.warm_up()
    sounds.warm_up()
