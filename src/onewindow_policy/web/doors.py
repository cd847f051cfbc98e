"""Doors of Zope that the portal has no use for: there is nothing behind them.

Zope publishes what Python and its own tools need under names of their own (`aq_parent`,
`manage_main`), and answers methods of WebDAV and calls by XML-RPC. Whoever administers the
database does so at Zope's own root, from the machine itself and not by way of the web
server; for everybody else such an address leads nowhere (404), whoever asks.
"""

from itertools import pairwise
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

#: What a program is known by that says so in an address only.
_API = "++api++"

#: Where requests for what is closed are led: the portal's own page says that nothing is
#: there.
_NOWHERE = "nowhere-at-all"
_CLOSED = "_onewindow_closed"

_VIRTUAL_BASE = "VirtualHostBase"
_VIRTUAL_ROOT = "VirtualHostRoot"


def know_programs(event) -> None:
    """Let a program be one that only the address tells of: Zope would look for a file.

    Zope decides that before it walks, so that no site is known yet.
    """
    request = event.request
    is_program = request.method in _SERVICE_METHODS
    if is_program and _API in request.get("PATH_INFO", "").split("/"):
        request.maybe_webdav_client = 0


def close_doors(_site, event) -> None:
    """Have requests for what is closed find nothing, from our site on."""
    request = event.request
    steps = request.get("PATH_INFO", "").split("/")
    is_page = request.method in _PAGE_METHODS or _is_for_service(request, steps)
    if (is_page and not _asks_for_closed(request, steps)) or not is_ours():
        return
    setattr(request, _CLOSED, True)
    if not is_page:
        # As GET, so that the page of the portal says so.
        request.set("REQUEST_METHOD", "GET")
        request.set("method", "GET")
        request.maybe_webdav_client = 0
    stack = request["TraversalRequestNameStack"]
    request["TraversalRequestNameStack"] = [_NOWHERE, *_steps_of_servers(stack)]


def close_methods(event) -> None:
    """Answer 404 where a page would be made for a method that asks for none.

    Pages that read the rest of an address themselves take what leads nowhere for a part
    of it, and find a page for every method of programs.
    """
    request = event.request
    is_closed = getattr(request, _CLOSED, False)
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
    if _is_at_closed_root(request):
        raise NotFound(request.get("ACTUAL_URL"))


def ask_nobody_in(event) -> None:
    """Have the root ask nobody for a password who would find nothing behind it."""
    response = event.request.response
    if response.getStatus() == 401 and _is_at_closed_root(event.request):
        response.setStatus(404)


@implementer(IXmlrpcChecker)
class NoXMLRPC:
    """Zope's check whether a request is a call by XML-RPC: none is."""

    def __call__(self, request) -> bool:
        return False


def _asks_for_closed(request: HTTPRequest, steps: list[str]) -> bool:
    return _claims_other_host(steps) or (
        any(map(_is_closed, steps)) and not _asks_for_tools(request)
    )


def _is_at_closed_root(request: HTTPRequest) -> bool:
    is_in_site = any(map(IPloneSiteRoot.providedBy, request.get("PARENTS", ())))
    return not is_in_site and not comes_from_the_machine(request)


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
    is_of_api = _API in steps or IAPIRequest.providedBy(request)
    return request.method in _SERVICE_METHODS and is_of_api


def _claims_other_host(steps: list[str]) -> bool:
    """Return whether an address claims to be another than the web server said it is."""
    names = (_VIRTUAL_BASE, _VIRTUAL_ROOT)
    if any(steps.count(name) > 1 for name in names):
        return True
    hosts = [step for step in steps if step in names]
    return hosts == [_VIRTUAL_ROOT, _VIRTUAL_BASE]


def _steps_of_servers(stack: list[str]) -> list[str]:
    """Return what is left of a way, last step first, that no visitor has typed: as which
    site the web server shows ours (Zope keeps it as a step with slashes, and its tool's
    name before that), and that a program asks."""
    return [
        step
        for after, step in pairwise(["", *stack])
        if step == _API or "/" in step or "/" in after
    ]
