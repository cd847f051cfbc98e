"""What browsers take for our address and what we take for it: said in the log, once.

Where a web server before Zope does not hand on host or scheme, forms of our own pages look
like another site's, and nobody who sends them can change that. An operator can.
"""

from onewindow_policy import logger
from onewindow_policy.origins.addresses import origin_of
from threading import Lock

#: So many are remembered: whoever makes origins up fills neither memory nor log.
_MOST = 50

_agreeing: set[str] = set()
_told: set[tuple[str, str]] = set()
_lock = Lock()


def note_origin(origin: str, own_address: str, site: str) -> None:
    """Say it in the log when a browser's `origin` is not that of `own_address`.

    `site` is what else the browser says (`Sec-Fetch-Site`), empty for nothing. Once for
    each pair in a process. Nothing is said of a page that the browser itself knows to be
    another site's, nor of one whose browser does not say while our address was right for
    others: most likely that was another site's too.
    """
    theirs, ours = origin_of(origin), origin_of(own_address)
    if theirs is None or ours is None:
        return
    with _lock:
        if theirs == ours:
            if len(_agreeing) < _MOST:
                _agreeing.add(ours)
            return
        is_ours_for_sure = site == "same-origin"
        if not is_ours_for_sure and (site or ours in _agreeing):
            return
        if (theirs, ours) in _told or len(_told) >= _MOST:
            return
        _told.add((theirs, ours))
    logger.warning(
        "A browser sent a form from %s, and the portal takes %s for its own address. If"
        " the first is where people see the portal, the web server before Zope does not"
        " hand it on: mend the scheme, host and port in VirtualHostBase there"
        " (docs/operators.md, Start). Until then forms from some browsers are refused, and"
        " links and cookies are made for the second. If the first is another site, leave"
        " it: what changes something is refused from there.",
        theirs,
        ours,
    )
