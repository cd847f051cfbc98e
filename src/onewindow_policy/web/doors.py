"""Doors of Zope that the portal has no use for: there is nothing behind them.

Zope publishes what Python and its own tools need under names of their own (`aq_parent`,
`manage_main`), and answers methods of WebDAV and calls by XML-RPC. Whoever administers the
database does so at Zope's own root, from the machine itself and not by way of the web
server; for everybody else such an address leads nowhere (404), whoever asks.
"""

from onewindow_policy.accounts.machine import comes_from_the_machine
from onewindow_policy.patches.replacing import is_ours
from onewindow_policy.patches.requests import authorization_of
from plone.base.interfaces import IPloneSiteRoot
from plone.rest.interfaces import IAPIRequest
from plone.rest.interfaces import IService
from zExceptions import NotFound
from zope.interface import implementer
from ZPublisher.HTTPRequest import HTTPRequest
from ZPublisher.interfaces import IXmlrpcChecker

#: What names that a program of Zope's uses begin with; and such names.
_CLOSED_BEGINNINGS = ("aq_", "manage_", "dav__", "propertysheets")
CLOSED_NAMES = frozenset(
    {
        *("manage", "virtual_hosting", "document_src", "source.html", "PUT_factory"),
        *("listDAVObjects", "COPY", "DELETE", "HEAD", "LOCK", "MKCOL", "MOVE"),
        *("OPTIONS", "PATCH", "PROPFIND", "PROPPATCH", "PUT", "TRACE", "UNLOCK"),
    }
)

#: What pages are asked by, and what services of plone.rest are asked by besides.
_PAGE_METHODS = frozenset({"GET", "HEAD", "POST"})
_SERVICE_METHODS = frozenset({"DELETE", "OPTIONS", "PATCH", "PUT"})

#: Put in the place of what is closed: the way there is walked, and the portal's own page
#: says that nothing is there.
_NOWHERE = "nowhere-at-all"

_VIRTUAL_BASE = "VirtualHostBase"
_VIRTUAL_ROOT = "VirtualHostRoot"


def close_doors(event) -> None:
    """Have requests for what is closed find nothing, before anything is looked for."""
    request = event.request
    steps = request.get("PATH_INFO", "").split("/")
    closed = [position for position, step in enumerate(steps) if _is_closed(step)]
    if closed and _asks_for_tools(request):
        closed = []
    closed += _repeated_virtual_hosts(steps)
    if request.method not in _PAGE_METHODS and not _is_for_service(request, steps):
        # As GET, so that the page of the portal says so.
        request.set("REQUEST_METHOD", "GET")
        request.set("method", "GET")
        request.maybe_webdav_client = 0
        steps.append(_NOWHERE)
        request.set("PATH_INFO", "/".join(steps))
    elif request.method in _SERVICE_METHODS:
        # A program, though only the address says so: Zope would look for a file.
        request.maybe_webdav_client = 0
    if closed:
        for position in closed:
            steps[position] = _NOWHERE
        request.set("PATH_INFO", "/".join(steps))


def close_methods(event) -> None:
    """Answer 404 where a page would be made for a method that asks for none.

    Pages that read the rest of an address themselves take what leads nowhere for a part
    of it, and find a page for every method of programs.
    """
    request = event.request
    is_closed = _NOWHERE in request.get("PATH_INFO", "").split("/")
    if not is_closed and request.method in _SERVICE_METHODS and is_ours():
        published = (request["PUBLISHED"], *request["PARENTS"][:1])
        is_closed = not any(map(IService.providedBy, published))
    if is_closed:
        raise NotFound(request.get("ACTUAL_URL"))


def close_root(event) -> None:
    """Answer 404 outside of a site to whoever does not ask from this machine.

    What was addressed by the web server is in a site, whatever it looks like.
    """
    request = event.request
    is_in_site = any(map(IPloneSiteRoot.providedBy, request.get("PARENTS", ())))
    if not is_in_site and not comes_from_the_machine(request):
        raise NotFound(request.get("ACTUAL_URL"))


@implementer(IXmlrpcChecker)
class NoXMLRPC:
    """Zope's check whether a request is a call by XML-RPC: none is."""

    def __call__(self, request) -> bool:
        return False


def _is_closed(step: str) -> bool:
    name = step.removeprefix("@@").removeprefix("++view++")
    name = name.removeprefix("++attribute++").removeprefix("++acquire++")
    return name in CLOSED_NAMES or name.startswith(_CLOSED_BEGINNINGS)


def _asks_for_tools(request: HTTPRequest) -> bool:
    """Return whether an administrator may be at Zope's own tools: on this machine, with
    the name and the password that they log in to its root by."""
    return comes_from_the_machine(request) and (
        authorization_of(request).lower().startswith("basic ")
    )


def _is_for_service(request: HTTPRequest, steps: list[str]) -> bool:
    is_of_api = "++api++" in steps or IAPIRequest.providedBy(request)
    return request.method in _SERVICE_METHODS and is_of_api


def _repeated_virtual_hosts(steps: list[str]) -> list[int]:
    """Return where an address claims to be another than the web server said it is."""
    names = (_VIRTUAL_BASE, _VIRTUAL_ROOT)
    found = []
    for name in names:
        found += [i for i, step in enumerate(steps) if step == name][1:]
    if _VIRTUAL_ROOT in steps:
        root = steps.index(_VIRTUAL_ROOT)
        base = steps.index(_VIRTUAL_BASE) if _VIRTUAL_BASE in steps else root
        found += [root] if base > root else []
    return found
