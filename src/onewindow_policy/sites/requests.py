"""What a request leaves behind in its thread: nothing of the content."""

from collections.abc import Iterator
from contextlib import contextmanager
from zope.component.hooks import getSite
from zope.component.hooks import setSite

import transaction


@contextmanager
def leaving_no_site(
    original, request, response, tm=transaction.manager
) -> Iterator[None]:
    """Handle a request as Zope does, and leave the thread with the site that it had.

    Zope leaves the site of the last request: the next one that the thread handles asks its
    components before there is a connection, through one that is closed or another thread's
    by now. Where these were put out of memory meanwhile it answers 500, and so does every
    other request of the thread.
    """
    former = getSite()
    try:
        with original(request, response, tm):
            yield
    finally:
        setSite(former)
