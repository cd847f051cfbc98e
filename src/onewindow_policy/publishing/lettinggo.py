"""Content that goes or moves although it is in use, by a door that sees to what uses it."""

from Acquisition import aq_base
from collections.abc import Iterator
from contextlib import contextmanager

#: Set, and not stored, on a revision that ends and on what moves with what refers to it.
LET_GO = "_v_onewindow_let_go"


def let_go(copy) -> None:
    """Let a revision be removed that becomes public or is given up: whoever may do that
    need not be able to delete. It is no working copy any more when it goes."""
    setattr(aq_base(copy), LET_GO, True)


@contextmanager
def letting_go(content) -> Iterator[None]:
    """Within this, let content be moved that is in use: whoever moves it has what refers to
    it follow. Its `_v_` mark would last as long as the object stays in memory."""
    let_go(content)
    try:
        yield
    finally:
        delattr(aq_base(content), LET_GO)


def is_let_go(content) -> bool:
    """Return whether `content` is a revision that ends by a door of revisions, or is being
    moved with all that refers to it."""
    return getattr(aq_base(content), LET_GO, False)
